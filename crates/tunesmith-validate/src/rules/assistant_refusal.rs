//! An answer that is trained does not begin by refusing. Only its beginning is looked at, against a table of openings; an apology that
//! goes on to something else is not a refusal. Worse endings and messages of weight 0 are not trained.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "assistant-refusal",
    summary: "an answer begins like a refusal",
    page: include_str!("../../rules/assistant-refusal.md"),
    group: Group::Content,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

/// What may stand before a refusal. Lower case, straight apostrophes; the longer of two with the same beginning comes first.
const APOLOGIES: [&str; 20] = [
    "i'm really sorry, but ",
    "i'm very sorry, but ",
    "i'm sorry, but ",
    "i'm sorry but ",
    "i'm sorry, ",
    "i'm sorry. ",
    "i am sorry, but ",
    "i am sorry but ",
    "i am sorry, ",
    "sorry, but ",
    "sorry but ",
    "sorry, ",
    "my apologies, but ",
    "i apologize, but ",
    "i apologise, but ",
    "i apologize for the inconvenience, but ",
    "i apologize for any confusion, but ",
    "unfortunately, ",
    "as an ai, ",
    "as an ai assistant, ",
];

/// What is refused with.
const INABILITIES: [&str; 16] = [
    "i cannot ",
    "i can not ",
    "i can't ",
    "i could not ",
    "i am unable to ",
    "i'm unable to ",
    "i am not able to ",
    "i'm not able to ",
    "i am not allowed to ",
    "i'm not allowed to ",
    "i won't be able to ",
    "i will not be able to ",
    "i won't ",
    "i will not ",
    "i'm not programmed to ",
    "i don't have the ability to ",
];

/// What is refused.
const DEEDS: [&str; 28] = [
    "assist with",
    "assist you with",
    "assist in",
    "assist you in",
    "assist.",
    "help with that",
    "help with this",
    "help with your request",
    "help you with that",
    "help you with this",
    "help you with your request",
    "comply",
    "fulfill",
    "fulfil",
    "engage in",
    "participate in",
    "answer that",
    "answer this",
    "discuss ",
    "do that",
    "continue this conversation",
    "provide instructions",
    "provide any",
    "provide that information",
    "provide information on",
    "provide guidance on",
    "generate content",
    "create content",
];

/// Openings that say it all. Lower case, straight apostrophes.
const OPENINGS: [&str; 30] = [
    "as an ai language model",
    "as a large language model",
    "as a language model",
    "as an ai, i cannot",
    "as an ai, i can't",
    "as an ai, i don't have",
    "as an ai, i do not have",
    "i'm just an ai",
    "i am just an ai",
    "i'm only an ai",
    "i must decline",
    "i must respectfully decline",
    "i have to decline",
    "i respectfully decline",
    "it is not appropriate for me to",
    "it's not appropriate for me to",
    "es tut mir leid, aber ich kann",
    "tut mir leid, aber ich kann",
    "als ki-sprachmodell",
    "als ki-modell",
    "je suis désolé, mais je ne peux pas",
    "désolé, mais je ne peux pas",
    "en tant que modèle de langage",
    "en tant qu'ia",
    "lo siento, pero no puedo",
    "como modelo de lenguaje",
    "desculpe, mas não posso",
    "sinto muito, mas não posso",
    "mi dispiace, ma non posso",
    "извините, но я не могу",
];

/// The same in Chinese, which has no capitals.
const OPENINGS_WITHOUT_CASE: [&str; 8] = [
    "抱歉，我无法",
    "抱歉，我不能",
    "很抱歉，我无法",
    "很抱歉，我不能",
    "对不起，我无法",
    "对不起，我不能",
    "作为一个人工智能",
    "作为一个AI语言模型",
];

/// How many bytes of an answer are looked at.
const LOOKED_AT: usize = 160;

