//! What the vault does for each text and vote.

use std::path::Path;
use std::sync::Arc;

use app::edge;
use disk::RealDisk;
use domain::class::Pointer;
use domain::ids::NetworkId;
use testkit::Setting;
use vault::{Owner, Vault};

use crate::Options;
use crate::measure::{Turn, interleave};
use crate::report::{Figure, Reach, Row};

/// How often it is done in a turn.
const TIMES: u64 = 20_000;

/// Measures sealing, opening and pseudonyms.
pub fn rows(options: &Options, dir: &Path) -> Vec<Row> {
    crate::note("vault");
    let network = NetworkId(uuid::Uuid::from_u128(1));
    let origin = "tresse.invalid/bench".parse().unwrap();
    let vault = Vault::create(Arc::new(RealDisk), &dir.join("keys"), Setting::default().kek, network, origin).unwrap();
    let subject = vault.spare_subject().unwrap();
    let (owner, event, text) = (Owner::Subject(subject), edge::event_id(), "é".repeat(250));
    let sealed = vault.seal(owner, event, Pointer::Body, &text).unwrap().body;
    let times = |run: &dyn Fn()| {
        Turn::of(|| {
            (0..TIMES).for_each(|_| run());
            TIMES
        })
    };
    let [seal, open, pseudonym] = interleave(
        options.rounds(),
        [
            &mut || times(&|| _ = vault.seal(owner, event, Pointer::Body, &text).unwrap()),
            &mut || times(&|| _ = vault.unseal(owner, event, Pointer::Body, &sealed).unwrap()),
            &mut || times(&|| _ = vault.pseudonym(subject, "018f6f2e-0000-7000-8000-000000000000").unwrap()),
        ],
    );
    let row = |what: &str, rate: f64, bound: &str| Row::new(Figure::new(what, rate, "/s"), Reach::Nothing, bound);
    vec![
        row("seal a text of 500 bytes", seal.rate(), "one core: HMAC-SHA-256, XChaCha20-Poly1305, randomness"),
        row("open it", open.rate(), "one core: XChaCha20-Poly1305"),
        row("pseudonym", pseudonym.rate(), "one core: HMAC-SHA-256"),
    ]
}
