//! Reads the model's answers and says what is wrong with them, in words that go back to the model.

use serde_json::Value;

use crate::plan::{Plan, may_miss};
use crate::prompt::{is_shown, said};
use tunesmith_structured::Source;
use tunesmith_structured::{Field, Kind, NUMBER_WORDS, choices};

/// Most characters of a text the model writes.
const LONGEST: usize = 1500;

/// Words that say that there is nothing.
const NOTHING: [&str; 9] = [
    "",
    "null",
    "none",
    "n/a",
    "-",
    "unknown",
    "not stated",
    "not specified",
    "empty",
];

/// The object that was read from a given text.
pub(crate) fn read(plan: &Plan, text: &str, answer: &Value) -> Result<Value, String> {
    let source = Source::new(text);
    let mut values = Vec::new();
    for field in plan.fields() {
        let name = field.name();
        let written = answer
            .get(&name)
            .and_then(Value::as_str)
            .ok_or_else(|| format!("there is no text `{name}`"))?
            .trim();
        if NOTHING.contains(&written.to_lowercase().as_str()) {
            if let Some(word) = overlooked(&field, text, &source) {
                return Err(format!("`{name}` is empty, but the text says {word}"));
            }
            if may_miss(&field) {
                continue;
            }
            return Err(format!("`{name}` is empty, and the text must say it"));
        }
        let long = |words: &str| words.split_whitespace().count();
        if field.kind == Kind::Text && long(text) > 5 && 2 * long(written) > long(text) {
            return Err(format!(
                "`{name}` copies most of the text; copy only the {name}"
            ));
        }
        let value = value(&field, written)?;
        must_stand(&source, &field, &value)?;
        values.push((name, value));
    }
    if values.is_empty() {
        return Err("nothing was found in the text".to_owned());
    }
    let object = plan.object(&values);
    match tunesmith_structured::schema::check(&plan.schema, &object)
        .violations
        .first()
    {
        Some(violation) => Err(format!("the object is wrong: {}", violation.phrase())),
        None => Ok(object),
    }
}

/// What a text plainly says of a field that was left empty: a date, an e-mail address, one of its choices.
fn overlooked(field: &Field, text: &str, source: &Source) -> Option<String> {
    let choice = choices(&field.schema)
        .into_iter()
        .filter(|it| it.is_string())
        .map(|it| said(&it))
        .find(|it| source.holds(it));
    let format = field
        .schema
        .get("format")
        .filter(|it| *it == "date" || *it == "email");
    let Some(format) = format else {
        return choice;
    };
    let one = serde_json::json!({"format": format});
    let words = text
        .split_whitespace()
        .map(|word| word.trim_matches(|it: char| !it.is_alphanumeric()));
    let fits = |word: &&str| {
        tunesmith_structured::schema::check(&one, &Value::from(*word))
            .violations
            .is_empty()
    };
    choice.or_else(|| words.into_iter().find(fits).map(str::to_owned))
}

/// The text that was written for given values, with what distracts from them.
pub(crate) fn written(plan: &Plan, answer: &Value) -> Result<String, String> {
    let text = answer
        .get("text")
        .and_then(Value::as_str)
        .map(str::trim)
        .ok_or("there is no text `text`")?;
    if text.split_whitespace().count() < 4 {
        return Err("`text` is too short".to_owned());
    }
    if text.chars().count() > LONGEST {
        return Err(format!("`text` has more than {LONGEST} characters"));
    }
    if is_shown(text) {
        return Err("`text` copies a shown answer; write another one".to_owned());
    }
    if text.contains(['{', '}']) {
        return Err("`text` must be what a person writes, without JSON".to_owned());
    }
    let source = Source::new(text);
    let fields = plan.fields();
    for (name, value) in &plan.values {
        if let Some(field) = fields.iter().find(|field| field.name() == *name) {
            must_stand(&source, field, value)?;
        }
    }
    // Why: an invented number may be what a missing field asks for; then null would be wrong.
    let mut given = plan.topic.clone();
    for (_, value) in &plan.values {
        given.push(' ');
        given.push_str(&said(value));
    }
    let given = Source::new(&given);
    let told = |(_, words): &&(String, String)| source.holds(words) && !given.holds(words);
    if let Some((name, words)) = plan.forbidden.iter().find(told) {
        return Err(format!(
            "`text` says \"{words}\", but {name} must not be said"
        ));
    }
    let number = |word: &&str| {
        word.contains(|it: char| it.is_ascii_digit())
            && !given.holds(word)
            && !given.holds(word.trim_start_matches('0'))
    };
    if let Some(number) = text.split(|it: char| !it.is_alphanumeric()).find(number) {
        return Err(format!("`text` has {number}, which is none of the values"));
    }
    Ok(match &plan.distractor {
        Some(sentence) => format!("{text}\n{sentence}"),
        None => text.to_owned(),
    })
}

fn value(field: &Field, written: &str) -> Result<Value, String> {
    let name = field.name();
    let value = if field.kind == Kind::Choice {
        let choices = choices(&field.schema);
        let is = |choice: &&Value| {
            said(choice).eq_ignore_ascii_case(written)
                || choice.to_string().eq_ignore_ascii_case(written)
        };
        let all: Vec<String> = choices.iter().map(said).collect();
        choices.iter().find(is).cloned().ok_or_else(|| {
            format!(
                "`{name}` must be one of {}, is \"{written}\"",
                all.join(", ")
            )
        })?
    } else {
        field.value(written)?
    };
    match tunesmith_structured::schema::check(&field.schema, &value)
        .violations
        .first()
    {
        Some(violation) => Err(format!("`{name}` {}", violation.phrase())),
        None => Ok(value),
    }
}

/// The text must say the value: texts word for word, dates by day and year, numbers as digits or word. What is chosen from a list
/// need not stand in a given text; a yes or no can not be looked for.
fn must_stand(source: &Source, field: &Field, value: &Value) -> Result<(), String> {
    let stands = match value {
        Value::String(text)
            if field
                .schema
                .get("format")
                .is_some_and(|it| it == "date" || it == "date-time") =>
        {
            let day = text.get(8..10).map(|day| day.trim_start_matches('0'));
            let any_form = text.get(..4).is_some_and(|year| source.holds(year))
                && day.is_some_and(|day| source.holds(day) || source.holds(&format!("0{day}")));
            source.holds(text) || any_form
        }
        Value::String(text) => source.holds(text),
        Value::Number(number) => {
            let word = number
                .as_u64()
                .and_then(|it| NUMBER_WORDS.get(usize::try_from(it).ok()?));
            source.holds(&number.to_string())
                || word.is_some_and(|word| source.holds(word))
                || holds_grouped(source, number)
        }
        Value::Array(items) => {
            return items
                .iter()
                .try_for_each(|item| must_stand(source, field, item));
        }
        _ => true,
    };
    if stands {
        Ok(())
    } else {
        Err(format!(
            "the text does not say that {} is {}",
            field.name(),
            said(value)
        ))
    }
}

/// `1,200` for 1200.
fn holds_grouped(source: &Source, number: &serde_json::Number) -> bool {
    let digits = number.to_string();
    let split = digits
        .len()
        .checked_sub(3)
        .filter(|at| *at > 0 && number.is_u64());
    split.is_some_and(|at| source.holds(&format!("{},{}", &digits[..at], &digits[at..])))
}
