//! Somebody who reads all that a network tells of its diagnostics, as a stranger and as a steward, at every position, and
//! has a solver of linear programs, finds nobody's answer out.

#[path = "../crates/domain/tests/attacker/lp.rs"]
mod lp;

use std::collections::{BTreeMap, BTreeSet};

use domain::diagnostic::questionnaire::{QuestionKind, QuestionNo};
use domain::diagnostic::tables::{Cell, Columns, QuestionTable, Row, Rows, TieMeasures, WordCounts};
use lp::{Attacker, Group, finds_nothing};
use microlp::ComparisonOp;
use serde_json::{Value, json};
use testkit::{Client, Member};

use crate::story::{Story, at, header, id};

/// The least that a network may choose: the hardest to keep.
const K: u32 = 3;

/// A network of some people in three audiences, and of some in none.
struct People {
    story: Story,
    members: Vec<Member>,
}

impl People {
    fn meet(sizes: [usize; 4]) -> Self {
        let story = Story::begin();
        let anne = &story.anne.client;
        anne.patch(&at(""), &json!({"k": K})).expect(200);
        let audience = |name: &str| id(&anne.post(&at("/audiences"), &json!({"name": name})).expect(201));
        let audiences = ["Jeunes", "Aînés", "Associations"].map(audience);
        let mut members = Vec::new();
        for (n, size) in sizes.into_iter().enumerate() {
            for _ in 0..size {
                let mut person = json!({"kind": "person", "profile": {"name": format!("Personne {}", members.len())}});
                if let Some(audience) = audiences.get(n) {
                    person["audience"] = json!(audience);
                }
                let id = id(&anne.post(&at("/actors"), &person).expect(201));
                let scopes = json!({"scopes": ["read", "write"]});
                let key = anne.post(&at(&format!("/actors/{id}/keys")), &scopes).expect(201);
                members.push(Member { id, client: story.server.caller(key["secret"].as_str().unwrap()) });
            }
        }
        Self { story, members }
    }

    /// A diagnostic, answered by everybody as `answers` says, and published.
    fn asked(&self, drafted: &Value, answers: impl Fn(usize, &[Member]) -> Value) -> String {
        let anne = &self.story.anne.client;
        let reply = anne.post(&at("/diagnostics"), drafted);
        let path = header(&reply, "location").to_owned();
        reply.expect(201);
        anne.post(&format!("{path}/opening"), &json!({})).expect(200);
        for (n, member) in self.members.iter().enumerate() {
            let body = json!({"answers": answers(n, &self.members)});
            member.client.put(&format!("{path}/answers"), &body).expect(200);
        }
        anne.post(&format!("{path}/closing"), &json!({})).expect(200);
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while anne.get(&path).expect(200)["phase"] != "published" {
            assert!(std::time::Instant::now() < until, "no table is published");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        path
    }
}

fn campaign() -> Value {
    let ask = |theme: &str, kind: &str| json!({"theme": theme, "kind": kind, "title": format!("{theme} {kind} ?")});
    let mut single = ask("ict_representation", "single");
    single["choices"] = json!([{"title": "oui", "leaning": "advantage"}, {"title": "non", "leaning": "disadvantage"}, {"title": "peut-être"}]);
    let mut multiple = ask("ict_usage", "multiple");
    multiple["choices"] = json!([{"title": "agenda"}, {"title": "wiki"}, {"title": "liste"}]);
    let kinds = [
        single,
        multiple,
        ask("network_practice", "scale"),
        ask("ict_usage", "frequency"),
        ask("network_representation", "words"),
        ask("network_representation", "text"),
        ask("network_practice", "ties"),
    ];
    json!({"title": "Comment travaillons-nous ?", "questions": kinds})
}

/// What the `n`th person answers: more often the same than not, and some nothing.
fn answers(n: usize, members: &[Member], shift: usize) -> Value {
    let n = n + shift;
    let mut answers =
        json!({"5": {"text": if n % 4 == 0 { "La navette du samedi." } else { "L’entraide, la navette." }}});
    let mut give = |question: &str, answer: Value| answers[question] = answer;
    if n % 7 != 3 {
        give("0", json!({"choice": ([0, 0, 0, 1, 0, 1, 0, 2][n % 8])}));
    }
    give("1", json!({"choices": ([vec![0], vec![0, 1], vec![1], vec![0, 2]][n % 4])}));
    give("2", json!({"scale": ([4, 4, 5, 3, 4, 5, 4, 1][n % 8])}));
    give("3", json!({"frequency": (["weekly", "daily", "weekly", "monthly", "weekly"][n % 5])}));
    if n % 3 != 2 {
        give("4", json!({"words": if n % 2 == 0 { vec!["entraide"] } else { vec!["entraide", "fête"] }}));
    }
    if n % 3 != 1 {
        let mut named: Vec<_> = [n + 1, n + 2].map(|n| members[n % members.len()].id.clone()).to_vec();
        named.retain(|other| *other != members[(n - shift) % members.len()].id);
        named.sort_unstable();
        let channel = if n % 5 == 0 { "telephone" } else { "meeting" };
        let tie = |actor: &String| json!({"actor": actor, "frequency": "weekly", "channel": channel});
        give("6", json!({"ties": named.iter().map(tie).collect::<Vec<_>>()}));
    }
    answers
}

/// All that is told of one diagnostic, by whom- and whenever.
#[derive(Default)]
struct Told {
    people: u32,
    columns: Columns,
    /// By question, row and column (none for everybody): how many.
    cells: BTreeMap<(u8, usize, Option<usize>), u32>,
    shapes: BTreeMap<u8, (usize, usize)>,
    words: BTreeMap<u8, BTreeMap<String, u32>>,
    ties: BTreeMap<u8, TieMeasures>,
    /// By question: the sum of what was answered on a scale, and how many answered.
    means: BTreeMap<u8, (u32, u32)>,
    /// How many reports were read.
    reports: usize,
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap_or_else(|| panic!("{value}"))).unwrap()
}

