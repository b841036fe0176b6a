//! The network: the charter under which a territory's actors work together.
//!
//! Invariants: founded once, in the first event, which fixes its id, checkpoint origin and verifier key for ever;
//! an archived network takes no further event, but that a person's data is erased. Names and notices are common texts.

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, Few, words};
use crate::event::{Object, events, refusals};
use crate::ids::{NetworkId, Stamp, Version};
use crate::names::{CheckpointOrigin, LanguageTag, TerritoryCode, TimeZoneName, VerifierKey};

words! {
    /// Who may read the network.
    pub enum Visibility {
        /// Everybody.
        Public = "public",
        /// Its members only.
        Members = "members",
    }
}

/// The smallest group that a published table may show; see [`Charter::k`].
pub const MIN_K: u8 = 3;
/// The fewest days for which the data of a person who has left is kept.
pub const MIN_RETENTION_DAYS: u16 = 30;
/// What `k` is unless the network says otherwise.
pub const DEFAULT_K: u8 = 5;

/// Up to eight languages, the first being the network's main one.
pub type Languages = Few<LanguageTag, 8>;

/// What is known of a founded network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// Its id.
    pub id: NetworkId,
    /// Who may read it.
    pub visibility: Visibility,
    /// The smallest group whose figures a published table shows.
    pub k: u8,
    /// Its languages.
    pub languages: Languages,
    /// The time zone in which its days begin.
    pub time_zone: TimeZoneName,
    /// The number of its information notice, which grows with each change of it; 0 while it has none.
    pub notice: u32,
    /// For how many days the data of a person who has left is kept; 0 for as long as the network.
    pub retention_days: u16,
    /// Number of events of its own.
    pub version: Version,
}

/// The network's table: one row, in its phase.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Network {
    /// Before the first event.
    #[default]
    Unfounded,
    /// Founded, and open to acts.
    Open(Charter),
    /// Closed for good; reads go on.
    Archived(Charter),
}

impl Network {
    /// The charter of a founded network.
    #[must_use]
    pub fn charter(&self) -> Option<&Charter> {
        match self {
            Self::Unfounded => None,
            Self::Open(charter) | Self::Archived(charter) => Some(charter),
        }
    }

    /// Whether acts of any aggregate may follow.
    ///
    /// # Errors
    /// [`Refusal::NotFounded`], [`Refusal::Archived`].
    pub fn is_open(&self) -> Result<&Charter, Refusal> {
        match self {
            Self::Unfounded => Err(Refusal::NotFounded),
            Self::Open(charter) => Ok(charter),
            Self::Archived(_) => Err(Refusal::Archived),
        }
    }

    /// When the data of a person is to be erased who left at a moment; `None` where it is kept.
    #[must_use]
    pub fn retained_until(&self, left_at: Stamp) -> Option<Stamp> {
        let days = self.charter().map(|charter| charter.retention_days).filter(|days| *days > 0)?;
        Stamp::from_millis(left_at.millis() + i64::from(days) * 24 * 3_600_000)
    }
}

/// What may be asked of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Found it.
    Found(Founded),
    /// Change its settings; what is `None` stays.
    ChangeSettings(SettingsChanged),
    /// Close it for good.
    Archive,
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Found(_) => Action::FoundNetwork,
            Self::ChangeSettings(_) => Action::ChangeSettings,
            Self::Archive => Action::ArchiveNetwork,
        }
    }
}

