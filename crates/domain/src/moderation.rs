//! Moderation: what members report, what moderators decide on it and by which rule, and what authors say against that.
//! Its objects are contributions.
//!
//! Invariants: a person reports a contribution once, under a pseudonym that is not theirs inside it; nobody decides on
//! what is their own; what hides cites a rule; a review is appealed once, and another moderator decides; what an appeal
//! settled is reviewed again only after a new report or a new text. A review concerns the text that stood then and those
//! before it: what is returned to its author stands again as soon as they revise it, and the texts before stay hidden.

#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet};

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, OwnText, words};
use crate::contribution::{self, Kind, Phase};
use crate::envelope::{Act, By};
use crate::event::{Object, Texts, events, refusals};
use crate::ids::{ActorId, ContributionId, Pseudonym, Version};

words! {
    /// Why a member reports something.
    pub enum ReportReason {
        /// Advertising, or the same again and again.
        Spam = "spam",
        /// It insults somebody.
        Insult = "insult",
        /// It tells of somebody what is theirs to tell.
        PersonalData = "personal_data",
        /// It sets people apart by what they are.
        Discrimination = "discrimination",
        /// It has nothing to do with where it stands.
        OffTopic = "off_topic",
        /// The law forbids it.
        Illegal = "illegal",
        /// Something else.
        Other = "other",
    }

    /// What a moderator decides.
    pub enum Outcome {
        /// It stays.
        Kept = "kept",
        /// It is hidden.
        Hidden = "hidden",
        /// It is hidden until its author revises it.
        Returned = "returned",
    }

    /// What another moderator decides on an appeal.
    pub enum AppealOutcome {
        /// The review holds.
        Upheld = "upheld",
        /// The review is undone: what it hid is shown again.
        Overturned = "overturned",
    }

    /// Why a contribution waits for a moderator.
    pub enum Waiting {
        /// It was reported since the last decision.
        Reported = "reported",
        /// Its author appealed against the last review.
        Appealed = "appealed",
        /// Its author revised it after it was returned, and it stands again.
        Revised = "revised",
    }
}

/// What became of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appeal {
    /// Nobody appealed.
    None,
    /// Another moderator is to decide.
    Pending,
    /// Another moderator has decided.
    Decided,
}

/// The actors through whose hands an act went: who acted, and for whom.
type Hands = [Option<ActorId>; 2];

/// A review of a contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// Which version of its text was reviewed, from 1.
    pub text: u32,
    /// What was decided.
    pub outcome: Outcome,
    /// What its author had to say against it.
    pub appeal: Appeal,
    hands: Hands,
}

/// What is known of the moderation of one contribution.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// How often it was reported since the last decision.
    pub reports: u32,
    /// The last review.
    pub review: Option<Review>,
    /// The versions of its text that decisions hide, in order; each takes those before it along.
    hidden: Vec<u32>,
    /// Number of events of its own.
    pub version: Version,
}

impl Case {
    fn hide(&mut self, text: u32, hides: bool) {
        self.hidden.retain(|other| *other != text);
        if hides {
            self.hidden.push(text);
        }
    }
}

/// The cases of one network, and who reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moderation {
    cases: OrdMap<ContributionId, Case>,
    reporters: OrdSet<(ContributionId, Pseudonym)>,
}

impl Moderation {
    /// What is known of the moderation of a contribution; `None` where nothing ever happened.
    #[must_use]
    pub fn get(&self, contribution: ContributionId) -> Option<&Case> {
        self.cases.get(&contribution)
    }

    /// Whether moderators hide this version of a contribution's text, counted from 1.
    #[must_use]
    pub fn hides(&self, contribution: ContributionId, text: u32) -> bool {
        self.get(contribution).and_then(|case| case.hidden.last()).is_some_and(|last| text <= *last)
    }

    /// Whether the last review returned it to its author.
    #[must_use]
    pub fn awaits_revision(&self, contribution: ContributionId) -> bool {
        self.get(contribution).and_then(|case| case.review).is_some_and(|review| review.outcome == Outcome::Returned)
    }

    /// Whether the person reported it.
    #[must_use]
    pub fn has_reported(&self, contribution: ContributionId, reporter: Pseudonym) -> bool {
        self.reporters.contains(&(contribution, reporter))
    }

    fn review(&self, contribution: ContributionId) -> Option<Review> {
        self.get(contribution)?.review
    }
}

