//! Unpacks a gzip or Zstandard file piece by piece, in bounded memory.
//!
//! Why not by the browser: it knows no Zstandard, and its `DecompressionStream` refuses gzip files of several members, as `cat a.gz b.gz` and
//! `bgzip` make them. The command line takes both, and so does the page.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use wasm_bindgen::prelude::*;

/// About how much comes out at once.
const PART: usize = 4 << 20;
/// How much a gzip decoder is given at once: it may become a thousand times as much.
const STEP: usize = 4 << 10;
/// The longest header of a frame.
const LONGEST_HEADER: usize = 18;

/// Unpacks one file.
#[wasm_bindgen]
pub struct Unpacker {
    decoder: Decoder,
    /// What is not unpacked yet.
    waiting: Vec<u8>,
    /// How much of it is done.
    done: usize,
}

enum Decoder {
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    Zstd {
        frame: Box<FrameDecoder>,
        state: State,
    },
}

/// Where in a Zstandard file the next bytes lie.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    Inside { has_checksum: bool },
}

#[wasm_bindgen]
impl Unpacker {
    /// For a file that begins so; nothing if it is not packed in a way that is known.
    pub fn of(head: &[u8]) -> Option<Unpacker> {
        let decoder = match head {
            [0x1f, 0x8b, ..] => Decoder::Gzip(Box::new(MultiGzDecoder::new(Vec::new()))),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Decoder::Zstd {
                frame: Box::new(FrameDecoder::new()),
                state: State::Between,
            },
            _ => return None,
        };
        Some(Self {
            decoder,
            waiting: Vec::new(),
            done: 0,
        })
    }

    /// `gzip` or `zstd`.
    #[wasm_bindgen(getter, unchecked_return_type = "\"gzip\" | \"zstd\"")]
    pub fn name(&self) -> String {
        let name = match self.decoder {
            Decoder::Gzip(_) => "gzip",
            Decoder::Zstd { .. } => "zstd",
        };
        name.to_owned()
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.waiting.drain(..self.done);
        self.done = 0;
        self.waiting.extend_from_slice(bytes);
    }

    /// The next bytes of what was packed; nothing if more has to be pushed first.
    #[wasm_bindgen(js_name = nextPart)]
    pub fn next_part(&mut self) -> Result<Option<Vec<u8>>, JsError> {
        Ok(self.unpack()?)
    }

    /// Ends the file; gives what is left. Fails if the file is cut off.
    pub fn finish(self) -> Result<Vec<u8>, JsError> {
        Ok(self.end()?)
    }
}

impl Unpacker {
    fn unpack(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut unpacked = Vec::new();
        while unpacked.len() < PART {
            let waiting = &self.waiting[self.done..];
            if waiting.is_empty() {
                break;
            }
            let taken = match &mut self.decoder {
                Decoder::Gzip(decoder) => {
                    let step = &waiting[..waiting.len().min(STEP)];
                    decoder.write_all(step)?;
                    unpacked.append(decoder.get_mut());
                    step.len()
                }
                Decoder::Zstd { frame, state } => block(frame, state, waiting, &mut unpacked)?,
            };
            if taken == 0 {
                break;
            }
            self.done += taken;
        }
        Ok((!unpacked.is_empty()).then_some(unpacked))
    }

