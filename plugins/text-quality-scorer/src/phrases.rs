//! Refusals, and leftovers of templates and prompts.

use tunesmith_plugin_sdk::Finding;

use crate::prose::prose;
use crate::quote::quote;

/// How far into an answer a refusal may begin, in bytes of the lower-case text.
const REFUSAL_WITHIN: usize = 200;

const UNABLE: [&str; 14] = [
    "i can't ",
    "i cannot ",
    "i can not ",
    "i am unable to ",
    "i'm unable to ",
    "i am not able to ",
    "i'm not able to ",
    "i won't ",
    "i will not ",
    "i must decline to ",
    "i have to decline to ",
    "i couldn't ",
    "i could not ",
    "i don't feel comfortable ",
];

const TO_DO: [&str; 27] = [
    "assist",
    "help with",
    "help you with",
    "help you.",
    "help.",
    "help!",
    "help you,",
    "fulfill",
    "comply",
    "provide",
    "answer",
    "create",
    "generate",
    "write",
    "engage",
    "discuss",
    "continue with",
    "complete this",
    "complete that",
    "do that",
    "do this",
    "fulfil",
    "support this",
    "participate",
    "give advice",
    "offer advice",
    "produce",
];

const SELF_DESCRIPTIONS: [&str; 8] = [
    "as an ai language model",
    "as a large language model",
    "as a language model",
    "as an ai assistant, i",
    "as an ai, i",
    "as an artificial intelligence",
    "i am just an ai",
    "i'm just an ai",
];

/// Parts of chat templates and prompts, in lower case.
const TEMPLATE_PARTS: [&str; 20] = [
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<|assistant|>",
    "<|user|>",
    "[inst]",
    "[/inst]",
    "<<sys>>",
    "</s>",
    "### response:",
    "### instruction:",
    "lorem ipsum",
    "here is the json",
    "here's the json",
    "here is a json",
    "<insert ",
    "[insert ",
    "your answer here",
    "example.com/placeholder",
];

/// First words of a bracketed placeholder, in lower case.
const PLACEHOLDERS: [&str; 16] = [
    "your ",
    "name]",
    "company",
    "customer",
    "date]",
    "address]",
    "phone",
    "email",
    "product name",
    "first name",
    "last name",
    "recipient",
    "user name",
    "username]",
    "agent",
    "order number",
];

/// Bytes of a placeholder, its closing bracket included.
const LONGEST_PLACEHOLDER: usize = 41;

/// Looks for refusals in an answer.
pub(crate) fn check_refusal(text: &str, further: &[String], found: &mut Vec<Finding>) {
    let lower = text.trim().to_lowercase().replace('’', "'");
    let start = head(&lower, REFUSAL_WITHIN);
    let unable = UNABLE.iter().any(|unable| {
        start
            .split(unable)
            .skip(1)
            .any(|after| TO_DO.iter().any(|verb| after.starts_with(verb)))
    });
    let described = SELF_DESCRIPTIONS.iter().any(|words| lower.contains(words));
    let told = further
        .iter()
        .any(|phrase| lower.contains(&phrase.to_lowercase()));
    if unable || described || told {
        let words = format!("the answer refuses: {}", quote(text));
        found.push(Finding::new("refusal", 0.9, words));
    }
}

/// Looks for leftovers in an answer; code does not count.
pub(crate) fn check_boilerplate(text: &str, further: &[String], found: &mut Vec<Finding>) {
    let prose = prose(text);
    let lower = prose.to_lowercase().replace('’', "'");
    let part = TEMPLATE_PARTS
        .iter()
        .copied()
        .chain(further.iter().map(String::as_str));
    let leftover = part
        .map(str::to_lowercase)
        .find(|part| !part.is_empty() && lower.contains(part.as_str()))
        .or_else(|| {
            placeholder(&lower, '[', ']', |inside| {
                PLACEHOLDERS.iter().any(|word| inside.starts_with(word))
            })
        })
        .or_else(|| {
            placeholder(&lower, '{', '}', |inside| {
                inside.starts_with('{') && inside.chars().any(char::is_alphabetic)
            })
        });
    if let Some(leftover) = leftover {
        let words = format!(
            "the answer contains {}, a leftover of a template",
            quote(&leftover)
        );
        found.push(Finding::new("boilerplate", 0.6, words));
    }
}

/// The first bracketed piece whose inside (with its closing bracket) is a placeholder; links `[text](url)` are none.
fn placeholder(
    lower: &str,
    open: char,
    close: char,
    is_placeholder: impl Fn(&str) -> bool,
) -> Option<String> {
    for (at, _) in lower.match_indices(open) {
        let inside = lower.get(at + 1..)?;
        // Why: looking further would take the square of a text of brackets.
        let Some(end) = head(inside, LONGEST_PLACEHOLDER).find(close) else {
            continue;
        };
        let is_link = inside[end + 1..].starts_with('(');
        let is_short = !inside[..end].contains('\n');
        if is_short && !is_link && is_placeholder(&inside[..=end]) {
            let length = end + 1 + usize::from(inside[end + 1..].starts_with(close));
            return Some(format!("{open}{}", &inside[..length]));
        }
    }
    None
}

/// The beginning of a text, cut at a character border.
fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or(text)
}
