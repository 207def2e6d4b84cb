//! The tables of an encoding, made once from what build.rs wrote and shared by all its counters.
//!
//! Holds ids and keys, no token's text beyond what a look-up needs. Invariant: `pair` knows exactly the last merge of each token.

use std::sync::{Arc, OnceLock};

use crate::encoding::Encoding;
use crate::window::{Key, MOST, Window, hash};

/// What a look-up gives where there is no such token: above every id, and 8 bits shorter than a positive `i32`.
pub(crate) const NO_TOKEN: u32 = (1 << 23) - 1;
/// Stands beside the first and the last token: no id, part of no pair.
pub(crate) const OUTSIDE: u32 = (1 << 18) - 2;

/// Left id of tokens that no merge makes; build.rs writes it.
const LITERAL: u32 = (1 << 18) - 1;
const EMPTY: u64 = u64::MAX;
/// Places of the pair table that are looked at together: half a cache line, so that a look-up waits for memory once.
const NEAR: usize = 4;
const ID_BITS: u32 = 18;
const ID: u64 = (1 << ID_BITS) - 1;

static O200K: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/o200k_base.bin"));
static CL100K: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cl100k_base.bin"));

/// What a character begins as where nothing beside it forbids: a token in the low bits, above them what build.rs says.
#[derive(Clone, Copy)]
pub(crate) struct Beginning(u32);

/// What a [`Beginning`] means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// Every byte is a token.
    Bytes,
    /// The token is the whole character.
    Whole,
    /// The token is the first two of three bytes.
    Head,
    /// The token is the last two of three bytes.
    Tail,
}

impl Beginning {
    /// Where the text ends: reaches into nothing.
    pub(crate) const NONE: Self = Self(0);
    /// A character of which nothing is known: may reach to both sides.
    const UNKNOWN: Self = Self((REACHES_LEFT | REACHES_RIGHT) << ID_BITS);

    #[inline(always)]
    pub(crate) fn token(self) -> u32 {
        self.0 & ID as u32
    }

    /// How the character begins between these two.
    #[inline(always)]
    pub(crate) fn between(self, left: Self, right: Self) -> Start {
        let flags = self.0 >> ID_BITS;
        let left = left.0 >> ID_BITS & REACHES_RIGHT;
        let right = right.0 >> ID_BITS & REACHES_LEFT;
        if flags & (left | right) >> REACH != 0 {
            return Start::Bytes;
        }
        match flags & 3 {
            WHOLE => Start::Whole,
            HEAD => Start::Head,
            TAIL => Start::Tail,
            _ => Start::Bytes,
        }
    }
}

/// The marks of build.rs.
const WHOLE: u32 = 1;
const HEAD: u32 = 2;
const TAIL: u32 = 3;
const REACHES_RIGHT: u32 = 1 << 4;
const REACHES_LEFT: u32 = 1 << 5;
/// How far above the mark "open to the left" stands "reaches to the right", and the other way round.
const REACH: u32 = 2;

/// Neighbouring places of the pair table, taken from the first on.
#[derive(Clone)]
#[repr(align(32))]
struct Near([u64; NEAR]);

/// All look-ups of one encoding.
pub(crate) struct Vocabulary {
    bytes: [u32; 256],
    /// The token of each two bytes.
    byte_pairs: Box<[u32; 1 << 16]>,
    /// What each character of at most three bytes begins as.
    characters: Box<[Beginning; 1 << 16]>,
    /// Left id, right id, merged id from high to low, 18 bits each; open addressing, [`NEAR`] places at a time.
    pairs: Table<Near>,
    /// Keys of the tokens of up to [`MOST`] bytes; open addressing, length 0 marks a free place.
    short: Table<Key>,
    /// Tokens of more bytes, by [`hash_bytes`]; open addressing.
    long: Table<Box<[u8]>>,
}

impl Vocabulary {
    /// The tables of `encoding`, made when first asked for.
    pub(crate) fn of(encoding: Encoding) -> Arc<Self> {
        static MADE: [OnceLock<Arc<Vocabulary>>; 2] = [OnceLock::new(), OnceLock::new()];
        let (made, stored) = match encoding {
            Encoding::O200kBase | Encoding::O200kHarmony => (&MADE[0], O200K),
            Encoding::Cl100kBase => (&MADE[1], CL100K),
        };
        Arc::clone(made.get_or_init(|| Arc::new(Self::read(stored))))
    }

