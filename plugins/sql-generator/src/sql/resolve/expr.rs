//! Expressions: which column a name means.

use sqlparser::ast::{Expr, Ident, Query};

use super::children::children;
use super::scope::{Names, Scope};
use super::{Kind, Resolver};
use crate::sql::catalog::last_part;
use crate::sql::dialect::Dialect;
use crate::sql::near::nearest;

/// Names without brackets that are no columns: functions of old, hidden columns, the word DEFAULT.
const NILADIC: [&str; 25] = [
    "_partitiondate",
    "_partitiontime",
    "_rowid_",
    "_table_suffix",
    "ctid",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "level",
    "localtime",
    "localtimestamp",
    "oid",
    "rowid",
    "rownum",
    "session_user",
    "sysdate",
    "system_user",
    "systimestamp",
    "user",
    "xmin",
];

/// Units of time and types, which stand among the arguments of functions like columns.
const WORDS_OF_CALLS: [&str; 72] = [
    "bigint",
    "bit",
    "both",
    "char",
    "d",
    "date",
    "datetime",
    "datetime2",
    "day",
    "dayofmonth",
    "dayofweek",
    "dayofyear",
    "days",
    "dd",
    "decade",
    "decimal",
    "dow",
    "doy",
    "dw",
    "epoch",
    "float",
    "hh",
    "hour",
    "hours",
    "int",
    "integer",
    "isodow",
    "isoweek",
    "isoyear",
    "leading",
    "m",
    "mi",
    "microsecond",
    "microseconds",
    "millisecond",
    "milliseconds",
    "minute",
    "minutes",
    "mm",
    "money",
    "month",
    "months",
    "ms",
    "n",
    "nanosecond",
    "ns",
    "numeric",
    "nvarchar",
    "q",
    "qq",
    "quarter",
    "quarters",
    "real",
    "second",
    "seconds",
    "signed",
    "smallint",
    "ss",
    "text",
    "time",
    "timestamp",
    "tinyint",
    "trailing",
    "unsigned",
    "us",
    "varchar",
    "week",
    "weekday",
    "weeks",
    "year",
    "years",
    "yy",
];

/// What a name means.
pub(super) enum Found {
    /// This relation of the innermost scope.
    Here(usize),
    /// Something further out, or something whose columns are not all known.
    Elsewhere,
    /// A name that SELECT gives.
    Alias,
    /// Columns of several relations.
    Several(Vec<String>),
    Nowhere,
}

impl Resolver {
    /// Looks up every name below this expression.
    pub(super) fn expr(&mut self, expr: &Expr, scope: &Scope<'_>, names: &Names<'_>) {
        match expr {
            Expr::Identifier(ident) => self.column(ident, scope),
            Expr::CompoundIdentifier(parts) => self.qualified(parts, scope),
            Expr::Subquery(query) => self.single(query, scope, names),
            Expr::Exists { subquery, .. } => {
                self.query(subquery, Some(scope), names);
            }
            Expr::InSubquery { expr, subquery, .. } => {
                self.expr(expr, scope, names);
                if matches!(**expr, Expr::Tuple(_)) {
                    self.query(subquery, Some(scope), names);
                } else {
                    self.single(subquery, scope, names);
                }
            }
            Expr::BinaryOp { left, right, .. }
                if [left, right]
                    .iter()
                    .any(|side| matches!(***side, Expr::Tuple(_))) =>
            {
                for side in [left, right] {
                    match &**side {
                        Expr::Subquery(query) => {
                            self.query(query, Some(scope), names);
                        }
                        other => self.expr(other, scope, names),
                    }
                }
            }
            Expr::Function(function) => {
                if let sqlparser::ast::FunctionArguments::Subquery(query) = &function.args {
                    self.query(query, Some(scope), names);
                }
                let nested = self.is_aggregate(function)
                    && children(expr)
                        .into_iter()
                        .any(|below| self.aggregates(below));
                if nested {
                    let words = format!("{} stands around another aggregate", function.name);
                    self.problem(Kind::Aggregate, words);
                }
                for below in children(expr) {
                    match below {
                        Expr::Identifier(ident) if self.is_word(ident, scope) => {}
                        other => self.expr(other, scope, names),
                    }
                }
            }
            Expr::MatchAgainst { columns, .. } => {
                for column in columns {
                    let parts: Option<Vec<Ident>> = column
                        .0
                        .iter()
                        .map(|part| part.as_ident().cloned())
                        .collect();
                    match parts.as_deref() {
                        Some([one]) => self.column(one, scope),
                        Some(parts) => self.qualified(parts, scope),
                        None => {}
                    }
                }
            }
            other => {
                for below in children(other) {
                    self.expr(below, scope, names);
                }
            }
        }
    }

