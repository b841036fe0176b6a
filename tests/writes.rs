//! Commands: versions, trying without recording, what one is offered to do, and every refusal of a rule.

use std::collections::BTreeSet;

use app::network::EventLog as _;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply};

use crate::story::{Story, at, header, id, misfit, of};
use crate::{audiences, exchanges, groups, vocabulary};

fn refusal(reply: &Reply) -> String {
    assert!((400..500).contains(&reply.status), "{} {}", reply.status, String::from_utf8_lossy(&reply.body));
    reply.problem(reply.status)
}

#[test]
fn a_command_answers_with_what_became_of_its_object() {
    let story = Story::begin();
    let head = story.head();
    let new = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
    let reply = story.bilal.client.post(&at("/contributions"), &new);
    let made = reply.expect(201);
    assert_eq!(header(&reply, "location"), of(&id(&made)));
    assert_eq!((&made["position"], &made["version"]), (&json!(head + 1), &json!(1)));
    assert_eq!(header(&reply, "tresse-position"), (head + 1).to_string());
    let read = story.bilal.client.get(&format!("{}?as_of={}", header(&reply, "location"), head + 1));
    assert_eq!(read.expect(200), made["resource"], "it is what a read as of the position shows");
}

#[test]
fn nobody_overwrites_what_they_have_not_seen() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let text = json!({"title": "Un calendrier", "body": "Par quartier."});
    let revise = |version: &str| story.bilal.client.with("if-match", version).put(&(of(&proposal) + "/text"), &text);
    let stale = revise("\"7\"");
    assert_eq!(stale.problem(412), "stale_version");
    assert_eq!(stale.json()["current"], 1, "the version it has now");
    assert!(stale.json()["detail"].as_str().unwrap().contains("now 1"));
    assert_eq!(revise("\"1\"").expect(200)["version"], 2);
    assert_eq!(revise("1").json()["current"], 2);
    assert_eq!(revise("2").expect(200)["version"], 3, "without quotes too");
    let settings = |version: &str| story.anne.client.with("if-match", version).patch(&at(""), &json!({"k": 7}));
    assert_eq!(settings("\"1\"").expect(200)["version"], 2);
    assert_eq!(settings("\"1\"").problem(412), "stale_version");
    let profile = at(&format!("/actors/{}/profile", story.bilal.id));
    let name = json!({"name": "Bilal H."});
    assert_eq!(story.bilal.client.seeing(9).put(&profile, &name).problem(412), "stale_version");
    assert_eq!(
        story.bilal.client.put(&profile, &name).problem(428),
        "precondition_required",
        "others may change it too"
    );
    let vote = of(&story.statement(&story.question("Comment venir ?"), "Il faut un bus.")) + "/vote";
    let vote = |version: &str| story.chloe.client.with("if-match", version).put(&vote, &json!({"vote": "agree"}));
    assert_eq!(vote("\"2\"").problem(412), "stale_version", "who votes may insist on the text they have read");
    assert_eq!(vote("\"1\"").expect(200)["version"], 1, "and a vote does not change the version");
    let create = story.bilal.client.with("if-match", "\"1\"").post(
        &at("/contributions"),
        &json!({
            "kind": "idea", "title": "Un repas", "body": "Partagé."
        }),
    );
    assert_eq!(create.problem(400), "invalid_header", "there is nothing to match");
}

#[test]
fn a_dry_run_decides_and_records_nothing() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let network = story.server.catalogue.server().network("vallee").unwrap();
    let network = story.server.catalogue.loaded(network).unwrap();
    let bytes =
        || network.log().frames(0).map(|frame| frame.unwrap()).map(|f| (f.events, f.private)).collect::<Vec<_>>();
    let (head, before) = (story.head(), bytes());
    let new = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
    let tried = story.bilal.client.post(&at("/contributions?dry_run=true"), &new);
    assert_eq!(tried.status, 200, "nothing was created");
    assert!(!tried.headers.contains_key("location"));
    let tried = tried.json();
    assert_eq!((&tried["dry_run"], &tried["version"]), (&json!(true), &json!(1)));
    assert!(tried.get("resource").is_none());
    let text = json!({"title": "Un calendrier", "body": "Par quartier."});
    assert_eq!(story.bilal.client.put(&(of(&proposal) + "/text?dry_run=true"), &text).expect(200)["version"], 2);
    assert_eq!(story.chloe.client.put(&(of(&proposal) + "/text?dry_run=true"), &text).problem(403), "forbidden");
    story.anne.client.post(&at("/archival?dry_run=true"), &json!({})).expect(200);
    let missing = json!({"kind": "idea", "body": "Partagé."});
    assert_eq!(story.bilal.client.post(&at("/contributions?dry_run=true"), &missing).problem(422), "title_missing");
    let key = story.bilal.client.with("idempotency-key", "essai");
    key.post(&at("/contributions?dry_run=true"), &new).expect(200);
    assert_eq!((story.head(), bytes() == before), (head, true));
    key.post(&at("/contributions"), &new).expect(201);
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let issue = story.bilal.client.post(&(keys.clone() + "?dry_run=true"), &json!({"scopes": ["read"]}));
    assert_eq!(issue.problem(422), "invalid_parameter", "keys are not tried");
    let found = story.server.operator().post("/v1/networks?dry_run=true", &json!({}));
    assert_eq!(found.problem(422), "invalid_parameter", "nor are foundings");
}

