//! Recomputes worked maths: every equation in what the assistant says, and the answer it states.
//!
//! It reads arithmetic, not prose: an equation with variables or converted units is left alone rather than guessed at.
//! Invariant: all arithmetic is exact and checked, so a verdict never depends on rounding or on the machine.

mod answer;
mod equation;
mod expression;
mod question;
mod rational;
mod settings;
mod token;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Description, Example, Message, Score, Scorer};

pub use crate::settings::Settings;

use crate::answer::Stated;
use crate::equation::{Equation, Equations, Outcome, agree, equations};
use crate::expression::Evaluated;
use crate::rational::Rational;

const LAST_EQUATION: &str = "last-equation";

/// The scorer.
pub struct MathCheck {
    settings: Settings,
}

impl Scorer for MathCheck {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "math-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Recomputes every equation and the final answer of a worked maths example: 1 all verified, 0 something is \
                      wrong, 0.5 not everything could be checked; marks wrong-step, wrong-answer, missing-answer, unchecked.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        if settings.expected_key.is_empty() {
            return Err(
                "`expected_key` is empty; name a member of the metadata, usually `expected`".into(),
            );
        }
        Ok(Self { settings })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let mut found = Equations::default();
        for message in example.of_role("assistant") {
            let more = equations(&message.content);
            found.goes_on = more.goes_on || (more.list.is_empty() && found.goes_on);
            found.list.extend(more.list);
        }
        let last = example
            .of_role("assistant")
            .next_back()
            .map_or("", |it| it.content.as_str());
        let stated = answer::stated(last);
        let expected = self.expected(example, &found);
        Ok(self.verdict(&found, &stated, expected.as_ref()))
    }
}

/// What the answer should be, and how that is known.
struct Expected {
    value: Evaluated,
    /// `metadata`, `question` or `last-equation`.
    from: &'static str,
}

impl MathCheck {
    fn expected(&self, example: &Example, found: &Equations) -> Option<Expected> {
        let told = example
            .metadata(&self.settings.expected_key)
            .and_then(|value| match value {
                Value::String(text) => answer::whole(text),
                Value::Number(number) => answer::whole(&number.to_string()),
                _ => None,
            });
        let asked = || {
            let question: &Message = example.of_role("user").next_back()?;
            question::value_asked(&question.content)
        };
        let last = || found.last_right().map(|equation| equation.right.clone());
        let known = |value, from| Expected { value, from };
        told.map(|value| known(value, "metadata"))
            .or_else(|| asked().map(|value| known(value, "question")))
            .or_else(|| last().map(|value| known(value, LAST_EQUATION)))
    }

    fn verdict(&self, found: &Equations, stated: &Stated, expected: Option<&Expected>) -> Score {
        let answer = match stated {
            Stated::Missing | Stated::Words(_) => None,
            Stated::Number(value) => Some(value),
        };
        let missing = *stated == Stated::Missing;
        let answer_is_right = answer
            .zip(expected)
            .and_then(|(answer, expected)| is_right(answer, expected, found));
        let wrong_step = found.list.iter().find(|it| it.outcome == Outcome::Wrong);
        let is_wrong = wrong_step.is_some() || answer_is_right == Some(false);
        let equations_will_do = !self.settings.require_answer && found.last_right().is_some();
        let value = match (is_wrong, answer_is_right) {
            (true, _) => 0.0,
            (false, Some(true)) => 1.0,
            (false, _) if missing && equations_will_do => 1.0,
            (false, _) => 0.5,
        };
        // The first of these that holds becomes the note.
        let mut findings: Vec<(&str, String)> = Vec::new();
        if let Some(step) = wrong_step {
            let words = format!("`{}` is wrong: it is {}", step.quote, step.left);
            findings.push(("wrong-step", words));
        }
        if let (Some(false), Some(answer), Some(expected)) = (answer_is_right, answer, expected) {
            let (answer, value) = (answer.value, expected.value.value);
            findings.push((
                "wrong-answer",
                format!("the answer {answer} is wrong: it is {value}"),
            ));
        }
        if missing {
            findings.push((
                "missing-answer",
                "the solution does not state its answer".to_owned(),
            ));
        }
        let computed = found.list.iter().any(|it| it.outcome != Outcome::Unclear);
        if value == 0.5 && !(missing && computed) {
            findings.push(("unchecked", "the answer can not be recomputed".to_owned()));
        }
        Score {
            value,
            marks: findings
                .iter()
                .map(|(mark, _)| (*mark).to_owned())
                .collect(),
            note: findings.into_iter().next().map(|(_, words)| words),
            extra: figures(&found.list, answer, expected),
        }
    }
}

/// Whether the answer is the expected one; `None` where the last equation is all we have and may not be the end.
fn is_right(answer: &Evaluated, expected: &Expected, found: &Equations) -> Option<bool> {
    if agree(&expected.value, answer, false) {
        return Some(true);
    }
    let earlier = || {
        found
            .list
            .iter()
            .any(|it| it.outcome == Outcome::Right && agree(&it.right, answer, false))
    };
    let uncertain = expected.from == LAST_EQUATION
        && (found.goes_on
            || converted(answer, &expected.value)
            || answer
                .value
                .is_near(expected.value.value, Rational::whole(1), false)
            || earlier());
    (!uncertain).then_some(false)
}

/// Whether one value may be the other in another unit: cents for dollars, minutes for hours.
fn converted(left: &Evaluated, right: &Evaluated) -> bool {
    [60, 100, 1000]
        .into_iter()
        .map(Rational::whole)
        .any(|factor| {
            left.value.times(factor) == Some(right.value)
                || right.value.times(factor) == Some(left.value)
        })
}

fn figures(
    list: &[Equation],
    answer: Option<&Evaluated>,
    expected: Option<&Expected>,
) -> Map<String, Value> {
    let count = |outcome| list.iter().filter(|it| it.outcome == outcome).count();
    let (right, wrong) = (count(Outcome::Right), count(Outcome::Wrong));
    let mut extra = Map::new();
    extra.insert("equations".into(), json!(right + wrong));
    extra.insert("wrong".into(), json!(wrong));
    extra.insert("unclear".into(), json!(count(Outcome::Unclear)));
    extra.insert(
        "answer".into(),
        json!(answer.map(|it| it.value.to_string())),
    );
    extra.insert(
        "expected".into(),
        json!(expected.map(|it| it.value.value.to_string())),
    );
    extra.insert("expected_from".into(), json!(expected.map(|it| it.from)));
    extra
}

tunesmith_plugin_sdk::export!(scorer: MathCheck);

#[cfg(test)]
mod tests;
