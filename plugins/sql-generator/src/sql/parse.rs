//! Parsing within bounds: what is too long or too deep is refused before the parser, whose tree would overrun a small stack.
//!
//! Invariant: a tree that comes from here is at most [`MOST_OPERATORS`] plus [`DEEPEST`] deep.

use sqlparser::ast::{SelectFlavor, Statement};
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use super::dialect::Dialect;

/// Longest text, in bytes.
pub(crate) const LONGEST: usize = 100_000;
/// Most operators of one text: a chain of them becomes a tree that is as deep.
const MOST_OPERATORS: usize = 200;
/// Deepest brackets.
const DEEPEST: usize = 12;
/// Brackets from here on may have met the parser's limit, which it can report as any error.
const DOUBTFUL: usize = 6;
/// Deepest recursion of the parser; unoptimised, a level of it takes 25 kB of stack.
const RECURSION: usize = 30;

/// Which other dialects are tried, the common ones first.
const OTHERS: [Dialect; 10] = [
    Dialect::MySql,
    Dialect::PostgreSql,
    Dialect::Sqlite,
    Dialect::MsSql,
    Dialect::BigQuery,
    Dialect::Snowflake,
    Dialect::DuckDb,
    Dialect::Oracle,
    Dialect::ClickHouse,
    Dialect::Generic,
];

/// Why a text has no statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It is not in the language; the words name the place.
    Syntax(String),
    /// Longer or deeper than is looked at.
    TooLarge(&'static str),
}

/// The statements of a text in this dialect, else in one that reads it.
pub(crate) fn parse(text: &str, dialect: Dialect) -> Result<Vec<Statement>, Failure> {
    let failure = match parse_in(text, dialect) {
        Ok(statements) => return Ok(statements),
        Err(failure @ Failure::TooLarge(_)) => return Err(failure),
        Err(failure) => failure,
    };
    for other in OTHERS {
        if other != dialect
            && let Ok(statements) = parse_in(text, other)
            && !statements.iter().any(selects_nothing)
        {
            return Ok(statements);
        }
    }
    Err(failure)
}

/// `SELECT FROM t` is PostgreSQL, and nearly always a slip.
fn selects_nothing(statement: &Statement) -> bool {
    let Statement::Query(query) = statement else {
        return false;
    };
    query.body.as_select().is_some_and(|select| {
        select.projection.is_empty() && select.flavor == SelectFlavor::Standard
    })
}

/// The statements of a text in exactly this dialect.
pub(crate) fn parse_in(text: &str, dialect: Dialect) -> Result<Vec<Statement>, Failure> {
    if text.len() > LONGEST {
        return Err(Failure::TooLarge("it is longer than 100 kB"));
    }
    let parser = dialect.parser();
    let tokens = Tokenizer::new(&*parser, text)
        .tokenize_with_location()
        .map_err(|error| Failure::Syntax(error.to_string()))?;
    let depth = within_bounds(&tokens)?;
    let parsed = Parser::new(&*parser)
        .with_recursion_limit(RECURSION)
        .with_tokens_with_locations(tokens)
        .parse_statements();
    parsed.map_err(|error| match error {
        _ if depth >= DOUBTFUL => Failure::TooLarge("it is nested too deep"),
        ParserError::TokenizerError(words) | ParserError::ParserError(words) => {
            Failure::Syntax(short(&words))
        }
        ParserError::RecursionLimitExceeded => Failure::TooLarge("it is nested too deep"),
    })
}

/// Error words quote the text; long ones are cut.
fn short(words: &str) -> String {
    const MOST: usize = 200;
    let words = words.replace('\n', " ");
    match words.char_indices().nth(MOST) {
        Some((at, _)) => {
            let end = words.rfind(" at Line:").filter(|end| *end > at);
            format!("{}…{}", &words[..at], end.map_or("", |end| &words[end..]))
        }
        None => words,
    }
}

