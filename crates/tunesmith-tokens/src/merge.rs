//! Merges the bytes of one piece into tokens, lowest rank first and leftmost first, as the reference does.
//!
//! Why pairs of ids suffice: merges inside a span come in the same order whether or not anything stands around it, so a token always arises from the
//! same two halves. Why long pieces may be merged in windows: a row of tokens is the right one if and only if each two neighbours are
//! right on their own (the first merge across a border would be one across a border of two neighbours); so two rows that share a token may be
//! joined at it. Each window is bounded, so memory is too, and time grows by at most a logarithm. Why a piece need not begin with bytes is said at
//! `Merger::begin_with_characters`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::vocabulary::{Beginning, NO_TOKEN, OUTSIDE, Start, Vocabulary};

/// Bytes a scan for the lowest rank takes at most; also the first window of longer pieces.
const SCAN: usize = 128;
/// How much wider the next try is where two windows share no token.
const WIDER: usize = 8;
/// Keys from here on stand for no merge.
const DEAD: i32 = (NO_TOKEN << PLACE_BITS) as i32;
const PLACE_BITS: u32 = 8;
/// Keys looked at together: as many as fit two of the registers every processor has.
const LANES: usize = 8;

/// Room for merging, kept between pieces.
///
/// The bytes of a piece have the places from 1 on; before and behind them stands [`OUTSIDE`], which merges with nothing, so no place is a
/// special case. Why 256: a place is a `u8`, and no index needs to be checked.
pub(crate) struct Merger {
    /// Rank of the merge with the right neighbour, then the place in the low 8 bits; [`DEAD`] or more where there is none.
    keys: [i32; 256],
    ids: [u32; 256],
    next: [u8; 256],
    previous: [u8; 256],
    /// How many bytes end with the token each place began as.
    behind: [u8; 256],
    /// Where the tokens of the latest window end.
    ends: Vec<usize>,
    long: Long,
}

impl Merger {
    pub(crate) fn new() -> Self {
        Self {
            keys: [DEAD; 256],
            ids: [OUTSIDE; 256],
            next: [0; 256],
            previous: [0; 256],
            behind: [0; 256],
            ends: Vec::new(),
            long: Long::default(),
        }
    }

    /// Number of tokens the merges make of `piece`. Tokens that no merge makes are for the caller to look up before.
    pub(crate) fn count(&mut self, vocabulary: &Vocabulary, piece: &[u8]) -> u64 {
        if piece.len() <= SCAN {
            let began = self.begin(vocabulary, piece);
            return self.merge(vocabulary, began) as u64;
        }
        let mut width = SCAN;
        loop {
            if let Some(count) = self.windows(vocabulary, piece, width) {
                return count;
            }
            width = width.saturating_mul(WIDER);
        }
    }

    /// Number of tokens that merging begins with.
    #[inline(always)]
    fn begin(&mut self, vocabulary: &Vocabulary, piece: &[u8]) -> usize {
        if piece.is_ascii() {
            self.begin_with_bytes(vocabulary, piece)
        } else {
            self.begin_with_characters(vocabulary, piece)
        }
    }

