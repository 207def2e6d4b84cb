//! Whether every table and column a query names is there, by scopes as engines have them.
//!
//! A scope is one SELECT with its FROM; subqueries see the scopes around them, common table expressions what stands before them.
//! Invariant: where something is not known (a table function, a view, a type with fields) nothing is said about what comes of it.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Cte, Expr, GroupByExpr, Ident, JoinConstraint, JoinOperator, ObjectName, OrderBy, OrderByKind,
    Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, TableAlias, TableFactor,
    TableWithJoins, Visit, Visitor,
};

use crate::finding::Finding;
use crate::schema::{Schema, last_name};

/// Columns in order; none where they are not known.
type Columns = Option<Vec<String>>;

/// Words that stand where a column does and are none: parts of dates and what engines give every table.
const NO_COLUMNS: [&str; 31] = [
    "year",
    "years",
    "quarter",
    "month",
    "months",
    "week",
    "weeks",
    "isoweek",
    "isoyear",
    "day",
    "days",
    "dayofweek",
    "dayofyear",
    "dow",
    "doy",
    "epoch",
    "hour",
    "hours",
    "minute",
    "minutes",
    "second",
    "seconds",
    "millisecond",
    "microsecond",
    "date",
    "rowid",
    "_rowid_",
    "oid",
    "rownum",
    "sysdate",
    "ctid",
];

struct Source {
    /// The alias, or the table's name.
    name: String,
    /// The table's own name where an alias hides it.
    hidden: Option<String>,
    columns: Columns,
}

#[derive(Default)]
struct Scope {
    sources: Vec<Source>,
    /// Names of the SELECT list, where they may be used.
    aliases: Vec<String>,
    /// Columns that USING made one; all of them after NATURAL.
    merged: Vec<String>,
    merges_all: bool,
}