    /// Reads what build.rs wrote; the layout is described there.
    fn read(stored: &[u8]) -> Self {
        let mut rest = stored;
        let mut take = |length: usize| {
            let (taken, left) = rest.split_at(length.min(rest.len()));
            rest = left;
            taken
        };
        let number = |bytes: &[u8]| {
            bytes
                .first_chunk()
                .map_or(0, |chunk| u32::from_le_bytes(*chunk)) as usize
        };
        let tokens = number(take(4));
        let literals = number(take(4));
        let singles = take(256);
        let planes: [&[u8]; 5] = std::array::from_fn(|_| take(tokens - 256));
        let literals: Vec<&[u8]> = (0..literals)
            .map(|_| {
                let length = take(1).first().copied().unwrap_or(0);
                take(usize::from(length))
            })
            .collect();
        let marks = take(1 << 16);

        let mut made = Self {
            bytes: [0; 256],
            byte_pairs: vec![NO_TOKEN; 1 << 16]
                .try_into()
                .unwrap_or_else(|_| Box::new([NO_TOKEN; 1 << 16])),
            characters: vec![Beginning::NONE; 1 << 16]
                .try_into()
                .unwrap_or_else(|_| Box::new([Beginning::NONE; 1 << 16])),
            pairs: Table::new(tokens * 2 / NEAR, Near([EMPTY; NEAR])),
            short: Table::new(tokens * 2, [0; 2]),
            long: Table::new(1 << 15, Box::default()),
        };
        // The text of all tokens, one after the other, and where each ends.
        let mut text: Vec<u8> = Vec::with_capacity(tokens * 8);
        let mut ends: Vec<u32> = Vec::with_capacity(tokens);
        for (id, &byte) in (0..).zip(singles) {
            made.bytes[usize::from(byte)] = id;
            text.push(byte);
            ends.push(id + 1);
            made.learn(&[byte]);
        }
        for (id, place) in (256..).zip(0..tokens - 256) {
            let [left_0, left_1, right_0, right_1, high] =
                planes.map(|plane| u32::from(plane[place]));
            let left = left_0 | left_1 << 8 | (high & 3) << 16;
            let right = right_0 | right_1 << 8 | (high >> 2 & 3) << 16;
            let start = text.len();
            if left == LITERAL {
                text.extend_from_slice(literals[right as usize]);
            } else {
                for half in [left, right] {
                    let half = half as usize;
                    let from = if half == 0 { 0 } else { ends[half - 1] };
                    text.extend_from_within(from as usize..ends[half] as usize);
                }
                if left < 256 && right < 256 {
                    let (left, right) = (singles[left as usize], singles[right as usize]);
                    made.byte_pairs[usize::from(left) << 8 | usize::from(right)] = id;
                }
                made.join(left, right, id);
            }
            ends.push(text.len() as u32);
            made.learn(&text[start..]);
        }
        made.begin(marks);
        made
    }

    /// Lets `left` and `right` be found as the pair that merges into `id`.
    fn join(&mut self, left: u32, right: u32, id: u32) {
        let key = pair_key(left, right);
        let start = (pair_hash(key) >> self.pairs.shift) as usize;
        let mut places = self.pairs.places[start..].iter_mut();
        if let Some(place) = places.find_map(|near| near.0.iter_mut().find(|e| **e == EMPTY)) {
            *place = key << ID_BITS | u64::from(id);
        } else {
            let mut near = Near([EMPTY; NEAR]);
            near.0[0] = key << ID_BITS | u64::from(id);
            self.pairs.places.push(near);
        }
    }

    /// Notes what characters begin as, by the marks of build.rs.
    fn begin(&mut self, marks: &[u8]) {
        for (code, &mark) in (0..).zip(marks) {
            let mark = u32::from(mark);
            let mut buffer = [0; 4];
            let bytes =
                char::from_u32(code).map_or(&[][..], |c| c.encode_utf8(&mut buffer).as_bytes());
            let token = match (mark & 3, bytes) {
                (WHOLE, &[byte]) => self.byte(byte),
                (WHOLE, &[first, second])
                | (HEAD, &[first, second, _])
                | (TAIL, &[_, first, second]) => self.byte_pair(first, second),
                (WHOLE, &[first, second, third]) => {
                    let head = self.pair(self.byte_pair(first, second), self.byte(third));
                    let tail = self.pair(self.byte(first), self.byte_pair(second, third));
                    head.min(tail)
                }
                _ => 0,
            };
            self.characters[code as usize] = Beginning(mark << ID_BITS | token);
        }
    }

    /// Lets a whole piece be found as a token.
    fn learn(&mut self, token: &[u8]) {
        if token.len() <= MOST {
            let key = Window::at(token, 0).key(token.len());
            self.short.insert(hash(key), key, |entry| entry[1] == 0);
        } else {
            self.long
                .insert(hash_bytes(token), token.into(), |entry| entry.is_empty());
        }
    }

    #[inline(always)]
    pub(crate) fn byte(&self, byte: u8) -> u32 {
        self.bytes[usize::from(byte)]
    }

