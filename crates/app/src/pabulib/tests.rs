use domain::tally::ballot::{Ballot, OptionNo};
use domain::tally::rules::BudgetBallot;
use proptest::prelude::*;

use super::*;
use crate::pabulib::write::Writer;

const FILE: &str = "META\nkey;value\ndescription;Jardins\nbudget;1000\nvote_type;cumulative\nPROJECTS\n\
    project_id;cost;name;colour\n10;1.5;\"A; \"\"B\"\"\";red\n9;2;C;\nVOTES\nvoter_id;age;vote;points\n\
    a;40;9,10;2,1\nb;;;\n";

type Read = (Head, Vec<(u64, Result<(String, Ballot), Flaw>)>);

fn read_as(bytes: &[u8], kind: BudgetBallot) -> Result<Read, Vec<Broken>> {
    let mut file = match File::open(bytes) {
        Ok(file) => file,
        Err(NotRead::Broken(flaws)) => return Err(flaws),
        Err(NotRead::Io(error)) => panic!("{error}"),
    };
    let head = file.head().clone();
    let mut votes = Vec::new();
    loop {
        let vote = match file.advance() {
            Ok(false) => return Ok((head, votes)),
            Ok(true) => {
                let vote = file.vote();
                ballots::read(&vote, kind, &head).map(|ballot| (vote.voter.to_owned(), ballot))
            }
            Err(RowError::Broken(Broken { flaw, .. })) => Err(flaw),
            Err(RowError::Io(error)) => panic!("{error}"),
        };
        votes.push((file.line(), vote));
    }
}

fn read(text: &str) -> Result<Read, Vec<Broken>> {
    read_as(text.as_bytes(), BudgetBallot::Cumulative)
}

#[test]
fn a_file_is_read_whatever_its_line_ends_and_mark() {
    let points = |points: &[(u16, u16)]| {
        Ballot::Points(points.iter().map(|(option, points)| (OptionNo(*option), *points)).collect())
    };
    let marked = format!("\u{feff}{}", FILE.replace('\n', "\r\n"));
    for text in [FILE, &marked, FILE.trim_end()] {
        let (head, votes) = read(text).unwrap();
        assert_eq!((head.meta.get("budget"), head.meta.get("rule")), (Some("1000"), None));
        let ids: Vec<_> =
            head.projects.iter().map(|project| (&*project.id, project.cost.get(), project.line)).collect();
        assert_eq!(ids, [("10", 150, 8), ("9", 200, 9)], "in the order of strings");
        let fields: Vec<_> = head.fields(&head.projects[0]).collect();
        assert_eq!(fields, [("project_id", "10"), ("cost", "1.5"), ("name", "A; \"B\""), ("colour", "red")]);
        let cast = |voter: &str, ballot| Ok((voter.to_owned(), ballot));
        assert_eq!(votes, [(12, cast("a", points(&[(0, 1), (1, 2)]))), (13, cast("b", points(&[])))]);
    }
}

#[test]
fn a_ballot_is_what_its_kind_makes_of_a_vote() {
    let text = FILE.replace("a;40;9,10;2,1", "a;40; 9 , 10 ;");
    let of = |kind| read_as(text.as_bytes(), kind).unwrap().1[0].1.clone();
    let options = |options: &[u16]| options.iter().copied().map(OptionNo).collect();
    assert_eq!(of(BudgetBallot::Ordinal).unwrap().1, Ballot::Rank(options(&[1, 0])));
    assert_eq!(of(BudgetBallot::Approval).unwrap().1, Ballot::Approve(options(&[0, 1])));
    assert_eq!(of(BudgetBallot::Scoring), Err(Flaw::Points { points: 0, projects: 2 }));
}

