//! The forms of queries: their names, what is said of them, and whether a query has the form it should have.

use serde::{Deserialize, Serialize};
use sqlparser::ast::{Expr, GroupByExpr, Query, Select, SetExpr, Statement, TableFactor};

use crate::sql::resolve::Report;

/// One form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// WHERE.
    Filter,
    /// One row of counts, sums or averages.
    Aggregate,
    /// GROUP BY, HAVING.
    Group,
    /// Two tables.
    Join,
    /// A query inside a query.
    Subquery,
    /// ORDER BY, LIMIT.
    Order,
    /// A column of dates.
    Date,
    /// UNION, EXCEPT, INTERSECT.
    SetOperation,
    /// Changes data.
    Update,
}

/// All of them, with their names.
pub(crate) const SHAPES: [(Shape, &str); 9] = [
    (Shape::Filter, "filter"),
    (Shape::Aggregate, "aggregate"),
    (Shape::Group, "group"),
    (Shape::Join, "join"),
    (Shape::Subquery, "subquery"),
    (Shape::Order, "order"),
    (Shape::Date, "date"),
    (Shape::SetOperation, "set-operation"),
    (Shape::Update, "update"),
];

/// How much a query holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// One thing.
    Easy,
    /// Two.
    Medium,
    /// More.
    Hard,
}

impl Difficulty {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }
}

impl Shape {
    pub(crate) fn name(self) -> &'static str {
        let known = SHAPES.iter().find(|(shape, _)| *shape == self);
        known.map_or("", |(_, name)| name)
    }

    /// What the model is told to write.
    pub(crate) fn brief(self, difficulty: Difficulty) -> &'static str {
        use Difficulty::{Easy, Hard, Medium};
        match (self, difficulty) {
            (Self::Filter, Easy) => "rows that meet one condition",
            (Self::Filter, Medium) => "rows that meet two conditions",
            (Self::Filter, Hard) => "rows that meet a range and another condition",
            (Self::Aggregate, Easy) => "one number over all rows (COUNT, SUM or AVG)",
            (Self::Aggregate, Medium) => "one number over the rows that meet a condition",
            (Self::Aggregate, Hard) => "two numbers over the rows that meet a condition",
            (Self::Group, Easy) => "a count for each group (GROUP BY)",
            (Self::Group, Medium) => "an average or sum for each group, in order",
            (Self::Group, Hard) => "the groups whose sum or count is above a limit (HAVING)",
            (Self::Join, Easy) => "columns of two tables (JOIN)",
            (Self::Join, Medium) => "columns of two tables under a condition (JOIN and WHERE)",
            (Self::Join, Hard) => "a number for each group over two tables (JOIN and GROUP BY)",
            (Self::Subquery, Easy) => "rows compared with a value over all rows (a subquery)",
            (Self::Subquery, Medium) => "rows found by a subquery with a condition",
            (Self::Subquery, Hard) => "rows for which others exist or do not (EXISTS)",
            (Self::Order, Easy) => "rows in order (ORDER BY)",
            (Self::Order, Medium) => "the first few rows in order (ORDER BY and LIMIT)",
            (Self::Order, Hard) => "the first few rows under a condition, in order",
            (Self::Date, Easy) => "rows since a day",
            (Self::Date, Medium) => "rows between two days",
            (Self::Date, Hard) => "a count for each year",
            (Self::SetOperation, Easy) => "rows of one condition and of another (UNION)",
            (Self::SetOperation, Medium) => "rows of one condition but not of another (EXCEPT)",
            (Self::SetOperation, Hard) => "rows that meet both of two queries (INTERSECT)",
            (Self::Update, Easy) => "a change of one value in one row (UPDATE)",
            (Self::Update, Medium) => "a change of one value in several rows (UPDATE)",
            (Self::Update, Hard) => "a change by calculation in several rows (UPDATE)",
        }
    }

    /// Why a statement does not have this form, if it does not.
    pub(crate) fn lacks(
        self,
        statement: &Statement,
        report: &Report,
        dates: &[String],
    ) -> Option<&'static str> {
        if self == Self::Update {
            return match statement {
                Statement::Update(update) if update.selection.is_some() => None,
                Statement::Update(_) => Some("the UPDATE needs a WHERE"),
                _ => Some("it must be an UPDATE"),
            };
        }
        let Statement::Query(query) = statement else {
            return Some("it must be a SELECT");
        };
        let has = match self {
            Self::Filter => select(query).is_some_and(|it| it.selection.is_some()),
            Self::Aggregate => calls_aggregate(query),
            Self::Group => select(query).is_some_and(groups),
            Self::Join => report.tables.len() > 1 && select(query).is_some_and(joins),
            Self::Subquery => nested(query),
            Self::Order => query.order_by.is_some(),
            Self::Date => dates.iter().any(|column| report.columns.contains(column)),
            Self::SetOperation => matches!(*query.body, SetExpr::SetOperation { .. }),
            Self::Update => true,
        };
        let words = match self {
            Self::Filter => "it needs a WHERE",
            Self::Aggregate => "it needs COUNT, SUM, AVG, MIN or MAX",
            Self::Group => "it needs a GROUP BY",
            Self::Join => "it must JOIN two tables",
            Self::Subquery => "it needs a query in brackets inside the query",
            Self::Order => "it needs an ORDER BY",
            Self::Date => "it must use the column of dates",
            Self::SetOperation => {
                "it must be two queries with UNION, EXCEPT or INTERSECT between them"
            }
            Self::Update => "",
        };
        (!has).then_some(words)
    }
}

fn select(query: &Query) -> Option<&Select> {
    query.body.as_select()
}

fn groups(select: &Select) -> bool {
    match &select.group_by {
        GroupByExpr::All(_) => true,
        GroupByExpr::Expressions(keys, _) => !keys.is_empty(),
    }
}

/// Two tables by JOIN, or by a comma and a condition.
fn joins(select: &Select) -> bool {
    select.from.iter().any(|tree| !tree.joins.is_empty())
        || select.from.len() > 1 && select.selection.is_some()
}

fn calls_aggregate(query: &Query) -> bool {
    select(query).is_some_and(|select| {
        select.projection.iter().any(|item| {
            let text = item.to_string().to_uppercase();
            ["COUNT(", "SUM(", "AVG(", "MIN(", "MAX(", "TOTAL("]
                .iter()
                .any(|name| text.contains(name))
        })
    })
}

/// A query in WHERE, HAVING, SELECT or FROM, or a CTE.
fn nested(query: &Query) -> bool {
    let Some(select) = select(query) else {
        return false;
    };
    let in_from = select.from.iter().any(|tree| {
        let derived = |factor: &TableFactor| matches!(factor, TableFactor::Derived { .. });
        derived(&tree.relation) || tree.joins.iter().any(|join| derived(&join.relation))
    });
    let text = |expr: &Expr| expr.to_string().to_uppercase().contains("(SELECT ");
    query.with.is_some()
        || in_from
        || select.selection.iter().chain(&select.having).any(text)
        || select
            .projection
            .iter()
            .any(|item| item.to_string().to_uppercase().contains("(SELECT "))
}
