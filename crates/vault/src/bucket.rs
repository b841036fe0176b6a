//! The bytes of a bucket file: wrapped keys of some of a network's subjects.
//!
//! ```text
//! header  "TRKB" ‖ format u8 = 1 ‖ bucket u8 ‖ 0 u16 ‖ network 16 ‖ crc32c of these u32
//! block   count u32 ‖ crc32c of (block's offset u64 ‖ count) u32 ‖ count records ‖ crc32c of the records u32
//! record  subject 16 ‖ key version u8 ‖ nonce 24 ‖ wrapped (data key 32 ‖ link key 32) ‖ tag 16
//! ```
//! Numbers are little-endian. A block is one append, and is synced before one of its keys is handed out; so what a power
//! cut left of the last block may be ignored. It is told from damage by its shape: the file ends before the block does,
//! or a whole 512-byte sector of it (as far as it lies in the block) is zero. All else is damage.

use domain::ids::{ActorId, NetworkId};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::crypto::{NONCE, Refused, TAG};
use crate::kek::Kek;

/// Bytes of a file's header.
pub(crate) const HEADER: usize = 28;
/// Bytes of a record.
pub(crate) const RECORD: usize = 16 + 1 + NONCE + 64 + TAG;
/// The only version of keys so far; stands in records, in sealed bodies and in what both are bound to.
pub(crate) const KEY_VERSION: u8 = 1;

const BLOCK_HEADER: usize = 8;
const CRC: usize = 4;
const SECTOR: usize = 512;

/// A wrapped record as it lies in its file.
#[derive(Clone, Copy)]
pub(crate) struct Record(pub(crate) [u8; RECORD]);

impl Record {
    /// Wraps data key ‖ link key where they stand.
    pub(crate) fn wrap(
        kek: &Kek,
        network: NetworkId,
        subject: ActorId,
        nonce: &[u8; NONCE],
        secrets: &mut [u8; 64],
    ) -> Result<Self, Refused> {
        let tag = kek.wrap(nonce, &bound(network, subject), secrets.as_mut_slice())?;
        let parts: [&[u8]; 5] = [subject.0.as_bytes(), &[KEY_VERSION], nonce, secrets, &tag];
        let mut bytes = [0; RECORD];
        for (to, from) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
            *to = *from;
        }
        Ok(Self(bytes))
    }

    /// Data key ‖ link key; an error says why not.
    pub(crate) fn unwrap(&self, kek: &Kek, network: NetworkId) -> Result<Zeroizing<[u8; 64]>, &'static str> {
        const SHORT: &str = "a record is short";
        let (_, rest) = self.0.split_first_chunk::<16>().ok_or(SHORT)?;
        let (version, rest) = rest.split_first().ok_or(SHORT)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(SHORT)?;
        let (wrapped, rest) = rest.split_first_chunk::<64>().ok_or(SHORT)?;
        let tag: &[u8; TAG] = rest.try_into().map_err(|_| SHORT)?;
        if *version != KEY_VERSION {
            return Err("keys of an unknown version");
        }
        let mut secrets = Zeroizing::new(*wrapped);
        kek.unwrap(nonce, &bound(network, self.subject()), secrets.as_mut_slice(), tag)
            .map_err(|Refused| "a subject's keys don't unwrap")?;
        Ok(secrets)
    }

    /// Whose keys these are.
    pub(crate) fn subject(&self) -> ActorId {
        ActorId(Uuid::from_bytes(self.0.first_chunk().copied().unwrap_or_default()))
    }
}

/// What a wrapped record is bound to.
fn bound(network: NetworkId, subject: ActorId) -> Vec<u8> {
    let parts: [&[u8]; 4] = [b"tresse/vault/subject/v1", network.0.as_bytes(), subject.0.as_bytes(), &[KEY_VERSION]];
    parts.concat()
}

/// A whole file of one block.
pub(crate) fn file(bucket: u8, network: NetworkId, records: &[Record]) -> Vec<u8> {
    let mut bytes = header(bucket, network);
    if !records.is_empty() {
        bytes.extend(block(HEADER, records));
    }
    bytes
}

