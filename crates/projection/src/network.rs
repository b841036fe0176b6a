//! The network as it is shown: its charter, and where its texts lie.

use domain::class::Pointer;
use domain::ids::{NetworkId, Stamp, Version};
use domain::names::{CheckpointOrigin, LanguageTag, TerritoryCode, TimeZoneName, VerifierKey};
use domain::network::{Event, Visibility};
use domain::state::Recorded;

use crate::TextRef;

/// The network; `None` before its founding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NetworkView(Option<Charter>);

/// What is shown of a founded network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// Its id.
    pub id: NetworkId,
    /// Its name in signed checkpoints.
    pub origin: CheckpointOrigin,
    /// The key that verifies its checkpoints.
    pub verifier_key: VerifierKey,
    /// Its name.
    pub name: Option<TextRef>,
    /// What people are told of the use of their data.
    pub notice: Option<TextRef>,
    /// The number of that notice, which grows with each change of it; 0 while there is none.
    pub notice_number: u32,
    /// For how many days the data of a person who has left is kept; 0 for as long as the network.
    pub retention_days: u16,
    /// By which rules it is moderated.
    pub policy: Option<TextRef>,
    /// Its languages, the main one first.
    pub languages: Vec<LanguageTag>,
    /// The time zone in which its days begin.
    pub time_zone: TimeZoneName,
    /// The official code of its territory.
    pub territory: Option<TerritoryCode>,
    /// Who may read it.
    pub visibility: Visibility,
    /// The smallest group whose figures a published table shows.
    pub k: u8,
    /// When it was founded.
    pub founded_at: Stamp,
    /// When it was closed for good.
    pub archived_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

impl NetworkView {
    /// The charter, once founded.
    #[must_use]
    pub fn charter(&self) -> Option<&Charter> {
        self.0.as_ref()
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let text = |pointer| TextRef::of(recorded, pointer);
        let charter = match (event, &mut self.0) {
            (Event::Founded(e), _) => {
                self.0 = Some(Charter {
                    id: e.network,
                    origin: e.origin.clone(),
                    verifier_key: e.verifier_key.clone(),
                    name: text(Pointer::Name),
                    notice: None,
                    notice_number: 0,
                    retention_days: 0,
                    policy: None,
                    languages: e.languages.as_slice().to_vec(),
                    time_zone: e.time_zone.clone(),
                    territory: e.territory.clone(),
                    visibility: e.visibility,
                    k: e.k,
                    founded_at: recorded.recorded_at,
                    archived_at: None,
                    version: Version(1),
                });
                return;
            }
            (Event::SettingsChanged(_) | Event::Archived(_), None) => return,
            (Event::SettingsChanged(_) | Event::Archived(_), Some(charter)) => charter,
        };
        charter.version.bump();
        match event {
            Event::Founded(_) => (),
            Event::SettingsChanged(e) => {
                charter.name = text(Pointer::Name).or(charter.name);
                charter.notice = text(Pointer::Notice).or(charter.notice);
                charter.notice_number = charter.notice_number.saturating_add(u32::from(e.notice.is_some()));
                charter.policy = text(Pointer::Policy).or(charter.policy);
                if let Some(languages) = &e.languages {
                    charter.languages = languages.as_slice().to_vec();
                }
                if let Some(time_zone) = &e.time_zone {
                    charter.time_zone = time_zone.clone();
                }
                if let Some(territory) = &e.territory {
                    charter.territory = Some(territory.clone());
                }
                charter.visibility = e.visibility.unwrap_or(charter.visibility);
                charter.k = e.k.unwrap_or(charter.k);
                charter.retention_days = e.retention_days.unwrap_or(charter.retention_days);
            }
            Event::Archived(_) => charter.archived_at = Some(recorded.recorded_at),
        }
    }
}
