//! Cuts what is read into pieces that begin and end between lines, reusing the buffers.
//!
//! Memory is a few pieces, and the longest line where that is longer. A line beyond all measure is handed out in parts.

use std::io::{self, Read};

use memchr::memrchr;

/// How much is read at a time.
const PIECE: usize = 1 << 20;

/// The longest line that is kept together here.
const LONGEST_TOGETHER: usize = 64 << 20;

/// The pieces of one source.
pub(crate) struct Chunks<R> {
    source: R,
    /// The beginning of the next piece: a line that was not at its end.
    carry: Vec<u8>,
    /// The last piece ended inside a line.
    inside: bool,
    ended: bool,
}

/// How a piece lies in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    /// It begins and ends between lines; the last piece of a file may lack the last break.
    BetweenLines,
    /// It is a part of an overlong line.
    InsideLine,
}

impl<R: Read> Chunks<R> {
    pub(crate) fn new(source: R) -> Self {
        Self {
            source,
            carry: Vec::new(),
            inside: false,
            ended: false,
        }
    }

    /// Fills `piece` with the next piece; nothing at the end.
    pub(crate) fn next(&mut self, piece: &mut Vec<u8>) -> io::Result<Option<Lies>> {
        piece.clear();
        std::mem::swap(piece, &mut self.carry);
        loop {
            let before = piece.len();
            if !self.ended {
                self.source.by_ref().take(PIECE as u64).read_to_end(piece)?;
                self.ended = piece.len() - before < PIECE;
            }
            let lies = if self.inside {
                Lies::InsideLine
            } else {
                Lies::BetweenLines
            };
            if self.inside
                && let Some(end) = memchr::memchr(b'\n', piece)
            {
                self.keep_for_later(piece, end + 1);
                self.inside = false;
                return Ok(Some(lies));
            }
            if self.ended {
                return Ok((!piece.is_empty()).then_some(lies));
            }
            if let Some(end) = memrchr(b'\n', &piece[before..]).filter(|_| !self.inside) {
                self.keep_for_later(piece, before + end + 1);
                return Ok(Some(lies));
            }
            if self.inside || piece.len() > LONGEST_TOGETHER {
                self.inside = true;
                return Ok(Some(Lies::InsideLine));
            }
        }
    }

    fn keep_for_later(&mut self, piece: &mut Vec<u8>, from: usize) {
        self.carry.clear();
        self.carry.extend_from_slice(&piece[from..]);
        piece.truncate(from);
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunks, Lies, PIECE};

    fn pieces(bytes: &[u8]) -> Vec<(Vec<u8>, Lies)> {
        let mut chunks = Chunks::new(bytes);
        let mut found = Vec::new();
        let mut piece = Vec::new();
        while let Some(lies) = chunks.next(&mut piece).unwrap() {
            found.push((piece.clone(), lies));
        }
        found
    }

    #[test]
    fn pieces_end_between_lines_and_add_up() {
        let line = [b"x".repeat(700), b"\n".to_vec()].concat();
        for bytes in [
            Vec::new(),
            b"a\nb".to_vec(),
            line.repeat(5000),
            [line.repeat(5000), b"no break".to_vec()].concat(),
            [vec![b'y'; 3 * PIECE], b"\nz\n".to_vec()].concat(),
            vec![b'y'; 3 * PIECE],
        ] {
            let pieces = pieces(&bytes);
            let whole: Vec<u8> = pieces.iter().flat_map(|(piece, _)| piece.clone()).collect();
            assert_eq!(whole, bytes);
            let (_, all_but_last) = pieces
                .split_last()
                .unwrap_or((&(Vec::new(), Lies::BetweenLines), &[]));
            for (piece, lies) in all_but_last {
                assert_eq!((*lies, piece.last()), (Lies::BetweenLines, Some(&b'\n')));
            }
        }
    }

    #[test]
    fn an_overlong_line_comes_in_parts() {
        let bytes = [b"a\n".to_vec(), vec![b'y'; 70 << 20], b"\nz\n".to_vec()].concat();
        let pieces = pieces(&bytes);
        let whole: usize = pieces.iter().map(|(piece, _)| piece.len()).sum();
        assert_eq!(whole, bytes.len());
        let inside: Vec<_> = pieces
            .iter()
            .map(|(_, lies)| *lies == Lies::InsideLine)
            .collect();
        assert!(inside.iter().any(|inside| *inside) && !inside[inside.len() - 1]);
    }
}