#[test]
fn what_is_broken_before_the_votes_is_told_with_its_line() {
    let told = |from: &str, to: &str| {
        assert!(FILE.contains(from), "{from}");
        let flaws = read(&FILE.replacen(from, to, 1)).expect_err(to);
        flaws.into_iter().map(|broken| broken.to_string()).collect::<Vec<_>>()
    };
    let long = "é".repeat(MAX_FIELD + 1);
    for (from, to, wanted) in [
        ("META\n", "", "line 1: the line META is expected here"),
        ("key;value", "key:value", "line 2: the header key;value is expected here"),
        ("budget;1000", "budget;1000;EUR", "line 4: 3 fields where the header has 2"),
        ("budget;1000", "rule: greedy", "line 4: 1 fields where the header has 2"),
        ("budget;1000", ";1000", "line 4: key is empty"),
        ("budget;1000", "description;again", "line 4: key description came before, on line 3"),
        ("Jardins", &long, "line 3: description is longer than 8000 characters"),
        ("Jardins", "Jar\0dins", "line 3: description holds control characters"),
        ("PROJECTS\n", "", "line 13: the line PROJECTS is expected here"),
        ("project_id;", "id;", "line 7: there is no column project_id"),
        (";cost;", ";price;", "line 7: there is no column cost"),
        (";colour", ";name", "line 7: column name came before, on line 7"),
        ("10;1.5", ";1.5", "line 8: project_id is empty"),
        ("10;1.5", "1,0;1.5", "line 8: project_id is not without commas, which stand between projects of a vote"),
        ("10;1.5", "10;1.555", "line 8: cost is not an amount, with a point and at most two decimals"),
        ("10;1.5", "10;-1", "line 8: cost is not an amount, with a point and at most two decimals"),
        ("10;1.5", "10;99999999999999999999", "line 8: cost is not an amount, with a point and at most two decimals"),
        ("9;2;", "10;2;", "line 9: project 10 came before, on line 8"),
        ("9;2;C;", "9;2;C", "line 9: 3 fields where the header has 4"),
        ("VOTES\n", "", "line 10: 4 fields where the header has 4"),
        ("voter_id;", "voter;", "line 11: there is no column voter_id"),
        (";vote;", ";votes;", "line 11: there is no column vote"),
    ] {
        if from == "VOTES\n" {
            let told = told(from, to);
            assert!(told[0].starts_with("line 10: cost is not an amount"), "{told:?}");
            assert!(told.last().unwrap().ends_with("the line VOTES is expected here"), "{told:?}");
        } else if from == "PROJECTS\n" {
            assert!(told(from, to).iter().any(|flaw| flaw.starts_with("line 6: 4 fields")), "{to}");
        } else {
            assert_eq!(told(from, to), [wanted], "{to:.40}");
        }
    }
    let none = FILE.replace("10;1.5;\"A; \"\"B\"\"\";red\n9;2;C;\n", "");
    assert_eq!(read(&none).unwrap_err()[0].to_string(), "line 8: there are no projects");
    let cut = FILE.split_once("VOTES").unwrap().0;
    assert_eq!(read(cut).unwrap_err()[0].to_string(), "line 9: the line VOTES is expected here");
}

#[test]
fn a_broken_vote_is_told_and_the_rest_goes_on() {
    let votes = FILE.split_once("a;40;").unwrap().0.to_owned()
        + "a;40;9,10;2,1\nb;40;9,11;1,1\nc;40;9,9;1,1\nd;40;9,10;1\ne;40;9;1.5\nf;40;9;99999\ng;40;9\nh;\0;10;7\n";
    let (_, votes) = read(&votes).unwrap();
    let told: Vec<_> = votes
        .iter()
        .map(|(line, vote)| (*line, vote.as_ref().map_or_else(ToString::to_string, |_| String::new())))
        .collect();
    let points = "points is not whole numbers from 0 to 65535";
    let wanted = [
        (12, ""),
        (13, "there is no project 11"),
        (14, "the vote names project 9 twice"),
        (15, "1 points for 2 projects"),
        (16, points),
        (17, points),
        (18, "3 fields where the header has 4"),
        (19, ""),
    ];
    assert_eq!(told, wanted.map(|(line, reason)| (line, reason.to_owned())));
}

