//! `/v1/networks/{network}/contributions`

pub mod get;
pub mod link;
pub mod list;
pub mod merge;
pub mod place;
pub mod revise;
pub mod submit;
pub mod support;
pub mod versions;
pub mod vote;
pub mod withdraw;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post, put};
use std::collections::HashSet;
use std::sync::Arc;
use utoipa::OpenApi;

use domain::authority::{Action, Principal};
use domain::class::{Commitment, CommonText, OwnText};
use domain::contribution::{self, Kind, LinkKind, Phase, QuestionRevised, Revised, Submitted, SubmittedKind};
use domain::contribution::{Supported, Unsupported};
use domain::envelope::{By, Evidence};
use domain::event::Object;
use domain::ids::{AudienceId, ContributionId, Stamp, ThemeId, Version};
use domain::moderation::{self, ReportReason, Reported};
use domain::names::SourceId;
use domain::server::Scope;
use domain::state::Command;
use domain::statement_vote::{self, Vote};
use projection::contributions::{ContributionRow, ContributionsView, Tally, TextVersion};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::call::Read;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/contributions/{{contribution}}{below}"), allow);
    config
        .service(
            resource("/contributions", "GET, HEAD, POST")
                .route(read().to(list::handler))
                .route(post().to(submit::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/text", "PUT").route(put().to(revise::handler)))
        .service(one("/versions", "GET, HEAD").route(read().to(versions::handler)))
        .service(one("/withdrawal", "POST").route(post().to(withdraw::handler)))
        .service(one("/links", "POST").route(post().to(link::handler)))
        .service(one("/merges", "POST").route(post().to(merge::handler)))
        .service(one("/place", "PUT").route(put().to(place::handler)))
        .service(one("/support", "DELETE, PUT").route(put().to(support::give)).route(delete().to(support::take_back)))
        .service(one("/vote", "GET, HEAD, PUT").route(read().to(vote::own)).route(put().to(vote::cast)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    submit::handler,
    get::handler,
    revise::handler,
    versions::handler,
    withdraw::handler,
    support::give,
    support::take_back,
    link::handler,
    vote::cast,
    vote::own,
    merge::handler,
    place::handler
))]
pub struct Paths;

/// A contribution.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "kind": "proposal",
    "author": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "withdrawn": false,
    "hidden": false, "title": "Un calendrier commun",
    "body": "Chacun y inscrit ses rencontres.", "recorded_at": "2026-03-05T17:02:11.000Z", "supports": 2,
    "replies": 3, "version": 1, "allowed_actions": ["submitContribution", "supportContribution"]
}))]
pub struct Contribution {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: ContributionId,
    /// What it is.
    #[schema(schema_with = values::word::<Kind>)]
    kind: Kind,
    /// Whose it is: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    author: By,
    /// Who entered it, if that was somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    entered_by: Option<By>,
    /// What stands behind an entry on somebody's behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    evidence: Option<Evidence>,
    /// What it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    parent: Option<ContributionId>,
    /// Its theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    theme: Option<ThemeId>,
    /// The audience it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    audience: Option<AudienceId>,
    /// Whether its author withdrew it; then it takes no further part.
    withdrawn: bool,
    /// Whether moderators hide its text, whatever the moment read as of; then it takes no part.
    hidden: bool,
    /// What it was merged into; then it takes no further part.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    merged_into: Option<ContributionId>,
    /// What was merged into it. Replies to a source are listed under this one too; supports and votes are of the
    /// contribution they were given to, and cannot be added up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged_from: Vec<Source>,
    /// All who are credited, if something was merged into it: its author and those of the sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    authors: Vec<By>,
    /// Its title; absent where texts are not expanded, `[hidden]` where moderators hide it, `[erased]` after its author's
    /// data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Its text; absent where texts are not expanded, `[hidden]` where moderators hide it, `[erased]` after its author's
    /// data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    body: Option<Arc<str>>,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// When it happened, if that was not when it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    occurred_at: Option<Stamp>,
    /// Where it was imported from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "polis:vtaiwan.uberx:12")]
    source_id: Option<SourceId>,
    /// How many persons support it.
    supports: u32,
    /// How many contributions stand right under it, or under what was merged into it.
    replies: u32,
    /// How many voted what, if it is a statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<Votes>,
    /// What it was linked to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// How many voted what; each voter's latest vote counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Votes {
    agree: u32,
    disagree: u32,
    pass: u32,
}

impl Votes {
    fn of(kind: Kind, votes: Tally) -> Option<Self> {
        let Tally { agree, disagree, pass } = votes;
        (kind == Kind::Statement).then_some(Self { agree, disagree, pass })
    }
}

/// A contribution that was merged into another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MergedSource)]
pub struct Source {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: ContributionId,
    /// Whose it is.
    #[schema(value_type = String)]
    author: By,
    /// How many persons supported it.
    supports: u32,
    /// How many voted what, if it is a statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<Votes>,
}

/// How a contribution belongs to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// How.
    #[schema(schema_with = values::word::<LinkKind>)]
    kind: LinkKind,
    /// The other.
    #[schema(schema_with = values::id)]
    to: ContributionId,
}