events! {
    /// What happens to a network.
    pub enum Event in crate::state::Event {
        /// The network was founded.
        "network.founded" v 1 signed = Founded {
            /// Its id.
            network: NetworkId,
            /// Its name in signed checkpoints.
            origin: CheckpointOrigin,
            /// The key that verifies its checkpoints.
            verifier_key: VerifierKey,
            /// Its name.
            name: CommonText,
            /// Its languages, the main one first.
            languages: Languages,
            /// The time zone in which its days begin.
            time_zone: TimeZoneName,
            /// The official code of its territory.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            territory: Option<TerritoryCode>,
            /// Who may read it.
            visibility: Visibility,
            /// The smallest group whose figures a published table shows.
            k: u8,
        } of |e| vec![Object::Network(e.network)],

        /// Its settings were changed; what is absent stayed.
        "network.settings_changed" v 1 signed = SettingsChanged {
            /// Its id.
            network: NetworkId,
            /// Its name.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            name: Option<CommonText>,
            /// What people are told of the use of their data.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            notice: Option<CommonText>,
            /// Its languages.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            languages: Option<Languages>,
            /// Its time zone.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            time_zone: Option<TimeZoneName>,
            /// The official code of its territory.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            territory: Option<TerritoryCode>,
            /// Who may read it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            visibility: Option<Visibility>,
            /// The smallest group whose figures a published table shows.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            k: Option<u8>,
            /// For how many days the data of a person who has left is kept; 0 for as long as the network.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            retention_days: Option<u16>,
            /// By which rules it is moderated.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            policy: Option<CommonText>,
        } of |e| vec![Object::Network(e.network)],

        /// It was closed for good.
        "network.archived" v 1 signed = Archived {
            /// Its id.
            network: NetworkId,
        } of |e| vec![Object::Network(e.network)],
    }
}

refusals! {
    /// Why a network says no.
    pub enum Refusal {
        /// There is no network yet.
        NotFounded = "network_not_founded" Unknown,
        /// It exists already.
        AlreadyFounded = "network_already_founded" Conflict,
        /// It is closed for good.
        Archived = "network_archived" Conflict,
        /// The event speaks of another network.
        OtherNetwork = "other_network" Conflict,
        /// A network needs at least one language.
        NoLanguage = "language_missing" Invalid("/languages"),
        /// Groups this small would show persons.
        KTooSmall = "k_too_small" Invalid("/k"),
        /// Whoever leaves by mistake must have the time to come back.
        RetentionTooShort = "retention_too_short" Invalid("/retention_days"),
    }
}

impl SettingsChanged {
    fn changes_nothing(&self) -> bool {
        *self == Self { network: self.network, ..Self::nothing(self.network) }
    }

    /// A change of nothing, to start from.
    #[must_use]
    pub fn nothing(network: NetworkId) -> Self {
        Self {
            network,
            name: None,
            notice: None,
            policy: None,
            languages: None,
            time_zone: None,
            territory: None,
            visibility: None,
            k: None,
            retention_days: None,
        }
    }
}

