//! Lists of actors: the published one against its figures, and lists as offices write them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use app::import::actors::List;
use app::import::report::{Report, Set};
use serde_json::{Value, json};
use testkit::{Client, TestServer, shared_data};

use super::{Quiet, files, history, import_told, text};

fn import(server: &TestServer, file: &Path) -> (Report, Vec<String>) {
    let mut told = Quiet::default();
    let report = import_told(server, "actors", &[List::new(file, None).unwrap()], &mut told);
    (report, told.0)
}

/// All organisations and services.
pub fn actors(client: &Client) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/v1/networks/actors/actors?limit=100&expand=texts{after}")).expect(200);
        found.extend(page["items"].as_array().unwrap().iter().filter(|actor| actor["kind"] != "person").cloned());
        let Some(next) = page["next"].as_str() else { return found };
        after = format!("&after={next}");
    }
}

/// What stands after a label in each description.
fn labelled<'a>(actors: &'a [Value], label: &str) -> Vec<&'a str> {
    let lines = actors.iter().flat_map(|actor| text(actor, "/about").lines());
    lines.filter_map(|line| line.strip_prefix(label)).collect()
}

#[test]
fn the_published_list_counts_as_published() {
    let Some(data) = shared_data("acteurs-haute-garonne") else { return };
    let figures = fs::read(data.join("expected/figures.json")).unwrap();
    let figures: Value = serde_json::from_slice(&figures).unwrap();
    let server = TestServer::start();
    let (report, remarks) = import(&server, &data.join("acteurs-haute-garonne.csv"));
    assert_eq!((report.left_out(), remarks), (0, Vec::new()));
    let stranger = server.caller("");
    let (actors, events) = (actors(&stranger), history(&stranger, "actors"));
    let is = |name: &str, number: usize| assert_eq!(figures[name], number as u64, "{name}");
    is("rows", actors.len());
    let joined = events.iter().filter(|event| text(event, "/type") == "actor.joined").skip(1);
    let sources: BTreeSet<_> = joined.map(|event| text(event, "/source")).collect();
    is("distinct_ids", sources.len());
    assert!(actors.iter().all(|actor| actor["via"] == "import"));
    let pages = labelled(&actors, "Site : ");
    is("rows_without_home_page", actors.len() - pages.len());
    is("home_pages_without_scheme", pages.iter().filter(|page| !page.contains("://")).count());
    is("rows_with_empty_phone", actors.len() - labelled(&actors, "Tél : ").len());
    let addresses = labelled(&actors, "Adresse : ");
    assert_eq!(addresses.len(), actors.len());
    let in_31 = |address: &&&str| {
        address.as_bytes().windows(5).any(|five| five.starts_with(b"31") && five.iter().all(u8::is_ascii_digit))
    };
    is("addresses_without_a_31xxx_post_code", addresses.len() - addresses.iter().filter(in_31).count());
    let mut by_tag = BTreeMap::<_, u64>::new();
    for tags in labelled(&actors, "Type : ") {
        *by_tag.entry(tags).or_default() += 1;
    }
    is("distinct_tag_strings", by_tag.len());
    assert_eq!(figures["rows_by_tag_string"], json!(by_tag));
    let with = |tags: usize| labelled(&actors, "Type : ").iter().filter(|of| of.split(' ').count() == tags).count();
    assert_eq!(figures["rows_by_kind_of_tag_count"], json!({"1": with(1), "2": with(2)}));
    names(&figures, &actors, &sources);
    let told = &report.sets[0];
    is("rows_with_a_C1_control_character", usize::try_from(told.figures["letters_mended"]).unwrap());
    // Youth information 22, youth employment 8, respite for carers and volunteers' resources 2 each, seven others.
    assert_eq!((told.figures["services"], told.figures["organisations"]), (739 - 41, 41));
    again(&server, &data, told);
}

/// Names are whole, and their apostrophes are apostrophes.
fn names(figures: &Value, actors: &[Value], sources: &BTreeSet<&str>) {
    // Of `mairie-31006-01` the source added `31006-01`.
    let parts = |source: &str| source.rsplitn(3, '-').take(2).map(str::to_owned).collect::<Vec<_>>();
    let ids: BTreeSet<_> =
        sources.iter().map(|source| parts(source)).map(|of| format!("{}-{}", of[1], of[0])).collect();
    let ends_with_id = |actor: &&Value| ids.contains(text(actor, "/name").rsplit(' ').next().unwrap());
    let homonyms = actors.iter().filter(ends_with_id).count();
    assert_eq!(figures["names_ending_with_the_id_to_tell_homonyms_apart"], homonyms);
    let all = |actor: &Value| format!("{} {}", text(actor, "/name"), text(actor, "/about"));
    assert!(!actors.iter().any(|actor| all(actor).contains(|c| ('\u{7f}'..='\u{9f}').contains(&c))));
    let mended =
        actors.iter().filter(|actor| text(actor, "/name").starts_with("Centre d’information et d’orientation"));
    assert!(mended.count() > 0);
}

fn again(server: &TestServer, data: &Path, first: &Set) {
    let networks = server.dir.join("networks");
    let before = files(&networks);
    let (report, _) = import(server, &data.join("acteurs-haute-garonne.csv"));
    let second = &report.sets[0];
    assert_eq!((second.recorded.sum(), &second.already_there, second.changed), (0, &first.recorded, 0));
    assert!(before == files(&networks), "not a byte of log or keys is changed");
}

fn list(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let file = dir.join(name);
    fs::write(&file, bytes).unwrap();
    file
}

