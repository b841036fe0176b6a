//! Sealing, commitments, pseudonyms, and the network's own file.

use domain::class::{Commitment, Pointer};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::*;
use crate::{NoteError, OpenError, Opened, Owner, SealError, commit, network_file, verify_commitment, verify_note};

#[test]
fn a_text_is_opened_as_it_was_sealed() {
    let (home, vault) = Home::new();
    let subject = vault.spare_subject().unwrap();
    let long = "é".repeat(40_000);
    for owner in [Owner::Network, Owner::Subject(subject)] {
        for text in ["", "Une idée", long.as_str()] {
            let sealed = vault.seal(owner, EVENT, Pointer::Body, text).unwrap();
            assert_eq!(sealed.body.len(), text.len() + 73);
            for vault in [&vault, &home.reopen().unwrap()] {
                let opened = vault.unseal(owner, EVENT, Pointer::Body, &sealed.body).unwrap();
                assert_eq!(opened.text, text);
                assert!(vault.verify(&sealed.commitment, EVENT, Pointer::Body, &opened));
            }
        }
    }
}

#[test]
fn a_text_moved_elsewhere_does_not_open() {
    let (_home, vault) = Home::new();
    let (subject, other) = (vault.spare_subject().unwrap(), vault.spare_subject().unwrap());
    let owners = [Owner::Network, Owner::Subject(subject), Owner::Subject(other)];
    for owner in owners {
        let body = vault.seal(owner, EVENT, Pointer::Body, "a text").unwrap().body;
        let refused = Err(OpenError::Tampered);
        assert_eq!(vault.unseal(owner, EVENT.nth(1), Pointer::Body, &body), refused);
        assert_eq!(vault.unseal(owner, EVENT, Pointer::Title, &body), refused);
        for wrong in owners.into_iter().filter(|wrong| *wrong != owner) {
            assert_eq!(vault.unseal(wrong, EVENT, Pointer::Body, &body), refused);
        }
    }
}

#[test]
fn a_text_of_another_origin_does_not_open_even_under_the_same_keys() {
    let (home, vault) = Home::new();
    let body = vault.seal(Owner::Network, EVENT, Pointer::Body, "a text").unwrap().body;
    let path = home.dir.join("network");
    let (network, _, secrets) = network_file::unwrap(&home.kek, &std::fs::read(&path).unwrap(), &path).unwrap();
    let other = network_file::wrap(&home.kek, network, &"civic.example/other".parse().unwrap(), &secrets).unwrap();
    std::fs::write(&path, other).unwrap();
    let other = home.reopen().unwrap();
    assert_eq!(other.unseal(Owner::Network, EVENT, Pointer::Body, &body), Err(OpenError::Tampered));
}