    /// A subquery that stands for one value or one list.
    fn single(&mut self, query: &Query, scope: &Scope<'_>, names: &Names<'_>) {
        let output = self.query(query, Some(scope), names);
        if !output.open && output.names.len() > 1 {
            let count = output.names.len();
            let words = format!("a subquery gives {count} columns where one is wanted");
            self.problem(Kind::Width, words);
        }
    }

    /// A unit or type among arguments, unless it is a column.
    fn is_word(&self, ident: &Ident, scope: &Scope<'_>) -> bool {
        let name = ident.value.to_lowercase();
        WORDS_OF_CALLS.binary_search(&name.as_str()).is_ok()
            && matches!(self.find(&name, scope), Found::Nowhere)
    }

    /// What an unqualified name means.
    pub(super) fn find(&self, name: &str, scope: &Scope<'_>) -> Found {
        for (depth, scope) in scope.chain().enumerate() {
            let mut holders = scope
                .relations
                .iter()
                .enumerate()
                .filter(|(_, relation)| relation.has(name));
            if let Some((first, relation)) = holders.next() {
                let mut several = vec![relation.shown().to_owned()];
                let more = holders.filter(|(_, other)| !other.merged.contains(name));
                several.extend(more.map(|(_, other)| other.shown().to_owned()));
                return match several.len() {
                    1 if depth == 0 => Found::Here(first),
                    1 => Found::Elsewhere,
                    _ => Found::Several(several),
                };
            }
            if scope.aliases.iter().any(|alias| alias == name) {
                return Found::Alias;
            }
            if scope.relations.iter().any(|relation| relation.open) {
                return Found::Elsewhere;
            }
        }
        Found::Nowhere
    }

    pub(super) fn column(&mut self, ident: &Ident, scope: &Scope<'_>) {
        let name = ident.value.to_lowercase();
        match self.find(&name, scope) {
            Found::Here(at) => self.used(scope, at, &name),
            Found::Elsewhere => self.used_further_out(scope, &name),
            Found::Alias => {}
            Found::Several(holders) => {
                // Why: a grouped or ordered name that SELECT gives wins over the tables.
                if !scope.aliases.contains(&name) {
                    let words = format!(
                        "`{}` is ambiguous: {} have it",
                        ident.value,
                        holders.join(" and ")
                    );
                    self.problem(Kind::AmbiguousColumn, words);
                }
            }
            Found::Nowhere => {
                if self.may_be_missing(ident, &name, scope) {
                    return;
                }
                let words = self.unknown(&ident.value, &name, scope, ident.quote_style);
                self.problem(Kind::UnknownColumn, words);
            }
        }
    }

    fn used(&mut self, scope: &Scope<'_>, at: usize, name: &str) {
        let table = scope.relations.get(at).map(|relation| &relation.table);
        if let Some(table) = table.filter(|table| !table.is_empty()) {
            self.report.columns.insert(format!("{table}.{name}"));
        }
    }

    fn used_further_out(&mut self, scope: &Scope<'_>, name: &str) {
        let holder = scope.chain().find_map(|scope| {
            let holder = scope.relations.iter().position(|it| it.has(name));
            holder.map(|at| (scope, at))
        });
        if let Some((scope, at)) = holder {
            self.used(scope, at, name);
        }
    }

    /// A name that is no column and yet no mistake.
    fn may_be_missing(&mut self, ident: &Ident, name: &str, scope: &Scope<'_>) -> bool {
        if !self.known {
            return true;
        }
        match ident.quote_style {
            Some('"') if self.dialect.quoted_name_may_be_text() => {
                self.report.quoted_texts.insert(ident.value.clone());
                return true;
            }
            Some(_) => return false,
            None => {}
        }
        let row = matches!(
            self.dialect,
            Dialect::PostgreSql | Dialect::Redshift | Dialect::DuckDb | Dialect::BigQuery
        );
        NILADIC.binary_search(&name).is_ok()
            || name.starts_with(['@', '$', ':', '?'])
            || row
                && scope
                    .chain()
                    .any(|scope| scope.relations.iter().any(|it| it.name == name))
    }

