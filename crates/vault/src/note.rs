//! Signed notes (C2SP signed-note v1.0.0) with Ed25519 (type 0x01): verifier keys and signature lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::Malformed;
use domain::names::VerifierKey;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

const ED25519: u8 = 0x01;

/// Why a note was not signed, or does not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A note's text ends with a newline and has no other control character.
    #[error("the text of a note ends with a newline and has no other control character")]
    MalformedText,
    /// The verifier key is not `name+hex(key id)+base64(0x01 ‖ public key)`, or its id isn't its own.
    #[error("not a verifier key of type Ed25519")]
    MalformedKey,
    /// No signature line is of this verifier key.
    #[error("not signed by this key")]
    Unsigned,
    /// A signature line of this verifier key doesn't fit the text.
    #[error("the signature doesn't fit the text")]
    BadSignature,
}

/// Signs notes in one name.
pub(crate) struct Signer {
    name: String,
    id: [u8; 4],
    key: Box<SigningKey>,
    verifier_key: VerifierKey,
}

impl Signer {
    pub(crate) fn new(name: &str, seed: &[u8; 32]) -> Result<Self, Malformed> {
        let key = Box::new(SigningKey::from_bytes(seed));
        let public = key.verifying_key().to_bytes();
        let id = key_id(name, &public);
        let mut typed = vec![ED25519];
        typed.extend_from_slice(&public);
        let verifier_key = format!("{name}+{:08x}+{}", u32::from_be_bytes(id), STANDARD.encode(typed)).parse()?;
        Ok(Self { name: name.to_owned(), id, key, verifier_key })
    }

    pub(crate) fn verifier_key(&self) -> &VerifierKey {
        &self.verifier_key
    }

    /// The signature line of `text`, with its newline.
    pub(crate) fn line(&self, text: &str) -> Result<String, NoteError> {
        if !is_text(text) {
            return Err(NoteError::MalformedText);
        }
        let mut signed = self.id.to_vec();
        signed.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        Ok(format!("— {} {}\n", self.name, STANDARD.encode(signed)))
    }
}

/// The text of a signed note (`text ‖ "\n" ‖ signature lines`) if `key` signed it; lines of other keys are ignored.
///
/// # Errors
/// [`NoteError`].
pub fn verify_note<'n>(key: &VerifierKey, note: &'n str) -> Result<&'n str, NoteError> {
    let (name, id, public) = parse_key(key)?;
    let (text, lines) = note.rfind("\n\n").and_then(|end| note.split_at_checked(end + 1)).ok_or(NoteError::Unsigned)?;
    if !is_text(text) {
        return Err(NoteError::MalformedText);
    }
    let lines = lines.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n')).ok_or(NoteError::Unsigned)?;
    let mut verified = Err(NoteError::Unsigned);
    for line in lines.split('\n') {
        let (named, encoded) =
            line.strip_prefix("— ").and_then(|line| line.split_once(' ')).ok_or(NoteError::Unsigned)?;
        let signed = STANDARD.decode(encoded).map_err(|_| NoteError::Unsigned)?;
        let Some((line_id, signature)) = signed.split_first_chunk::<4>() else { return Err(NoteError::Unsigned) };
        if named == name && *line_id == id {
            let signature = Signature::from_slice(signature).map_err(|_| NoteError::BadSignature)?;
            public.verify_strict(text.as_bytes(), &signature).map_err(|_| NoteError::BadSignature)?;
            verified = Ok(text);
        }
    }
    verified
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.bytes().any(|byte| byte != b'\n' && byte.is_ascii_control())
}

/// `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)[:4]`.
fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let digest = Sha256::new().chain_update(name).chain_update([0x0a, ED25519]).chain_update(public).finalize();
    let [a, b, c, d, ..]: [u8; 32] = digest.into();
    [a, b, c, d]
}

fn parse_key(key: &VerifierKey) -> Result<(&str, [u8; 4], VerifyingKey), NoteError> {
    let malformed = NoteError::MalformedKey;
    let mut parts = key.as_str().splitn(3, '+');
    let (Some(name), Some(digits), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(malformed);
    };
    let typed = STANDARD.decode(encoded).map_err(|_| malformed)?;
    let Some(([ED25519], public)) = typed.split_first_chunk::<1>() else { return Err(malformed) };
    let public: &[u8; 32] = public.try_into().map_err(|_| malformed)?;
    let id = key_id(name, public);
    if name.is_empty() || digits != format!("{:08x}", u32::from_be_bytes(id)) {
        return Err(malformed);
    }
    Ok((name, id, VerifyingKey::from_bytes(public).map_err(|_| malformed)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SEEDED: &str = "civic.example/log+228021f7+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const EXAMPLE_NOTE: &str = "This is an example message.\n\n— example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    const TEXT: &str = "civic.example/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";

    fn seeded() -> Signer {
        Signer::new("civic.example/log", &std::array::from_fn(|i| u8::try_from(i).unwrap())).unwrap()
    }

    #[test]
    fn the_seeded_key_signs_the_vector_of_audit_md() {
        assert_eq!(seeded().verifier_key().as_str(), SEEDED);
        assert_eq!(
            seeded().line(TEXT).unwrap(),
            "— civic.example/log \
            IoAh9xsrmVTJhaAZ5v8XVD5kQfRburD9oywGSCa49GZ9Z2DJvcB/kI0Fd6AyA4VDNY7rzqTD1Lh4CT5ERaLXnoWkXAM=\n"
        );
    }

    #[test]
    fn the_example_note_of_the_specification_verifies() {
        assert_eq!(verify_note(&EXAMPLE.parse().unwrap(), EXAMPLE_NOTE).unwrap(), "This is an example message.\n");
        let other = EXAMPLE_NOTE.replace("example message", "example massage");
        assert_eq!(verify_note(&EXAMPLE.parse().unwrap(), &other), Err(NoteError::BadSignature));
        assert_eq!(verify_note(&SEEDED.parse().unwrap(), EXAMPLE_NOTE), Err(NoteError::Unsigned));
    }

    #[test]
    fn lines_of_other_keys_are_ignored() {
        let note = format!("{TEXT}\n— witness.example AAAAAAAA\n{}", seeded().line(TEXT).unwrap());
        assert_eq!(verify_note(&SEEDED.parse().unwrap(), &note).unwrap(), TEXT);
        let note = format!("{TEXT}\n— witness.example AAAAAAAA\n");
        assert_eq!(verify_note(&SEEDED.parse().unwrap(), &note), Err(NoteError::Unsigned));
    }

    #[test]
    fn a_text_may_hold_blank_lines() {
        let text = "a\n\nb\n";
        let note = format!("{text}\n{}", seeded().line(text).unwrap());
        assert_eq!(verify_note(seeded().verifier_key(), &note).unwrap(), text);
    }

    #[test]
    fn a_text_without_final_newline_or_with_control_characters_is_not_signed() {
        for text in ["", "a", "a\r\n", "a\0\n"] {
            assert_eq!(seeded().line(text), Err(NoteError::MalformedText), "{text:?}");
        }
    }

    #[test]
    fn a_key_with_another_id_or_type_is_refused() {
        for key in [
            SEEDED.replace("228021f7", "228021f8"),
            SEEDED.replace("228021f7", "228021F7"),
            SEEDED.replace("civic", "other"),
            SEEDED.replace("AQOh", "BAOh"),
        ] {
            assert_eq!(verify_note(&key.parse().unwrap(), EXAMPLE_NOTE), Err(NoteError::MalformedKey), "{key}");
        }
    }
}
