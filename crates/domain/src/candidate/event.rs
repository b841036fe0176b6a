//! What happens to a candidate.

use super::{LicenceKind, MethodNo};
use crate::amount::Amount;
use crate::class::CommonText;
use crate::event::{Object, events};
use crate::ids::{CandidateId, SelectionId};

events! {
    /// What happens to a candidate.
    pub enum Event in crate::state::Event {
        /// A tool was proposed.
        "candidate.proposed" v 1 signed = Proposed {
            /// Which.
            candidate: CandidateId,
            /// In which selection.
            selection: SelectionId,
            /// What it is called.
            name: CommonText,
            /// Where there is more about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            link: Option<CommonText>,
            /// Where and by whom it is run.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            hosting: Option<CommonText>,
            /// Under which licence it may be used.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            licence: Option<CommonText>,
            /// What that licence allows.
            licence_kind: LicenceKind,
            /// What it costs once, however it is set up.
            one_off: Amount,
            /// What it costs each year.
            yearly: Amount,
        } of |e| vec![Object::Candidate(e.candidate), Object::Selection(e.selection)],

        /// All that is said of it was replaced, but for the ways to set it up.
        "candidate.revised" v 1 signed = Revised {
            /// Which.
            candidate: CandidateId,
            /// In which selection.
            selection: SelectionId,
            /// What it is called.
            name: CommonText,
            /// Where there is more about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            link: Option<CommonText>,
            /// Where and by whom it is run.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            hosting: Option<CommonText>,
            /// Under which licence it may be used.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            licence: Option<CommonText>,
            /// What that licence allows.
            licence_kind: LicenceKind,
            /// What it costs once, however it is set up.
            one_off: Amount,
            /// What it costs each year.
            yearly: Amount,
            /// Why; always told once people assess it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<CommonText>,
        } of |e| vec![Object::Candidate(e.candidate), Object::Selection(e.selection)],

        /// It was withdrawn.
        "candidate.withdrawn" v 1 signed = Withdrawn {
            /// Which.
            candidate: CandidateId,
            /// In which selection.
            selection: SelectionId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Candidate(e.candidate), Object::Selection(e.selection)],

        /// A way to set it up was added, or replaced.
        "candidate.setup_method_set" v 1 signed = SetupMethodSet {
            /// Of which candidate.
            candidate: CandidateId,
            /// In which selection.
            selection: SelectionId,
            /// Its number: that of one there is, or the next.
            method: MethodNo,
            /// What it is called.
            title: CommonText,
            /// How it goes.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// What it costs.
            cost: Amount,
            /// How long it takes, in days.
            delay_days: u16,
            /// Why; always told once people assess the candidate.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<CommonText>,
        } of |e| vec![Object::Candidate(e.candidate), Object::Selection(e.selection)],

        /// A way to set it up was withdrawn; its number is not given again.
        "candidate.setup_method_withdrawn" v 1 signed = SetupMethodWithdrawn {
            /// Of which candidate.
            candidate: CandidateId,
            /// In which selection.
            selection: SelectionId,
            /// Which.
            method: MethodNo,
            /// Why; always told once people assess the candidate.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<CommonText>,
        } of |e| vec![Object::Candidate(e.candidate), Object::Selection(e.selection)],
    }
}
