//! The timer: submits what is due (`domain::due`) as the system, in all networks of a catalogue. One thread for all; each
//! network's writer decides, as it does for everybody else.
//!
//! Nothing depends on its punctuality: deadlines hold by the stamp, and their events follow within a second. It catches up
//! at start, with the networks of which it is not known that nothing is due (`quiet`); the others are loaded when their
//! moment comes. A command that was recorded is not due any more, so that a kill in between does no harm.

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use domain::authority::Principal;
use domain::decision;
use domain::due::due;
use domain::envelope::{Act, By};
use domain::ids::{NetworkId, Stamp};
use domain::state::Command;

use crate::Catalogue;
use crate::draft::Draft;
use crate::network::Network;
use crate::opening;
use crate::submission::{Submission, SubmitError};
use crate::tallying::Tallies;

/// How often the timer of a server looks.
pub const EVERY: Duration = Duration::from_secs(1);
/// How often it writes down when keys were last used.
const WRITE_EVERY: Duration = Duration::from_secs(60);
/// How many commands of one network it submits at once.
const AT_ONCE: usize = 256;
/// For how long it leaves a network alone that did not take one, in milliseconds.
const PAUSE_MS: i64 = 60_000;

/// A timer that runs until it is dropped.
#[derive(Debug)]
pub struct Timer {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Timer {
    /// Starts a timer that looks every so often.
    ///
    /// # Errors
    /// That no thread could be started.
    pub fn start(catalogue: &Arc<Catalogue>, every: Duration) -> std::io::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let catalogue = Arc::downgrade(catalogue);
        let thread =
            std::thread::Builder::new().name("timer".to_owned()).spawn(move || run(&catalogue, &stopped, every))?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the timer panicked");
        }
    }
}

fn run(catalogue: &Weak<Catalogue>, stopped: &mpsc::Receiver<()>, every: Duration) {
    let Some(mut rounds) = catalogue.upgrade().map(|catalogue| Rounds::begin(&catalogue)) else { return };
    let mut written = Instant::now();
    loop {
        let Some(catalogue) = catalogue.upgrade() else { return };
        let is_idle = rounds.go(&catalogue);
        if written.elapsed() >= WRITE_EVERY {
            catalogue.last_use.write();
            written = Instant::now();
        }
        drop(catalogue);
        let pause = if is_idle { every } else { Duration::ZERO };
        match stopped.recv_timeout(pause) {
            Err(RecvTimeoutError::Timeout) => (),
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// What the timer knows of the networks that are not loaded, and of those that did not take a command.
#[derive(Debug)]
struct Rounds {
    unknown: VecDeque<NetworkId>,
    quiet: HashMap<NetworkId, Stamp>,
    paused: HashMap<NetworkId, Stamp>,
    tallies: Tallies,
}

impl Rounds {
    fn begin(catalogue: &Catalogue) -> Self {
        let (mut unknown, mut quiet) = (VecDeque::new(), HashMap::new());
        for (_, network) in catalogue.server().networks().filter(|(_, network)| catalogue.loaded(*network).is_none()) {
            match catalogue.quiet(network) {
                None => unknown.push_back(network),
                Some(told) => quiet.extend(told.until.map(|until| (network, until))),
            }
        }
        Self { unknown, quiet, paused: HashMap::new(), tallies: Tallies::default() }
    }

    /// Looks once; whether there is nothing more to do now.
    fn go(&mut self, catalogue: &Catalogue) -> bool {
        let now = catalogue.now();
        let woken: Vec<_> =
            self.quiet.iter().filter(|(_, until)| **until <= now).map(|(network, _)| *network).collect();
        for network in &woken {
            self.quiet.remove(network);
        }
        self.unknown.extend(woken);
        // One network a round: the others must not wait for long.
        if let Some(network) = self.unknown.pop_front()
            && let Err(error) = catalogue.load(network)
        {
            tracing::error!(%network, %error, "a network could not be loaded to see what is due in it");
        }
        self.paused.retain(|_, until| *until > now);
        let mut is_idle = self.unknown.is_empty();
        for network in catalogue.all_loaded() {
            self.tallies.look(&network);
            if self.paused.contains_key(&network.id()) {
                continue;
            }
            match submit_due(&network, now) {
                Ok(submitted) => is_idle &= submitted < AT_ONCE,
                Err(error) => {
                    tracing::warn!(network = %network.id(), %error, "what is due could not be recorded");
                    let until = Stamp::from_millis(now.millis().saturating_add(PAUSE_MS)).unwrap_or(Stamp::MAX);
                    self.paused.insert(network.id(), until);
                }
            }
        }
        is_idle
    }
}

/// Submits what is due in a network, each command by itself, and waits for what becomes of it; how many there were.
fn submit_due(network: &Network, now: Stamp) -> Result<usize, SubmitError> {
    let commands = due(&network.live().state, now).commands;
    let submitted = commands.into_iter().take(AT_ONCE).map(|command| {
        let step = if let Command::Decision(decision::Command::Open(decision, None)) = command {
            opening::step(network, decision).map_err(|error| {
                tracing::error!(network = %network.id(), %error, "a decision could not be opened");
                SubmitError::Stopped
            })?
        } else {
            Draft::new(network.vault()).ready(command)
        };
        network.submit_blocking(Submission::new(Principal::System, Act::by(By::System), vec![step]))
    });
    let submitted = submitted.collect::<Result<Vec<_>, _>>()?;
    let count = submitted.len();
    for answer in submitted {
        answer.blocking_recv().map_err(|_| SubmitError::OutcomeUnknown)?.map_err(SubmitError::from)?;
    }
    Ok(count)
}
