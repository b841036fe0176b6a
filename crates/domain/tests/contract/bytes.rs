//! What holds for the bytes of any event whatever: size, order of keys, what a scoped act shows, numbers, reading back.

use std::fmt;

use domain::class::{Commitment, CommonText, Draw, Few, LogSafe as _};
use domain::decision::electorate::{Electorate, ElectorateRule};
use domain::decision::parts::{MAX_PART_BYTES, Part};
use domain::decision::{self, Entered, MeetingBallotsEntered, Opened, OutcomeRecorded, Standings, Witnesses};
use domain::envelope::{Act, By, Evidence, Heading, MAX_EVENT_BYTES};
use domain::event::Signing;
use domain::ids::{
    ActorId, DecisionId, EventId, MeetingId, RequirementId, SpecificationId, SpecificationVersionId, Stamp, UrnId,
};
use domain::names::SourceId;
use domain::specification::{Item, Items, VersionPublished};
use domain::state::Event;
use domain::tally::ballot::{Ballot, MAX_OPTIONS, OptionNo, Standing};
use domain::tally::input::{Counted, Sha};
use domain::tally::outcome::{Outcome, Sums};
use domain::tally::rules::Rules;
use proptest::prelude::*;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use uuid::Uuid;

use crate::logged::{Logged, acts, entering, largest_act, represented};

/// events.md, "Envelope".
const KEYS: [&str; 13] = [
    "id",
    "type",
    "v",
    "rules",
    "recorded_at",
    "by",
    "for",
    "evidence",
    "occurred_at",
    "source",
    "corrects",
    "objects",
    "data",
];

/// The greatest integer that every JSON reader takes exactly: 2⁵³ − 1.
const MAX_INTEGER: u64 = (1 << 53) - 1;

fn heading(draw: &mut Draw<'_>) -> Heading {
    Heading { id: EventId::example(draw), recorded_at: Stamp::example(draw) }
}

fn any_act(draw: &mut Draw<'_>) -> Act {
    Act {
        by: match draw(4) {
            0 => None,
            1 => Some(By::Operator),
            2 => Some(By::System),
            _ => Some(By::Actor(entering())),
        },
        on_behalf_of: (draw(2) == 0).then(represented),
        evidence: Option::<Evidence>::example(draw),
        occurred_at: Option::<Stamp>::example(draw),
        source: Option::<SourceId>::example(draw),
        corrects: Option::<EventId>::example(draw),
    }
}

/// The keys of a JSON object in the order in which they stand.
fn keys(object: &[u8]) -> Vec<String> {
    struct Keys;
    impl<'de> Visitor<'de> for Keys {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut keys = vec![];
            while let Some((key, IgnoredAny)) = map.next_entry()? {
                keys.push(key);
            }
            Ok(keys)
        }
    }
    serde_json::Deserializer::from_slice(object).deserialize_map(Keys).unwrap()
}

fn check_numbers(value: &Value) {
    match value {
        Value::Number(number) => {
            let exact = number.as_u64().is_some_and(|n| n <= MAX_INTEGER)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() <= MAX_INTEGER);
            assert!(exact, "{number}");
        }
        // A cell of a published table that does not show is `null` in its place: alone of all, it is not empty.
        Value::Array(values) => values.iter().filter(|value| !value.is_null()).for_each(check_numbers),
        Value::Object(fields) => {
            let is_cell = |(name, value): &(&String, &Value)| *name == "all" && value.is_null();
            fields.iter().filter(|field| !is_cell(field)).for_each(|(_, value)| check_numbers(value));
        }
        Value::Null => panic!("what is empty is absent"),
        Value::Bool(_) | Value::String(_) => (),
    }
}

