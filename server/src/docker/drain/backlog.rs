//! What waits for a reader, and where it may be cut.

use bytes::{Buf, BufMut, BytesMut};

/// Told in the place of what wasn't kept.
const TOLD: &str =
    "\r\npierhead: this was not read fast enough, so you are no longer attached; the container goes on\r\n";
/// Of a frame, without a terminal: where it was written, and how long it is.
const HEADER: usize = 8;

/// Bytes in their order.
#[derive(Debug, Default)]
pub(in crate::docker) struct Backlog {
    bytes: BytesMut,
    frames: Frames,
    /// How many have been taken, ever.
    taken: u64,
}

impl Backlog {
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn first(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn put(&mut self, piece: &[u8]) {
        self.frames.follow(piece);
        self.bytes.extend_from_slice(piece);
    }

    pub(super) fn take(&mut self, count: usize) {
        self.bytes.advance(count);
        self.taken += count as u64;
    }

    /// Cuts off what isn't whole, and puts at the end that this is the end. Within a frame that has begun nothing can be said.
    pub(super) fn close(&mut self) {
        if !self.frames.are_any() {
            self.bytes.extend_from_slice(TOLD.as_bytes());
            return;
        }
        if let Some(whole) = self.frames.end.checked_sub(self.taken) {
            self.bytes.truncate(usize::try_from(whole).unwrap_or(usize::MAX));
            self.bytes.put_slice(&[2, 0, 0, 0]);
            self.bytes.put_u32(u32::try_from(TOLD.len()).unwrap_or_default());
            self.bytes.put_slice(TOLD.as_bytes());
        }
    }
}

/// Follows frames through pieces of any size. What comes out of a terminal has none: old engines don't tell which it is, and
/// nothing that is typed begins like a frame.
#[derive(Debug, Default)]
struct Frames {
    header: Vec<u8>,
    /// How much of the last one is still to come.
    rest: usize,
    /// How many bytes have been seen, ever.
    seen: u64,
    /// How many of these are whole frames.
    end: u64,
    is_terminal: bool,
}

impl Frames {
    fn are_any(&self) -> bool {
        !self.is_terminal
    }

    fn follow(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() && !self.is_terminal {
            let wanted = if self.rest > 0 { self.rest } else { HEADER - self.header.len() };
            let (part, behind) = piece.split_at(wanted.min(piece.len()));
            (piece, self.seen) = (behind, self.seen + part.len() as u64);
            if self.rest > 0 {
                self.rest -= part.len();
            } else {
                self.header.extend_from_slice(part);
                let [source, zeros @ ..] = &*self.header else { continue };
                self.is_terminal = *source > 2 || zeros.iter().take(3).any(|byte| *byte != 0);
                let Some(Ok(size)) = self.header.get(4..HEADER).map(<[u8; 4]>::try_from) else { continue };
                self.rest = u32::from_be_bytes(size) as usize;
                self.header.clear();
            }
            if self.rest == 0 && self.header.is_empty() {
                self.end = self.seen;
            }
        }
    }
}