    /// The token of two bytes, or [`NO_TOKEN`].
    #[inline(always)]
    pub(crate) fn byte_pair(&self, left: u8, right: u8) -> u32 {
        self.byte_pairs[usize::from(left) << 8 | usize::from(right)]
    }

    /// What the character at `at` begins as, and its length; part of a character counts as one of a single byte that is unknown.
    #[inline(always)]
    pub(crate) fn character(&self, text: &[u8], at: usize) -> (Beginning, usize) {
        let Some(&[first, ref rest @ ..]) = text.get(at..).filter(|rest| !rest.is_empty()) else {
            return (Beginning::NONE, 0);
        };
        let first = u32::from(first);
        let (code, length) = match *rest {
            _ if first < 0x80 => (first, 1),
            [second, third, ..] if first & 0xf0 == 0xe0 => (
                (first & 0xf) << 12 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f),
                3,
            ),
            [second, ..] if first & 0xe0 == 0xc0 => {
                ((first & 0x1f) << 6 | u32::from(second & 0x3f), 2)
            }
            _ => return (Beginning::UNKNOWN, 1),
        };
        (self.characters[code as u16 as usize], length)
    }

    /// The token two tokens merge into, or [`NO_TOKEN`].
    ///
    /// Looks at [`NEAR`] places whatever they hold: which of them fits cannot be foreseen, and a wrong guess costs more than a look.
    #[inline(always)]
    pub(crate) fn pair(&self, left: u32, right: u32) -> u32 {
        let key = pair_key(left, right);
        let start = (pair_hash(key) >> self.pairs.shift) as usize;
        let Some(Near(near)) = self.pairs.places.get(start) else {
            return NO_TOKEN;
        };
        let mut found = NO_TOKEN;
        for &entry in near {
            if entry >> ID_BITS == key {
                found = (entry & ID) as u32;
            }
        }
        if found == NO_TOKEN && near[NEAR - 1] != EMPTY {
            return self.far_pair(key, start + 1);
        }
        found
    }

    #[cold]
    fn far_pair(&self, key: u64, start: usize) -> u32 {
        for Near(near) in self.pairs.places.get(start..).unwrap_or_default() {
            for &entry in near {
                if entry >> ID_BITS == key {
                    return (entry & ID) as u32;
                }
                if entry == EMPTY {
                    return NO_TOKEN;
                }
            }
        }
        NO_TOKEN
    }

    /// Whether the piece with this key and hash is a token.
    #[inline(always)]
    pub(crate) fn has_short(&self, key: Key, hash: u64) -> bool {
        self.short
            .find(hash, |&entry| {
                if entry == key {
                    Some(true)
                } else {
                    (entry[1] == 0).then_some(false)
                }
            })
            .unwrap_or(false)
    }

    /// Whether a piece of more than [`MOST`] bytes is a token.
    pub(crate) fn has_long(&self, piece: &[u8]) -> bool {
        self.long
            .find(hash_bytes(piece), |entry| {
                if **entry == *piece {
                    Some(true)
                } else {
                    entry.is_empty().then_some(false)
                }
            })
            .unwrap_or(false)
    }
}

#[inline(always)]
fn pair_key(left: u32, right: u32) -> u64 {
    u64::from(left) << ID_BITS | u64::from(right)
}

#[inline(always)]
fn pair_hash(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Spreads a piece over the top bits: its first 16 and its last 8 bytes and its length, so that the time does not grow with it.
fn hash_bytes(piece: &[u8]) -> u64 {
    let tail = piece.len().saturating_sub(8);
    let first = Window::at(piece, 0).key(MOST);
    let last = Window::at(piece, tail).key(8);
    hash(first) ^ hash([last[0], piece.len() as u64]).rotate_left(32)
}

/// Places behind the last that a hash leads to, so that nothing wraps around.
const SPILL: usize = 64;

/// Open addressing with a power of two of places, at most half of them taken, and some more behind them.
struct Table<T> {
    places: Vec<T>,
    shift: u32,
}

impl<T: Clone> Table<T> {
    fn new(least: usize, empty: T) -> Self {
        let size = least.next_power_of_two();
        Self {
            places: vec![empty; size + SPILL],
            shift: 64 - size.trailing_zeros(),
        }
    }

    /// Asks `found` about each entry on the way from the hash's place until it has an answer.
    #[inline(always)]
    fn find<A>(&self, hash: u64, found: impl Fn(&T) -> Option<A>) -> Option<A> {
        self.places
            .get((hash >> self.shift) as usize..)?
            .iter()
            .find_map(found)
    }

    fn insert(&mut self, hash: u64, entry: T, empty: impl Fn(&T) -> bool) {
        let start = (hash >> self.shift) as usize;
        match self.places[start..].iter_mut().find(|place| empty(place)) {
            Some(place) => *place = entry,
            None => self.places.push(entry),
        }
    }
}