#[test]
fn what_has_no_effect_writes_nothing() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    story.chloe.client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
    let head = story.head();
    let again = story.chloe.client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
    assert_eq!((&again["position"], &again["resource"]["supports"]), (&json!(head), &json!(1)));
    story.bilal.client.delete(&(of(&proposal) + "/support")).expect(200);
    story.anne.client.patch(&at(""), &json!({})).expect(200);
    assert_eq!(story.head(), head);
}

fn offered(by: &Member, path: &str) -> BTreeSet<String> {
    let read = by.client.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

fn set<const N: usize>(actions: [&str; N]) -> BTreeSet<String> {
    actions.into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn what_is_offered_depends_on_who_asks_and_on_the_phase() {
    let story = Story::begin();
    let proposal = of(&story.proposal("Un calendrier", "Commun."));
    let others = set(["submitContribution", "supportContribution", "reportContribution"]);
    let mut authors = others.clone();
    authors.extend(set(["reviseContribution", "withdrawContribution"]));
    let mut facilitators = others.clone();
    facilitators.extend(set(["mergeContributions", "moveContribution"]));
    assert_eq!(offered(&story.chloe, &proposal), others);
    assert_eq!(offered(&story.bilal, &proposal), authors);
    assert_eq!(offered(&story.anne, &proposal), facilitators);
    let stranger = Member { id: String::new(), client: story.stranger() };
    assert_eq!(offered(&stranger, &proposal), set([]));
    story.chloe.client.put(&(proposal.clone() + "/support"), &json!({})).expect(200);
    assert_eq!(
        offered(&story.chloe, &proposal),
        set(["submitContribution", "unsupportContribution", "reportContribution"])
    );
    let statement = of(&story.statement(&story.question("Comment venir ?"), "Il faut un bus."));
    assert!(offered(&story.chloe, &statement).contains("voteOnStatement"));
    story.bilal.client.post(&(proposal.clone() + "/withdrawal"), &json!({})).expect(200);
    assert_eq!(offered(&story.bilal, &proposal), set(["reportContribution"]), "nothing else is left to do");
    let members =
        set(["declareExchange", "proposeCooperation", "proposeDecision", "raiseTension", "submitContribution"]);
    assert_eq!(offered(&story.bilal, &at("")), members);
    let anne = offered(&story.anne, &at(""));
    let more = [
        "addActor",
        "archiveNetwork",
        "changeSettings",
        "defineAudience",
        "defineTag",
        "defineTheme",
        "formGroup",
        "inviteDriver",
        "issueInvitations",
        "planAction",
    ];
    assert_eq!(anne.difference(&members).cloned().collect::<BTreeSet<_>>(), set(more));
    let oneself = at(&format!("/actors/{}", story.bilal.id));
    assert_eq!(
        offered(&story.bilal, &oneself),
        set(["erasePersonalData", "issueActorKey", "leaveNetwork", "reviseProfile"])
    );
    assert_eq!(offered(&story.chloe, &oneself), set([]));
    assert_eq!(
        offered(&story.anne, &oneself),
        set(["erasePersonalData", "grantRole", "issueActorKey", "startRepresentation"])
    );
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let reading = story.bilal.client.post(&keys, &json!({"scopes": ["read"]})).expect(201);
    let reading = Member { id: String::new(), client: story.server.caller(reading["secret"].as_str().unwrap()) };
    assert_eq!(offered(&reading, &statement), set([]), "a key for reading does nothing");
    story.anne.client.post(&at("/archival"), &json!({})).expect(200);
    assert_eq!(offered(&story.anne, &at("")), set([]), "an archived network takes nothing more");
    assert_eq!(offered(&story.chloe, &statement), set([]));
}

/// Refusals that no request reaches, and why.
const UNREACHABLE: &[(&str, &str)] = &[
    ("network_not_founded", "a network is under its slug only after its founding"),
    ("network_already_founded", "a founding makes a network of its own"),
    ("other_network", "commands are made for the network of the path"),
    ("actor_already_joined", "the id of an actor is drawn"),
    ("contribution_id_taken", "the id of a contribution is drawn"),
    ("not_a_question", "the kind decides how a text is revised"),
    ("is_a_question", "the kind decides how a text is revised"),
    ("network_already_registered", "the id of a network is drawn"),
    ("key_exists", "keys are drawn"),
    ("invitation_id_taken", "the id of an invitation is drawn"),
    ("unknown_network", "the slug is that of the network of the path"),
    ("role_still_holds", "only the system ends a role, when its end has come"),
    ("meeting_id_taken", "the id of a meeting is drawn"),
    ("draft_number_differs", "drafts are numbered by the rules"),
    ("approvals_missing", "a draft is published with the last approval only"),
    ("another_text", "the writer tells which text stands"),
    ("audience_id_taken", "the id of an audience is drawn"),
    ("theme_id_taken", "the id of a theme is drawn"),
    ("tag_id_taken", "the id of a tag is drawn"),
    ("group_id_taken", "the id of a group is drawn"),
    ("exchange_id_taken", "the id of a need or an offer is drawn"),
    ("action_id_taken", "the id of an action is drawn"),
    ("cooperation_id_taken", "the id of a cooperation is drawn"),
    ("not_a_party", "authorisation says so first"),
    ("tension_id_taken", "the id of a tension is drawn"),
    ("tension_confidential", "the tension decides how it is dealt with"),
    ("tension_open", "the tension decides how it is dealt with"),
    ("not_the_raiser", "authorisation says so first"),
    ("not_the_mediator", "authorisation says so first"),
    ("decision_id_taken", "the id of a decision is drawn"),
    ("secret_vote_too_large", "it takes more voters than a test has"),
    ("opening_differs", "what is opened is what was proposed last"),
    ("ballot_of_another_mode", "the rules decide how a ballot is cast"),
    ("urn_unreadable", "an urn has its key until it is closed"),
    ("ballots_differ", "the writer tells what was cast"),
    ("decision_not_closed", "only the system records what came of a decision, once it is closed"),
    ("decision_decided", "what came of a decision is recorded once"),
    ("tally_input_differs", "what is counted is what was cast"),
    ("not_as_promised", "the writer tells what was promised"),
    ("not_the_driver", "authorisation says so first"),
    ("specification_id_taken", "the id of a specification is drawn"),
    ("specification_version_id_taken", "the id of a version is drawn"),
    ("version_differs", "the rules tell what stands"),
    ("too_many_versions", "it takes more versions than a test has"),
    ("requirement_id_taken", "the id of a requirement is drawn"),
    ("requirement_without_specification", "the specification of the path is looked for first"),
    ("amendment_number_differs", "amendments are numbered by the rules"),
    ("amendment_kind_differs", "an amendment is accepted as it is"),
    ("split_part_unknown", "parts are proposed with the split"),
    ("split_part_unfit", "parts are proposed with the split"),
    ("diagnostic_id_taken", "the id of a diagnostic is drawn"),
    ("diagnostic_opening_differs", "a diagnostic opens with the network's number"),
    ("answers_late", "the system closes a diagnostic a moment after its time"),
    ("answers_was_differs", "the writer tells whether somebody has answered"),
    ("diagnostic_not_closed", "only the system publishes tables, of what is closed"),
    ("respondents_differ", "the writer tells how many have answered"),
    ("table_published", "tables are published once"),
    ("table_unfit", "only the system publishes tables"),
    ("finding_id_taken", "the id of a finding is drawn"),
    ("selection_id_taken", "the id of a selection is drawn"),
    ("selection_criteria_differ", "the rules make the criteria"),
    ("too_many_criteria", "it takes more criteria than a test has"),
    ("selection_opening_differs", "what is opened is what was prepared last"),
    ("assessment_late", "the close is written down as soon as its moment has come"),
    ("too_many_splits", "it takes more plans than a test has"),
    ("shares_differ", "the rules compute the shares"),
    ("no_split", "authorisation says so first"),
    ("not_a_payer", "authorisation says so first"),
    ("candidate_id_taken", "the id of a candidate is drawn"),
];
/// Refusals that `admits` tells auditors; to who asks the command has no effect instead.
const WITHOUT_EFFECT: &[(&str, &str)] = &[
    ("already_erased", "data is erased once"),
    ("already_supported", "support is given once"),
    ("not_supported", "no support is taken back where none is"),
    ("already_linked", "a link is made once"),
    ("was_differs", "the writer tells the vote before"),
    ("actor_not_left", "nobody comes back who has not left"),
    ("already_registered", "one registers once"),
    ("not_registered", "no registration is taken back where none is"),
    ("attendee_already_named", "an attendee is named once"),
    ("attendee_not_named", "nobody is withdrawn who is not named"),
    ("approval_already_offered", "approval is offered once"),
    ("minutes_already_approved", "minutes are approved once"),
    ("already_born_there", "a link is made once"),
    ("not_born_there", "no link is taken back where none is"),
    ("place_differs", "the writer tells the place before"),
    ("already_there", "it stands there already"),
    ("already_reported", "a report counts once a person"),
    ("already_in_group", "one works in a group once"),
    ("already_convener", "one is named once"),
    ("already_accepted", "a cooperation is accepted once"),
    ("assessment_was_differs", "the writer tells what was said before"),
    ("share_answered_so", "a share is answered so once"),
    ("presentation_differs", "the writer tells where candidates are presented"),
    ("mediation_already_accepted", "a mediation is accepted once"),
    ("ballot_was_differs", "the writer tells the ballot before"),
    ("ballot_cast_already", "who has a ballot in the urn stirs it"),
    ("already_invited_to_drive", "one is invited once"),
    ("already_committed", "one commits once"),
    ("not_committed", "no commitment is released where none is"),
    ("priority_was_differs", "the writer tells the priority before"),
];

/// An idea, entered on somebody's behalf.
fn entered(by: &Client, on_behalf_of: &str, more: &str) -> Reply {
    let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
    by.post(&at(&format!("/contributions?on_behalf_of={on_behalf_of}{more}")), &idea)
}

/// What a facilitator enters for somebody is theirs, and the history says who entered it and from what.
#[test]
fn what_is_entered_on_behalf_of_somebody_is_theirs() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let idea = entered(anne, &bilal.id, "&evidence=paper&occurred_at=2024-05-02T18:00:00Z").expect(201);
    let shown = &idea["resource"];
    assert_eq!(shown["author"], format!("actor:{}", bilal.id));
    assert_eq!(shown["entered_by"], format!("actor:{}", story.anne.id));
    assert_eq!((&shown["evidence"], &shown["occurred_at"]), (&json!("paper"), &json!("2024-05-02T18:00:00.000Z")));
    let text = json!({"title": "Un repas", "body": "Partagé, le dimanche."});
    bilal.client.put(&(of(&id(&idea)) + "/text"), &text).expect(200);
    let event = anne.get(&at(&format!("/events/{}?expand=texts", story.head() - 2))).expect(200);
    assert_eq!(event["event"]["for"], format!("actor:{}", bilal.id));
    assert_eq!(event["texts"]["/body"], "Partagé.");
    // A vote shows who entered it, and not for whom.
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    let vote = of(&statement) + &format!("/vote?on_behalf_of={}&evidence=telephone", story.chloe.id);
    anne.put(&vote, &json!({"vote": "agree"})).expect(200);
    let event = anne.get(&at(&format!("/events/{}", story.head() - 1))).expect(200);
    assert_eq!(event["event"]["by"], format!("actor:{}", story.anne.id));
    assert!(event["event"].get("for").is_none() && !event.to_string().contains(&story.chloe.id));
    assert_eq!(story.chloe.client.get(&(of(&statement) + "/vote")).expect(200)["vote"], "agree");
    // Nor is it tried, whatever they voted: that it had no effect would tell.
    for guess in ["agree", "disagree"] {
        assert_eq!(misfit(&anne.put(&(vote.clone() + "&dry_run=true"), &json!({"vote": guess})), 422).0, "dry_run");
    }
    // Only facilitators enter for others, with evidence, and only what those might do themselves.
    assert_eq!(entered(&bilal.client, &story.chloe.id, "&evidence=paper").problem(403), "forbidden");
    let question = json!({"kind": "question", "title": "Et après ?"});
    let asked = at(&format!("/contributions?on_behalf_of={}&evidence=paper", bilal.id));
    assert_eq!(anne.post(&asked, &question).problem(403), "forbidden");
    assert_eq!(misfit(&entered(anne, &bilal.id, "&occurred_at=2024-05-02T18:00:00Z"), 422).0, "occurred_at");
    assert_eq!(
        misfit(&entered(anne, &bilal.id, "&evidence=paper&occurred_at=2999-05-02T18:00:00Z"), 422).0,
        "occurred_at"
    );
    let alone = anne.post(&at("/contributions?evidence=paper"), &question);
    assert_eq!(misfit(&alone, 422).0, "evidence");
}

/// Whoever represents an organisation speaks in its name; its texts are its own, and open as such.
#[test]
fn an_organisation_speaks_through_who_represents_it() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    assert_eq!(entered(&bilal.client, &maison, "").problem(403), "forbidden");
    anne.put(&at(&format!("/actors/{}/representations/{maison}", bilal.id)), &json!({})).expect(200);
    let idea = id(&entered(&bilal.client, &maison, "").expect(201));
    let text = json!({"title": "Un repas", "body": "Partagé, chez nous."});
    let revised = bilal.client.put(&(of(&idea) + "/text"), &text).expect(200);
    assert_eq!(revised["resource"]["author"], format!("actor:{maison}"));
    let event = story.stranger().get(&at(&format!("/events/{}?expand=texts", story.head() - 1))).expect(200);
    assert_eq!(event["event"]["for"], format!("actor:{maison}"));
    assert_eq!(event["texts"]["/body"], "Partagé, chez nous.");
}

