//! The output of a container without a terminal: frames of an 8-byte header and a payload.

use bytes::{Buf, Bytes, BytesMut};

use crate::reply::{Broken, Decoder};

/// The largest payload that is accepted. The engine cuts lines at 16 KiB; a time stamp and the driver's
/// details may come before them.
pub const MAX_FRAME: usize = 64 << 10;

const HEADER: usize = 8;

/// A piece of a container's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Where the container wrote it.
    pub source: Source,
    /// What it wrote; any bytes, often but not always whole lines.
    pub bytes: Bytes,
}

/// Where a container wrote its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard output, or the terminal.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Decodes frames. A payload that lies in one chunk isn't copied.
#[derive(Debug, Default)]
pub struct Frames {
    /// The beginning of a frame, header included, whose end hasn't come yet.
    partial: BytesMut,
}

impl Decoder for Frames {
    type Item = Frame;

    fn next(&mut self, input: &mut Bytes) -> Option<Result<Frame, Broken>> {
        loop {
            if self.partial.is_empty() && input.len() >= HEADER {
                // A whole frame in one chunk is cut out of it.
                let header = match Header::read(input) {
                    Ok(header) => header,
                    Err(broken) => return Some(Err(broken)),
                };
                if input.len() >= HEADER + header.size {
                    input.advance(HEADER);
                    return Some(header.frame(input.split_to(header.size)));
                }
            }
            if self.partial.len() < HEADER {
                self.fill(input, HEADER);
                if self.partial.len() < HEADER {
                    return None;
                }
            }
            let header = match Header::read(&self.partial) {
                Ok(header) => header,
                Err(broken) => return Some(Err(broken)),
            };
            self.fill(input, HEADER + header.size);
            if self.partial.len() == HEADER + header.size {
                let mut frame = std::mem::take(&mut self.partial).freeze();
                frame.advance(HEADER);
                return Some(header.frame(frame));
            }
            if input.is_empty() {
                return None;
            }
        }
    }

    fn finish(&mut self) -> Option<Result<Frame, Broken>> {
        if std::mem::take(&mut self.partial).is_empty() { None } else { Some(Err(Broken::Cut)) }
    }
}

impl Frames {
    /// Moves bytes from the input until the partial frame has `size` of them.
    fn fill(&mut self, input: &mut Bytes, size: usize) {
        let missing = size.saturating_sub(self.partial.len()).min(input.len());
        self.partial.extend_from_slice(&input.split_to(missing));
    }
}

struct Header {
    kind: u8,
    size: usize,
}

impl Header {
    /// What a container's output comes in: standard input is never sent.
    const STDOUT: u8 = 1;
    const STDERR: u8 = 2;
    /// The engine's own message about a failure.
    const FAILURE: u8 = 3;

    fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let mut header = [0; HEADER];
        header.copy_from_slice(bytes.get(..HEADER).ok_or(Broken::Cut)?);
        let [kind @ Self::STDOUT..=Self::FAILURE, 0, 0, 0, a, b, c, d] = header else {
            return Err(Broken::NotAFrame(header));
        };
        let size = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        if size > MAX_FRAME {
            return Err(Broken::TooLarge { size, limit: MAX_FRAME });
        }
        Ok(Self { kind, size })
    }

    fn frame(&self, bytes: Bytes) -> Result<Frame, Broken> {
        match self.kind {
            Self::STDOUT => Ok(Frame { source: Source::Stdout, bytes }),
            Self::STDERR => Ok(Frame { source: Source::Stderr, bytes }),
            _ => Err(Broken::Failed(String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
