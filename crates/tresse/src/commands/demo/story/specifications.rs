//! Specifications: two questions, what is required, how much each wants it, and the versions that are adopted.

use app::edge;
use app::submission::Step;
use domain::class::{Few, Pointer};
use domain::contribution::{self, QuestionAsked};
use domain::ids::{ActorId, ContributionId, RequirementId, SpecificationId, Stamp};
use domain::origin::Source;
use domain::requirement::{
    self, Amended, AmendmentProposed, AmendmentRefused, Priority, Proposed, Rejected, RequirementKind, Split,
};
use domain::specification::{Adopted, Command, Opened};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling, spread};

/// A specification, from its questions to its versions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Specification {
    key: String,
    at: Stamp,
    by: String,
    title: String,
    goals: Question,
    means: Question,
    requirements: Vec<Requirement>,
    priorities: Vec<Priorities>,
    amendments: Vec<Amendment>,
    splits: Vec<Parting>,
    rejections: Vec<Rejection>,
    versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    key: String,
    title: String,
    body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    key: String,
    at: Stamp,
    by: String,
    kind: RequirementKind,
    title: String,
    body: Option<String>,
    /// The contributions and findings that it comes from.
    from: Vec<String>,
}

/// How much several people want a requirement, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Priorities {
    requirement: String,
    at: Stamp,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    should: Vec<String>,
    #[serde(default)]
    could: Vec<String>,
    #[serde(default)]
    wont: Vec<String>,
}

/// The first amendment to a requirement, and what became of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amendment {
    requirement: String,
    at: Stamp,
    by: String,
    title: String,
    body: Option<String>,
    reason: Option<String>,
    accepted: Option<Answer>,
    refused: Option<Answer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    at: Stamp,
    by: String,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parting {
    requirement: String,
    at: Stamp,
    by: String,
    into: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    key: String,
    kind: RequirementKind,
    title: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rejection {
    requirement: String,
    at: Stamp,
    by: String,
    reason: String,
}

/// A version of the specification, which others name by its key and its number: `cahier/1`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    at: Stamp,
    by: String,
    adopted: Option<Adoption>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adoption {
    at: Stamp,
    by: String,
    decision: String,
}

/// The number of the only amendment to a requirement that the story tells of.
const AMENDMENT: u16 = 1;

impl Entry for Specification {
    fn moments(&self) -> Vec<Moment<'_>> {
        let mut moments = vec![Moment::new(self.at, &self.by, |telling, _| self.open(telling))];
        let propose = |new| move |telling: &mut Telling<'_>, _| self.propose(telling, new);
        moments.extend(self.requirements.iter().map(|new| Moment::new(new.at, &new.by, propose(new))));
        moments.extend(self.priorities.iter().flat_map(Priorities::moments));
        moments.extend(self.amendments.iter().flat_map(Amendment::moments));
        let split = |parting| move |telling: &mut Telling<'_>, _| self.split(telling, parting);
        moments.extend(self.splits.iter().map(|parting| Moment::new(parting.at, &parting.by, split(parting))));
        moments.extend(self.rejections.iter().map(Rejection::moment));
        for (number, version) in (1..).zip(&self.versions) {
            let publish = move |telling: &mut Telling<'_>, _| self.publish(telling, number);
            moments.push(Moment::new(version.at, &version.by, publish));
            let adopt = |adoption| move |telling: &mut Telling<'_>, _| self.adopt(telling, number, adoption);
            moments.extend(version.adopted.iter().map(|told| Moment::new(told.at, &told.by, adopt(told))));
        }
        moments
    }
}

impl Specification {
    fn id(&self, telling: &Telling<'_>) -> Result<SpecificationId, StoryError> {
        telling.specifications.get(&self.key)
    }

    fn open(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let (goals, ask_goals) = self.goals.ask(telling)?;
        let (means, ask_means) = self.means.ask(telling)?;
        let specification = telling.specifications.give(&self.key, edge::specification_id());
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &self.title)?;
        let opened = Opened { specification, title, goals, means, template: None };
        let open = draft.ready(Command::Open(opened));
        Ok(vec![ask_goals, ask_means, open])
    }

    fn propose(&self, telling: &mut Telling<'_>, new: &Requirement) -> Result<Vec<Step>, StoryError> {
        let from = new.from.iter().map(|key| telling.source(key)).collect::<Result<_, _>>()?;
        let from = Few::new(from).map_err(|_| StoryError::Unknown(new.key.clone()))?;
        let Requirement { key, kind, title, body, .. } = new;
        Ok(vec![self.require(telling, key, *kind, (title, body.as_deref()), from)?])
    }

    fn require(
        &self,
        telling: &mut Telling<'_>,
        key: &str,
        kind: RequirementKind,
        (title, body): (&str, Option<&str>),
        from: Few<Source, 16>,
    ) -> Result<Step, StoryError> {
        let specification = self.id(telling)?;
        let requirement = telling.requirements.give(key, edge::requirement_id());
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, title)?;
        let description = body.map(|body| draft.common(Pointer::Description, body)).transpose()?;
        let proposed = Proposed { requirement, specification, kind, title, description, from };
        Ok(draft.ready(requirement::Command::Propose(proposed)))
    }

    fn split(&self, telling: &mut Telling<'_>, parting: &Parting) -> Result<Vec<Step>, StoryError> {
        let unknown = || StoryError::Unknown(parting.requirement.clone());
        let requirement = telling.requirements.get(&parting.requirement)?;
        let from = Few::new(vec![Source::Requirement(requirement)]).map_err(|_| unknown())?;
        let mut steps = Vec::new();
        for Part { key, kind, title } in &parting.into {
            steps.push(self.require(telling, key, *kind, (title, None), from.clone())?);
        }
        let into = parting.into.iter().map(|part| telling.requirements.get(&part.key)).collect::<Result<_, _>>()?;
        let into = Few::new(into).map_err(|_| unknown())?;
        steps.extend(telling.simple(requirement::Command::Split(Split { requirement, into })));
        Ok(steps)
    }

    fn publish(&self, telling: &mut Telling<'_>, number: u16) -> Result<Vec<Step>, StoryError> {
        let specification = self.id(telling)?;
        let version = telling.versions.give(&format!("{}/{number}", self.key), edge::specification_version_id());
        Ok(telling.simple(Command::Publish { specification, version }))
    }

    fn adopt(&self, telling: &Telling<'_>, number: u16, adoption: &Adoption) -> Result<Vec<Step>, StoryError> {
        let (specification, decision) = (self.id(telling)?, telling.decisions.get(&adoption.decision)?);
        let version = telling.versions.get(&format!("{}/{number}", self.key))?;
        Ok(telling.simple(Command::Adopt(Adopted { specification, version, decision })))
    }
}

