//! From opinions to a score: medians, weights, marks, the lowest dimension's reason.
//!
//! Invariant: opinions come in the order they were asked, and the result depends on nothing else.

use serde_json::{Map, Value};
use tunesmith_plugin_sdk::Score;

use crate::rubric::{Dimension, HIGHEST, LOWEST};
use crate::settings::Settings;
use crate::{Case, Opinion};

const LONGEST_REASON: usize = 300;

/// What the opinions about one dimension come to.
struct Judged<'a> {
    dimension: &'a Dimension,
    /// A level of 1 to 5; of a pair 0 to 1, how far the chosen ending wins.
    middle: f64,
    spread: f64,
    reason: &'a str,
}

/// The score of a case; the error says why there is none.
pub(crate) fn score(settings: &Settings, case: &Case) -> Result<Score, String> {
    let mut score = if case
        .material
        .as_ref()
        .is_some_and(|it| it.endings.is_some())
    {
        pair(settings, case)?
    } else {
        chat(settings, case)?
    };
    if case.opinions.len() < case.wanted {
        score.marks.push("fewer-opinions".to_owned());
    }
    if case.material.as_ref().is_some_and(|it| it.cut) {
        score.marks.push("cut-for-judge".to_owned());
    }
    score.marks.sort_unstable();
    Ok(score)
}

fn chat(settings: &Settings, case: &Case) -> Result<Score, String> {
    let all: Vec<&Opinion> = case.opinions.iter().collect();
    let judged = judge(&settings.rubric, &all).map_err(|name| why_none(case, &name))?;
    let span = f64::from(HIGHEST - LOWEST);
    let value = weighted(&judged, |it| (it.middle - f64::from(LOWEST)) / span);
    let mut marks = Vec::new();
    let mut extra = Map::new();
    for it in &judged {
        let key = it.dimension.key();
        if it.middle < settings.threshold {
            marks.push(format!("low-{}", it.dimension.name));
        }
        extra.insert(format!("{key}_score"), number(it.middle));
        if settings.samples > 1 {
            extra.insert(format!("{key}_spread"), number(it.spread));
        }
        extra.insert(format!("{key}_reason"), it.reason.into());
    }
    if judged.iter().any(|it| it.spread >= 2.0) {
        marks.push("judge-disagrees".to_owned());
    }
    let lowest = lowest(&judged);
    let note = lowest.map(|it| {
        let name = &it.dimension.name;
        format!("{name} {} of {HIGHEST}: {}", number(it.middle), it.reason)
    });
    Ok(Score {
        value: round(value),
        marks,
        note,
        extra,
    })
}

