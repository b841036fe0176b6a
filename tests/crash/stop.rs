//! SIGTERM under load: what was accepted is answered, the writers are drained, and nothing else was recorded.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::history::History;
use super::load::{Sent, World};
use super::served::Served;

#[test]
fn a_stopping_server_answers_what_it_accepted_and_records_nothing_else() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let mut served = Served::on(&data);
    let mut world = World::begin(&data, &served);
    let (stop, address) = (AtomicBool::new(false), served.address);
    let sent = std::thread::scope(|scope| {
        let acting = scope.spawn(|| world.act(address, &stop));
        std::thread::sleep(Duration::from_millis(300));
        let began = Instant::now();
        served.terminate();
        let status = served.ended();
        stop.store(true, Ordering::Relaxed);
        println!("stopped {:.2} s after SIGTERM", began.elapsed().as_secs_f32());
        assert_eq!(status.code(), Some(0));
        acting.join().unwrap()
    });
    let history = History::exported(&data);
    assert!(!history.was_torn);
    let answered: u64 = sent.iter().filter(|sent| sent.reply.is_some()).map(|sent| sent.events).sum();
    let last = sent.iter().filter_map(Sent::acknowledged).max();
    println!("{} commands, {} answered", sent.len(), sent.iter().filter(|sent| sent.reply.is_some()).count());
    assert_eq!(Some(history.head()), last, "the history ends with the last acknowledged command");
    assert_eq!(history.head(), world.head + answered, "nothing was recorded that was not answered");
    history.has_only_whole_joins();
}
