//! The choice of a tool: its candidates, what people think of them, who pays, and which is chosen.

use app::edge;
use app::submission::Step;
use domain::amount::{Amount, Minor};
use domain::candidate::{self, LicenceKind, MethodNo, Proposed, SetupMethodSet};
use domain::class::Pointer;
use domain::ids::{ActorId, SelectionId, Stamp};
use domain::names::CurrencyCode;
use domain::selection::criteria::CriterionNo;
use domain::selection::score::Score;
use domain::selection::split::{Payer, Payers, SplitRule, Years};
use domain::selection::{
    Assessed, Chosen, Command, Prepared, PresentationLinked, ShareAccepted, SplitPlanned, criteria,
};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling, spread};

/// The choice of a tool, from its criteria to the meeting that presents what was chosen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Selection {
    key: String,
    at: Stamp,
    by: String,
    /// The version of a specification whose requirements are its criteria.
    version: String,
    title: String,
    currency: CurrencyCode,
    opened: Stamp,
    closed: Stamp,
    candidates: Vec<Candidate>,
    assessments: Vec<Assessments>,
    costs: Costs,
    chosen: Choice,
    presented: Presentation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Candidate {
    key: String,
    at: Stamp,
    by: String,
    name: String,
    link: String,
    hosting: String,
    licence_kind: LicenceKind,
    licence: Option<String>,
    one_off: Minor,
    yearly: Minor,
    setups: Vec<Setup>,
}

/// A way to set a candidate up.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Setup {
    title: String,
    cost: Minor,
    days: u16,
}

/// What several people think of a candidate, one after another: their score by each criterion in order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Assessments {
    candidate: String,
    at: Stamp,
    by: Vec<String>,
    scores: Vec<Score>,
    /// What the first of them says to the first score.
    comment: Option<String>,
}

/// How the cost is shared, and who accepts for which payer, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Costs {
    at: Stamp,
    by: String,
    candidate: String,
    setup: MethodNo,
    years: Years,
    rule: SplitRule,
    payers: Vec<(String, u32)>,
    accepted: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    at: Stamp,
    by: String,
    candidate: String,
    decision: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Presentation {
    at: Stamp,
    by: String,
    meeting: String,
}

/// There is one plan.
const SPLIT: u16 = 1;

impl Entry for Selection {
    fn moments(&self) -> Vec<Moment<'_>> {
        let mut moments = vec![
            Moment::new(self.at, &self.by, |telling, _| self.prepare(telling)),
            Moment::new(self.opened, &self.by, |telling, _| Ok(telling.simple(Command::Open(self.id(telling)?, None)))),
            Moment::new(self.closed, &self.by, |telling, _| Ok(telling.simple(Command::Close(self.id(telling)?)))),
            Moment::new(self.costs.at, &self.costs.by, |telling, _| self.plan(telling)),
            Moment::new(self.chosen.at, &self.chosen.by, |telling, _| self.choose(telling)),
            Moment::new(self.presented.at, &self.presented.by, |telling, _| {
                let (selection, meeting) = (self.id(telling)?, telling.meetings.get(&self.presented.meeting)?);
                Ok(telling.simple(Command::LinkPresentation(PresentationLinked { selection, meeting })))
            }),
        ];
        let propose = |new| move |telling: &mut Telling<'_>, _| self.propose(telling, new);
        moments.extend(self.candidates.iter().map(|new| Moment::new(new.at, &new.by, propose(new))));
        for told in &self.assessments {
            let assess = |n| move |telling: &mut Telling<'_>, by| self.assess(telling, told, n, by);
            let by = spread(told.at).zip(&told.by).enumerate();
            moments.extend(by.map(|(n, (at, by))| Moment::new(at, by, assess(n))));
        }
        let accept = |telling: &mut Telling<'_>, _| {
            let selection = self.id(telling)?;
            Ok(telling.simple(Command::AcceptShare(ShareAccepted { selection, split: SPLIT })))
        };
        let accepted = spread(self.costs.at).skip(1).zip(&self.costs.accepted);
        moments.extend(accepted.map(|(at, (by, payer))| Moment::new(at, by, accept).in_the_name_of(payer)));
        moments
    }
}

impl Selection {
    fn id(&self, telling: &Telling<'_>) -> Result<SelectionId, StoryError> {
        telling.selections.get(&self.key)
    }

