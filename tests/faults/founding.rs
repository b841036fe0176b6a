//! A founding that fails, or is cut off, at each of its steps: there is the whole network, or no trace of it.

use std::path::Path;
use std::sync::Arc;

use app::catalogue::{Catalogue, FoundOutcome};
use app::founding::{FoundError, Founding};
use app::network::Text;
use app::server_log::ServerError;
use app::submission::Idempotency;
use domain::actor::ActorKind;
use domain::network::{DEFAULT_K, Languages, Visibility};
use eventlog::AppendError;
use testkit::Setting;

use super::hooked::{Failure, Steps};

pub(super) fn founding(slug: &str) -> Founding {
    Founding {
        slug: slug.parse().unwrap(),
        name: "Réseau de la vallée".to_owned(),
        languages: Languages::new(vec!["fr".parse().unwrap()]).unwrap(),
        time_zone: "Europe/Paris".parse().unwrap(),
        territory: None,
        visibility: Visibility::Public,
        k: DEFAULT_K,
        steward_kind: ActorKind::Person,
        steward_name: Some("Anne Berger".to_owned()),
    }
}

/// Founds with an idempotency key of its own.
fn found(catalogue: &Catalogue, slug: &str) -> Result<FoundOutcome, FoundError> {
    let vault = catalogue.server_log().vault();
    let (key, body) = (vault.mac("key", &[slug.as_bytes()]), vault.mac("body", &[slug.as_bytes()]));
    catalogue.found(&founding(slug), Some(Idempotency { key, body }))
}

fn is_unknown(error: &FoundError) -> bool {
    matches!(error, FoundError::Server(ServerError::Append(AppendError::OutcomeUnknown(_))))
}

/// Each directory is a registered network, and the other way round; and each of them is whole.
fn whole_or_gone(dir: &Path, catalogue: &Catalogue, slug: &str) {
    let known = catalogue.server();
    let mut directories = 0;
    for entry in std::fs::read_dir(dir.join("networks")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let network = name.parse().unwrap_or_else(|_| panic!("{name} was left"));
        assert!(known.slug(network).is_some(), "{name} is not registered");
        directories += 1;
    }
    assert_eq!(known.networks().count(), directories);
    let Some(network) = known.network(slug) else { return };
    let network = catalogue.load(network).unwrap();
    let live = network.live();
    assert_eq!(live.views.head.0, 5);
    let steward = live.views.actors.after(None).next().unwrap();
    assert_eq!(network.text(&steward.name.unwrap()).unwrap(), Text::Shown("Anne Berger".into()));
}

#[test]
fn a_founding_that_fails_at_any_step_is_whole_or_gone() {
    let dir = tempfile::tempdir().unwrap();
    let steps = Arc::new(Steps::default());
    let (setting, real) = (Setting { disk: Arc::new(steps.disk()), ..Setting::default() }, Setting::default());
    drop(real.catalogue(dir.path()).unwrap());
    for failure in [Failure::Once, Failure::ForGood] {
        let mut seen = Vec::new();
        for nth in 0.. {
            let slug = format!("{failure:?}-{nth}").to_lowercase();
            let catalogue = setting.catalogue(dir.path()).unwrap();
            steps.arm(nth, failure);
            let outcome = found(&catalogue, &slug);
            let failed = steps.disarm();
            let in_vain = outcome.as_ref().is_err_and(|error| !is_unknown(error));
            if failed.is_some() && in_vain && failure == Failure::Once {
                assert!(catalogue.server().network(&slug).is_none());
                // Whoever founds it anew in the same process is in nobody's way, now or at the next start.
                catalogue.found(&founding(&slug), None).unwrap();
                whole_or_gone(dir.path(), &catalogue, &slug);
            }
            drop(catalogue);

            let catalogue = real.catalogue(dir.path()).unwrap();
            whole_or_gone(dir.path(), &catalogue, &slug);
            let is_there = catalogue.server().network(&slug).is_some();
            assert!(outcome.is_err() || is_there, "{failed:?}: it was founded, and is gone");
            if in_vain && failure == Failure::ForGood {
                assert!(!is_there, "{failed:?}: it was refused, and is there");
            }
            let again = found(&catalogue, &slug);
            match again {
                Ok(FoundOutcome::Founded(_)) => assert!(!is_there, "{failed:?}"),
                Ok(FoundOutcome::Replayed(_)) => assert!(is_there, "{failed:?}"),
                Err(error) => {
                    assert!(in_vain && failure == Failure::Once, "{failed:?}: a retry does not tell: {error}");
                }
            }
            whole_or_gone(dir.path(), &catalogue, &slug);
            let Some(failed) = failed else { break };
            let told = match (&outcome, in_vain) {
                (Ok(_), _) => "founded",
                (Err(_), true) => "refused",
                (Err(_), false) => "unknown",
            };
            seen.push(format!("{failed}: {told}"));
        }
        println!("{failure:?}: {} steps", seen.len());
        for step in &seen {
            println!("  {step}");
        }
        assert!(seen.len() > 10);
        assert!(["refused", "unknown"].iter().all(|told| seen.iter().any(|step| step.ends_with(told))));
    }
}
