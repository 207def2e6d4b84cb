//! The expressions directly below an expression. Subqueries are not among them: they have scopes of their own.

use sqlparser::ast::{
    AccessExpr, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause,
    FunctionArguments, OrderByExpr, Subscript, WindowSpec, WindowType,
};

/// Every expression directly below this one, in order.
pub(super) fn children(expr: &Expr) -> Vec<&Expr> {
    let mut found: Vec<&Expr> = Vec::new();
    match expr {
        Expr::CompoundFieldAccess { root, access_chain } => {
            found.push(root);
            for access in access_chain {
                match access {
                    // Why: what follows a dot is a field of a value, not a column.
                    AccessExpr::Dot(_) => {}
                    AccessExpr::Subscript(Subscript::Index { index }) => found.push(index),
                    AccessExpr::Subscript(Subscript::Slice {
                        lower_bound,
                        upper_bound,
                        stride,
                    }) => found.extend(lower_bound.iter().chain(upper_bound).chain(stride)),
                }
            }
        }
        Expr::JsonAccess { value, .. } => found.push(value),
        Expr::IsFalse(inner)
        | Expr::IsNotFalse(inner)
        | Expr::IsTrue(inner)
        | Expr::IsNotTrue(inner)
        | Expr::IsNull(inner)
        | Expr::IsNotNull(inner)
        | Expr::IsUnknown(inner)
        | Expr::IsNotUnknown(inner)
        | Expr::Nested(inner)
        | Expr::OuterJoin(inner)
        | Expr::Prior(inner) => found.push(inner),
        Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
            found.extend([&**left, &**right]);
        }
        Expr::IsJson { expr, .. }
        | Expr::IsNormalized { expr, .. }
        | Expr::UnaryOp { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::Extract { expr, .. }
        | Expr::Ceil { expr, .. }
        | Expr::Floor { expr, .. }
        | Expr::Collate { expr, .. }
        | Expr::Named { expr, .. }
        | Expr::InSubquery { expr, .. } => found.push(expr),
        Expr::Prefixed { value, .. } => found.push(value),
        Expr::Convert { expr, styles, .. } => {
            found.push(expr);
            found.extend(styles);
        }
        Expr::InList { expr, list, .. } => {
            found.push(expr);
            found.extend(list);
        }
        Expr::InUnnest {
            expr, array_expr, ..
        } => found.extend([&**expr, &**array_expr]),
        Expr::Between {
            expr, low, high, ..
        } => found.extend([&**expr, &**low, &**high]),
        Expr::BinaryOp { left, right, .. }
        | Expr::AnyOp { left, right, .. }
        | Expr::AllOp { left, right, .. } => found.extend([&**left, &**right]),
        Expr::Like {
            expr,
            pattern,
            escape_char,
            ..
        }
        | Expr::ILike {
            expr,
            pattern,
            escape_char,
            ..
        }
        | Expr::SimilarTo {
            expr,
            pattern,
            escape_char,
            ..
        } => {
            found.extend([&**expr, &**pattern]);
            found.extend(escape_char.as_deref());
        }
        Expr::RLike { expr, pattern, .. } => found.extend([&**expr, &**pattern]),
        Expr::AtTimeZone {
            timestamp,
            time_zone,
        } => found.extend([&**timestamp, &**time_zone]),
        Expr::Position { expr, r#in } => found.extend([&**expr, &**r#in]),
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            ..
        } => {
            found.push(expr);
            found.extend(substring_from.as_deref());
            found.extend(substring_for.as_deref());
        }
        Expr::Trim {
            trim_what,
            expr,
            trim_characters,
            ..
        } => {
            found.extend(trim_what.as_deref());
            found.push(expr);
            found.extend(trim_characters.iter().flatten());
        }
        Expr::Overlay {
            expr,
            overlay_what,
            overlay_from,
            overlay_for,
        } => {
            found.extend([&**expr, &**overlay_what, &**overlay_from]);
            found.extend(overlay_for.as_deref());
        }
        Expr::Function(function) => found.extend(arguments(function)),
        Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } => {
            found.extend(operand.as_deref());
            found.extend(
                conditions
                    .iter()
                    .flat_map(|when| [&when.condition, &when.result]),
            );
            found.extend(else_result.as_deref());
        }
        Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => {
            found.extend(sets.iter().flatten());
        }
        Expr::Tuple(items) => found.extend(items),
        Expr::Struct { values, .. } => found.extend(values),
        Expr::Dictionary(fields) => found.extend(fields.iter().map(|field| &*field.value)),
        Expr::Map(map) => found.extend(
            map.entries
                .iter()
                .flat_map(|entry| [&*entry.key, &*entry.value]),
        ),
        Expr::Array(array) => found.extend(&array.elem),
        Expr::Interval(interval) => found.push(&interval.value),
        Expr::MemberOf(member) => found.extend([&*member.value, &*member.array]),
        Expr::Identifier(_)
        | Expr::CompoundIdentifier(_)
        | Expr::Value(_)
        | Expr::TypedString(_)
        | Expr::Exists { .. }
        | Expr::Subquery(_)
        | Expr::MatchAgainst { .. }
        | Expr::Wildcard(_)
        | Expr::QualifiedWildcard(..)
        | Expr::Lambda(_) => {}
    }
    found
}

/// Arguments, FILTER, ORDER BY and the window of a call.
fn arguments(function: &Function) -> Vec<&Expr> {
    let mut found: Vec<&Expr> = Vec::new();
    for list in [&function.parameters, &function.args] {
        let FunctionArguments::List(list) = list else {
            continue;
        };
        found.extend(list.args.iter().filter_map(argument));
        for clause in &list.clauses {
            match clause {
                FunctionArgumentClause::Where(expr) | FunctionArgumentClause::Limit(expr) => {
                    found.push(expr);
                }
                FunctionArgumentClause::OrderBy(items) => found.extend(ordered(items)),
                _ => {}
            }
        }
    }
    found.extend(ordered(&function.within_group));
    found.extend(function.filter.as_deref());
    if let Some(WindowType::WindowSpec(window)) = &function.over {
        found.extend(windowed(window));
    }
    found
}

/// The expression of an argument; its name is no column.
pub(super) fn argument(argument: &FunctionArg) -> Option<&Expr> {
    let (FunctionArg::Named { arg, .. }
    | FunctionArg::ExprNamed { arg, .. }
    | FunctionArg::Unnamed(arg)) = argument;
    match arg {
        FunctionArgExpr::Expr(expr) => Some(expr),
        _ => None,
    }
}

fn ordered(items: &[OrderByExpr]) -> impl Iterator<Item = &Expr> {
    items.iter().map(|item| &item.expr)
}

/// PARTITION BY and ORDER BY of a window.
pub(super) fn windowed(window: &WindowSpec) -> impl Iterator<Item = &Expr> {
    window.partition_by.iter().chain(ordered(&window.order_by))
}