    fn end(mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        while let Some(part) = self.unpack()? {
            rest.extend(part);
        }
        match self.decoder {
            Decoder::Gzip(decoder) => rest.extend(decoder.finish()?),
            Decoder::Zstd { state, .. } => {
                if state != State::Between || self.done < self.waiting.len() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        }
        Ok(rest)
    }
}

/// Unpacks the header of a frame or a block; gives how many bytes that took, 0 if it is not there as a whole.
fn block(
    frame: &mut FrameDecoder,
    state: &mut State,
    bytes: &[u8],
    unpacked: &mut Vec<u8>,
) -> io::Result<usize> {
    let mut rest = bytes;
    let State::Inside { has_checksum } = *state else {
        // Frames that hold something else begin with a number of their own and their length.
        if let [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, after @ ..] = bytes {
            let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            return Ok(if after.len() < length { 0 } else { 8 + length });
        }
        match (frame.reset(&mut rest), bytes) {
            (Ok(()), [_, _, _, _, descriptor, ..]) => {
                let has_checksum = descriptor & 4 != 0;
                *state = State::Inside { has_checksum };
                return Ok(bytes.len() - rest.len());
            }
            (Err(error), _) if bytes.len() >= LONGEST_HEADER => {
                return Err(io::Error::other(error.to_string()));
            }
            _ => return Ok(0),
        }
    };
    let [a, b, c, content @ ..] = bytes else {
        return Ok(0);
    };
    let header = u32::from_le_bytes([*a, *b, *c, 0]);
    let (last, repeats) = (header & 1 == 1, header >> 1 & 3 == 1);
    let length = if repeats { 1 } else { (header >> 3) as usize };
    let checksum = if last && has_checksum { 4 } else { 0 };
    if content.len() < length + checksum {
        return Ok(0);
    }
    let decoded = frame.decode_blocks(&mut rest, BlockDecodingStrategy::UptoBlocks(1));
    let ended = decoded.map_err(|error| io::Error::other(error.to_string()))?;
    unpacked.extend(frame.collect().unwrap_or_default());
    if ended {
        *state = State::Between;
        if has_checksum && frame.get_checksum_from_data() != frame.get_calculated_checksum() {
            return Err(io::Error::other("the checksum does not fit"));
        }
    }
    Ok(bytes.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use super::Unpacker;

    fn unpack(packed: &[u8], step: usize) -> io::Result<Vec<u8>> {
        let mut unpacker = Unpacker::of(packed).unwrap();
        let mut all = Vec::new();
        for bytes in packed.chunks(step) {
            unpacker.push(bytes);
            while let Some(part) = unpacker.unpack()? {
                assert!(part.len() < 16 << 20);
                all.extend(part);
            }
        }
        all.extend(unpacker.end()?);
        Ok(all)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8], checksum: bool) -> Vec<u8> {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
        encoder.include_checksum(checksum).unwrap();
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn text() -> Vec<u8> {
        let lines =
            (0..40_000).map(|line| format!("{{\"line\":{line},\"square\":{}}}\n", line * line));
        lines.collect::<String>().into_bytes()
    }

    #[test]
    fn what_was_packed_comes_out_however_it_is_cut() {
        let text = text();
        let half = text.len() / 2;
        let skipped = [&b"\x53\x2a\x4d\x18\x05\0\0\0"[..], b"other"].concat();
        for packed in [
            gzip(&text),
            [gzip(&text[..half]), gzip(&text[half..])].concat(),
            zstd(&text, false),
            zstd(&text, true),
            [
                zstd(&text[..half], true),
                skipped,
                zstd(b"", false),
                zstd(&text[half..], false),
            ]
            .concat(),
        ] {
            for step in [1, 7, 1000, 1 << 20] {
                assert_eq!(unpack(&packed, step).unwrap(), text);
            }
        }
        assert_eq!(unpack(&zstd(b"", true), 1).unwrap(), b"");
    }

    #[test]
    fn what_swells_comes_in_parts() {
        let zeros = vec![0; 64 << 20];
        for packed in [gzip(&zeros), zstd(&zeros, true)] {
            assert_eq!(unpack(&packed, 128 << 10).unwrap().len(), zeros.len());
        }
    }

    #[test]
    fn damage_is_an_error() {
        let text = text();
        for packed in [gzip(&text), zstd(&text, true)] {
            for end in [20, packed.len() / 2, packed.len() - 1] {
                assert!(unpack(&packed[..end], 1000).is_err(), "{end}");
            }
            let mut changed = packed.clone();
            let middle = changed.len() / 2;
            changed[middle] ^= 0x55;
            assert!(unpack(&changed, 1000).is_err());
            assert!(
                unpack(
                    &[&packed[..], b"and more that is not packed"].concat(),
                    1000
                )
                .is_err()
            );
        }
        assert!(Unpacker::of(b"{}").is_none());
    }
}
