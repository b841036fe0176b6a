//! The bytes of one commit (events.md, "Frame"), little-endian but for the lengths of events.

use bytes::Bytes;

use crate::{Frame, Position, PrivateEntry, StoredFrame};

/// The greatest size of an event.
pub const MAX_EVENT_BYTES: usize = u16::MAX as usize;
/// The greatest size of a frame.
pub const MAX_FRAME_BYTES: usize = 32 << 20;
/// The size of a header.
pub(crate) const HEADER: usize = 64;
/// The size of the head of a private entry.
const ENTRY_HEAD: usize = 13;
const MAGIC: [u8; 4] = *b"TRF1";

/// What a frame's header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) commands: u16,
    pub(crate) first: Position,
    pub(crate) recorded_at_ms: u64,
    pub(crate) events: u32,
    pub(crate) public_len: u32,
    pub(crate) public_crc: u32,
    pub(crate) private_len: u32,
    pub(crate) private_heads_crc: u32,
    pub(crate) prev: u32,
    pub(crate) crc: u32,
}

impl Header {
    /// The size of the whole frame.
    pub(crate) fn frame_len(&self) -> u64 {
        HEADER as u64 + u64::from(self.public_len) + u64::from(self.private_len)
    }

    /// Reads a header; `None` when its magic, checksum or reserved bytes do not fit.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; HEADER] = bytes.get(..HEADER)?.try_into().ok()?;
        let (body, crc) = bytes.split_last_chunk::<4>()?;
        let crc = u32::from_le_bytes(*crc);
        let mut fields = Fields(body);
        let magic = fields.take::<4>()?;
        let flags = u16::from_le_bytes(fields.take()?);
        let header = Self {
            commands: u16::from_le_bytes(fields.take()?),
            first: u64::from_le_bytes(fields.take()?),
            recorded_at_ms: u64::from_le_bytes(fields.take()?),
            events: u32::from_le_bytes(fields.take()?),
            public_len: u32::from_le_bytes(fields.take()?),
            public_crc: u32::from_le_bytes(fields.take()?),
            private_len: u32::from_le_bytes(fields.take()?),
            private_heads_crc: u32::from_le_bytes(fields.take()?),
            prev: u32::from_le_bytes(fields.take()?),
            crc,
        };
        let fits = magic == MAGIC && flags == 0 && fields.0.iter().all(|byte| *byte == 0);
        (fits && crc32c::crc32c(body) == crc && header.frame_len() <= MAX_FRAME_BYTES as u64).then_some(header)
    }
}

/// Fixed-size fields taken off the front of some bytes.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (field, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*field)
    }
}

/// Writes a frame into `buffer`, which is cleared first; the checksum of its header. `None` when it does not fit.
pub(crate) fn encode(buffer: &mut Vec<u8>, frame: &Frame<'_>, first: Position, prev: u32) -> Option<u32> {
    let belongs = |entry: &PrivateEntry| usize::from(entry.event_index) < frame.events.len();
    if frame.events.iter().any(Bytes::is_empty) || !frame.private.iter().all(belongs) {
        return None;
    }
    buffer.clear();
    buffer.resize(HEADER, 0);
    for event in frame.events {
        buffer.extend_from_slice(&u16::try_from(event.len()).ok()?.to_be_bytes());
        buffer.extend_from_slice(event);
    }
    let private = buffer.len();
    for entry in frame.private {
        buffer.push(entry.kind);
        buffer.extend_from_slice(&entry.event_index.to_le_bytes());
        buffer.extend_from_slice(&entry.pointer_id.to_le_bytes());
        buffer.extend_from_slice(&u32::try_from(entry.body.len()).ok()?.to_le_bytes());
        buffer.extend_from_slice(&crc32c::crc32c(&entry.body).to_le_bytes());
    }
    let bodies = buffer.len();
    for entry in frame.private {
        buffer.extend_from_slice(&entry.body);
    }
    if buffer.len() > MAX_FRAME_BYTES || frame.events.is_empty() {
        return None;
    }
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(&MAGIC);
    header.extend_from_slice(&0_u16.to_le_bytes());
    header.extend_from_slice(&frame.commands.to_le_bytes());
    header.extend_from_slice(&first.to_le_bytes());
    header.extend_from_slice(&frame.recorded_at_ms.to_le_bytes());
    header.extend_from_slice(&u32::try_from(frame.events.len()).ok()?.to_le_bytes());
    header.extend_from_slice(&u32::try_from(private - HEADER).ok()?.to_le_bytes());
    header.extend_from_slice(&crc32c::crc32c(buffer.get(HEADER..private)?).to_le_bytes());
    header.extend_from_slice(&u32::try_from(buffer.len() - private).ok()?.to_le_bytes());
    header.extend_from_slice(&crc32c::crc32c(buffer.get(private..bodies)?).to_le_bytes());
    header.extend_from_slice(&prev.to_le_bytes());
    header.resize(HEADER - 4, 0);
    let crc = crc32c::crc32c(&header);
    header.extend_from_slice(&crc.to_le_bytes());
    buffer.get_mut(..HEADER)?.copy_from_slice(&header);
    Some(crc)
}

