//! Decide Madrid: the published set against its figures, and made-up threads.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use app::import::madrid::Folder;
use app::import::report::{Report, Set, What};
use serde_json::{Value, json};
use testkit::{Client, TestServer, shared_data};

use super::{Quiet, files, history, import_told, text};

const SET: &str = "madrid:decide-madrid";

fn import(server: &TestServer, folder: &Path) -> (Report, Vec<String>) {
    let mut told = Quiet::default();
    let set = Folder::find(folder, None, &"UTC".parse().unwrap()).unwrap();
    (import_told(server, "madrid", &[set], &mut told), told.0)
}

/// All contributions of the set with their texts, by their source.
fn contributions(client: &Client, set: &str) -> BTreeMap<String, Value> {
    let list = format!("/v1/networks/madrid/contributions?source={set}&limit=100&expand=texts");
    let (mut found, mut after) = (BTreeMap::new(), String::new());
    loop {
        let page = client.get(&format!("{list}{after}")).expect(200);
        for item in page["items"].as_array().unwrap() {
            assert!(found.insert(text(item, "/source_id").to_owned(), item.clone()).is_none());
        }
        let Some(next) = page["next"].as_str() else { return found };
        after = format!("&after={next}");
    }
}

/// The rows of a file by their columns, read without any of the program's own reading.
fn rows(file: &Path) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(file).unwrap().deserialize().map(Result::unwrap).collect()
}

/// How many comments there are from one up to the proposal, itself counted.
fn chain(of: &Value, by_id: &HashMap<&str, &Value>) -> usize {
    of["parent"].as_str().map_or(0, |parent| 1 + chain(by_id[parent], by_id))
}

#[test]
fn the_published_set_counts_as_published() {
    let Some(data) = shared_data("decide-madrid") else { return };
    let figures = fs::read(data.join("expected/figures.json")).unwrap();
    let figures: Value = serde_json::from_slice(&figures).unwrap();
    let figure = |name: &str| figures[name].as_u64().unwrap();
    let server = TestServer::start();
    let (report, remarks) = import(&server, &data);
    let told = &report.sets[0];
    let stranger = server.caller("");
    let found = contributions(&stranger, SET);
    let of_kind = |kind: &str| found.values().filter(|one| one["kind"] == kind).collect::<Vec<_>>();
    let (proposals, comments) = (of_kind("proposal"), of_kind("comment"));
    assert_eq!(figure("proposals"), proposals.len() as u64);
    // A comment without a text is left out; the rest of them is there.
    assert_eq!(figure("comments"), comments.len() as u64 + figure("comments_with_empty_text"));
    assert_eq!((told.broken, told.refused), (figure("comments_with_empty_text"), 0));
    let actors = stranger.get("/v1/networks/madrid").expect(200)["actors"].as_u64().unwrap();
    assert_eq!(figure("distinct_users"), actors - 1);
    let first_and_last = |of: &[&Value]| {
        let days: BTreeSet<_> = of.iter().map(|one| &text(one, "/occurred_at")[..10]).collect();
        json!([days.first().unwrap(), days.last().unwrap()])
    };
    assert_eq!(figures["first_and_last_comment_date"], first_and_last(&comments));
    assert_eq!(figures["first_and_last_proposal_date"], first_and_last(&proposals));
    let by_id: HashMap<_, _> = found.values().map(|one| (text(one, "/id"), one)).collect();
    let deepest = comments.iter().map(|one| chain(one, &by_id)).max().unwrap();
    assert_eq!(figure("deepest_chain_of_comments"), deepest as u64);
    threads(&data, &figures, told, &found, &by_id);
    texts(&data, &found);
    what_the_site_counted(&figures, told);
    assert_eq!(remarks.len() as u64, told.broken + told.moved);
    what_the_history_tells(&history(&stranger, "madrid"));
    again(&server, &data, told);
}

