//! The key-encryption key: 32 bytes outside the data directory, under which all other keys are wrapped.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::crypto::{self, NONCE, Refused, Secret, TAG};
use crate::error::{KekError, MalformedKek};

const WORD: &str = "tresse-kek-v1";

/// What a key file may weigh at most: one short line.
const FILE_MAX: u64 = 1024;

/// A key-encryption key. Wiped when dropped, and never printed: `Debug` shows its [`KekId`].
pub struct Kek {
    key: Box<Secret>,
}

/// What names a key-encryption key without telling anything of it: 4 bytes of an HMAC under it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KekId(pub(crate) [u8; 4]);

impl Kek {
    /// Makes a key and its file: one line `tresse-kek-v1 <base64>`, readable by its owner only, synced with its
    /// directory. The file is there whole or not at all, whenever this is interrupted. Not through `disk`: it lies outside
    /// the data directory, and its mode matters.
    ///
    /// # Errors
    /// [`KekError::Exists`] when anything stands there, [`KekError::Io`], [`KekError::Random`].
    pub fn init(path: &Path) -> Result<Self, KekError> {
        let (mut key, mut drawn) = (Box::new(Secret::default()), [0; 8]);
        crypto::random(key.as_mut_slice()).and_then(|()| crypto::random(&mut drawn)).map_err(KekError::Random)?;
        let kek = Self { key };
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(format!(".{:016x}.tmp", u64::from_be_bytes(drawn)));
        let made = make(path, Path::new(&temporary), kek.to_text().as_bytes());
        _ = std::fs::remove_file(&temporary);
        made.and_then(|()| File::open(directory(path))?.sync_all()).map_err(|source| {
            let exists = source.kind() == ErrorKind::AlreadyExists;
            let path = path.to_owned();
            if exists { KekError::Exists(path) } else { KekError::Io { path, source } }
        })?;
        Ok(kek)
    }

    /// Reads a key's file. A file that others than its owner may read is accepted with a warning in the log.
    ///
    /// # Errors
    /// [`KekError::Missing`], [`KekError::Io`], [`KekError::Malformed`].
    pub fn read(path: &Path) -> Result<Self, KekError> {
        let io = |source: std::io::Error| {
            let missing = source.kind() == ErrorKind::NotFound;
            let path = path.to_owned();
            if missing { KekError::Missing(path) } else { KekError::Io { path, source } }
        };
        let file = File::open(path).map_err(io)?;
        warn_when_open_to_others(path, &file.metadata().map_err(io)?);
        // Room for the whole file ahead, so that growing leaves no copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(2048));
        file.take(FILE_MAX + 1).read_to_end(&mut bytes).map_err(io)?;
        let malformed = |malformed| KekError::Malformed { path: path.to_owned(), malformed };
        Self::from_text(std::str::from_utf8(&bytes).map_err(|_| malformed(MalformedKek))?).map_err(malformed)
    }

    /// From the text of a key's file, as an environment variable holds it; space around it is ignored.
    ///
    /// # Errors
    /// [`MalformedKek`].
    pub fn from_text(text: &str) -> Result<Self, MalformedKek> {
        let encoded = text.trim().strip_prefix(WORD).and_then(|rest| rest.strip_prefix(' ')).ok_or(MalformedKek)?;
        // The decoder wants room for a whole number of groups.
        let mut bytes = Zeroizing::new([0; 33]);
        let written = STANDARD.decode_slice(encoded.trim_start(), bytes.as_mut_slice()).map_err(|_| MalformedKek)?;
        let Some((key, _)) = bytes.split_first_chunk::<32>().filter(|_| written == 32) else {
            return Err(MalformedKek);
        };
        let mut kek = Self { key: Box::new(Secret::default()) };
        kek.key.copy_from_slice(key);
        Ok(kek)
    }

    /// What names this key without telling anything of it.
    #[must_use]
    pub fn id(&self) -> KekId {
        let [a, b, c, d, ..] = *crypto::derive(&self.key, "tresse/kek/id/v1");
        KekId([a, b, c, d])
    }

    fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(WORD.len() + 64));
        text.push_str(WORD);
        text.push(' ');
        STANDARD.encode_string(self.key.as_slice(), &mut text);
        text.push('\n');
        text
    }

    /// Wraps `secret` where it stands.
    pub(crate) fn wrap(&self, nonce: &[u8; NONCE], bound: &[u8], secret: &mut [u8]) -> Result<[u8; TAG], Refused> {
        crypto::encrypt(&self.key, nonce, bound, secret)
    }

    /// Unwraps `secret` where it stands.
    pub(crate) fn unwrap(
        &self,
        nonce: &[u8; NONCE],
        bound: &[u8],
        secret: &mut [u8],
        tag: &[u8; TAG],
    ) -> Result<(), Refused> {
        crypto::decrypt(&self.key, nonce, bound, secret, tag)
    }
}

