//! What a statement changes.

use sqlparser::ast::{Query, SetExpr, Statement};

/// The word for a statement that changes data or the schema.
pub(crate) fn writes(statement: &Statement) -> Option<&'static str> {
    match statement {
        Statement::Query(query) => query_writes(query),
        Statement::Explain { .. }
        | Statement::ExplainTable { .. }
        | Statement::ShowFunctions { .. }
        | Statement::ShowVariable { .. }
        | Statement::ShowStatus { .. }
        | Statement::ShowVariables { .. }
        | Statement::ShowCreate { .. }
        | Statement::ShowColumns { .. }
        | Statement::ShowDatabases { .. }
        | Statement::ShowSchemas { .. }
        | Statement::ShowTables { .. }
        | Statement::ShowViews { .. }
        | Statement::ShowCollation { .. }
        | Statement::Use(_)
        | Statement::Set(_)
        | Statement::Pragma { .. }
        | Statement::StartTransaction { .. }
        | Statement::Commit { .. }
        | Statement::Rollback { .. }
        | Statement::Savepoint { .. }
        | Statement::ReleaseSavepoint { .. }
        | Statement::Analyze(_)
        | Statement::Declare { .. }
        | Statement::Fetch { .. }
        | Statement::Execute { .. }
        | Statement::Prepare { .. }
        | Statement::Print(_) => None,
        // Why: a scratch table belongs to whoever asks.
        Statement::CreateTable(table) if table.temporary => None,
        other => Some(first_word(other)),
    }
}

fn query_writes(query: &Query) -> Option<&'static str> {
    let ctes = query.with.iter().flat_map(|with| &with.cte_tables);
    ctes.filter_map(|cte| body_writes(&cte.query.body))
        .next()
        .or_else(|| body_writes(&query.body))
}

fn body_writes(body: &SetExpr) -> Option<&'static str> {
    match body {
        SetExpr::Insert(_) => Some("INSERT"),
        SetExpr::Update(_) => Some("UPDATE"),
        SetExpr::Delete(_) => Some("DELETE"),
        SetExpr::Merge(_) => Some("MERGE"),
        SetExpr::Select(select) => select
            .into
            .as_ref()
            .filter(|into| !into.temporary)
            .map(|_| "SELECT INTO"),
        SetExpr::Query(query) => query_writes(query),
        SetExpr::SetOperation { .. } | SetExpr::Values(_) | SetExpr::Table(_) => None,
    }
}

/// Why: printing a statement to see its first word would triple the plugin's size.
fn first_word(statement: &Statement) -> &'static str {
    match statement {
        Statement::Insert(_) => "INSERT",
        Statement::Update(_) => "UPDATE",
        Statement::Delete(_) => "DELETE",
        Statement::Merge(_) => "MERGE",
        Statement::Truncate(_) => "TRUNCATE",
        Statement::Drop { .. }
        | Statement::DropFunction(_)
        | Statement::DropProcedure { .. }
        | Statement::DropTrigger(_) => "DROP",
        Statement::CreateTable(_) => "CREATE TABLE",
        Statement::CreateView(_) => "CREATE VIEW",
        Statement::CreateIndex(_) => "CREATE INDEX",
        Statement::AlterTable(_) => "ALTER TABLE",
        Statement::Grant(_) => "GRANT",
        Statement::Revoke(_) => "REVOKE",
        Statement::Call(_) => "CALL",
        _ => "a statement",
    }
}

#[cfg(test)]
mod tests {
    use super::writes;
    use crate::sql::dialect::Dialect;
    use crate::sql::parse::parse;

    #[test]
    fn what_changes_is_told() {
        let word = |text: &str| writes(&parse(text, Dialect::Generic).unwrap()[0]);
        assert_eq!(word("SELECT 1"), None);
        assert_eq!(word("EXPLAIN SELECT 1"), None);
        assert_eq!(word("DROP TABLE a"), Some("DROP"));
        assert_eq!(word("delete from a"), Some("DELETE"));
        assert_eq!(
            word("WITH x AS (DELETE FROM a RETURNING b) SELECT b FROM x"),
            Some("DELETE")
        );
        assert_eq!(word("SELECT a INTO b FROM c"), Some("SELECT INTO"));
        assert_eq!(word("CREATE TEMP TABLE x (a INT)"), None);
    }
}
