//! Keys of subjects: made ahead, handed out, swept and erased.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use domain::ids::ActorId;
use uuid::Builder;
use zeroize::Zeroizing;

use crate::bucket::Record;
use crate::crypto::{self, NONCE, Refused};
use crate::error::VaultError;
use crate::files::{BUCKETS, Files};
use crate::ring::Keys;
use crate::vault::Vault;

/// The first batch of spares; each further one is twice as large,
const FIRST_BATCH: usize = 64;
/// up to this one.
const LARGEST_BATCH: usize = 512;
/// A batch goes to so few buckets that each gets this many: a sync serves them all, and a small network has few files.
const PER_BUCKET: usize = 64;

/// Subjects whose keys are durable and belong to nobody yet.
pub(crate) struct Spares {
    ready: Vec<ActorId>,
    next_batch: usize,
}

impl Default for Spares {
    fn default() -> Self {
        Self { ready: Vec::new(), next_batch: FIRST_BATCH }
    }
}

impl Vault {
    /// A new subject: a random UUIDv4 whose keys are durable already. Blocks on the disk only when no spare is left; then
    /// a batch is made, twice as large as the last one, up to 512.
    ///
    /// # Errors
    /// [`VaultError::Io`] when the batch could not be made durable; none of it is handed out, now or later.
    pub fn spare_subject(&self) -> Result<ActorId, VaultError> {
        if let Some(spare) = self.take_spare() {
            return Ok(spare);
        }
        let mut files = self.files();
        // Whoever held the files may have made some.
        if let Some(spare) = self.take_spare() {
            return Ok(spare);
        }
        let mut made = self.make_batch(&mut files)?;
        let first = made.pop();
        self.with_spares(|spares| spares.ready.extend(made));
        first.ok_or(VaultError::Random(getrandom::Error::UNEXPECTED))
    }

    /// Makes spares until there are at least `count`, so that [`Vault::spare_subject`] needn't: before an import, or in
    /// the background.
    ///
    /// # Errors
    /// Those of [`Vault::spare_subject`].
    pub fn prepare_spares(&self, count: usize) -> Result<(), VaultError> {
        while self.spares_left() < count {
            let mut files = self.files();
            if self.spares_left() < count {
                let made = self.make_batch(&mut files)?;
                self.with_spares(|spares| spares.ready.extend(made));
            }
        }
        Ok(())
    }

    /// How many spares are ready.
    #[must_use]
    pub fn spares_left(&self) -> usize {
        self.with_spares(|spares| spares.ready.len())
    }

    /// Whether the subject has keys.
    #[must_use]
    pub fn has_keys(&self, subject: ActorId) -> bool {
        self.ring().with(subject, |_| ()).is_some()
    }

    /// Destroys a subject's keys: from memory first, so that they serve nobody any more, then by rewriting their bucket
    /// without them, synced. Doing it again does no harm, and is what to do after an error.
    ///
    /// # Errors
    /// [`VaultError::Io`], [`VaultError::Damaged`]: the keys may still be on the disk.
    pub fn erase(&self, subject: ActorId) -> Result<(), VaultError> {
        let mut files = self.files();
        self.with_spares(|spares| spares.ready.retain(|spare| *spare != subject));
        self.ring().remove(subject);
        files.rewrite(&*self.disk, self.bucket_of(subject), |other| other != subject, &[])?;
        Ok(())
    }

