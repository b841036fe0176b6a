//! The rules of the network, what was reported, and what moderators decided.

use app::submission::Step;
use domain::class::Pointer;
use domain::ids::{ActorId, Stamp};
use domain::moderation::{AppealDecided, AppealOutcome, Appealed, Command, Outcome, ReportReason, Reported};
use domain::network::{self, SettingsChanged};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling};

/// The moderation policy, and who gives it to the network when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Policy {
    at: Stamp,
    by: String,
    text: String,
}

/// What happens to a contribution when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    contribution: String,
    course: Vec<Turn>,
}

#[derive(Debug, Deserialize)]
struct Turn {
    at: Stamp,
    by: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Report(ReportReason),
    Review { outcome: Outcome, rationale: String, rule: String },
    Appeal(String),
    Decide { outcome: AppealOutcome, rationale: String },
}

impl Entry for Policy {
    fn moments(&self) -> Vec<Moment<'_>> {
        vec![Moment::new(self.at, &self.by, |telling, _| {
            let (network, mut draft) = (telling.network.id(), telling.draft());
            let policy = Some(draft.common(Pointer::Policy, &self.text)?);
            let change = SettingsChanged { policy, ..SettingsChanged::nothing(network) };
            Ok(vec![draft.ready(network::Command::ChangeSettings(change))])
        })]
    }
}

impl Entry for Case {
    fn moments(&self) -> Vec<Moment<'_>> {
        let course = self.course.iter().map(|turn| {
            Moment::new(turn.at, &turn.by, move |telling, by| turn.what.tell(telling, &self.contribution, by))
        });
        course.collect()
    }
}

impl What {
    fn tell(&self, telling: &Telling<'_>, contribution: &str, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let (contribution, mut draft) = (telling.contributions.get(contribution)?, telling.draft());
        let command = match self {
            Self::Report(reason) => {
                let reporter = telling.network.reporter(by, contribution)?;
                Command::Report(Reported { contribution, reporter, reason: *reason })
            }
            Self::Review { outcome, rationale, rule } => {
                let rationale = draft.common(Pointer::Rationale, rationale)?;
                let rule = Some(draft.common(Pointer::Rule, rule)?);
                Command::Review { contribution, outcome: *outcome, automatic: false, rationale, rule }
            }
            Self::Appeal(reason) => {
                Command::Appeal(Appealed { contribution, reason: draft.own(by, Pointer::Reason, reason)? })
            }
            Self::Decide { outcome, rationale } => {
                let rationale = draft.common(Pointer::Rationale, rationale)?;
                Command::DecideAppeal(AppealDecided { contribution, outcome: *outcome, rationale })
            }
        };
        Ok(vec![draft.ready(command)])
    }
}
