//! FROM: tables, aliases, joins, subqueries and functions that give tables.

use sqlparser::ast::{
    FunctionArg, Ident, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor,
    TableWithJoins,
};

use super::children::argument;
use super::query::named;
use super::scope::{Names, Output, Relation, Scope};
use super::{Kind, Resolver, last_part};
use crate::sql::near::nearest;

/// Schemas and tables that databases bring along.
const SYSTEM: [&str; 14] = [
    "all_tables",
    "dual",
    "information_schema",
    "pg_catalog",
    "pg_class",
    "pg_indexes",
    "pg_stat_activity",
    "pg_tables",
    "sqlite_master",
    "sqlite_schema",
    "sqlite_sequence",
    "sys",
    "systables",
    "user_tables",
];

impl Resolver {
    /// Adds a table and what is joined to it.
    pub(super) fn joined(
        &mut self,
        tree: &TableWithJoins,
        scope: &mut Scope<'_>,
        names: &Names<'_>,
    ) {
        let first = scope.relations.len();
        self.factor(&tree.relation, false, scope, names);
        for join in &tree.joins {
            let before = scope.relations.len();
            let applied = matches!(
                join.join_operator,
                JoinOperator::CrossApply | JoinOperator::OuterApply
            );
            self.factor(&join.relation, applied, scope, names);
            if let JoinOperator::AsOf {
                match_condition, ..
            } = &join.join_operator
            {
                self.expr(match_condition, scope, names);
            }
            match constraint(&join.join_operator) {
                Some(JoinConstraint::On(condition)) => {
                    self.expr(condition, scope, names);
                    if self.aggregates(condition) {
                        let words = "an aggregate stands in a join's condition".to_owned();
                        self.problem(Kind::Aggregate, words);
                    }
                }
                Some(JoinConstraint::Using(columns)) => {
                    for column in columns {
                        self.using(&last_part(column), first, before, scope);
                    }
                }
                Some(JoinConstraint::Natural) => {
                    let (left, right) = scope.relations.split_at_mut(before);
                    let left = left.get(first..).unwrap_or_default();
                    for relation in right {
                        let common = relation.columns.iter();
                        let common = common.filter(|name| left.iter().any(|it| it.has(name)));
                        relation.merged = common.cloned().collect();
                    }
                }
                Some(JoinConstraint::None) | None => {}
            }
        }
    }

    fn using(&mut self, column: &str, first: usize, before: usize, scope: &mut Scope<'_>) {
        let name = column.to_lowercase();
        let (left, right) = scope.relations.split_at_mut(before);
        let left = left.get(first..).unwrap_or_default();
        let in_left = left.iter().any(|it| it.open || it.has(&name));
        let in_right = right.iter().any(|it| it.open || it.has(&name));
        for relation in right.iter_mut() {
            relation.merged.insert(name.clone());
        }
        let lacking = match (in_left, in_right) {
            (true, true) => return,
            (false, _) => left,
            (_, false) => right,
        };
        let shown: Vec<&str> = lacking.iter().map(Relation::shown).collect();
        let words = format!("USING ({column}): {} has no such column", shown.join(", "));
        self.problem(Kind::UnknownColumn, words);
    }