/// A correction names the event that was wrong, of the same object.
#[test]
fn a_wrong_entry_is_corrected_by_an_event_that_says_so() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Comun.");
    let wrong = story.head() - 1;
    let text = json!({"title": "Un calendrier", "body": "Commun."});
    let right = of(&proposal) + &format!("/text?corrects={wrong}");
    story.bilal.client.put(&right, &text).expect(200);
    let event = |position: u64| story.anne.client.get(&at(&format!("/events/{position}"))).expect(200)["event"].clone();
    assert_eq!(event(story.head() - 1)["corrects"], event(wrong)["id"]);
    let elsewhere = story.bilal.client.put(&(of(&proposal) + "/text?corrects=0"), &text);
    assert_eq!(elsewhere.problem(422), "corrects_another_object");
    assert_eq!(misfit(&story.bilal.client.put(&(of(&proposal) + "/text?corrects=999"), &text), 422).0, "corrects");
}

fn actors_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let nobody = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    let maison =
        id(&anne.post(&at("/actors"), &json!({"kind": "organisation", "profile": {"name": "La Maison"}})).expect(201));
    let role = |actor: &str, role: &str| at(&format!("/actors/{actor}/roles/{role}"));
    let representing = |who: &str, whom: &str| at(&format!("/actors/{who}/representations/{whom}"));
    let gone = story.server.join("vallee", anne, "Denis");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let contact = json!({"name": "Anne Berger", "contact": "anne@example.org"});
    anne.seeing(4).put(&at(&format!("/actors/{}/profile", story.anne.id)), &contact).expect(200);
    let taken = json!({"name": "Bilal Haddad", "contact": "Anne@Example.org"});
    let read = at(&format!("/actors/{}/notice-acknowledgements", story.bilal.id));
    let erasure = at(&format!("/actors/{}/personal-data", gone.id));
    vec![
        ("unknown_actor", anne.put(&role(nobody, "tutor"), &json!({}))),
        ("actor_left", anne.put(&role(&gone.id, "tutor"), &json!({}))),
        ("not_a_person", anne.put(&representing(&maison, &maison), &json!({}))),
        ("not_an_organisation", anne.put(&representing(&story.bilal.id, &story.chloe.id), &json!({}))),
        ("until_is_past", anne.put(&role(&story.bilal.id, "tutor"), &json!({"until": "2020-01-01T00:00:00Z"}))),
        ("last_steward", anne.delete(&role(&story.anne.id, "steward"))),
        (
            "contact_taken",
            story.bilal.client.seeing(2).put(&at(&format!("/actors/{}/profile", story.bilal.id)), &taken),
        ),
        ("not_represented", anne.delete(&representing(&story.bilal.id, &maison))),
        ("role_not_held", anne.delete(&role(&story.bilal.id, "tutor"))),
        ("still_retained", anne.send("DELETE", &erasure, br#"{"reason": "retention"}"#)),
        ("evidence_missing", entered(anne, &story.bilal.id, "")),
        ("unknown_subject", entered(anne, nobody, "&evidence=paper")),
        ("notice_not_current", story.bilal.client.post(&read, &json!({"notice": 1}))),
    ]
}

fn contributions_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let bilal = &story.bilal.client;
    let submit = |body: &Value| bilal.post(&at("/contributions"), body);
    let under = |kind: &str, parent: &str| submit(&json!({"kind": kind, "parent": parent, "body": "…"}));
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let (proposal, withdrawn) = (story.proposal("Un calendrier", "Commun."), story.proposal("Un repas", "Partagé."));
    bilal.post(&(of(&withdrawn) + "/withdrawal"), &json!({})).expect(200);
    let link = |to: &str| bilal.post(&(of(&proposal) + "/links"), &json!({"kind": "duplicates", "to": to}));
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    let vote = |on: &str| story.vote(&story.chloe, on, "agree");
    let mut deepest = proposal.clone();
    for _ in 0..32 {
        deepest = story.comment(&deepest, "Et puis ?");
    }
    let mut refused = vec![
        ("unknown_contribution", bilal.put(&(of(nobody) + "/support"), &json!({}))),
        ("contribution_withdrawn", bilal.put(&(of(&withdrawn) + "/support"), &json!({}))),
        ("title_missing", submit(&json!({"kind": "idea", "body": "…"}))),
        ("title_not_expected", submit(&json!({"kind": "comment", "parent": proposal, "title": "x", "body": "…"}))),
        ("parent_missing", submit(&json!({"kind": "comment", "body": "…"}))),
        ("unknown_parent", under("comment", nobody)),
        ("parent_withdrawn", under("comment", &withdrawn)),
        ("parent_of_wrong_kind", under("answer", &proposal)),
        ("thread_too_deep", under("comment", &deepest)),
        ("unknown_target", link(nobody)),
        ("linked_to_itself", link(&proposal)),
        ("unknown_statement", vote(nobody)),
        ("not_a_statement", vote(&proposal)),
    ];
    bilal.post(&(of(&statement) + "/withdrawal"), &json!({})).expect(200);
    refused.push(("statement_withdrawn", vote(&statement)));
    refused
}

