//! The reader: one pass over the bytes with an explicit stack.
//!
//! It goes on after every deviation whose meaning is plain (a trailing comma, `NaN`, single quotes) and stops where going on would be
//! guessing. Invariant: `complete` is true only if the shape of the outermost value is certain.

use crate::json::number::{NumberFault, check_number};
use crate::json::string::{Escape, first_char, read_escape};
use crate::json::syntax::{SyntaxError, SyntaxKind};
use crate::json::tree::{Kind, NONE, Node, TextSpan, Tree};

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 256;

/// What was understood of a text, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    pub(crate) errors: Vec<SyntaxError>,
    /// The outermost value was read to its end; what is wrong does not put its shape in doubt.
    pub(crate) complete: bool,
}

/// Reads a text, which must be shorter than 4 GiB.
pub(crate) fn parse(bytes: &[u8]) -> Parsed {
    let mut parser = Parser {
        bytes,
        at: 0,
        valid_utf8: std::str::from_utf8(bytes).is_ok(),
        nodes: Vec::new(),
        open: Vec::new(),
        errors: Vec::new(),
    };
    let complete = parser.outermost().is_ok();
    if complete {
        parser.after_outermost();
    } else {
        for index in 0..parser.open.len() {
            let node = parser.open[index].node;
            parser.nodes[node as usize].end = offset(parser.at);
        }
    }
    Parsed {
        tree: Tree {
            nodes: parser.nodes,
        },
        errors: parser.errors,
        complete,
    }
}

/// The shape can not be known from here on; the reason is among the errors.
struct Stop;

type Step<T> = Result<T, Stop>;

/// A list or an object that is not closed yet.
struct Open {
    node: u32,
    last: u32,
    count: u32,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begun,
    AfterValue,
    /// Where the comma is; `NONE` if something was said about it already.
    AfterComma(u32),
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    valid_utf8: bool,
    nodes: Vec<Node>,
    open: Vec<Open>,
    errors: Vec<SyntaxError>,
}