    /// Begins with characters where that changes nothing: gives the number of tokens to begin with. At most [`SCAN`] bytes.
    ///
    /// Alone, the bytes of a character merge in a known order into a fixed row of tokens, mostly one. Call a merge foreign that joins the first token
    /// the character has at some point of that order with something on its left, or the last one with something on its right. A character is closed
    /// between two neighbours if every foreign merge they allow has a higher rank than the inner merge that is next at that point or, at the end of
    /// the order, than all inner merges.
    ///
    /// Let the first run begin with bytes and the second with closed characters already finished. They end in the same row: until the first run has finished a
    /// closed character, its next inner merge is on offer, so the run does nothing foreign to it, nor anything of higher rank. Where the run does an inner
    /// merge, the second stands still. Where it does another, that one touches no unfinished closed character and is on offer in the second run too; what
    /// the second has on offer besides is foreign to characters that the first has not finished, so of higher rank than all their inner merges, the
    /// next one among them. So the second run does the same merge, leftmost among equals included. Ranks need not rise from merge to merge for this.
    ///
    /// build.rs marks the characters that are not closed between all neighbours (`OPEN_…`) and the neighbours that allow such a merge (`REACHES_…`);
    /// where both meet, the character begins with its bytes. Marked too many, the result is still right. Parts of a character reach to both sides.
    fn begin_with_characters(&mut self, vocabulary: &Vocabulary, piece: &[u8]) -> usize {
        let mut n = 0u8;
        let mut put = |id: u32, behind: usize| {
            n += 1;
            let at = usize::from(n);
            self.ids[at] = id;
            self.next[at] = n + 1;
            self.previous[at] = n - 1;
            self.behind[at] = behind as u8;
        };
        let mut at = 0;
        let mut left = Beginning::NONE;
        let (mut this, mut length) = vocabulary.character(piece, 0);
        while length > 0 {
            let (right, length_right) = vocabulary.character(piece, at + length);
            match (this.between(left, right), &piece[at..at + length]) {
                (Start::Whole, _) => put(this.token(), at + length),
                (Start::Head, &[.., third]) => {
                    put(this.token(), at + 2);
                    put(vocabulary.byte(third), at + 3);
                }
                (Start::Tail, &[first, ..]) => {
                    put(vocabulary.byte(first), at + 1);
                    put(this.token(), at + 3);
                }
                (_, bytes) => {
                    for (behind, &byte) in (at + 1..).zip(bytes) {
                        put(vocabulary.byte(byte), behind);
                    }
                }
            }
            at += length;
            left = this;
            (this, length) = (right, length_right);
        }
        let n = usize::from(n);
        self.ids[n + 1] = OUTSIDE;
        for (place, ids) in (1u8..).zip(self.ids[1..n + 2].windows(2)) {
            self.keys[usize::from(place)] = key(vocabulary.pair(ids[0], ids[1]), place);
        }
        n
    }

    /// Begins with the bytes, at most [`SCAN`]: gives their number.
    #[inline(always)]
    fn begin_with_bytes(&mut self, vocabulary: &Vocabulary, piece: &[u8]) -> usize {
        let n = piece.len().min(SCAN);
        let mut left = 0;
        for (place, &byte) in (1u8..).zip(&piece[..n]) {
            let at = usize::from(place);
            self.ids[at] = vocabulary.byte(byte);
            self.next[at] = place + 1;
            self.previous[at] = place - 1;
            self.behind[at] = place;
            // The key of place 0 comes out wrong here and is set below.
            self.keys[at - 1] = key(vocabulary.byte_pair(left, byte), place - 1);
            left = byte;
        }
        self.ids[n + 1] = OUTSIDE;
        n
    }

    /// Merges `n` tokens, finding each next merge by looking at all.
    #[inline(always)]
    fn merge(&mut self, vocabulary: &Vocabulary, n: usize) -> usize {
        let mut count = n;
        let padded = (n + 1).next_multiple_of(LANES);
        self.keys[0] = DEAD;
        self.keys[n..padded].fill(DEAD);
        loop {
            let lowest = lowest(&self.keys[..padded]);
            if lowest >= DEAD {
                return count;
            }
            count -= 1;
            let place = lowest as u8;
            let id = lowest as u32 >> PLACE_BITS;
            let right = self.next[usize::from(place)];
            let after = self.next[usize::from(right)];
            let before = self.previous[usize::from(place)];
            self.ids[usize::from(place)] = id;
            self.next[usize::from(place)] = after;
            self.previous[usize::from(after)] = place;
            let with_left = vocabulary.pair(self.ids[usize::from(before)], id);
            let with_right = vocabulary.pair(id, self.ids[usize::from(after)]);
            self.keys[usize::from(right)] = DEAD;
            self.keys[usize::from(place)] = key(with_right, place);
            self.keys[usize::from(before)] = key(with_left, before);
        }
    }

    /// Merges a window and notes where its tokens end, counted from the window's beginning.
    fn window(&mut self, vocabulary: &Vocabulary, bytes: &[u8]) {
        self.ends.clear();
        if bytes.len() > SCAN {
            self.long.merge(vocabulary, bytes, &mut self.ends);
            return;
        }
        let began = self.begin(vocabulary, bytes);
        self.merge(vocabulary, began);
        let mut place = 1;
        while place <= began {
            place = usize::from(self.next[place]);
            self.ends.push(usize::from(self.behind[place - 1]));
        }
    }

