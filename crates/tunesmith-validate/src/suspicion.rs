//! A cheap look at a text: whether any rule about what is said could have something to say about it.
//!
//! Most texts are free of suspicion, so the rules look at few. Invariant: a text that [`is_suspicious`] lets pass gives no finding in
//! `assistant-refusal`, `empty-content`, `mojibake`, `replacement-character`, `template-leftover` and `untrimmed-answer`; what is new in
//! one of them must show here too.

use std::borrow::Cow;

use tunesmith_core::Role;
use wide::u8x16;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::rules::{assistant_refusal, mojibake, replacement_character, template_leftover};

/// A text that is worth a closer look.
pub(crate) struct Suspect<'a> {
    /// Who says it, if that is known.
    pub(crate) role: Option<Role>,
    /// The message it is in; the text itself where a record keeps its texts under keys of their own.
    pub(crate) message: Value<'a>,
    /// The string.
    pub(crate) value: Value<'a>,
    /// What it says.
    pub(crate) text: Cow<'a, str>,
    /// Whether it is in the worse ending of a preference pair.
    pub(crate) rejected: bool,
}

impl Suspect<'_> {
    pub(crate) fn is_answer(&self) -> bool {
        self.role == Some(Role::Assistant)
    }

    /// Whether it is the value of this key of the record, not a message.
    pub(crate) fn is_field(&self, key: &str) -> bool {
        self.message.kind() == Kind::String && self.message.key() == key
    }
}

/// The texts of a record that are suspicious.
pub(crate) fn suspects<'a>(conversation: &Conversation<'a>) -> Vec<Suspect<'a>> {
    let mut found = Vec::new();
    let mut take = |message: &Message<'a>, rejected: bool| {
        let unknown = Role::Other(String::new());
        let role = message.role.as_ref().unwrap_or(&unknown);
        let mut look = |value: Value<'a>| {
            let Some(text) = value.text() else { return };
            if is_suspicious(&text, role) {
                let rejected = rejected || message.value.key() == "rejected_response";
                found.push(Suspect {
                    role: message.role.clone(),
                    message: message.value,
                    value,
                    text,
                    rejected,
                });
            }
        };
        let Some(content) = message.content else {
            return;
        };
        match content.kind() {
            Kind::String => look(content),
            Kind::Array => content
                .children()
                .filter_map(|part| part.get("text"))
                .for_each(look),
            _ => {}
        }
    };
    for message in &conversation.messages {
        take(message, false);
    }
    for (index, ending) in conversation.endings.iter().enumerate() {
        for message in &ending.messages {
            take(message, index > 0);
        }
    }
    found
}

/// Whether a rule about what is said may have a finding in this text of this role; false means that none has.
pub(crate) fn is_suspicious(text: &str, role: &Role) -> bool {
    let at_ends = match role {
        Role::Assistant => {
            text.is_empty()
                || text.starts_with(char::is_whitespace)
                || text.ends_with(char::is_whitespace)
                || assistant_refusal::is_refusal(text)
        }
        Role::User => text.trim_start().is_empty(),
        _ => false,
    };
    at_ends || has_traces(text.as_bytes())
}

/// Whether there are traces of templates or of a broken encoding in a text.
fn has_traces(text: &[u8]) -> bool {
    if !may_have_traces(text) {
        return false;
    }
    let seen = bytes_seen(text);
    let template = seen & (TAG | MARK) != 0 && template_leftover::has_known_token(text);
    let token = || seen & TAG != 0 && template_leftover::may_have_special_token(text);
    let placeholder = || seen & BRACE != 0 && template_leftover::may_have_placeholder(text);
    let broken = || {
        seen & BEYOND_ASCII != 0
            && (mojibake::may_be_misread(text) || replacement_character::is_in(text))
    };
    template || token() || placeholder() || broken()
}

const TAG: u8 = 1;
const BRACE: u8 = 2;
const MARK: u8 = 4;
const BEYOND_ASCII: u8 = 0x80;

/// Whether there is any byte that traces begin with: a quick look at sixteen at a time.
fn may_have_traces(text: &[u8]) -> bool {
    // `[` and `{` differ in this bit alone.
    let (bit, brace) = (u8x16::splat(0x20), u8x16::splat(b'{'));
    let (tag, heading) = (u8x16::splat(b'<'), u8x16::splat(b'#'));
    let mut seen = u8x16::splat(0);
    let (blocks, rest) = text.as_chunks::<16>();
    for block in blocks {
        let block = u8x16::new(*block);
        let bracket = (block | bit).simd_eq(brace);
        seen |= block | bracket | block.simd_eq(tag) | block.simd_eq(heading);
    }
    // The highest bit is left of a comparison that held, and of a byte beyond ASCII.
    seen.to_bitmask() != 0 || bytes_seen(rest) != 0
}