fn invitations_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let issue = |body: &Value| anne.post(&at("/invitations"), body);
    let accept = |code: &Value| story.stranger().post(&at("/invitations/acceptance"), &json!({"code": code}));
    let issued = issue(&json!({})).expect(201)["items"][0].clone();
    let entered = accept(&issued["code"]).expect(201);
    let rotation = at(&format!("/actors/{}/keys/{}/rotation", id(&entered), id(&entered["session"])));
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    vec![
        ("unknown_invitation", anne.delete(&at(&format!("/invitations/{nobody}")))),
        ("unknown_invitee", issue(&json!({"actor": nobody}))),
        ("expiry_is_past", issue(&json!({"expires_at": "2020-01-01T00:00:00Z"}))),
        ("expiry_too_far", issue(&json!({"expires_at": "2999-01-01T00:00:00Z"}))),
        ("invitation_closed", anne.delete(&at(&format!("/invitations/{}", id(&issued))))),
        ("invitation_not_valid", accept(&issued["code"])),
        ("key_of_a_session", anne.post(&rotation, &json!({}))),
    ]
}

fn server_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let operator = story.server.operator();
    let founding = |slug: &str, k: u8, languages: &[&str]| {
        operator.post(
            "/v1/networks",
            &json!({
                "slug": slug, "name": "Un réseau", "languages": languages, "time_zone": "Europe/Paris",
                "visibility": "public", "k": k, "steward": {"kind": "person", "name": "Zoé"}
            }),
        )
    };
    let key = id(&operator.post("/v1/keys", &json!({"scopes": ["read"]})).expect(201));
    operator.delete(&format!("/v1/keys/{key}")).expect(204);
    vec![
        ("slug_taken", founding("vallee", 5, &["fr"])),
        ("language_missing", founding("plaine", 5, &[])),
        ("k_too_small", founding("plaine", 2, &["fr"])),
        ("retention_too_short", story.anne.client.patch(&at(""), &json!({"retention_days": 7}))),
        ("scope_missing", operator.post("/v1/keys", &json!({"scopes": []}))),
        ("unknown_key", operator.delete("/v1/keys/01890a5d-ac96-774b-bcce-b302099a8057")),
        ("key_already_revoked", operator.delete(&format!("/v1/keys/{key}"))),
    ]
}