impl Told {
    fn learn(&mut self, cell: (u8, usize, Option<usize>), people: u32) {
        let before = self.cells.insert(cell, people);
        assert!(before.is_none_or(|before| before == people), "what is told agrees with itself");
    }

    /// Reads the history.
    fn events(&mut self, by: &Client, diagnostic: &str) {
        let of = |event: &str| {
            let query = format!("/events?limit=100&object=diagnostic:{diagnostic}&type=diagnostic.{event}");
            by.get(&at(&query)).expect(200)["items"].as_array().unwrap().clone()
        };
        for item in ["base_published", "table_published"].into_iter().flat_map(of) {
            let event = item.get("event").unwrap_or(&item);
            let data = &event["data"];
            match event["type"].as_str().unwrap() {
                "diagnostic.base_published" => {
                    self.people = number(&data["people"]);
                    self.columns = serde_json::from_value(data["columns"].clone()).unwrap();
                }
                "diagnostic.table_published" => self.table(data),
                _ => (),
            }
        }
    }

    fn table(&mut self, data: &Value) {
        let question = u8::try_from(number(&data["question"])).unwrap();
        let rows: Rows = serde_json::from_value(data["rows"].clone()).unwrap();
        self.shapes.insert(question, (rows.0.len(), rows.0[0].columns.len()));
        for (number, row) in rows.0.iter().enumerate() {
            let columns = row.columns.iter().enumerate().map(|(column, cell)| (Some(column), *cell));
            for (column, cell) in columns.chain([(None, row.all)]) {
                if let Some(people) = cell.get() {
                    self.learn((question, number, column), people);
                }
            }
        }
        if let Some(ties) = data.get("ties") {
            self.ties.insert(question, serde_json::from_value(ties.clone()).unwrap());
        }
    }

    /// Reads the report as of a position, if there is one.
    fn report(&mut self, by: &Client, path: &str, as_of: u64) {
        let reply = by.get(&format!("{path}/report?expand=texts&as_of={as_of}"));
        if reply.status != 200 {
            return;
        }
        self.reports += 1;
        let report = reply.json();
        let themes = report["themes"].as_array().unwrap().iter();
        for asked in themes.flat_map(|theme| theme["questions"].as_array().unwrap()) {
            let question = u8::try_from(number(&asked["question"])).unwrap();
            for (row, shown) in asked["rows"].as_array().unwrap().iter().enumerate() {
                self.figure((question, row, None), &shown["all"]);
                for (column, figure) in shown["columns"].as_array().unwrap().iter().enumerate() {
                    self.figure((question, row, Some(column)), figure);
                }
            }
            for word in asked.get("words").and_then(Value::as_array).into_iter().flatten() {
                let said = word["word"].as_str().unwrap().to_owned();
                self.words.entry(question).or_default().insert(said, number(&word["people"]));
            }
            if let Some(mean) = asked.get("mean") {
                self.means.insert(question, (number(&mean["exact"]["num"]), number(&mean["exact"]["den"])));
            }
        }
        for compared in report.pointer("/comparison/questions").and_then(Value::as_array).into_iter().flatten() {
            let question = u8::try_from(number(&compared["question"])).unwrap();
            for (row, shown) in compared["rows"].as_array().unwrap().iter().enumerate() {
                self.figure((question, row, None), &shown["after"]);
                let both = ["before", "after"].iter().all(|when| shown[when]["n"].is_u64());
                assert!(both || shown.get("change_per_mille").is_none(), "a change tells what does not show: {shown}");
            }
        }
    }