/// Each comment stands where the file says, or where what it replied to would have stood.
fn threads(data: &Path, figures: &Value, told: &Set, found: &BTreeMap<String, Value>, by_id: &HashMap<&str, &Value>) {
    let rows = rows(&data.join("comments.csv"));
    let by_number: HashMap<_, _> = rows.iter().map(|row| (row["id"].as_str(), row)).collect();
    let (mut top_level, mut missing, mut under_empty) = (0, 0, 0);
    for row in &rows {
        top_level += u64::from(row["parentId"] == "-1");
        let Some(comment) = found.get(&format!("{SET}:c{}", row["id"])) else {
            assert!(row["text"].is_empty(), "{row:?}");
            missing += u64::from(row["parentId"] != "-1" && !by_number.contains_key(row["parentId"].as_str()));
            continue;
        };
        let mut parent = row;
        let stands_under = loop {
            let Some(next) = by_number.get(parent["parentId"].as_str()) else {
                break format!("p{}", row["proposalId"]);
            };
            parent = next;
            if !parent["text"].is_empty() {
                break format!("c{}", parent["id"]);
            }
        };
        let under = by_id[text(comment, "/parent")];
        assert_eq!(text(under, "/source_id"), format!("{SET}:{stands_under}"));
        if row["parentId"] != "-1" {
            let direct = by_number.get(row["parentId"].as_str());
            missing += u64::from(direct.is_none());
            under_empty += u64::from(direct.is_some_and(|parent| parent["text"].is_empty()));
        }
    }
    assert_eq!(figures["top_level_comments"], top_level);
    assert_eq!(figures["replies"], told.rows_read.of(What::Comments) - top_level);
    assert_eq!(figures["replies_whose_parent_is_not_in_the_file"], missing);
    // One of them has no text itself, and is told as that.
    let moved = ["replies_to_missing_comments", "replies_to_left_out_comments"].map(|name| told.figures[name]);
    assert_eq!((moved, told.moved), ([missing - 1, under_empty], missing - 1 + under_empty));
    assert_eq!(figures["replies_whose_parent_is_on_another_proposal"], 0);
    assert!(!told.figures.contains_key("replies_to_another_proposal"));
}

/// Titles and texts are those of the files.
fn texts(data: &Path, found: &BTreeMap<String, Value>) {
    for row in rows(&data.join("proposals.csv")) {
        let proposal = &found[&format!("{SET}:p{}", row["id"])];
        let (summary, text) = (row["summary"].trim(), row["text"].trim());
        let body = if text.is_empty() { summary.to_owned() } else { format!("{summary}\n\n{text}") };
        assert_eq!((&proposal["title"], &proposal["body"]), (&json!(row["title"].trim()), &json!(body)));
    }
    for row in rows(&data.join("comments.csv")).iter().filter(|row| !row["text"].is_empty()) {
        let comment = &found[&format!("{SET}:c{}", row["id"])];
        assert_eq!(comment["body"], row["text"].as_str());
        let at = format!("{}T{}.000Z", row["date"], row["time"].strip_prefix("0 days ").unwrap());
        assert_eq!(comment["occurred_at"], at.as_str());
    }
}

/// What becomes nothing is told.
fn what_the_site_counted(figures: &Value, told: &Set) {
    for (pointer, name) in [
        ("/proposals_by_status/archived", "proposals_archived"),
        ("/proposals_by_status/open", "proposals_open"),
        ("/proposals_by_association", "proposals_of_associations"),
        ("/sum_of_numComments", "comments_announced"),
        ("/sum_of_numSupports", "supports"),
        ("/comments_by_userType/Autor", "comments_by_authors"),
        ("/comments_by_userType/Empleados públicos", "comments_by_public_employees"),
        ("/comments_by_userType/Colectivo", "comments_by_collectives"),
        ("/comment_votes/total", "votes"),
        ("/comment_votes/positive", "votes_for"),
        ("/comment_votes/negative", "votes_against"),
    ] {
        assert_eq!(figures.pointer(pointer).unwrap(), told.figures[name], "{name}");
    }
}

/// Nobody supported or voted; people have nothing but an id; all is in order of time.
fn what_the_history_tells(events: &[Value]) {
    let mut last = "";
    for event in &events[5..] {
        match text(event, "/type") {
            "actor.joined" => {
                let keys: BTreeSet<_> = event["data"].as_object().unwrap().keys().map(String::as_str).collect();
                assert_eq!((keys, event.get("source")), (["actor", "kind", "via"].into(), None));
            }
            "contribution.submitted" => {
                let at = text(event, "/occurred_at");
                assert!(last <= at, "{event} after {last}");
                last = at;
            }
            other => panic!("{other}"),
        }
    }
}

fn again(server: &TestServer, data: &Path, first: &Set) {
    let networks = server.dir.join("networks");
    let before = files(&networks);
    let (report, _) = import(server, data);
    let second = &report.sets[0];
    assert_eq!((second.recorded.sum(), &second.already_there), (0, &first.recorded));
    assert_eq!((second.changed, second.moved, &second.figures), (0, first.moved, &first.figures));
    assert!(before == files(&networks), "not a byte of log or keys is changed");
}

const PROPOSALS: &str = "id,userId,date,title,summary,text,status,isAssociation,numComments,numSupports\n";
const COMMENTS: &str =
    "id,parentId,proposalId,userId,userType,date,time,text,numVotes,numPositiveVotes,numNegativeVotes\n";

/// A set with these rows of proposals and comments.
pub fn made_up(dir: &Path, name: &str, proposals: &str, comments: &str) -> PathBuf {
    let folder = dir.join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("proposals.csv"), format!("{PROPOSALS}{proposals}")).unwrap();
    fs::write(folder.join("comments.csv"), format!("{COMMENTS}{comments}")).unwrap();
    folder
}

