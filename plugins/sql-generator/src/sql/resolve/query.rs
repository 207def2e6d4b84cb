//! Queries: CTEs, SELECT with its clauses, set operations, VALUES.

use sqlparser::ast::{
    Cte, Distinct, Expr, GroupByExpr, LimitClause, NamedWindowExpr, OrderBy, OrderByKind, Query,
    Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, SetOperator, SetQuantifier,
    Value, WildcardAdditionalOptions, With,
};

use super::children::windowed;
use super::scope::{Names, Output, Relation, Scope};
use super::tables::object;
use super::{Kind, Report, Resolver};
use crate::sql::dialect::Dialect;

impl Resolver {
    /// Looks up every name of a query and gives its columns.
    pub(super) fn query(
        &mut self,
        query: &Query,
        outer: Option<&Scope<'_>>,
        names: &Names<'_>,
    ) -> Output {
        let mut inner = Names::inside(names);
        for (with, cte) in ctes(query) {
            let output = self.cte(with, cte, outer, &inner);
            inner
                .ctes
                .push((cte.alias.name.value.to_lowercase(), output));
        }
        let output = self.body(&query.body, query.order_by.as_ref(), outer, &inner);
        if let Some(LimitClause::LimitOffset { limit_by, .. }) = &query.limit_clause
            && !limit_by.is_empty()
        {
            return Output::unknown();
        }
        if query.pipe_operators.is_empty() {
            output
        } else {
            // Why: pipes change the columns step by step; they are left out.
            Output::unknown()
        }
    }

    fn cte(
        &mut self,
        with: &With,
        cte: &Cte,
        outer: Option<&Scope<'_>>,
        names: &Names<'_>,
    ) -> Output {
        let name = cte.alias.name.value.to_lowercase();
        let given: Vec<String> = cte
            .alias
            .columns
            .iter()
            .map(|column| column.name.value.clone())
            .collect();
        let recursive = with.recursive
            || matches!(
                self.dialect,
                Dialect::MsSql | Dialect::Oracle | Dialect::Generic
            );
        let mut inner = Names::inside(names);
        if recursive && let SetExpr::SetOperation { left, .. } = &*cte.query.body {
            let seed = if given.is_empty() {
                self.quietly(|resolver| resolver.body(left, None, outer, names))
            } else {
                named(Output::default(), &given)
            };
            inner.ctes.push((name, seed));
        }
        let output = self.query(&cte.query, outer, &inner);
        if given.is_empty() {
            return output;
        }
        if !output.open && output.names.len() != given.len() {
            let words = format!(
                "`{}` names {} columns, its query gives {}",
                cte.alias.name.value,
                given.len(),
                output.names.len()
            );
            self.problem(Kind::Width, words);
        }
        named(Output::default(), &given)
    }