/// What of a frame does not fit, and where in the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Defect {
    pub(crate) what: &'static str,
    /// The range of the check that failed.
    pub(crate) from: usize,
    pub(crate) to: usize,
    flip: Flip,
}

/// What is to be known of whether a check fails as if a single bit had flipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flip {
    Known(bool),
    /// By what the checksum of the range differs. To find out takes long when the range is large, and is seldom asked.
    Differs(u32),
}

impl Defect {
    /// What failed is no checksum of a range.
    pub(crate) fn new(what: &'static str, from: usize, to: usize) -> Self {
        Self { what, from, to, flip: Flip::Known(false) }
    }

    /// Whether the check fails as if a single bit had flipped.
    pub(crate) fn is_one_flip(&self) -> bool {
        match self.flip {
            Flip::Known(is_one) => is_one,
            Flip::Differs(difference) => is_one_flip(difference, self.to - self.from),
        }
    }

    fn of_checksum(what: &'static str, from: usize, bytes: &[u8], told: u32) -> Option<Self> {
        let seen = crc32c::crc32c(bytes);
        (seen != told).then(|| Self { what, from, to: from + bytes.len(), flip: Flip::Differs(seen ^ told) })
    }
}

/// What is wrong with a header that does not read.
pub(crate) fn header_defect(header: &[u8]) -> Defect {
    let mut defect = Defect::new("there is no frame header", 0, HEADER);
    if let Some((body, told)) = header.split_last_chunk::<4>() {
        let difference = crc32c::crc32c(body) ^ u32::from_le_bytes(*told);
        defect.flip = Flip::Known(is_one_flip(difference, body.len()) || difference.is_power_of_two());
    }
    defect
}

/// Whether two CRC-32C over `len` bytes that differ by `difference` are of bytes that differ in one bit.
fn is_one_flip(difference: u32, len: usize) -> bool {
    // What a flip of the last bit changes, then of the one before, and so on.
    let steps = std::iter::successors(Some(0x82f6_3b78_u32), |change| {
        Some((change >> 1) ^ if change & 1 == 1 { 0x82f6_3b78 } else { 0 })
    });
    steps.take(len.saturating_mul(8)).any(|change| change == difference)
}

/// Reads a whole frame. Bodies that are all zero pass as blanked, unless `unblanked`.
pub(crate) fn decode(header: &Header, frame: &Bytes, unblanked: bool) -> Result<StoredFrame, Defect> {
    let mut first = None;
    let read = examine(header, frame, unblanked, &mut |defect| {
        first.get_or_insert(defect);
    });
    match (first, read) {
        (None, Some(read)) => Ok(read),
        (Some(defect), _) => Err(defect),
        (None, None) => Err(Defect::new("the frame is cut", 0, frame.len())),
    }
}