fn check(event: &Logged, heading: Heading, act: &Act) {
    let name = event.event_type().name;
    let shown = event.shown(act);
    let bytes = event.write(heading, &shown);
    assert!(bytes.len() < MAX_EVENT_BYTES, "{name}: {} bytes", bytes.len());

    let (read_heading, read_act, read_event) = Logged::read(&bytes);
    assert_eq!((&read_event, &read_act), (event, &shown));
    assert_eq!((read_heading.id, read_heading.recorded_at), (heading.id, heading.recorded_at));

    let keys = keys(&bytes);
    let in_order: Vec<_> = KEYS.iter().filter(|key| keys.iter().any(|have| have == *key)).collect();
    assert_eq!(keys.iter().map(String::as_str).collect::<Vec<_>>(), in_order.into_iter().copied().collect::<Vec<_>>());

    let value: Value = serde_json::from_slice(&bytes).unwrap();
    check_numbers(&value);
    let objects = value["objects"].as_array().unwrap();
    assert!(!objects.is_empty(), "{name} concerns nothing");
    if event.signing() == Signing::Scoped {
        check_scoped(&value, &String::from_utf8(bytes).unwrap());
    }
}

/// A scoped act shows its author nowhere; entered on behalf of someone, it shows who entered it and never for whom.
fn check_scoped(value: &Value, text: &str) {
    assert_eq!((value.get("for"), value.get("source")), (None, None), "{text}");
    assert!(value.get("evidence").is_some() || value.get("by").is_none(), "{text}");
    for object in value["objects"].as_array().unwrap() {
        assert!(!object.as_str().unwrap().starts_with("actor:"), "{text}");
    }
    assert!(!text.contains(&represented().to_string()), "{text}");
    assert!(value.get("evidence").is_some() || !text.contains(&entering().to_string()), "{text}");
}

#[test]
fn every_event_at_its_maxima_with_the_largest_act_fits_and_keeps_the_contract() {
    for event in Logged::examples(&mut |n| n - 1) {
        check(&event, heading(&mut |n| n - 1), &largest_act());
    }
}

fn actors<const MAX: usize>() -> Few<ActorId, MAX> {
    Few::new((0..MAX as u128).map(|n| ActorId(Uuid::from_u128(u128::MAX - n))).collect()).unwrap()
}

/// Ballots as long as a part may be: as many as fit, and a shorter one in what is left.
fn longest_part() -> Part {
    let ranked = |first: u16, length: u16| {
        let options = (0..length).map(|n| OptionNo((first + n) % MAX_OPTIONS)).collect();
        Counted { voter: None, ballot: Ballot::Rank(options), count: u32::MAX }
    };
    let fits = |ballots: &[Counted]| serde_json::to_vec(ballots).unwrap().len() <= MAX_PART_BYTES;
    let mut ballots = vec![];
    for ballot in (0..MAX_OPTIONS).map(|n| ranked(n, 300)).chain((0..300).rev().map(|length| ranked(0, length))) {
        ballots.push(ballot);
        if !fits(&ballots) {
            ballots.pop();
        }
    }
    ballots.sort();
    Part::new(ballots).unwrap()
}

/// The examples repeat one value where a list wants different ones.
#[test]
fn decisions_with_the_longest_lists_fit() {
    let decision = DecisionId(Uuid::max());
    let max = &mut |n: u64| n - 1;
    let options: Vec<_> = (0..MAX_OPTIONS).map(OptionNo).collect();
    let electorate =
        Electorate { rule: ElectorateRule::Listed { actors: actors() }, count: u32::MAX, sha256: Sha([255; 32]) };
    let standing =
        |option: &OptionNo| Standing { option: *option, cost: Some(domain::amount::Minor::example(&mut |n| n - 1)) };
    let events: [decision::Event; 4] = [
        MeetingBallotsEntered {
            decision,
            meeting: MeetingId(Uuid::max()),
            entry: u16::MAX,
            how: Entered::ShowOfHands,
            ballots: longest_part(),
            witnesses: Witnesses::new(actors::<8>().as_slice().to_vec()).unwrap(),
        }
        .into(),
        Opened {
            decision,
            rules: Rules::example(max),
            options: Standings::new(options.iter().map(standing).collect()).unwrap(),
            electorate,
            closes_at: Some(Stamp::MAX),
            draws_at: Some(Stamp::MAX),
            urn: Some(UrnId(Uuid::max())),
            promised: Some(Sha([255; 32])),
            secret: Some(CommonText::example(max)),
        }
        .into(),
        OutcomeRecorded {
            decision,
            outcome: Outcome::Elected { options: Few::new(options.clone()).unwrap() },
            sums: Sums::Options(options.iter().map(|option| (*option, MAX_INTEGER)).collect()),
            input: Some(Sha([255; 32])),
        }
        .into(),
        OutcomeRecorded { decision, outcome: Outcome::Drawn { actors: actors() }, sums: Sums::Untold {}, input: None }
            .into(),
    ];
    for event in events {
        check(&Logged::Network(event.into()), heading(max), &largest_act());
    }
}