#[test]
fn a_changed_body_does_not_open() {
    let (_home, vault) = Home::new();
    let subject = Owner::Subject(vault.spare_subject().unwrap());
    let body = vault.seal(subject, EVENT, Pointer::Body, "a text").unwrap().body;
    for bit in 0..body.len() * 8 {
        let mut body = body.clone();
        body[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(vault.unseal(subject, EVENT, Pointer::Body, &body), Err(OpenError::Tampered), "bit {bit}");
    }
    for len in 0..body.len() {
        assert_eq!(vault.unseal(subject, EVENT, Pointer::Body, &body[..len]), Err(OpenError::Tampered), "cut at {len}");
    }
    let blanked = vec![0; body.len()];
    assert_eq!(vault.unseal(subject, EVENT, Pointer::Body, &blanked), Err(OpenError::Blanked));
}

#[test]
fn nothing_is_sealed_twice_alike() {
    let (_home, vault) = Home::new();
    let seal = || vault.seal(Owner::Network, EVENT, Pointer::Body, "a text").unwrap();
    let (one, two) = (seal(), seal());
    assert!(one.commitment != two.commitment && one.body[1..25] != two.body[1..25] && one.body[25..] != two.body[25..]);
}

#[test]
fn who_never_had_a_key_can_neither_seal_nor_vote() {
    let (_home, vault) = Home::new();
    let nobody = ActorId(Uuid::from_u128(5));
    let refused = SealError::NoKey(nobody);
    assert_eq!(vault.seal(Owner::Subject(nobody), EVENT, Pointer::Body, "a text"), Err(refused));
    assert_eq!(vault.pseudonym(nobody, "statement:1"), Err(refused));
    assert_eq!(vault.unseal(Owner::Subject(nobody), EVENT, Pointer::Body, &[1; 80]), Err(OpenError::NoKey));
}

/// HMAC-SHA-256 by its definition (RFC 2104).
fn hmac_by_hand(key: &[u8], message: &[u8]) -> [u8; 32] {
    let pad = |with: u8| -> [u8; 64] { std::array::from_fn(|i| key.get(i).copied().unwrap_or(0) ^ with) };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

#[test]
fn a_commitment_is_the_hmac_that_privacy_md_says() {
    // Computed with Python's hmac module.
    let expected: [u128; 2] = [0xc48f_78be_6f80_266e_cc75_839c_a03f_14f6, 0xd6d2_5def_a9de_fa17_6570_7b44_d6d6_ca7a];
    let salt = std::array::from_fn(|i| u8::try_from(i).unwrap());
    let origin = ORIGIN.parse().unwrap();
    let made = commit(&origin, EVENT, Pointer::Body, &salt, "Une idée");
    assert_eq!(made.mac(), expected.map(u128::to_be_bytes).as_flattened());

    let (_home, vault) = Home::new();
    let text = "x".repeat(100);
    let sealed = vault.seal(Owner::Network, EVENT, Pointer::Title, &text).unwrap();
    let opened = vault.unseal(Owner::Network, EVENT, Pointer::Title, &sealed.body).unwrap();
    let message = [b"tresse/seal/v1civic.example/log", EVENT.0.as_bytes().as_slice(), b"/title", text.as_bytes()];
    let by_hand = hmac_by_hand(&opened.salt, &message.concat());
    assert_eq!(sealed.commitment, Commitment::new(by_hand, 100));
}

#[test]
fn a_commitment_fits_one_text_of_one_place_only() {
    let (_home, vault) = Home::new();
    let sealed = vault.seal(Owner::Network, EVENT, Pointer::Title, "a title").unwrap();
    let opened = vault.unseal(Owner::Network, EVENT, Pointer::Title, &sealed.body).unwrap();
    let fits = |event, pointer, opened: &Opened| vault.verify(&sealed.commitment, event, pointer, opened);
    assert!(fits(EVENT, Pointer::Title, &opened));
    assert!(!fits(EVENT.nth(1), Pointer::Title, &opened));
    assert!(!fits(EVENT, Pointer::Body, &opened));
    assert!(!fits(EVENT, Pointer::Title, &Opened { text: "another".into(), ..opened.clone() }));
    assert!(!fits(EVENT, Pointer::Title, &Opened { salt: [0; 32], ..opened.clone() }));
    let elsewhere = "civic.example/other".parse().unwrap();
    assert!(!verify_commitment(&sealed.commitment, &elsewhere, EVENT, Pointer::Title, &opened));
    let other_class = Commitment::new(*sealed.commitment.mac(), 100);
    assert!(!vault.verify(&other_class, EVENT, Pointer::Title, &opened));
}

/// The pointer stands before the text without a length between them (privacy.md), so it must end by itself.
#[test]
fn no_pointer_is_the_beginning_of_another() {
    for one in Pointer::ALL {
        for other in Pointer::ALL.iter().filter(|other| *other != one) {
            assert!(!other.as_str().starts_with(one.as_str()), "{} {}", one.as_str(), other.as_str());
        }
    }
}

#[test]
fn a_pseudonym_is_stable_in_one_object_and_another_in_each() {
    let (home, vault) = Home::new();
    let (subject, other) = (vault.spare_subject().unwrap(), vault.spare_subject().unwrap());
    let pseudonym = vault.pseudonym(subject, "statement:1").unwrap();
    assert_eq!(vault.pseudonym(subject, "statement:1").unwrap(), pseudonym);
    assert_eq!(home.reopen().unwrap().pseudonym(subject, "statement:1").unwrap(), pseudonym);
    assert_ne!(vault.pseudonym(subject, "statement:2").unwrap(), pseudonym);
    assert_ne!(vault.pseudonym(other, "statement:1").unwrap(), pseudonym);
    let link = vault.ring().with(subject, |keys| *keys.link()).unwrap();
    assert_eq!(pseudonym.0, hmac_by_hand(&link, b"civic.example/logstatement:1")[..16]);
}

#[test]
fn blind_indexes_and_macs_confuse_no_parts() {
    let (home, vault) = Home::new();
    let index = vault.blind_index("contact", "a@b.example");
    assert_eq!(home.reopen().unwrap().blind_index("contact", "a@b.example"), index);
    assert_ne!(vault.blind_index("contac", "ta@b.example"), index);
    let mac = vault.mac("key", &[b"ab", b"c"]);
    assert_eq!(home.reopen().unwrap().mac("key", &[b"ab", b"c"]), mac);
    assert_ne!(vault.mac("key", &[b"a", b"bc"]), mac);
    assert_ne!(vault.mac("key", &[b"abc"]), mac);
    assert_ne!(vault.mac("keya", &[b"b", b"c"]), mac);
    let (_other, vault) = Home::new();
    assert_ne!(vault.mac("key", &[b"ab", b"c"]), mac);
    assert_ne!(vault.blind_index("contact", "a@b.example"), index);
}

#[test]
fn a_vault_signs_notes_in_its_origins_name() {
    let (home, vault) = Home::new();
    let text = "civic.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let note = format!("{text}\n{}", vault.sign_note(text).unwrap());
    let key = home.reopen().unwrap().verifier_key();
    assert!(key.as_str().starts_with("civic.example/log+"));
    assert_eq!(verify_note(&key, &note), Ok(text));
    assert_eq!(vault.sign_note("no newline"), Err(NoteError::MalformedText));
    let (_other, stranger) = Home::new();
    assert_eq!(verify_note(&stranger.verifier_key(), &note), Err(NoteError::Unsigned));
}

#[test]
fn a_wrong_key_encryption_key_is_told_apart_from_damage() {
    let (home, _vault) = Home::new();
    let other = Arc::new(Kek::init(&home.dir.join("other")).unwrap());
    let refused = Vault::open(Arc::clone(&home.disk), &home.dir, Arc::clone(&other)).unwrap_err();
    let VaultError::WrongKek { wrapped_under, given, .. } = &refused else { panic!("{refused}") };
    assert_eq!((*wrapped_under, *given), (home.kek.id(), other.id()));
    let said = refused.to_string();
    assert!(said.contains(&home.kek.id().to_string()) && said.contains("network"), "{said}");
}

#[test]
fn a_damaged_file_of_the_network_is_named() {
    let (home, _vault) = Home::new();
    let path = home.dir.join("network");
    let whole = std::fs::read(&path).unwrap();
    for bit in 0..whole.len() * 8 {
        flip(&path, bit);
        let refused = home.reopen().unwrap_err();
        assert!(matches!(&refused, VaultError::Damaged { path: named, .. } if *named == path), "{refused}");
        std::fs::write(&path, &whole).unwrap();
    }
    for len in 0..whole.len() {
        std::fs::write(&path, &whole[..len]).unwrap();
        assert!(matches!(home.reopen(), Err(VaultError::Damaged { .. })), "cut at {len}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(home.reopen(), Err(VaultError::Missing(_))));
}

#[test]
fn a_vault_is_never_made_over_another() {
    let (home, vault) = Home::new();
    let again =
        Vault::create(Arc::clone(&home.disk), &home.dir, Arc::clone(&home.kek), NETWORK, ORIGIN.parse().unwrap());
    assert!(matches!(again, Err(VaultError::Exists(_))));
    assert_eq!(home.reopen().unwrap().verifier_key(), vault.verifier_key());
}

#[test]
fn nothing_that_is_printed_tells_a_secret() {
    let (_home, vault) = Home::new();
    let shown = format!("{vault:?}");
    assert!(shown.contains(ORIGIN) && shown.len() < 140, "{shown}");
    let opened = Opened { text: "Jeanne".into(), salt: [171; 32] };
    let shown = format!("{opened:?}");
    assert!(!shown.contains("Jeanne") && !shown.contains("171"), "{shown}");
}

#[test]
fn the_hmac_by_hand_is_right() {
    let expected = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap().chain_update("x").finalize().into_bytes();
    assert_eq!(expected.as_slice(), hmac_by_hand(&[7; 32], b"x"));
}
