//! The ways in which a text is not JSON, each with its message and what to do about it.

use crate::quote::quote;

/// One deviation from RFC 8259. Further ones of the same kind in the same text are only counted.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) kind: SyntaxKind,
    /// Bytes from the start of the text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The value it is in, as a node of the tree.
    pub(crate) node: u32,
    /// How many more of this kind follow.
    pub(crate) repeats: u32,
}

/// What is wrong. Words are those found in the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SyntaxKind {
    Blank,
    BareKey(String),
    BareWord(String),
    CommaAfterValue,
    Comment,
    ControlInString(u8),
    ControlOutside(u8),
    CurlyQuote(char),
    CutEscape,
    EmptySlot,
    InvalidUtf8(u8),
    KeyNotString,
    LoneSurrogate(u16),
    MissingColon,
    MissingComma {
        after_string: bool,
    },
    MissingValue,
    NotANumber(String),
    Number(String, &'static str),
    PythonWord(String, &'static str),
    SecondValue,
    SingleQuotes,
    StrangeSpace(char),
    TextAfterValue,
    TooDeep,
    TooLong {
        limit: u32,
        array: bool,
    },
    TrailingComma(char),
    Unclosed {
        what: &'static str,
        opened: u32,
    },
    UnclosedString,
    Undefined,
    Unexpected(char),
    UnknownEscape(char),
    Utf16,
    WrongCloser {
        found: char,
        open: &'static str,
        opened: u32,
    },
}

const NUL_HELP: &str =
    "remove it; if there are many, the text is UTF-16 or the file was never written to its end";

impl SyntaxKind {
    /// The name of the rule that speaks of it: exactly one.
    pub(crate) fn rule(&self) -> &'static str {
        match self {
            Self::Comment => "comment-in-json",
            Self::CommaAfterValue | Self::TrailingComma(_) => "trailing-comma",
            Self::ControlInString(0) | Self::ControlOutside(0) => "nul-byte",
            Self::ControlInString(_) | Self::ControlOutside(_) => "raw-control-character",
            Self::InvalidUtf8(_) => "broken-utf8",
            Self::LoneSurrogate(_) => "lone-surrogate",
            Self::NotANumber(_) => "non-finite-number",
            Self::PythonWord(..) | Self::SingleQuotes => "python-literal",
            Self::TooDeep => "excessive-nesting",
            Self::TooLong { .. } => "oversized-line",
            Self::Unclosed { .. } | Self::UnclosedString => "truncated-line",
            Self::Utf16 => "utf16-file",
            Self::Blank
            | Self::BareKey(_)
            | Self::BareWord(_)
            | Self::CurlyQuote(_)
            | Self::CutEscape
            | Self::EmptySlot
            | Self::KeyNotString
            | Self::MissingColon
            | Self::MissingComma { .. }
            | Self::MissingValue
            | Self::Number(..)
            | Self::SecondValue
            | Self::StrangeSpace(_)
            | Self::TextAfterValue
            | Self::Undefined
            | Self::Unexpected(_)
            | Self::UnknownEscape(_)
            | Self::WrongCloser { .. } => "json-syntax",
        }
    }

    /// Whether both are counted as one finding.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.rule() == other.rule()
    }

    /// One phrase.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Blank => "there is no value".to_owned(),
            Self::BareKey(word) => format!("the key {} is not in quotation marks", quote(word)),
            Self::BareWord(word) => format!("{} is not in quotation marks", quote(word)),
            Self::CommaAfterValue => "there is a comma after the record".to_owned(),
            Self::Comment => "JSON has no comments".to_owned(),
            Self::ControlInString(byte) => {
                format!(
                    "raw control character U+{byte:04X} ({}) in a string",
                    control_name(*byte)
                )
            }
            Self::ControlOutside(byte) => {
                format!(
                    "control character U+{byte:04X} ({}) between values",
                    control_name(*byte)
                )
            }
            Self::CurlyQuote(mark) => format!("`{mark}` is not a JSON quotation mark"),
            Self::CutEscape => r"`\u` needs four hexadecimal digits".to_owned(),
            Self::EmptySlot => "nothing stands before this comma".to_owned(),
            Self::InvalidUtf8(byte) => format!("byte 0x{byte:02X} is not valid UTF-8 here"),
            Self::KeyNotString => "a key must be a string".to_owned(),
            Self::LoneSurrogate(code) => {
                format!(r"`\u{code:04x}` is half of a surrogate pair; the other half is missing")
            }
            Self::MissingColon => "there is no `:` after the key".to_owned(),
            Self::MissingComma { .. } => "a comma or a closing bracket is missing here".to_owned(),
            Self::MissingValue => "there is no value after `:`".to_owned(),
            Self::NotANumber(word) => format!("{} is not a JSON number", quote(word)),
            Self::Number(word, why) => format!("{} is not a JSON number: {why}", quote(word)),
            Self::PythonWord(word, _) => format!("{} is Python, not JSON", quote(word)),
            Self::SecondValue => "a second value begins on the same line".to_owned(),
            Self::SingleQuotes => "JSON strings stand in double quotation marks".to_owned(),
            Self::StrangeSpace(space) => {
                format!(
                    "U+{:04X} ({}) between values",
                    u32::from(*space),
                    space_name(*space)
                )
            }
            Self::TextAfterValue => "there is text after the end of the value".to_owned(),
            Self::TooDeep => "values are nested more than 256 deep".to_owned(),
            Self::TooLong { limit, .. } => format!("the line is longer than {limit} bytes"),
            Self::TrailingComma(closer) => {
                format!("there is a comma before the closing `{closer}`")
            }
            Self::Unclosed { what, .. } => format!("the text ends inside {what}"),
            Self::UnclosedString => "this string is never closed".to_owned(),
            Self::Undefined => "`undefined` is JavaScript, not JSON".to_owned(),
            Self::Unexpected(found) => {
                format!("{} can not begin a value", quote(&found.to_string()))
            }
            Self::UnknownEscape(letter) => {
                format!("{} is not a JSON escape", quote(&format!("\\{letter}")))
            }
            Self::Utf16 => "the file is UTF-16, not UTF-8".to_owned(),
            Self::WrongCloser { found, open, .. } => format!("`{found}` can not close {open}"),
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> String {
        let fixed = match self {
            Self::Blank => "write a JSON value",
            Self::BareKey(_) => "put the key in double quotation marks",
            Self::BareWord(_) => "put it in double quotation marks if it is text",
            Self::CommaAfterValue => "remove the comma; a line break alone separates records",
            Self::Comment => "remove the comment",
            Self::ControlInString(byte) => {
                let escape = match byte {
                    0x00 => return NUL_HELP.to_owned(),
                    0x08 => r"\b".to_owned(),
                    0x09 => r"\t".to_owned(),
                    0x0a => r"\n".to_owned(),
                    0x0c => r"\f".to_owned(),
                    0x0d => r"\r".to_owned(),
                    _ => format!(r"\u{byte:04x}"),
                };
                return format!("write it as `{escape}`");
            }
            Self::ControlOutside(0) => NUL_HELP,
            Self::ControlOutside(_) | Self::StrangeSpace(_) => "remove it, or use a plain space",
            Self::CurlyQuote(_) => "use the straight quotation mark `\"`",
            Self::CutEscape => {
                r"write four digits, as in `\u00e9`, or `\\u` for a backslash and a u"
            }
            Self::EmptySlot => "remove the comma, or write the value that belongs there",
            Self::InvalidUtf8(_) => "save the file as UTF-8; it may be in an older encoding",
            Self::KeyNotString => "put the key in double quotation marks",
            Self::LoneSurrogate(_) => {
                "write the whole pair, or remove the half; text was probably cut inside a character"
            }
            Self::MissingColon => "put `:` between key and value",
            Self::MissingComma { after_string: true } => {
                r#"if the string goes on, write the quotation mark before this place as `\"`; else put a comma"#
            }
            Self::MissingComma {
                after_string: false,
            } => "put a comma between the values",
            Self::MissingValue => "write the value, or remove the key",
            Self::NotANumber(_) => "write `null` or a string, or leave the key out",
            Self::Number(..) => "write it as in `12`, `-0.5` or `1e6`, or as a string",
            Self::PythonWord(_, json) => {
                return format!("write `{json}`; `json.dumps` writes it so, `str` does not");
            }
            Self::SecondValue => "put each record on a line of its own",
            Self::SingleQuotes => "use `\"`; `json.dumps` does so, `str` does not",
            Self::TextAfterValue => "remove it, or put it on a line of its own if it is a record",
            Self::TooDeep => "flatten the value; no provider reads such depth",
            Self::TooLong { array: true, .. } => {
                "the file seems to be one JSON array: write each element on a line of its own"
            }
            Self::TooLong { array: false, .. } => {
                "put each record on a line of its own; refer to large images by URL"
            }
            Self::TrailingComma(_) => "remove the comma",
            Self::Unclosed { .. } => {
                "close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off"
            }
            Self::UnclosedString => {
                r"close it; a line break in a string is written as `\n`, and if this is the last line, the file was probably cut off"
            }
            Self::Undefined => "write `null`, or leave the key out",
            Self::Unexpected(_) => {
                "a value is a string, number, object, list, `true`, `false` or `null`"
            }
            Self::UnknownEscape(_) => r"write `\\` if a backslash is meant, or remove it",
            Self::Utf16 => "save the file as UTF-8",
            Self::WrongCloser { .. } => "close what was opened last first",
        };
        fixed.to_owned()
    }

    /// Where the thing began that is not ended properly, and what to say there.
    pub(crate) fn opened(&self) -> Option<(u32, &'static str)> {
        match self {
            Self::Unclosed { opened, .. } | Self::WrongCloser { opened, .. } => {
                Some((*opened, "opened here"))
            }
            _ => None,
        }
    }
}

fn control_name(byte: u8) -> &'static str {
    match byte {
        0x00 => "NUL",
        0x08 => "backspace",
        0x09 => "tab",
        0x0a => "line break",
        0x0b => "vertical tab",
        0x0c => "form feed",
        0x0d => "carriage return",
        0x1b => "escape",
        _ => "control",
    }
}

fn space_name(space: char) -> &'static str {
    match space {
        '\u{a0}' => "no-break space",
        '\u{200b}' => "zero width space",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{3000}' => "ideographic space",
        '\u{feff}' => "byte order mark",
        _ => "Unicode space",
    }
}
