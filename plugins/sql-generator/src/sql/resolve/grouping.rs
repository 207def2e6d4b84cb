//! Aggregates and groups: what may stand beside an aggregate.
//!
//! Two expressions are the same if their texts are, whatever the case and whichever alias stands before a column.

use std::collections::BTreeSet;

use sqlparser::ast::{
    Expr, Function, FunctionArguments, GroupByExpr, OrderBy, Select, SelectItem, Value,
};

use super::children::children;
use super::expr::Found;
use super::query::order_exprs;
use super::scope::Scope;
use super::{Kind, Resolver};

const AGGREGATES: [&str; 52] = [
    "any_value",
    "approx_count_distinct",
    "approx_distinct",
    "approx_quantiles",
    "array_agg",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "checksum_agg",
    "collect_list",
    "collect_set",
    "corr",
    "count",
    "count_big",
    "count_if",
    "countif",
    "covar_pop",
    "covar_samp",
    "every",
    "group_concat",
    "grouping",
    "json_agg",
    "json_arrayagg",
    "json_group_array",
    "json_group_object",
    "json_object_agg",
    "jsonb_agg",
    "jsonb_object_agg",
    "listagg",
    "logical_and",
    "logical_or",
    "max",
    "median",
    "min",
    "mode",
    "percentile_cont",
    "percentile_disc",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "stdev",
    "string_agg",
    "sum",
    "total",
    "var",
    "var_pop",
    "var_samp",
    "variance",
    "xmlagg",
];

impl Resolver {
    /// A call that makes one value of many rows. `MIN(a, b)` and a call with OVER do not.
    pub(super) fn is_aggregate(&self, function: &Function) -> bool {
        if function.over.is_some() {
            return false;
        }
        let name = super::last_part(&function.name).to_lowercase();
        let several = match &function.args {
            FunctionArguments::List(list) => list.args.len() > 1,
            _ => false,
        };
        AGGREGATES.binary_search(&name.as_str()).is_ok()
            && !(several && matches!(name.as_str(), "min" | "max"))
    }

