//! A row as a line of a batch (`POST /v1/networks/{network}/commands`).

use app::import::{Becomes, Choice, Proposal, Row};
use domain::actor::ActorKind;
use domain::amount::Amount;
use domain::contribution::Kind;
use domain::decision::electorate::ElectorateRule;
use domain::diagnostic::answers::Answers;
use domain::envelope::Evidence;
use domain::ids::{AudienceId, DiagnosticId, Stamp};
use domain::names::SourceId;
use domain::statement_vote::Vote;
use domain::tally::ballot::Ballot;
use domain::tally::rules::Rules;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Line<'r> {
    operation: &'static str,
    body: Body<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Path>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurred_at: Option<Stamp>,
    import: Import<'r>,
}

#[derive(Debug, Serialize)]
struct Path {
    diagnostic: DiagnosticId,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Body<'r> {
    Answers {
        answers: &'r Answers,
    },
    Actor {
        kind: ActorKind,
        #[serde(skip_serializing_if = "Option::is_none")]
        profile: Option<Profile<'r>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        audience: Option<AudienceId>,
    },
    Contribution {
        kind: Kind,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'r str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        body: Option<&'r str>,
    },
    Vote {
        vote: Vote,
    },
    Decision {
        title: &'r str,
        details: &'r str,
        rules: &'r Rules,
        electorate: &'r ElectorateRule,
        options: Vec<DecisionOption<'r>>,
    },
    Ballot {
        ballot: &'r Ballot,
    },
    Empty {},
}

#[derive(Debug, Serialize)]
struct DecisionOption<'r> {
    title: &'r str,
    cost: &'r Amount,
    details: &'r str,
}

#[derive(Debug, Serialize)]
struct Profile<'r> {
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'r str>,
}

#[derive(Debug, Default, Serialize)]
struct Import<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'r SourceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<&'r SourceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    under: Option<&'r SourceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<AudienceId>,
}

impl<'r> Line<'r> {
    pub fn of(row: &'r Row<'r>) -> Self {
        let import = Import { source: Some(row.source), person: row.person, ..Import::default() };
        let (operation, body, import) = match row.becomes {
            Becomes::Person => {
                let import = Import { person: Some(row.source), ..Import::default() };
                ("addActor", Body::Actor { kind: ActorKind::Person, profile: None, audience: None }, import)
            }
            Becomes::Actor { kind, name, about, audience } => {
                ("addActor", Body::Actor { kind, profile: Some(Profile { name, about }), audience }, import)
            }
            Becomes::Question { title, body } => {
                ("submitContribution", Body::Contribution { kind: Kind::Question, title: Some(title), body }, import)
            }
            Becomes::Contribution { kind, under, title, body } => {
                let body = Body::Contribution { kind: kind.into(), title, body: Some(body) };
                ("submitContribution", body, Import { under, ..import })
            }
            Becomes::Vote { on, vote } => {
                ("voteOnStatement", Body::Vote { vote }, Import { under: Some(on), ..import })
            }
            Becomes::Decision(proposal) => ("proposeDecision", proposed(proposal), import),
            Becomes::Opening { of } => ("openDecision", Body::Empty {}, Import { under: Some(of), ..import }),
            Becomes::Ballot { of, ballot } => {
                ("castBallot", Body::Ballot { ballot }, Import { under: Some(of), ..import })
            }
            Becomes::Close { of } => ("closeDecision", Body::Empty {}, Import { under: Some(of), ..import }),
            Becomes::Answers(given) => {
                let (contact, audience) = (given.contact.as_deref(), given.audience);
                let body = Body::Answers { answers: &given.answers };
                ("answerDiagnostic", body, Import { contact, audience, ..import })
            }
        };
        let given = if let Becomes::Answers(given) = row.becomes { Some(given) } else { None };
        let path = given.map(|given| Path { diagnostic: given.diagnostic });
        let evidence = given.and_then(|given| given.evidence);
        Self { operation, body, path, evidence, occurred_at: row.occurred_at, import }
    }
}

fn proposed(proposal: &Proposal) -> Body<'_> {
    fn option(choice: &Choice) -> DecisionOption<'_> {
        let Choice { title, cost, details } = choice;
        DecisionOption { title, cost, details }
    }
    let Proposal { title, details, rules, electorate, options } = proposal;
    Body::Decision { title, details, rules, electorate, options: options.iter().map(option).collect() }
}
