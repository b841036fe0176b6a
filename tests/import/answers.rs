//! Answers to a diagnostic as offices and forms write them: on a directory, through a server, again, and rubbish.

use std::fs;
use std::path::{Path, PathBuf};

use app::import::answers::{Asked, Sheet};
use app::import::report::Report;
use serde_json::{Value, json};
use testkit::Client;
use testkit::binary::tresse;

use super::{Quiet, history, import_told};
use crate::story::{SLUG, Story, at, header, id};

/// A diagnostic with a question of every kind, open.
struct Paper {
    story: Story,
    path: String,
    dir: tempfile::TempDir,
    /// The key of a steward who imports.
    key: String,
}

impl Paper {
    fn begin() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let story = Story::begin();
        let anne = &story.anne.client;
        let ask = |kind: &str, title: &str| json!({"theme": "ict_usage", "kind": kind, "title": title});
        let with = |mut question: Value, choices: &[&str]| {
            question["choices"] = choices.iter().map(|title| json!({"title": title})).collect();
            question
        };
        let questions = [
            with(ask("single", "Un outil commun, c’est surtout…"), &["du temps gagné", "une charge, de plus"]),
            with(ask("multiple", "Qu’en attendez-vous ?"), &["des rendez-vous", "des rencontres", "un agenda, à jour"]),
            ask("scale", "Se connaît-on bien ?"),
            ask("frequency", "Utilisez-vous une messagerie ?"),
            ask("words", "Un réseau, en quelques mots ?"),
            ask("text", "Qu’est-ce qui manque ?"),
            ask("ties", "Avec qui travaillez-vous ?"),
        ];
        let reply = anne.post(&at("/diagnostics"), &json!({"title": "Papier", "questions": questions}));
        let path = header(&reply, "location").to_owned();
        reply.expect(201);
        anne.post(&format!("{path}/opening"), &json!({})).expect(200);
        let profile = json!({"name": "Bilal Haddad", "contact": "bilal@example.org"});
        story.bilal.client.seeing(2).put(&at(&format!("/actors/{}/profile", story.bilal.id)), &profile).expect(200);
        let scopes = json!({"scopes": ["read", "write", "import", "admin"]});
        let key = anne.post(&at(&format!("/actors/{}/keys", story.anne.id)), &scopes).expect(201);
        let key = key["secret"].as_str().unwrap().to_owned();
        Self { story, path, dir, key }
    }

    fn diagnostic(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.dir.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    }

    fn read(&self, file: &Path, mapping: &str) -> Result<Sheet, String> {
        let catalogue = &self.story.server.catalogue;
        let network = catalogue.load(catalogue.server().network(SLUG).unwrap()).unwrap();
        let asked = Asked::of(&network, self.diagnostic().parse().unwrap()).unwrap();
        Sheet::new(file, &self.file("mapping.toml", mapping.as_bytes()), asked, None).map_err(|error| error.to_string())
    }

    fn import(&self, file: &Path, mapping: &str) -> (Report, Vec<String>) {
        let mut told = Quiet::default();
        let report = import_told(&self.story.server, SLUG, &[self.read(file, mapping).unwrap()], &mut told);
        let stripped = |remark: &String| remark.replace(&format!("{}:", file.display()), "");
        (report, told.0.iter().map(stripped).collect())
    }

    fn through_server(&self, file: &Path) -> Value {
        let mut command = tresse();
        let server = format!("http://{}", self.story.server.address());
        command.args(["import", "answers", "--json", "--network", SLUG, "--server", &server]);
        command.args(["--diagnostic", self.diagnostic(), "--mapping"]).arg(self.dir.path().join("mapping.toml"));
        let output = command.arg(file).env("TRESSE_KEY", &self.key).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn own(&self, by: &Client) -> Value {
        by.get(&format!("{}/answers", self.path)).expect(200)["answers"].clone()
    }

    /// Those who answered, as the history has them, and what it says of how their answers were entered.
    fn answered(&self) -> Vec<(String, Value, Value)> {
        let events = history(&self.story.stranger(), SLUG).into_iter();
        let answered = events.filter(|event| event["type"] == "diagnostic.answered");
        let told = |event: Value| {
            let data = &event["data"];
            (data["respondent"].as_str().unwrap().to_owned(), data["revises"].clone(), event["evidence"].clone())
        };
        answered.map(told).collect()
    }
}

const MAPPING: &str = r#"
evidence = "paper"
[person]
email = "Adresse e-mail"
id = "n°"
[questions.0]
column = "Un outil commun"
ignore = ["NSP"]
[questions.1]
column = "Attentes"
separator = ", "
[questions.2]
column = "Connaissance"
values = { "Tout à fait" = 5 }
[questions.3]
column = "Messagerie"
[questions.4]
column = "Mots"
[questions.5]
column = "Manque"
"#;

