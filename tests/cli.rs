//! The command line: what it prints, where it takes its configuration from, and how it ends.

use std::path::Path;
use std::process::Output;

use testkit::{Setting, TestServer};

fn tresse(dir: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    testkit::binary::tresse().current_dir(dir).args(arguments).envs(environment.iter().copied()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The key that [`Setting`] opens directories with, for the child's environment.
fn kek() -> (&'static str, String) {
    ("TRESSE_KEK", format!("tresse-kek-v1 {}=", "A".repeat(43)))
}

#[test]
fn config_check_says_each_value_and_where_it_comes_from() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("tresse.toml"), "origin = \"civic.example\"\nworkers = 3\n").unwrap();
    let checked = tresse(dir.path(), &["config", "check", "--data", "here"], &[("TRESSE_LISTEN", "127.0.0.1:9999")]);
    assert!(checked.status.success(), "{}", stderr(&checked));
    let said = stdout(&checked);
    for (value, origin) in [
        ("data = \"here\"", "flag"),
        ("listen = \"127.0.0.1:9999\"", "environment"),
        ("origin = \"civic.example\"", "tresse.toml"),
        ("workers = 3", "tresse.toml"),
        ("kek_file = null", "default"),
    ] {
        let line = said.lines().find(|line| line.starts_with(value)).unwrap_or_else(|| panic!("{value}: {said}"));
        assert!(line.contains(origin), "{line}");
    }
}

#[test]
fn limits_and_lists_come_from_everywhere() {
    let dir = tempfile::tempdir().unwrap();
    let file = "trusted_proxies = [\"10.0.0.0/8\"]\nallowed_origins = [\"https://a.example\"]\nwrites_per_minute = 7\n";
    std::fs::write(dir.path().join("tresse.toml"), file).unwrap();
    let environment = [
        ("TRESSE_ALLOWED_ORIGINS", "https://b.example, https://c.example"),
        ("TRESSE_READS_PER_MINUTE", "9"),
        ("TRESSE_WRITES_PER_MINUTE", "8"),
        ("TRESSE_GUESSES_PER_MINUTE", "5"),
    ];
    let flags = ["config", "check", "--writes-per-minute", "0", "--trusted-proxies", "127.0.0.1,2001:db8::/32"];
    let checked = tresse(dir.path(), &flags, &environment);
    let said = stdout(&checked);
    for (value, origin) in [
        ("reads_per_minute = 9", "environment"),
        ("writes_per_minute = 0", "flag"),
        ("guesses_per_minute = 5", "environment"),
        ("trusted_proxies = [\"127.0.0.1/32\",\"2001:db8::/32\"]", "flag"),
        ("allowed_origins = [\"https://b.example\",\"https://c.example\"]", "environment"),
    ] {
        let line = said.lines().find(|line| line.starts_with(value)).unwrap_or_else(|| panic!("{value}: {said}"));
        assert!(line.contains(origin), "{line}");
    }
    for (flag, value) in [("--trusted-proxies", "10.0.0.0/33"), ("--allowed-origins", "a.example/path")] {
        let refused = tresse(dir.path(), &["config", "check", flag, value], &[]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(value), "{}", stderr(&refused));
    }
}

#[test]
fn a_configuration_that_does_not_fit_ends_with_2_and_names_the_value() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("tresse.toml"), "listn = \"x\"\n").unwrap();
    let unknown = tresse(dir.path(), &["config", "check"], &[]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("listn"), "{}", stderr(&unknown));
    let missing = tresse(dir.path(), &["config", "check", "--config", "nowhere.toml"], &[]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("nowhere.toml"));
}

#[test]
fn a_key_encryption_key_is_made_once_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    assert!(tresse(dir.path(), &["keys", "init", "kek"], &[]).status.success());
    let made = std::fs::read(dir.path().join("kek")).unwrap();
    let mode = std::fs::metadata(dir.path().join("kek")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = tresse(dir.path(), &["keys", "init", "kek"], &[]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(std::fs::read(dir.path().join("kek")).unwrap(), made);
}

#[test]
fn an_issued_key_opens_what_its_holder_may_do() {
    let dir = tempfile::tempdir().unwrap();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let steward = server.found("vallee", "members").id;
    server.stop();
    let (name, kek) = kek();
    let data = dir.path().to_str().unwrap();
    let issue = ["keys", "issue", "--data", data, "--network", "vallee", "--actor", &steward, "--scopes", "read"];
    let issued = tresse(dir.path(), &issue, &[(name, &kek)]);
    assert!(issued.status.success(), "{}", stderr(&issued));
    let nobody = "00000000-0000-4000-8000-000000000000";
    let unknown = ["keys", "issue", "--data", data, "--network", "vallee", "--actor", nobody];
    assert_eq!(tresse(dir.path(), &unknown, &[(name, &kek)]).status.code(), Some(1));
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let member = server.caller(stdout(&issued).trim());
    assert_eq!(member.get("/v1/networks/vallee/actors").status, 200);
    assert_eq!(server.caller("").get("/v1/networks/vallee/actors").status, 404);
}

#[test]
fn the_exported_log_is_the_history_that_is_served() {
    let dir = tempfile::tempdir().unwrap();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let steward = server.found("vallee", "public");
    server.join("vallee", &steward.client, "Bilal");
    let served = server.caller("").with("accept", "application/x-ndjson").get("/v1/networks/vallee/events");
    server.stop();
    let (name, kek) = kek();
    let data = dir.path().to_str().unwrap();
    let exported = tresse(dir.path(), &["export", "log", "--data", data, "--network", "vallee"], &[(name, &kek)]);
    assert!(exported.status.success(), "{}", stderr(&exported));
    assert_eq!(stdout(&exported), String::from_utf8(served.body).unwrap());
    let unknown = tresse(dir.path(), &["export", "log", "--data", data, "--network", "nix"], &[(name, &kek)]);
    assert_eq!((unknown.status.code(), stdout(&unknown).as_str()), (Some(1), ""));
}

#[test]
fn the_committed_description_of_the_api_is_what_the_program_prints() {
    let dir = tempfile::tempdir().unwrap();
    let printed = tresse(dir.path(), &["openapi"], &[]);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/tresse.json");
    assert_eq!(stdout(&printed).trim(), std::fs::read_to_string(committed).unwrap().trim());
}
