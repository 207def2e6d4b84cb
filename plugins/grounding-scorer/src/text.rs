//! Sentences and words by Unicode's rules, and what each word counts as: plain word, number or name.
//!
//! No dictionary and no grammar: names are told by their capitals, numbers by their first digit.
//! Invariant: every function is linear in the text.

use unicode_segmentation::UnicodeSegmentation;

use crate::lists::{is_abbreviation, is_plain_word, is_stop_word};
use crate::number;

/// What a word counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Says nothing by itself: articles, pronouns, words about the source.
    Stop,
    Plain,
    Number,
    Name,
}

impl Kind {
    /// How much a word of this kind weighs in the share of supported words.
    pub(crate) fn weight(self) -> u64 {
        match self {
            Self::Stop => 0,
            Self::Plain => 1,
            Self::Name => 2,
            Self::Number => 3,
        }
    }
}

/// One word of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) stem: String,
    pub(crate) kind: Kind,
    /// What a number may stand for: `1,500` with `million` after it stands for three values.
    pub(crate) values: Vec<String>,
}

/// The sentences of a text, in order; line breaks end one too, abbreviations and initials do not.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        let so_far = &text[start..end];
        if !piece.ends_with(['\n', '\r']) && (ends_in_abbreviation(piece) || is_list_number(so_far))
        {
            continue;
        }
        if so_far.chars().any(char::is_alphanumeric) {
            found.push(so_far.trim());
        }
        start = end;
    }
    if text[start..].chars().any(char::is_alphanumeric) {
        found.push(text[start..].trim());
    }
    found
}

/// `2.` by itself, which Unicode's rules take for a sentence.
fn is_list_number(text: &str) -> bool {
    let inner = text.trim().trim_end_matches(['.', ')']);
    !inner.is_empty() && inner.len() <= 3 && inner.bytes().all(|it| it.is_ascii_digit())
}

fn ends_in_abbreviation(piece: &str) -> bool {
    let Some(before) = piece.trim_end().strip_suffix('.') else {
        return false;
    };
    let last = before
        .rsplit([' ', '(', '\u{a0}'])
        .next()
        .unwrap_or_default();
    let mut letters = last.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || is_abbreviation(&last.to_lowercase())
}

/// The words of a sentence.
pub(crate) fn words(sentence: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let parts = skip_list_marker(sentence).split_whitespace();
    // Why: the digits and capitals of an address are no facts.
    let parts = parts.map(|part| part.find("://").map_or(part, |at| &part[..at]));
    for text in parts.flat_map(str::unicode_words) {
        let stem = stem(text);
        let kind = kind_of(text, &stem);
        let mut values = Vec::new();
        if kind == Kind::Number {
            values = number::values(text);
        } else if let Some(number) = words.last_mut().filter(|it| it.kind == Kind::Number) {
            number::scale(&mut number.values, &text.to_lowercase());
        }
        words.push(Word {
            text,
            stem,
            kind,
            values,
        });
    }
    demote_names(&mut words);
    words
}

/// The sentence without `1.`, `2)` or `-` at its beginning, which number a list and say nothing.
fn skip_list_marker(sentence: &str) -> &str {
    let line = sentence.trim_start_matches(|it: char| it.is_whitespace() || "#>*-•|".contains(it));
    let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let digits = line.len() - rest.len();
    match rest.strip_prefix(['.', ')']) {
        Some(after) if (1..=3).contains(&digits) && after.starts_with([' ', '\t']) => after,
        _ => line,
    }
}

fn kind_of(text: &str, stem: &str) -> Kind {
    let mut letters = text.chars();
    let first = letters.next().unwrap_or(' ');
    if first.is_numeric() && text.bytes().any(|it| it.is_ascii_digit()) {
        return Kind::Number;
    }
    if is_stop_word(&text.to_lowercase()) {
        return Kind::Stop;
    }
    let mixed = text.bytes().any(|it| it.is_ascii_digit());
    // Why: one letter is a variable, a choice or an initial, and says little.
    let long = text.chars().count() > 1;
    if mixed || (first.is_uppercase() && long && !is_plain_word(stem)) {
        return Kind::Name;
    }
    Kind::Plain
}