/// The same list, written as different programs write it.
fn written(dir: &Path) -> Vec<PathBuf> {
    let windows = |text: &str| {
        let byte = |c: char| match c {
            '’' => 0x92,
            'œ' => 0x9c,
            '€' => 0x80,
            c => u8::try_from(c).unwrap(),
        };
        text.chars().map(byte).collect::<Vec<_>>()
    };
    let french = "Identifiant;Type;Nom;Description\r\n\
                  11;Association;L’œuvre d’été;\"Prêts ; 3 €\"\r\n12;Service public;Mairie;\r\n;;;\r\n";
    let english =
        "\u{feff}name,ABOUT,kind,id,colour\nL’œuvre d’été,Prêts ; 3 €,company,11,red\nMairie,,service,12,blue\n";
    let tabs = "kind\tid\tname\tabout\norganization\t11\tL\u{92}\u{9c}uvre d\u{92}été\tPrêts ; 3 \u{80}\nservice\t12\tMairie\t\n";
    vec![
        list(dir, "windows.csv", &windows(french)),
        list(dir, "utf8.csv", french.as_bytes()),
        list(dir, "english.csv", english.as_bytes()),
        list(dir, "tabs.csv", tabs.as_bytes()),
    ]
}

#[test]
fn lists_are_read_as_offices_write_them() {
    let source = tempfile::tempdir().unwrap();
    for file in written(source.path()) {
        let server = TestServer::start();
        let (report, remarks) = import(&server, &file);
        assert_eq!((report.left_out(), remarks), (0, Vec::new()), "{}", file.display());
        let shown: Vec<_> = actors(&server.caller(""))
            .iter()
            .map(|actor| json!([actor["kind"], actor["name"], actor.get("about")]))
            .collect();
        let expected = [json!(["organisation", "L’œuvre d’été", "Prêts ; 3 €"]), json!(["service", "Mairie", null])];
        assert_eq!(shown, expected, "{}", file.display());
        let windows = u64::from(file.ends_with("windows.csv"));
        assert_eq!(report.sets[0].figures["read_as_windows_1252"], windows);
    }
}

#[test]
fn rows_of_a_list_that_do_not_fit_are_told_with_their_lines() {
    let source = tempfile::tempdir().unwrap();
    let rows = format!(
        "id;kind;name;about;audience\n\
         1;service;Mairie;\"Deux\nlignes\";\n\
         ;service;Sans code;;\n\
         a b;service;Code;;\n\
         2;club;Club;;\n\
         3;personne;Anne;;\n\
         4;service;;;\n\
         1;service;Mairie bis;;\n\
         5;service;{};;\n\
         6;service;Trop;{};\n\
         7;service;Peu\n\
         8;service;Public;;jeunes\n\
         9;service;Poste;;\n",
        "n".repeat(201),
        "a".repeat(2_001),
    );
    let file = list(source.path(), "liste.csv", rows.as_bytes());
    let server = TestServer::start();
    let (report, remarks) = import(&server, &file);
    let expected = [
        (4, "id is missing"),
        (5, "id is not up to 48 letters, digits, `.`, `_` and `-`"),
        (6, "kind is none of organisation, association, entreprise (company), service"),
        (7, "persons are invited, and not imported by their names"),
        (8, "name is missing"),
        (9, "id 1 came before, on line 2"),
        (10, "name is longer than 200 characters"),
        (11, "about is longer than 2000 characters"),
        (12, "3 fields where the header has 5"),
        (13, "audience is not the id of an audience"),
    ];
    let expected: Vec<_> = expected.iter().map(|(line, told)| format!("{}:{line}: {told}", file.display())).collect();
    assert_eq!(remarks, expected);
    assert_eq!((report.sets[0].recorded.sum(), report.sets[0].broken), (2, 10));
    let other = rows.replace("Poste", "La Poste");
    let (report, remarks) = import(&server, &list(source.path(), "liste.csv", other.as_bytes()));
    assert_eq!((report.sets[0].recorded.sum(), report.sets[0].changed), (0, 1));
    assert!(remarks.last().unwrap().ends_with(":14: changed since it was imported; the network keeps what it has"));
    assert_eq!(actors(&server.caller(""))[1]["name"], "Poste");
}

#[test]
fn a_list_without_what_is_needed_is_refused() {
    let source = tempfile::tempdir().unwrap();
    let refused = |name: &str, bytes: &[u8]| {
        let file = list(source.path(), name, bytes);
        let list = List::new(&file, None).map_err(|error| error.to_string())?;
        match app::import::check(&[list], &"actors".parse().unwrap(), &mut Quiet::default()) {
            Ok(report) => panic!("{report}"),
            Err(error) => Err::<(), _>(error.to_string()),
        }
    };
    let told = |name: &str, bytes: &[u8], why: &str| {
        let error = refused(name, bytes).unwrap_err();
        assert!(error.contains(why), "{error}");
    };
    told("no-id.csv", b"nom;type\nMairie;service\n", "there is no column id (identifiant)");
    told("no-name.csv", b"id;type\n1;service\n", "there is no column name (nom)");
    told("no-kind.csv", b"id;nom\n1;Mairie\n", "there is no column kind (type)");
    told("empty.csv", b"", "there is no column id");
    told("utf16.csv", b"\xff\xfei\0d\0", "this is UTF-16");
    told("un nom.csv", b"id;nom;type\n", "a set's name has");
}

#[test]
fn the_list_that_the_documentation_shows_is_read() {
    let page = fs::read_to_string("../docs/imports.md").unwrap();
    let example = page.split_once("```csv\n").unwrap().1.split_once("```").unwrap().0;
    let source = tempfile::tempdir().unwrap();
    let server = TestServer::start();
    let (report, remarks) = import(&server, &list(source.path(), "acteurs.csv", example.as_bytes()));
    assert_eq!((report.sets[0].recorded.sum(), remarks), (2, Vec::new()));
    assert_eq!(actors(&server.caller(""))[1]["name"], "Les Jardins partagés");
}