    /// An aggregate stands in this expression, outside of subqueries.
    pub(super) fn aggregates(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Function(function) if self.is_aggregate(function) => true,
            other => children(other).into_iter().any(|it| self.aggregates(it)),
        }
    }

    /// Columns beside aggregates and groups must be grouped themselves.
    pub(super) fn check_groups(
        &mut self,
        select: &Select,
        order: Option<&OrderBy>,
        scope: &Scope<'_>,
    ) {
        let GroupByExpr::Expressions(grouped, _) = &select.group_by else {
            return;
        };
        let selected: Vec<&Expr> = select.projection.iter().filter_map(item).collect();
        let having = select.having.iter();
        let checked: Vec<&Expr> = selected
            .iter()
            .copied()
            .chain(having)
            .chain(order_exprs(order))
            .collect();
        if grouped.is_empty() && !checked.iter().any(|expr| self.aggregates(expr)) {
            return;
        }
        let mut keys = BTreeSet::new();
        for expr in grouped {
            self.add_keys(expr, select, scope, &mut keys);
        }
        // Why: a grouped primary key settles the other columns of its table.
        let settled: Vec<bool> = scope
            .relations
            .iter()
            .enumerate()
            .map(|(at, relation)| {
                let has = |column: &String| keys.contains(&format!("{at}.{column}"));
                !relation.key.is_empty() && relation.key.iter().all(has)
            })
            .collect();
        let found = checked
            .into_iter()
            .find_map(|expr| self.ungrouped(expr, scope, &keys, &settled));
        if let Some(column) = found {
            let words = if grouped.is_empty() {
                format!("`{column}` stands beside an aggregate without GROUP BY")
            } else {
                format!("`{column}` is neither grouped nor inside an aggregate")
            };
            self.problem(Kind::Ungrouped, words);
        }
    }

    fn add_keys(
        &self,
        expr: &Expr,
        select: &Select,
        scope: &Scope<'_>,
        keys: &mut BTreeSet<String>,
    ) {
        match expr {
            Expr::Tuple(_) | Expr::Rollup(_) | Expr::Cube(_) | Expr::GroupingSets(_) => {
                for below in children(expr) {
                    self.add_keys(below, select, scope, keys);
                }
            }
            Expr::Nested(inner) => self.add_keys(inner, select, scope, keys),
            Expr::Value(value) => {
                if let Value::Number(digits, _) = &value.value
                    && let Ok(at) = digits.parse::<usize>()
                    && let Some(expr) = select.projection.get(at.wrapping_sub(1)).and_then(item)
                {
                    keys.insert(self.key(expr, scope));
                }
            }
            other => {
                keys.insert(self.key(other, scope));
                if let Expr::Identifier(ident) = other {
                    let meant = select.projection.iter().find_map(|it| match it {
                        SelectItem::ExprWithAlias { expr, alias }
                            if alias.value.eq_ignore_ascii_case(&ident.value) =>
                        {
                            Some(expr)
                        }
                        _ => None,
                    });
                    keys.extend(meant.map(|expr| self.key(expr, scope)));
                }
            }
        }
    }

    /// The first column that is neither grouped nor aggregated.
    fn ungrouped(
        &self,
        expr: &Expr,
        scope: &Scope<'_>,
        keys: &BTreeSet<String>,
        settled: &[bool],
    ) -> Option<String> {
        if keys.contains(&self.key(expr, scope)) {
            return None;
        }
        match expr {
            Expr::Function(function) if self.is_aggregate(function) => None,
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                let at = self.place(expr, scope)?;
                let free = settled.get(at).copied().unwrap_or(true);
                (!free).then(|| expr.to_string())
            }
            other => children(other)
                .into_iter()
                .find_map(|it| self.ungrouped(it, scope, keys, settled)),
        }
    }

    /// The relation of this very SELECT that a column belongs to.
    fn place(&self, expr: &Expr, scope: &Scope<'_>) -> Option<usize> {
        match expr {
            Expr::Identifier(ident) => match self.find(&ident.value.to_lowercase(), scope) {
                Found::Here(at) => Some(at),
                _ => None,
            },
            Expr::CompoundIdentifier(parts) => {
                let [.., qualifier, column] = parts.as_slice() else {
                    return None;
                };
                let table = qualifier.value.to_lowercase();
                let at = scope.relations.iter().position(|it| it.name == table)?;
                scope.relations[at]
                    .has(&column.value.to_lowercase())
                    .then_some(at)
            }
            _ => None,
        }
    }

    /// What makes two expressions the same.
    fn key(&self, expr: &Expr, scope: &Scope<'_>) -> String {
        match (expr, self.place(expr, scope)) {
            (Expr::Identifier(ident), Some(at)) => format!("{at}.{}", ident.value.to_lowercase()),
            (Expr::CompoundIdentifier(parts), Some(at)) => {
                let column = parts.last().map(|it| it.value.to_lowercase());
                format!("{at}.{}", column.unwrap_or_default())
            }
            (Expr::Nested(inner), _) => self.key(inner, scope),
            // Why: texts of large expressions at every level would take quadratic time.
            (Expr::BinaryOp { .. }, _) if deep(expr, 12) => String::new(),
            (other, _) => bare(&other.to_string()),
        }
    }
}

/// Deeper than so many operators.
fn deep(expr: &Expr, left: usize) -> bool {
    match (expr, left) {
        (_, 0) => true,
        (Expr::BinaryOp { left: inner, .. }, _) => deep(inner, left - 1),
        _ => false,
    }
}

/// The text in lower case, without the qualifiers of columns.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.to_lowercase().chars() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
        } else if letter == '.' && word.starts_with(|it: char| it.is_alphabetic() || it == '_') {
            word.clear();
        } else {
            out.push_str(&word);
            word.clear();
            out.push(letter);
        }
    }
    out + &word
}

fn item(item: &SelectItem) -> Option<&Expr> {
    match item {
        SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => Some(expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{AGGREGATES, bare};

    #[test]
    fn texts_are_compared_without_qualifiers() {
        assert!(AGGREGATES.is_sorted());
        assert_eq!(bare("YEAR(o.Placed) + 1.5"), "year(placed) + 1.5");
    }
}
