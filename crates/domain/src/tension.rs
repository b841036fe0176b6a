//! Tensions: latent conflicts that come to light, openly or confidentially, and are worked through with a mediator.
//!
//! Invariants: a tension is open or confidential from the first to the last; nobody mediates their own; only a mediator
//! who has accepted works on it; it ends settled or left open with a reason, and then takes nothing more.
//!
//! Of a confidential one everybody sees the phase and the mediator, and nothing else. Who raised it is a pseudonym that is
//! valid in it alone, and it is they who choose the mediator: nobody comes to read it whom they did not trust. They do so
//! in person; were it entered for them or imported, whoever does so could try one name after another until one is right.
//! Its texts are their writer's own, not the network's: the raiser's lie under the raiser's key, and steps, settlement and
//! reason under the mediator's, whose signed acts are public anyway. Where a text is of another class, the event is
//! another type.
//!
//! That the mediator of a confidential tension did not raise it is attested: the command brings the pseudonyms of the
//! mediator, and of whom they represent, in this tension, and `decide` compares. The history does not tell them, so
//! `admits` does not ask.

use imbl::OrdMap;

use crate::actor::ActorKind;
use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, OwnText, words};
use crate::event::{Object, Texts, events, refusals};
use crate::ids::{ActorId, Pseudonym, TensionId, Version};

words! {
    /// How far a tension is.
    pub enum Phase {
        /// Waits for a mediator.
        Raised = "raised",
        /// A mediator is named and has not answered.
        MediatorNamed = "mediator_named",
        /// The mediator works on it.
        InMediation = "in_mediation",
        /// It is agreed what to do.
        StepsAgreed = "steps_agreed",
        /// Settled.
        Settled = "settled",
        /// Left as it is, for a reason.
        LeftOpen = "left_open",
    }
}

impl Phase {
    /// Whether nothing more is to come.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Settled | Self::LeftOpen)
    }
}

/// Who raised a tension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raiser {
    /// Openly; nobody where it was the system.
    Openly(Option<ActorId>),
    /// Confidentially: a person inside this tension.
    Confidentially(Pseudonym),
}

/// Who is to mediate a tension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mediator {
    /// Who.
    pub actor: ActorId,
    /// Whether they have accepted.
    pub accepted: bool,
}

/// What is known of one tension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Who raised it.
    pub raiser: Raiser,
    /// Who is to mediate it.
    pub mediator: Option<Mediator>,
    /// How far it is.
    pub phase: Phase,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    /// Whether it was raised confidentially.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        matches!(self.raiser, Raiser::Confidentially(_))
    }

    /// Whether this is the actor who has accepted to mediate it.
    #[must_use]
    pub fn is_mediated_by(&self, actor: ActorId) -> bool {
        self.mediator == Some(Mediator { actor, accepted: true })
    }
}

/// The tensions of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tensions {
    rows: OrdMap<TensionId, Row>,
}

impl Tensions {
    /// What is known of a tension.
    #[must_use]
    pub fn get(&self, id: TensionId) -> Option<&Row> {
        self.rows.get(&id)
    }

    fn standing(&self, id: TensionId) -> Result<&Row, Refusal> {
        let row = self.get(id).ok_or(Refusal::UnknownTension)?;
        if row.phase.is_over() { Err(Refusal::Over) } else { Ok(row) }
    }

    /// One that stands and was raised openly; who raised it.
    fn open(&self, id: TensionId) -> Result<(&Row, Option<ActorId>), Refusal> {
        let row = self.standing(id)?;
        match row.raiser {
            Raiser::Openly(raiser) => Ok((row, raiser)),
            Raiser::Confidentially(_) => Err(Refusal::Confidential),
        }
    }

    /// One that stands and was raised confidentially; the pseudonym of who raised it.
    fn confidential(&self, id: TensionId) -> Result<(&Row, Pseudonym), Refusal> {
        let row = self.standing(id)?;
        match row.raiser {
            Raiser::Openly(_) => Err(Refusal::Open),
            Raiser::Confidentially(raiser) => Ok((row, raiser)),
        }
    }

    /// One that stands and was raised confidentially by the one who acts, in person.
    fn raised_by(&self, cx: &Context<'_>, id: TensionId, raiser: Pseudonym) -> Result<&Row, Refusal> {
        let (row, raised_by) = self.confidential(id)?;
        if cx.act.evidence.is_some() || cx.act.source.is_some() {
            return Err(Refusal::NotInPerson);
        }
        if raised_by == raiser { Ok(row) } else { Err(Refusal::NotTheRaiser) }
    }