/// A meeting at a time that is past, still to come, or now.
fn meeting(by: &Client, from: u16, until: u16) -> String {
    let day = |year: u16| format!("{year}-03-05T18:00:00Z");
    let planned = json!({
        "kind": "workshop", "starts_at": day(from), "ends_at": day(until), "title": "Nos besoins", "place": "Ici",
        "capacity": 1
    });
    at(&format!("/meetings/{}", id(&by.post(&at("/meetings"), &planned).expect(201))))
}

fn meetings_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal, chloe) = (&story.anne.client, &story.bilal.client, &story.chloe.client);
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let (over, now) = (meeting(anne, 2020, 2021), meeting(anne, 2020, 2999));
    let (ahead, gone) = (meeting(anne, 2998, 2999), meeting(anne, 2998, 2999));
    anne.seeing(1).post(&(gone.clone() + "/cancellation"), &json!({"reason": "Il neige."})).expect(200);
    let plan = |change: Value| {
        let mut planned = json!({
            "kind": "workshop", "starts_at": "2998-03-05T18:00:00Z", "ends_at": "2998-03-05T20:00:00Z", "title": "x",
            "place": "Ici"
        });
        planned.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        anne.post(&at("/meetings"), &planned)
    };
    let register = |by: &Client, path: &str| by.put(&format!("{path}/registration"), &json!({}));
    let count = |version, path: &str, body: &Value| anne.seeing(version).put(&format!("{path}/attendance"), body);
    let draft = |by: &Client, version| {
        by.seeing(version).post(&(now.clone() + "/minutes"), &json!({"minutes": "On a bien parlé."}))
    };
    let name = |version, draft: u32, approvers: &[&str]| {
        let path = format!("{now}/minutes/{draft}/approvers");
        anne.seeing(version).put(&path, &json!({"approvers": approvers}))
    };
    let approve = |by: &Client, draft| by.put(&format!("{now}/minutes/{draft}/approval"), &json!({}));
    let offer = |by: &Client| by.put(&(now.clone() + "/approval-offer"), &json!({}));
    register(bilal, &ahead).expect(200);
    let mut refused = vec![
        ("unknown_meeting", register(bilal, &at(&format!("/meetings/{nobody}")))),
        ("meeting_cancelled", register(bilal, &gone)),
        ("meeting_where_missing", plan(json!({"place": null}))),
        ("meeting_ends_too_soon", plan(json!({"ends_at": "2998-03-05T18:00:00Z"}))),
        ("capacity_too_small", plan(json!({"capacity": 0}))),
        ("registration_over", register(bilal, &over)),
        ("meeting_full", register(chloe, &ahead)),
        ("meeting_not_begun", count(1, &ahead, &json!({"count": 3}))),
        ("count_below_named", count(1, &now, &json!({"count": 0, "persons": [story.bilal.id]}))),
        ("not_an_attendee", offer(chloe)),
    ];
    count(1, &now, &json!({"count": 3, "persons": [story.bilal.id, story.anne.id]})).expect(200);
    refused.push((
        "meeting_was_held",
        anne.seeing(2).post(&(now.clone() + "/cancellation"), &json!({"reason": "Il neige."})),
    ));
    for by in [bilal, anne] {
        offer(by).expect(200);
    }
    draft(bilal, 2).expect(200);
    refused.extend([
        ("unknown_draft", name(3, 2, &[&story.anne.id])),
        ("approvers_missing", name(3, 1, &[])),
        ("approval_not_offered", name(3, 1, &[&story.chloe.id])),
        ("drafter_among_approvers", name(3, 1, &[&story.bilal.id])),
        ("draft_not_in_approval", approve(anne, 1)),
    ]);
    name(3, 1, &[&story.anne.id]).expect(200);
    refused.push(("not_an_approver", approve(chloe, 1)));
    approve(anne, 1).expect(200);
    refused.extend([
        ("draft_already_approved", name(5, 1, &[&story.anne.id])),
        ("minutes_correction_expected", draft(bilal, 5)),
        ("unknown_born_contribution", anne.put(&format!("{now}/contributions/{nobody}"), &json!({}))),
        ("draft_erased", erased_draft(story)),
    ]);
    refused
}

