//! Founding a network, safe at every step: its first frame is written and synced in `<id>.new/`, which is then renamed,
//! and only then registered. A start removes what was not renamed, and registers what was renamed but is unknown.

use domain::actor::{self, ActorKind, Joined, OrganisationDescribed, ProfileRevised, RoleGranted, Via};
use domain::authority::{Principal, Role};
use domain::class::Pointer;
use domain::envelope::{Act, By};
use domain::ids::{ActorId, NetworkId, Stamp};
use domain::names::{CheckpointOrigin, Slug, TerritoryCode, TimeZoneName};
use domain::network::{self, Founded, Languages, Visibility};
use eventlog::{EventLog, Frame};
use vault::Vault;

use crate::draft::Draft;
use crate::submission::{Step, Submission, SubmitError};
use crate::writer;

/// A network to be founded.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Its languages, the main one first.
    pub languages: Languages,
    /// The time zone in which its days begin.
    pub time_zone: TimeZoneName,
    /// The official code of its territory.
    pub territory: Option<TerritoryCode>,
    /// Who may read it.
    pub visibility: Visibility,
    /// The smallest group whose figures a published table shows.
    pub k: u8,
    /// What the first steward is.
    pub steward_kind: ActorKind,
    /// The first steward's name.
    pub steward_name: Option<String>,
}

/// Why a founding failed.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// A rule says no.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// The server's log.
    #[error(transparent)]
    Server(#[from] crate::server_log::ServerError),
    /// The keys.
    #[error(transparent)]
    Vault(#[from] vault::VaultError),
    /// A text could not be sealed.
    #[error(transparent)]
    Seal(#[from] vault::SealError),
    /// The log could not be made.
    #[error(transparent)]
    Log(#[from] eventlog::OpenError),
    /// The network could not be loaded.
    #[error(transparent)]
    History(#[from] crate::network::HistoryError),
    /// The file system.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The system has no randomness to give.
    #[error(transparent)]
    Random(#[from] getrandom::Error),
}

impl FoundError {
    /// Whether there was no room on the disk; then there is no such network.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Io(source)
            | Self::Vault(vault::VaultError::Io { source, .. })
            | Self::Log(eventlog::OpenError::Io { source, .. }) => is_disk_full(source),
            Self::Submit(_)
            | Self::Server(_)
            | Self::Vault(_)
            | Self::Seal(_)
            | Self::Log(_)
            | Self::History(_)
            | Self::Random(_) => false,
        }
    }
}

/// Whether a disk has no room, or its user may take no more of it.
#[must_use]
pub fn is_disk_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

/// Writes a network's first frame: the founding, the first steward, and the steward's roles. The first steward is
/// facilitator too, so that somebody can add actors; either role can be revoked or given away.
pub(crate) fn first_frame(
    founding: &Founding,
    network: NetworkId,
    origin: CheckpointOrigin,
    vault: &Vault,
    log: &impl EventLog,
    stamp: Stamp,
) -> Result<ActorId, FoundError> {
    let steward = vault.spare_subject()?;
    let steps = steps(founding, network, origin, vault, steward)?;
    let submission = Submission::new(Principal::System, Act::by(By::Operator), steps);
    let group = writer::first_group(&submission, stamp)?;
    let recorded_at_ms = u64::try_from(stamp.millis()).unwrap_or(0);
    let frame = Frame { recorded_at_ms, commands: 1, events: &group.events, private: &group.private };
    log.append(0, frame).map_err(crate::server_log::ServerError::from)?;
    Ok(steward)
}

fn steps(
    founding: &Founding,
    network: NetworkId,
    origin: CheckpointOrigin,
    vault: &Vault,
    steward: ActorId,
) -> Result<Vec<Step>, FoundError> {
    let mut draft = Draft::new(vault);
    let name = draft.common(Pointer::Name, &founding.name)?;
    let founded = draft.ready(network::Command::Found(Founded {
        network,
        origin,
        verifier_key: vault.verifier_key(),
        name,
        languages: founding.languages.clone(),
        time_zone: founding.time_zone.clone(),
        territory: founding.territory.clone(),
        visibility: founding.visibility,
        k: founding.k,
    }));
    let joined = Joined { actor: steward, kind: founding.steward_kind, via: Via::Operator, audience: None };
    let mut ready = vec![founded, Draft::new(vault).ready(actor::Command::Join(joined))];
    if let Some(name) = &founding.steward_name {
        let mut draft = Draft::new(vault);
        let named = match founding.steward_kind {
            ActorKind::Person => {
                let name = draft.own(steward, Pointer::Name, name)?;
                actor::Command::ReviseProfile(ProfileRevised { actor: steward, name, contact: None, about: None })
            }
            ActorKind::Organisation | ActorKind::Service => {
                let name = draft.common(Pointer::Name, name)?;
                actor::Command::Describe(OrganisationDescribed { actor: steward, name, about: None })
            }
        };
        ready.push(draft.ready(named));
    }
    for role in [Role::Steward, Role::Facilitator] {
        let granted = RoleGranted { actor: steward, role, until: None };
        ready.push(Draft::new(vault).ready(actor::Command::GrantRole(granted)));
    }
    Ok(ready)
}