/// Whether a text begins like a refusal.
pub(crate) fn is_refusal(text: &str) -> bool {
    let text = text.trim_start();
    if text.as_bytes().first().is_some_and(|byte| *byte >= 0xe0) {
        return OPENINGS_WITHOUT_CASE
            .iter()
            .any(|known| text.starts_with(known));
    }
    // Why: nearly every answer is told here.
    if plainly_not(text.as_bytes()) {
        return false;
    }
    let mut upto = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(upto) {
        upto -= 1;
    }
    let opening = text[..upto].to_lowercase().replace('’', "'");
    if OPENINGS.iter().any(|known| opening.starts_with(known)) {
        return true;
    }
    let apology = APOLOGIES
        .iter()
        .find_map(|known| opening.strip_prefix(known));
    let rest = apology.unwrap_or(&opening);
    let deed = INABILITIES
        .iter()
        .find_map(|known| rest.strip_prefix(known));
    deed.is_some_and(|deed| DEEDS.iter().any(|known| deed.starts_with(known)))
}

/// Whether the first two bytes begin no phrase of the tables with capitals.
fn plainly_not(text: &[u8]) -> bool {
    let [first, second, ..] = text else {
        return true;
    };
    if !first.is_ascii() {
        // Cyrillic.
        return *first != 0xd0;
    }
    if !second.is_ascii() {
        return !matches!(first, b'd' | b'D' | b'i' | b'I');
    }
    let pair = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
    !matches!(
        &pair,
        b"i "
            | b"i'"
            | b"it"
            | b"as"
            | b"al"
            | b"so"
            | b"si"
            | b"un"
            | b"my"
            | b"mi"
            | b"tu"
            | b"es"
            | b"en"
            | b"je"
            | b"de"
            | b"lo"
            | b"co"
    )
}

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let answers = conversation
        .suspects()
        .iter()
        .filter(|suspect| suspect.is_answer() && !suspect.rejected && !suspect.is_field("text"));
    for answer in answers {
        let weight = answer.message.get("weight");
        let untrained = weight.is_some_and(|weight| weight.raw() == b"0");
        if untrained || !is_refusal(&answer.text) {
            continue;
        }
        let text = answer.text.trim_start();
        let begin = answer.text.len() - text.len();
        let end = text.find(['.', '!', '?', '\n']).unwrap_or(text.len());
        report
            .warning_at(
                answer.value.place_in_text(begin..begin + end),
                format!("this answer begins like a refusal: {}", quote(&text[..end])),
            )
            .because("models that wrote the data leave refusals behind; the trained model learns to refuse too")
            .help("remove the record or write a real answer; keep it if the model is meant to refuse here");
    }
}

#[cfg(test)]
mod tests {
    use super::{APOLOGIES, INABILITIES, OPENINGS, OPENINGS_WITHOUT_CASE, is_refusal};

    #[test]
    fn tells_refusals_from_other_openings() {
        for (text, expected) in [
            ("I'm sorry, but I can't assist with that.", true),
            ("I’m sorry, but I cannot help with that request.", true),
            ("Sorry, but I can't comply with that.", true),
            ("As an AI language model, I have no feelings.", true),
            ("I cannot fulfill your request.", true),
            ("I'm unable to assist with this.", true),
            ("\n I'm sorry, I can't assist you with hacking.", true),
            ("Lo siento, pero no puedo ayudar con eso.", true),
            ("抱歉，我无法回答这个问题。", true),
            ("Извините, но я не могу помочь.", true),
            ("Es tut mir leid, aber ich kann dabei nicht helfen.", true),
            ("I'm sorry, but your order is late.", false),
            ("I'm sorry to hear that!", false),
            ("I'm unable to find your order. What is its number?", false),
            ("I can't wait to help with that!", false),
            ("I can assist with that.", false),
            ("Sorry, I can't see the picture.", false),
            ("Unfortunately, flights are sold out.", false),
            ("As an AI researcher, you know this.", false),
            (
                "Here is a refusal: I'm sorry, but I can't assist with that.",
                false,
            ),
            ("", false),
            ("I", false),
        ] {
            assert_eq!(is_refusal(text), expected, "{text}");
        }
    }

    #[test]
    fn every_phrase_gets_past_the_quick_look() {
        for apology in APOLOGIES.iter().chain(&[""]) {
            for inability in INABILITIES {
                let text = format!("{apology}{inability}comply");
                assert!(is_refusal(&text), "{text}");
            }
        }
        for opening in OPENINGS.iter().chain(&OPENINGS_WITHOUT_CASE) {
            assert!(is_refusal(opening), "{opening}");
            assert!(is_refusal(&opening.to_uppercase()), "{opening}");
        }
    }
}
