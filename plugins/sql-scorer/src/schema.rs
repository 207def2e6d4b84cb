//! The tables an answer may use: from the metadata, or from `CREATE TABLE` in what was asked.
//!
//! Names are compared without case, quoted or not. Invariant: a statement that can not be parsed still gives its table's name and,
//! where the list of columns is closed, their names; a table without known columns takes every column.

use serde_json::Value;
use sqlparser::ast::Statement;

use crate::reading;

/// One table; without columns where they are not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Option<Vec<String>>,
}

/// The tables in the order they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Schema {
    pub(crate) tables: Vec<Table>,
}

impl Schema {
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    pub(crate) fn add(&mut self, table: Table) {
        self.tables.retain(|known| known.name != table.name);
        self.tables.push(table);
    }

    /// From metadata: text, a list of texts, or an object of lists.
    pub(crate) fn add_value(&mut self, value: &Value, dialect: &str) {
        match value {
            Value::String(text) => self.add_ddl(text, dialect),
            Value::Array(texts) => {
                for text in texts.iter().filter_map(Value::as_str) {
                    self.add_ddl(text, dialect);
                }
            }
            Value::Object(tables) => {
                for (name, columns) in tables {
                    let columns = match columns {
                        Value::Array(list) => Some(
                            list.iter()
                                .filter_map(Value::as_str)
                                .map(str::to_lowercase)
                                .collect(),
                        ),
                        Value::Object(members) => {
                            Some(members.keys().map(|it| it.to_lowercase()).collect())
                        }
                        _ => None,
                    };
                    let name = name.to_lowercase();
                    self.add(Table { name, columns });
                }
            }
            _ => {}
        }
    }

    /// Every `CREATE TABLE` and `CREATE VIEW` in a text, whatever stands around it.
    pub(crate) fn add_ddl(&mut self, text: &str, dialect: &str) {
        // ASCII lowercase keeps byte positions.
        let lower = text.to_ascii_lowercase();
        let mut from = 0;
        // Why bounded: each try reads up to 20,000 bytes, and what fails is read again.
        let mut failed = 0;
        while failed < 20 && self.tables.len() < 500 {
            let Some(at) = lower.get(from..).and_then(|rest| rest.find("create ")) else {
                return;
            };
            let start = from + at;
            let end = statement_end(&lower, start);
            let piece = text.get(start..end).unwrap_or_default();
            if let Some(table) = parsed(piece, dialect).or_else(|| scanned(piece)) {
                self.add(table);
                from = end;
            } else {
                from = start + "create ".len();
                failed += 1;
            }
        }
    }
}

/// Behind the parenthesis that closes the first one, or the next semicolon if there is none before it.
fn statement_end(text: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    let mut quote = None;
    // Why: a text full of unclosed beginnings would be gone through once for each.
    for (at, byte) in text.bytes().enumerate().skip(start).take(20_000) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            (None, b';') if depth == 0 => return at,
            _ => {}
        }
    }
    let mut end = text.len().min(start + 20_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The table a parsed statement makes.
pub(crate) fn made_by(statement: &Statement) -> Option<Table> {
    match statement {
        Statement::CreateTable(table) => {
            let known = table.query.is_none() && !table.columns.is_empty();
            let columns = table.columns.iter();
            Some(Table {
                name: last_name(&table.name)?,
                columns: known.then(|| columns.map(|it| it.name.value.to_lowercase()).collect()),
            })
        }
        Statement::CreateView(view) => Some(Table {
            name: last_name(&view.name)?,
            columns: None,
        }),
        _ => None,
    }
}

/// The name without database and schema.
pub(crate) fn last_name(name: &sqlparser::ast::ObjectName) -> Option<String> {
    let part = name.0.last()?.as_ident()?;
    Some(part.value.to_lowercase())
}

fn parsed(piece: &str, dialect: &str) -> Option<Table> {
    if reading::too_complex(piece).is_some() {
        return None;
    }
    [dialect, "generic", "mysql"].iter().find_map(|dialect| {
        let statements = reading::parse(piece, dialect).ok()?;
        statements.iter().find_map(made_by)
    })
}

/// What can be seen of a statement no parser takes, such as one with types or names of its own.
fn scanned(piece: &str) -> Option<Table> {
    let open = piece.find('(')?;
    let head = piece.get(..open)?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let is_table = words
        .get(1..)?
        .iter()
        .take(3)
        .any(|word| word.eq_ignore_ascii_case("table"));
    if !is_table || words.len() > 9 {
        return None;
    }
    let name = bare(words.last()?.rsplit('.').next()?);
    let body = piece.get(open + 1..piece.len().checked_sub(1)?)?;
    let mut columns = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, byte) in body.bytes().enumerate().chain([(body.len(), b',')]) {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 || at == body.len() => {
                let column = body.get(from..at).unwrap_or_default().trim();
                let quote = column.chars().next().filter(|it| "\"`[".contains(*it));
                let word = match quote {
                    Some(open) => {
                        let close = if open == '[' { ']' } else { open };
                        column.get(1..).unwrap_or_default().split(close).next()
                    }
                    None => column.split_whitespace().next(),
                };
                let word = word.unwrap_or_default();
                let upper = word.to_uppercase();
                let rule = [
                    "PRIMARY",
                    "FOREIGN",
                    "UNIQUE",
                    "CONSTRAINT",
                    "CHECK",
                    "KEY",
                    "INDEX",
                ];
                if !word.is_empty() && (quote.is_some() || !rule.contains(&upper.as_str())) {
                    columns.push(bare(word));
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    (!name.is_empty()).then_some(Table {
        name,
        columns: (!columns.is_empty()).then_some(columns),
    })
}

fn bare(name: &str) -> String {
    name.trim_matches(|letter| "\"`[]'".contains(letter))
        .to_lowercase()
}