/// Reads a whole frame and reports all that does not fit.
pub(crate) fn examine(
    header: &Header,
    frame: &Bytes,
    unblanked: bool,
    report: &mut dyn FnMut(Defect),
) -> Option<StoredFrame> {
    let private_at = HEADER + header.public_len as usize;
    let (public, private) = (slice(frame, HEADER, private_at)?, slice(frame, private_at, frame.len())?);
    let mut events = None;
    if let Some(defect) =
        Defect::of_checksum("the checksum of the events does not fit", HEADER, &public, header.public_crc)
    {
        report(defect);
    } else {
        events = split_events(&public, header.events);
        if events.is_none() {
            report(Defect::new("the events do not fill their section", HEADER, HEADER));
        }
    }
    let (heads, heads_len) = entry_heads(&private, header.private_len as usize);
    let Some(heads) = heads else {
        report(Defect::new("the heads of private entries do not fit", private_at, frame.len()));
        return None;
    };
    let heads_bytes = private.get(..heads_len).unwrap_or_default();
    let heads_what = "the checksum of the private heads does not fit";
    if let Some(defect) = Defect::of_checksum(heads_what, private_at, heads_bytes, header.private_heads_crc) {
        report(defect);
        return None;
    }
    let (mut entries, mut at) = (Vec::with_capacity(heads.len()), private_at + heads_len);
    for EntryHead { kind, event_index, pointer_id, len, crc } in heads {
        let body = slice(frame, at, at + len as usize)?;
        if u32::from(event_index) >= header.events {
            report(Defect::new("a private entry belongs to no event", at, at));
        }
        let is_blanked = !unblanked && is_zero(&body);
        if !is_blanked
            && let Some(defect) = Defect::of_checksum("the checksum of a private body does not fit", at, &body, crc)
        {
            report(defect);
        }
        at += body.len();
        entries.push(PrivateEntry { kind, event_index, pointer_id, body });
    }
    let Header { first, recorded_at_ms, commands, .. } = *header;
    Some(StoredFrame { first, recorded_at_ms, commands, events: events?, private: entries })
}

/// The private entries of a frame, each with the offset of its body in the frame.
pub(crate) fn bodies(frame: &StoredFrame) -> impl Iterator<Item = (usize, &PrivateEntry)> {
    let public: usize = frame.events.iter().map(|event| 2 + event.len()).sum();
    let mut at = HEADER + public + ENTRY_HEAD * frame.private.len();
    frame.private.iter().map(move |entry| {
        let begins = at;
        at += entry.body.len();
        (begins, entry)
    })
}

/// Whether every byte is zero.
pub(crate) fn is_zero(bytes: &[u8]) -> bool {
    let (pieces, rest) = bytes.as_chunks::<64>();
    pieces.iter().all(|piece| *piece == [0; 64]) && rest.iter().all(|byte| *byte == 0)
}

fn slice(bytes: &Bytes, from: usize, to: usize) -> Option<Bytes> {
    (from <= to && to <= bytes.len()).then(|| bytes.slice(from..to))
}

fn split_events(public: &Bytes, count: u32) -> Option<Vec<Bytes>> {
    let (mut events, mut at) = (Vec::with_capacity(count.min(65_536) as usize), 0);
    while at < public.len() {
        let len = u16::from_be_bytes(public.get(at..at + 2)?.try_into().ok()?);
        let end = at + 2 + usize::from(len);
        events.push(slice(public, at + 2, end)?);
        at = end;
    }
    (events.len() == count as usize).then_some(events)
}

struct EntryHead {
    kind: u8,
    event_index: u16,
    pointer_id: u16,
    len: u32,
    crc: u32,
}

