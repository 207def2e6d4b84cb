//! The settings and their schema.

use serde::Deserialize;
use serde_json::{Value, json};

/// Dialects that can be set; `sqlparser` knows them under these names.
pub(crate) const DIALECTS: [&str; 15] = [
    "generic",
    "ansi",
    "bigquery",
    "clickhouse",
    "databricks",
    "duckdb",
    "hive",
    "mssql",
    "mysql",
    "oracle",
    "postgresql",
    "redshift",
    "snowflake",
    "spark",
    "sqlite",
];

/// What a recipe may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The dialect answers are read in, where the metadata names none.
    pub dialect: String,
    /// The member of the metadata that holds the schema.
    pub schema_key: String,
    /// Whether statements that change data are fine whatever was asked.
    pub allow_writes: bool,
    /// Whether an answer may hold more than one statement.
    pub allow_several: bool,
    /// Whether an answer without SQL is wrong.
    pub expect_sql: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dialect: "generic".to_owned(),
            schema_key: "schema".to_owned(),
            allow_writes: false,
            allow_several: false,
            expect_sql: false,
        }
    }
}

impl Settings {
    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !DIALECTS.contains(&self.dialect.as_str()) {
            return Err(format!(
                "`dialect` is `{}`; the dialects are {}",
                self.dialect,
                DIALECTS.join(", ")
            ));
        }
        if self.schema_key.trim().is_empty() {
            return Err(
                "`schema_key` is empty; it names the member of the metadata that holds the schema"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// JSON Schema of [`Settings`].
pub(crate) fn schema() -> Value {
    let defaults = Settings::default();
    let flag = |description: &str, default: bool| json!({"description": description, "type": "boolean", "default": default});
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "dialect": {
                "description": "The dialect answers are read in. An example's metadata `dialect` comes first.",
                "type": "string", "enum": DIALECTS, "default": defaults.dialect
            },
            "schema_key": {
                "description": "The member of the metadata that holds the schema: CREATE TABLE statements, a list of them, or an object of tables with lists of columns.",
                "type": "string", "minLength": 1, "default": defaults.schema_key
            },
            "allow_writes": flag("Whether statements that change data or tables are fine whatever was asked.", defaults.allow_writes),
            "allow_several": flag("Whether an answer may hold more than one statement.", defaults.allow_several),
            "expect_sql": flag("Whether an answer without SQL is wrong. Examples of kind `sql` are always held to this.", defaults.expect_sql)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Settings, schema};

    #[test]
    fn the_schema_states_the_defaults() {
        tunesmith_plugin_sdk::testing::states_defaults::<Settings>(&schema());
    }
}