    fn unknown(&self, shown: &str, name: &str, scope: &Scope<'_>, quote: Option<char>) -> String {
        let mut words = format!("there is no column `{shown}`");
        let seen = scope
            .chain()
            .flat_map(|scope| &scope.relations)
            .flat_map(|relation| relation.columns.iter().map(String::as_str));
        let tables = self.catalog.tables.values();
        let holder = tables
            .filter(|table| {
                let mut columns = table.columns.iter();
                columns.any(|it| it.name.to_lowercase() == name)
            })
            .map(|table| table.name.as_str())
            .next();
        if quote == Some('"') {
            words += &format!(
                "; {} takes what stands between double quotes for a name",
                self.dialect.name()
            );
        } else if let Some(near) = nearest(name, seen) {
            words += &format!("; did you mean `{near}`?");
        } else if let Some(table) = holder {
            words += &format!("; {table} has one, but is not part of the query here");
        }
        words
    }

    /// `table.column`, `schema.table.column`, `column.field`.
    pub(super) fn qualified(&mut self, parts: &[Ident], scope: &Scope<'_>) {
        let [.., qualifier, column] = parts else {
            return;
        };
        let (table, name) = (qualifier.value.to_lowercase(), column.value.to_lowercase());
        let found = scope.chain().find_map(|scope| {
            let at = scope.relations.iter().position(|it| it.name == table);
            at.map(|at| (scope, at))
        });
        if let Some((scope, at)) = found {
            let relation = &scope.relations[at];
            if relation.has(&name) {
                self.used(scope, at, &name);
            } else if !relation.open && NILADIC.binary_search(&name.as_str()).is_err() {
                let known = relation.columns.iter().map(String::as_str);
                let near = nearest(&name, known);
                let near = near.map(|near| format!("; did you mean `{near}`?"));
                let behind = if relation.table.is_empty() || relation.table == table {
                    String::new()
                } else {
                    format!(" ({})", relation.table)
                };
                let elsewhere = self.other_holder(scope, &name).filter(|_| near.is_none());
                let words = format!(
                    "`{}`{behind} has no column `{}`{}",
                    qualifier.value,
                    column.value,
                    near.or(elsewhere).unwrap_or_default()
                );
                self.problem(Kind::UnknownColumn, words);
            }
            return;
        }
        let open = scope
            .chain()
            .any(|scope| scope.relations.iter().any(|it| it.open));
        let first = parts[0].value.to_lowercase();
        let field = !matches!(self.find(&first, scope), Found::Nowhere);
        if open || field || !self.known || matches!(name.as_str(), "nextval" | "currval") {
            return;
        }
        let named: Vec<&str> = scope
            .chain()
            .flat_map(|scope| &scope.relations)
            .map(|relation| relation.name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        let renamed = scope
            .chain()
            .flat_map(|scope| &scope.relations)
            .find(|relation| relation.table == table);
        let mut words = format!(
            "`{}` in `{}.{}` is no table of the query",
            qualifier.value, qualifier.value, column.value
        );
        if let Some(relation) = renamed {
            words += &format!("; it is called `{}` there", relation.name);
        } else if let Some(near) = nearest(&table, named.iter().copied()) {
            words += &format!("; did you mean `{near}`?");
        } else if self.catalog.table(&table).is_some() {
            words += "; FROM does not name it";
        }
        self.problem(Kind::UnknownTable, words);
    }

    fn other_holder(&self, scope: &Scope<'_>, name: &str) -> Option<String> {
        let holder = scope
            .chain()
            .flat_map(|scope| &scope.relations)
            .find(|relation| relation.has(name))?;
        Some(format!("; `{}` has it", holder.shown()))
    }

    /// `table.*`: the table must be part of the query.
    pub(super) fn star(
        &mut self,
        name: &sqlparser::ast::ObjectName,
        scope: &Scope<'_>,
    ) -> Option<usize> {
        let table = last_part(name).to_lowercase();
        let at = scope.relations.iter().position(|it| it.name == table);
        if at.is_none() && self.known && !scope.relations.iter().any(|it| it.open) {
            let known = scope.relations.iter().map(|it| it.name.as_str());
            let near = nearest(&table, known.filter(|name| !name.is_empty()));
            let near = near.map(|near| format!("; did you mean `{near}`?"));
            let words = format!(
                "`{name}` in `{name}.*` is no table of the query{}",
                near.unwrap_or_default()
            );
            self.problem(Kind::UnknownTable, words);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::{NILADIC, WORDS_OF_CALLS};

    #[test]
    fn lists_are_sorted() {
        assert!(NILADIC.is_sorted());
        assert!(WORDS_OF_CALLS.is_sorted());
    }
}
