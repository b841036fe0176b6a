//! Commands about needs and offers.

use domain::class::OwnText;
use domain::exchange::{Command, Declared, Revised, Side, Tags, What};
use domain::ids::ExchangeId;

use super::audience::audience;
use super::vocabulary::tag;
use super::{Make, id, one_of, text};

fn exchange(n: u8) -> ExchangeId {
    ExchangeId(id(8, n % 4))
}

/// None, one, or two that may be the same one twice, and then one.
fn tags(n: u8) -> Tags {
    let tags = [tag(n), tag(n / 2)];
    Tags::new(tags[..usize::from(n % 3)].to_vec()).unwrap_or_else(|_| Tags::new(vec![tag(n)]).unwrap())
}

pub const COMMANDS: &[(u32, Make)] = &[
    (6, |(a, b, c, d)| {
        let (side, what) = (one_of(Side::ALL, b), one_of(What::ALL, c));
        let (title, body) = (OwnText(text(b)), (c % 2 == 0).then(|| OwnText(text(c))));
        let audience = (d == 1).then(|| audience(c));
        let (exchange, tags, territory) = (exchange(a), tags(d), None);
        Command::Declare(Declared { exchange, side, what, tags, audience, territory, title, body }).into()
    }),
    (2, |(a, b, c, d)| {
        let (what, title, body) = (one_of(What::ALL, c), OwnText(text(b)), None);
        let (exchange, tags, territory) = (exchange(a), tags(d), "FR-38".parse().ok());
        Command::Revise(Revised { exchange, what, tags, audience: None, territory, title, body }).into()
    }),
    (1, |(a, ..)| Command::Withdraw(exchange(a)).into()),
];