    /// Merges `piece` in windows of `width` bytes that overlap; nothing where two of them share no token.
    fn windows(&mut self, vocabulary: &Vocabulary, piece: &[u8], width: usize) -> Option<u64> {
        self.window(vocabulary, &piece[..width.min(piece.len())]);
        let mut known: Vec<usize> = std::mem::take(&mut self.ends);
        let mut settled = 0;
        let mut covered = width;
        while covered < piece.len() {
            // Begins at a border of the row known so far, about a quarter of a window before its end.
            let back = known.partition_point(|&end| end + width / 4 <= covered);
            let start = *known.get(back.checked_sub(1)?)?;
            covered = start.checked_add(width)?.min(piece.len());
            self.window(vocabulary, &piece[start..covered]);
            for end in &mut self.ends {
                *end += start;
            }
            let (keep, join) = shared_token(&known, &self.ends, back, start)?;
            settled += keep as u64;
            known.clear();
            known.extend_from_slice(&self.ends[join..]);
        }
        Some(settled + known.len() as u64)
    }
}

/// The first token in both rows: how many tokens of `known` end with it, and of `fresh`. `known[back]` and `fresh[0]` begin at `start`.
fn shared_token(
    known: &[usize],
    fresh: &[usize],
    back: usize,
    start: usize,
) -> Option<(usize, usize)> {
    let (mut left, mut right) = (back, 0);
    let mut shared_border = true;
    let mut reached = start;
    while let (Some(&a), Some(&b)) = (known.get(left), fresh.get(right)) {
        if a == b {
            if shared_border {
                return Some((left + 1, right + 1));
            }
            shared_border = true;
            left += 1;
            right += 1;
        } else {
            shared_border = false;
            if a < b {
                left += 1;
            } else {
                right += 1;
            }
        }
        debug_assert!(a.min(b) > reached || reached == start);
        reached = a.min(b);
    }
    None
}

#[inline(always)]
fn key(rank: u32, place: u8) -> i32 {
    (rank << PLACE_BITS | u32::from(place)) as i32
}

#[inline(always)]
fn lowest(keys: &[i32]) -> i32 {
    let mut lanes = [DEAD; LANES];
    for chunk in keys.chunks_exact(LANES) {
        for (lane, &key) in lanes.iter_mut().zip(chunk) {
            *lane = key.min(*lane);
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)))
}

/// Merging with a heap, for windows too wide to be scanned.
#[derive(Default)]
struct Long {
    /// Rank in the high half, place in the low one. Entries whose rank is no longer that of their place are skipped.
    heap: BinaryHeap<Reverse<u64>>,
    ids: Vec<u32>,
    ranks: Vec<u32>,
    next: Vec<u32>,
    previous: Vec<u32>,
}

impl Long {
    fn merge(&mut self, vocabulary: &Vocabulary, bytes: &[u8], ends: &mut Vec<usize>) {
        let n = bytes.len();
        self.ids.clear();
        self.ids
            .extend(bytes.iter().map(|&byte| vocabulary.byte(byte)));
        self.next.clear();
        self.next.extend(1..=n as u32);
        self.previous.clear();
        self.previous
            .extend((0..n as u32).map(|place| place.wrapping_sub(1)));
        self.ranks.clear();
        self.ranks.extend(
            bytes
                .windows(2)
                .map(|pair| vocabulary.byte_pair(pair[0], pair[1])),
        );
        self.ranks.push(NO_TOKEN);
        let mut entries = std::mem::take(&mut self.heap).into_vec();
        entries.clear();
        for (place, &rank) in self.ranks.iter().enumerate() {
            if rank != NO_TOKEN {
                entries.push(Reverse(u64::from(rank) << 32 | place as u64));
            }
        }
        self.heap = BinaryHeap::from(entries);

        while let Some(Reverse(entry)) = self.heap.pop() {
            let (id, place) = ((entry >> 32) as u32, entry as u32 as usize);
            if self.ranks[place] != id {
                continue;
            }
            let right = self.next[place] as usize;
            let after = self.next[right] as usize;
            self.ids[place] = id;
            self.next[place] = after as u32;
            self.ranks[right] = NO_TOKEN;
            let rank = if after < n {
                self.previous[after] = place as u32;
                vocabulary.pair(id, self.ids[after])
            } else {
                NO_TOKEN
            };
            self.offer(place, rank);
            if place > 0 {
                let before = self.previous[place] as usize;
                let rank = vocabulary.pair(self.ids[before], id);
                self.offer(before, rank);
            }
        }
        let mut place = 0;
        while place < n {
            place = self.next[place] as usize;
            ends.push(place);
        }
    }

