//! Whether an answer can be used: the query parses, its names exist, it has the wanted form, and the question says its values.
//!
//! Invariant: nothing is kept whose names are not all in the schema.

use serde_json::Value;
use sqlparser::tokenizer::{Token, Tokenizer};

use crate::plan::{Plan, dates};
use crate::prompt::is_shown;
use crate::shape::Shape;
use crate::sql::catalog::Catalog;
use crate::sql::ddl_text::read_into;
use crate::sql::dialect::Dialect;
use crate::sql::parse::{Failure, parse_in};
use crate::sql::resolve::{Kind, resolve};
use crate::sql::writes::writes;

/// Fewest and most words of a question.
const WORDS: std::ops::RangeInclusive<usize> = 4..=60;

/// Question and query of an answer, or what is wrong with it.
pub(crate) fn read(plan: &Plan, value: &Value) -> Result<(String, String), String> {
    let text = |key: &str| value[key].as_str().unwrap_or_default().trim().to_owned();
    let question = text("question");
    let sql = bare(&text("sql"));
    check_question(plan, &question)?;
    check_query(plan, &sql)?;
    check_values(plan, &question, &sql)?;
    check_kind(&question, &sql)?;
    Ok((question, sql))
}

/// Without fences and the last semicolon, on one line if it was.
fn bare(sql: &str) -> String {
    let sql = sql.trim().trim_matches('`').trim();
    let sql = sql.strip_prefix("sql\n").unwrap_or(sql);
    sql.trim().trim_end_matches(';').trim_end().to_owned()
}

fn check_question(plan: &Plan, question: &str) -> Result<(), String> {
    let count = question.split_whitespace().count();
    if !WORDS.contains(&count) {
        return Err(format!(
            "the question has {count} words, it should have 4 to 60"
        ));
    }
    if is_shown(question) {
        return Err("the question is one of the examples".to_owned());
    }
    let upper = question.to_uppercase();
    let code = ["SELECT ", " FROM ", "WHERE "]
        .iter()
        .filter(|word| upper.contains(**word))
        .count();
    if code > 1 || question.contains(['{', '}', '`']) || question.contains("= '") {
        return Err("the question must be plain words, not SQL".to_owned());
    }
    if plan.shape != Shape::Update && !asks(question) {
        return Err("the question does not end as a question does".to_owned());
    }
    Ok(())
}

/// Ends with a question mark, or is a sentence that tells somebody to look.
fn asks(question: &str) -> bool {
    const ORDERS: [&str; 10] = [
        "count", "display", "find", "get", "give", "list", "name", "return", "show", "tell",
    ];
    let words = question.split_whitespace();
    let mut words = words.filter(|word| !word.eq_ignore_ascii_case("please"));
    let first = words.next().unwrap_or_default();
    let is_order = ORDERS.iter().any(|it| it.eq_ignore_ascii_case(first));
    question.ends_with('?') || is_order && question.ends_with(['.', '!'])
}

fn check_query(plan: &Plan, sql: &str) -> Result<(), String> {
    let dialect = plan.dialect();
    let statements = match parse_in(sql, dialect) {
        Ok(statements) => statements,
        Err(Failure::Syntax(words)) => return Err(format!("the SQL can not be read: {words}")),
        Err(Failure::TooLarge(why)) => return Err(format!("the SQL can not be used: {why}")),
    };
    let [statement] = statements.as_slice() else {
        return Err(format!(
            "there must be one statement, not {}",
            statements.len()
        ));
    };
    let changes = writes(statement);
    if plan.shape != Shape::Update
        && let Some(word) = changes
    {
        return Err(format!("the SQL must only ask, {word} changes data"));
    }
    let mut catalog = Catalog::default();
    read_into(&mut catalog, &plan.schema, dialect);
    let report = resolve(&statements, &catalog, dialect);
    let problem = report
        .problems
        .iter()
        .find(|it| it.kind != Kind::Ungrouped || dialect.must_group());
    if let Some(problem) = problem {
        return Err(problem.words.clone());
    }
    if let Some(text) = report.quoted_texts.first() {
        return Err(format!(
            "\"{text}\" is no column; texts stand between single quotes"
        ));
    }
    if let Some(words) = plan.shape.lacks(statement, &report, &dates(&catalog)) {
        return Err(format!("the SQL has not the right form: {words}"));
    }
    if !report.tables.contains(&plan.table.to_lowercase()) {
        return Err(format!("the SQL does not ask about {}", plan.table));
    }
    Ok(())
}

