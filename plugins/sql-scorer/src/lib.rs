//! Whether the SQL of answers can be read and names only tables and columns that are there. It runs nothing.
//!
//! Left out: execution (documentation.md says why), types, and the rules of GROUP BY. The score is the product of (1 - severity) over
//! the marks; what counts how much stands in finding.rs. Invariant: what is too complex to be read safely is said to be unchecked.

mod extract;
mod finding;
mod reading;
mod resolve;
mod schema;
mod settings;

use serde_json::{Map, Value, json};
use sqlparser::ast::{ObjectName, Query, Statement, Visit, Visitor};
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};

pub use crate::settings::Settings;

use crate::finding::Finding;
use crate::resolve::Resolver;
use crate::schema::Schema;

/// Words of a question that asks for a change.
const CHANGES: [&str; 24] = [
    "add", "alter", "append", "change", "clear", "create", "decrease", "delete", "drop", "erase",
    "increase", "insert", "make", "merge", "modify", "populate", "purge", "remove", "rename",
    "replace", "set", "store", "truncate", "update",
];

/// The scorer.
pub struct SqlScorer {
    settings: Settings,
}

impl Scorer for SqlScorer {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "sql-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Reads the SQL of answers with a real parser in 15 dialects and looks up every table and column in the schema; \
                      says what is unknown, ambiguous or changes data. It does not run the SQL.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        Ok(Self { settings })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let dialect = self.dialect(example);
        let schema = self.schema(example, &dialect);
        let mut looked = Looked {
            changes: self.settings.allow_writes || asks_for_change(example),
            allow_several: self.settings.allow_several,
            dialect: &dialect,
            schema,
            statements: 0,
            pieces: 0,
            findings: Vec::new(),
        };
        let answers = answers(example);
        for answer in &answers {
            looked.answer(answer);
        }
        let expected = self.settings.expect_sql
            || example.metadata("kind").and_then(Value::as_str) == Some("sql");
        Ok(looked.total(expected))
    }
}

impl SqlScorer {
    fn dialect(&self, example: &Example) -> String {
        let named = example.metadata("dialect").and_then(Value::as_str);
        let named = named.map(str::to_lowercase);
        let named = named.map(|it| {
            if it == "postgres" {
                "postgresql".to_owned()
            } else {
                it
            }
        });
        named
            .filter(|it| settings::DIALECTS.contains(&it.as_str()))
            .unwrap_or_else(|| self.settings.dialect.clone())
    }

    fn schema(&self, example: &Example, dialect: &str) -> Schema {
        let mut schema = Schema::default();
        if let Some(value) = example.metadata(&self.settings.schema_key) {
            schema.add_value(value, dialect);
        }
        if schema.tables.is_empty() {
            for message in &example.messages {
                if ["system", "developer", "user"].contains(&message.role.as_str()) {
                    schema.add_ddl(&message.content, dialect);
                }
            }
        }
        schema
    }
}

/// What was seen so far.
struct Looked<'a> {
    changes: bool,
    allow_several: bool,
    dialect: &'a str,
    schema: Schema,
    statements: usize,
    pieces: usize,
    findings: Vec<Finding>,
}