impl Aggregate for Network {
    const NAME: &'static str = "network";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, _: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        let (id, languages, k) = match event {
            Event::Founded(e) => (e.network, Some(&e.languages), Some(e.k)),
            Event::SettingsChanged(e) => (e.network, e.languages.as_ref(), e.k),
            Event::Archived(e) => (e.network, None, None),
        };
        match (event, self.charter()) {
            (Event::Founded(_), None) => (),
            (Event::Founded(_), Some(_)) => return Err(Refusal::AlreadyFounded),
            (_, Some(charter)) if charter.id != id => return Err(Refusal::OtherNetwork),
            (Event::SettingsChanged(_) | Event::Archived(_), _) => _ = self.is_open()?,
        }
        if languages.is_some_and(|languages| languages.as_slice().is_empty()) {
            return Err(Refusal::NoLanguage);
        }
        if k.is_some_and(|k| k < MIN_K) {
            return Err(Refusal::KTooSmall);
        }
        if let Event::SettingsChanged(SettingsChanged { retention_days: Some(days), .. }) = event
            && (1..MIN_RETENTION_DAYS).contains(days)
        {
            return Err(Refusal::RetentionTooShort);
        }
        Ok(())
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Found(founded) => vec![founded.into()],
            Command::ChangeSettings(change) if change.changes_nothing() => vec![],
            Command::ChangeSettings(change) => vec![change.into()],
            Command::Archive => vec![Archived { network: self.is_open()?.id }.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        self.charter().filter(|charter| object == Object::Network(charter.id)).map(|charter| charter.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match (event, std::mem::take(self)) {
            (Event::Founded(e), _) => {
                *self = Self::Open(Charter {
                    id: e.network,
                    visibility: e.visibility,
                    k: e.k,
                    languages: e.languages.clone(),
                    time_zone: e.time_zone.clone(),
                    notice: 0,
                    retention_days: 0,
                    version: Version(1),
                });
            }
            (Event::SettingsChanged(e), Self::Open(mut charter)) => {
                charter.version.bump();
                charter.notice = charter.notice.saturating_add(u32::from(e.notice.is_some()));
                charter.visibility = e.visibility.unwrap_or(charter.visibility);
                charter.k = e.k.unwrap_or(charter.k);
                charter.retention_days = e.retention_days.unwrap_or(charter.retention_days);
                charter.languages = e.languages.clone().unwrap_or(charter.languages);
                charter.time_zone = e.time_zone.clone().unwrap_or(charter.time_zone);
                *self = Self::Open(charter);
            }
            (Event::Archived(_), Self::Open(mut charter)) => {
                charter.version.bump();
                *self = Self::Archived(charter);
            }
            (Event::SettingsChanged(_) | Event::Archived(_), unchanged) => *self = unchanged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::given::{Given, founding, given, network, nothing, text};

    #[test]
    fn founding_fixes_the_charter() {
        nothing().when(Command::Found(founding())).then([founding()]);
    }

    #[test]
    fn a_network_is_founded_once() {
        given([founding()]).when(Command::Found(founding())).refuses(Refusal::AlreadyFounded);
    }

    #[test]
    fn nothing_happens_before_the_founding() {
        let change = SettingsChanged { k: Some(7), ..SettingsChanged::nothing(network()) };
        nothing().when(Command::ChangeSettings(change)).refuses(Refusal::NotFounded);
        nothing().when(Command::Archive).refuses(Refusal::NotFounded);
    }

    #[test]
    fn settings_change_one_by_one_and_a_change_of_nothing_writes_nothing() {
        let change = SettingsChanged { name: Some(CommonText(text())), ..SettingsChanged::nothing(network()) };
        given([founding()]).when(Command::ChangeSettings(change.clone())).then([change]);
        given([founding()]).when(Command::ChangeSettings(SettingsChanged::nothing(network()))).then_nothing();
    }

    #[test]
    fn data_is_kept_long_enough_to_come_back_or_for_good() {
        let keeps = |days| SettingsChanged { retention_days: Some(days), ..SettingsChanged::nothing(network()) };
        for days in [0, MIN_RETENTION_DAYS, 400] {
            given([founding()]).when(Command::ChangeSettings(keeps(days))).then([keeps(days)]);
        }
        for days in [1, MIN_RETENTION_DAYS - 1] {
            given([founding()]).when(Command::ChangeSettings(keeps(days))).refuses(Refusal::RetentionTooShort);
        }
    }

    #[test]
    fn each_change_of_the_notice_gives_it_the_next_number() {
        let notice = SettingsChanged { notice: Some(CommonText(text())), ..SettingsChanged::nothing(network()) };
        let name = SettingsChanged { name: Some(CommonText(text())), ..SettingsChanged::nothing(network()) };
        let number = |given: Given| given.state().network.charter().map(|charter| charter.notice);
        assert_eq!(number(given([founding()])), Some(0));
        assert_eq!(number(given([founding()]).and([notice.clone(), name, notice])), Some(2));
    }

    #[test]
    fn an_archived_network_takes_no_event() {
        let archived = Archived { network: network() };
        let change = SettingsChanged { k: Some(7), ..SettingsChanged::nothing(network()) };
        given([founding()]).when(Command::Archive).then([archived.clone()]);
        given([founding()]).and([archived]).when(Command::ChangeSettings(change)).refuses(Refusal::Archived);
    }

    #[test]
    fn an_event_of_another_network_is_not_admitted() {
        let other = SettingsChanged { k: Some(7), ..SettingsChanged::nothing(NetworkId(uuid::Uuid::max())) };
        given([founding()]).when(Command::ChangeSettings(other)).refuses(Refusal::OtherNetwork);
    }

    #[test]
    fn a_network_has_a_language_and_a_k_that_hides_persons() {
        let none = Languages::new(vec![]).unwrap_or_else(|_| unreachable!());
        nothing().when(Command::Found(Founded { languages: none, ..founding() })).refuses(Refusal::NoLanguage);
        nothing().when(Command::Found(Founded { k: 2, ..founding() })).refuses(Refusal::KTooSmall);
    }
}