/// What may be asked of moderation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Report a contribution.
    Report(Reported),
    /// Review its text as it stands.
    Review {
        /// Which.
        contribution: ContributionId,
        /// What is decided.
        outcome: Outcome,
        /// Whether a program decides.
        automatic: bool,
        /// Why.
        rationale: CommonText,
        /// The rule that is cited.
        rule: Option<CommonText>,
    },
    /// Appeal against the last review.
    Appeal(Appealed),
    /// Decide an appeal.
    DecideAppeal(AppealDecided),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Report(_) => Action::Report,
            Self::Review { .. } | Self::DecideAppeal(_) => Action::Moderate,
            Self::Appeal(e) => Action::Appeal(e.contribution),
        }
    }
}

events! {
    /// What happens in moderation.
    pub enum Event in crate::state::Event {
        /// A member reported a contribution.
        "moderation.reported" v 1 scoped = Reported {
            /// Which.
            contribution: ContributionId,
            /// The person, who has another pseudonym inside the contribution.
            reporter: Pseudonym,
            /// Why.
            reason: ReportReason,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// A moderator decided on a contribution.
        "moderation.reviewed" v 1 signed = Reviewed {
            /// Which.
            contribution: ContributionId,
            /// Which version of its text, from 1.
            text: u32,
            /// What was decided.
            outcome: Outcome,
            /// Whether a program decided.
            automatic: bool,
            /// Why.
            rationale: CommonText,
            /// The rule that is cited.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            rule: Option<CommonText>,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// Its author appealed against the last review.
        "moderation.appealed" v 1 signed = Appealed {
            /// Which.
            contribution: ContributionId,
            /// Why; it may repeat what is hidden, so that the history opens it for nobody.
            reason: OwnText,
        } of |e| vec![Object::Contribution(e.contribution)] => texts |_e| Texts::default().for_nobody(),

        /// Another moderator decided the appeal.
        "moderation.appeal_decided" v 1 signed = AppealDecided {
            /// Which.
            contribution: ContributionId,
            /// What was decided.
            outcome: AppealOutcome,
            /// Why.
            rationale: CommonText,
        } of |e| vec![Object::Contribution(e.contribution)],
    }
}

refusals! {
    /// Why moderation says no.
    pub enum Refusal {
        /// There is no such contribution.
        NothingThere = "nothing_to_moderate" Unknown,
        /// The person reported it already.
        AlreadyReported = "already_reported" Conflict,
        /// What is hidden need not be reported.
        AlreadyHidden = "already_hidden" Conflict,
        /// Nobody decides on what is their own.
        OwnContribution = "own_contribution" Forbidden,
        /// What hides cites a rule.
        RuleMissing = "rule_missing" Invalid("/rule"),
        /// Nobody could revise it.
        NotToBeReturned = "not_to_be_returned" Conflict,
        /// The event is about another version of the text.
        AnotherText = "another_text" Conflict,
        /// First the appeal is decided.
        AppealPending = "appeal_pending" Conflict,
        /// An appeal settled this, and nothing has come up since.
        Settled = "settled_by_appeal" Conflict,
        /// The last review hides nothing.
        NothingToAppeal = "nothing_to_appeal" Conflict,
        /// A review is appealed once.
        AlreadyAppealed = "already_appealed" Conflict,
        /// Nobody has appealed.
        NoAppeal = "no_appeal" Conflict,
        /// Whoever reviewed does not decide the appeal.
        SameModerator = "same_moderator" Forbidden,
    }
}

fn hands(act: &Act) -> Hands {
    let by = match act.by {
        Some(By::Actor(actor)) => Some(actor),
        Some(By::Operator | By::System) | None => None,
    };
    [by, act.on_behalf_of]
}

/// The contribution, if whoever acts may decide on it: it is neither theirs nor of whom they represent.
fn anothers<'s>(cx: &Context<'s>, contribution: ContributionId) -> Result<&'s contribution::Row, Refusal> {
    let row = cx.state.contribution.get(contribution).ok_or(Refusal::NothingThere)?;
    let speaks_for = |author: ActorId| {
        let actors = &cx.state.actor;
        move |hand: ActorId| hand == author || actors.get(hand).is_some_and(|row| row.represents.contains(&author))
    };
    let own = row.author.is_some_and(|author| hands(cx.act).into_iter().flatten().any(speaks_for(author)));
    if own { Err(Refusal::OwnContribution) } else { Ok(row) }
}

/// Whether there is somebody who could revise it.
fn can_be_revised(cx: &Context<'_>, row: &contribution::Row) -> bool {
    let active = |author| cx.state.actor.active(author).is_ok();
    row.phase == Phase::Standing && (row.kind == Kind::Question || row.author.is_some_and(active))
}