/// Whoever answers the question must be able to know the values of the query.
fn check_values(plan: &Plan, question: &str, sql: &str) -> Result<(), String> {
    let parser = plan.dialect().parser();
    let tokens = Tokenizer::new(&*parser, sql).tokenize().unwrap_or_default();
    let asked = question.to_lowercase();
    for token in &tokens {
        match token {
            Token::SingleQuotedString(text) | Token::DoubleQuotedString(text) => {
                if text.trim() == "?" {
                    return Err("the SQL still has '?' where a value belongs".to_owned());
                }
                if !says_text(&asked, text) {
                    return Err(format!(
                        "the question does not say '{text}', which the SQL looks for"
                    ));
                }
            }
            Token::Number(digits, _) if !says_number(&asked, digits) => {
                return Err(format!(
                    "the question does not say {digits}, which the SQL uses"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What a question to this query should say: its texts and numbers, and that it wants an average.
pub(crate) fn values(sql: &str) -> Vec<String> {
    let parser = Dialect::Generic.parser();
    let tokens = Tokenizer::new(&*parser, sql).tokenize().unwrap_or_default();
    let mut said: Vec<String> = Vec::new();
    for token in tokens {
        let value = match token {
            Token::SingleQuotedString(text) if is_date(&text) => text[..4].to_owned(),
            Token::SingleQuotedString(text) if !text.starts_with(['%', '?']) => text,
            Token::Number(digits, _) if !says_number("", &digits) => digits,
            Token::Word(word) if word.value == "AVG" => "average".to_owned(),
            _ => continue,
        };
        if !said.contains(&value) {
            said.push(value);
        }
    }
    said
}

/// Question and query want the same kind of answer, as far as single words tell.
fn check_kind(question: &str, sql: &str) -> Result<(), String> {
    let (asked, sql) = (question.to_lowercase(), sql.to_uppercase());
    let says = |words: &[&str]| words.iter().any(|word| asked.contains(word));
    let calls = |names: &[&str]| names.iter().any(|name| sql.contains(&format!("{name}(")));
    if calls(&["AVG"]) != says(&["average", "mean ", "avg", "typical"]) {
        let words = if calls(&["AVG"]) {
            "the question does not ask for an average, which the SQL works out"
        } else {
            "the question asks for an average, which the SQL does not work out"
        };
        return Err(words.to_owned());
    }
    if says(&["how many"]) && !calls(&["COUNT", "SUM", "AVG", "MAX", "MIN", "TOTAL"]) {
        return Err("the question asks how many, and the SQL counts nothing".to_owned());
    }
    let most = ["MAX", "MIN"].iter().find(|name| calls(&[**name]));
    let degree = says(&[
        "st ", "st?", "most", "least", "max", "min", "top", "first", "last", "best", "worst",
        "up to", "record",
    ]);
    match most {
        Some(name) if !degree => Err(format!(
            "the question does not ask for the most or least, which {name} in the SQL gives"
        )),
        _ => Ok(()),
    }
}

/// The question has the words of a text, as far as endings; of a day, its year.
fn says_text(asked: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    if is_date(&text) {
        return asked.contains(&text[..4]);
    }
    if text.starts_with('%') && text.len() <= 3
        || text == "now"
        || text.ends_with(" days")
        || text.ends_with(" months")
    {
        return true;
    }
    let words = text.split(|it: char| !it.is_alphanumeric());
    words.filter(|word| !word.is_empty()).all(|word| {
        let stem: String = word
            .chars()
            .take(4.max(word.chars().count() * 2 / 3))
            .collect();
        asked.contains(&stem)
    })
}

fn is_date(text: &str) -> bool {
    let like = |it: u8| it.is_ascii_digit() || b"-: .tT".contains(&it);
    text.len() >= 8 && text.bytes().all(like)
}

fn says_number(asked: &str, digits: &str) -> bool {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    // Why: LIMIT 1, SELECT 1 and COUNT(*) > 0 are said by "the oldest" and "any".
    if matches!(digits, "0" | "1") || digits.starts_with("0.") || digits.starts_with("1.") {
        return true;
    }
    let plain: String = asked.chars().filter(|it| *it != ',').collect();
    let mut said = plain.split(|it: char| !it.is_ascii_digit() && it != '.');
    let same = |it: &str| it.trim_matches('.') == digits.trim_end_matches(".0");
    let word = digits.parse::<usize>().ok().and_then(|it| WORDS.get(it));
    said.any(same) || word.is_some_and(|word| plain.contains(word))
}

/// The name of a dialect as people write it.
pub(crate) fn shown(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Generic | Dialect::Ansi => "SQL",
        Dialect::BigQuery => "BigQuery SQL",
        Dialect::ClickHouse => "ClickHouse SQL",
        Dialect::Databricks => "Databricks SQL",
        Dialect::DuckDb => "DuckDB SQL",
        Dialect::Hive => "Hive SQL",
        Dialect::MsSql => "T-SQL",
        Dialect::MySql => "MySQL",
        Dialect::Oracle => "Oracle SQL",
        Dialect::PostgreSql => "PostgreSQL",
        Dialect::Redshift => "Redshift SQL",
        Dialect::Snowflake => "Snowflake SQL",
        Dialect::Sqlite => "SQLite",
    }
}

#[cfg(test)]
mod tests {
    use super::{asks, says_number, says_text};

    #[test]
    fn questions_end_as_questions_do() {
        assert!(asks("Which cats are old?"));
        assert!(asks("Please list all cats."));
        assert!(!asks("Which cats are old"));
        assert!(!asks("All cats are old."));
        assert!(!asks(""));
    }

    #[test]
    fn values_are_found_in_questions() {
        assert!(says_text("which customers live in rome?", "Rome"));
        assert!(says_text("orders since march 2024?", "2024-03-01"));
        assert!(says_text("how many per year?", "%Y"));
        assert!(says_text("what comedies are there?", "comedy"));
        assert!(!says_text("which customers are there?", "Rome"));
        assert!(says_number("more than 1,000 euros?", "1000"));
        assert!(says_number("the five oldest?", "5"));
        assert!(says_number("the oldest?", "1"));
        assert!(!says_number("more than 20?", "2"));
    }
}
