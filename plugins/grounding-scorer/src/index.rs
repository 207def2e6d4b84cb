//! The source made searchable: which stem stands in which sentences, all numbers, all names, initials of names.
//!
//! Built once per example, linear in the source.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::number;
use crate::text::{Kind, is_acronym, sentences, stem, words};

/// Acronyms spelt out per example, then none is.
const MOST_ACRONYMS: u32 = 100;
/// Most visits of places in the source per example; when they are used up the whole source counts as one window.
const MOST_VISITS: usize = 500_000;

/// A searchable text.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// In which sentences a stem stands, ascending.
    places: BTreeMap<String, Vec<u32>>,
    numbers: BTreeSet<String>,
    /// First letters of capitalised words in a row, rows parted by spaces.
    initials: String,
    sentences: u32,
    /// How many acronyms were looked up; each costs a pass over the initials.
    acronyms: Cell<u32>,
    /// The language capitalises more than names, as German does.
    pub(crate) capitals_mean_little: bool,
}

/// One word of an answer as it is looked up.
pub(crate) struct Wanted<'a> {
    pub(crate) stem: &'a str,
    pub(crate) text: &'a str,
    pub(crate) values: &'a [String],
    pub(crate) kind: Kind,
}

impl Index {
    pub(crate) fn new(text: &str) -> Self {
        let mut index = Self::default();
        let (mut mid, mut capital) = (0_usize, 0_usize);
        for (number, sentence) in sentences(text).into_iter().enumerate() {
            index.sentences = number as u32 + 1;
            for (position, word) in words(sentence).into_iter().enumerate() {
                if let Some(value) = number::of_word(&word.text.to_lowercase()) {
                    index.numbers.insert(value.to_owned());
                }
                let is_capital = word.text.starts_with(char::is_uppercase);
                if position > 0 && word.text.chars().count() > 1 && word.kind != Kind::Number {
                    mid += 1;
                    capital += usize::from(is_capital);
                }
                match word.text.chars().next().filter(|_| is_capital) {
                    Some(first) => index.initials.extend(first.to_lowercase()),
                    None if word.kind == Kind::Stop && word.text.len() <= 3 => {}
                    None => index.initials.push(' '),
                }
                index.numbers.extend(word.values);
                // Why: `well-known` and `USB-C` are cut by some writers and not by others; each part is looked up alone anyway.
                let places = index.places.entry(word.stem).or_default();
                if places.last() != Some(&(number as u32)) {
                    places.push(number as u32);
                }
            }
            index.initials.push(' ');
        }
        index.capitals_mean_little = mid >= 15 && capital * 5 >= mid;
        index
    }

    /// Whether a word stands somewhere in the text.
    pub(crate) fn has(&self, word: &Wanted<'_>) -> bool {
        match word.kind {
            Kind::Stop => true,
            Kind::Number => word.values.iter().any(|it| self.numbers.contains(it)),
            Kind::Plain | Kind::Name => {
                self.places.contains_key(word.stem)
                    || number::of_word(&word.text.to_lowercase())
                        .is_some_and(|it| self.numbers.contains(it))
                    || (word.kind == Kind::Name && self.has_kin(word))
                    || (is_acronym(word.text) && self.has_initials(word.text))
            }
        }
    }

    /// `WHO` where the text says `World Health Organization`.
    fn has_initials(&self, acronym: &str) -> bool {
        self.acronyms.set(self.acronyms.get() + 1);
        self.acronyms.get() <= MOST_ACRONYMS && self.initials.contains(&acronym.to_lowercase())
    }

    /// `Italian` where the text says `Italy`.
    fn has_kin(&self, word: &Wanted<'_>) -> bool {
        let low = word.text.to_lowercase();
        let people = ["an", "ans", "ish", "ese", "ch", "ic", "i", "is"];
        if low.chars().count() < 5 || !people.iter().any(|it| low.ends_with(it)) {
            return false;
        }
        let root: String = low.chars().take(4).collect();
        let next = self.places.range(root.clone()..).next();
        next.is_some_and(|(stem, _)| stem.starts_with(&root))
    }

    /// How many of these stems one window of `window` sentences holds at most. `visits` counts down over an example.
    pub(crate) fn best_window(
        &self,
        wanted: &BTreeSet<String>,
        window: usize,
        visits: &mut usize,
    ) -> u64 {
        let lists: Vec<&Vec<u32>> = wanted
            .iter()
            .filter_map(|stem| self.places.get(stem))
            .collect();
        let whole = lists.len() as u64;
        let cost: usize = lists.iter().map(|list| list.len()).sum();
        if window == 0 || self.sentences as usize <= window || *visits < cost {
            return whole;
        }
        *visits -= cost;
        // Each place of a word covers the windows that begin up to `window - 1` sentences before it; gains and losses by beginning.
        let mut changes: BTreeMap<u32, i32> = BTreeMap::new();
        for list in lists {
            let mut covered = 0;
            for &place in list {
                let first = (place + 1).saturating_sub(window as u32).max(covered);
                let after = place + 1;
                *changes.entry(first).or_default() += 1;
                *changes.entry(after).or_default() -= 1;
                covered = after;
            }
        }
        let (mut now, mut best) = (0, 0);
        for change in changes.values() {
            now += change;
            best = best.max(now);
        }
        u64::try_from(best).unwrap_or_default()
    }
}

/// The visits one example has.
pub(crate) fn visits() -> usize {
    MOST_VISITS
}

/// Words only, joined by single spaces and in lower case: what quotes are compared by.
pub(crate) fn flat(text: &str) -> String {
    let mut flat = String::with_capacity(text.len() + 2);
    flat.push(' ');
    for word in text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
    {
        flat.extend(word.chars().flat_map(char::to_lowercase));
        flat.push(' ');
    }
    flat
}

/// Stems of a text, for telling what an answer took from the question.
pub(crate) fn stems(text: &str) -> BTreeSet<String> {
    text.split(|it: char| !it.is_alphanumeric() && !"'’".contains(it))
        .map(stem)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Index, flat};

    #[test]
    fn windows_are_the_best_ones() {
        let index = Index::new("Red apple.\nBlue pear.\nGreen plum.\nRed pear.\nBlack cherry.");
        let best = |words: &[&str], window| {
            let wanted = words.iter().map(|it| super::stem(it)).collect();
            index.best_window(&wanted, window, &mut 1000)
        };
        assert_eq!(best(&["red", "apple"], 1), 2);
        assert_eq!(best(&["apple", "pear"], 1), 1);
        assert_eq!(best(&["apple", "pear"], 2), 2);
        assert_eq!(best(&["apple", "cherry"], 4), 1);
        assert_eq!(best(&["apple", "cherry"], 0), 2);
        assert_eq!(best(&["nothing"], 2), 0);
        assert_eq!(flat("It’s \"A b\"!"), " it s a b ");
    }
}
