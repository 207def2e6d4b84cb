//! Whether the names of a statement exist: tables and columns, through aliases, CTEs, subqueries, joins, `*` and set operations.
//!
//! Leaves out types and functions' names. Where something is not known (a table function, a table made by AS SELECT) everything it may
//! hold is taken to exist, so that what is reported is wrong for sure. Invariant: as deep as the tree, which `parse` bounds.

mod children;
mod expr;
mod grouping;
mod query;
mod scope;
mod statement;
mod tables;

use std::collections::BTreeSet;

use sqlparser::ast::Statement;

use super::catalog::{Catalog, Column, Table, last_part};
use super::dialect::Dialect;
use scope::{Names, Output};

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    UnknownTable,
    UnknownColumn,
    AmbiguousColumn,
    /// Set operations, INSERT and subqueries whose columns do not match in number.
    Width,
    /// An aggregate where none may stand.
    Aggregate,
    /// A column that is neither grouped nor inside an aggregate.
    Ungrouped,
}

/// One thing that is wrong, in words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) words: String,
}

/// What was found in the statements of one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Report {
    pub(crate) problems: Vec<Problem>,
    /// Tables of the schema that are used, in lower case.
    pub(crate) tables: BTreeSet<String>,
    /// Their columns that are used, as `table.column` in lower case.
    pub(crate) columns: BTreeSet<String>,
    /// Names between double quotes that were taken as texts.
    pub(crate) quoted_texts: BTreeSet<String>,
}

/// Looks up every name. With an empty catalog, nothing is said of tables that the statements do not make themselves.
pub(crate) fn resolve(statements: &[Statement], catalog: &Catalog, dialect: Dialect) -> Report {
    let mut resolver = Resolver::new(catalog.clone(), dialect);
    for statement in statements {
        resolver.statement(statement);
    }
    let mut report = resolver.report;
    let mut seen = BTreeSet::new();
    report
        .problems
        .retain(|problem| seen.insert(problem.words.clone()));
    report
}

/// The view that a CREATE VIEW makes.
pub(crate) fn view_of(statement: &Statement, catalog: &Catalog, dialect: Dialect) -> Option<Table> {
    let Statement::CreateView(view) = statement else {
        return None;
    };
    let mut resolver = Resolver::new(catalog.clone(), dialect);
    let mut output = resolver.query(&view.query, None, &Names::default());
    if !view.columns.is_empty() {
        output = Output {
            names: view
                .columns
                .iter()
                .map(|column| column.name.value.clone())
                .collect(),
            open: false,
        };
    }
    Some(table_of(last_part(&view.name), output))
}

/// A table with the columns of a query.
fn table_of(name: String, output: Output) -> Table {
    let columns = output.names.into_iter().map(|name| Column {
        name,
        ..Column::default()
    });
    Table {
        name,
        columns: columns.collect(),
        open: output.open,
        ..Table::default()
    }
}

struct Resolver {
    catalog: Catalog,
    /// Whether there is a schema: a table it does not have is unknown.
    known: bool,
    dialect: Dialect,
    report: Report,
}

impl Resolver {
    fn new(catalog: Catalog, dialect: Dialect) -> Self {
        Self {
            known: !catalog.is_empty(),
            catalog,
            dialect,
            report: Report::default(),
        }
    }

    fn problem(&mut self, kind: Kind, words: String) {
        self.report.problems.push(Problem { kind, words });
    }
}

#[cfg(test)]
mod tests;