/// The contribution as it is shown, with its texts where `read.texts`.
pub(crate) fn render<Q>(read: &Read<Q>, row: &ContributionRow) -> Result<Contribution, Problem> {
    let contributions = &read.views.contributions;
    let counts = contributions.counts(row.id);
    let current = row.versions.last();
    let text = current.filter(|_| read.texts);
    let merged_from = sources(contributions, row);
    let mut authors: Vec<_> = merged_from.iter().map(|source| source.author).collect();
    if !authors.is_empty() {
        authors.insert(0, row.author);
    }
    Ok(Contribution {
        id: row.id,
        kind: row.kind,
        author: row.author,
        entered_by: row.entered.map(|(by, _)| by),
        evidence: row.entered.map(|(_, evidence)| evidence),
        parent: row.parent,
        theme: row.theme,
        audience: row.audience,
        withdrawn: row.phase == Phase::Withdrawn,
        hidden: current.is_some_and(|version| is_hidden(read, version)),
        merged_into: contributions.merged_into(row.id),
        merged_from,
        authors: distinct(authors),
        title: shown(read, text.and_then(TextVersion::title))?,
        body: shown(read, text.and_then(TextVersion::body))?,
        recorded_at: row.recorded_at,
        occurred_at: row.occurred_at,
        source_id: row.source.clone(),
        supports: counts.supports,
        replies: counts.replies,
        votes: Votes::of(row.kind, counts.votes),
        links: contributions.links(row.id).map(|(kind, to)| Link { kind, to }).collect(),
        version: row.version,
        allowed_actions: allowed(read, row)?,
    })
}

/// What was merged into a contribution, each with what was given to it.
fn sources(contributions: &ContributionsView, row: &ContributionRow) -> Vec<Source> {
    let source = |id: &ContributionId| {
        let (source, counts) = (contributions.get(*id)?, contributions.counts(*id));
        let votes = Votes::of(source.kind, counts.votes);
        Some(Source { id: source.id, author: source.author, supports: counts.supports, votes })
    };
    row.merged_from.iter().filter_map(source).collect()
}

fn distinct(authors: Vec<By>) -> Vec<By> {
    let mut seen = HashSet::new();
    authors.into_iter().filter(|author| seen.insert(*author)).collect()
}

/// Whether moderators hide this version of a text.
pub(crate) fn is_hidden<Q>(read: &Read<Q>, version: &TextVersion) -> bool {
    version.title().or(version.body()).is_some_and(|text| read.gate.live().hides(&text))
}

pub(crate) fn find<Q>(read: &Read<Q>, id: ContributionId) -> Result<&ContributionRow, Problem> {
    Ok(read.views.contributions.get(id).ok_or(contribution::Refusal::UnknownContribution)?)
}

impl Contribution {
    /// The same, whoever asks.
    pub(crate) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }
}

impl Resource for Contribution {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, ContributionId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

/// Which operations the writer would accept from the caller now: each is tried on the live state.
fn allowed<Q>(read: &Read<Q>, row: &ContributionRow) -> Result<Vec<&'static str>, Problem> {
    let Principal::Actor(actor) = read.gate.principal() else { return Ok(Vec::new()) };
    if !read.caller.may_write(Scope::Write) {
        return Ok(Vec::new());
    }
    let person = read.network.pseudonym(actor, row.id)?;
    let (contribution, text) = (row.id, Commitment::new([0; 32], 1));
    let (own, common) = (OwnText(text), CommonText(text));
    let titled = row.versions.last().is_some_and(|version| version.titled);
    let reply = |kind| -> Command {
        let contribution = ContributionId(Uuid::max());
        let (title, theme, audience) = (None, None, None);
        let submitted = Submitted { contribution, kind, parent: Some(row.id), title, body: own, theme, audience };
        contribution::Command::Submit(submitted).into()
    };
    let revise: Command = if row.kind == Kind::Question {
        let revised = QuestionRevised { contribution, title: common, body: None };
        contribution::Command::ReviseQuestion(revised).into()
    } else {
        contribution::Command::Revise(Revised { contribution, title: titled.then_some(own), body: own }).into()
    };
    let vote = |vote| statement_vote::Command::Cast { statement: row.id, voter: person, vote }.into();
    let reporter = read.network.reporter(actor, row.id)?;
    let report = moderation::Command::Report(Reported { contribution, reporter, reason: ReportReason::Other });
    let withdraw: Command = contribution::Command::Withdraw(row.id).into();
    let tried: [(&str, &[Command]); 7] = [
        ("submitContribution", &[reply(SubmittedKind::Comment)]),
        ("reviseContribution", &[revise]),
        ("withdrawContribution", std::slice::from_ref(&withdraw)),
        (
            "supportContribution",
            &[contribution::Command::Support(Supported { contribution, supporter: person }).into()],
        ),
        (
            "unsupportContribution",
            &[contribution::Command::Unsupport(Unsupported { contribution, supporter: person }).into()],
        ),
        ("voteOnStatement", &[vote(Vote::Agree), vote(Vote::Pass)]),
        ("reportContribution", &[report.into()]),
    ];
    let mut offered = read.offered(&tried);
    // What takes part still, as what may be withdrawn does, may be put elsewhere, and something may be merged into it.
    if read.gate.allows(Action::Arrange) && read.would_act(&withdraw) {
        offered.extend(["moveContribution", "mergeContributions"]);
    }
    Ok(offered)
}