impl Parser<'_> {
    fn outermost(&mut self) -> Step<()> {
        if self.bytes.starts_with(b"\xff\xfe") || self.bytes.starts_with(b"\xfe\xff") {
            return self.stop(SyntaxKind::Utf16, 0, 2);
        }
        self.space()?;
        if self.peek().is_none() {
            return self.stop(SyntaxKind::Blank, 0, self.at);
        }
        self.value(None)?;
        while let Some(open) = self.open.last() {
            let (node, state) = (open.node, open.state);
            let kind = self.nodes[node as usize].kind;
            self.space()?;
            let Some(byte) = self.peek() else {
                let (what, opened) = (inside(kind), self.nodes[node as usize].start);
                return self.stop(SyntaxKind::Unclosed { what, opened }, self.at, self.at);
            };
            match byte {
                b']' | b'}' => self.close(kind, byte, state)?,
                b',' => {
                    let mut comma = offset(self.at);
                    if state != State::AfterValue {
                        self.note(SyntaxKind::EmptySlot, self.at, self.at + 1);
                        comma = NONE;
                    }
                    self.set_state(State::AfterComma(comma));
                    self.at += 1;
                }
                _ => {
                    if state == State::AfterValue {
                        self.missing_comma(kind, byte)?;
                    }
                    let key = if kind == Kind::Object {
                        Some(self.key()?)
                    } else {
                        None
                    };
                    self.value(key)?;
                }
            }
        }
        Ok(())
    }

    /// What follows the outermost value: nothing but white space, if all is well.
    fn after_outermost(&mut self) {
        if self.space().is_err() {
            return;
        }
        let Some(byte) = self.peek() else { return };
        let kind = match byte {
            b'{' | b'[' => SyntaxKind::SecondValue,
            b',' if self.bytes[self.at + 1..].iter().all(|byte| is_space(*byte)) => {
                SyntaxKind::CommaAfterValue
            }
            _ => match first_char(&self.bytes[self.at..]) {
                (None, _) => SyntaxKind::InvalidUtf8(byte),
                (Some(_), _) => SyntaxKind::TextAfterValue,
            },
        };
        let end = match kind {
            SyntaxKind::TextAfterValue => self.bytes.len(),
            _ => self.at + first_char(&self.bytes[self.at..]).1,
        };
        self.note(kind, self.at, end);
    }

    fn close(&mut self, kind: Kind, byte: u8, state: State) -> Step<()> {
        let found = char::from(byte);
        let node = self.innermost();
        if (kind == Kind::Object) != (byte == b'}') {
            let (open, opened) = (inside(kind), self.nodes[node as usize].start);
            let wrong = SyntaxKind::WrongCloser {
                found,
                open,
                opened,
            };
            return self.stop(wrong, self.at, self.at + 1);
        }
        if let State::AfterComma(comma) = state
            && comma != NONE
        {
            let comma = comma as usize;
            self.note(SyntaxKind::TrailingComma(found), comma, comma + 1);
        }
        self.at += 1;
        self.nodes[node as usize].end = offset(self.at);
        self.open.pop();
        Ok(())
    }

    /// Two values without a comma. It is plain only between brackets: after a string it may be a quotation mark that should have been
    /// escaped.
    fn missing_comma(&mut self, inside: Kind, next: u8) -> Step<()> {
        let last = self.open.last().map_or(NONE, |open| open.last);
        let last = self.nodes.get(last as usize).map(|node| node.kind);
        let after_string = last == Some(Kind::String);
        let (character, length) = first_char(&self.bytes[self.at..]);
        let kind = match character {
            None => SyntaxKind::InvalidUtf8(next),
            Some(_) => SyntaxKind::MissingComma { after_string },
        };
        let fits = next == b'"' || inside == Kind::Array && matches!(next, b'{' | b'[');
        if matches!(last, Some(Kind::Object | Kind::Array)) && fits {
            self.note(kind, self.at, self.at + 1);
            return Ok(());
        }
        self.stop(kind, self.at, self.at + length)
    }

    fn key(&mut self) -> Step<TextSpan> {
        let start = self.at;
        let key = match self.bytes[start] {
            mark @ (b'"' | b'\'') => self.string(mark)?,
            byte if is_word(byte) && !byte.is_ascii_digit() => {
                let key = self.word();
                let word = self.lossy(start, self.at);
                self.note(SyntaxKind::BareKey(word), start, self.at);
                key
            }
            _ => return self.unexpected(SyntaxKind::KeyNotString),
        };
        self.space()?;
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => {
                let length = first_char(&self.bytes[self.at..]).1;
                return self.stop(SyntaxKind::MissingColon, self.at, self.at + length);
            }
            None => return self.ended_inside_object(),
        }
        self.space()?;
        match self.peek() {
            Some(b',' | b'}') => self.stop(SyntaxKind::MissingValue, self.at, self.at + 1),
            Some(_) => Ok(key),
            None => self.ended_inside_object(),
        }
    }

    fn ended_inside_object<T>(&mut self) -> Step<T> {
        let opened = self.nodes[self.innermost() as usize].start;
        let kind = SyntaxKind::Unclosed {
            what: inside(Kind::Object),
            opened,
        };
        self.stop(kind, self.at, self.at)
    }

    fn value(&mut self, key: Option<TextSpan>) -> Step<()> {
        let start = self.at;
        match self.bytes[start] {
            byte @ (b'{' | b'[') => {
                if self.open.len() == MAX_DEPTH {
                    return self.stop(SyntaxKind::TooDeep, start, start + 1);
                }
                self.at += 1;
                let kind = if byte == b'{' {
                    Kind::Object
                } else {
                    Kind::Array
                };
                let node = self.push(kind, key, start);
                self.open.push(Open {
                    node,
                    last: NONE,
                    count: 0,
                    state: State::Begun,
                });
            }
            mark @ (b'"' | b'\'') => {
                let node = self.push(Kind::String, key, start);
                // Why: an error inside the string points at the string, so the string is there before its content is read.
                self.open.push(Open {
                    node,
                    last: NONE,
                    count: 0,
                    state: State::Begun,
                });
                let text = self.string(mark)?;
                self.open.pop();
                let node = &mut self.nodes[node as usize];
                node.text = Some(text);
                node.end = offset(self.at);
            }
            b'-' | b'+' | b'.' | b'0'..=b'9' => self.number(key),
            byte if is_word(byte) => self.bare_word(key),
            _ => {
                let (found, _) = first_char(&self.bytes[start..]);
                let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
                return self.unexpected(SyntaxKind::Unexpected(found));
            }
        }
        Ok(())
    }

    /// Takes the string that starts here; `mark` is its quotation mark.
    fn string(&mut self, mark: u8) -> Step<TextSpan> {
        let opening = self.at;
        if mark == b'\'' {
            self.note(SyntaxKind::SingleQuotes, opening, opening + 1);
        }
        self.at += 1;
        let mut plain = true;
        loop {
            let rest = &self.bytes[self.at..];
            let special = |&byte: &u8| byte == mark || byte == b'\\' || byte < 0x20;
            let Some(length) = rest.iter().position(special) else {
                self.at = self.bytes.len();
                return self.stop(SyntaxKind::UnclosedString, opening, self.at);
            };
            self.at += length;
            let start = self.at;
            match self.bytes[start] {
                b'\\' => {
                    plain = false;
                    self.escape(mark);
                }
                byte if byte == mark => break,
                byte => {
                    self.note(SyntaxKind::ControlInString(byte), start, start + 1);
                    self.at += 1;
                }
            }
        }
        let (start, end) = (opening + 1, self.at);
        self.at += 1;
        if !self.valid_utf8 && !self.check_utf8(start, end) {
            plain = false;
        }
        Ok(TextSpan {
            start: offset(start),
            end: offset(end),
            plain,
            quoted: true,
        })
    }

    fn escape(&mut self, mark: u8) {
        let start = self.at;
        let (escape, length) = read_escape(&self.bytes[start..]);
        self.at += length;
        match escape {
            Escape::Char(_) => {}
            Escape::Lone(code) => self.note(SyntaxKind::LoneSurrogate(code), start, self.at),
            Escape::Short => self.note(SyntaxKind::CutEscape, start, self.at),
            Escape::Unknown('\'') if mark == b'\'' => {}
            // Why: the byte is looked at again by the string, which says what is wrong with it.
            Escape::Unknown(char::REPLACEMENT_CHARACTER) if !self.valid_utf8 => {}
            // Why: the control character is what is wrong, and the string says so.
            Escape::Unknown(letter) if letter < ' ' => self.at = start + 1,
            Escape::Unknown(letter) => {
                self.note(SyntaxKind::UnknownEscape(letter), start, start + length);
            }
            // Why: the string ends here without a quotation mark, which is said by the string.
            Escape::Cut => {}
        }
    }

    fn check_utf8(&mut self, start: usize, end: usize) -> bool {
        let mut at = start;
        let mut valid = true;
        for chunk in self.bytes[start..end].utf8_chunks() {
            at += chunk.valid().len();
            if let Some(&byte) = chunk.invalid().first() {
                valid = false;
                self.note(
                    SyntaxKind::InvalidUtf8(byte),
                    at,
                    at + chunk.invalid().len(),
                );
                at += chunk.invalid().len();
            }
        }
        valid
    }

    fn number(&mut self, key: Option<TextSpan>) {
        let start = self.at;
        let in_number = |byte: &u8| is_word(*byte) || matches!(byte, b'+' | b'-' | b'.');
        self.at = self.run(in_number);
        let token = &self.bytes[start..self.at];
        if let Err(why) = check_number(token) {
            let word = self.lossy(start, self.at);
            let kind = match why {
                NumberFault::Infinite => SyntaxKind::NotANumber(word),
                NumberFault::Because(why) => SyntaxKind::Number(word, why),
            };
            self.note(kind, start, self.at);
        }
        self.push(Kind::Number, key, start);
    }

    /// A value that is a word: `true`, `false`, `null`, or what other languages write for them.
    fn bare_word(&mut self, key: Option<TextSpan>) {
        let start = self.at;
        let span = self.word();
        let word = self.lossy(start, self.at);
        let (kind, error) = match word.as_str() {
            "null" => (Kind::Null, None),
            "true" | "false" => (Kind::Bool, None),
            "True" => (Kind::Bool, Some(SyntaxKind::PythonWord(word, "true"))),
            "False" => (Kind::Bool, Some(SyntaxKind::PythonWord(word, "false"))),
            "None" => (Kind::Null, Some(SyntaxKind::PythonWord(word, "null"))),
            "undefined" => (Kind::Null, Some(SyntaxKind::Undefined)),
            "NaN" | "nan" | "Infinity" | "inf" => {
                (Kind::Number, Some(SyntaxKind::NotANumber(word)))
            }
            _ => (Kind::String, Some(SyntaxKind::BareWord(word))),
        };
        if let Some(error) = error {
            self.note(error, start, self.at);
        }
        let node = self.push(kind, key, start);
        if kind == Kind::String {
            self.nodes[node as usize].text = Some(span);
        }
    }

    fn word(&mut self) -> TextSpan {
        let start = self.at;
        self.at = self.run(|byte| is_word(*byte));
        TextSpan {
            start: offset(start),
            end: offset(self.at),
            plain: true,
            quoted: false,
        }
    }

    fn run(&self, belongs: impl Fn(&u8) -> bool) -> usize {
        let rest = &self.bytes[self.at..];
        self.at
            + rest
                .iter()
                .position(|byte| !belongs(byte))
                .unwrap_or(rest.len())
    }

    /// Skips white space and, with an error, what others take for it.
    fn space(&mut self) -> Step<()> {
        while let Some(byte) = self.peek() {
            let start = self.at;
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'#' => self.line_comment()?,
                b'/' => match self.bytes.get(start + 1) {
                    Some(b'/') => self.line_comment()?,
                    Some(b'*') => self.block_comment()?,
                    _ => return Ok(()),
                },
                0..0x20 => {
                    self.at += 1;
                    self.note(SyntaxKind::ControlOutside(byte), start, self.at);
                }
                0x80.. => match first_char(&self.bytes[start..]) {
                    (Some(space), length) if is_strange_space(space) => {
                        self.at += length;
                        self.note(SyntaxKind::StrangeSpace(space), start, self.at);
                    }
                    _ => return Ok(()),
                },
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    fn line_comment(&mut self) -> Step<()> {
        let start = self.at;
        self.at = self.run(|byte| *byte != b'\n');
        self.note(SyntaxKind::Comment, start, self.at);
        self.unless_cut()
    }

    fn block_comment(&mut self) -> Step<()> {
        let start = self.at;
        let content = &self.bytes[start + 2..];
        let closing = content.windows(2).position(|pair| pair == b"*/");
        self.at = closing.map_or(self.bytes.len(), |length| start + 2 + length + 2);
        self.note(SyntaxKind::Comment, start, self.at);
        self.unless_cut()
    }

    /// A comment up to the end of the text hides whatever should close the value.
    fn unless_cut(&self) -> Step<()> {
        let unfinished = self.nodes.is_empty() || !self.open.is_empty();
        if self.at == self.bytes.len() && unfinished {
            Err(Stop)
        } else {
            Ok(())
        }
    }

    fn push(&mut self, kind: Kind, key: Option<TextSpan>, start: usize) -> u32 {
        let id = offset(self.nodes.len());
        let (mut parent, mut ordinal, mut before) = (NONE, 0, NONE);
        if let Some(open) = self.open.last_mut() {
            (parent, ordinal, before) = (open.node, open.count, open.last);
            open.last = id;
            open.count += 1;
            open.state = State::AfterValue;
        }
        if before != NONE {
            self.nodes[before as usize].next = id;
        } else if parent != NONE {
            self.nodes[parent as usize].first = id;
        }
        let (start, end) = (offset(start), offset(self.at));
        let (first, next) = (NONE, NONE);
        self.nodes.push(Node {
            kind,
            start,
            end,
            text: None,
            key,
            parent,
            first,
            next,
            ordinal,
        });
        id
    }

    fn innermost(&self) -> u32 {
        self.open.last().map_or(NONE, |open| open.node)
    }

    fn set_state(&mut self, state: State) {
        if let Some(open) = self.open.last_mut() {
            open.state = state;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn lossy(&self, start: usize, end: usize) -> String {
        // Long enough for every message, which cuts it again.
        String::from_utf8_lossy(&self.bytes[start..end.min(start + 256)]).into_owned()
    }

    /// Stops at a character that can not stand here, unless there is something better to say about it.
    fn unexpected<T>(&mut self, otherwise: SyntaxKind) -> Step<T> {
        let (found, length) = first_char(&self.bytes[self.at..]);
        let kind = match found {
            None => SyntaxKind::InvalidUtf8(self.bytes[self.at]),
            Some(mark @ ('“' | '”' | '‘' | '’' | '„' | '«' | '»' | '`')) => {
                SyntaxKind::CurlyQuote(mark)
            }
            Some(_) => otherwise,
        };
        self.stop(kind, self.at, self.at + length)
    }

    fn stop<T>(&mut self, kind: SyntaxKind, start: usize, end: usize) -> Step<T> {
        self.note(kind, start, end);
        Err(Stop)
    }

    fn note(&mut self, kind: SyntaxKind, start: usize, end: usize) {
        let known = self
            .errors
            .iter_mut()
            .find(|error| error.kind.is_like(&kind));
        match known {
            Some(known) => known.repeats += 1,
            None => {
                let node = self.innermost();
                let (start, end) = (offset(start), offset(end));
                self.errors.push(SyntaxError {
                    kind,
                    start,
                    end,
                    node,
                    repeats: 0,
                });
            }
        }
    }
}

fn inside(kind: Kind) -> &'static str {
    if kind == Kind::Object {
        "an object"
    } else {
        "a list"
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_strange_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}')
}

/// Offsets are kept in 32 bits; longer records are refused before they come here.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
