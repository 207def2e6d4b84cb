//! Languages that do not belong together: mixed scripts, and answers in another language than the question.

use whatlang::Lang;

use tunesmith_plugin_sdk::Finding;

use crate::prose::prose;
use crate::quote::quote;

/// Fewer letters than this say nothing about the script.
const FEWEST_FOR_SCRIPT: usize = 16;
/// Fewer letters than this say nothing about the language.
const FEWEST_FOR_LANGUAGE: usize = 80;
/// More bytes than this make the detection slower and no surer.
const ENOUGH_FOR_LANGUAGE: usize = 2000;
/// How sure the detection must be.
const CONFIDENCE: f64 = 0.9;
/// Share of letters of another script that is too much.
const TOO_MIXED: f64 = 0.2;

/// Parts of words that ask for another language, in lower case.
const ASKS_FOR_OTHER: [&str; 30] = [
    "translat",
    "übersetz",
    "traduc",
    "tradui",
    "tradu",
    "перевед",
    "перевод",
    "翻译",
    "翻譯",
    "翻訳",
    "번역",
    "language",
    "english",
    "french",
    "german",
    "spanish",
    "italian",
    "portuguese",
    "russian",
    "chinese",
    "japanese",
    "korean",
    "arabic",
    "hindi",
    "dutch",
    "polish",
    "turkish",
    "latin",
    "greek",
    "hebrew",
];

/// What is known about the language of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Language {
    script: Option<&'static str>,
    language: Option<Lang>,
    /// Share of letters outside the main script.
    pub(crate) other_script: f64,
    scripts: Vec<&'static str>,
}

impl Language {
    /// The language's English name, if the text is long and clear enough.
    pub(crate) fn name(&self) -> Option<&'static str> {
        self.language.map(|language| language.eng_name())
    }
}

/// Measures one text; code and links do not count. The language is only looked for where someone wants to know it: that takes most of the time.
pub(crate) fn measure(text: &str, with_language: bool) -> Language {
    let prose = prose(text);
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for script in prose.chars().filter_map(script) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let letters: usize = counts.iter().map(|(_, count)| count).sum();
    // Why: the sort is stable and the order of first appearance is the text's own, so equal counts are no matter of chance.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let Some(&(main, main_count)) = counts.first().filter(|_| letters >= FEWEST_FOR_SCRIPT) else {
        return Language::default();
    };
    let detected = (with_language && letters >= FEWEST_FOR_LANGUAGE)
        .then(|| whatlang::detect(&prose[..prose.floor_char_boundary(ENOUGH_FOR_LANGUAGE)]))
        .flatten();
    Language {
        script: Some(main),
        language: detected
            .filter(|it| it.confidence() >= CONFIDENCE)
            .map(|it| it.lang()),
        other_script: 1.0 - main_count as f64 / letters as f64,
        scripts: counts.into_iter().map(|(script, _)| script).collect(),
    }
}

/// Compares an answer with what the people around it write.
pub(crate) fn check(answer: &str, asked: &str, found: &mut Vec<Finding>) -> Language {
    let ours = measure(answer, true);
    let theirs = measure(asked, ours.language.is_some());
    if let Some(word) = mixed_word(&prose(answer)) {
        let words = format!(
            "{} mixes Latin and Cyrillic letters in one word",
            quote(word)
        );
        found.push(Finding::new("language-mix", 0.5, words));
        return ours;
    }
    let asked_lower = asked.to_lowercase();
    if ASKS_FOR_OTHER.iter().any(|part| asked_lower.contains(part)) {
        return ours;
    }
    let foreign = ours
        .scripts
        .iter()
        .skip(1)
        .any(|script| !theirs.scripts.contains(script));
    let words = match (ours.script, theirs.script) {
        _ if foreign && ours.other_script >= TOO_MIXED => {
            let percent = (ours.other_script * 100.0).round();
            format!(
                "{percent} % of the answer is in another script than the rest: {}",
                quote(answer)
            )
        }
        (Some(our), Some(their)) if our != their => {
            format!(
                "the answer is in {our} script, the question in {their}: {}",
                quote(answer)
            )
        }
        _ => match (ours.name(), theirs.name()) {
            (Some(our), Some(their)) if our != their => {
                format!(
                    "the answer is in {our}, the question in {their}: {}",
                    quote(answer)
                )
            }
            _ => return ours,
        },
    };
    found.push(Finding::new("language-mix", 0.5, words));
    ours
}

/// The script of a letter; kana and Han count as one, as Japanese mixes them.
fn script(letter: char) -> Option<&'static str> {
    if !letter.is_alphabetic() {
        return None;
    }
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => "Latin",
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => "Greek",
        '\u{400}'..='\u{52F}' => "Cyrillic",
        '\u{590}'..='\u{5FF}' => "Hebrew",
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' => "Arabic",
        '\u{900}'..='\u{97F}' => "Devanagari",
        '\u{E00}'..='\u{E7F}' => "Thai",
        '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => "Hangul",
        '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' => "East Asian",
        _ => "other",
    })
}

/// A word of Latin and Cyrillic letters, which only look-alikes produce.
fn mixed_word(prose: &str) -> Option<&str> {
    prose
        .split(|letter: char| !letter.is_alphabetic())
        .find(|word| {
            word.chars().any(|letter| script(letter) == Some("Latin"))
                && word
                    .chars()
                    .any(|letter| script(letter) == Some("Cyrillic"))
        })
}
