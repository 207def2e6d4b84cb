//! Finds the schema: CREATE TABLE and CREATE VIEW statements in any text, whatever stands around them.
//!
//! What the parser does not read is read again for names alone. Invariant: one pass over the text.

use super::catalog::{Catalog, Column, Table};
use super::dialect::Dialect;
use super::parse::parse;
use super::resolve::view_of;

/// Most statements that are read.
const MOST: usize = 500;
/// Longest statement without brackets of its own, in bytes.
const LONGEST_VIEW: usize = 20_000;

/// Adds what the CREATE statements in this text make.
pub(crate) fn read_into(catalog: &mut Catalog, text: &str, dialect: Dialect) {
    for piece in pieces(text) {
        match parse(piece, dialect) {
            Ok(parsed) => {
                for statement in &parsed {
                    catalog.take(statement);
                    if let Some(view) = view_of(statement, catalog, dialect) {
                        catalog.add(view);
                    }
                }
            }
            Err(_) => match names_alone(piece) {
                Some(table) => catalog.add(table),
                None => catalog.unread += 1,
            },
        }
    }
}

/// The CREATE statements, without what follows the closing bracket of a table.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut from = 0;
    while found.len() < MOST {
        let Some(at) = lower.get(from..).and_then(|rest| rest.find("create")) else {
            break;
        };
        let start = from + at;
        from = start + "create".len();
        let before = lower[..start].bytes().next_back();
        if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        let Some(what) = kind(&lower[from..]) else {
            continue;
        };
        let end = match what {
            What::Table => table_end(&lower, from),
            What::View => view_end(&lower, from),
        };
        found.push(&text[start..end]);
        from = end.max(from);
    }
    found
}

enum What {
    Table,
    View,
}

/// What is created, by the words after CREATE.
fn kind(rest: &str) -> Option<What> {
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    for word in rest.split_whitespace().take(5) {
        match word {
            "table" => return Some(What::Table),
            "view" => return Some(What::View),
            "or" | "replace" | "temp" | "temporary" | "external" | "unlogged" | "materialized"
            | "global" | "local" | "transient" | "recursive" | "foreign" | "virtual" => {}
            _ => return None,
        }
    }
    None
}

/// After the bracket that closes the columns; `CREATE TABLE … AS SELECT` ends as a view does.
fn table_end(lower: &str, from: usize) -> usize {
    let rest = &lower[from..];
    let stop = rest.find([';', '(']).unwrap_or(rest.len());
    let words: Vec<&str> = rest[..stop].split_whitespace().collect();
    if words.contains(&"as") || !rest[stop..].starts_with('(') {
        return view_end(lower, from);
    }
    let mut depth = 0_usize;
    let mut inside = Quotes::default();
    for (at, byte) in lower.bytes().enumerate().skip(from + stop) {
        if inside.next(byte, lower.as_bytes().get(at + 1)) {
            continue;
        }
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    lower.len()
}

/// Before the semicolon, an empty line, a fence, or the next CREATE.
fn view_end(lower: &str, from: usize) -> usize {
    let rest = &lower[from..lower.floor_char_boundary(from + LONGEST_VIEW)];
    let ends = [";", "\n\n", "```", "\ncreate "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    from + end.unwrap_or(rest.len())
}

/// Whether a byte stands in a text, a quoted name or a comment.
#[derive(Default)]
struct Quotes {
    open: Option<u8>,
}

impl Quotes {
    fn next(&mut self, byte: u8, after: Option<&u8>) -> bool {
        match self.open {
            Some(b'-') => {
                if byte == b'\n' {
                    self.open = None;
                }
                true
            }
            Some(quote) => {
                if byte == quote {
                    self.open = None;
                }
                true
            }
            None => {
                let opens =
                    matches!(byte, b'\'' | b'"' | b'`') || (byte == b'-' && after == Some(&b'-'));
                if opens {
                    self.open = Some(byte);
                }
                opens
            }
        }
    }
}

/// The table's and its columns' names, by commas and first words alone.
fn names_alone(piece: &str) -> Option<Table> {
    let open = piece.find('(')?;
    let name = piece[..open].split_whitespace().next_back()?;
    let name = clean(name.rsplit('.').next().unwrap_or(name));
    let inner = piece[open + 1..]
        .strip_suffix(')')
        .unwrap_or(&piece[open + 1..]);
    let mut columns = Vec::new();
    for part in split(inner) {
        let mut words = part.split_whitespace();
        let first = words.next().unwrap_or_default();
        let constraint = [
            "primary",
            "foreign",
            "unique",
            "check",
            "constraint",
            "key",
            "index",
            "exclude",
            "fulltext",
            "spatial",
            "period",
        ];
        if first.is_empty() || constraint.contains(&first.to_lowercase().as_str()) {
            continue;
        }
        columns.push(Column {
            name: clean(first),
            kind: words.next().unwrap_or_default().to_owned(),
            ..Column::default()
        });
    }
    (!name.is_empty()).then(|| Table {
        name,
        open: columns.is_empty(),
        columns,
        ..Table::default()
    })
}

/// At the commas outside of brackets and quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut inside = Quotes::default();
    let mut parts = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if inside.next(byte, text.as_bytes().get(at + 1)) {
            continue;
        }
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn clean(name: &str) -> String {
    name.trim_matches(|it: char| "\"`[]'".contains(it))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Catalog, Dialect, pieces, read_into};

    fn tables(text: &str) -> Vec<String> {
        let mut catalog = Catalog::default();
        read_into(&mut catalog, text, Dialect::Generic);
        let tables = catalog.tables.values();
        let shown = tables.map(|table| {
            let columns: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
            let open = if table.open { " …" } else { "" };
            format!("{}({}){open}", table.name, columns.join(", "))
        });
        shown.collect()
    }

    #[test]
    fn schemas_are_found_in_any_text() {
        let text = "Given the following SQL schema:\n\nCREATE TABLE dorm_amenity (amenity_name VARCHAR, amenid VARCHAR); \
                    CREATE TABLE has_amenity (amenid VARCHAR)\n\nWrite a SQL query to answer: who may create tables (and why)?";
        assert_eq!(
            tables(text),
            ["dorm_amenity(amenity_name, amenid)", "has_amenity(amenid)"]
        );
        assert_eq!(
            tables("CREATE TABLE `a` (`x` int(11) NOT NULL, KEY `k` (`x`)) ENGINE=InnoDB;"),
            ["a(x)"]
        );
        assert_eq!(
            tables(
                "create table public.\"Order\" (id serial primary key, note text default 'a (b)' -- why; (\n, z int)"
            ),
            ["Order(id, note, z)"]
        );
        assert_eq!(
            tables(
                "CREATE TABLE a (x INT);\nCREATE VIEW v AS SELECT x AS y, count(*) AS n FROM a GROUP BY x;"
            ),
            ["a(x)", "v(y, n)"]
        );
        assert_eq!(tables("CREATE TABLE b AS SELECT * FROM a;"), ["b() …"]);
        assert_eq!(
            tables(
                "CREATE TABLE odd (id WEIRD TYPE HERE !!, [name] nvarchar(max), CONSTRAINT z CHECK (a ~~~ b))"
            ),
            ["odd(id, name)"]
        );
    }

    #[test]
    fn other_words_are_no_schema() {
        assert!(pieces("I will create a table (with legs). recreate table x (y)").is_empty());
        assert_eq!(pieces("CREATE TABLE x (y").len(), 1);
        assert_eq!(pieces(&"create table (".repeat(1000)).len(), 1);
    }
}