/// Anne approves the draft of somebody whose data was erased since.
fn erased_draft(story: &Story) -> Reply {
    let anne = &story.anne.client;
    let meeting = meeting(anne, 2020, 2999);
    let below = |path: &str| format!("{meeting}{path}");
    anne.seeing(1).put(&below("/attendance"), &json!({"count": 3, "persons": [story.anne.id]})).expect(200);
    anne.put(&below("/approval-offer"), &json!({})).expect(200);
    let gone = story.server.join("vallee", anne, "Denis");
    gone.client.seeing(2).post(&below("/minutes"), &json!({"minutes": "On a bien parlé."})).expect(200);
    anne.seeing(3).put(&below("/minutes/1/approvers"), &json!({"approvers": [story.anne.id]})).expect(200);
    let data = at(&format!("/actors/{}/personal-data", gone.id));
    anne.send("DELETE", &data, br#"{"reason": "request"}"#).expect(200);
    let refused = anne.put(&below("/minutes/1/approval"), &json!({}));
    let read = anne.get(&below("/minutes")).expect(200);
    assert_eq!(read["items"][0]["minutes"], "[erased]");
    assert!(read["items"][0]["approvers"][0].get("approved_at").is_none(), "nothing of the approval is recorded");
    refused
}

fn arrangement_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let merge = |into: &str, sources: &[&str]| anne.post(&(of(into) + "/merges"), &json!({"sources": sources}));
    let put = |what: &str, under: &str| anne.put(&(of(what) + "/place"), &json!({"parent": under}));
    let under = |parent: &str| json!({"kind": "comment", "parent": parent, "body": "…"});
    let [target, source, withdrawn] = ["a", "b", "c"].map(|title| story.proposal(title, "…"));
    bilal.post(&(of(&withdrawn) + "/withdrawal"), &json!({})).expect(200);
    let question = story.question("Comment manger ?");
    let (first, second) = (story.statement(&question, "Ensemble."), story.statement(&question, "Dehors."));
    let comment = story.comment(&target, "Oui.");
    let reply = story.comment(&comment, "Non.");
    merge(&target, &[&source]).expect(200);
    merge(&first, &[&second]).expect(200);
    vec![
        ("nothing_to_merge", merge(&target, &[])),
        ("unknown_source", merge(&target, &[nobody])),
        ("merged_into_itself", merge(&target, &[&target])),
        ("source_takes_no_part", merge(&target, &[&withdrawn])),
        ("source_of_other_kind", merge(&target, &[&comment])),
        ("merged_into_its_reply", merge(&reply, &[&comment])),
        ("contribution_merged", bilal.put(&(of(&source) + "/support"), &json!({}))),
        ("parent_merged", bilal.post(&at("/contributions"), &under(&source))),
        ("statement_merged", story.vote(&story.chloe, &second, "agree")),
        ("under_itself", put(&comment, &reply)),
    ]
}