    fn offer(&mut self, place: usize, rank: u32) {
        self.ranks[place] = rank;
        if rank != NO_TOKEN {
            self.heap
                .push(Reverse(u64::from(rank) << 32 | place as u64));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Encoding;

    /// The tokens of the latest merge of `n` tokens.
    fn row(merger: &Merger, n: usize) -> Vec<(u32, u8)> {
        let mut row = Vec::new();
        let mut place = 1;
        while place <= n {
            let id = merger.ids[place];
            place = usize::from(merger.next[place]);
            row.push((id, merger.behind[place - 1]));
        }
        row
    }

    /// Beginning with characters must give the tokens that beginning with bytes gives.
    fn assert_same(merger: &mut Merger, vocabulary: &Vocabulary, text: &str) {
        let mut row = |characters: bool| {
            let n = if characters {
                merger.begin_with_characters(vocabulary, text.as_bytes())
            } else {
                merger.begin_with_bytes(vocabulary, text.as_bytes())
            };
            let count = merger.merge(vocabulary, n);
            let row = row(merger, n);
            assert_eq!(row.len(), count);
            row
        };
        assert_eq!(row(true), row(false), "{text:?}");
    }

    /// The characters that are tokens, a sample of the others, and every ASCII character.
    fn characters(vocabulary: &Vocabulary, one_of: u32) -> Vec<char> {
        ('\0'..='\u{10ffff}')
            .filter(|&c| {
                let code = u32::from(c);
                let mut buffer = [0; 4];
                let bytes = c.encode_utf8(&mut buffer).as_bytes();
                let (begins, _) = vocabulary.character(bytes, 0);
                let token = begins.between(Beginning::NONE, Beginning::NONE) == Start::Whole;
                c.is_ascii() || code % 977 == 7 && code < 0x2_0000 || token && code % one_of == 0
            })
            .collect()
    }

    fn each_pair(one_of: u32) {
        for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
            let vocabulary = Vocabulary::of(encoding);
            let mut merger = Merger::new();
            let characters = characters(&vocabulary, one_of);
            let mut text = String::new();
            for &left in &characters {
                for &right in &characters {
                    text.clear();
                    text.extend([left, right]);
                    assert_same(&mut merger, &vocabulary, &text);
                }
            }
        }
    }

    #[test]
    fn pairs_of_characters_merge_as_their_bytes_do() {
        each_pair(13);
    }

    #[test]
    #[ignore = "some fifty million pairs: run it with --release -- --ignored"]
    fn every_pair_of_characters_merges_as_its_bytes_do() {
        each_pair(1);
    }

    fn random_rows(rows: usize, seed: u64) {
        let mut rng = fastrand::Rng::with_seed(seed);
        for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
            let vocabulary = Vocabulary::of(encoding);
            let mut merger = Merger::new();
            let tokens = characters(&vocabulary, 1);
            // Neighbours in code are neighbours in script.
            for _ in 0..rows {
                let (from, mut text) = (rng.usize(..tokens.len()), String::new());
                let near = 1 << rng.u32(1..9);
                for _ in 0..rng.usize(1..32) {
                    text.push(match rng.u8(..16) {
                        0 => ' ',
                        1 => rng.char(..),
                        2 => tokens[rng.usize(..tokens.len())],
                        3 => rng.char('\u{4e00}'..'\u{a000}'),
                        _ => tokens[(from + rng.usize(..near)) % tokens.len()],
                    });
                }
                assert_same(&mut merger, &vocabulary, &text);
            }
        }
    }

    #[test]
    fn random_characters_merge_as_their_bytes_do() {
        random_rows(20_000, 1);
    }

    #[test]
    #[ignore = "twenty million rows: run it with --release -- --ignored"]
    fn many_random_characters_merge_as_their_bytes_do() {
        random_rows(10_000_000, 2);
    }
}
