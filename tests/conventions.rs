//! What every operation does as HTTP would have it: limits, codings, other sites' pages, headers, names of requests,
//! formats of lists.

mod codings;
mod limits;
mod lists;
mod named;
mod ready;
mod sites;

use api::front::Settings;
use tempfile::TempDir;
use testkit::{Reply, Setting, TestServer};

use crate::story::Story;

/// A story on a server with these settings.
fn served(change: impl FnOnce(&mut Settings)) -> (Story, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let mut setting = Setting::default();
    change(&mut setting.served);
    (Story::with(TestServer::start_on(dir.path(), &setting), "public"), dir)
}

/// The names in a header that lists some.
fn names<'r>(reply: &'r Reply, header: &str) -> Vec<&'r str> {
    reply.headers.get(header).map_or("", String::as_str).split(',').map(str::trim).collect()
}