fn moderation_refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let moderator = |name: &str| {
        let member = story.server.join("vallee", &story.anne.client, name);
        story.anne.client.put(&at(&format!("/actors/{}/roles/moderator", member.id)), &json!({})).expect(200);
        member
    };
    let (modou, maud) = (moderator("Modou"), moderator("Maud"));
    let decided = |by: &Member, of_what: &str, below: &str, outcome: &str, rule: Option<&str>| {
        let decision = match rule {
            Some(rule) => json!({"outcome": outcome, "rationale": "…", "rule": rule}),
            None => json!({"outcome": outcome, "rationale": "…"}),
        };
        by.client.post(&(of(of_what) + below), &decision)
    };
    let review = |by: &Member, of: &str, outcome: &str| decided(by, of, "/reviews", outcome, Some("Règle 3"));
    let decide = |by: &Member, of: &str| decided(by, of, "/appeal/decision", "upheld", None);
    let appeal = |of_what: &str| story.bilal.client.post(&(of(of_what) + "/appeal"), &json!({"reason": "…"}));
    let report = |of_what: &str| story.chloe.client.post(&(of(of_what) + "/reports"), &json!({"reason": "spam"}));
    let [hidden, kept, withdrawn] = ["a", "b", "c"].map(|title| story.proposal(title, "…"));
    story.bilal.client.post(&(of(&withdrawn) + "/withdrawal"), &json!({})).expect(200);
    let own = story.contribute(&modou, &json!({"kind": "idea", "title": "d", "body": "…"}));
    let statement = story.statement(&story.question("Comment boire ?"), "De l’eau.");
    review(&modou, &statement, "hidden").expect(200);
    let under = json!({"kind": "comment", "parent": hidden, "body": "…"});
    review(&modou, &hidden, "hidden").expect(200);
    let mut refused = vec![
        ("nothing_to_moderate", report(nobody)),
        ("already_hidden", report(&hidden)),
        ("own_contribution", review(&modou, &own, "kept")),
        ("rule_missing", decided(&modou, &kept, "/reviews", "hidden", None)),
        ("not_to_be_returned", review(&modou, &withdrawn, "returned")),
        ("nothing_to_appeal", appeal(&kept)),
        ("no_appeal", decide(&maud, &hidden)),
        ("contribution_hidden", story.chloe.client.put(&(of(&hidden) + "/support"), &json!({}))),
        ("parent_hidden", story.chloe.client.post(&at("/contributions"), &under)),
        ("statement_hidden", story.vote(&story.chloe, &statement, "agree")),
    ];
    appeal(&hidden).expect(200);
    refused.push(("already_appealed", appeal(&hidden)));
    refused.push(("appeal_pending", review(&maud, &hidden, "kept")));
    refused.push(("same_moderator", decide(&modou, &hidden)));
    decide(&maud, &hidden).expect(200);
    refused.push(("settled_by_appeal", review(&maud, &hidden, "kept")));
    refused
}