const ROWS: &str = "N°;Adresse e-mail;Un outil commun;Attentes;Connaissance;Messagerie;Mots;Manque\r\n\
    1;;Du temps GAGNÉ;des rencontres, Un agenda, à jour;4,0;Tous les jours;l’œuvre, l’été;\"Une navette\nle samedi ; ou le soir\"\r\n\
    2;bilal@example.org;une charge, de plus;;tout a fait;jamais;;\r\n\
    3;inconnue@example.org;NSP;des rendez-vous;;quelques fois par mois;;Rien.\r\n\
    ;;;;;;;\r\n";

fn windows(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '’' => 0x92,
        'œ' => 0x9c,
        c => u8::try_from(c).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn bilals() -> Value {
    json!({"0": {"choice": 1}, "2": {"scale": 5}, "3": {"frequency": "never"}})
}

#[test]
fn answers_come_in_as_offices_write_them_and_nothing_twice() {
    for (name, bytes) in [
        ("windows.csv", windows(ROWS)),
        ("utf8.csv", ROWS.as_bytes().to_vec()),
        ("bom.csv", format!("\u{feff}{ROWS}").into_bytes()),
        ("tabs.csv", ROWS.replace(" ; ", "¤").replace(';', "\t").replace('¤', " ; ").into_bytes()),
    ] {
        let paper = Paper::begin();
        let file = paper.file(name, &bytes);
        let (report, remarks) = paper.import(&file, MAPPING);
        assert_eq!((report.sets[0].recorded.sum(), report.left_out(), remarks), (3, 0, Vec::new()), "{name}");
        assert_eq!(report.sets[0].figures["read_as_windows_1252"], u64::from(name == "windows.csv"));
        assert_eq!(paper.own(&paper.story.bilal.client), bilals(), "{name}");
        let answered = paper.answered();
        assert_eq!(answered.len(), 3);
        assert!(answered.iter().all(|(_, revises, evidence)| revises == false && evidence == "paper"));
        let head = paper.story.head();
        let (report, _) = paper.import(&file, MAPPING);
        assert_eq!(
            (report.sets[0].recorded.sum(), report.sets[0].already_there.sum(), paper.story.head()),
            (0, 3, head)
        );
        let here = paper.through_server(&file);
        assert_eq!((&here["sets"][0]["already_there"]["answers"], paper.story.head()), (&json!(3), head), "{here}");
    }
}

#[test]
fn what_comes_in_is_counted_as_it_was_written() {
    let paper = Paper::begin();
    let mapping = format!(
        "{MAPPING}[questions.6]\nties = [\n{{ actor = \"{}\", column = \"Anne\", channel_column = \"Comment\" }},\n\
         {{ actor = \"{}\", column = \"Chloé\", channel = \"telephone\" }}]\n",
        paper.story.anne.id, paper.story.chloe.id
    )
    .replace(
        "column = \"Attentes\"\nseparator = \", \"",
        "columns = { \"Agenda\" = 2, \"Rencontres\" = \"des rencontres\" }",
    )
    .replace("column = \"Mots\"", "columns = [\"Mot 1\", \"Mot 2\"]");
    let header = "N°,Adresse e-mail,Un outil commun,Agenda,Rencontres,Connaissance,Messagerie,Mot 1,Mot 2,Manque,Anne,Chloé,Comment\n";
    let row = |n: usize| match n {
        0..6 => format!("{n},,du temps gagné,Oui,non,4,souvent,Entraide,,navette,weekly,jamais,courriel\n"),
        6..12 => format!("{n},,\"une charge, de plus\",,x,2,rarement,,fête,navette,,,\n"),
        _ => format!("{n},,,0,1,,,entraide,fête,,daily,,réunion\n"),
    };
    let file = paper.file("forme.csv", (header.to_owned() + &(0..18).map(row).collect::<String>()).as_bytes());
    let (report, remarks) = paper.import(&file, &mapping);
    assert_eq!((report.sets[0].recorded.sum(), remarks), (18, Vec::new()));
    let anne = &paper.story.anne.client;
    anne.post(&format!("{}/closing", paper.path), &json!({})).expect(200);
    paper.story.wait_for("diagnostic.table_published");
    let report = anne.get(&format!("{}/report?expand=texts", paper.path)).expect(200);
    let questions =
        &report["themes"].as_array().unwrap().iter().find(|of| of["theme"] == "ict_usage").unwrap()["questions"];
    let all = |question: usize| -> Vec<Value> {
        questions[question]["rows"].as_array().unwrap().iter().map(|row| row["all"]["n"].clone()).collect()
    };
    assert_eq!(all(0), [json!(6), json!(6), json!(6)]);
    assert_eq!(all(1), [Value::Null, json!(12), json!(6)]);
    assert_eq!(all(5), [json!(12)]);
    assert_eq!(all(6)[0], json!(12));
    let words = |question: usize| questions[question]["words"].clone();
    assert_eq!(words(4), json!([{"word": "entraide", "people": 12}, {"word": "fête", "people": 12}]));
    assert_eq!(words(5), json!([{"word": "navette", "people": 12}]));
}

#[test]
fn a_row_that_has_changed_takes_its_place_until_the_diagnostic_closes() {
    let paper = Paper::begin();
    let (report, _) = paper.import(&paper.file("papier.csv", ROWS.as_bytes()), MAPPING);
    assert_eq!(report.sets[0].recorded.sum(), 3);
    // Bilal answers anew; his paper is as it was, and another one was read wrongly.
    let bilal = &paper.story.bilal.client;
    bilal.put(&format!("{}/answers", paper.path), &json!({"answers": {"2": {"scale": 1}}})).expect(200);
    let mended = ROWS.replace("4,0", "3");
    let here = paper.through_server(&paper.file("papier.csv", mended.as_bytes()));
    let set = &here["sets"][0];
    assert_eq!((&set["recorded"]["answers"], &set["already_there"]["answers"]), (&json!(1), &json!(2)), "{here}");
    assert_eq!(paper.own(bilal), json!({"2": {"scale": 1}}));
    let answered = paper.answered();
    let revised: Vec<_> = answered.iter().filter(|(_, revises, _)| revises == true).map(|(who, ..)| who).collect();
    assert_eq!((answered.len(), revised), (5, vec![&answered[1].0, &answered[0].0]), "{answered:?}");
    paper.story.anne.client.post(&format!("{}/closing", paper.path), &json!({})).expect(200);
    let late = ROWS.replace("4,0", "2");
    let (report, remarks) = paper.import(&paper.file("papier.csv", late.as_bytes()), MAPPING);
    assert_eq!((report.sets[0].recorded.sum(), report.sets[0].refused), (0, 1), "{remarks:?}");
    assert!(remarks[0].starts_with("2: "), "{remarks:?}");
}

#[test]
fn rows_that_do_not_fit_are_told_with_their_lines_and_without_what_they_say() {
    let paper = Paper::begin();
    let rows = format!(
        "N°;Adresse e-mail;Un outil commun;Attentes;Connaissance;Messagerie;Mots;Manque\n\
         1;;saperlipopette;;;;;\n\
         2;;;des rencontres, saperlipopette;;;;\n\
         3;;;;4,5;;;\n\
         4;;;;6;;;\n\
         5;;;;;saperlipopette;;\n\
         6;;;;;;a,b,c,d,e,f;\n\
         7;;;;;;{};\n\
         8;;;;;;;{}\n\
         9;;;;;;;\n\
         ;;;;3;;;\n\
         a b;;;;3;;;\n\
         11;bilal;;;3;;;\n\
         12;;;;3;;;\n\
         12;;;;4;;;\n\
         13;;;3\n\
         14;;;;;;;\"a\u{7}b\"\n",
        "m".repeat(61),
        "t".repeat(4_001),
    );
    let (report, remarks) = paper.import(&paper.file("papier.csv", rows.as_bytes()), MAPPING);
    let expected = [
        "2: question 0: what stands there is none of its choices",
        "3: question 1: what stands there is none of its choices",
        "4: question 2: what stands there is no number from 1 to 5",
        "5: question 2: what stands there is no number from 1 to 5",
        "6: question 3: what stands there is no frequency",
        "7: question 4: there are more than five words",
        "8: question 4: a word has more than 60 characters",
        "9: question 5: the text has more than 4,000 characters",
        "10: an answer to any question is missing",
        "11: the e-mail address is missing",
        "12: id is not up to 48 letters, digits, `.`, `_` and `-`",
        "13: the e-mail address is not one",
        "15: the same person came before, on line 14",
        "16: 4 fields where the header has 8",
        "17: question 5: the text holds control characters",
    ];
    assert_eq!(remarks, expected);
    assert_eq!((report.sets[0].recorded.sum(), report.sets[0].broken), (1, 15));
}

#[test]
fn a_mapping_that_does_not_fit_is_refused_before_anything_is_recorded() {
    let paper = Paper::begin();
    let file = paper.file("papier.csv", ROWS.as_bytes());
    let head = paper.story.head();
    let refused = |mapping: &str, why: &str| {
        let error = paper.read(&file, mapping).err().unwrap_or_default();
        assert!(error.contains(why), "{error}");
    };
    refused("[person", "expected");
    refused("[person]\n", "say who a row is");
    refused("[person]\nid = \"Numéro\"", "no column \"Numéro\"");
    refused("[person]\nid = 9", "no column \"9\"");
    refused("[person]\nid = 1\n[questions.9]\ncolumn = 2", "no question 9");
    refused("[person]\nid = 1\n[questions.0]\n", "question 0: it has no `column`");
    refused("[person]\nid = 1\n[questions.0]\ncolumn = 3\nvalues = { x = 7 }", "\"x\" stands for none of its answers");
    refused("[person]\nid = 1\n[questions.2]\ncolumns = [3, 4]", "several `columns` are for words");
    refused("[person]\nid = 1\n[questions.6]\ncolumn = 3", "ties are told by `ties`");
    refused("[person]\nid = 1\ncolour = 2", "unknown field");
    let twice = paper.file("deux.csv", b"a;A;b\n1;2;3\n");
    let error = paper.read(&twice, "[person]\nid = \"a\"").err().unwrap_or_default();
    assert!(error.contains("more than one column"), "{error}");
    assert_eq!(paper.story.head(), head);
}

#[test]
fn somebody_who_is_known_from_a_file_joins_its_audience_and_a_member_keeps_theirs() {
    let paper = Paper::begin();
    let anne = &paper.story.anne.client;
    let young = id(&anne.post(&at("/audiences"), &json!({"name": "Jeunes"})).expect(201));
    let mapping = |audience: &str| {
        format!(
            "[person]\nemail = 1\n[audience]\ncolumn = 2\nvalues = {{ \"Moins de 25 ans\" = \"{audience}\" }}\n[questions.2]\ncolumn = 3\n"
        )
    };
    let rows = "courriel;âge;note\nbilal@example.org;moins de 25 ans;3\nzoe@example.org;MOINS DE 25 ANS;4\nyan@example.org;;5\n\
                eve@example.org;plus;5\n";
    let file = paper.file("web.csv", rows.as_bytes());
    let (report, remarks) = paper.import(&file, &mapping(&young));
    assert_eq!(
        (report.sets[0].recorded.sum(), remarks),
        (3, vec!["5: the audience is not told by the mapping".to_owned()])
    );
    let of_them = || -> Vec<Value> {
        let listed = anne.get(&at("/actors?limit=100")).expect(200);
        let actors = listed["items"].as_array().unwrap().iter();
        actors.filter(|actor| actor["audience"] == *young).map(|actor| actor["via"].clone()).collect()
    };
    assert_eq!(of_them(), ["import"]);
    // Through a server it is the same, and who came in is found.
    let more = rows.replace("yan", "uma").replace("plus", "moins de 25 ans");
    let here = paper.through_server(&paper.file("web.csv", more.as_bytes()));
    let set = &here["sets"][0];
    assert_eq!((&set["recorded"]["answers"], &set["already_there"]["answers"]), (&json!(2), &json!(2)), "{here}");
    assert_eq!(of_them(), ["import", "import"]);
    // Without evidence it is their own act, of which nothing tells who entered it.
    assert!(paper.answered().iter().all(|(_, _, evidence)| evidence.is_null()));
}

#[test]
fn what_comes_in_lies_open_nowhere() {
    let paper = Paper::begin();
    let rows = ROWS.replace("Une navette", "Une saperlipopette").replace("Rien.", "quincaillerie");
    paper.import(&paper.file("papier.csv", rows.as_bytes()), MAPPING);
    let (anne, dir) = (&paper.story.anne.client, &paper.story.server.dir);
    for secret in ["saperlipopette", "quincaillerie", "inconnue@example.org"] {
        for path in ["/events?limit=100", "/activity?limit=100", "/actors?limit=100&expand=texts"] {
            let read = String::from_utf8_lossy(&anne.get(&at(path)).body).into_owned();
            assert!(!read.contains(secret), "{path} tells {secret}");
        }
        for (file, bytes) in super::files(dir) {
            let holds = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!holds, "{} holds {secret}", file.display());
        }
    }
}

#[test]
fn the_answers_that_the_documentation_shows_are_read() {
    let page = fs::read_to_string("../docs/imports.md").unwrap();
    let section = page.split_once("## Answers to a diagnostic").unwrap().1;
    let block =
        |language: &str| section.split_once(&format!("```{language}\n")).unwrap().1.split_once("```").unwrap().0;
    let paper = Paper::begin();
    let (report, remarks) = paper.import(&paper.file("papier.csv", block("csv").as_bytes()), block("toml"));
    assert_eq!((report.sets[0].recorded.sum(), remarks), (3, Vec::new()));
    let expected = json!({
        "0": {"choice": 1}, "1": {"choices": [1]}, "2": {"scale": 2}, "3": {"frequency": "never"}
    });
    assert_eq!(paper.own(&paper.story.bilal.client), expected);
}
