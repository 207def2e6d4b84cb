//! Fixed phrases: names of jailbreaks, special tokens of chat templates, answers that obey an override.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::mark::{Found, Mark};

/// In the plain text.
const JAILBREAKS: [&str; 34] = [
    "do anything now",
    "you are now dan",
    "you are dan,",
    "act as dan",
    "dan mode",
    "developer mode enabled",
    "developer mode output",
    "enable developer mode and ignore",
    "jailbreak mode",
    "jailbroken ai",
    "jailbreak prompt",
    "stay a dan",
    "always intelligent and machiavellian",
    "evil confidant",
    "unrestricted ai",
    "unfiltered ai",
    "uncensored ai",
    "amoral ai",
    "ai without restrictions",
    "ai with no restrictions",
    "without any ethical guidelines",
    "without ethical guidelines",
    "without any restrictions or",
    "free from all restrictions",
    "broken free of the typical confines",
    "you have no ethical",
    "you have no restrictions",
    "no moral or ethical guidelines",
    "you will never refuse",
    "you can not refuse",
    "you cannot refuse any",
    "never say that you can't",
    "pretend you have no rules",
    "pretend that you have no restrictions",
];

/// In the text as it stands: the token and the family of models it belongs to.
const TOKENS: [(&str, &str); 37] = [
    ("<|im_start|>", "ChatML"),
    ("<|im_end|>", "ChatML"),
    ("<|im_sep|>", "ChatML"),
    ("<|endoftext|>", "GPT"),
    ("<|endofprompt|>", "GPT"),
    ("<|fim_prefix|>", "GPT"),
    ("<|fim_suffix|>", "GPT"),
    ("<|channel|>", "Harmony"),
    ("<|message|>", "Harmony"),
    ("<|return|>", "Harmony"),
    ("<|constrain|>", "Harmony"),
    ("<|begin_of_text|>", "Llama 3"),
    ("<|end_of_text|>", "Llama 3"),
    ("<|start_header_id|>", "Llama 3"),
    ("<|end_header_id|>", "Llama 3"),
    ("<|eot_id|>", "Llama 3"),
    ("<|eom_id|>", "Llama 3"),
    ("<|python_tag|>", "Llama 3"),
    ("<|header_start|>", "Llama 4"),
    ("<|eot|>", "Llama 4"),
    ("[INST]", "Llama 2 and Mistral"),
    ("[/INST]", "Llama 2 and Mistral"),
    ("<<SYS>>", "Llama 2"),
    ("<</SYS>>", "Llama 2"),
    ("[SYSTEM_PROMPT]", "Mistral"),
    ("[AVAILABLE_TOOLS]", "Mistral"),
    ("[TOOL_CALLS]", "Mistral"),
    ("<start_of_turn>", "Gemma"),
    ("<end_of_turn>", "Gemma"),
    ("<|system|>", "Phi and Zephyr"),
    ("<|user|>", "Phi and Zephyr"),
    ("<|assistant|>", "Phi and Zephyr"),
    ("<|START_OF_TURN_TOKEN|>", "Command"),
    ("<|END_OF_TURN_TOKEN|>", "Command"),
    ("<｜begin▁of▁sentence｜>", "DeepSeek"),
    ("<｜User｜>", "DeepSeek"),
    ("<｜Assistant｜>", "DeepSeek"),
];

/// In the plain text of an assistant message.
const COMPLIANCE: [&str; 22] = [
    "i am now dan",
    "i'm now dan",
    "[dan]:",
    "dan: ",
    "[🔓jailbreak]",
    "[jailbreak]",
    "(🔓developer mode output)",
    "developer mode enabled",
    "jailbreak successful",
    "successfully jailbroken",
    "my system prompt is",
    "my system prompt says",
    "here is my system prompt",
    "here's my system prompt",
    "here are my instructions",
    "my initial instructions are",
    "my hidden instructions are",
    "i will now ignore my previous instructions",
    "i will ignore all previous instructions",
    "ignoring all previous instructions",
    "as an unrestricted ai",
    "i have been pwned",
];