/// The heads at the front of a private section: there are as many as make heads and bodies fill it exactly.
fn entry_heads(private: &Bytes, private_len: usize) -> (Option<Vec<EntryHead>>, usize) {
    let (mut heads, mut fields, mut used) = (Vec::new(), Fields(private), 0);
    let mut next = || {
        Some(EntryHead {
            kind: u8::from_le_bytes(fields.take()?),
            event_index: u16::from_le_bytes(fields.take()?),
            pointer_id: u16::from_le_bytes(fields.take()?),
            len: u32::from_le_bytes(fields.take()?),
            crc: u32::from_le_bytes(fields.take()?),
        })
    };
    while used < private_len {
        let Some(head) = next() else { return (None, heads.len() * ENTRY_HEAD) };
        used += ENTRY_HEAD + head.len as usize;
        heads.push(head);
    }
    let heads_len = heads.len() * ENTRY_HEAD;
    ((used == private_len).then_some(heads), heads_len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by hand from events.md, by another program than this.
    const GOLDEN: &str = concat!(
        "54524631000002000700000000000000d57ba8434e010000020000000d0000007ca4abd51000000093294f36efbeadde0000",
        "00000000000000000000bf5e0ba500027b7d00077b2261223a317d0101000300030000001ef230f1010203",
    );

    fn golden() -> Vec<u8> {
        let events = [Bytes::from_static(b"{}"), Bytes::from_static(b"{\"a\":1}")];
        let body = Bytes::from_static(b"\x01\x02\x03");
        let private = [PrivateEntry { kind: 1, event_index: 1, pointer_id: 3, body }];
        let frame = Frame { recorded_at_ms: 1_435_654_192_085, commands: 2, events: &events, private: &private };
        let mut bytes = Vec::new();
        encode(&mut bytes, &frame, 7, 0xdead_beef).unwrap();
        bytes
    }

    #[test]
    fn a_frame_is_these_bytes_for_ever() {
        let bytes = golden();
        let hex = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let fields = [
            "54524631",         // magic TRF1
            "0000",             // flags
            "0200",             // commands
            "0700000000000000", // first_position
            "d57ba8434e010000", // recorded_at_ms
            "02000000",         // events
            "0d000000",         // public_len
        ];
        assert!(hex.starts_with(&fields.concat()), "{hex}");
        assert_eq!(&hex[88..96], "efbeadde", "prev");
        assert_eq!(&hex[96..120], "0".repeat(24), "zeros");
        assert_eq!(&hex[128..154], "00027b7d00077b2261223a317d", "the events with big-endian lengths");
        assert_eq!(&hex[154..172], "010100030003000000", "kind, event_index, pointer_id, len of the private entry");
        assert_eq!(&hex[180..], "010203", "its body");
        assert_eq!(bytes.len(), 64 + 13 + 16);
        assert_eq!(hex, GOLDEN);
    }

    #[test]
    fn a_frame_reads_back_and_a_zero_body_is_blanked() {
        let mut bytes = golden();
        let header = Header::read(&bytes).unwrap();
        assert_eq!((header.first, header.events, header.prev), (7, 2, 0xdead_beef));
        let frame = decode(&header, &bytes.clone().into(), true).unwrap();
        assert_eq!(frame.events[1], Bytes::from_static(b"{\"a\":1}"));
        assert_eq!(frame.private[0].body, Bytes::from_static(b"\x01\x02\x03"));
        let body = bytes.len() - 3;
        bytes[body..].fill(0);
        assert!(decode(&header, &bytes.clone().into(), false).is_ok());
        assert!(decode(&header, &bytes.into(), true).is_err());
    }

    #[test]
    fn one_flip_is_told_from_other_damage() {
        let bytes: Vec<u8> = (0..700_u32).map(|n| n.to_le_bytes()[0] | 1).collect();
        let crc = crc32c::crc32c(&bytes);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(is_one_flip(crc ^ crc32c::crc32c(&flipped), bytes.len()), "bit {bit}");
        }
        let mut lost = bytes.clone();
        lost[188..].fill(0);
        assert!(!is_one_flip(crc ^ crc32c::crc32c(&lost), bytes.len()));
    }

    #[test]
    fn a_frame_that_opening_would_refuse_is_not_written() {
        let event = Bytes::from_static(b"{}");
        let body = Bytes::from_static(b"x");
        let fits = |events: &[Bytes], event_index| {
            let private = [PrivateEntry { kind: 1, event_index, pointer_id: 0, body: body.clone() }];
            let frame = Frame { recorded_at_ms: 0, commands: 1, events, private: &private };
            encode(&mut Vec::new(), &frame, 0, 0).is_some()
        };
        assert!(fits(std::slice::from_ref(&event), 0));
        assert!(!fits(&[event], 1), "an entry of no event");
        assert!(!fits(&[Bytes::new()], 0), "an empty event");
        assert!(!fits(&[], 0), "no event");
        assert!(!fits(&[vec![b'x'; 65_536].into()], 0), "an event of 64 KiB");
    }

    #[test]
    fn every_flipped_bit_is_seen() {
        let bytes = golden();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let seen = match Header::read(&flipped) {
                None => true,
                Some(header) => decode(&header, &flipped.into(), true).is_err(),
            };
            assert!(seen, "bit {bit}");
        }
    }
}
