//! The SQL of an answer: fenced blocks, or a bare statement.

const LANGUAGES: [&str; 14] = [
    "sql",
    "sqlite",
    "sqlite3",
    "postgresql",
    "postgres",
    "pgsql",
    "plpgsql",
    "mysql",
    "mariadb",
    "tsql",
    "mssql",
    "snowflake",
    "bigquery",
    "duckdb",
];

const STARTS: [&str; 13] = [
    "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "TRUNCATE", "MERGE",
    "VALUES", "REPLACE", "EXPLAIN",
];

/// A piece of SQL.
#[derive(Debug, PartialEq)]
pub(crate) struct Piece<'a> {
    pub(crate) sql: &'a str,
    /// Whether it says itself that it is SQL; otherwise what does not parse may be prose.
    pub(crate) is_certain: bool,
}

/// All pieces in order.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let fenced = fenced(text);
    if !fenced.is_empty() || text.contains("```") {
        return fenced;
    }
    let trimmed = text.trim();
    if starts(trimmed, false) {
        let mut sql = trimmed;
        // An explanation may follow the statement.
        if let Some(end) = trimmed.find("\n\n")
            && !starts(trimmed.get(end..).unwrap_or_default().trim_start(), false)
            && trimmed
                .get(..end)
                .unwrap_or_default()
                .trim_end()
                .ends_with(';')
        {
            sql = trimmed.get(..end).unwrap_or_default();
        }
        return vec![Piece {
            sql,
            is_certain: sql.trim_end().ends_with(';'),
        }];
    }
    // A statement on lines of its own behind words.
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if starts(line.trim(), true) {
            let rest = text.get(at..).unwrap_or_default();
            let sql = rest.split("\n\n").next().unwrap_or(rest).trim();
            return vec![Piece {
                sql,
                is_certain: sql.ends_with(';'),
            }];
        }
        at += line.len();
    }
    Vec::new()
}

fn fenced(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if let Some(rest) = trimmed.strip_prefix("```") {
            match open.take() {
                None => open = Some((at + line.len(), rest.trim())),
                Some((from, language)) => push(text, from, at, language, &mut pieces),
            }
        }
        at += line.len();
    }
    // Cut off before the fence closes: what is there is read.
    if let Some((from, language)) = open {
        push(text, from, text.len(), language, &mut pieces);
    }
    pieces
}

fn push<'a>(text: &'a str, from: usize, to: usize, language: &str, pieces: &mut Vec<Piece<'a>>) {
    let sql = text.get(from..to).unwrap_or_default().trim();
    let named = LANGUAGES.iter().any(|it| it.eq_ignore_ascii_case(language));
    if !sql.is_empty() && (named || (language.is_empty() && starts(sql, false))) {
        pieces.push(Piece {
            sql,
            is_certain: named,
        });
    }
}

/// Whether a text begins as a statement does.
fn starts(text: &str, only_upper: bool) -> bool {
    let text = text.trim_start_matches('(');
    let end = text
        .find(|letter: char| !letter.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    STARTS
        .iter()
        .any(|it| *it == word || (!only_upper && it.eq_ignore_ascii_case(word)))
}
