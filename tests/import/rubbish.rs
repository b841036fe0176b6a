//! Whatever stands in the files, an import ends, and what it did not take is told.

use std::fs;
use std::path::{Path, PathBuf};

use app::import::actors::List;
use app::import::madrid::Folder;
use app::import::pabulib::{Budget, Counting};
use app::import::polis::Conversation;
use app::import::report::Set as Told;
use app::import::{Set, check};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use testkit::TestServer;

use super::pabulib::made_up as a_budget;
use super::polis::made_up;
use super::{Quiet, import_told, madrid};

/// What is done to a file: where, how, and with which byte.
type Damage = Vec<(prop::sample::Index, u8, u8)>;

fn damage() -> impl Strategy<Value = Damage> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..10_u8, any::<u8>()), 1..12)
}

fn damaged(file: &Path, damage: &Damage) {
    let mut bytes = fs::read(file).unwrap();
    for (at, how, byte) in damage {
        let at = at.index(bytes.len() + 1);
        let mut put = |what: &[u8]| _ = bytes.splice(at..at, what.iter().copied());
        match how {
            0 => bytes.truncate(at),
            1 => put(&[*byte]),
            2 => put(b"\""),
            3 => put(b"\n"),
            4 => put(b",;\t,"),
            5 => put("\u{feff}\u{0}\u{92}’".as_bytes()),
            6 => put(&vec![*byte; 300_000]),
            7 => put(b"-99999999999999999999"),
            8 => _ = bytes.drain(at..(at + usize::from(*byte)).min(bytes.len())),
            _ => {
                if let Some(there) = bytes.get_mut(at) {
                    *there = *byte;
                }
            }
        }
    }
    fs::write(file, bytes).unwrap();
}

/// All rows are told of: read and taken, or left out. Some are refused as a whole.
fn is_checked<S: Set>(sets: &[S]) {
    let mut told = Quiet::default();
    if let Ok(report) = check(sets, &"rubbish".parse().unwrap(), &mut told) {
        let noted = |one: &Told| one.figures.get("remarks").copied().unwrap_or_default();
        let remarks = report.sets.iter().map(|one| one.broken + one.moved + noted(one)).sum::<u64>();
        assert_eq!(told.0.len() as u64, remarks);
    }
}

fn a_list(dir: &Path) -> PathBuf {
    let file = dir.join("liste.csv");
    let rows = (0..9).map(|n| format!("{n};service;\"Mairie {n}\";Près de l’été;\n")).collect::<Vec<_>>();
    fs::write(&file, format!("id;type;nom;description;public\n{}", rows.concat())).unwrap();
    file
}

fn some_proposals(dir: &Path, name: &str) -> PathBuf {
    let proposals = "1,1,2015-09-15,One,\"Sum, with text\",,open,0,0,0\n2,1,2015-09-16,Two,Sum,Text,open,0,0,0\n";
    let comment = |n: u32| {
        let (parent, proposal) = (if n < 4 { "-1".to_owned() } else { (n / 2).to_string() }, 1 + n % 2);
        format!("{n},{parent},{proposal},7,,2015-09-{:02},0 days 10:00:00,Reply {n},0,0,0\n", n + 10)
    };
    madrid::made_up(dir, name, proposals, &(1..12).map(comment).collect::<String>())
}

fn read_as_budget(file: &Path, name: &str) -> Budget {
    let zone = "Europe/Paris".parse().unwrap();
    Budget::new(file, Some(&name.parse().unwrap()), Counting::default(), &zone).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_told(damage in damage(), which in 0..2_usize) {
        let dir = tempfile::tempdir().unwrap();
        let conversation = made_up(dir.path(), "conversation", 5, 3, 20);
        damaged(&conversation.join(["comments.csv", "votes.csv"][which]), &damage);
        damaged(&conversation.join("summary.csv"), &damage);
        is_checked(&Conversation::find(&conversation).unwrap());
        let proposals = some_proposals(dir.path(), "proposals");
        damaged(&proposals.join(["proposals.csv", "comments.csv"][which]), &damage);
        is_checked(&[Folder::find(&proposals, None, &"Europe/Madrid".parse().unwrap()).unwrap()]);
        let list = a_list(dir.path());
        damaged(&list, &damage);
        is_checked(&[List::new(&list, None).unwrap()]);
        let budget = a_budget(dir.path(), "budget", 9, 4);
        damaged(&budget, &damage);
        is_checked(&[read_as_budget(&budget, "budget")]);
    }
}

/// What a reader lets through, a network takes or refuses by a rule: no text is too long to be sealed, no id too odd.
#[test]
fn what_can_be_read_of_damaged_files_is_taken_or_refused() {
    let server = TestServer::start();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for n in 0..24 {
        let dir = tempfile::tempdir().unwrap();
        let damage = damage().new_tree(&mut runner).unwrap().current();
        let proposals = some_proposals(dir.path(), &format!("proposals-{n}"));
        damaged(&proposals.join("comments.csv"), &damage);
        let set = Folder::find(&proposals, None, &"Europe/Madrid".parse().unwrap()).unwrap();
        let list = a_list(dir.path());
        damaged(&list, &damage);
        let list = List::new(&list, Some(&format!("list-{n}").parse().unwrap())).unwrap();
        let budget = a_budget(dir.path(), "budget", 9, 4);
        damaged(&budget, &damage);
        let budget = read_as_budget(&budget, &format!("budget-{n}"));
        let mut told = Quiet::default();
        if check(std::slice::from_ref(&budget), &"rubbish".parse().unwrap(), &mut Quiet::default()).is_ok() {
            let report = import_told(&server, "rubbish", &[budget], &mut told);
            assert_eq!(report.sets[0].already_there.sum() + report.sets[0].refused, 0);
        }
        if check(std::slice::from_ref(&set), &"rubbish".parse().unwrap(), &mut Quiet::default()).is_ok() {
            let report = import_told(&server, "rubbish", &[set], &mut told);
            assert_eq!(report.sets[0].already_there.sum(), 0);
        }
        if check(std::slice::from_ref(&list), &"rubbish".parse().unwrap(), &mut Quiet::default()).is_ok() {
            import_told(&server, "rubbish", &[list], &mut told);
        }
    }
}
