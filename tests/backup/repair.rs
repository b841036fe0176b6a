//! `tresse repair`: a person's decision, with nothing lost that could be kept.

use super::*;

/// The first segment of vallee's log.
fn segment(world: &World) -> PathBuf {
    let catalogue = setting().catalogue(&world.data).unwrap();
    let id = catalogue.server().network("vallee").unwrap();
    world.data.join("networks").join(id.to_string()).join("log").join(eventlog::segment_name(0))
}

/// Flips a bit in the frame of the last event of the log; the position that the error names.
fn damage(world: &World, segment: &Path) -> String {
    let mut bytes = std::fs::read(segment).unwrap();
    let last = bytes.windows(4).rposition(|magic| magic == b"TRF1").unwrap();
    bytes[last + 100] ^= 4;
    std::fs::write(segment, bytes).unwrap();
    let failed = world.tresse(&world.data, &["export", "log", "--network", "vallee"]);
    assert_eq!(failed.status.code(), Some(1));
    let said = stderr(&failed);
    let position = said.split("position ").nth(1).and_then(|rest| rest.split(':').next()).unwrap();
    position.to_owned()
}

#[test]
fn a_damaged_log_is_cut_where_a_person_says_so_and_what_is_cut_is_kept() {
    let world = World::filled();
    let (history, segment) = (world.exported(&world.data, "vallee"), segment(&world));
    let position = damage(&world, &segment);
    assert_eq!(position, "11");
    let cut = |more: &[&str]| world.tresse(&world.data, &[&["repair", "--cut-at", "11", "--network"], more].concat());
    let asked = cut(&["vallee"]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(stderr(&asked).contains("from position 11 on") && stderr(&asked).contains("--yes"), "{}", stderr(&asked));
    let unknown = cut(&["plaine", "--yes"]);
    assert!(unknown.status.code() == Some(1) && stderr(&unknown).contains("no network plaine"));
    let done = cut(&["vallee", "--yes"]);
    assert!(done.status.success(), "{}", stderr(&done));
    let kept = stdout(&done).lines().find_map(|line| line.trim().strip_prefix("kept  ").map(PathBuf::from)).unwrap();
    assert!(kept.starts_with(segment.parent().unwrap()) && std::fs::read(&kept).unwrap().starts_with(b"TRF1"));
    let after = world.exported(&world.data, "vallee");
    assert!(history.starts_with(&after) && after.lines().count() == 11);
    world.joined_by("Chloé");
}

#[test]
fn a_log_in_use_is_not_cut() {
    let world = World::filled();
    let server = world.serve();
    let refused = world.tresse(&world.data, &["repair", "--cut-at", "5", "--network", "vallee", "--yes"]);
    assert!(refused.status.code() == Some(1) && stderr(&refused).contains("stop it first"), "{}", stderr(&refused));
    server.stop();
    assert_eq!(world.exported(&world.data, "vallee").lines().count(), 12);
}