    fn figure(&mut self, cell: (u8, usize, Option<usize>), figure: &Value) {
        if let Some(people) = figure["n"].as_u64() {
            self.learn(cell, u32::try_from(people).unwrap());
        } else {
            assert!(figure.get("per_mille").is_none() && figure["suppressed"] == true, "{figure}");
        }
    }

    fn question(&self, question: u8) -> QuestionTable {
        let (rows, columns) = self.shapes[&question];
        let cell = |row, column| self.cells.get(&(question, row, column)).map_or(Cell::SUPPRESSED, |n| Cell::shown(*n));
        let row =
            |row| Row { all: cell(row, None), columns: (0..columns).map(|column| cell(row, Some(column))).collect() };
        let words = self.words.get(&question).map(|words| WordCounts(words.clone().into_iter().collect()));
        let ties = self.ties.get(&question).copied();
        QuestionTable { question: QuestionNo(question), rows: Rows((0..rows).map(row).collect()), words, ties }
    }

    /// Each person by themselves.
    fn each(&self) -> Vec<Group> {
        let told: Vec<u32> = self.columns.as_slice().iter().map(|column| column.people).collect();
        let sizes = if told.is_empty() { vec![self.people] } else { told };
        let each = |(column, people): (usize, u32)| (0..people).map(move |_| Group { column, people: 1 });
        sizes.into_iter().enumerate().flat_map(each).collect()
    }
}

/// Reads all that is told of a diagnostic at every position.
fn told(people: &People, path: &str) -> Told {
    let mut told = Told::default();
    let diagnostic = path.rsplit('/').next().unwrap();
    for by in [people.story.stranger(), people.story.anne.client.clone()] {
        told.events(&by, diagnostic);
        for as_of in 0..=people.story.head() {
            told.report(&by, path, as_of);
        }
    }
    assert_eq!(told.people as usize, people.members.len());
    assert!(told.reports >= 2, "stranger and steward read the report");
    told
}

fn kind(question: u8) -> QuestionKind {
    QuestionKind::ALL[usize::from(question)]
}

fn attack(told: &Told) {
    let groups = told.each();
    let (mut shown, mut hidden) = (0, 0);
    for question in told.shapes.keys() {
        let table = told.question(*question);
        let mut attacker = Attacker::new(kind(*question), told.people, &told.columns, &table, &groups);
        if let Some((sum, people)) = told.means.get(question) {
            let row =
                |row: usize, by: usize| attacker.total(row).into_iter().map(move |(number, _)| (number, by as f64));
            let sums: Vec<_> = (0..5).flat_map(|number| row(number, number + 1)).collect();
            let answered: Vec<_> = (0..5).flat_map(|number| row(number, 1)).collect();
            attacker.knows(sums, ComparisonOp::Eq, *sum);
            attacker.knows(answered, ComparisonOp::Eq, *people);
        }
        finds_nothing(&attacker, &table, &groups, K, |_, _| false);
        let cells: BTreeSet<_> = told.cells.keys().filter(|(of, ..)| of == question).collect();
        let (rows, columns) = told.shapes[question];
        shown += cells.len();
        hidden += rows * (columns + 1) - cells.len();
    }
    assert!(shown > 10 && hidden > 10, "{shown} cells show and {hidden} do not");
}

#[test]
fn all_that_is_told_of_a_diagnostic_together_tells_nobodys_answer() {
    let people = People::meet([7, 5, 2, 2]);
    let first = people.asked(&campaign(), |n, members| answers(n, members, 0));
    // A year later some answer otherwise.
    let followed = first.rsplit('/').next().unwrap();
    let next = json!({"title": "Un an après", "follows": followed, "copy": true});
    let second = people.asked(&next, |n, members| answers(n, members, usize::from(n % 3 == 0)));
    for path in [&first, &second] {
        attack(&told(&people, path));
    }
    let report = people.story.stranger().get(&format!("{second}/report")).expect(200);
    assert!(report["comparison"]["questions"].as_array().is_some_and(|questions| !questions.is_empty()));
}
