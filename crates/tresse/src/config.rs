//! The configuration: defaults < file < `TRESSE_*` environment < flags.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use app::sessions::Lifetimes;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::Failure;

/// The file that is read unless another is named.
const FILE: &str = "tresse.toml";

/// What tresse is run with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The data directory.
    pub data: PathBuf,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The file of the key-encryption key; `DIR.key` beside the data directory unless given.
    pub kek_file: Option<PathBuf>,
    /// Where the checkpoint origins of new networks begin.
    pub origin: String,
    /// How many threads serve requests; as many as there are cores unless given.
    pub workers: Option<usize>,
    /// For how many minutes the token of a session works.
    pub token_minutes: u16,
    /// For how many days a session goes on that is not renewed.
    pub session_days: u16,
}

impl Config {
    /// How long sessions work.
    pub fn sessions(&self) -> Lifetimes {
        Lifetimes {
            token_ms: i64::from(self.token_minutes) * 60_000,
            session_ms: i64::from(self.session_days) * 24 * 3_600_000,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "tresse-data".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            kek_file: None,
            origin: app::catalogue::DEFAULT_ORIGIN.to_owned(),
            workers: None,
            token_minutes: 15,
            session_days: 90,
        }
    }
}

/// The flags that every command takes.
#[derive(Debug, Clone, clap::Args, Serialize)]
pub struct Flags {
    /// A configuration file, instead of tresse.toml
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The data directory
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// The address to listen on
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// The file of the key-encryption key
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kek_file: Option<PathBuf>,
}

impl Flags {
    /// All sources, the later ones winning.
    pub fn figment(&self) -> Result<Figment, Failure> {
        let file = self.config.as_deref().unwrap_or(Path::new(FILE));
        if self.config.is_some() && !file.exists() {
            return Err(Failure::Usage(format!("{}: there is no such configuration file", file.display())));
        }
        let defaults = Figment::from(Serialized::defaults(Config::default()));
        let with_file = if file.exists() { defaults.merge(Toml::file_exact(file)) } else { defaults };
        Ok(with_file
            .merge(Env::prefixed("TRESSE_").only(&[
                "data",
                "listen",
                "kek_file",
                "origin",
                "workers",
                "token_minutes",
                "session_days",
            ]))
            .merge(Serialized::globals(self)))
    }

    /// The configuration that holds.
    pub fn resolve(&self) -> Result<Config, Failure> {
        self.figment()?.extract().map_err(|error| Failure::Usage(error.to_string()))
    }
}
