//! Decisions: proposed, voted on, counted.

use app::edge;
use app::opening;
use app::submission::Step;
use app::urn::Laid;
use domain::amount::Amount;
use domain::class::Pointer;
use domain::decision::electorate::ElectorateRule;
use domain::decision::{
    Command, Entered, Linked, LotDrawn, MeetingBallotsEntered, Numbers, ObjectionLifted, ObjectionRaised, OptionSet,
    Proposed, Voided, Witnesses, parts,
};
use domain::ids::{ActorId, DecisionId, Stamp};
use domain::origin::Origin;
use domain::tally::ballot::{Ballot, OptionNo};
use domain::tally::input::Counted;
use domain::tally::rules::{BallotMode, Rules};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling, spread};

/// A decision, from its proposal to what came of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    key: String,
    at: Stamp,
    by: String,
    title: String,
    body: Option<String>,
    rules: Rules,
    electorate: ElectorateRule,
    #[serde(default)]
    options: Vec<Choice>,
    /// The contributions that it comes from.
    #[serde(default)]
    contributions: Vec<String>,
    /// The meeting that it was taken in.
    meeting: Option<String>,
    /// The version of a specification that it is about.
    version: Option<String>,
    /// The choice of a tool that it is about.
    selection: Option<String>,
    draws_at: Option<Stamp>,
    draw: Option<String>,
    opened: Option<Stamp>,
    #[serde(default)]
    ballots: Vec<Ballots>,
    #[serde(default)]
    objections: Vec<Objection>,
    hands: Option<Hands>,
    closed: Option<Stamp>,
    lot: Option<Lot>,
    voided: Option<Voiding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    title: String,
    body: Option<String>,
    cost: Option<Amount>,
    /// The tool that it stands for.
    candidate: Option<String>,
}

/// Several people cast the same ballot, one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ballots {
    at: Stamp,
    by: Vec<String>,
    ballot: Ballot,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Objection {
    at: Stamp,
    by: String,
    reason: String,
    lifted: Option<Stamp>,
}

/// A show of hands in the decision's meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hands {
    at: Stamp,
    by: String,
    counts: Vec<Counted>,
    witnesses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lot {
    at: Stamp,
    numbers: Vec<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Voiding {
    at: Stamp,
    reason: String,
}

impl Entry for Decision {
    fn moments(&self) -> Vec<Moment<'_>> {
        let mut moments = vec![Moment::new(self.at, &self.by, |telling, _| self.propose(telling))];
        let mut conducts = |at: Option<Stamp>, deed: fn(&Self, &mut Telling<'_>) -> Result<Vec<Step>, StoryError>| {
            moments.extend(at.map(|at| Moment::new(at, &self.by, move |telling, _| deed(self, telling))));
        };
        conducts(self.opened, Self::open);
        conducts(self.closed, Self::close);
        conducts(self.lot.as_ref().map(|lot| lot.at), Self::draw_lot);
        conducts(self.voided.as_ref().map(|voided| voided.at), Self::void);
        for Ballots { at, by, ballot } in &self.ballots {
            let cast = spread(*at)
                .zip(by)
                .map(|(at, by)| Moment::new(at, by, move |telling, voter| self.cast(telling, voter, ballot)));
            moments.extend(cast);
        }
        for objection in &self.objections {
            let Objection { at, by, reason, lifted } = objection;
            moments.push(Moment::new(*at, by, move |telling, voter| self.object(telling, voter, reason)));
            let lift = lifted.map(|at| Moment::new(at, by, |telling, voter| self.lift(telling, voter)));
            moments.extend(lift);
        }
        let show = |hands| move |telling: &mut Telling<'_>, _| self.show(telling, hands);
        moments.extend(self.hands.iter().map(|hands| Moment::new(hands.at, &hands.by, show(hands))));
        moments
    }
}