#[test]
fn every_refusal_is_reached_or_known_not_to_be() {
    let story = Story::begin();
    let mut told = actors_refusals(&story);
    told.extend(contributions_refusals(&story));
    told.extend(server_refusals(&story));
    told.extend(invitations_refusals(&story));
    told.extend(meetings_refusals(&story));
    told.extend(arrangement_refusals(&story));
    told.extend(moderation_refusals(&story));
    told.extend(audiences::refusals(&story));
    told.extend(vocabulary::refusals(&story));
    told.extend(groups::refusals(&story));
    told.extend(exchanges::refusals(&story));
    told.extend(crate::actions::refusals(&story));
    told.extend(crate::cooperations::refusals(&story));
    told.extend(crate::tensions::refusals(&story));
    told.extend(crate::decisions::refusals(&story));
    told.extend(crate::mobilisation::refusals(&story));
    told.extend(crate::steps::refusals(&story));
    told.extend(crate::specifications::refusals(&story));
    told.extend(crate::diagnostics::refusals(&story));
    told.extend(crate::selections::refusals(&story));
    let head = story.anne.client.post(&at("/archival"), &json!({})).expect(200)["position"].clone();
    let late = story.bilal.client.post(&at("/contributions"), &json!({"kind": "idea", "title": "x", "body": "…"}));
    assert_eq!(late.status, 409);
    told.push(("network_archived", late));
    assert_eq!(story.head(), head.as_u64().unwrap());
    for (code, reply) in &told {
        assert_eq!(refusal(reply), *code);
        let french = reply.json();
        assert!(!french["detail"].as_str().unwrap().is_empty(), "{code} says what to do next");
    }
    let reached = told.iter().map(|(code, _)| *code);
    let explained = UNREACHABLE.iter().chain(WITHOUT_EFFECT).map(|(code, _)| *code);
    let covered: BTreeSet<_> = reached.chain(explained).collect();
    let networks = domain::state::Refusal::all().map(|(.., refusal)| refusal.code());
    let servers = domain::server::Refusal::ALL.iter().map(|(_, refusal)| refusal.code());
    assert_eq!(covered, networks.chain(servers).collect());
}