    /// Who mediates, or is asked to, if it is the one who acts.
    fn mediator(&self, cx: &Context<'_>, id: TensionId) -> Result<Mediator, Refusal> {
        let mediator = self.standing(id)?.mediator;
        mediator.filter(|mediator| cx.act.subject() == Some(mediator.actor)).ok_or(Refusal::NotTheMediator)
    }

    fn mediates(&self, cx: &Context<'_>, id: TensionId) -> Result<(), Refusal> {
        if self.mediator(cx, id)?.accepted { Ok(()) } else { Err(Refusal::NotAccepted) }
    }
}

fn admits_mediator(cx: &Context<'_>, mediator: ActorId) -> Result<(), Refusal> {
    let known = cx.state.actor.get(mediator).ok_or(Refusal::UnknownMediator)?;
    cx.state.actor.active(mediator).map_err(|_| Refusal::MediatorLeft)?;
    if known.kind == ActorKind::Person { Ok(()) } else { Err(Refusal::MediatorNotAPerson) }
}

/// What may be asked of tensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Raise one openly.
    Raise(Raised),
    /// Raise one confidentially.
    RaiseConfidentially(RaisedConfidentially),
    /// Name who is to mediate an open one.
    NameMediator(MediatorNamed),
    /// Choose who is to mediate a confidential one.
    ChooseMediator {
        /// Whom.
        chosen: MediatorChosen,
        /// What stands in this tension for the mediator, and for whom the mediator represents.
        stands_for: Vec<Pseudonym>,
    },
    /// Accept to mediate.
    Accept(TensionId),
    /// Decline to mediate, or stop.
    Decline(TensionId),
    /// Say what was agreed to do about an open one.
    AgreeSteps(StepsAgreed),
    /// The same for a confidential one.
    AgreeStepsConfidentially(StepsAgreedConfidentially),
    /// Say how an open one was settled.
    Settle(Settled),
    /// The same for a confidential one.
    SettleConfidentially(SettledConfidentially),
    /// Leave an open one as it is.
    LeaveOpen(LeftOpen),
    /// The same for a confidential one, by its mediator.
    LeaveOpenConfidentially(LeftOpenConfidentially),
    /// The same, by who raised it.
    TakeBack(TakenBack),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Raise(_) | Self::RaiseConfidentially(_) => Action::RaiseTension,
            Self::NameMediator(e) => Action::NameMediator(e.tension),
            Self::ChooseMediator { .. } | Self::TakeBack(_) => Action::ActAsRaiser,
            Self::Accept(tension) | Self::Decline(tension) => Action::Mediate(*tension),
            Self::AgreeSteps(e) => Action::Mediate(e.tension),
            Self::AgreeStepsConfidentially(e) => Action::Mediate(e.tension),
            Self::Settle(e) => Action::Mediate(e.tension),
            Self::SettleConfidentially(e) => Action::Mediate(e.tension),
            Self::LeaveOpen(e) => Action::LeaveTensionOpen(e.tension),
            Self::LeaveOpenConfidentially(e) => Action::Mediate(e.tension),
        }
    }
}