fn pair(settings: &Settings, case: &Case) -> Result<Score, String> {
    let all: Vec<&Opinion> = case.opinions.iter().collect();
    let of_order = |flipped: bool| -> Vec<&Opinion> {
        all.iter()
            .copied()
            .filter(|it| it.flipped == flipped)
            .collect()
    };
    let first = judge(&settings.rubric, &of_order(false)).ok();
    let second = judge(&settings.rubric, &of_order(true)).ok();
    let orders: Vec<&Vec<Judged<'_>>> = [&first, &second].into_iter().flatten().collect();
    if orders.is_empty() {
        // Why: opinions about some dimensions in one order and others in the other do not compare.
        let name = judge(&settings.rubric, &of_order(false)).err();
        return Err(why_none(case, &name.unwrap_or_default()));
    }
    let mut marks = Vec::new();
    let mut extra = Map::new();
    let mut dimensions = Vec::new();
    for at in 0..settings.rubric.len() {
        let here: Vec<&Judged<'_>> = orders.iter().filter_map(|it| it.get(at)).collect();
        let middle = here.iter().map(|it| it.middle).sum::<f64>() / here.len().max(1) as f64;
        // Invariant: each order that is there has all dimensions, and at least one order is there.
        let Some(worst) = here
            .iter()
            .copied()
            .reduce(|a, b| if b.middle < a.middle { b } else { a })
        else {
            continue;
        };
        let key = worst.dimension.key();
        if middle < 0.5 {
            marks.push(format!("worse-{}", worst.dimension.name));
        }
        extra.insert(format!("{key}_score"), number(middle));
        extra.insert(format!("{key}_reason"), worst.reason.into());
        dimensions.push(Judged { middle, ..*worst });
    }
    let value = weighted(&dimensions, |it| it.middle);
    for (name, order) in [("chosen_as_a", &first), ("chosen_as_b", &second)] {
        if let Some(order) = order {
            extra.insert(name.to_owned(), number(weighted(order, |it| it.middle)));
        }
    }
    if let (Some(first), Some(second)) = (&first, &second) {
        let lean = |order: &[Judged<'_>]| weighted(order, |it| it.middle) - 0.5;
        if lean(first) * lean(second) < 0.0 {
            marks.push("position-bias".to_owned());
        }
    }
    let value = round(value);
    let (mark, words) = if value < 0.5 {
        (Some("rejected-wins"), "the rejected answer wins")
    } else if value > 0.5 {
        (None, "the chosen answer wins")
    } else {
        (Some("tie"), "neither answer wins")
    };
    marks.extend(mark.map(str::to_owned));
    let note =
        lowest(&dimensions).map(|it| format!("{words}; {}: {}", it.dimension.name, it.reason));
    Ok(Score {
        value,
        marks,
        note,
        extra,
    })
}

/// An example without a usable verdict, where that is not to exclude it.
pub(crate) fn unjudged(why: &str) -> Score {
    Score {
        value: 0.0,
        marks: vec!["unjudged".to_owned()],
        note: Some(why.to_owned()),
        ..Score::default()
    }
}

/// An example in which there is nothing to judge.
pub(crate) fn nothing() -> Score {
    Score {
        value: 1.0,
        marks: vec!["nothing-to-judge".to_owned()],
        note: Some("no message of the assistant is there to be judged".to_owned()),
        ..Score::default()
    }
}

fn why_none(case: &Case, dimension: &str) -> String {
    case.failures
        .first()
        .cloned()
        .unwrap_or_else(|| format!("there is no opinion about `{dimension}`"))
}

/// All dimensions; the error names the first without an opinion.
fn judge<'a>(rubric: &'a [Dimension], opinions: &[&'a Opinion]) -> Result<Vec<Judged<'a>>, String> {
    let one = |(at, dimension): (usize, &'a Dimension)| {
        let here: Vec<&Opinion> = opinions
            .iter()
            .copied()
            .filter(|it| it.dimension == at)
            .collect();
        let mut values: Vec<f64> = here.iter().map(|it| it.value).collect();
        values.sort_by(f64::total_cmp);
        let (Some(low), Some(high)) = (values.first(), values.last()) else {
            return Err(dimension.name.clone());
        };
        let middle = f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2]);
        let nearest = here.iter().copied().reduce(|best, it| {
            let distance = |it: &Opinion| (it.value - middle).abs();
            if distance(it) < distance(best) {
                it
            } else {
                best
            }
        });
        Ok(Judged {
            dimension,
            middle,
            spread: high - low,
            reason: nearest.map_or("", |it| it.reason.as_str()),
        })
    };
    rubric.iter().enumerate().map(one).collect()
}

fn weighted(judged: &[Judged<'_>], value: impl Fn(&Judged<'_>) -> f64) -> f64 {
    let weights: f64 = judged.iter().map(|it| it.dimension.weight).sum();
    let sum: f64 = judged
        .iter()
        .map(|it| it.dimension.weight * value(it))
        .sum();
    if weights > 0.0 { sum / weights } else { 0.0 }
}

/// The first of the lowest.
fn lowest<'a, 'b>(judged: &'b [Judged<'a>]) -> Option<&'b Judged<'a>> {
    judged
        .iter()
        .reduce(|a, b| if b.middle < a.middle { b } else { a })
}

/// Whole numbers without `.0`.
fn number(value: f64) -> Value {
    let value = round(value);
    if value.fract() == 0.0 {
        (value as i64).into()
    } else {
        value.into()
    }
}

fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// A reason short enough for a report.
pub(crate) fn short(reason: &str) -> String {
    let reason = reason.trim();
    match reason.char_indices().nth(LONGEST_REASON) {
        None => reason.to_owned(),
        Some((end, _)) => format!("{}…", reason[..end].trim_end()),
    }
}
