//! `tresse serve`

use std::io::Write as _;
use std::sync::Arc;

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
    let serving = Arc::clone(&catalogue);
    actix_web::rt::System::new().block_on(async move {
        let server = api::serve(serving, listener, workers).map_err(Failure::failed)?;
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            stop_signal().await;
            handle.stop(true).await;
        });
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
        server.await.map_err(Failure::failed)
    })?;
    catalogue.stop();
    Ok(())
}

async fn stop_signal() {
    use actix_web::rt::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        _ = actix_web::rt::signal::ctrl_c().await;
        return;
    };
    let interrupt = std::pin::pin!(actix_web::rt::signal::ctrl_c());
    let terminated = std::pin::pin!(terminate.recv());
    futures_util::future::select(interrupt, terminated).await;
}