events! {
    /// What happens to a tension.
    pub enum Event in crate::state::Event {
        /// A tension was raised openly.
        "tension.raised" v 1 signed = Raised {
            /// Which.
            tension: TensionId,
            /// What it is about.
            body: OwnText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_members(),

        /// A tension was raised confidentially.
        "tension.raised_confidentially" v 1 scoped = RaisedConfidentially {
            /// Which.
            tension: TensionId,
            /// The person, inside this tension.
            raiser: Pseudonym,
            /// What it is about.
            body: OwnText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_nobody(),

        /// Somebody was asked to mediate an open one.
        "tension.mediator_named" v 1 signed = MediatorNamed {
            /// Which.
            tension: TensionId,
            /// Who.
            mediator: ActorId,
        } of |e| vec![Object::Tension(e.tension), Object::Actor(e.mediator)],

        /// Somebody was asked to mediate a confidential one, by who raised it.
        "tension.mediator_chosen" v 1 scoped = MediatorChosen {
            /// Which.
            tension: TensionId,
            /// Who raised it, inside this tension.
            raiser: Pseudonym,
            /// Who is to mediate it.
            mediator: ActorId,
        } of |e| vec![Object::Tension(e.tension)],

        /// Who was asked accepted to mediate.
        "tension.mediation_accepted" v 1 signed = MediationAccepted {
            /// Which.
            tension: TensionId,
        } of |e| vec![Object::Tension(e.tension)],

        /// Who was asked declined to mediate, or stopped.
        "tension.mediation_declined" v 1 signed = MediationDeclined {
            /// Which.
            tension: TensionId,
        } of |e| vec![Object::Tension(e.tension)],

        /// It was agreed what to do about an open one.
        "tension.steps_agreed" v 1 signed = StepsAgreed {
            /// Which.
            tension: TensionId,
            /// What.
            steps: CommonText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_members(),

        /// It was agreed what to do about a confidential one.
        "tension.steps_agreed_confidentially" v 1 signed = StepsAgreedConfidentially {
            /// Which.
            tension: TensionId,
            /// What.
            steps: OwnText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_nobody(),

        /// An open one was settled.
        "tension.settled" v 1 signed = Settled {
            /// Which.
            tension: TensionId,
            /// How.
            settlement: CommonText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_members(),

        /// A confidential one was settled.
        "tension.settled_confidentially" v 1 signed = SettledConfidentially {
            /// Which.
            tension: TensionId,
            /// How.
            settlement: OwnText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_nobody(),

        /// An open one was left as it is.
        "tension.left_open" v 1 signed = LeftOpen {
            /// Which.
            tension: TensionId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_members(),

        /// A confidential one was left as it is by its mediator.
        "tension.left_open_confidentially" v 1 signed = LeftOpenConfidentially {
            /// Which.
            tension: TensionId,
            /// Why.
            reason: OwnText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_nobody(),

        /// A confidential one was left as it is by who raised it.
        "tension.taken_back" v 1 scoped = TakenBack {
            /// Which.
            tension: TensionId,
            /// Who raised it, inside this tension.
            raiser: Pseudonym,
            /// Why.
            reason: OwnText,
        } of |e| vec![Object::Tension(e.tension)] => texts |_e| Texts::default().for_nobody(),
    }
}

refusals! {
    /// Why tensions say no.
    pub enum Refusal {
        /// There is no such tension.
        UnknownTension = "unknown_tension" Unknown,
        /// The id is in use.
        IdTaken = "tension_id_taken" Conflict,
        /// It is settled, or was left open.
        Over = "tension_over" Conflict,
        /// It was raised confidentially, and is dealt with so.
        Confidential = "tension_confidential" Conflict,
        /// It was raised openly, and is dealt with so.
        Open = "tension_open" Conflict,
        /// There is no such actor.
        UnknownMediator = "unknown_mediator" Invalid("/mediator"),
        /// The actor has left.
        MediatorLeft = "mediator_left" Invalid("/mediator"),
        /// Only a person mediates.
        MediatorNotAPerson = "mediator_not_a_person" Invalid("/mediator"),
        /// Nobody mediates their own.
        OwnTension = "own_tension" Invalid("/mediator"),
        /// Only who raised a confidential one chooses its mediator and takes it back.
        NotTheRaiser = "not_the_raiser" Forbidden,
        /// Nobody enters or imports for another what who raised a confidential one does.
        NotInPerson = "raiser_not_in_person" Parameter("on_behalf_of"),
        /// Only its mediator does this.
        NotTheMediator = "not_the_mediator" Forbidden,
        /// The mediator has not accepted yet.
        NotAccepted = "mediation_not_accepted" Conflict,
        /// The mediator has accepted already.
        AlreadyAccepted = "mediation_already_accepted" Conflict,
    }
}

impl Aggregate for Tensions {
    const NAME: &'static str = "tension";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Raised(Raised { tension, .. })
            | Event::RaisedConfidentially(RaisedConfidentially { tension, .. }) => {
                if self.get(*tension).is_some() {
                    Err(Refusal::IdTaken)
                } else {
                    Ok(())
                }
            }
            Event::MediatorNamed(e) => {
                let (_, raiser) = self.open(e.tension)?;
                admits_mediator(cx, e.mediator)?;
                let is_or_represents = |raiser: ActorId| {
                    let represents = |row: &crate::actor::Row| row.represents.contains(&raiser);
                    raiser == e.mediator || cx.state.actor.get(e.mediator).is_some_and(represents)
                };
                if raiser.is_some_and(is_or_represents) { Err(Refusal::OwnTension) } else { Ok(()) }
            }
            Event::MediatorChosen(e) => {
                self.raised_by(cx, e.tension, e.raiser)?;
                admits_mediator(cx, e.mediator)
            }
            Event::MediationAccepted(e) => {
                if self.mediator(cx, e.tension)?.accepted {
                    Err(Refusal::AlreadyAccepted)
                } else {
                    Ok(())
                }
            }
            Event::MediationDeclined(e) => self.mediator(cx, e.tension).map(drop),
            Event::StepsAgreed(StepsAgreed { tension, .. }) | Event::Settled(Settled { tension, .. }) => {
                self.open(*tension)?;
                self.mediates(cx, *tension)
            }
            Event::StepsAgreedConfidentially(StepsAgreedConfidentially { tension, .. })
            | Event::SettledConfidentially(SettledConfidentially { tension, .. })
            | Event::LeftOpenConfidentially(LeftOpenConfidentially { tension, .. }) => {
                self.confidential(*tension)?;
                self.mediates(cx, *tension)
            }
            Event::LeftOpen(e) => self.open(e.tension).map(drop),
            Event::TakenBack(e) => self.raised_by(cx, e.tension, e.raiser).map(drop),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        let is_asked = |row: &Row, actor| row.mediator.is_some_and(|mediator| mediator.actor == actor);
        Ok(match command {
            Command::Raise(e) => vec![e.into()],
            Command::RaiseConfidentially(e) => vec![e.into()],
            Command::NameMediator(e) if is_asked(self.open(e.tension)?.0, e.mediator) => vec![],
            Command::NameMediator(e) => vec![e.into()],
            Command::ChooseMediator { chosen, stands_for } => {
                let row = self.raised_by(cx, chosen.tension, chosen.raiser)?;
                if stands_for.contains(&chosen.raiser) {
                    return Err(Refusal::OwnTension);
                }
                if is_asked(row, chosen.mediator) { vec![] } else { vec![chosen.into()] }
            }
            Command::Accept(tension) if self.mediator(cx, tension)?.accepted => vec![],
            Command::Accept(tension) => vec![MediationAccepted { tension }.into()],
            Command::Decline(tension) => vec![MediationDeclined { tension }.into()],
            Command::AgreeSteps(e) => vec![e.into()],
            Command::AgreeStepsConfidentially(e) => vec![e.into()],
            Command::Settle(e) => vec![e.into()],
            Command::SettleConfidentially(e) => vec![e.into()],
            Command::LeaveOpen(e) => vec![e.into()],
            Command::LeaveOpenConfidentially(e) => vec![e.into()],
            Command::TakeBack(e) => {
                self.raised_by(cx, e.tension, e.raiser)?;
                vec![e.into()]
            }
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Tension(tension) = object else { return None };
        self.get(tension).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Raised(e) => self.raise(e.tension, Raiser::Openly(happened.act.subject())),
            Event::RaisedConfidentially(e) => self.raise(e.tension, Raiser::Confidentially(e.raiser)),
            Event::MediatorNamed(MediatorNamed { tension, mediator })
            | Event::MediatorChosen(MediatorChosen { tension, mediator, .. }) => self.change(*tension, |row| {
                row.mediator = Some(Mediator { actor: *mediator, accepted: false });
                row.phase = Phase::MediatorNamed;
            }),
            Event::MediationAccepted(e) => self.change(e.tension, |row| {
                row.mediator = row.mediator.map(|mediator| Mediator { accepted: true, ..mediator });
                row.phase = Phase::InMediation;
            }),
            Event::MediationDeclined(e) => self.change(e.tension, |row| {
                row.mediator = None;
                row.phase = Phase::Raised;
            }),
            Event::StepsAgreed(StepsAgreed { tension, .. })
            | Event::StepsAgreedConfidentially(StepsAgreedConfidentially { tension, .. }) => {
                self.change(*tension, |row| row.phase = Phase::StepsAgreed);
            }
            Event::Settled(Settled { tension, .. })
            | Event::SettledConfidentially(SettledConfidentially { tension, .. }) => {
                self.change(*tension, |row| row.phase = Phase::Settled);
            }
            Event::LeftOpen(LeftOpen { tension, .. })
            | Event::LeftOpenConfidentially(LeftOpenConfidentially { tension, .. })
            | Event::TakenBack(TakenBack { tension, .. }) => {
                self.change(*tension, |row| row.phase = Phase::LeftOpen);
            }
        }
    }
}

impl Tensions {
    fn raise(&mut self, id: TensionId, raiser: Raiser) {
        self.rows.insert(id, Row { raiser, mediator: None, phase: Phase::Raised, version: Version(1) });
    }

    fn change(&mut self, id: TensionId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}

#[cfg(test)]
mod tests;