#[test]
fn replies_find_their_place_whatever_is_missing_above_them() {
    let source = tempfile::tempdir().unwrap();
    let proposals = "1,1,2015-09-15,One,Sum,,open,0,0,0\n2,1,2015-09-16,Two,Sum,Text,open,0,0,0\n";
    let comments = "\
        14,13,1,7,,2015-09-15,0 days 10:00:04,Under 11,0,0,0\n\
        11,-1,1,7,,2015-09-15,0 days 10:00:00,Top,0,0,0\n\
        12,11,1,7,,2015-09-15,0 days 10:00:01,,0,0,0\n\
        13,12,1,7,,2015-09-15,0 days 10:00:02, ,0,0,0\n\
        15,99,1,7,,2015-09-15,0 days 10:00:05,Parent missing,0,0,0\n\
        16,17,1,7,,2015-09-15,0 days 10:00:06,Before its parent,0,0,0\n\
        17,-1,1,7,,2015-09-15,0 days 10:00:07,Later,0,0,0\n\
        18,11,2,7,,2015-09-15,0 days 10:00:08,On another proposal and before it,0,0,0\n\
        11,-1,1,7,,2015-09-15,0 days 10:00:09,The same number,0,0,0\n\
        19,-1,3,7,,2015-09-15,0 days 10:00:10,No such proposal,0,0,0\n\
        20,-1,1,7,,2015-02-30,0 days 10:00:11,No such day,0,0,0\n\
        21,-1,1,seven,,2015-09-15,0 days 10:00:11,Who?,0,0,0\n";
    let folder = made_up(source.path(), "made-up", proposals, comments);
    let server = TestServer::start();
    let (report, remarks) = import(&server, &folder);
    let path = folder.join("comments.csv");
    let expected = [
        (4, "text is empty"),
        (5, "text is empty"),
        (10, "comment 11 came before, on line 3"),
        (11, "there is no proposal 3"),
        (12, "date is not a date YYYY-MM-DD"),
        (13, "userId is not a whole number from 0 to 4294967295"),
        (2, "comment 13 was left out: kept under comment 11"),
        (6, "comment 99 is not in the file: kept under the proposal"),
        (7, "comment 17 comes later: kept under the proposal"),
        (9, "comment 11 is on another proposal: kept under the proposal"),
    ];
    let expected: Vec<_> = expected.iter().map(|(line, told)| format!("{}:{line}: {told}", path.display())).collect();
    assert_eq!(remarks, expected);
    assert_eq!((report.sets[0].broken, report.sets[0].moved), (6, 4));
    let found = contributions(&server.caller(""), "madrid:made-up");
    let order: Vec<_> = history(&server.caller(""), "madrid")
        .iter()
        .filter_map(|event| Some(event.get("source")?.as_str()?.rsplit(':').next().unwrap().to_owned()))
        .collect();
    assert_eq!(order, ["p1", "c11", "c14", "c15", "c16", "c17", "p2", "c18"]);
    assert_eq!(found["madrid:made-up:p2"]["body"], "Sum\n\nText");
    assert_eq!(found["madrid:made-up:c18"]["occurred_at"], "2015-09-15T10:00:08.000Z", "as the set tells it");
}

#[test]
fn a_thread_too_deep_is_told_and_what_stands_in_it_too() {
    let source = tempfile::tempdir().unwrap();
    let comment = |n: u32| {
        let parent = if n == 1 { "-1".to_owned() } else { (n - 1).to_string() };
        format!("{n},{parent},1,7,,2015-09-15,0 days 10:00:{n:02},Reply {n},0,0,0\n")
    };
    let comments: String = (1..=34).map(comment).collect();
    let folder = made_up(source.path(), "deep", "1,1,2015-09-15,One,Sum,,open,0,0,0\n", &comments);
    let server = TestServer::start();
    let (report, remarks) = import(&server, &folder);
    assert_eq!((report.sets[0].recorded.of(What::Comments), report.sets[0].refused), (32, 2));
    assert!(remarks[0].ends_with(":34: refused: thread_too_deep"), "{remarks:?}");
}

#[test]
fn a_text_that_changed_since_is_told_and_stays() {
    let source = tempfile::tempdir().unwrap();
    let set = |text: &str| {
        let comment = format!("11,-1,1,7,,2015-09-15,0 days 10:00:00,{text},0,0,0\n");
        made_up(source.path(), "changing", "1,1,2015-09-15,One,Sum,,open,0,0,0\n", &comment)
    };
    let server = TestServer::start();
    import(&server, &set("As it was"));
    let (report, remarks) = import(&server, &set("As it is"));
    assert_eq!((report.sets[0].changed, report.sets[0].recorded.sum()), (1, 0));
    assert!(remarks[0].ends_with("comments.csv:2: changed since it was imported; the network keeps what it has"));
    let found = contributions(&server.caller(""), "madrid:changing");
    assert_eq!(found["madrid:changing:c11"]["body"], "As it was");
}