/// Which bytes are in a text of those that traces begin with. Without branches, so that the compiler looks at many bytes at a time.
fn bytes_seen(text: &[u8]) -> u8 {
    const LANES: usize = 32;
    let look = |byte: u8| {
        let tag = if byte == b'<' { TAG } else { 0 };
        let brace = if byte == b'{' { BRACE } else { 0 };
        let mark = if byte == b'[' { MARK } else { 0 };
        let heading = if byte == b'#' { MARK } else { 0 };
        tag | brace | mark | heading | byte & BEYOND_ASCII
    };
    let mut seen = [0; LANES];
    let (chunks, rest) = text.as_chunks::<LANES>();
    for chunk in chunks {
        for (seen, byte) in seen.iter_mut().zip(chunk) {
            *seen |= look(*byte);
        }
    }
    let rest = rest.iter().fold(0, |seen, byte| seen | look(*byte));
    seen.iter().fold(rest, |all, seen| all | seen)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tunesmith_core::Role;

    use super::is_suspicious;
    use crate::rules::{
        assistant_refusal, empty_content, mojibake, replacement_character, template_leftover,
        untrimmed_answer,
    };

    const ROLES: [Role; 6] = [
        Role::System,
        Role::User,
        Role::Assistant,
        Role::Tool,
        Role::Function,
        Role::Developer,
    ];

    /// Whether any of the rules has a finding, asked one by one.
    fn any_finding(text: &str, role: &Role) -> bool {
        let answer = *role == Role::Assistant;
        let speaks = matches!(role, Role::User | Role::Assistant);
        answer && (assistant_refusal::is_refusal(text) || untrimmed_answer::ends(text).is_some())
            || speaks && empty_content::is_blank(text)
            || mojibake::find(text).is_some()
            || replacement_character::find(text).next().is_some()
            || !template_leftover::find(text, answer).is_empty()
    }

    fn any_text() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            " ",
            "\n",
            "\u{a0}",
            "a",
            "A",
            "I",
            "'",
            "’",
            "<|",
            "|>",
            "im_start",
            "<s>",
            "</s>",
            "[INST]",
            "[/INST]",
            "<<SYS>>",
            "### Response:",
            "### Instruction:",
            "{{",
            "}}",
            "name",
            "{",
            "<start_of_turn>",
            "user",
            "\u{fffd}",
            "Ã",
            "©",
            "»",
            "â€",
            "™",
            "Â",
            "ðŸ",
            "Ð",
            "¿",
            "ã",
            "\u{81}",
            "ï»¿",
            "I'm sorry",
            ", but ",
            "I can't",
            " assist with",
            " help with that",
            "As an AI language model",
            "```",
            "`",
            "Lo siento, pero no puedo",
            "抱歉，我无法",
            "é",
        ];
        let piece = prop_oneof![
            8 => prop::sample::select(PIECES).prop_map(str::to_owned),
            1 => ".{0,3}",
        ];
        prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_passes_gives_no_finding(text in any_text(), role in prop::sample::select(&ROLES)) {
            if any_finding(&text, &role) {
                prop_assert!(is_suspicious(&text, &role));
            }
        }
    }

    #[test]
    fn plain_texts_pass() {
        for text in [
            "The answer is 4.",
            "I think so. Is 3 < 4 in [0, 5]? # yes\n### Result\nf(x) = {x}",
            "Où est le café ? Là-bas, à côté.",
            "I can help with that.",
            "Привет, 你好, naïve façade — “quoted”…",
            "<p>text</p> <s>old</s> new",
        ] {
            for role in ROLES {
                assert!(!is_suspicious(text, &role), "{text}");
            }
        }
    }

    /// Prints how fast texts are let pass: `cargo test --release -p tunesmith-validate speed -- --ignored --nocapture`.
    #[test]
    #[ignore = "measures, does not check"]
    #[allow(
        clippy::disallowed_methods,
        clippy::print_stdout,
        reason = "a measurement reads the clock and prints"
    )]
    fn speed() {
        let prose = "The quick brown fox jumps over the lazy dog, and then it rests. ".repeat(16);
        let code =
            "fn main() { let x: Vec<u8> = [1, 2][..].to_vec(); if x < 3 { f(&x); } }\n// # note\n"
                .repeat(12)
                + ".";
        let french =
            "Où est le café ? Là-bas, à côté de l’école, où l’été déjà s’étire. ".repeat(14) + ".";
        let chinese = "今天天气很好，我们去公园散步吧。".repeat(20);
        for (name, text) in [
            ("prose", prose.trim_end()),
            ("code", &*code),
            ("french", &*french),
            ("chinese", &*chinese),
            ("short", "The answer is 42."),
        ] {
            let rounds = 200_000_000 / text.len();
            let begun = std::time::Instant::now();
            let mut count = 0;
            for _ in 0..rounds {
                count += u32::from(is_suspicious(std::hint::black_box(text), &Role::Assistant));
            }
            let seconds = begun.elapsed().as_secs_f64();
            println!(
                "{name}: {:.2} GB/s ({count} suspicious)",
                (rounds * text.len()) as f64 / seconds / 1e9
            );
        }
    }
}