/// Looks names up; what is wrong gathers in `findings`.
pub(crate) struct Resolver<'a> {
    schema: &'a Schema,
    dialect: &'a str,
    ctes: Vec<(String, Columns)>,
    scopes: Vec<Scope>,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(schema: &'a Schema, dialect: &'a str) -> Self {
        Self {
            schema,
            dialect,
            ctes: Vec::new(),
            scopes: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Checks a query and says what columns it gives.
    pub(crate) fn query(&mut self, query: &Query) -> Columns {
        let outside = self.ctes.len();
        if let Some(with) = &query.with {
            for cte in &with.cte_tables {
                self.cte(cte, with.recursive || self.is_one_of(&["mssql", "oracle"]));
            }
        }
        let columns = self.body(&query.body, query.order_by.as_ref());
        self.ctes.truncate(outside);
        // Why: pipes change what comes out.
        columns.filter(|_| query.pipe_operators.is_empty())
    }

    fn cte(&mut self, cte: &Cte, recursive: bool) {
        let name = cte.alias.name.value.to_lowercase();
        let named = alias_columns(&cte.alias);
        if recursive {
            let columns = (!named.is_empty()).then(|| named.clone());
            self.ctes.push((name.clone(), columns));
        }
        let columns = self.query(&cte.query);
        if recursive {
            self.ctes.pop();
        }
        self.ctes.push((name, renamed(columns, &named)));
    }

    fn body(&mut self, body: &SetExpr, order: Option<&OrderBy>) -> Columns {
        match body {
            SetExpr::Select(select) => self.select(select, order),
            SetExpr::Query(query) => self.query(query),
            SetExpr::SetOperation { left, right, .. } => {
                let columns = self.body(left, None);
                self.body(right, None);
                if let (Some(order), Some(columns)) = (order, &columns) {
                    self.scopes.push(Scope {
                        sources: vec![Source {
                            name: String::new(),
                            hidden: None,
                            columns: Some(columns.clone()),
                        }],
                        ..Scope::default()
                    });
                    self.order(order);
                    self.scopes.pop();
                }
                columns
            }
            _ => None,
        }
    }

    fn select(&mut self, select: &Select, order: Option<&OrderBy>) -> Columns {
        self.scopes.push(Scope::default());
        for from in &select.from {
            self.joined(from);
        }
        for view in &select.lateral_views {
            self.names_in(&view.lateral_view);
            self.add_source(String::new(), None, None);
        }
        let everywhere = self.is_one_of(&[
            "clickhouse",
            "databricks",
            "duckdb",
            "redshift",
            "snowflake",
            "spark",
        ]);
        let aliases: Vec<String> = select
            .projection
            .iter()
            .filter_map(|item| match item {
                SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.to_lowercase()),
                _ => None,
            })
            .collect();
        if everywhere {
            self.allow(&aliases);
        }
        let columns = self.projection(&select.projection);
        if self.is_one_of(&["generic", "sqlite"]) {
            self.allow(&aliases);
        }
        self.names_in(&select.prewhere);
        self.names_in(&select.selection);
        if !self.is_one_of(&["mssql", "oracle", "ansi"]) {
            self.allow(&aliases);
        }
        match &select.group_by {
            GroupByExpr::Expressions(list, _) => self.names_in(list),
            GroupByExpr::All(_) => {}
        }
        let strict = self.is_one_of(&["postgresql"]);
        if strict && let Some(scope) = self.scopes.last_mut() {
            scope.aliases.clear();
        }
        self.names_in(&select.having);
        self.names_in(&select.qualify);
        self.allow(&aliases);
        if let Some(order) = order {
            self.order(order);
        }
        self.scopes.pop();
        columns
    }

    fn allow(&mut self, aliases: &[String]) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.aliases = aliases.to_vec();
        }
    }

    fn order(&mut self, order: &OrderBy) {
        if let OrderByKind::Expressions(list) = &order.kind {
            for item in list {
                self.names_in(&item.expr);
            }
        }
    }

    /// Checks the SELECT list and gives the names of its columns.
    fn projection(&mut self, items: &[SelectItem]) -> Columns {
        let mut columns = Some(Vec::new());
        for item in items {
            let more = match item {
                SelectItem::UnnamedExpr(expr) => {
                    self.names_in(expr);
                    let last = match expr {
                        Expr::Identifier(name) => Some(name),
                        Expr::CompoundIdentifier(parts) => parts.last(),
                        _ => None,
                    };
                    // A column without a name of its own can not be named from outside.
                    let name = last.map_or_else(|| expr.to_string(), |it| it.value.clone());
                    Some(vec![name.to_lowercase()])
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    self.names_in(expr);
                    Some(vec![alias.value.to_lowercase()])
                }
                SelectItem::ExprWithAliases { expr, .. } => {
                    self.names_in(expr);
                    None
                }
                SelectItem::Wildcard(_) => self.all_columns(),
                SelectItem::QualifiedWildcard(kind, _) => match kind {
                    SelectItemQualifiedWildcardKind::ObjectName(name) => self.columns_of(name),
                    SelectItemQualifiedWildcardKind::Expr(_) => None,
                },
            };
            columns = columns.zip(more).map(|(mut all, more)| {
                all.extend(more);
                all
            });
        }
        columns
    }

    fn all_columns(&self) -> Columns {
        let sources = &self.scopes.last()?.sources;
        let lists: Option<Vec<Vec<String>>> = sources.iter().map(|it| it.columns.clone()).collect();
        let lists = lists.map(|it| it.concat())?;
        (lists.len() < 20_000).then_some(lists)
    }

    fn columns_of(&mut self, name: &ObjectName) -> Columns {
        let name = last_name(name)?;
        match self.source(&name) {
            Some(source) => source.columns.clone(),
            None => {
                self.no_source(&name);
                None
            }
        }
    }

    fn joined(&mut self, from: &TableWithJoins) {
        self.table(&from.relation);
        for join in &from.joins {
            self.table(&join.relation);
            let constraint = match &join.join_operator {
                JoinOperator::Join(it)
                | JoinOperator::Inner(it)
                | JoinOperator::Left(it)
                | JoinOperator::LeftOuter(it)
                | JoinOperator::Right(it)
                | JoinOperator::RightOuter(it)
                | JoinOperator::FullOuter(it)
                | JoinOperator::CrossJoin(it)
                | JoinOperator::Semi(it)
                | JoinOperator::LeftSemi(it)
                | JoinOperator::RightSemi(it)
                | JoinOperator::Anti(it)
                | JoinOperator::LeftAnti(it)
                | JoinOperator::RightAnti(it) => it,
                _ => continue,
            };
            match constraint {
                JoinConstraint::On(expr) => self.names_in(expr),
                JoinConstraint::Using(names) => {
                    for name in names.iter().filter_map(last_name) {
                        if let Some(scope) = self.scopes.last_mut() {
                            scope.merged.push(name.clone());
                        }
                        self.column(&name, false);
                    }
                }
                JoinConstraint::Natural => {
                    if let Some(scope) = self.scopes.last_mut() {
                        scope.merges_all = true;
                    }
                }
                JoinConstraint::None => {}
            }
        }
    }

    fn table(&mut self, factor: &TableFactor) {
        match factor {
            TableFactor::Table {
                name, alias, args, ..
            } => {
                let columns = if args.is_some() {
                    self.names_in(args);
                    None
                } else {
                    self.named_table(name)
                };
                let own = last_name(name).unwrap_or_default();
                self.add_aliased(alias.as_ref(), own, columns);
            }
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                ..
            } => {
                // Only LATERAL sees what stands beside it.
                let beside = self.scopes.pop_if(|_| !lateral);
                let columns = self.query(subquery);
                self.scopes.extend(beside);
                self.add_aliased(alias.as_ref(), String::new(), columns);
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                self.joined(table_with_joins);
                if alias.is_some() {
                    self.add_aliased(alias.as_ref(), String::new(), None);
                }
            }
            TableFactor::Pivot { table, alias, .. } | TableFactor::Unpivot { table, alias, .. } => {
                self.table(table);
                self.add_aliased(alias.as_ref(), String::new(), None);
            }
            TableFactor::TableFunction { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::UNNEST { alias, .. } => {
                self.add_aliased(alias.as_ref(), String::new(), None);
            }
            // What is left is rare; whatever it gives is taken.
            _ => self.add_source(String::new(), None, None),
        }
    }

    fn named_table(&mut self, name: &ObjectName) -> Columns {
        let own = last_name(name)?;
        let cte = self.ctes.iter().rev().find(|(known, _)| *known == own);
        if let Some((_, columns)) = cte.filter(|_| name.0.len() == 1) {
            return columns.clone();
        }
        if let Some(table) = self.schema.table(&own) {
            return table.columns.clone();
        }
        // Tables every engine has, and columns that BigQuery unnests.
        let whole = name.to_string().to_lowercase();
        let system = [
            "information_schema",
            "sqlite_",
            "pg_catalog",
            "pg_",
            "sys.",
            "dual",
        ];
        let unnested = name.0.first().and_then(|it| it.as_ident());
        let unnested = unnested.is_some_and(|it| self.source(&it.value.to_lowercase()).is_some());
        if system.iter().any(|it| whole.starts_with(it)) || (name.0.len() > 1 && unnested) {
            return None;
        }
        let known = self.schema.tables.iter().map(|it| it.name.as_str());
        let near = near(&own, known.chain(self.ctes.iter().map(|it| it.0.as_str())));
        self.find("unknown-table", format!("there is no table `{own}`{near}"));
        None
    }

    fn add_aliased(&mut self, alias: Option<&TableAlias>, own: String, columns: Columns) {
        let Some(alias) = alias else {
            return self.add_source(own, None, columns);
        };
        let columns = renamed(columns, &alias_columns(alias));
        let name = alias.name.value.to_lowercase();
        let hidden = (own != name && !own.is_empty()).then_some(own);
        self.add_source(name, hidden, columns);
    }

    fn add_source(&mut self, name: String, hidden: Option<String>, columns: Columns) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.sources.push(Source {
                name,
                hidden,
                columns,
            });
        }
    }

    fn source(&self, name: &str) -> Option<&Source> {
        let mut scopes = self.scopes.iter().rev();
        scopes.find_map(|scope| scope.sources.iter().find(|it| it.name == name))
    }

    fn no_source(&mut self, name: &str) {
        let sources = || self.scopes.iter().rev().flat_map(|scope| &scope.sources);
        let hidden = sources().find(|it| it.hidden.as_deref() == Some(name));
        let words = match hidden {
            Some(source) => format!("`{name}` is called `{}` here", source.name),
            None => {
                let near = near(name, sources().map(|it| it.name.as_str()));
                format!("there is no table or alias `{name}` here{near}")
            }
        };
        self.find("unknown-table", words);
    }

    /// A column without a table before it.
    fn column(&mut self, name: &str, quoted: bool) {
        for scope in self.scopes.iter().rev() {
            let holders = scope.sources.iter().filter(|source| {
                let columns = source.columns.as_ref();
                columns.is_some_and(|list| list.iter().any(|it| it == name))
            });
            let holders: Vec<&str> = holders.map(|it| it.name.as_str()).collect();
            let merged = scope.merges_all || scope.merged.iter().any(|it| it == name);
            if scope.aliases.iter().any(|it| it == name) {
                return;
            }
            if holders.len() > 1 && !merged {
                let words = format!(
                    "`{name}` is in {}; the query does not say which is meant",
                    holders.join(" and in ")
                );
                return self.find("ambiguous-column", words);
            }
            // A whole row may be named by its table.
            let open = scope
                .sources
                .iter()
                .any(|it| it.columns.is_none() || it.name == name);
            if !holders.is_empty() || open {
                return;
            }
        }
        if quoted {
            let words = format!(
                "\"{name}\" in double quotes is read as a text; SQL's texts stand in single quotes"
            );
            return self.find("double-quoted-text", words);
        }
        if NO_COLUMNS.contains(&name) || (self.scopes.is_empty()) {
            return;
        }
        let known = self.scopes.iter().rev().flat_map(|scope| &scope.sources);
        let columns = known.filter_map(|it| it.columns.as_deref()).flatten();
        let near = near(name, columns.map(String::as_str));
        self.find(
            "unknown-column",
            format!("there is no column `{name}`{near}"),
        );
    }

    fn compound(&mut self, parts: &[Ident]) {
        let names: Vec<String> = parts.iter().map(|it| it.value.to_lowercase()).collect();
        let [.., table, column] = names.as_slice() else {
            return;
        };
        if let Some(source) = self.source(table) {
            let Some(columns) = &source.columns else {
                return;
            };
            if columns.contains(column) || NO_COLUMNS[25..].contains(&column.as_str()) {
                return;
            }
            let near = near(column, columns.iter().map(String::as_str));
            let shown = source
                .hidden
                .as_ref()
                .map_or_else(String::new, |it| format!(" ({it})"));
            let words = format!("`{table}`{shown} has no column `{column}`{near}");
            return self.find("unknown-column", words);
        }
        let first = &names[0];
        let has_fields = self.is_one_of(&[
            "bigquery",
            "clickhouse",
            "databricks",
            "duckdb",
            "hive",
            "postgresql",
            "snowflake",
            "spark",
        ]);
        let sources = || self.scopes.iter().flat_map(|scope| &scope.sources);
        if self.source(first).is_some() && names.len() > 2
            || has_fields
                && sources().any(|it| it.columns.as_ref().is_none_or(|list| list.contains(first)))
            || ["new", "old", "excluded", "inserted", "deleted"].contains(&table.as_str())
        {
            return;
        }
        self.no_source(table);
    }

    fn names_in(&mut self, node: &impl Visit) {
        let mut names = Names {
            resolver: self,
            inside: 0,
        };
        let _done: ControlFlow<()> = node.visit(&mut names);
    }

    fn is_one_of(&self, dialects: &[&str]) -> bool {
        dialects.contains(&self.dialect)
    }

    fn find(&mut self, mark: &'static str, words: String) {
        if self.findings.len() < 100 {
            self.findings.push(Finding::new(mark, words));
        }
    }
}

