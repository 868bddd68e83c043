//! Finds packets in bytes as they come: datagrams, blocks of a file, messages.

use std::mem;

/// Bytes of a packet without what may stand before or after it (ISO/IEC 13818-1, 2.4.3.2).
pub const PACKET_SIZE: usize = 188;
/// The first byte of every packet (ISO/IEC 13818-1, 2.4.3.3).
pub const SYNC_BYTE: u8 = 0x47;
/// Good sync bytes in a row that acquire (TR 101 290, table 5.0a, 1.1).
const GOOD: usize = 5;
/// Bytes without five good sync bytes after which this is said not to be a transport stream.
pub const NOT_A_STREAM_AFTER: u64 = 20_000;
/// How much of the input is looked at together with what was held back: more than a search needs at once.
const WINDOW: usize = 2_048;

/// How far packets are apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Spacing {
    /// 188 bytes: nothing but packets.
    Plain,
    /// 192 bytes: four bytes with the time of arrival stand before each packet, as in M2TS files.
    Timecode,
    /// 204 bytes: sixteen bytes of Reed-Solomon parity stand after each packet (EN 300 429).
    Parity,
}

impl Spacing {
    const ALL: [Self; 3] = [Self::Plain, Self::Timecode, Self::Parity];

    /// Bytes from one sync byte to the next.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Plain => 188,
            Self::Timecode => 192,
            Self::Parity => 204,
        }
    }
}

/// Whether packets are being found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sync {
    /// Not yet, or no longer.
    Searching,
    /// Packets are found at this distance.
    Locked(Spacing),
    /// There were [`NOT_A_STREAM_AFTER`] bytes and never five good sync bytes in a row.
    NotTransportStream,
}

/// What was found, in the order of the bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Found<'a> {
    /// Five good sync bytes in a row; their packets follow.
    Acquired(Spacing),
    /// One packet.
    Packet(&'a [u8; PACKET_SIZE]),
    /// A packet begins with another byte (1.2, Sync_byte_error). It is not handed on: no receiver would read it.
    SyncByteError,
    /// The next one does so too (1.1, TS_sync_loss). The search begins anew where the first bad one was.
    Lost,
}

/// Finds packets. Holds back less than 2 kB between two pushes.
///
/// A bad sync byte is judged once the next one is there, so the last packet of a push may be told of with the next push.
#[derive(Debug, Default)]
pub struct Framer {
    lock: Option<Spacing>,
    /// Bytes of the next push that stand between two packets.
    skip: usize,
    /// The end of the last push that cannot be judged yet.
    held: Vec<u8>,
    /// Bytes searched in vain.
    searched: u64,
    has_locked: bool,
}

/// How a look at the bytes ended, and at which byte.
enum Stop {
    /// Locked or lost: go on from here in the other way.
    Turned(usize),
    /// Bytes are missing: keep those from here on.
    Starved(usize),
}

impl Framer {
    /// Has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether packets are being found.
    #[must_use]
    pub fn sync(&self) -> Sync {
        match self.lock {
            Some(spacing) => Sync::Locked(spacing),
            None if !self.has_locked && self.searched + self.held.len() as u64 >= NOT_A_STREAM_AFTER => {
                Sync::NotTransportStream
            }
            None => Sync::Searching,
        }
    }

    /// Takes the next bytes and tells what is found in them.
    pub fn push(&mut self, bytes: &[u8], mut found: impl FnMut(Found<'_>)) {
        let mut rest = bytes;
        while !self.held.is_empty() {
            let before = self.held.len();
            let (more, later) = rest.split_at(rest.len().min(WINDOW));
            if more.is_empty() {
                return;
            }
            let mut joined = mem::take(&mut self.held);
            joined.extend_from_slice(more);
            let read = self.scan(&joined, &mut found);
            if let Some(read) = read.checked_sub(before) {
                rest = rest.get(read..).unwrap_or_default();
                joined.clear();
                self.held = joined;
                break;
            }
            rest = later;
            joined.drain(..read);
            self.held = joined;
        }
        if self.held.is_empty() {
            let read = self.scan(rest, &mut found);
            self.held.extend_from_slice(rest.get(read..).unwrap_or_default());
        }
    }

    /// Returns how many bytes need not be seen again.
    fn scan(&mut self, bytes: &[u8], found: &mut impl FnMut(Found<'_>)) -> usize {
        let mut at = mem::take(&mut self.skip);
        loop {
            let stop = match self.lock {
                Some(spacing) => self.read(bytes, at, spacing, found),
                None => self.search(bytes, at, found),
            };
            match stop {
                Stop::Turned(next) => at = next,
                Stop::Starved(next) => return next,
            }
        }
    }

    fn read(
        &mut self,
        bytes: &[u8],
        mut at: usize,
        spacing: Spacing,
        found: &mut impl FnMut(Found<'_>),
    ) -> Stop {
        let step = spacing.bytes();
        loop {
            let Some(rest) = bytes.get(at..) else {
                self.skip = at - bytes.len();
                return Stop::Starved(bytes.len());
            };
            let Some(packet) = rest.first_chunk() else {
                return Stop::Starved(at);
            };
            if packet[0] == SYNC_BYTE {
                found(Found::Packet(packet));
            } else {
                let Some(next) = rest.get(step) else {
                    return Stop::Starved(at);
                };
                found(Found::SyncByteError);
                if *next != SYNC_BYTE {
                    found(Found::Lost);
                    self.lock = None;
                    return Stop::Turned(at);
                }
            }
            at += step;
        }
    }

    fn search(&mut self, bytes: &[u8], at: usize, found: &mut impl FnMut(Found<'_>)) -> Stop {
        let candidates = bytes.iter().enumerate().skip(at);
        for (index, _) in candidates.filter(|(_, byte)| **byte == SYNC_BYTE) {
            let mut undecided = false;
            for spacing in Spacing::ALL {
                match has_sync_bytes(bytes, index, spacing) {
                    Some(true) => {
                        self.lock = Some(spacing);
                        self.has_locked = true;
                        self.searched = 0;
                        found(Found::Acquired(spacing));
                        return Stop::Turned(index);
                    }
                    Some(false) => {}
                    None => undecided = true,
                }
            }
            if undecided {
                self.searched += (index - at) as u64;
                return Stop::Starved(index);
            }
        }
        self.searched += bytes.len().saturating_sub(at) as u64;
        Stop::Starved(bytes.len())
    }
}

/// Whether there are five good sync bytes from here on; nothing when the bytes end before that is known.
fn has_sync_bytes(bytes: &[u8], from: usize, spacing: Spacing) -> Option<bool> {
    for number in 0..GOOD {
        match bytes.get(from + number * spacing.bytes()) {
            Some(&SYNC_BYTE) => {}
            Some(_) => return Some(false),
            None => return None,
        }
    }
    Some(true)
}

#[cfg(test)]
mod tests;