    /// Works something out without reporting.
    fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let report: Report = self.report.clone();
        let result = work(self);
        self.report = report;
        result
    }

    fn body(
        &mut self,
        body: &SetExpr,
        order: Option<&OrderBy>,
        outer: Option<&Scope<'_>>,
        names: &Names<'_>,
    ) -> Output {
        let output = match body {
            SetExpr::Select(select) => return self.select(select, order, outer, names),
            SetExpr::Query(query) => self.query(query, outer, names),
            SetExpr::SetOperation {
                left,
                op,
                right,
                set_quantifier,
            } => {
                let left = self.body(left, None, outer, names);
                let right = self.body(right, None, outer, names);
                self.set_operation(*op, *set_quantifier, left, &right)
            }
            SetExpr::Values(values) => {
                let scope = Scope::inside(outer);
                let widths: Vec<usize> = values.rows.iter().map(|row| row.content.len()).collect();
                for row in &values.rows {
                    for expr in &row.content {
                        self.expr(expr, &scope, names);
                    }
                }
                let width = widths.first().copied().unwrap_or(0);
                if widths.iter().any(|other| *other != width) {
                    self.problem(Kind::Width, "rows of VALUES differ in length".to_owned());
                }
                Output {
                    names: (1..=width).map(|at| format!("column{at}")).collect(),
                    open: false,
                }
            }
            SetExpr::Table(table) => {
                let name = table.table_name.clone().unwrap_or_default();
                let mut scope = Scope::inside(outer);
                let relation = self.relation(&object(&name), None, names);
                scope.relations.push(relation);
                scope.all()
            }
            SetExpr::Insert(statement)
            | SetExpr::Update(statement)
            | SetExpr::Delete(statement)
            | SetExpr::Merge(statement) => {
                self.change(statement, names);
                Output::unknown()
            }
        };
        self.order_of_output(order, &output, outer, names);
        output
    }

    fn set_operation(
        &mut self,
        op: SetOperator,
        quantifier: SetQuantifier,
        left: Output,
        right: &Output,
    ) -> Output {
        use SetQuantifier::{AllByName, ByName, DistinctByName};
        if matches!(quantifier, ByName | AllByName | DistinctByName) {
            return Output::unknown();
        }
        if !left.open && !right.open && left.names.len() != right.names.len() {
            let words = format!(
                "{op} joins queries of {} and {} columns",
                left.names.len(),
                right.names.len()
            );
            self.problem(Kind::Width, words);
        }
        left
    }

    fn select(
        &mut self,
        select: &Select,
        order: Option<&OrderBy>,
        outer: Option<&Scope<'_>>,
        names: &Names<'_>,
    ) -> Output {
        let mut scope = Scope::inside(outer);
        for tree in &select.from {
            self.joined(tree, &mut scope, names);
        }
        for view in &select.lateral_views {
            self.expr(&view.lateral_view, &scope, names);
            scope.relations.push(Relation {
                name: super::last_part(&view.lateral_view_name).to_lowercase(),
                open: true,
                ..Relation::default()
            });
        }
        let output = self.projection(select, &mut scope, names);
        let aliases = given_names(select);
        let see = |scope: &mut Scope<'_>, seen: bool| {
            scope.aliases = if seen { aliases.clone() } else { Vec::new() };
        };
        see(&mut scope, self.dialect.alias_in_where());
        for condition in select.selection.iter().chain(&select.prewhere) {
            self.expr(condition, &scope, names);
            if self.aggregates(condition) {
                let words = "an aggregate stands in WHERE; its place is HAVING".to_owned();
                self.problem(Kind::Aggregate, words);
            }
        }
        see(&mut scope, self.dialect.alias_in_group());
        if let GroupByExpr::Expressions(keys, _) = &select.group_by {
            for key in keys {
                self.position(key, "GROUP BY", &output);
                self.expr(key, &scope, names);
                if self.aggregates(key) {
                    let words = "an aggregate stands in GROUP BY".to_owned();
                    self.problem(Kind::Aggregate, words);
                }
            }
        }
        see(&mut scope, self.dialect.alias_in_having());
        if let Some(condition) = &select.having {
            self.expr(condition, &scope, names);
        }
        see(&mut scope, true);
        for expr in select
            .qualify
            .iter()
            .chain(&select.cluster_by)
            .chain(&select.distribute_by)
        {
            self.expr(expr, &scope, names);
        }
        for window in &select.named_window {
            if let NamedWindowExpr::WindowSpec(window) = &window.1 {
                for expr in windowed(window) {
                    self.expr(expr, &scope, names);
                }
            }
        }
        for item in &select.sort_by {
            self.expr(&item.expr, &scope, names);
        }
        if let Some(Distinct::On(exprs)) = &select.distinct {
            for expr in exprs {
                self.expr(expr, &scope, names);
            }
        }
        for expr in order_exprs(order) {
            self.position(expr, "ORDER BY", &output);
            self.expr(expr, &scope, names);
        }
        self.check_groups(select, order, &scope);
        output
    }

    fn projection(&mut self, select: &Select, scope: &mut Scope<'_>, names: &Names<'_>) -> Output {
        let mut output = Output::default();
        for item in &select.projection {
            match item {
                SelectItem::UnnamedExpr(expr) => {
                    self.expr(expr, scope, names);
                    output.names.push(self.name_of(expr));
                }
                SelectItem::ExprWithAlias { expr, alias } => {
                    self.expr(expr, scope, names);
                    output.names.push(alias.value.clone());
                    if self.dialect.alias_in_select() {
                        scope.aliases.push(alias.value.to_lowercase());
                    }
                }
                SelectItem::ExprWithAliases { expr, aliases } => {
                    self.expr(expr, scope, names);
                    output
                        .names
                        .extend(aliases.iter().map(|alias| alias.value.clone()));
                }
                SelectItem::Wildcard(options) => {
                    let all = scope.all();
                    output.names.extend(all.names);
                    output.open |= all.open || has_options(options);
                }
                SelectItem::QualifiedWildcard(kind, options) => {
                    output.open |= has_options(options);
                    match kind {
                        SelectItemQualifiedWildcardKind::ObjectName(name) => {
                            match self.star(name, scope) {
                                Some(at) => {
                                    let relation = &scope.relations[at];
                                    output.names.extend(relation.columns.iter().cloned());
                                    output.open |= relation.open;
                                }
                                None => output.open = true,
                            }
                        }
                        SelectItemQualifiedWildcardKind::Expr(expr) => {
                            self.expr(expr, scope, names);
                            output.open = true;
                        }
                    }
                }
            }
        }
        output.open |= select.projection.is_empty();
        scope.aliases.clear();
        output
    }

    /// What the column of an expression without a name is called.
    fn name_of(&self, expr: &Expr) -> String {
        match expr {
            Expr::Identifier(ident) => ident.value.clone(),
            Expr::CompoundIdentifier(parts) => {
                parts.last().map_or_else(String::new, |it| it.value.clone())
            }
            Expr::Nested(inner) => self.name_of(inner),
            Expr::Cast { expr, .. } if self.dialect == Dialect::PostgreSql => self.name_of(expr),
            Expr::Function(function)
                if matches!(self.dialect, Dialect::PostgreSql | Dialect::Redshift) =>
            {
                super::last_part(&function.name)
            }
            other => other.to_string(),
        }
    }

    /// `ORDER BY 3` needs a third column.
    fn position(&mut self, expr: &Expr, clause: &str, output: &Output) {
        let Expr::Value(value) = expr else { return };
        let Value::Number(digits, _) = &value.value else {
            return;
        };
        let at: usize = digits.parse().unwrap_or(1);
        let count = output.names.len();
        if !output.open && (at == 0 || at > count) {
            let words = format!("{clause} {at}: there are {count} columns");
            self.problem(Kind::UnknownColumn, words);
        }
    }

    /// ORDER BY after a set operation sees the columns of the result alone.
    fn order_of_output(
        &mut self,
        order: Option<&OrderBy>,
        output: &Output,
        outer: Option<&Scope<'_>>,
        names: &Names<'_>,
    ) {
        let mut scope = Scope::inside(outer);
        scope.relations.push(Relation {
            columns: output.names.iter().map(|it| it.to_lowercase()).collect(),
            open: output.open,
            ..Relation::default()
        });
        for expr in order_exprs(order) {
            self.position(expr, "ORDER BY", output);
            // Why: `t.name` after UNION means the column `name` in some dialects.
            if !matches!(expr, Expr::CompoundIdentifier(_)) {
                self.expr(expr, &scope, names);
            }
        }
    }
}