/// A block to be written at `offset`.
pub(crate) fn block(offset: usize, records: &[Record]) -> Vec<u8> {
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(BLOCK_HEADER + records.len() * RECORD + CRC);
    bytes.extend(count.to_le_bytes());
    bytes.extend(block_crc(offset, count).to_le_bytes());
    let mut crc = 0;
    for record in records {
        crc = crc32c::crc32c_append(crc, &record.0);
        bytes.extend(record.0);
    }
    bytes.extend(crc.to_le_bytes());
    bytes
}

fn header(bucket: u8, network: NetworkId) -> Vec<u8> {
    let mut bytes = b"TRKB\x01".to_vec();
    bytes.extend([bucket, 0, 0]);
    bytes.extend(network.0.as_bytes());
    bytes.extend(crc32c::crc32c(&bytes).to_le_bytes());
    bytes
}

fn block_crc(offset: usize, count: u32) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&(offset as u64).to_le_bytes()), &count.to_le_bytes())
}

/// What a bucket file holds.
pub(crate) struct Parsed {
    pub(crate) records: Vec<Record>,
    /// Where the next block goes.
    pub(crate) end: usize,
    /// Something follows there that a power cut left of a block.
    pub(crate) torn: bool,
}

/// Reads a bucket file; an error says what is damaged.
pub(crate) fn parse(bytes: &[u8], bucket: u8, network: NetworkId) -> Result<Parsed, &'static str> {
    let mut parsed = Parsed { records: Vec::new(), end: 0, torn: false };
    let Some((head, _)) = bytes.split_at_checked(HEADER) else { return Err("cut inside its header") };
    if head != header(bucket, network) {
        return Err("its header is another bucket's or network's, or damaged");
    }
    parsed.end = HEADER;
    while let Some(rest) = bytes.get(parsed.end..).filter(|rest| !rest.is_empty()) {
        match first_block(rest, parsed.end) {
            Block::Whole(records) => {
                parsed.records.extend(records.iter().copied().map(Record));
                parsed.end += BLOCK_HEADER + records.len() * RECORD + CRC;
            }
            Block::Cut => {
                parsed.torn = true;
                break;
            }
            Block::BadHeader => {
                let header_is_lost = zero_sector(bytes, parsed.end, parsed.end + BLOCK_HEADER);
                if !header_is_lost || another_block_follows(rest, parsed.end) {
                    return Err("the header of a block doesn't fit its checksum");
                }
                parsed.torn = true;
                break;
            }
            Block::BadRecords(len) => {
                let is_last = rest.len() == len;
                if !is_last || !zero_sector(bytes, parsed.end, bytes.len()) {
                    return Err("wrapped keys don't fit their checksum");
                }
                parsed.torn = true;
                break;
            }
        }
    }
    Ok(parsed)
}

enum Block<'b> {
    Whole(&'b [[u8; RECORD]]),
    /// The file ends before it does.
    Cut,
    BadHeader,
    /// With the block's length.
    BadRecords(usize),
}

/// The block at the beginning of `rest`, which stands at `offset` in its file.
fn first_block(rest: &[u8], offset: usize) -> Block<'_> {
    let Some((head, body)) = rest.split_first_chunk::<BLOCK_HEADER>() else { return Block::Cut };
    let Some(count) = block_count(*head, offset) else { return Block::BadHeader };
    let len = (count as usize).saturating_mul(RECORD);
    let Some((records, crc)) = body.split_at_checked(len) else { return Block::Cut };
    let Some(crc) = crc.first_chunk::<CRC>() else { return Block::Cut };
    if crc32c::crc32c(records) != u32::from_le_bytes(*crc) {
        return Block::BadRecords(BLOCK_HEADER + len + CRC);
    }
    Block::Whole(records.as_chunks().0)
}

fn block_count(head: [u8; BLOCK_HEADER], offset: usize) -> Option<u32> {
    let [a, b, c, d, crc @ ..] = head;
    let count = u32::from_le_bytes([a, b, c, d]);
    (count > 0 && block_crc(offset, count) == u32::from_le_bytes(crc)).then_some(count)
}

/// Whether a later place in `rest` is the beginning of a block: then it was not the last one that is lost.
fn another_block_follows(rest: &[u8], offset: usize) -> bool {
    let is_head = |(at, bytes): (usize, &[u8])| {
        let head = bytes.try_into().ok();
        head.and_then(|head| block_count(head, offset + at)).is_some()
    };
    rest.windows(BLOCK_HEADER).enumerate().skip(1).any(is_head)
}