#[test]
fn there_are_bounds() {
    let rows = (0..=MAX_PROJECTS).map(|n| format!("p{n};1;;\n")).collect::<Vec<_>>().concat();
    let many = FILE.replace("9;2;C;\n", &rows);
    assert_eq!(read(&many).unwrap_err()[0].flaw, Flaw::TooManyProjects);
    let field = "x".repeat(MAX_FIELD);
    let keys = (0..200).map(|n| format!("key{n};{field}\n")).collect::<Vec<_>>().concat();
    let long = FILE.replace("budget;1000\n", &keys);
    assert_eq!(read(&long).unwrap_err()[0].flaw, Flaw::HeadTooLong(MAX_HEAD_BYTES));
    let many_flaws = FILE.replace("budget;1000\n", &"a;b;c\n".repeat(5_000));
    assert_eq!(read(&many_flaws).unwrap_err().len(), 100, "nobody reads more of them");
}

fn field() -> impl Strategy<Value = String> {
    "[ a-zé;\"',0-9\n]{0,12}".prop_map(|text| text.trim().to_owned())
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        meta in prop::collection::btree_map("[a-z_]{1,8}", field(), 0..6),
        projects in prop::collection::btree_map("[a-z0-9.-]{1,6}", (0..i64::MAX / 4096, field(), field()), 1..8),
        votes in prop::collection::vec(prop::collection::btree_map(0..100_u16, 0..9_u16, 0..5), 0..6),
    ) {
        let mut told = Meta::default();
        for (key, value) in &meta {
            told.push(key, value, 0);
        }
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes);
        writer.meta(&told).unwrap();
        writer.section("PROJECTS", ["project_id", "cost", "name", "x"]).unwrap();
        let costs: Vec<_> = projects.values()
            .map(|(cost, ..)| amount::write(domain::amount::Minor::try_from(cost % domain::amount::Minor::MAX).unwrap()))
            .collect();
        for ((id, (_, name, x)), cost) in projects.iter().zip(&costs) {
            writer.row([id, cost, name, x].map(String::as_str)).unwrap();
        }
        writer.section("VOTES", ["voter_id", "vote", "points"]).unwrap();
        let ids: Vec<_> = projects.keys().cloned().collect();
        let cast: Vec<_> = votes.iter().map(|named| {
            let options = u16::try_from(ids.len()).unwrap();
            let named = named.iter().map(|(n, points)| (OptionNo(n % options), *points));
            Ballot::Points(named.collect::<std::collections::BTreeMap<_, _>>().into_iter().collect())
        }).collect();
        for (n, ballot) in cast.iter().enumerate() {
            let (vote, points) = ballots::write(ballot, |option| &*ids[usize::from(option.0)]);
            writer.row([&*n.to_string(), &vote, &points.unwrap()]).unwrap();
        }
        writer.finish().unwrap();
        let (head, read) = read_as(&bytes, BudgetBallot::Scoring).unwrap();
        let again: Vec<_> = head.meta.entries().map(|entry| (entry.key.clone(), entry.value.clone())).collect();
        prop_assert_eq!(again, meta.into_iter().collect::<Vec<_>>());
        let again: Vec<_> = head.projects.iter().map(|project| project.fields.clone()).collect();
        let rows = projects.into_iter().zip(costs).map(|((id, (_, name, x)), cost)| vec![id, cost, name, x]);
        prop_assert_eq!(again, rows.collect::<Vec<_>>());
        let again: Vec<_> = read.into_iter().map(|(_, vote)| vote.unwrap().1).collect();
        prop_assert_eq!(again, cast);
    }

    #[test]
    fn whatever_stands_in_a_file_is_read_or_told(
        at in any::<prop::sample::Index>(), cut in any::<bool>(), rubbish in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut bytes = FILE.as_bytes().to_vec();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) }
        bytes.splice(at..at, rubbish);
        let lines = 1 + bytes.split(|byte| *byte == b'\n').count() as u64 - 1;
        match read_as(&bytes, BudgetBallot::Cumulative) {
            Ok((_, votes)) => prop_assert!(votes.iter().all(|(line, _)| (12..=lines).contains(line))),
            Err(flaws) => {
                prop_assert!(!flaws.is_empty());
                prop_assert!(flaws.iter().all(|broken| (1..=lines).contains(&broken.line)));
            }
        }
    }
}
