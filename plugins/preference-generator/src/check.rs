//! Whether a rejected answer may stand beside the good one. What comes back as an error is what the model is told, and why a task is given up.

use std::collections::BTreeMap;

use crate::settings::Settings;

/// Words of a model that talks about its task instead of doing it.
const TALK: [&str; 10] = [
    "flawed",
    "rejected answer",
    "the flaw",
    "as requested",
    "here is the rewritten",
    "here's the rewritten",
    "worse answer",
    "rewrite",
    "good answer",
    "as an ai",
];

/// What is known of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    /// Characters of the rejected answer by those of the good one.
    pub(crate) length_ratio: f64,
    /// Share of words that are not in both.
    pub(crate) changed: f64,
}

/// Measures a pair.
pub(crate) fn measure(chosen: &str, rejected: &str) -> Measured {
    let (ours, theirs) = (words(chosen), words(rejected));
    let count = |words: &BTreeMap<String, usize>| words.values().sum::<usize>();
    let common: usize = ours
        .iter()
        .map(|(word, count)| (*count).min(theirs.get(word).copied().unwrap_or(0)))
        .sum();
    let most = count(&ours).max(count(&theirs)).max(1);
    Measured {
        length_ratio: rounded(
            rejected.chars().count() as f64 / chosen.chars().count().max(1) as f64,
        ),
        changed: rounded(1.0 - common as f64 / most as f64),
    }
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Whether the model wrote the flaw.
pub(crate) fn rejected(
    settings: &Settings,
    flaw: &str,
    chosen: &str,
    rejected: &str,
) -> Result<Measured, String> {
    let measured = lengths(settings, chosen, rejected)?;
    let lower = rejected.to_lowercase();
    if let Some(words) = TALK
        .iter()
        .find(|words| lower.contains(**words) && !chosen.to_lowercase().contains(**words))
    {
        return Err(format!("the answer talks about the task (“{words}”)"));
    }
    // Why: weak models write the fault down instead of committing it.
    let order = crate::flaw::by_name(flaw).and_then(|flaw| flaw.order);
    let words = order.unwrap_or_default().trim_start_matches("it ");
    let echo = words.split(' ').take(4).collect::<Vec<_>>().join(" ");
    if !echo.is_empty() && lower.contains(&echo) && !chosen.to_lowercase().contains(&echo) {
        return Err("the answer names its own fault".to_owned());
    }
    if measured.changed < settings.min_changed {
        return Err(format!(
            "only {} % of the words differ from the good answer",
            (measured.changed * 100.0).round()
        ));
    }
    let ratio = measured.length_ratio;
    let fault = match flaw {
        "padded" if ratio < 1.15 => Some("it is not longer than the good answer"),
        "incomplete" if ratio > 0.9 => Some("it is not shorter than the good answer"),
        "wrong-fact" if measured.changed > 0.6 => {
            Some("more than one fact is another than in the good answer")
        }
        "ignored-constraint" | "incomplete" | "padded" if measured.changed > 0.9 => {
            Some("it has nothing to do with the good answer")
        }
        "off-topic" if measured.changed < 0.5 => Some("it still talks about what was asked"),
        "hallucinated-source" if !names_source(&lower) || names_source(&chosen.to_lowercase()) => {
            Some("it names no source that the good answer does not name")
        }
        "format-broken"
            if rejected.lines().count() >= chosen.lines().count()
                && marks(rejected) >= marks(chosen) =>
        {
            Some("its form is not broken")
        }
        _ => None,
    };
    match fault {
        Some(fault) => Err(fault.to_owned()),
        None => Ok(measured),
    }
}

/// Whether the pair differs at all, and by no length that gives it away.
pub(crate) fn lengths(
    settings: &Settings,
    chosen: &str,
    rejected: &str,
) -> Result<Measured, String> {
    let same = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    if same(chosen) == same(rejected) {
        return Err("the rejected answer is the good answer".to_owned());
    }
    let measured = measure(chosen, rejected);
    let ratio = measured.length_ratio;
    if !(settings.min_length_ratio..=settings.max_length_ratio).contains(&ratio) {
        return Err(format!(
            "the rejected answer is {ratio} times as long as the good one; it must be {} to {} times as long",
            settings.min_length_ratio, settings.max_length_ratio
        ));
    }
    Ok(measured)
}

fn names_source(lower: &str) -> bool {
    [
        "according to",
        "study",
        "studies",
        "journal",
        "research",
        "http",
        "www.",
        ".com",
        ".org",
        "university",
        "institute",
        "report",
        "published",
        "source",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

fn marks(text: &str) -> usize {
    text.matches(['.', '!', '?', '\n', '*']).count()
}
