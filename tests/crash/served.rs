//! `tresse serve` as a process of its own.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use testkit::Client;

/// A process that serves. Killed when dropped.
pub struct Served {
    child: Child,
    /// The process that serves, which strace or nsenter may have started.
    pub pid: u32,
    /// Where it listens.
    pub address: SocketAddr,
    /// The operator's key, if this was the first start.
    pub operator: Option<String>,
}

/// Adds what every `serve` of these tests is told.
pub fn serve(command: &mut Command, data: &Path) {
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
}

impl Served {
    /// Serves a data directory.
    pub fn on(data: &Path) -> Self {
        let mut command = testkit::binary::tresse();
        serve(&mut command, data);
        Self::start(command, data)
    }

    /// Starts a command that ends in [`serve`], and waits until it listens.
    pub fn start(command: Command, data: &Path) -> Self {
        Self::start_as(command, data, !data.exists())
    }

    /// The same, told whether this is the first start, which alone tells of a key. Errors are written beside `data`.
    pub fn start_as(mut command: Command, data: &Path, is_first: bool) -> Self {
        let errors = data.with_extension("stderr");
        let log = File::options().create(true).append(true).open(&errors).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (mut address, mut operator) = (None, None);
        while address.is_none() || is_first && operator.is_none() {
            let Some(Ok(line)) = lines.next() else {
                let told = std::fs::read_to_string(&errors).unwrap_or_default();
                panic!("it does not serve: {:?}, {told}", child.wait());
            };
            let words: Vec<_> = line.split_whitespace().collect();
            match words.as_slice() {
                ["tresse", "listens", "on", url] => address = url.strip_prefix("http://").map(|a| a.parse().unwrap()),
                ["operator", "key", key, ..] => operator = Some((*key).to_owned()),
                _ => (),
            }
        }
        // Later lines have nobody to read them; they fit into the pipe.
        std::mem::forget(lines);
        Self { pid: child.id(), child, address: address.unwrap(), operator }
    }

    /// A caller with a key.
    pub fn caller(&self, key: &str) -> Client {
        Client::new(self.address, key)
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Waits until it has ended, but not for ever.
    pub fn ended(&mut self) -> ExitStatus {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "the process does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.pid.to_string()]).status().unwrap();
        assert!(told.success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Runs `tresse` to its end.
pub fn output(arguments: &[&str], data: &Path) -> Output {
    testkit::binary::tresse().args(arguments).arg("--data").arg(data).stdin(Stdio::null()).output().unwrap()
}