/// Whether an assistant message declines.
const REFUSALS: [&str; 26] = [
    "i can't help",
    "i cannot help",
    "i can't assist",
    "i cannot assist",
    "i can't do that",
    "i cannot do that",
    "i can't share",
    "i cannot share",
    "i can't reveal",
    "i cannot reveal",
    "i can't ignore",
    "i cannot ignore",
    "i won't",
    "i will not",
    "i'm not able to",
    "i am not able to",
    "i'm unable to",
    "i am unable to",
    "i must decline",
    "not something i can",
    "das kann ich nicht",
    "ich kann meine anweisungen nicht",
    "je ne peux pas",
    "no puedo",
    "non posso",
    "não posso",
];

/// The automata of all lists.
pub(crate) struct Phrases {
    jailbreaks: AhoCorasick,
    tokens: AhoCorasick,
    compliance: AhoCorasick,
    refusals: AhoCorasick,
}

impl Phrases {
    /// With further phrases of jailbreaks, which the recipe gives.
    pub(crate) fn new(more: &[String]) -> Result<Self, String> {
        let plain = more
            .iter()
            .map(|phrase| crate::plain::Plain::new(phrase).text);
        let jailbreaks: Vec<String> = JAILBREAKS
            .map(str::to_owned)
            .into_iter()
            .chain(plain)
            .collect();
        Ok(Self {
            jailbreaks: automaton(&jailbreaks)?,
            tokens: automaton(&TOKENS.map(|(token, _)| token))?,
            compliance: automaton(&COMPLIANCE)?,
            refusals: automaton(&REFUSALS)?,
        })
    }

    /// Places in the plain text.
    pub(crate) fn jailbreaks(&self, plain: &str) -> Vec<(usize, usize)> {
        places(&self.jailbreaks, plain)
    }

    /// Places in the plain text.
    pub(crate) fn compliance(&self, plain: &str) -> Vec<(usize, usize)> {
        places(&self.compliance, plain)
    }

    /// Whether the beginning declines.
    pub(crate) fn is_refusal(&self, plain: &str) -> bool {
        let beginning = &plain[..plain.floor_char_boundary(plain.len().min(300))];
        self.refusals.is_match(&beginning.replace('’', "'"))
    }

    /// Adds the special tokens; and two headings of a plain-text template, which only together mean one.
    pub(crate) fn tokens(&self, text: &str, found: &mut Vec<Found>) {
        for hit in self.tokens.find_iter(text) {
            found.push(Found {
                mark: Mark::TemplateToken,
                start: hit.start(),
                end: hit.end(),
                detail: TOKENS[hit.pattern().as_usize()].1,
            });
        }
        for (first, second, detail) in [
            ("### Instruction:", "### Response:", "Alpaca"),
            ("\n\nHuman:", "\n\nAssistant:", "Human and Assistant"),
        ] {
            if let (Some(start), Some(_)) = (text.find(first), text.find(second)) {
                found.push(Found {
                    mark: Mark::TemplateToken,
                    start,
                    end: start + first.len(),
                    detail,
                });
            }
        }
    }
}

fn automaton(words: &[impl AsRef<[u8]>]) -> Result<AhoCorasick, String> {
    AhoCorasick::builder()
        // Why: of the two kinds it is built sooner, which is felt at every start, and it searched as fast in `cargo xtask bench plugins`.
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .map_err(|error| format!("the phrases can not be searched: {error}"))
}

/// Whole words only.
fn places(automaton: &AhoCorasick, plain: &str) -> Vec<(usize, usize)> {
    let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let whole = |start: usize, end: usize| {
        let first = plain[start..].chars().next();
        let last = plain[..end].chars().next_back();
        let opens = !word(first) || !word(plain[..start].chars().next_back());
        let closes = !word(last) || !word(plain[end..].chars().next());
        opens && closes
    };
    automaton
        .find_iter(plain)
        .map(|hit| (hit.start(), hit.end()))
        .filter(|(start, end)| whole(*start, *end))
        .collect()
}
