//! What a reply says: opinions, and what is wrong with it. A reason that is empty or nearly copied from a shown example is
//! no opinion.

use serde_json::Value;
use tunesmith_plugin_sdk::Reply;
use tunesmith_plugin_sdk::likeness;

use crate::rubric::{HIGHEST, LOWEST};
use crate::settings::Settings;
use crate::{Opinion, Question, WINNERS, verdict};

/// A reason as like a shown one as this is that one, perhaps with a word exchanged.
const COPY: f64 = 0.6;

/// What was read of one reply.
pub(crate) struct Read {
    pub(crate) opinions: Vec<Opinion>,
    /// Dimensions about which it says nothing usable.
    pub(crate) missing: Vec<usize>,
    /// Why; one sentence.
    pub(crate) wrong: Option<String>,
    /// Whether the model said something that it can be told to do better.
    pub(crate) can_improve: bool,
}

/// Reads the opinions that were asked for.
pub(crate) fn opinions(
    settings: &Settings,
    question: &Question,
    is_pair: bool,
    reply: &Reply,
) -> Read {
    let none = |wrong: String| Read {
        opinions: Vec::new(),
        missing: question.dimensions.clone(),
        wrong: Some(wrong),
        can_improve: false,
    };
    let answer = match reply {
        Reply::Answered(answer) => answer,
        Reply::Refused(words) => {
            return none(format!("the judge refused: {}", verdict::short(words)));
        }
        Reply::Failed(why) => return none(format!("the judge gave no verdict: {why}")),
    };
    let mut read = Read {
        opinions: Vec::new(),
        missing: Vec::new(),
        wrong: None,
        can_improve: true,
    };
    let value = answer.value.as_ref().unwrap_or(&Value::Null);
    for at in &question.dimensions {
        match opinion(settings, question, is_pair, *at, value) {
            Ok(opinion) => read.opinions.push(opinion),
            Err(wrong) => {
                read.missing.push(*at);
                read.wrong.get_or_insert(wrong);
            }
        }
    }
    read
}

fn opinion(
    settings: &Settings,
    question: &Question,
    is_pair: bool,
    at: usize,
    value: &Value,
) -> Result<Opinion, String> {
    let dimension = settings
        .rubric
        .get(at)
        .ok_or_else(|| format!("the rubric has no dimension {at}"))?;
    let key = dimension.key();
    let text = |name: &str| {
        let text = value.get(format!("{key}_{name}"));
        text.and_then(Value::as_str).map(str::trim)
    };
    let reason = text("reason").unwrap_or_default();
    if !reason.chars().any(char::is_alphanumeric) {
        return Err(format!("`{key}_reason` is empty."));
    }
    let copied = settings
        .few_shot
        .iter()
        .filter_map(|it| it.verdict.get(&dimension.name))
        .any(|it| likeness(&it.reason, reason) >= COPY);
    if copied && !is_pair {
        return Err(format!(
            "`{key}_reason` is copied from another conversation; name what you saw in this one."
        ));
    }
    let value = if is_pair {
        let winner = text("winner").unwrap_or_default();
        let as_first = match WINNERS.iter().position(|it| *it == winner) {
            Some(0) => 1.0,
            Some(1) => 0.0,
            Some(_) => 0.5,
            None => return Err(format!("`{key}_winner` is not A, B or tie.")),
        };
        if question.flipped {
            1.0 - as_first
        } else {
            as_first
        }
    } else {
        let score = text("score").and_then(|it| it.parse::<u8>().ok());
        match score.filter(|it| (LOWEST..=HIGHEST).contains(it)) {
            Some(score) => f64::from(score),
            None => return Err(format!("`{key}_score` is not a number from 1 to 5.")),
        }
    };
    Ok(Opinion {
        dimension: at,
        value,
        reason: verdict::short(reason),
        flipped: question.flipped,
    })
}
