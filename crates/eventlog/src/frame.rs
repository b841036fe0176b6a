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
}

/// Reads a whole frame. Bodies that are all zero pass as blanked, unless `unblanked`.
pub(crate) fn decode(header: &Header, frame: &Bytes, unblanked: bool) -> Result<StoredFrame, Defect> {
    let private_at = HEADER + header.public_len as usize;
    let public_defect = |what| Defect { what, from: HEADER, to: private_at };
    let public = slice(frame, HEADER, private_at).ok_or(public_defect("the frame is cut"))?;
    if crc32c::crc32c(&public) != header.public_crc {
        return Err(public_defect("the checksum of the events does not fit"));
    }
    let events = split_events(&public, header.events).ok_or(public_defect("the events do not fill their section"))?;
    let private = slice(frame, private_at, frame.len());
    let private = private.ok_or(public_defect("the frame is cut"))?;
    let (heads, heads_len) = entry_heads(&private, header.private_len as usize);
    let heads_at = private_at + heads_len;
    let heads_defect = |what| Defect { what, from: private_at, to: heads_at };
    let Some(heads) = heads else {
        let to = frame.len();
        return Err(Defect { what: "the heads of private entries do not fit", from: private_at, to });
    };
    if crc32c::crc32c(private.get(..heads_len).unwrap_or_default()) != header.private_heads_crc {
        return Err(Defect { to: frame.len(), ..heads_defect("the checksum of the private heads does not fit") });
    }
    let (mut entries, mut at) = (Vec::with_capacity(heads.len()), heads_at);
    for EntryHead { kind, event_index, pointer_id, len, crc } in heads {
        let body = slice(frame, at, at + len as usize).ok_or(heads_defect("the frame is cut"))?;
        let blank = !body.is_empty() && body.iter().all(|byte| *byte == 0);
        let fits = if blank { !unblanked } else { crc32c::crc32c(&body) == crc };
        if !fits || u32::from(event_index) >= header.events {
            let to = at + body.len();
            return Err(Defect { what: "the checksum of a private body does not fit", from: at, to });
        }
        at += body.len();
        entries.push(PrivateEntry { kind, event_index, pointer_id, body });
    }
    Ok(StoredFrame {
        first: header.first,
        recorded_at_ms: header.recorded_at_ms,
        commands: header.commands,
        events,
        private: entries,
    })
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
