//! Answers to a diagnostic: what it asks is read before the file is.

use std::path::Path;
use std::sync::Arc;

use app::edge::SystemClock;
use app::import::answers::{Asked, Sheet};
use app::import::report::{Report, Telling};
use app::import::{self, Destination, Directory};
use domain::ids::DiagnosticId;
use domain::names::SourcePart;

use super::bar::Bar;
use super::server::Server;
use super::{Import, measure};
use crate::config::{Config, Flags};
use crate::{Failure, open};

/// A file of answers, and what tells how it is read.
pub struct Files<'f> {
    pub file: &'f Path,
    pub mapping: &'f Path,
    pub set: Option<&'f SourcePart>,
}

impl Files<'_> {
    fn read(&self, asked: Asked) -> Result<Sheet, Failure> {
        Sheet::new(self.file, self.mapping, asked, self.set).map_err(Failure::failed)
    }
}

/// Brings them in.
pub fn bring_in(
    import: &Import,
    into: &Destination,
    files: &Files<'_>,
    diagnostic: DiagnosticId,
    flags: &Flags,
) -> Result<(), Failure> {
    if import.server.is_some() && flags.data.is_some() {
        return Err(Failure::Usage("--server and --data: either a server or a data directory".to_owned()));
    }
    let mut bar = Bar::new(import.json);
    let report = match import.server.as_deref().zip(import.key.as_deref()) {
        Some((url, key)) => through_server(url, key, import, into, files, diagnostic, &mut bar)?,
        None => on_directory(import, into, files, diagnostic, &flags.resolve()?, &mut bar)?,
    };
    if report.refused {
        bar.print(&report, None)?;
        let rows = report.left_out();
        return Err(Failure::Failed(format!("nothing was recorded: {rows} rows are broken (--strict)")));
    }
    let state_bytes = if import.measure { Some(measure::apart(&into.network, &flags.resolve()?)?) } else { None };
    bar.print(&report, state_bytes)
}

/// What is broken, if nothing is to be recorded then.
fn checked(import: &Import, into: &Destination, sheet: &Sheet, bar: &mut Bar) -> Result<Option<Report>, Failure> {
    if !import.strict {
        return Ok(None);
    }
    let report = import::check(std::slice::from_ref(sheet), &into.network, bar).map_err(Failure::failed)?;
    Ok(Some(report).filter(|report| report.refused))
}

fn through_server(
    url: &str,
    key: &str,
    import: &Import,
    into: &Destination,
    files: &Files<'_>,
    diagnostic: DiagnosticId,
    bar: &mut Bar,
) -> Result<Report, Failure> {
    let mut telling = Telling::new(bar, into.network.clone());
    let mut target = Server::open_known(url, key, into, &mut telling).map_err(Failure::failed)?;
    let sheet = files.read(target.asked(diagnostic, &mut telling).map_err(Failure::failed)?)?;
    if let Some(report) = checked(import, into, &sheet, bar)? {
        return Ok(report);
    }
    let telling = Telling::new(bar, into.network.clone());
    import::import(&[sheet], &std::env::temp_dir(), &mut target, telling).map_err(Failure::failed)
}

fn on_directory(
    import: &Import,
    into: &Destination,
    files: &Files<'_>,
    diagnostic: DiagnosticId,
    config: &Config,
    bar: &mut Bar,
) -> Result<Report, Failure> {
    let catalogue = open::unindexed(config, Arc::new(SystemClock))?;
    let run = |bar: &mut Bar| {
        let unknown = || Failure::Failed(format!("there is no network {}", into.network));
        let network = catalogue.server().network(into.network.as_str()).ok_or_else(unknown)?;
        let network = catalogue.load(network).map_err(Failure::failed)?;
        let sheet = files.read(Asked::of(&network, diagnostic).map_err(Failure::failed)?)?;
        if let Some(report) = checked(import, into, &sheet, bar)? {
            return Ok(report);
        }
        let mut telling = Telling::new(bar, into.network.clone());
        let mut target = Directory::open(&catalogue, into, &mut telling).map_err(Failure::failed)?;
        import::import(&[sheet], &config.data, &mut target, telling).map_err(Failure::failed)
    };
    let done = run(bar);
    catalogue.stop();
    done
}
