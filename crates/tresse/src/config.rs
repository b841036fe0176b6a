//! The configuration: defaults < file < `TRESSE_*` environment < flags.

use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use api::front::cors::Origin;
use api::front::limits::Limits;
use api::front::peer::Block;
use app::sessions::Lifetimes;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

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
    /// How many reads a minute a key, or an address without one, may make; 0 is no limit.
    pub reads_per_minute: u32,
    /// How many commands a minute.
    pub writes_per_minute: u32,
    /// How many wrong secrets a minute may come from an address.
    pub guesses_per_minute: u32,
    /// The proxies that are trusted to say, in `Forwarded` or `X-Forwarded-For`, whose request they pass on.
    pub trusted_proxies: List<Block>,
    /// The origins whose pages may ask (CORS).
    pub allowed_origins: List<Origin>,
    /// For how many minutes the token of a session works.
    pub token_minutes: u16,
    /// For how many days a session goes on that is not renewed.
    pub session_days: u16,
}

impl Config {
    /// How much one caller may ask for.
    pub fn limits(&self) -> Limits {
        Limits {
            reads_per_minute: self.reads_per_minute,
            writes_per_minute: self.writes_per_minute,
            guesses_per_minute: self.guesses_per_minute,
        }
    }
}

/// A list: in a file `["a", "b"]`, in the environment and in flags `a,b` does as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List<T>(pub Vec<T>);

impl<'de, T: TryFrom<String, Error: Display>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Items(Vec<String>),
        }
        let items = match Written::deserialize(from)? {
            Written::Text(text) => text.split(',').map(|item| item.trim().to_owned()).collect(),
            Written::Items(items) => items,
        };
        let items = items.into_iter().filter(|item| !item.is_empty());
        items.map(|item| item.try_into().map_err(D::Error::custom)).collect::<Result<_, _>>().map(Self)
    }
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
        let Limits { reads_per_minute, writes_per_minute, guesses_per_minute } = Limits::default();
        Self {
            data: "tresse-data".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            kek_file: None,
            origin: app::catalogue::DEFAULT_ORIGIN.to_owned(),
            workers: None,
            reads_per_minute,
            writes_per_minute,
            guesses_per_minute,
            trusted_proxies: List(Vec::new()),
            allowed_origins: List(Vec::new()),
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
    /// How many reads a minute a key, or an address without one, may make; 0 is no limit
    #[arg(long, global = true, value_name = "N", help_heading = "Serving")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_per_minute: Option<u32>,
    /// How many commands a minute
    #[arg(long, global = true, value_name = "N", help_heading = "Serving")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub writes_per_minute: Option<u32>,
    /// How many wrong secrets a minute may come from an address
    #[arg(long, global = true, value_name = "N", help_heading = "Serving")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guesses_per_minute: Option<u32>,
    /// The proxies that are trusted to say whose request they pass on, such as `10.0.0.0/8,::1`
    #[arg(long, global = true, value_name = "BLOCKS", help_heading = "Serving")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_proxies: Option<String>,
    /// The origins whose pages may ask (CORS), such as `https://app.example.org`
    #[arg(long, global = true, value_name = "ORIGINS", help_heading = "Serving")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_origins: Option<String>,
}

/// What is read of the environment, behind `TRESSE_`.
const ENVIRONMENT: &[&str] = &[
    "data",
    "listen",
    "kek_file",
    "origin",
    "workers",
    "reads_per_minute",
    "writes_per_minute",
    "guesses_per_minute",
    "trusted_proxies",
    "allowed_origins",
    "token_minutes",
    "session_days",
];

impl Flags {
    /// All sources, the later ones winning.
    pub fn figment(&self) -> Result<Figment, Failure> {
        let file = self.config.as_deref().unwrap_or(Path::new(FILE));
        if self.config.is_some() && !file.exists() {
            return Err(Failure::Usage(format!("{}: there is no such configuration file", file.display())));
        }
        let defaults = Figment::from(Serialized::defaults(Config::default()));
        let with_file = if file.exists() { defaults.merge(Toml::file_exact(file)) } else { defaults };
        Ok(with_file.merge(Env::prefixed("TRESSE_").only(ENVIRONMENT)).merge(Serialized::globals(self)))
    }

    /// The configuration that holds.
    pub fn resolve(&self) -> Result<Config, Failure> {
        self.figment()?.extract().map_err(|error| Failure::Usage(error.to_string()))
    }
}