/// The depth of the brackets, if all is within bounds.
fn within_bounds(tokens: &[TokenWithSpan]) -> Result<usize, Failure> {
    let (mut operators, mut depth, mut deepest) = (0_usize, 0_usize, 0_usize);
    for token in tokens {
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
            Token::SemiColon => (operators, depth) = (0, 0),
            Token::Word(word) => operators += usize::from(joins(&word.value)),
            Token::Comma
            | Token::Period
            | Token::Whitespace(_)
            | Token::EOF
            | Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::NationalStringLiteral(_)
            | Token::EscapedStringLiteral(_)
            | Token::HexStringLiteral(_)
            | Token::Placeholder(_) => {}
            _ => operators += 1,
        }
        if operators > MOST_OPERATORS {
            return Err(Failure::TooLarge("it has more than 200 operators"));
        }
        if depth > DEEPEST {
            return Err(Failure::TooLarge(
                "its brackets are nested more than 12 deep",
            ));
        }
        deepest = deepest.max(depth);
    }
    Ok(deepest)
}

/// Words that make the tree deeper.
fn joins(word: &str) -> bool {
    const WORDS: [&str; 30] = [
        "ALL",
        "AND",
        "APPLY",
        "ARRAY",
        "AT",
        "BEGIN",
        "BETWEEN",
        "CASE",
        "COLLATE",
        "DIV",
        "ELSE",
        "EXCEPT",
        "EXPLAIN",
        "ILIKE",
        "IN",
        "INTERSECT",
        "INTERVAL",
        "IS",
        "JOIN",
        "LIKE",
        "MINUS",
        "NOT",
        "OR",
        "OVERLAPS",
        "PIVOT",
        "PRIOR",
        "SELECT",
        "UNION",
        "UNPIVOT",
        "XOR",
    ];
    word.len() <= 9
        && WORDS
            .binary_search(&word.to_ascii_uppercase().as_str())
            .is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Failure, parse, parse_in};

    #[test]
    fn what_is_read_and_by_whom() {
        assert_eq!(parse("SELECT 1", Dialect::MySql).unwrap().len(), 1);
        assert!(parse_in("SELECT a FROM `t`", Dialect::PostgreSql).is_err());
        assert!(parse("SELECT a FROM `t`", Dialect::PostgreSql).is_ok());
        let error = parse("SELECT FROM WHERE", Dialect::Sqlite).unwrap_err();
        assert!(matches!(error, Failure::Syntax(words) if words.contains("Line: 1")));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = [
            format!("SELECT {}1", "1+".repeat(100_000 / 2)),
            format!("SELECT {}1", "1+".repeat(1000)),
            format!("SELECT {}1{}", "(".repeat(200), ")".repeat(200)),
            format!("SELECT 1{}", " UNION SELECT 1".repeat(1000)),
            format!("SELECT {}1", "NOT ".repeat(1000)),
            format!("SELECT 1{}", " IS NULL".repeat(1000)),
            "EXPLAIN ".repeat(1000),
            "SELECT * FROM ".to_owned() + &"(".repeat(1000),
            format!("SELECT {}", "CASE WHEN ".repeat(1000)),
            format!("SELECT CAST(1 AS {}", "ARRAY<".repeat(1000)),
        ];
        for text in deep {
            assert!(parse(&text, Dialect::Generic).is_err(), "{}", &text[..40]);
        }
        let edge = [
            format!("SELECT {}1", "1+".repeat(199)),
            format!("SELECT * FROM {}a{}", "(".repeat(12), ")".repeat(12)),
            format!("SELECT {}1{}", "(".repeat(12), ")".repeat(12)),
            format!(
                "SELECT CAST(1 AS {}INT{})",
                "ARRAY<".repeat(90),
                ">".repeat(90)
            ),
        ];
        for text in edge {
            let _ = parse(&text, Dialect::Generic);
            let _ = parse(&text, Dialect::BigQuery);
        }
    }
}