impl Question {
    fn ask(&self, telling: &mut Telling<'_>) -> Result<(ContributionId, Step), StoryError> {
        let contribution = telling.contributions.give(&self.key, edge::contribution_id());
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &self.title)?;
        let body = Some(draft.common(Pointer::Body, &self.body)?);
        let asked = QuestionAsked { contribution, title, body, theme: None };
        Ok((contribution, draft.ready(contribution::Command::Ask(asked))))
    }
}

impl Priorities {
    fn moments(&self) -> Vec<Moment<'_>> {
        let levels = [
            (Priority::Must, &self.must),
            (Priority::Should, &self.should),
            (Priority::Could, &self.could),
            (Priority::Wont, &self.wont),
        ];
        let all = levels.into_iter().flat_map(|(priority, by)| by.iter().map(move |by| (priority, by.as_str())));
        let moment = |(at, (priority, by))| {
            Moment::new(at, by, move |telling, by| {
                let requirement = telling.requirements.get(&self.requirement)?;
                let person = telling.network.pseudonym(by, requirement)?;
                Ok(telling.simple(requirement::Command::Prioritise { requirement, person, priority }))
            })
        };
        spread(self.at).zip(all).map(moment).collect()
    }
}

impl Amendment {
    fn moments(&self) -> Vec<Moment<'_>> {
        let propose = Moment::new(self.at, &self.by, |telling, by| self.propose(telling, by));
        let accept = self.accepted.as_ref().map(|told| {
            Moment::new(told.at, &told.by, |telling, _| {
                let (requirement, kind) = self.kind(telling)?;
                let mut draft = telling.draft();
                let title = draft.common(Pointer::Title, &self.title)?;
                let body = self.body.as_deref().map(|body| draft.common(Pointer::Description, body)).transpose()?;
                let (amendment, description) = (AMENDMENT, body);
                let amended =
                    Amended { requirement, amendment, kind, title, description, reason: None, decision: None };
                Ok(vec![draft.ready(requirement::Command::Amend(amended))])
            })
        });
        let refuse = self.refused.as_ref().map(|told| {
            Moment::new(told.at, &told.by, |telling, _| {
                let (requirement, _) = self.kind(telling)?;
                let mut draft = telling.draft();
                let reason = draft.common(Pointer::Reason, &told.reason)?;
                let refused = AmendmentRefused { requirement, amendment: AMENDMENT, reason, decision: None };
                Ok(vec![draft.ready(requirement::Command::RefuseAmendment(refused))])
            })
        });
        std::iter::once(propose).chain(accept).chain(refuse).collect()
    }

    /// The requirement, and of what kind it is and stays.
    fn kind(&self, telling: &Telling<'_>) -> Result<(RequirementId, RequirementKind), StoryError> {
        let requirement = telling.requirements.get(&self.requirement)?;
        let kind = telling.network.live().state.requirement.get(requirement).map(|row| row.kind);
        Ok((requirement, kind.ok_or_else(|| StoryError::Unknown(self.requirement.clone()))?))
    }

    fn propose(&self, telling: &Telling<'_>, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let (requirement, kind) = self.kind(telling)?;
        let mut draft = telling.draft();
        let title = draft.own(by, Pointer::Title, &self.title)?;
        let description = self.body.as_deref().map(|body| draft.own(by, Pointer::Description, body)).transpose()?;
        let reason = self.reason.as_deref().map(|reason| draft.own(by, Pointer::Reason, reason)).transpose()?;
        let proposed = AmendmentProposed { requirement, amendment: AMENDMENT, kind, title, description, reason };
        Ok(vec![draft.ready(requirement::Command::ProposeAmendment(proposed))])
    }
}

impl Rejection {
    fn moment(&self) -> Moment<'_> {
        Moment::new(self.at, &self.by, |telling, _| {
            let requirement = telling.requirements.get(&self.requirement)?;
            let mut draft = telling.draft();
            let reason = draft.common(Pointer::Reason, &self.reason)?;
            Ok(vec![draft.ready(requirement::Command::Reject(Rejected { requirement, reason }))])
        })
    }
}

impl Telling<'_> {
    /// What a requirement comes from: a finding or a contribution.
    fn source(&self, key: &str) -> Result<Source, StoryError> {
        let finding = self.findings.get(key).map(Source::Finding);
        finding.or_else(|_| self.contributions.get(key).map(Source::Contribution))
    }
}
