//! Sortition: so many of the electorate by lot, from a seed that nobody knew when the electorate was frozen.

use sha2::{Digest as _, Sha256};

use super::input::{Input, Sha};
use super::outcome::{Outcome, Sums};
use super::trace::Step;
use crate::class::Few;

pub(super) fn count(input: &Input, seats: u16, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let nobody = (Outcome::NothingElected {}, Sums::Untold {});
    let Some(seed) = input.seed else { return nobody };
    // A byte string of its own for each actor: 32 bytes of the seed, 16 of the id.
    let key = |id: &[u8]| Sha(Sha256::new().chain_update(seed.0).chain_update(id).finalize().into());
    let mut keys: Vec<_> = input.pool.iter().map(|actor| (key(actor.0.as_bytes()), *actor)).collect();
    keys.sort_unstable();
    // Nobody sits twice, even where the pool was doctored.
    keys.dedup();
    keys.truncate(usize::from(seats));
    let drawn = keys.iter().map(|(_, actor)| *actor).collect();
    match Few::new(drawn) {
        Ok(actors) if !actors.as_slice().is_empty() => {
            trace.extend(keys.iter().map(|(key, actor)| Step::Drawn { actor: *actor, key: key.to_string() }));
            (Outcome::Drawn { actors }, Sums::Untold {})
        }
        Ok(_) | Err(_) => nobody,
    }
}
