//! `tresse serve`

use std::io::Write as _;
use std::sync::Arc;

use app::timer::{self, Timer};
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Flags;
use crate::{Failure, open};

/// Serve the networks of a data directory.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Serve a told example network; in an empty directory it is made first
    #[arg(long)]
    demo: bool,
}

/// Serves until told to stop (Ctrl-C or SIGTERM); then lets requests under way finish and drains the writers.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let config = flags.resolve()?;
    let listener = api::bind(config.listen).map_err(|error| Failure::Failed(format!("{}: {error}", config.listen)))?;
    let address = listener.local_addr().map_err(Failure::failed)?;
    let told = if arguments.demo { crate::commands::demo::told(&config)? } else { Vec::new() };
    let catalogue = open::catalogue(&config)?;
    let operator_key = catalogue.first_operator_key().map_err(Failure::failed)?;
    let workers = config.workers.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    let settings = api::front::Settings {
        workers,
        limits: config.limits(),
        streams: api::events::streams::Limits::default(),
        trusted_proxies: config.trusted_proxies.0,
        allowed_origins: config.allowed_origins.0,
    };
    let running = api::start(Arc::clone(&catalogue), listener, settings).map_err(Failure::failed)?;
    let timer = Timer::start(&catalogue, timer::EVERY).map_err(Failure::failed)?;
    println!("tresse listens on http://{address}");
    println!("  documentation  http://{address}/docs/");
    println!("  networks       http://{address}/v1/networks");
    for line in told {
        println!("  {line}", line = line.replace("{address}", &address.to_string()));
    }
    if let Some(secret) = operator_key {
        println!("  operator key   {}    (shown this once)", secret.expose());
    }
    _ = std::io::stdout().flush();
    stop_signal().map_err(Failure::failed)?;
    running.stop().map_err(Failure::failed)?;
    drop(timer);
    catalogue.stop();
    Ok(())
}

/// Waits for Ctrl-C or SIGTERM.
fn stop_signal() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            _ = interrupt.recv() => Ok(()),
        }
    })
}
