//! What led to a decision and what came of it: contributions, meetings, objections, actions, other decisions.

use domain::action::Phase;
use domain::ids::{DecisionId, Position};
use domain::origin::Origin;
use maud::{Markup, html};
use projection::actions::{ActionRow, Milestone};
use projection::contributions::{ContributionRow, TextVersion};
use projection::decisions::DecisionRow;
use projection::meetings::{Draft, MeetingRow};

use super::Page;
use super::words::{Words, capital};
use crate::contributions::is_hidden;
use crate::problem::Problem;
use crate::texts::shown;

/// How many objections the page tells.
const OBJECTIONS: usize = 100;

impl Page<'_> {
    /// What it is linked to.
    pub(super) fn origins(&self) -> Result<Markup, Problem> {
        let views = &self.read.views;
        Ok(html! {
            @if self.row.links.is_empty() { p { (self.words.word("origins-none")) } }
            @for link in &self.row.links {
                @match link {
                    Origin::Contribution(id) => {
                        @if let Some(row) = views.contributions.get(*id) { (self.contribution(row)?) }
                    }
                    Origin::Meeting(id) => {
                        @if let Some(row) = views.meetings.get(*id) { (self.meeting(row)?) }
                    }
                    Origin::Decision(id) => {
                        @if let Some(row) = views.decisions.get(*id) { (self.related(row)?) }
                    }
                    Origin::Requirement(id) => {
                        @if let Some(row) = views.requirements.get(*id) { (self.requirement(row)?) }
                    }
                    Origin::SpecificationVersion(id) => {
                        @if let Some(row) = views.specifications.version(*id) { (self.version(row)?) }
                    }
                    Origin::Finding(id) => {
                        @if let Some(row) = views.findings.get(*id) { (self.finding(row)?) }
                    }
                    Origin::Selection(_) | Origin::Candidate(_) => {}
                }
            }
            @for linked in &self.dossier.origins.selections { (self.selection(linked)) }
        })
    }

    pub(super) fn position(&self, position: Option<Position>) -> Markup {
        let told = |position: Position| self.words.say("at-position", &[("position", position.0.to_string().into())]);
        html! { @if let Some(position) = position { span.position { (told(position)) } } }
    }

    fn contribution(&self, row: &ContributionRow) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let last = row.versions.last();
        let is_hidden = last.is_some_and(|version| is_hidden(read, version));
        let text = last.filter(|_| !is_hidden);
        let by = words.by(read, row.author)?;
        let by = words.say("by", &[("who", by.into()), ("at", words.date(row.recorded_at).into())]);
        let counts = read.views.contributions.counts(row.id);
        let counts = [("supports", counts.supports.into()), ("replies", counts.replies.into())];
        let kind = words.choice("contribution-kind", row.kind.as_str());
        let title = shown(read, text.and_then(TextVersion::title))?;
        Ok(html! {
            article {
                p.kind { (kind) " " (self.position(row.versions.first().map(|version| version.position))) }
                h3 { @if let Some(title) = title { (title) } @else { (kind) } }
                p.small { (capital(&by)) " · " (words.say("supports", &counts)) }
                @if is_hidden { p.note { (words.word("hidden")) } }
                @if row.phase == domain::contribution::Phase::Withdrawn { p.note { (words.word("withdrawn")) } }
                @if let Some(body) = shown(read, text.and_then(TextVersion::body))? { p.text { (body) } }
            }
        })
    }

    fn meeting(&self, row: &MeetingRow) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let when = [("from", words.moment(row.starts_at).into()), ("to", words.moment(row.ends_at).into())];
        let place = shown(read, row.told.place)?;
        Ok(html! {
            article {
                p.kind { (words.choice("meeting-kind", row.kind.as_str())) " " (self.position(Some(row.position))) }
                h3 { (shown(read, row.told.title)?.unwrap_or_default()) }
                p.small {
                    (capital(&words.say("meeting-when", &when)))
                    @if let Some(place) = place { " · " (place) }
                    @if let Some(count) = row.attendance {
                        " · " (words.say("attendance", &[("count", count.into())]))
                    }
                    @if row.cancelled.is_some() { " · " (words.word("cancelled")) }
                }
                @if let Some(draft) = row.approved() { (self.minutes(draft)?) } @else {
                    p.small { (words.word("minutes-none")) }
                }
            }
        })
    }

    fn minutes(&self, draft: &Draft) -> Result<Markup, Problem> {
        let words = &self.words;
        let approvers: Vec<_> = draft.approvers.iter().map(|(approver, _)| *approver).collect();
        let who = words.actors(self.read, &approvers)?;
        let approved = draft
            .approved_at
            .map(|at| words.say("minutes-approved", &[("at", words.date(at).into()), ("who", who.into())]));
        Ok(html! {
            h4 { (words.word("minutes")) " " (self.position(draft.published.map(|text| text.position))) }
            @if let Some(text) = shown(self.read, draft.published)? { p.text { (text) } }
            @if let Some(approved) = approved { p.small { (approved) } }
        })
    }

    fn related(&self, row: &DecisionRow) -> Result<Markup, Problem> {
        let words = Words::of(self.read, row, self.words.language)?;
        let other = Page { read: self.read, row, dossier: self.dossier, words };
        let title = shown(self.read, row.title)?.unwrap_or_default();
        Ok(html! {
            article {
                p.kind { (self.words.word("decision-kind")) " " (self.position(row.events.front().copied())) }
                h3 { a href=(address(row.id)) { (title) } }
                p { (other.summary()?) }
            }
        })
    }

    /// The objections to it.
    pub(super) fn objections(&self) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let beyond = self.dossier.objections.len().saturating_sub(OBJECTIONS) as u64;
        let objections = read.views.decisions.objections(self.row.id, None).take(OBJECTIONS);
        let stands = |lifted| match lifted {
            None => words.word("objection-stands"),
            Some(at) => words.say("objection-lifted", &[("at", words.date(at).into())]),
        };
        Ok(html! {
            @if self.dossier.objections.is_empty() { p { (words.word("objections-none")) } }
            @for objection in objections {
                article {
                    p.kind {
                        (words.say("objection-raised", &[("at", words.date(objection.raised_at).into())]))
                        ", " (stands(objection.lifted_at)) " " (self.position(Some(objection.position)))
                    }
                    @if let Some(reason) = shown(read, objection.reason)? { p.text { (reason) } }
                }
            }
            @if beyond > 0 { p.small { (words.say("objections-beyond", &[("count", beyond.into())])) } }
        })
    }

    /// What was planned from it, and the decisions that come from it.
    pub(super) fn follow_up(&self) -> Result<Markup, Problem> {
        let views = &self.read.views;
        let origin = Origin::Decision(self.row.id);
        let actions: Vec<_> = views.actions.from(origin).filter_map(|id| views.actions.get(id)).collect();
        let decisions: Vec<_> = views.decisions.linked_to(origin).filter_map(|id| views.decisions.get(id)).collect();
        Ok(html! {
            @if actions.is_empty() && decisions.is_empty() { p { (self.words.word("follow-up-none")) } }
            @for action in actions { (self.action(action)?) }
            @for decision in decisions { (self.related(decision)?) }
        })
    }

    fn action(&self, row: &ActionRow) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let percent = row.progress.last().map(|progress| u8::from(progress.percent).to_string());
        let responsible = words.actors(read, &row.responsible)?;
        let budget = row.budget.as_ref().map(|budget| words.amount(budget.minor.get(), &budget.currency));
        let why = words.choice("action-obstacle", if row.phase == Phase::Abandoned { "abandoned" } else { "blocked" });
        Ok(html! {
            article {
                p.kind {
                    (words.word("action-kind")) " · " (words.choice("action-phase", row.phase.as_str()))
                    " " (self.position(Some(row.position)))
                }
                h3 { (shown(read, row.title)?.unwrap_or_default()) }
                @if let Some(purpose) = shown(read, row.purpose)? { p.text { (purpose) } }
                p.small {
                    (words.say("action-responsible", &[("who", responsible.into())]))
                    @if let Some(budget) = budget {
                        " · " (words.say("action-budget", &[("budget", budget.into())]))
                    }
                }
                @if let Some(percent) = percent {
                    p.progress {
                        (words.say("action-progress", &[("percent", percent.as_str().into())]))
                        svg aria-hidden="true" width="100%" height="10" {
                            rect.track x="0" y="0" width="100%" height="10" {}
                            rect.bar.won x="0" y="0" width=(format!("{percent}%")) height="10" {}
                        }
                    }
                }
                @if let Some(reason) = shown(read, row.reason)? { p.text { strong { (why) } " " (reason) } }
                @if let Some(results) = shown(read, row.results)? {
                    p.text { strong { (words.word("action-results")) } " " (results) }
                }
                @if !row.milestones.is_empty() {
                    h4 { (words.word("milestones")) }
                    ul { @for milestone in &row.milestones { li { (self.milestone(milestone)?) } } }
                }
            }
        })
    }

    fn milestone(&self, row: &Milestone) -> Result<Markup, Problem> {
        let words = &self.words;
        let when = match row.reached_at {
            Some(at) => words.say("milestone-reached", &[("at", words.date(at).into())]),
            None => words.say("milestone-due", &[("at", words.date(row.due).into())]),
        };
        Ok(html! { (shown(self.read, row.title)?.unwrap_or_default()) ", " (when) })
    }
}

/// Where the dossier of another decision is, seen from this one.
fn address(decision: DecisionId) -> String {
    format!("../{decision}/dossier")
}