/// Whether one of the sectors that `from..to` touches is zero as far as it lies in `from..` and in the file.
fn zero_sector(bytes: &[u8], from: usize, to: usize) -> bool {
    (from / SECTOR..to.div_ceil(SECTOR)).any(|sector| {
        let begin = (sector * SECTOR).max(from);
        let end = ((sector + 1) * SECTOR).min(bytes.len());
        bytes.get(begin..end).is_some_and(|piece| !piece.is_empty() && piece.iter().all(|byte| *byte == 0))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    const NETWORK: NetworkId = NetworkId(Uuid::from_u128(1));

    fn record(n: u8) -> Record {
        let kek = Kek::from_text("tresse-kek-v1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap();
        Record::wrap(&kek, NETWORK, ActorId(Uuid::from_u128(n.into())), &[n; NONCE], &mut [n; 64]).unwrap()
    }

    /// A file of blocks of 3, 5 and 7 records, and where the last one begins.
    fn three_blocks() -> (Vec<u8>, usize) {
        let mut bytes = file(7, NETWORK, &[1, 2, 3].map(record));
        bytes.extend(block(bytes.len(), &[4, 5, 6, 7, 8].map(record)));
        let last = bytes.len();
        bytes.extend(block(last, &[9, 10, 11, 12, 13, 14, 15].map(record)));
        (bytes, last)
    }

    #[test]
    fn blocks_are_read_back_in_order() {
        let (bytes, _) = three_blocks();
        let parsed = parse(&bytes, 7, NETWORK).unwrap();
        assert_eq!((parsed.records.len(), parsed.end, parsed.torn), (15, bytes.len(), false));
        for (n, read) in (1..).zip(&parsed.records) {
            assert_eq!(read.0, record(n).0);
        }
    }

    #[test]
    fn a_last_block_cut_at_any_byte_is_ignored() {
        let (bytes, last) = three_blocks();
        for len in last + 1..bytes.len() {
            let parsed = parse(&bytes[..len], 7, NETWORK).unwrap();
            assert_eq!((parsed.records.len(), parsed.end, parsed.torn), (8, last, true), "cut at {len}");
        }
        let parsed = parse(&bytes[..last], 7, NETWORK).unwrap();
        assert_eq!((parsed.records.len(), parsed.end, parsed.torn), (8, last, false));
    }

    #[test]
    fn a_last_block_with_any_choice_of_sectors_lost_is_ignored() {
        let (bytes, last) = three_blocks();
        let sectors: Vec<_> = (last / SECTOR..bytes.len().div_ceil(SECTOR)).collect();
        assert!(sectors.len() >= 3 && !last.is_multiple_of(SECTOR));
        for lost in 1..1 << sectors.len() {
            let mut bytes = bytes.clone();
            for (_, sector) in sectors.iter().enumerate().filter(|(n, _)| lost & (1 << n) != 0) {
                let end = ((sector + 1) * SECTOR).min(bytes.len());
                bytes[(sector * SECTOR).max(last)..end].fill(0);
            }
            let parsed = parse(&bytes, 7, NETWORK).unwrap();
            assert_eq!((parsed.records.len(), parsed.end, parsed.torn), (8, last, true), "lost {lost:b}");
        }
    }

    #[test]
    fn a_flipped_bit_anywhere_is_damage() {
        let (bytes, _) = three_blocks();
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(parse(&bytes, 7, NETWORK).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_zeroed_sector_before_the_last_block_is_damage() {
        let (bytes, last) = three_blocks();
        for sector in 0..last / SECTOR {
            let mut bytes = bytes.clone();
            bytes[sector * SECTOR..(sector + 1) * SECTOR].fill(0);
            assert!(parse(&bytes, 7, NETWORK).is_err(), "sector {sector}");
        }
    }

    #[test]
    fn a_file_of_another_bucket_or_network_is_damage() {
        let (bytes, _) = three_blocks();
        assert!(parse(&bytes, 8, NETWORK).is_err());
        assert!(parse(&bytes, 7, NetworkId(Uuid::nil())).is_err());
        assert!(parse(&bytes[..HEADER - 1], 7, NETWORK).is_err());
    }
}