/// Walks an expression; hands subqueries to the resolver and leaves out what stands inside them.
struct Names<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    inside: usize,
}

impl Visitor for Names<'_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        if self.inside == 0 {
            self.resolver.query(query);
        }
        self.inside += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &Query) -> ControlFlow<()> {
        self.inside -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
            // What a lambda names is its own.
            Expr::Lambda(_) => self.inside += 1,
            _ if self.inside > 0 => {}
            Expr::Identifier(name) => {
                let texts = self.resolver.is_one_of(&["generic", "sqlite", "mysql"]);
                let quoted = texts && name.quote_style == Some('"');
                let variable = name.value.starts_with(['@', ':', '$', '?']);
                if !variable {
                    self.resolver.column(&name.value.to_lowercase(), quoted);
                }
            }
            Expr::CompoundIdentifier(parts) => self.resolver.compound(parts),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        if matches!(expr, Expr::Lambda(_)) {
            self.inside -= 1;
        }
        ControlFlow::Continue(())
    }
}

fn alias_columns(alias: &TableAlias) -> Vec<String> {
    let columns = alias.columns.iter();
    columns.map(|it| it.name.value.to_lowercase()).collect()
}

/// Columns with the names an alias gives to the first of them.
fn renamed(columns: Columns, names: &[String]) -> Columns {
    let mut columns = columns?;
    for (column, name) in columns.iter_mut().zip(names) {
        column.clone_from(name);
    }
    Some(columns)
}

/// The nearest of the known names, as the end of a sentence.
fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let mut best: Option<(f64, &str)> = None;
    for it in known
        .take(300)
        .filter(|it| !it.is_empty() && it.len() < 100)
    {
        let alike = strsim::jaro_winkler(name.get(..100).unwrap_or(name), it);
        if alike > 0.75 && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, it));
        }
    }
    best.map_or_else(String::new, |(_, it)| format!("; there is `{it}`"))
}