impl Decision {
    fn propose(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let decision = telling.decisions.give(&self.key, edge::decision_id());
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &self.title)?;
        let body = self.body.as_deref().map(|body| draft.common(Pointer::Body, body)).transpose()?;
        let draw = self.draw.as_deref().map(|draw| draft.common(Pointer::Draw, draw)).transpose()?;
        let proposed = Proposed {
            decision,
            title,
            body,
            rules: self.rules.clone(),
            electorate: self.electorate.clone(),
            opens_at: None,
            closes_at: None,
            draws_at: self.draws_at,
            draw,
            details: None,
        };
        let mut steps = vec![draft.ready(Command::Propose(proposed))];
        for (n, choice) in (0..).zip(&self.options) {
            let mut draft = telling.draft();
            let title = draft.common(Pointer::Title, &choice.title)?;
            let body = choice.body.as_deref().map(|body| draft.common(Pointer::Body, body)).transpose()?;
            let (option, cost) = (OptionNo(n), choice.cost.clone());
            let candidate = telling.candidates.find(choice.candidate.as_ref())?;
            steps.push(draft.ready(Command::SetOption(OptionSet {
                decision,
                option,
                title,
                body,
                cost,
                details: None,
                candidate,
            })));
        }
        for to in self.origins(telling)? {
            steps.extend(telling.simple(Command::Link(Linked { decision, to })));
        }
        Ok(steps)
    }

    fn origins(&self, telling: &Telling<'_>) -> Result<Vec<Origin>, StoryError> {
        let mut origins = Vec::new();
        for contribution in &self.contributions {
            origins.push(Origin::Contribution(telling.contributions.get(contribution)?));
        }
        origins.extend(telling.meetings.find(self.meeting.as_ref())?.map(Origin::Meeting));
        origins.extend(telling.versions.find(self.version.as_ref())?.map(Origin::SpecificationVersion));
        origins.extend(telling.selections.find(self.selection.as_ref())?.map(Origin::Selection));
        Ok(origins)
    }

    fn id(&self, telling: &Telling<'_>) -> Result<DecisionId, StoryError> {
        telling.decisions.get(&self.key)
    }

    fn open(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        Ok(vec![opening::step(&telling.network, self.id(telling)?)?])
    }

    fn close(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        Ok(telling.simple(Command::Close(self.id(telling)?)))
    }

    fn cast(&self, telling: &Telling<'_>, voter: ActorId, ballot: &Ballot) -> Result<Vec<Step>, StoryError> {
        let decision = self.id(telling)?;
        let mut draft = telling.draft();
        let voter = match self.rules.mode {
            BallotMode::RollCall => None,
            BallotMode::Pseudonymous | BallotMode::Secret => Some(telling.network.pseudonym(voter, decision)?),
        };
        let live = telling.network.live();
        let row = live.state.decision.get(decision);
        let urn = row.and_then(|row| Some((row.vote.as_ref()?.urn?, row.longest_ballot())));
        if let (Some(voter), Some((urn, longest))) = (voter, urn) {
            draft.lay(Laid { urn, decision, voter }, ballot, longest)?;
        }
        Ok(vec![draft.ready(Command::Cast { decision, voter, ballot: ballot.clone() })])
    }

    fn object(&self, telling: &Telling<'_>, voter: ActorId, reason: &str) -> Result<Vec<Step>, StoryError> {
        let decision = self.id(telling)?;
        let mut draft = telling.draft();
        let reason = draft.own(voter, Pointer::Reason, reason)?;
        let voter = telling.network.pseudonym(voter, decision)?;
        Ok(vec![draft.ready(Command::Object(ObjectionRaised { decision, voter, reason, was: None }))])
    }

    fn lift(&self, telling: &Telling<'_>, voter: ActorId) -> Result<Vec<Step>, StoryError> {
        let decision = self.id(telling)?;
        let voter = telling.network.pseudonym(voter, decision)?;
        Ok(telling.simple(Command::LiftObjection(ObjectionLifted { decision, voter })))
    }

    fn show(&self, telling: &Telling<'_>, hands: &Hands) -> Result<Vec<Step>, StoryError> {
        let unknown = || StoryError::Unknown(self.key.clone());
        let witnesses = hands.witnesses.iter().map(|witness| telling.actors.get(witness));
        let witnesses = Witnesses::new(witnesses.collect::<Result<_, _>>()?).map_err(|_| unknown())?;
        let entered = MeetingBallotsEntered {
            decision: self.id(telling)?,
            meeting: telling.meetings.get(self.meeting.as_ref().ok_or_else(unknown)?)?,
            entry: 0,
            how: Entered::ShowOfHands,
            ballots: parts::Part::new(hands.counts.clone()).map_err(|_| unknown())?,
            witnesses,
        };
        Ok(telling.simple(Command::EnterMeetingBallots(entered)))
    }

    /// The secret that was promised is opened, and told with the numbers of the public draw.
    fn draw_lot(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let unknown = || StoryError::Unknown(self.key.clone());
        let (decision, lot) = (self.id(telling)?, self.lot.as_ref().ok_or_else(unknown)?);
        let told = opening::promised(&telling.network, decision).map_err(|_| unknown())?.ok_or_else(unknown)?;
        let numbers = Numbers::new(lot.numbers.clone()).map_err(|_| unknown())?;
        Ok(telling.simple(Command::DrawLot(LotDrawn { decision, told, numbers })))
    }

    fn void(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let decision = self.id(telling)?;
        let reason = self.voided.as_ref().map(|voided| voided.reason.as_str()).unwrap_or_default();
        let mut draft = telling.draft();
        let reason = draft.common(Pointer::Reason, reason)?;
        Ok(vec![draft.ready(Command::Void(Voided { decision, reason }))])
    }
}
