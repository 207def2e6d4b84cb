//! Filter conditions in CEL, the Common Expression Language: compiled once, pure, no loops without end.

use std::collections::BTreeSet;

use cel::common::ast::{EntryExpr, Expr, IdedEntryExpr};
use cel::{Context, IdedExpr, Program, Value};
use serde_json::{Value as Json, json};
use tunesmith_core::{Content, Example, Extra, Filter, Scored, Scores, StageError, Verdict};

/// A compiled condition.
#[derive(Debug)]
pub(crate) struct Condition {
    program: Program,
    text: String,
}

impl Condition {
    /// What every condition may use beside the scorers' names.
    pub(crate) const ALWAYS_KNOWN: [&'static str; 3] = ["generator", "messages", "metadata"];

    pub(crate) fn compile(text: &str) -> Result<Self, String> {
        match Program::compile(text) {
            Ok(program) => Ok(Self {
                program,
                text: text.to_owned(),
            }),
            Err(errors) => Err(errors
                .to_string()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")),
        }
    }

    /// Names the condition looks up, sorted; names it binds itself (`messages.exists(m, …)`) are not among them.
    pub(crate) fn variables(&self) -> Vec<String> {
        let mut names = BTreeSet::new();
        free_names(self.program.expression(), &mut Vec::new(), &mut names);
        names.into_iter().map(str::to_owned).collect()
    }

    /// Whether it holds; a sentence where it can not be said.
    fn holds(&self, example: &Example, scores: &Scores) -> Result<bool, String> {
        let mut context = Context::default();
        let mut add = |name: &str, value: Json| {
            context
                .add_variable(name, value)
                .map_err(|error| error.to_string())
        };
        for variable in self.variables() {
            match variable.as_str() {
                "metadata" => add("metadata", object(&example.metadata))?,
                "messages" => add("messages", messages(example))?,
                "generator" => {
                    let name = example
                        .provenance
                        .as_ref()
                        .map_or("", |provenance| provenance.generator.as_str());
                    add("generator", Json::from(name))?;
                }
                scorer => {
                    let score = scores
                        .get(scorer)
                        .ok_or_else(|| format!("this example has no score from `{scorer}`"))?;
                    let fields = json!({
                        "value": score.value, "marks": score.marks, "note": score.note.as_deref().unwrap_or_default(), "extra": object(&score.extra),
                    });
                    add(scorer, fields)?;
                }
            }
        }
        match self.program.execute(&context) {
            Ok(Value::Bool(holds)) => Ok(holds),
            Ok(other) => Err(format!("it gives {other:?}, not true or false")),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn free_names<'a>(
    expression: &'a IdedExpr,
    bound: &mut Vec<&'a str>,
    free: &mut BTreeSet<&'a str>,
) {
    match &expression.expr {
        Expr::Unspecified | Expr::Literal(_) => {}
        Expr::Ident(name) => {
            if !name.starts_with('@') && !bound.contains(&name.as_str()) {
                free.insert(name);
            }
        }
        Expr::Select(select) => free_names(&select.operand, bound, free),
        Expr::Call(call) => {
            let target = call.target.iter().map(|target| &**target);
            target
                .chain(&call.args)
                .for_each(|part| free_names(part, bound, free));
        }
        Expr::List(list) => list
            .elements
            .iter()
            .for_each(|part| free_names(part, bound, free)),
        Expr::Map(map) => map
            .entries
            .iter()
            .for_each(|entry| free_names_of_entry(entry, bound, free)),
        Expr::Struct(fields) => fields
            .entries
            .iter()
            .for_each(|entry| free_names_of_entry(entry, bound, free)),
        Expr::Comprehension(each) => {
            free_names(&each.iter_range, bound, free);
            free_names(&each.accu_init, bound, free);
            let outer = bound.len();
            bound.extend([each.iter_var.as_str(), each.accu_var.as_str()]);
            bound.extend(each.iter_var2.as_deref());
            for part in [&each.loop_cond, &each.loop_step, &each.result] {
                free_names(part, bound, free);
            }
            bound.truncate(outer);
        }
    }
}

fn free_names_of_entry<'a>(
    entry: &'a IdedEntryExpr,
    bound: &mut Vec<&'a str>,
    free: &mut BTreeSet<&'a str>,
) {
    match &entry.expr {
        EntryExpr::StructField(field) => free_names(&field.value, bound, free),
        EntryExpr::MapEntry(member) => {
            free_names(&member.key, bound, free);
            free_names(&member.value, bound, free);
        }
    }
}

fn object(members: &Extra) -> Json {
    members
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_value()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn messages(example: &Example) -> Json {
    let list = example.messages.iter().map(|message| {
        let calls: Vec<&str> = message
            .calls()
            .iter()
            .map(|call| call.name.as_str())
            .collect();
        let content = if message.content == Content::Absent {
            String::new()
        } else {
            message.plain_text()
        };
        json!({"role": message.role.name(), "content": content, "tool_calls": calls})
    });
    list.collect()
}

/// A filter whose decision is a condition.
#[derive(Debug)]
pub(crate) struct ConditionFilter {
    name: String,
    condition: Condition,
}

impl ConditionFilter {
    pub(crate) fn new(name: &str, text: &str) -> Result<Self, String> {
        Ok(Self {
            name: name.to_owned(),
            condition: Condition::compile(text)?,
        })
    }
}

impl Filter for ConditionFilter {
    fn name(&self) -> &str {
        &self.name
    }

    fn verdicts(&self, batch: &[Scored<'_>]) -> Result<Vec<Verdict>, StageError> {
        let verdict = |scored: &Scored<'_>| self.verdict(scored.example, scored.scores);
        Ok(batch.iter().map(verdict).collect())
    }
}

impl ConditionFilter {
    fn verdict(&self, example: &Example, scores: &Scores) -> Verdict {
        match self.condition.holds(example, scores) {
            Ok(true) => Verdict::Keep,
            Ok(false) => {
                let figures = self.figures(scores);
                let so = if figures.is_empty() { "" } else { ", so " };
                Verdict::Drop {
                    reason: format!("{figures}{so}`{}` does not hold", self.condition.text),
                }
            }
            Err(why) => Verdict::Drop {
                reason: format!("`{}` can not be evaluated: {why}", self.condition.text),
            },
        }
    }

    /// The scores the condition looked at, so that the reason can be understood without looking them up.
    fn figures(&self, scores: &Scores) -> String {
        let used = self.condition.variables();
        let figures = scores
            .iter()
            .filter(|(name, _)| used.contains(name))
            .map(|(name, score)| {
                let marks = score.marks.join(", ");
                let told = [marks.as_str(), score.note.as_deref().unwrap_or_default()];
                let told: Vec<&str> = told.into_iter().filter(|told| !told.is_empty()).collect();
                let told = if told.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", told.join(": "))
                };
                format!("{name} is {}{told}", round(score.value))
            });
        figures.collect::<Vec<_>>().join(", ")
    }
}

/// Three decimals at most, as short as it goes.
fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{Example, Extra, Message, Role, Score, Scores, Verdict};

    use super::{Condition, ConditionFilter};

    fn verdict(keep: &str) -> Verdict {
        let mut example = Example::from_messages(vec![Message::text(Role::User, "hello")]);
        example.metadata = Extra::parse(r#"{"difficulty":3,"expected":"1/2"}"#).unwrap();
        let score = Score {
            value: 0.25,
            marks: vec!["refusal".into()],
            note: Some("it declines".into()),
            extra: Extra::parse(r#"{"words":12}"#).unwrap(),
        };
        ConditionFilter::new("f", keep)
            .unwrap()
            .verdict(&example, &Scores::from([("quality".to_owned(), score)]))
    }

    #[test]
    fn decides() {
        for keep in [
            "quality.value < 0.5",
            "'refusal' in quality.marks",
            "quality.extra.words == 12 && metadata.difficulty >= 3",
            "messages[0].content.startsWith('he') && size(messages) == 1",
            "messages.exists(m, m.role == 'user')",
            "generator == ''",
        ] {
            assert_eq!(verdict(keep), Verdict::Keep, "{keep}");
        }
    }

    #[test]
    fn gives_reasons() {
        let cases = [
            (
                "quality.value >= 0.5 && !('refusal' in quality.marks)",
                "quality is 0.25 (refusal: it declines), so `quality.value >= 0.5 && !('refusal' in quality.marks)` does not hold",
            ),
            (
                "metadata.topic == 'x'",
                "`metadata.topic == 'x'` can not be evaluated: No such key: topic",
            ),
            (
                "quality.value",
                "`quality.value` can not be evaluated: it gives Float(0.25), not true or false",
            ),
        ];
        for (keep, reason) in cases {
            assert_eq!(
                verdict(keep),
                Verdict::Drop {
                    reason: reason.to_owned()
                }
            );
        }
    }

    #[test]
    fn names_what_it_looks_up() {
        let names = Condition::compile("a.value > 1.0 && messages.all(m, m.role != b.note)")
            .unwrap()
            .variables();
        assert_eq!(names, ["a", "b", "messages"]);
        assert!(Condition::compile("a >").is_err());
    }
}