impl Looked<'_> {
    fn answer(&mut self, text: &str) {
        let before = self.statements;
        for piece in extract::pieces(text).iter().take(50) {
            if let Some(why) = reading::too_complex(piece.sql) {
                self.pieces += 1;
                self.find("unchecked", format!("the SQL is not looked at: {why}"));
                continue;
            }
            match reading::parse(piece.sql, self.dialect) {
                Ok(statements) => {
                    self.pieces += 1;
                    for statement in &statements {
                        self.statement(statement);
                    }
                }
                // Prose may begin with "Select" or "With".
                Err(_) if !piece.is_certain && self.schema.tables.is_empty() => {}
                Err(words) => {
                    self.pieces += 1;
                    let words = format!("the SQL can not be parsed as {}: {words}", self.dialect);
                    self.find("unparsable", words);
                }
            }
        }
        let count = self.statements - before;
        if count > 1 && !self.allow_several {
            self.find(
                "several-statements",
                format!("the answer holds {count} statements"),
            );
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.statements += 1;
        if let Some(verb) = writes(statement)
            && !self.changes
        {
            self.find(
                "writes",
                format!("the answer says {verb} where the question only asks"),
            );
        }
        if let Some(table) = schema::made_by(statement) {
            self.schema.add(table);
            return;
        }
        if self.schema.tables.is_empty() {
            self.find(
                "no-schema",
                "there is no schema to look names up in".to_owned(),
            );
            return;
        }
        let findings = match statement {
            Statement::Query(query) => {
                let mut resolver = Resolver::new(&self.schema, self.dialect);
                resolver.query(query);
                resolver.findings
            }
            Statement::Insert(_) | Statement::Update(_) | Statement::Delete(_) => {
                let mut tables = Tables {
                    schema: &self.schema,
                    inside: 0,
                    findings: Vec::new(),
                };
                let _done = statement.visit(&mut tables);
                tables.findings
            }
            _ => Vec::new(),
        };
        self.findings.extend(findings);
    }

    fn find(&mut self, mark: &'static str, words: String) {
        self.findings.push(Finding::new(mark, words));
    }

    fn total(mut self, expected: bool) -> Score {
        let mut extra = Map::new();
        extra.insert("statements".into(), json!(self.statements));
        extra.insert("tables".into(), json!(self.schema.tables.len()));
        extra.insert("dialect".into(), json!(self.dialect));
        extra.insert("engine".into(), json!("none"));
        if self.pieces == 0 {
            let note = if expected {
                "the answer holds no SQL, but SQL is expected"
            } else {
                "the answer holds no SQL"
            };
            return Score {
                value: if expected { 0.0 } else { 1.0 },
                marks: vec!["no-sql".to_owned()],
                note: Some(note.to_owned()),
                extra,
            };
        }
        // Stable: findings of equal severity stay in order.
        self.findings
            .sort_by(|left, right| right.severity().total_cmp(&left.severity()));
        let note = match self.findings.first() {
            Some(first) => format!("{}; no engine ran it", first.words),
            None => "every table and column is known; no engine ran it".to_owned(),
        };
        self.findings
            .dedup_by(|left, right| left.mark == right.mark);
        let mut marks: Vec<String> = Vec::new();
        let mut value = 1.0;
        for finding in &self.findings {
            if !marks.iter().any(|mark| mark == finding.mark) {
                marks.push(finding.mark.to_owned());
                value *= 1.0 - finding.severity();
            }
        }
        Score {
            value: (value * 10_000.0_f64).round() / 10_000.0,
            marks,
            note: Some(note),
            extra,
        }
    }
}

/// Tables of statements that change data, but for those of queries inside them, which are not looked at.
struct Tables<'a> {
    schema: &'a Schema,
    inside: usize,
    findings: Vec<Finding>,
}

impl Visitor for Tables<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, _query: &Query) -> std::ops::ControlFlow<()> {
        self.inside += 1;
        std::ops::ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &Query) -> std::ops::ControlFlow<()> {
        self.inside -= 1;
        std::ops::ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, name: &ObjectName) -> std::ops::ControlFlow<()> {
        let known = schema::last_name(name).is_none_or(|it| self.schema.table(&it).is_some());
        if self.inside == 0 && !known {
            let words = format!("there is no table `{name}`");
            self.findings.push(Finding::new("unknown-table", words));
        }
        std::ops::ControlFlow::Continue(())
    }
}

/// The word a statement that changes something begins with.
fn writes(statement: &Statement) -> Option<&'static str> {
    Some(match statement {
        Statement::Insert(_) => "INSERT",
        Statement::Update(_) => "UPDATE",
        Statement::Delete(_) => "DELETE",
        Statement::Drop { .. } => "DROP",
        Statement::Truncate(_) => "TRUNCATE",
        Statement::AlterTable(_) => "ALTER TABLE",
        Statement::Merge(_) => "MERGE",
        Statement::CreateTable(table) if !table.temporary => "CREATE TABLE",
        _ => return None,
    })
}

/// Whether the last user message asks for a change. Schemas in it do not count.
fn asks_for_change(example: &Example) -> bool {
    let Some(message) = example.of_role("user").next_back() else {
        return false;
    };
    let text = message
        .content
        .replace("CREATE TABLE", "")
        .replace("create table", "");
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| CHANGES.iter().any(|it| it.eq_ignore_ascii_case(word)))
}

/// What is trained on: assistant messages, and the preferred answers of pairs.
fn answers(example: &Example) -> Vec<String> {
    let trained = example
        .of_role("assistant")
        .filter(|message| message.extra.get("weight").and_then(Value::as_i64) != Some(0));
    let mut answers: Vec<String> = trained.map(|it| it.content.clone()).collect();
    if let Some(Value::Array(messages)) = example.extra.get("preferred_output") {
        let texts = messages.iter().filter_map(|it| it.get("content")?.as_str());
        answers.extend(texts.map(str::to_owned));
    }
    answers
}

tunesmith_plugin_sdk::export!(scorer: SqlScorer);

#[cfg(test)]
mod tests;
