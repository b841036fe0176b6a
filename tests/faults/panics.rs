//! A panic in the writer: nobody waits for ever, nobody is told of what was not synced, and the writer lives on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::edge::{Clock, SystemClock};
use disk::RealDisk;
use domain::ids::Stamp;
use testkit::{Setting, TestServer};

use super::hooked::Hooked;
use super::{found, place, shown_events, shown_head, submit};

/// A clock that panics when a writer asks it, once it is told to.
#[derive(Debug, Default)]
struct Trap {
    is_set: AtomicBool,
}

impl Trap {
    fn spring(&self) {
        let is_writer = std::thread::current().name().is_some_and(|name| name.starts_with("writer-"));
        assert!(!is_writer || !self.is_set.swap(false, Ordering::Relaxed), "injected: a panic in the writer");
    }
}

impl Clock for Trap {
    fn now(&self) -> Stamp {
        self.spring();
        SystemClock.now()
    }
}

#[test]
fn a_panic_while_deciding_ends_its_group_and_not_the_writer() {
    let (dir, trap) = (tempfile::tempdir().unwrap(), Arc::new(Trap::default()));
    let clock: Arc<dyn Clock> = Arc::clone(&trap) as _;
    let server = TestServer::start_on(dir.path(), &Setting { clock, ..Setting::default() });
    let (anne, _) = found(&server);
    let head = shown_head(&anne);
    trap.is_set.store(true, Ordering::Relaxed);
    assert_eq!(submit(&anne, "unlucky").problem(503), "outcome_unknown");
    assert_eq!(shown_head(&anne), head);
    let told = submit(&anne, "unlucky").expect(201);
    assert_eq!(place(&submit(&anne, "unlucky").expect(201)), place(&told));
    assert_eq!(shown_head(&anne), head + 1);
}

#[test]
fn a_panic_while_writing_stops_writes_until_the_log_is_opened_again() {
    for during in ["write", "sync"] {
        let (dir, trap) = (tempfile::tempdir().unwrap(), Arc::new(Trap::default()));
        let springing = Arc::clone(&trap);
        let disk = Hooked::new(Arc::new(RealDisk), move |what, _| {
            if what == during {
                springing.spring();
            }
            Ok(())
        });
        let server = TestServer::start_on(dir.path(), &Setting { disk: Arc::new(disk), ..Setting::default() });
        let (anne, secret) = found(&server);
        let head = shown_head(&anne);
        trap.is_set.store(true, Ordering::Relaxed);
        assert_eq!(submit(&anne, "unlucky").problem(503), "outcome_unknown");
        assert_eq!(submit(&anne, "later").problem(503), "writes_stopped");
        assert_eq!((shown_head(&anne), shown_events(&anne, head)), (head, 0));
        server.stop();
        let server = TestServer::start_on(dir.path(), &Setting::default());
        let anne = server.caller(&secret);
        assert_eq!(shown_head(&anne), head + u64::from(during == "sync"));
        let told = submit(&anne, "unlucky").expect(201);
        assert_eq!(told["position"], head + 1);
        assert_eq!(place(&submit(&anne, "unlucky").expect(201)), place(&told));
    }
}