    fn factor(
        &mut self,
        factor: &TableFactor,
        applied: bool,
        scope: &mut Scope<'_>,
        names: &Names<'_>,
    ) {
        let relation = match factor {
            TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => self.relation(name, alias.as_ref(), names),
            TableFactor::Table {
                name,
                alias,
                args: Some(args),
                ..
            } => {
                self.arguments(&args.args, scope, names);
                unknown(alias.as_ref(), &last_part(name))
            }
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                ..
            } => {
                let output = if *lateral || applied {
                    self.query(subquery, Some(&*scope), names)
                } else {
                    self.query(subquery, scope.outer, names)
                };
                of_output(output, alias.as_ref(), "")
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => return self.joined(table_with_joins, scope, names),
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                let mut inner = Scope::inside(scope.outer);
                self.joined(table_with_joins, &mut inner, names);
                of_output(inner.all(), alias.as_ref(), "")
            }
            TableFactor::Function {
                name, args, alias, ..
            } => {
                self.arguments(args, scope, names);
                unknown(alias.as_ref(), &last_part(name))
            }
            TableFactor::TableFunction { expr, alias } => {
                self.expr(expr, scope, names);
                unknown(alias.as_ref(), "")
            }
            TableFactor::UNNEST {
                alias, array_exprs, ..
            } => {
                for expr in array_exprs {
                    self.expr(expr, scope, names);
                }
                unknown(alias.as_ref(), "")
            }
            TableFactor::Pivot { table, alias, .. }
            | TableFactor::Unpivot { table, alias, .. }
            | TableFactor::MatchRecognize { table, alias, .. } => {
                let mut inner = Scope::inside(scope.outer);
                self.factor(table, false, &mut inner, names);
                unknown(alias.as_ref(), "")
            }
            TableFactor::JsonTable { alias, .. }
            | TableFactor::OpenJsonTable { alias, .. }
            | TableFactor::XmlTable { alias, .. } => unknown(alias.as_ref(), ""),
            _ => unknown(None, ""),
        };
        scope.relations.push(relation);
    }

    fn arguments(&mut self, args: &[FunctionArg], scope: &Scope<'_>, names: &Names<'_>) {
        for expr in args.iter().filter_map(argument) {
            self.expr(expr, scope, names);
        }
    }

    /// The relation of a table's name: a CTE, a table of the schema, one of the database's own, or none.
    pub(super) fn relation(
        &mut self,
        name: &ObjectName,
        alias: Option<&TableAlias>,
        names: &Names<'_>,
    ) -> Relation {
        let key = last_part(name).to_lowercase();
        if name.0.len() == 1
            && let Some(output) = names.find(&key)
        {
            return of_output(output.clone(), alias, &key);
        }
        if let Some(table) = self.catalog.table(&key) {
            self.report.tables.insert(key.clone());
            let output = Output {
                names: table.columns.iter().map(|it| it.name.clone()).collect(),
                open: table.open,
            };
            let primary = table.key.clone();
            let mut relation = of_output(output, alias, &key);
            (relation.key, relation.table) = (primary, key);
            return relation;
        }
        let system = name.0.iter().filter_map(|part| part.as_ident());
        let system = system
            .map(|ident| ident.value.to_lowercase())
            .any(|part| SYSTEM.contains(&part.as_str()) || part.starts_with(['@', '#', '$', ':']));
        if self.known && !system {
            let tables = self.catalog.tables.values();
            let tables = tables.map(|table| table.name.as_str());
            let near = nearest(&key, tables.chain(names.all()));
            let near = near.map(|near| format!("; did you mean `{near}`?"));
            let words = format!("there is no table `{name}`{}", near.unwrap_or_default());
            self.problem(Kind::UnknownTable, words);
        }
        unknown(alias, &key)
    }
}

/// A relation of which only the name is known.
fn unknown(alias: Option<&TableAlias>, name: &str) -> Relation {
    of_output(Output::unknown(), alias, name)
}

fn of_output(output: Output, alias: Option<&TableAlias>, name: &str) -> Relation {
    let given: Vec<String> = alias
        .iter()
        .flat_map(|alias| &alias.columns)
        .map(|column| column.name.value.clone())
        .collect();
    let name = alias.map_or(name, |alias| alias.name.value.as_str());
    let output = named(output, &given);
    Relation {
        name: name.to_lowercase(),
        columns: output.names.iter().map(|it| it.to_lowercase()).collect(),
        open: output.open,
        ..Relation::default()
    }
}

fn constraint(operator: &JoinOperator) -> Option<&JoinConstraint> {
    use JoinOperator as J;
    match operator {
        J::Join(it)
        | J::Inner(it)
        | J::Left(it)
        | J::LeftOuter(it)
        | J::Right(it)
        | J::RightOuter(it)
        | J::FullOuter(it)
        | J::CrossJoin(it)
        | J::Semi(it)
        | J::LeftSemi(it)
        | J::RightSemi(it)
        | J::Anti(it)
        | J::LeftAnti(it)
        | J::RightAnti(it)
        | J::StraightJoin(it)
        | J::AsOf { constraint: it, .. } => Some(it),
        J::CrossApply | J::OuterApply | J::ArrayJoin | J::LeftArrayJoin | J::InnerArrayJoin => None,
    }
}

/// A table's name as an object name, for statements that have a bare one.
pub(super) fn object(name: &str) -> ObjectName {
    ObjectName::from(vec![Ident::new(name)])
}
