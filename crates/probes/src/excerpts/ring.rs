use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// So much of the past is kept.
const KEPT: Duration = Duration::from_secs(5);
/// The notes about the pieces take a tenth of what the pieces may take: more of them than one for so many bytes are not kept.
const SMALLEST: usize = 512;
/// What is taken of the memory at first, in bytes.
const FIRST: usize = 64 << 10;

/// The newest pieces of a stream, one behind the other in one buffer that grows to what it may hold and no further.
#[derive(Debug, Default)]
pub(super) struct Ring {
    bytes: VecDeque<u8>,
    pieces: VecDeque<Piece>,
    most: usize,
}

#[derive(Debug)]
struct Piece {
    at: Instant,
    length: usize,
}

impl Ring {
    /// Takes a piece that came at that time, given in parts. The oldest go.
    pub(super) fn push<const N: usize>(&mut self, at: Instant, parts: [&[u8]; N]) {
        let length = parts.iter().map(|part| part.len()).sum();
        if length > self.most {
            return;
        }
        let oldest = |ring: &Self| {
            ring.pieces
                .front()
                .map(|piece| at.saturating_duration_since(piece.at))
        };
        while oldest(self).is_some_and(|age| age > KEPT) || !self.has_room(length) {
            self.drop_oldest();
        }
        let wanted = self.bytes.len() + length;
        if wanted > self.bytes.capacity() {
            let grown = (2 * self.bytes.capacity()).max(FIRST).max(wanted).min(self.most);
            self.bytes.reserve_exact(grown - self.bytes.len());
        }
        for part in parts {
            self.bytes.extend(part);
        }
        self.pieces.push_back(Piece { at, length });
    }

    /// From now on it holds so many bytes at most.
    pub(super) fn fit(&mut self, most: usize) {
        self.most = most;
        while !self.has_room(0) {
            self.drop_oldest();
        }
        self.bytes.shrink_to(most);
        self.pieces.shrink_to(most / SMALLEST);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The time between its oldest and its newest piece.
    pub(super) fn span(&self) -> Duration {
        let ends = self.pieces.front().zip(self.pieces.back());
        ends.map(|(oldest, newest)| newest.at.saturating_duration_since(oldest.at))
            .unwrap_or_default()
    }

    pub(super) fn write_to(&self, out: &mut Vec<u8>) {
        out.reserve_exact(self.bytes.len());
        let (older, newer) = self.bytes.as_slices();
        out.extend(older);
        out.extend(newer);
    }

    fn has_room(&self, length: usize) -> bool {
        let fits = self.bytes.len() + length <= self.most && self.pieces.len() <= self.most / SMALLEST;
        fits || self.pieces.is_empty()
    }

    fn drop_oldest(&mut self) {
        if let Some(piece) = self.pieces.pop_front() {
            self.bytes.drain(..piece.length);
        }
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.bytes.capacity()
    }
}