/// A capital at the beginning of a sentence, or among nothing but capitals, does not make a name.
fn demote_names(words: &mut [Word<'_>]) {
    let capital = words
        .iter()
        .filter(|it| it.text.starts_with(char::is_uppercase))
        .count();
    if words.len() >= 6 && capital * 10 >= words.len() * 8 {
        let plain = |it: &&mut Word<'_>| it.kind == Kind::Name && !is_code(it.text);
        words
            .iter_mut()
            .filter(plain)
            .for_each(|it| it.kind = Kind::Plain);
        return;
    }
    let followed = words.get(1).is_some_and(|it| it.kind == Kind::Name);
    if let Some(first) = words.first_mut() {
        let sure = followed || is_code(first.text) || is_acronym(first.text);
        if first.kind == Kind::Name && !sure {
            first.kind = Kind::Plain;
        }
    }
}

fn is_code(text: &str) -> bool {
    text.bytes().any(|it| it.is_ascii_digit())
}

/// All capitals, two to six of them.
pub(crate) fn is_acronym(text: &str) -> bool {
    (2..=6).contains(&text.chars().count()) && text.chars().all(char::is_uppercase)
}

/// A word without its ending, so that `returns`, `returned` and `returning` meet. Light: it never looks a word up.
pub(crate) fn stem(word: &str) -> String {
    let mut word = word.to_lowercase().replace('\u{2019}', "'");
    if let Some(owner) = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')) {
        word = owner.to_owned();
    }
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    let cut = |word: &str, ending: &str, least: usize| {
        let rest = word.strip_suffix(ending)?;
        (rest.len() >= least && rest.bytes().any(|it| b"aeiouy".contains(&it)))
            .then(|| rest.to_owned())
    };
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() >= 2) {
        word = format!("{rest}y");
    } else if let Some(rest) = word.strip_suffix("sses") {
        word = format!("{rest}ss");
    } else if !["ss", "us", "is"].iter().any(|it| word.ends_with(it))
        && let Some(rest) = word.strip_suffix('s')
    {
        word = rest.to_owned();
    }
    for (ending, least) in [
        ("ingly", 3),
        ("edly", 3),
        ("ing", 3),
        ("ed", 3),
        ("ly", 4),
        ("ment", 4),
        ("ion", 4),
        ("er", 4),
    ] {
        if let Some(mut rest) = cut(&word, ending, least) {
            let tail = rest.as_bytes();
            let doubled = tail.len() > 3 && tail[tail.len() - 1] == tail[tail.len() - 2];
            if doubled && !b"lsz".contains(&tail[tail.len() - 1]) {
                rest.pop();
            }
            word = rest;
            break;
        }
    }
    if word.len() > 3 {
        if word.ends_with(['e', 'y']) {
            word.pop();
        }
        // `installation` is cut to `installat` above.
        if word.len() > 5 && word.ends_with("at") {
            word.truncate(word.len() - 2);
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{Kind, sentences, stem, words};

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            "return returns returned returning",
            "ship ships shipped shipping",
            "install installs installed installing installation",
            "battery batteries",
            "charge charges charged charging charger",
            "create created creating creation",
            "glass glasses",
            "Halden Halden's Halden’s",
            "quick quickly",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem).collect();
            assert!(stems.iter().all(|it| *it == stems[0]), "{forms}: {stems:?}");
        }
        for word in ["is", "été", "用", "bus", "string", "red"] {
            assert_eq!(stem(word), word);
        }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let check = |text: &str, expect: &[&str]| assert_eq!(sentences(text), expect);
        check(
            "Dr. A. Smith came. He left.",
            &["Dr. A. Smith came.", "He left."],
        );
        check("One\nTwo\n\n- Three", &["One", "Two", "- Three"]);
        check(
            "It costs 3.50 euros, e.g. Today only.",
            &["It costs 3.50 euros, e.g. Today only."],
        );
        check(
            "これは本です。あれはペンです。",
            &["これは本です。", "あれはペンです。"],
        );
        check(" … !", &[]);
        check("1. Fill it.\n2. Boil it.", &["1. Fill it.", "2. Boil it."]);
    }

    #[test]
    fn words_have_kinds() {
        let kinds = |text: &str| -> Vec<(String, Kind)> {
            words(text)
                .into_iter()
                .map(|it| (it.text.to_owned(), it.kind))
                .collect()
        };
        let names = |text: &str| -> Vec<String> {
            kinds(text)
                .into_iter()
                .filter(|it| it.1 == Kind::Name)
                .map(|it| it.0)
                .collect()
        };
        assert_eq!(names("Returns go to Lisbon."), ["Lisbon"]);
        assert_eq!(names("Marie Curie won it in May."), ["Marie", "Curie"]);
        assert_eq!(names("The model K15 and I went."), ["K15"]);
        assert_eq!(names("How To Boil An Egg Well"), Vec::<String>::new());
        assert_eq!(
            kinds("2. Wait 15 minutes.")[1],
            ("15".to_owned(), Kind::Number)
        );
        assert_eq!(kinds("2. Wait 15 minutes.").len(), 3);
    }
}