/// Writes a file under another name, synced, and links it to its own, which must be free.
fn make(path: &Path, temporary: &Path, text: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(temporary)?;
    file.write_all(text)?;
    file.sync_all()?;
    match std::fs::hard_link(temporary, path) {
        // A file system without links, as memory sticks have.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => rename_to_free(temporary, path),
        linked => linked,
    }
}

/// Renames to a name that must be free: takes it with an empty file first, which the other then replaces.
fn rename_to_free(temporary: &Path, path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?;
    std::fs::rename(temporary, path).inspect_err(|_| _ = std::fs::remove_file(path))
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn warn_when_open_to_others(path: &Path, metadata: &std::fs::Metadata) {
    let mode = std::os::unix::fs::MetadataExt::mode(metadata) & 0o777;
    if mode & 0o077 != 0 {
        tracing::warn!(path = %path.display(), mode = %format_args!("{mode:o}"),
            "others than its owner may read the key-encryption key; its mode should be 600");
    }
}

#[cfg(not(unix))]
fn warn_when_open_to_others(_: &Path, _: &std::fs::Metadata) {}

impl fmt::Debug for Kek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kek({})", self.id())
    }
}

impl fmt::Display for KekId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KekId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KekId({self})")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_key_is_read_back_from_its_file_and_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kek");
        let made = Kek::init(&path).unwrap();
        assert_eq!(**made.key, **Kek::read(&path).unwrap().key);
        assert!(matches!(Kek::init(&path), Err(KekError::Exists(_))));
        assert_eq!(**made.key, **Kek::read(&path).unwrap().key);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("tresse-kek-v1 ") && text.ends_with("=\n"), "{text:?}");
        assert_eq!(**made.key, **Kek::from_text(text.trim()).unwrap().key);
    }

    #[test]
    fn of_many_who_make_a_key_at_once_one_does_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kek");
        // What a kill in the middle left.
        std::fs::write(dir.path().join("kek.0000000000000001.tmp"), "tresse-kek-v1 AAAA").unwrap();
        let (made, refused): (Vec<_>, Vec<_>) = std::thread::scope(|scope| {
            let making: Vec<_> = (0..8).map(|_| scope.spawn(|| Kek::init(&path))).collect();
            making.into_iter().map(|making| making.join().unwrap()).partition(Result::is_ok)
        });
        assert_eq!((made.len(), refused.len()), (1, 7));
        assert!(refused.iter().all(|refused| matches!(refused, Err(KekError::Exists(_)))));
        assert_eq!(**made[0].as_ref().unwrap().key, **Kek::read(&path).unwrap().key);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "the key and what was left before");
    }

    #[test]
    fn where_there_are_no_links_a_name_that_is_taken_is_left_too() {
        let dir = tempfile::tempdir().unwrap();
        let (temporary, path) = (dir.path().join("kek.1.tmp"), dir.path().join("kek"));
        assert!(rename_to_free(&temporary, &path).is_err() && !path.exists());
        for (text, taken) in [("first", false), ("second", true)] {
            std::fs::write(&temporary, text).unwrap();
            let refused = rename_to_free(&temporary, &path).err().map(|error| error.kind());
            assert_eq!(refused, taken.then_some(ErrorKind::AlreadyExists));
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), "first");
    }

    #[test]
    fn a_key_that_cannot_be_made_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Kek::init(&dir.path().join("nowhere/kek")), Err(KekError::Io { .. })));
        std::fs::create_dir(dir.path().join("taken")).unwrap();
        assert!(matches!(Kek::init(&dir.path().join("taken")), Err(KekError::Exists(_))));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_a_new_key() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("kek");
        Kek::init(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        Kek::read(&path).unwrap();
    }

    #[test]
    fn each_cause_of_a_missing_key_is_told() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Kek::read(&dir.path().join("none")), Err(KekError::Missing(_))));
        assert!(matches!(Kek::read(dir.path()), Err(KekError::Io { .. })));
        let zeros = STANDARD.encode([0; 32]);
        let texts = [
            String::new(),
            zeros.clone(),
            format!("tresse-kek-v2 {zeros}"),
            format!("tresse-kek-v1{zeros}"),
            format!("tresse-kek-v1 {}", STANDARD.encode([0; 31])),
            format!("tresse-kek-v1 {}", STANDARD.encode([0; 33])),
            format!("tresse-kek-v1 {zeros} {zeros}"),
            format!("tresse-kek-v1 {}", "A".repeat(5000)),
        ];
        for text in texts {
            let path = dir.path().join("malformed");
            std::fs::write(&path, &text).unwrap();
            assert!(matches!(Kek::read(&path), Err(KekError::Malformed { .. })), "{text}");
        }
        assert!(Kek::from_text(&format!(" tresse-kek-v1 {zeros}\r\n")).is_ok());
    }

    #[test]
    fn no_form_of_a_key_prints_it() {
        let kek = Kek::from_text(&format!("tresse-kek-v1 {}", STANDARD.encode([0xab; 32]))).unwrap();
        let shown = format!("{kek:?}");
        assert!(!shown.contains("abab") && !shown.contains("171") && shown.len() == "Kek(00000000)".len(), "{shown}");
    }
}