    fn unknown(&self) -> StoryError {
        StoryError::Unknown(self.key.clone())
    }

    fn amount(&self, minor: Minor) -> Amount {
        Amount { minor, currency: self.currency.clone() }
    }

    fn prepare(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let selection = telling.selections.give(&self.key, edge::selection_id());
        let version = telling.versions.get(&self.version)?;
        let live = telling.network.live();
        let row = live.state.specification.version(version).ok_or_else(|| self.unknown())?;
        let criteria = criteria::Criteria::new(criteria::generated(&row.items)).map_err(|_| self.unknown())?;
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &self.title)?;
        let prepared = Prepared { selection, version, title, currency: self.currency.clone(), criteria };
        Ok(vec![draft.ready(Command::Prepare(prepared))])
    }

    fn propose(&self, telling: &mut Telling<'_>, new: &Candidate) -> Result<Vec<Step>, StoryError> {
        let selection = self.id(telling)?;
        let candidate = telling.candidates.give(&new.key, edge::candidate_id());
        let mut draft = telling.draft();
        let name = draft.common(Pointer::Name, &new.name)?;
        let link = Some(draft.common(Pointer::Link, &new.link)?);
        let hosting = Some(draft.common(Pointer::Hosting, &new.hosting)?);
        let licence = new.licence.as_deref().map(|licence| draft.common(Pointer::Licence, licence)).transpose()?;
        let (one_off, yearly) = (self.amount(new.one_off), self.amount(new.yearly));
        let licence_kind = new.licence_kind;
        let proposed = Proposed { candidate, selection, name, link, hosting, licence, licence_kind, one_off, yearly };
        let mut steps = vec![draft.ready(candidate::Command::Propose(proposed))];
        for (method, Setup { title, cost, days }) in (1..).map(MethodNo).zip(&new.setups) {
            let mut draft = telling.draft();
            let (title, cost) = (draft.common(Pointer::Title, title)?, self.amount(*cost));
            let (description, delay_days, reason) = (None, *days, None);
            let set = SetupMethodSet { candidate, selection, method, title, description, cost, delay_days, reason };
            steps.push(draft.ready(candidate::Command::SetMethod(set)));
        }
        Ok(steps)
    }

    fn assess(
        &self,
        telling: &Telling<'_>,
        told: &Assessments,
        n: usize,
        by: ActorId,
    ) -> Result<Vec<Step>, StoryError> {
        let (selection, candidate) = (self.id(telling)?, telling.candidates.get(&told.candidate)?);
        let assessor = telling.network.pseudonym(by, selection)?;
        let mut steps = Vec::new();
        for (criterion, score) in (1..).map(CriterionNo).zip(&told.scores) {
            let mut draft = telling.draft();
            let comment = told.comment.as_deref().filter(|_| n == 0 && criterion.0 == 1);
            let comment = comment.map(|comment| draft.own(by, Pointer::Comment, comment)).transpose()?;
            let score = *score;
            let (was, here, elsewhere) = (None, 0, 0);
            let assessed = Assessed { selection, assessor, candidate, criterion, score, was, here, elsewhere, comment };
            steps.push(draft.ready(Command::Assess(assessed)));
        }
        Ok(steps)
    }

    fn plan(&self, telling: &Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let (selection, candidate) = (self.id(telling)?, telling.candidates.get(&self.costs.candidate)?);
        let payer = |(actor, basis): &(String, u32)| {
            Ok(Payer { actor: telling.actors.get(actor)?, basis: *basis, share: Minor::default() })
        };
        let payers = self.costs.payers.iter().map(payer).collect::<Result<_, StoryError>>()?;
        let payers = Payers::new(payers).map_err(|_| self.unknown())?;
        let Costs { setup, years, rule, .. } = self.costs;
        let planned = SplitPlanned { selection, split: SPLIT, candidate, method: Some(setup), years, rule, payers };
        Ok(telling.simple(Command::PlanSplit(planned)))
    }

    fn choose(&self, telling: &Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let Choice { candidate, decision, .. } = &self.chosen;
        let (candidate, decision) = (telling.candidates.get(candidate)?, telling.decisions.get(decision)?);
        Ok(telling.simple(Command::Choose(Chosen { selection: self.id(telling)?, candidate, decision })))
    }
}
