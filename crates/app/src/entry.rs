//! What the log sees of an event: its id, its objects, its bytes.

use bytes::Bytes;
use domain::envelope::Envelope;
use eventlog::LogEntry;

/// The stored bytes of an event, as an entry of the log.
#[derive(Debug, Clone)]
pub struct Entry {
    bytes: Bytes,
    id: [u8; 16],
    objects: Vec<String>,
}

impl LogEntry for Entry {
    fn read(bytes: Bytes) -> Option<Self> {
        let envelope = Envelope::read(&bytes).ok()?;
        let (id, objects) = (*envelope.id.0.as_bytes(), envelope.objects().into_iter().map(str::to_owned).collect());
        Some(Self { bytes, id, objects })
    }

    fn id(&self) -> [u8; 16] {
        self.id
    }

    fn objects(&self) -> Vec<&str> {
        self.objects.iter().map(String::as_str).collect()
    }

    fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}
