//! Moderation: what waits for a moderator and since when, and every decision with its reasons.

use std::sync::Arc;

use domain::class::Pointer;
use domain::contribution::{self, QuestionRevised, Revised};
use domain::envelope::{By, Evidence};
use domain::ids::{ContributionId, Position, Stamp};
use domain::moderation::{AppealOutcome, Event, Outcome, ReportReason, Waiting};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::TextRef;

/// What happened, other than reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A moderator decided.
    Reviewed {
        /// What.
        outcome: Outcome,
        /// Whether a program did.
        automatic: bool,
        /// On which version of the text, from 1.
        text: u32,
        /// Why.
        rationale: Option<TextRef>,
        /// The rule that is cited.
        rule: Option<TextRef>,
    },
    /// The author appealed.
    Appealed {
        /// Why.
        reason: Option<TextRef>,
    },
    /// Another moderator decided the appeal.
    AppealDecided {
        /// What.
        outcome: AppealOutcome,
        /// Why.
        rationale: Option<TextRef>,
    },
}

/// A step in the moderation of a contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Of which contribution.
    pub contribution: ContributionId,
    /// The position of its event.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// Whose act it is.
    pub by: By,
    /// Who entered it, where that was somebody else, and what stands behind the entry.
    pub entered: Option<(By, Evidence)>,
    /// What happened.
    pub what: What,
}

/// What is shown of the moderation of a contribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Which.
    pub contribution: ContributionId,
    /// How often it was reported, by reason, in the order in which the reasons came up.
    pub reports: Vec<(ReportReason, u32)>,
    /// How often it was reported since the last decision.
    pub open_reports: u32,
    /// Why it waits for a moderator, and since which position, the longest first.
    pub waits: Vec<(Waiting, Position)>,
    /// Reviews, appeals and what was decided on them, oldest first.
    pub steps: Vec<Step>,
}

impl CaseRow {
    fn new(contribution: ContributionId) -> Self {
        Self { contribution, reports: Vec::new(), open_reports: 0, waits: Vec::new(), steps: Vec::new() }
    }

    /// Whether the last decision returns it to its author.
    fn is_returned(&self) -> bool {
        let decision = self.steps.iter().rev().find_map(|step| match step.what {
            What::Reviewed { outcome, .. } => Some(outcome == Outcome::Returned),
            What::AppealDecided { outcome: AppealOutcome::Overturned, .. } => Some(false),
            What::AppealDecided { outcome: AppealOutcome::Upheld, .. } | What::Appealed { .. } => None,
        });
        decision == Some(true)
    }
}

/// All that was ever reported or decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModerationView {
    cases: OrdMap<ContributionId, Arc<CaseRow>>,
    queue: OrdMap<Position, ContributionId>,
    decisions: OrdMap<Position, Step>,
}

impl ModerationView {
    /// The moderation of a contribution, if there was any.
    #[must_use]
    pub fn get(&self, contribution: ContributionId) -> Option<&CaseRow> {
        self.cases.get(&contribution).map(AsRef::as_ref)
    }

    /// What waits for a moderator, the longest first: what began to wait after this position.
    pub fn waiting(&self, after: Option<Position>) -> impl Iterator<Item = &CaseRow> {
        let from = after.map_or(Position(0), Position::next);
        self.queue.range(from..).filter_map(|(_, contribution)| self.get(*contribution))
    }

    /// Reviews and decisions on appeals before this position, the last one first.
    pub fn decisions(&self, before: Option<Position>) -> impl Iterator<Item = &Step> {
        let to = before.unwrap_or(Position(u64::MAX));
        self.decisions.range(..to).rev().map(|(_, step)| step)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Reported(e) => {
                self.change(e.contribution, |case| {
                    case.open_reports += 1;
                    match case.reports.iter_mut().find(|(reason, _)| *reason == e.reason) {
                        Some((_, count)) => *count += 1,
                        None => case.reports.push((e.reason, 1)),
                    }
                });
                self.wait(e.contribution, Waiting::Reported, recorded.position);
            }
            Event::Reviewed(e) => {
                let (rationale, rule) = (text(Pointer::Rationale), text(Pointer::Rule));
                let (outcome, automatic, text) = (e.outcome, e.automatic, e.text);
                self.decide(recorded, e.contribution, What::Reviewed { outcome, automatic, text, rationale, rule });
            }
            Event::Appealed(e) => {
                let step = step(recorded, e.contribution, What::Appealed { reason: text(Pointer::Reason) });
                self.change(e.contribution, |case| case.steps.push(step));
                self.wait(e.contribution, Waiting::Appealed, recorded.position);
            }
            Event::AppealDecided(e) => {
                let (outcome, rationale) = (e.outcome, text(Pointer::Rationale));
                self.decide(recorded, e.contribution, What::AppealDecided { outcome, rationale });
            }
        }
    }

    /// What was returned to its author and revised stands again, and waits for another look.
    pub(crate) fn apply_contribution(&mut self, recorded: &Recorded, event: &contribution::Event) {
        if let contribution::Event::Revised(Revised { contribution, .. })
        | contribution::Event::QuestionRevised(QuestionRevised { contribution, .. }) = event
            && self.get(*contribution).is_some_and(CaseRow::is_returned)
        {
            self.wait(*contribution, Waiting::Revised, recorded.position);
        }
    }

    fn wait(&mut self, contribution: ContributionId, why: Waiting, since: Position) {
        if self.get(contribution).is_none_or(|case| case.waits.is_empty()) {
            self.queue.insert(since, contribution);
        }
        self.change(contribution, |case| {
            if case.waits.iter().all(|(waiting, _)| *waiting != why) {
                case.waits.push((why, since));
            }
        });
    }

    /// A decision, after which nothing waits any more.
    fn decide(&mut self, recorded: &Recorded, contribution: ContributionId, what: What) {
        let step = step(recorded, contribution, what);
        self.decisions.insert(step.position, step);
        let waits_since = self.get(contribution).and_then(|case| case.waits.first()).map(|(_, since)| *since);
        if let Some(since) = waits_since {
            self.queue.remove(&since);
        }
        self.change(contribution, |case| {
            case.open_reports = 0;
            case.waits.clear();
            case.steps.push(step);
        });
    }

    fn change(&mut self, contribution: ContributionId, change: impl FnOnce(&mut CaseRow)) {
        let case = self.cases.entry(contribution).or_insert_with(|| Arc::new(CaseRow::new(contribution)));
        change(Arc::make_mut(case));
    }
}

fn step(recorded: &Recorded, contribution: ContributionId, what: What) -> Step {
    let act = &recorded.act;
    Step {
        contribution,
        position: recorded.position,
        recorded_at: recorded.recorded_at,
        by: act.subject().map_or(act.by.unwrap_or(By::System), By::Actor),
        entered: act.by.zip(act.evidence),
        what,
    }
}
