//! SQL to syntax trees, never deeper than the stack bears.
//!
//! Invariant: what [`too_complex`] lets through parses, is walked and dropped within a megabyte of stack: parentheses are counted
//! before, the parser counts its own recursion, and chains of operators, which make trees as deep as they are long, are short.

use sqlparser::ast::Statement;
use sqlparser::dialect::dialect_from_str;
use sqlparser::parser::Parser;

const DEEPEST: usize = 24;
const MOST_OPERATORS: usize = 256;
const LONGEST: usize = 50_000;
const CHAINING: [&str; 12] = [
    "AND",
    "OR",
    "NOT",
    "IS",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "JOIN",
    "LIKE",
    "IN",
    "BETWEEN",
    "PIVOT",
];

/// Why a text is not read at all.
pub(crate) fn too_complex(sql: &str) -> Option<&'static str> {
    if sql.len() > LONGEST {
        return Some("it is longer than 50000 bytes");
    }
    let (mut depth, mut deepest, mut operators, mut angles) = (0_usize, 0, 0, 0);
    for byte in sql.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'<' => {
                angles += 1;
                operators += 1;
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'=' | b'>' | b'|' | b'&' | b'^' | b'~' | b':'
            | b'!' | b'#' | b'@' | b'?' => operators += 1,
            _ => {}
        }
    }
    let words = sql.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    operators += words
        .filter(|word| CHAINING.iter().any(|it| it.eq_ignore_ascii_case(word)))
        .count();
    if deepest > DEEPEST {
        return Some("it nests more than 24 parentheses");
    }
    if operators > MOST_OPERATORS || angles > 48 {
        return Some("it has more than 256 operators");
    }
    None
}

/// The statements of a text, or the parser's words. Only for what is not [`too_complex`].
pub(crate) fn parse(sql: &str, dialect: &str) -> Result<Vec<Statement>, String> {
    let dialect = dialect_from_str(dialect).ok_or("the dialect is not known")?;
    Parser::new(dialect.as_ref())
        .with_recursion_limit(40)
        .try_with_sql(sql)
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| {
            let words = error.to_string();
            let words = words.trim_start_matches("sql parser error: ");
            words.chars().take(200).collect()
        })
}
