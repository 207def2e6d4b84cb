//! What the columns of a schema are good for: labels, categories, numbers, dates; and which tables belong together.

use crate::sql::catalog::{Catalog, Column, Table};

/// What a column holds, going by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Number,
    Date,
    Other,
}

/// What this column holds.
pub(crate) fn holds(column: &Column) -> Holds {
    let kind = column.kind.to_uppercase();
    let is = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    if is(&["DATE", "TIMESTAMP"]) {
        Holds::Date
    } else if is(&[
        "BOOL", "BLOB", "BYTEA", "JSON", "ARRAY", "TIME", "UUID", "INTERVAL",
    ]) {
        Holds::Other
    } else if is(&["CHAR", "TEXT", "STRING", "CLOB", "ENUM", "SET("]) {
        Holds::Text
    } else if is(&[
        "INT", "NUM", "DEC", "REAL", "FLOAT", "DOUBLE", "MONEY", "SERIAL",
    ]) {
        Holds::Number
    } else {
        Holds::Other
    }
}

/// Only tells rows apart: sums of it mean nothing.
pub(crate) fn is_key(table: &Table, column: &Column) -> bool {
    let name = column.name.to_lowercase();
    table.key.contains(&name)
        || name == "id"
        || name.ends_with("_id")
        || table
            .references
            .iter()
            .any(|it| it.columns.iter().any(|own| own.to_lowercase() == name))
}

/// Columns that hold this and are no keys.
pub(crate) fn of_kind(table: &Table, wanted: Holds) -> Vec<&Column> {
    let columns = table.columns.iter();
    let columns = columns.filter(|column| holds(column) == wanted && !is_key(table, column));
    columns.collect()
}

/// What a row is called by.
pub(crate) fn label(table: &Table) -> Option<&Column> {
    const NAMES: [&str; 4] = ["name", "title", "label", "subject"];
    let texts = of_kind(table, Holds::Text);
    let named = NAMES.iter().find_map(|name| {
        texts
            .iter()
            .find(|column| column.name.to_lowercase().ends_with(name))
    });
    let categories = categories(table);
    let other = texts
        .iter()
        .find(|column| !categories.iter().any(|it| it.name == column.name));
    named.or(other).copied().or(table.columns.first())
}

/// Text columns whose values repeat: anything but what looks like a name or a long text.
pub(crate) fn categories(table: &Table) -> Vec<&Column> {
    const SINGLE: [&str; 8] = [
        "name",
        "title",
        "email",
        "phone",
        "description",
        "note",
        "comment",
        "address",
    ];
    let texts = of_kind(table, Holds::Text).into_iter();
    let texts = texts.filter(|column| {
        let name = column.name.to_lowercase();
        !column.unique && !SINGLE.iter().any(|word| name.ends_with(word))
    });
    texts.collect()
}

/// A table that refers to another: child, its column, parent, its column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) child: &'a Table,
    pub(crate) from: &'a str,
    pub(crate) parent: &'a Table,
    pub(crate) to: &'a str,
}

/// References of the schema; where it has none, columns such as `customer_id` beside a table `customers`.
pub(crate) fn links(catalog: &Catalog) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    for child in catalog.tables.values() {
        for reference in &child.references {
            let ([from], Some(parent)) = (
                reference.columns.as_slice(),
                catalog.table(&reference.table),
            ) else {
                continue;
            };
            let referred = reference.referred.first().or(parent.key.first());
            let to = referred.and_then(|name| column(parent, name));
            if let (Some(from), Some(to)) = (column(child, from), to)
                && parent.name != child.name
            {
                found.push(Link {
                    child,
                    from,
                    parent,
                    to,
                });
            }
        }
        for own in &child.columns {
            let name = own.name.to_lowercase();
            let known = found
                .iter()
                .any(|link| link.child.name == child.name && link.from == own.name);
            let Some(stem) = name.strip_suffix("_id").filter(|_| !known) else {
                continue;
            };
            let parent = [stem.to_owned(), format!("{stem}s"), format!("{stem}es")]
                .iter()
                .find_map(|name| catalog.table(name));
            if let Some(parent) = parent.filter(|parent| parent.name != child.name)
                && let Some(to) = column(parent, "id").or_else(|| column(parent, &name))
            {
                found.push(Link {
                    child,
                    from: &own.name,
                    parent,
                    to,
                });
            }
        }
    }
    found
}

fn column<'a>(table: &'a Table, name: &str) -> Option<&'a str> {
    let columns = table.columns.iter();
    let mut columns = columns.filter(|it| it.name.eq_ignore_ascii_case(name));
    columns.next().map(|it| it.name.as_str())
}
