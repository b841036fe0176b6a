//! Commands of the network.

use domain::class::CommonText;
use domain::ids::NetworkId;
use domain::network::{Command, Founded, Languages, SettingsChanged, Visibility};
use domain::state;

use super::{Make, Numbers, id, one_of, text};

pub(super) fn founded((a, ..): Numbers) -> state::Command {
    let visibility = one_of(Visibility::ALL, a);
    let event = Founded {
        network: NetworkId(id(9, 1)),
        origin: "tresse.invalid/n".parse().unwrap(),
        verifier_key: "tresse.invalid/n+00000000+AAAA".parse().unwrap(),
        name: CommonText(text(a)),
        languages: Languages::new(vec!["fr".parse().unwrap()]).unwrap(),
        time_zone: "Europe/Paris".parse().unwrap(),
        territory: None,
        visibility,
        k: 5,
    };
    Command::Found(event).into()
}

fn settings((a, b, ..): Numbers) -> state::Command {
    let network = NetworkId(id(9, u8::from(b != 0)));
    let notice = (a % 3 == 0).then(|| CommonText(text(b)));
    let change = SettingsChanged { k: (a > 1).then_some(a), notice, ..SettingsChanged::nothing(network) };
    Command::ChangeSettings(change).into()
}

pub const COMMANDS: &[(u32, Make)] = &[(1, founded), (2, settings), (1, |_| Command::Archive.into())];
