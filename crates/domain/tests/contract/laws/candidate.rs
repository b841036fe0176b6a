//! Commands about candidates: each selection has some of its own.

use domain::amount::Amount;
use domain::candidate::{
    Command, LicenceKind, MethodNo, Proposed, Revised, SetupMethodSet, SetupMethodWithdrawn, Withdrawn,
};
use domain::class::CommonText;
use domain::ids::CandidateId;
use domain::state;

use super::selection::selection;
use super::{Make, Numbers, id, one_of, text};

/// The candidates of a selection are numbered; two are there from the beginning.
pub(super) fn candidate(selection: u8, n: u8) -> CandidateId {
    CandidateId(id(31, (selection % 4) * 8 + n % 3))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

fn some(n: u8) -> Option<CommonText> {
    n.is_multiple_of(2).then(|| common(n))
}

/// Sometimes below nothing, or in other money.
fn money(n: u8) -> Amount {
    let currency = if n == 10 { "CHF" } else { "EUR" };
    let minor = if n == 11 { -1 } else { i64::from(n) * 1_000 };
    Amount { minor: minor.try_into().unwrap(), currency: currency.parse().unwrap() }
}

pub(super) fn proposed(of: u8, n: u8, c: u8) -> Command {
    Command::Propose(Proposed {
        candidate: candidate(of, n),
        selection: selection(of),
        name: common(n),
        link: some(c),
        hosting: some(c + 1),
        licence: some(c),
        licence_kind: one_of(LicenceKind::ALL, c),
        one_off: money(c),
        yearly: money(n),
    })
}

fn revised((a, b, c, d): Numbers) -> Revised {
    Revised {
        candidate: candidate(a, b),
        selection: selection(a),
        name: common(b),
        link: some(c),
        hosting: some(d),
        licence: some(b),
        licence_kind: one_of(LicenceKind::ALL, c),
        one_off: money(c),
        yearly: money(b),
        reason: some(d),
    }
}

fn method_set((a, b, c, d): Numbers) -> SetupMethodSet {
    SetupMethodSet {
        candidate: candidate(a, b),
        selection: selection(a),
        method: MethodNo(d % 4),
        title: common(b),
        description: some(c),
        cost: money(c),
        delay_days: u16::from(c),
        reason: some(b),
    }
}

/// A first way to set the first candidate up.
pub(super) fn set_up(of: u8) -> state::Command {
    Command::SetMethod(method_set((of, 0, 0, 1))).into()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (2, |(a, b, c, _)| proposed(a, b, c).into()),
    (2, |numbers| Command::Revise(revised(numbers)).into()),
    (1, |(a, b, c, _)| {
        let (candidate, selection, reason) = (candidate(a, b), selection(a), common(c));
        Command::Withdraw(Withdrawn { candidate, selection, reason }).into()
    }),
    (3, |numbers| Command::SetMethod(method_set(numbers)).into()),
    (2, |(a, b, c, d)| {
        let (candidate, selection, method, reason) = (candidate(a, b), selection(a), MethodNo(d % 4), some(c));
        Command::WithdrawMethod(SetupMethodWithdrawn { candidate, selection, method, reason }).into()
    }),
];
