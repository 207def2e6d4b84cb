//! The schema: tables, views, their columns, keys and references, as CREATE statements give them.
//!
//! Names are compared without case. Invariant: a table whose columns are not all known is `open`, and nothing is said of its columns.

use std::collections::BTreeMap;

use sqlparser::ast::{
    BinaryOperator, ColumnOption, CreateTable, DataType, EnumMember, Expr, Ident, IndexColumn,
    ObjectName, Statement, TableConstraint, Value,
};

/// One column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The type as it is written; empty where it is not known.
    pub(crate) kind: String,
    pub(crate) required: bool,
    pub(crate) unique: bool,
    /// What CHECK … IN or ENUM allows, as it is written; empty: anything.
    pub(crate) choices: Vec<String>,
}

/// A foreign key. Empty `referred`: the key of the other table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reference {
    pub(crate) columns: Vec<String>,
    pub(crate) table: String,
    pub(crate) referred: Vec<String>,
}

/// One table or view.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    /// Columns of the primary key, in lower case.
    pub(crate) key: Vec<String>,
    pub(crate) references: Vec<Reference>,
    /// There are columns that are not known.
    pub(crate) open: bool,
    /// It has a CHECK that is more than a list.
    pub(crate) other_checks: bool,
}

/// All tables, by their names in lower case.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Catalog {
    pub(crate) tables: BTreeMap<String, Table>,
    /// Statements of the schema that could not be read.
    pub(crate) unread: usize,
}

impl Catalog {
    /// Nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The table of this name, whatever its case.
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.get(&name.to_lowercase())
    }

    /// Adds a table, in place of one of the same name.
    pub(crate) fn add(&mut self, table: Table) {
        self.tables.insert(table.name.to_lowercase(), table);
    }

    /// Takes in a CREATE TABLE with its own columns, or an ALTER TABLE, which leaves the columns uncertain.
    pub(crate) fn take(&mut self, statement: &Statement) {
        match statement {
            Statement::CreateTable(create) => self.add(of_create(create)),
            Statement::AlterTable(alter) => {
                let name = last_part(&alter.name).to_lowercase();
                if let Some(table) = self.tables.get_mut(&name) {
                    table.open = true;
                }
            }
            _ => {}
        }
    }
}

/// The last part of a name: `users` of `shop.public.users`, also where all of it stands between one pair of quotes.
pub(crate) fn last_part(name: &ObjectName) -> String {
    let ident = name.0.last().and_then(|part| part.as_ident());
    let Some(ident) = ident else {
        return String::new();
    };
    match ident.quote_style {
        Some('`') => ident
            .value
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_owned(),
        _ => ident.value.clone(),
    }
}

fn of_create(create: &CreateTable) -> Table {
    let mut table = Table {
        name: last_part(&create.name),
        // Why: columns of AS SELECT, LIKE, INHERITS and CLONE come from elsewhere.
        open: create.columns.is_empty()
            || create.query.is_some()
            || create.like.is_some()
            || create.inherits.is_some()
            || create.partition_of.is_some()
            || create.clone.is_some(),
        ..Table::default()
    };
    let mut checks: Vec<&Expr> = Vec::new();
    for definition in &create.columns {
        let mut column = Column {
            name: definition.name.value.clone(),
            kind: definition.data_type.to_string(),
            ..Column::default()
        };
        if definition.data_type == DataType::Unspecified {
            column.kind.clear();
        }
        if let DataType::Enum(members, _) = &definition.data_type {
            let names = members.iter().map(|member| match member {
                EnumMember::Name(name) | EnumMember::NamedValue(name, _) => quoted(name),
            });
            column.choices = names.collect();
        }
        for option in &definition.options {
            match &option.option {
                ColumnOption::NotNull => column.required = true,
                ColumnOption::PrimaryKey(_) => {
                    (column.required, column.unique) = (true, true);
                    table.key.push(column.name.to_lowercase());
                }
                ColumnOption::Unique(_) => column.unique = true,
                ColumnOption::ForeignKey(key) => table.references.push(Reference {
                    columns: vec![column.name.clone()],
                    table: last_part(&key.foreign_table),
                    referred: names(&key.referred_columns),
                }),
                ColumnOption::Check(check) => checks.push(&check.expr),
                _ => {}
            }
        }
        table.columns.push(column);
    }
    for constraint in &create.constraints {
        match constraint {
            TableConstraint::PrimaryKey(key) => {
                table.key = indexed(&key.columns);
                for column in &mut table.columns {
                    column.required |= table.key.contains(&column.name.to_lowercase());
                }
                set_unique(&mut table.columns, &table.key);
            }
            TableConstraint::Unique(unique) => {
                set_unique(&mut table.columns, &indexed(&unique.columns));
            }
            TableConstraint::ForeignKey(key) => table.references.push(Reference {
                columns: names(&key.columns),
                table: last_part(&key.foreign_table),
                referred: names(&key.referred_columns),
            }),
            TableConstraint::Check(check) => checks.push(&check.expr),
            _ => {}
        }
    }
    for check in checks {
        let understood = choices(check).is_some_and(|(name, list)| {
            let column = table
                .columns
                .iter_mut()
                .find(|column| column.name.eq_ignore_ascii_case(&name));
            column.map(|column| column.choices = list).is_some()
        });
        table.other_checks |= !understood;
    }
    table
}

fn names(idents: &[Ident]) -> Vec<String> {
    idents.iter().map(|ident| ident.value.clone()).collect()
}

fn indexed(columns: &[IndexColumn]) -> Vec<String> {
    let names = columns.iter().map(|column| match &column.column.expr {
        Expr::Identifier(ident) => ident.value.to_lowercase(),
        other => other.to_string().to_lowercase(),
    });
    names.collect()
}

/// Only a key of one column makes that column's values differ.
fn set_unique(columns: &mut [Column], key: &[String]) {
    if let [only] = key
        && let Some(column) = columns
            .iter_mut()
            .find(|column| column.name.to_lowercase() == *only)
    {
        column.unique = true;
    }
}

/// Column and values of `column IN (…)` or `column = … OR column = …`.
fn choices(check: &Expr) -> Option<(String, Vec<String>)> {
    match check {
        Expr::Nested(inner) => choices(inner),
        Expr::InList {
            expr,
            list,
            negated: false,
        } => {
            let Expr::Identifier(name) = &**expr else {
                return None;
            };
            let values: Option<Vec<String>> = list.iter().map(literal).collect();
            Some((name.value.clone(), values?))
        }
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Or,
            right,
        } => {
            let (name, mut values) = choices(left)?;
            let (other, more) = choices(right)?;
            values.extend(more);
            (name == other).then_some((name, values))
        }
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } => match &**left {
            Expr::Identifier(name) => Some((name.value.clone(), vec![literal(right)?])),
            _ => None,
        },
        _ => None,
    }
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => Some(digits.to_string()),
            Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) => Some(quoted(text)),
            _ => None,
        },
        _ => None,
    }
}

/// A text as SQL has it.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
