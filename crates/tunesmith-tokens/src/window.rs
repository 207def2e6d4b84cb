//! Sixteen bytes of text in two registers: where its ASCII letters are, and a key that identifies a short piece.
//!
//! Invariant: bytes behind the text are zero, which is no letter. Two pieces have the same key only if they are equal.

/// Longest piece that fits a key, in bytes.
pub(crate) const MOST: usize = 15;

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * EACH;

/// The bytes of a text from some place on.
pub(crate) struct Window {
    low: u64,
    high: u64,
}

/// A piece of up to [`MOST`] bytes: its bytes, then its length in bits 56..60 of the second word; bits 60..64 are zero.
pub(crate) type Key = [u64; 2];

impl Window {
    #[inline(always)]
    pub(crate) fn at(text: &[u8], at: usize) -> Self {
        let Some(bytes) = text.get(at..at + 16) else {
            return Self::near_end(text, at);
        };
        let (low, high) = bytes.split_at(8);
        Self {
            low: word(low),
            high: word(high),
        }
    }

    #[inline(never)]
    fn near_end(text: &[u8], at: usize) -> Self {
        let mut bytes = [0; 16];
        let rest = text.get(at..).unwrap_or_default();
        let length = rest.len().min(16);
        bytes[..length].copy_from_slice(&rest[..length]);
        Self::at(&bytes, 0)
    }

    #[inline(always)]
    pub(crate) fn first(&self) -> u8 {
        self.low as u8
    }

    /// Byte number `at`, which is below 16.
    #[inline(always)]
    pub(crate) fn byte(&self, at: usize) -> u8 {
        let word = if at < 8 { self.low } else { self.high };
        (word >> ((at & 7) * 8)) as u8
    }

    /// Whether a word of ASCII letters may end before byte `at`: it is inside the window and not part of a longer character.
    #[inline(always)]
    pub(crate) fn ends_word(&self, at: usize) -> bool {
        at <= MOST && self.byte(at) < 0x80
    }

    /// One bit for each byte that is an ASCII capital.
    #[inline(always)]
    pub(crate) fn upper(&self) -> u32 {
        bits(self.low, b'A', b'Z') | bits(self.high, b'A', b'Z') << 8
    }

    /// One bit for each byte that is a small ASCII letter.
    #[inline(always)]
    pub(crate) fn lower(&self) -> u32 {
        bits(self.low, b'a', b'z') | bits(self.high, b'a', b'z') << 8
    }

    /// Key of the first `length` bytes, at most [`MOST`].
    #[inline(always)]
    pub(crate) fn key(&self, length: usize) -> Key {
        let [low, high] = MASKS[length & 15];
        [self.low & low, self.high & high | (length as u64) << 56]
    }
}

/// Spreads a key over the top bits.
#[inline(always)]
pub(crate) fn hash(key: Key) -> u64 {
    key[0].wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ key[1].wrapping_mul(0xd1b5_4a32_d192_ed03)
}

static MASKS: [Key; 16] = {
    let mut masks = [[0; 2]; 16];
    let mut length = 1;
    while length < 16 {
        masks[length] = if length < 8 {
            [(1 << (8 * length)) - 1, 0]
        } else {
            [u64::MAX, (1 << (8 * (length - 8))) - 1]
        };
        length += 1;
    }
    masks
};

/// The first 8 bytes as a little-endian number.
#[inline(always)]
fn word(bytes: &[u8]) -> u64 {
    bytes
        .first_chunk()
        .map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

/// One bit for each of the 8 bytes that lies in the ASCII range from `from` to `to`.
#[inline(always)]
fn bits(word: u64, from: u8, to: u8) -> u32 {
    let seven = word & !HIGH;
    let reached = seven + EACH * u64::from(0x80 - from);
    let passed = seven + EACH * u64::from(0x7f - to);
    let inside = (reached & !passed & !word & HIGH) >> 7;
    // Gathers the lowest bit of each byte in the highest byte.
    (inside.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_at_the_borders_of_their_range() {
        for byte in 0..=255u8 {
            for place in 0..16 {
                let mut text = [b'-'; 16];
                text[place] = byte;
                let window = Window::at(&text, 0);
                let bit = |yes: bool| u32::from(yes) << place;
                assert_eq!(window.upper(), bit(byte.is_ascii_uppercase()), "{byte}");
                assert_eq!(window.lower(), bit(byte.is_ascii_lowercase()), "{byte}");
                assert_eq!(window.byte(place), byte);
            }
        }
    }

    #[test]
    fn keys_tell_pieces_apart() {
        let text = b"aaaaaaaaaaaaaaaa\0\0\0";
        let keys: Vec<Key> = (0..=MOST).map(|n| Window::at(text, 0).key(n)).collect();
        for (n, key) in keys.iter().enumerate() {
            assert_eq!(key[1] >> 56, n as u64);
            assert_eq!(Window::at(&text[16 - n..16], 0).key(n), *key);
            assert!(keys.iter().filter(|other| *other == key).count() == 1);
        }
        assert_ne!(Window::at(b"", 0).key(0), Window::at(&text[16..], 0).key(1));
    }
}