    /// Destroys the keys that were found on the disk when the vault was opened and that `known` doesn't know: spares that
    /// nobody became, and subjects whose event never came. Returns how many. Keys made since are left alone. To be called
    /// at start, before the first spare: it also rewrites whatever an append left that was written but never synced.
    ///
    /// # Errors
    /// [`VaultError::Io`], [`VaultError::Damaged`]; what was not swept is swept another time.
    pub fn sweep(&self, known: impl Fn(ActorId) -> bool) -> Result<usize, VaultError> {
        let mut files = self.files();
        let mut by_bucket = BTreeMap::<u8, Vec<ActorId>>::new();
        for subject in self.ring().loaded() {
            if !known(subject) {
                by_bucket.entry(self.bucket_of(subject)).or_default().push(subject);
            }
        }
        let mut swept = 0;
        for (bucket, mut unknown) in by_bucket {
            unknown.sort_unstable();
            swept += files.rewrite(&*self.disk, bucket, |subject| unknown.binary_search(&subject).is_err(), &[])?;
            for subject in unknown {
                self.ring().remove(subject);
            }
        }
        Ok(swept)
    }

    /// Makes a batch of subjects durable and usable.
    fn make_batch(&self, files: &mut Files) -> Result<Vec<ActorId>, VaultError> {
        let size = self.with_spares(|spares| spares.next_batch);
        let drawn = self.draw_subjects(files, size).map_err(VaultError::Random)?;
        let mut made = Vec::with_capacity(size);
        for (bucket, subjects) in drawn {
            let mut records = Vec::with_capacity(subjects.len());
            for subject in subjects {
                let (record, keys) = self.make_keys(subject)?;
                records.push(record);
                made.push((subject, keys));
            }
            files.add(&*self.disk, bucket, &records)?;
        }
        // Only now is every key of the batch durable.
        let subjects = made.iter().map(|(subject, _)| *subject).collect();
        for (subject, keys) in made {
            self.ring().insert(subject, keys);
        }
        self.with_spares(|spares| spares.next_batch = (size * 2).min(LARGEST_BATCH));
        Ok(subjects)
    }

    /// Draws ids until `size` of them fall into some buckets, chosen at random: among those in use while these have room.
    fn draw_subjects(&self, files: &Files, size: usize) -> Result<BTreeMap<u8, Vec<ActorId>>, getrandom::Error> {
        let (present, records) = files.present();
        let wanted = size.div_ceil(PER_BUCKET);
        let have_room = records + size <= present.len() * PER_BUCKET * 2 || present.len() == BUCKETS;
        let candidates = if have_room && present.len() >= wanted { present } else { (0..=u8::MAX).collect() };
        let mut block = [0; 4096];
        let mut drawn = BTreeMap::<u8, Vec<ActorId>>::new();
        while drawn.len() < wanted {
            let mut pick = [0; 2];
            crypto::random(&mut pick)?;
            let pick = usize::from(u16::from_be_bytes(pick)) % candidates.len();
            drawn.extend(candidates.get(pick).map(|bucket| (*bucket, Vec::new())));
        }
        let mut left = size;
        while left > 0 {
            crypto::random(&mut block)?;
            for bytes in block.as_chunks::<16>().0 {
                let subject = ActorId(Builder::from_random_bytes(*bytes).into_uuid());
                if left == 0 {
                    break;
                }
                if let Some(subjects) = drawn.get_mut(&self.bucket_of(subject)) {
                    subjects.push(subject);
                    left -= 1;
                }
            }
        }
        drawn.retain(|_, subjects| !subjects.is_empty());
        Ok(drawn)
    }

    fn make_keys(&self, subject: ActorId) -> Result<(Record, Keys), VaultError> {
        let (mut secrets, mut nonce) = (Zeroizing::new([0; 64]), [0; NONCE]);
        crypto::random(secrets.as_mut_slice()).map_err(VaultError::Random)?;
        crypto::random(&mut nonce).map_err(VaultError::Random)?;
        let keys = Keys::new(&secrets, false);
        let record = Record::wrap(&self.kek, self.network, subject, &nonce, &mut secrets)
            .map_err(|Refused| VaultError::Random(getrandom::Error::UNEXPECTED))?;
        Ok((record, keys))
    }

    fn take_spare(&self) -> Option<ActorId> {
        self.with_spares(|spares| spares.ready.pop())
    }

    fn with_spares<T>(&self, with: impl FnOnce(&mut Spares) -> T) -> T {
        with(&mut self.spares.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
