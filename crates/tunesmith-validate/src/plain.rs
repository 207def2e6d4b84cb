//! The quick reader: recognises records so plain that no rule of a chat profile has anything to say about them alone.
//!
//! A plain record is `{"messages":[…]}` and nothing else; its messages have `role` and `content` and nothing else; a system message may
//! come first, then user and assistant take turns, the assistant last; every text is there and above suspicion. All others are left to the
//! reader that knows every defect. Invariants: a plain record gives no finding under any profile that says so (`plain_chat`); its
//! fingerprint is the one the tree gives; nothing is allocated per record.

use tunesmith_core::Role;
use wide::u8x16;

use crate::fingerprint::{self, Fingerprint};
use crate::suspicion::is_suspicious;

/// Reads plain records; keeps the hashes and the buffer they share.
#[derive(Clone)]
pub(crate) struct PlainReader {
    decoded: String,
    content_key: u128,
    messages_key: u128,
    /// The hash of the keys of a plain record, as [`Conversation::keys`](crate::conversation::Conversation::keys) gives it.
    pub(crate) keys: u64,
    /// The hash of a message that has its role only.
    system: u128,
    user: u128,
    assistant: u128,
}

impl PlainReader {
    pub(crate) fn new() -> Self {
        let key = fingerprint::text(b"role");
        let with_role = |role: &[u8]| {
            let role = fingerprint::text(role);
            fingerprint::member(fingerprint::OBJECT, key, role)
        };
        Self {
            decoded: String::new(),
            content_key: fingerprint::text(b"content"),
            messages_key: fingerprint::text(b"messages"),
            keys: fingerprint::short(b"messages").max(1),
            system: with_role(b"system"),
            user: with_role(b"user"),
            assistant: with_role(b"assistant"),
        }
    }

    /// What a plain record says; nothing if it is not plain. Each text is handed out with its role, also those of a record that turns
    /// out not to be plain.
    pub(crate) fn read(
        &mut self,
        line: &str,
        mut on_text: impl FnMut(&Role, &str),
    ) -> Option<Fingerprint> {
        let mut cursor = Cursor { line, at: 0 };
        cursor.expect(b'{')?;
        cursor.key("\"messages\"")?;
        cursor.expect(b'[')?;
        let (mut list, mut prompt, mut answer) = (fingerprint::LIST, fingerprint::LIST, 0);
        let mut before = None;
        loop {
            let role = cursor.role()?;
            let fits = match role {
                Role::System => before.is_none(),
                Role::User => !matches!(before, Some(Role::User)),
                _ => matches!(before, Some(Role::User)),
            };
            if !fits {
                return None;
            }
            cursor.expect(b',')?;
            cursor.key("\"content\"")?;
            let text = cursor.text(&mut self.decoded)?;
            if text.is_empty() || is_suspicious(text, &role) {
                return None;
            }
            on_text(&role, text);
            cursor.expect(b'}')?;
            let object = match role {
                Role::System => self.system,
                Role::User => self.user,
                _ => self.assistant,
            };
            let text = fingerprint::text(text.as_bytes());
            let message = fingerprint::member(object, self.content_key, text);
            if role == Role::Assistant {
                (prompt, answer) = (list, message);
            }
            list = fingerprint::item(list, message);
            before = Some(role);
            match cursor.next()? {
                b',' => {}
                b']' => break,
                _ => return None,
            }
        }
        cursor.expect(b'}')?;
        let ends = cursor.rest_is_blank() && before == Some(Role::Assistant);
        ends.then(|| Fingerprint {
            record: fingerprint::member(
                fingerprint::OBJECT,
                self.messages_key,
                fingerprint::list_end(list),
            ),
            prompt: fingerprint::fold(prompt),
            answer: fingerprint::fold(answer),
        })
    }
}

struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not white space.
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.line.as_bytes().get(self.at)?;
            self.at += 1;
            if !matches!(byte, b' ' | b'\t' | b'\r') {
                return Some(byte);
            }
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// Takes this key, quotation marks included, and the colon after it.
    fn key(&mut self, key: &str) -> Option<()> {
        self.expect(b'"')?;
        let start = self.at - 1;
        let end = start + key.len();
        if self.line.as_bytes().get(start..end)? != key.as_bytes() {
            return None;
        }
        self.at = end;
        self.expect(b':')
    }

    /// Takes the beginning of a message up to its role.
    fn role(&mut self) -> Option<Role> {
        self.expect(b'{')?;
        self.key("\"role\"")?;
        self.expect(b'"')?;
        let rest = &self.line.as_bytes()[self.at..];
        let (role, length) = match rest.first()? {
            b'u' if rest.starts_with(b"user\"") => (Role::User, 5),
            b'a' if rest.starts_with(b"assistant\"") => (Role::Assistant, 10),
            b's' if rest.starts_with(b"system\"") => (Role::System, 7),
            _ => return None,
        };
        self.at += length;
        Some(role)
    }

    /// Takes a string; nothing if anything is wrong with it.
    fn text<'t>(&mut self, decoded: &'t mut String) -> Option<&'t str>
    where
        'a: 't,
    {
        self.expect(b'"')?;
        let start = self.at;
        self.at = special(self.line.as_bytes(), start);
        if *self.line.as_bytes().get(self.at)? == b'"' {
            self.at += 1;
            return Some(&self.line[start..self.at - 1]);
        }
        decoded.clear();
        decoded.push_str(&self.line[start..self.at]);
        loop {
            match *self.line.as_bytes().get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return Some(decoded);
                }
                b'\\' => decoded.push(self.escape()?),
                _ => return None,
            }
            let from = self.at;
            self.at = special(self.line.as_bytes(), from);
            decoded.push_str(&self.line[from..self.at]);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = *self.line.as_bytes().get(self.at + 1)?;
        self.at += 2;
        Some(match letter {
            b'n' => '\n',
            b'"' | b'\\' | b'/' => char::from(letter),
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let first = self.hex()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                if self.line.as_bytes().get(self.at..self.at + 2)? != b"\\u" {
                    return None;
                }
                self.at += 2;
                let second = self.hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                char::from_u32(0x10000 + ((first - 0xd800) << 10) + second)?
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.line.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |value, digit| {
            Some(value << 4 | char::from(*digit).to_digit(16)?)
        })
    }

    fn rest_is_blank(&self) -> bool {
        crate::split::is_blank(&self.line.as_bytes()[self.at..])
    }
}

/// The first place from `from` on with a quotation mark, a backslash or a control character; the end if there is none.
fn special(bytes: &[u8], from: usize) -> usize {
    let (mark, backslash, last_control) =
        (u8x16::splat(b'"'), u8x16::splat(b'\\'), u8x16::splat(0x1f));
    let mut at = from;
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        let block = u8x16::new(*block);
        let hits = block.simd_eq(mark) | block.simd_eq(backslash) | block.simd_le(last_control);
        let hits = hits.to_bitmask();
        if hits != 0 {
            return at + hits.trailing_zeros() as usize;
        }
        at += 16;
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    let rest = bytes[at..].iter().position(is_special);
    rest.map_or(bytes.len(), |offset| at + offset)
}