#[test]
fn every_event_keeps_the_contract_with_an_act_of_every_shape() {
    for act in acts() {
        for k in 0..10 {
            for event in Logged::examples(&mut |n| k % n) {
                check(&event, heading(&mut |n| k % n), &act);
            }
        }
    }
}

#[test]
fn names_of_types_are_unique_over_all_logs_and_versions_start_at_one() {
    let mut names: Vec<_> = Logged::types().iter().map(|known| known.name).collect();
    assert!(Logged::types().iter().all(|known| known.v >= 1));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for (example, known) in Logged::examples(&mut |n| n - 1).iter().zip(Logged::types()) {
        assert_eq!(example.event_type(), known, "examples stand in the order of types");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// `near` draws within eight of the maximum, so that short lists without repetition fill up as well.
    #[test]
    fn any_event_with_any_act_keeps_the_contract(draws in prop::collection::vec(any::<u64>(), 1..200), near in any::<bool>()) {
        let mut next = draws.iter().cycle();
        let mut draw = |n: u64| {
            let drawn = next.next().unwrap() % if near { n.min(8) } else { n };
            if near { n - 1 - drawn } else { drawn }
        };
        let (heading, act) = (heading(&mut draw), any_act(&mut draw));
        for event in Logged::examples(&mut draw) {
            check(&event, heading, &act);
            if near {
                check(&event, heading, &largest_act());
            }
        }
    }
}

#[test]
fn a_version_of_as_many_requirements_as_may_stand_fits() {
    let max = &mut |n: u64| n - 1;
    let items =
        (0..256).map(|n| Item { requirement: RequirementId(Uuid::from_u128(u128::MAX - n)), ..Item::example(max) });
    let published = VersionPublished {
        specification: SpecificationId(Uuid::max()),
        version: SpecificationVersionId(Uuid::max()),
        number: u16::MAX,
        items: Items::new(items.collect()).unwrap(),
    };
    check(&Logged::Network(published.into()), heading(max), &largest_act());
}

/// How many commitments stand anywhere in a JSON value.
fn commitments(value: &Value) -> usize {
    match value {
        Value::String(text) => usize::from(serde_json::from_value::<Commitment>(text.as_str().into()).is_ok()),
        Value::Object(fields) if fields.contains_key("c") && fields.contains_key("len") => 1,
        Value::Object(fields) => fields.values().map(commitments).sum(),
        Value::Array(items) => items.iter().map(commitments).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

#[test]
fn every_text_of_an_event_is_found_at_its_pointer() {
    for n in [1, 7, u64::MAX] {
        for event in Event::examples(&mut |max| n.min(max - 1)) {
            let data = serde_json::to_value(&event).unwrap();
            let texts = event.texts();
            assert_eq!(texts.len(), commitments(&data), "{data} has texts without a pointer of their field's name");
            for (pointer, _) in texts {
                assert_eq!(data.pointer(pointer.as_str()).map(commitments), Some(1), "{pointer:?} in {data}");
            }
        }
    }
}