fn ctes(query: &Query) -> impl Iterator<Item = (&With, &Cte)> {
    let with = query.with.iter();
    with.flat_map(|with| with.cte_tables.iter().map(move |cte| (with, cte)))
}

/// The output with these names in front.
pub(super) fn named(mut output: Output, given: &[String]) -> Output {
    let rest = output.names.split_off(given.len().min(output.names.len()));
    output.names = given.iter().cloned().chain(rest).collect();
    output
}

/// Names that SELECT gives, in lower case.
fn given_names(select: &Select) -> Vec<String> {
    let mut names = Vec::new();
    for item in &select.projection {
        match item {
            SelectItem::ExprWithAlias { alias, .. } => names.push(alias.value.to_lowercase()),
            SelectItem::ExprWithAliases { aliases, .. } => {
                names.extend(aliases.iter().map(|alias| alias.value.to_lowercase()));
            }
            _ => {}
        }
    }
    names
}

/// EXCEPT, REPLACE, RENAME: the columns are not those of the tables.
fn has_options(options: &WildcardAdditionalOptions) -> bool {
    options.opt_ilike.is_some()
        || options.opt_exclude.is_some()
        || options.opt_except.is_some()
        || options.opt_replace.is_some()
        || options.opt_rename.is_some()
}

/// What is ordered by.
pub(super) fn order_exprs(order: Option<&OrderBy>) -> impl Iterator<Item = &Expr> {
    let items = order.and_then(|order| match &order.kind {
        OrderByKind::Expressions(items) => Some(items),
        OrderByKind::All(_) => None,
    });
    items.into_iter().flatten().map(|item| &item.expr)
}