impl Moderation {
    fn admits_report(&self, cx: &Context<'_>, e: &Reported) -> Result<(), Refusal> {
        let row = cx.state.contribution.get(e.contribution).ok_or(Refusal::NothingThere)?;
        if self.hides(e.contribution, row.texts) {
            return Err(Refusal::AlreadyHidden);
        }
        if self.has_reported(e.contribution, e.reporter) { Err(Refusal::AlreadyReported) } else { Ok(()) }
    }

    fn admits_review(&self, cx: &Context<'_>, e: &Reviewed) -> Result<(), Refusal> {
        let row = anothers(cx, e.contribution)?;
        if e.text != row.texts {
            return Err(Refusal::AnotherText);
        }
        if e.outcome != Outcome::Kept && e.rule.is_none() {
            return Err(Refusal::RuleMissing);
        }
        if e.outcome == Outcome::Returned && !can_be_revised(cx, row) {
            return Err(Refusal::NotToBeReturned);
        }
        let reports = self.get(e.contribution).map_or(0, |case| case.reports);
        match self.review(e.contribution) {
            Some(Review { appeal: Appeal::Pending, .. }) => Err(Refusal::AppealPending),
            Some(Review { appeal: Appeal::Decided, text, .. }) if text == e.text && reports == 0 => {
                Err(Refusal::Settled)
            }
            Some(_) | None => Ok(()),
        }
    }

    fn admits_appeal(&self, cx: &Context<'_>, e: &Appealed) -> Result<(), Refusal> {
        cx.state.contribution.get(e.contribution).ok_or(Refusal::NothingThere)?;
        match self.review(e.contribution) {
            None | Some(Review { outcome: Outcome::Kept, .. }) => Err(Refusal::NothingToAppeal),
            Some(Review { appeal: Appeal::None, .. }) => Ok(()),
            Some(Review { appeal: Appeal::Pending | Appeal::Decided, .. }) => Err(Refusal::AlreadyAppealed),
        }
    }

    fn admits_decision(&self, cx: &Context<'_>, e: &AppealDecided) -> Result<(), Refusal> {
        anothers(cx, e.contribution)?;
        let review = self.review(e.contribution).filter(|review| review.appeal == Appeal::Pending);
        let review = review.ok_or(Refusal::NoAppeal)?;
        let same = hands(cx.act).into_iter().flatten().any(|hand| review.hands.contains(&Some(hand)));
        if same { Err(Refusal::SameModerator) } else { Ok(()) }
    }
}

impl Aggregate for Moderation {
    const NAME: &'static str = "moderation";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Reported(e) => self.admits_report(cx, e),
            Event::Reviewed(e) => self.admits_review(cx, e),
            Event::Appealed(e) => self.admits_appeal(cx, e),
            Event::AppealDecided(e) => self.admits_decision(cx, e),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Report(e) if self.has_reported(e.contribution, e.reporter) => vec![],
            Command::Report(e) => vec![e.into()],
            Command::Review { contribution, outcome, automatic, rationale, rule } => {
                let text = cx.state.contribution.get(contribution).ok_or(Refusal::NothingThere)?.texts;
                vec![Reviewed { contribution, text, outcome, automatic, rationale, rule }.into()]
            }
            Command::Appeal(e) => vec![e.into()],
            Command::DecideAppeal(e) => vec![e.into()],
        })
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Reported(e) => {
                self.reporters.insert((e.contribution, e.reporter));
                self.change(e.contribution, |case| case.reports = case.reports.saturating_add(1));
            }
            Event::Reviewed(e) => self.change(e.contribution, |case| {
                let hands = hands(happened.act);
                case.reports = 0;
                case.review = Some(Review { text: e.text, outcome: e.outcome, appeal: Appeal::None, hands });
                case.hide(e.text, e.outcome != Outcome::Kept);
            }),
            Event::Appealed(e) => self.change(e.contribution, |case| {
                case.review = case.review.map(|review| Review { appeal: Appeal::Pending, ..review });
            }),
            Event::AppealDecided(e) => self.change(e.contribution, |case| {
                let Some(review) = &mut case.review else { return };
                review.appeal = Appeal::Decided;
                let text = review.text;
                case.reports = 0;
                case.hide(text, e.outcome == AppealOutcome::Upheld);
            }),
        }
    }
}

impl Moderation {
    fn change(&mut self, contribution: ContributionId, change: impl FnOnce(&mut Case)) {
        let case = self.cases.entry(contribution).or_default();
        case.version.bump();
        change(case);
    }
}
