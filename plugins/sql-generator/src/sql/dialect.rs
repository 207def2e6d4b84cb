//! The dialects: their names, their parsers, and in what they differ where names are looked up.

use sqlparser::dialect as parsers;

/// One dialect. `Generic` stands for "some dialect": what any of the others allows is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Generic,
    Ansi,
    BigQuery,
    ClickHouse,
    Databricks,
    DuckDb,
    Hive,
    MsSql,
    MySql,
    Oracle,
    PostgreSql,
    Redshift,
    Snowflake,
    Sqlite,
}

/// Names as settings and metadata give them.
pub(crate) const NAMES: [(&str, Dialect); 14] = [
    ("generic", Dialect::Generic),
    ("ansi", Dialect::Ansi),
    ("bigquery", Dialect::BigQuery),
    ("clickhouse", Dialect::ClickHouse),
    ("databricks", Dialect::Databricks),
    ("duckdb", Dialect::DuckDb),
    ("hive", Dialect::Hive),
    ("mssql", Dialect::MsSql),
    ("mysql", Dialect::MySql),
    ("oracle", Dialect::Oracle),
    ("postgresql", Dialect::PostgreSql),
    ("redshift", Dialect::Redshift),
    ("snowflake", Dialect::Snowflake),
    ("sqlite", Dialect::Sqlite),
];

/// Other words for them, as people and info strings of code blocks have them.
const OTHER_NAMES: [(&str, Dialect); 17] = [
    ("mariadb", Dialect::MySql),
    ("oracledb", Dialect::Oracle),
    ("pg", Dialect::PostgreSql),
    ("pgsql", Dialect::PostgreSql),
    ("pl/sql", Dialect::Oracle),
    ("plpgsql", Dialect::PostgreSql),
    ("plsql", Dialect::Oracle),
    ("postgres", Dialect::PostgreSql),
    ("psql", Dialect::PostgreSql),
    ("spark", Dialect::Databricks),
    ("sparksql", Dialect::Databricks),
    ("sql server", Dialect::MsSql),
    ("sqlite3", Dialect::Sqlite),
    ("sqlserver", Dialect::MsSql),
    ("standard", Dialect::Ansi),
    ("t-sql", Dialect::MsSql),
    ("tsql", Dialect::MsSql),
];

impl Dialect {
    /// The dialect of this name, whatever its case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let mut all = NAMES.iter().chain(&OTHER_NAMES);
        all.find(|(known, _)| *known == name)
            .map(|(_, dialect)| *dialect)
    }

    /// Its name in settings.
    pub(crate) fn name(self) -> &'static str {
        let known = NAMES.iter().find(|(_, dialect)| *dialect == self);
        known.map_or("generic", |(name, _)| name)
    }

    /// What tokenizes and parses it.
    pub(crate) fn parser(self) -> Box<dyn parsers::Dialect> {
        match self {
            Self::Generic => Box::new(parsers::GenericDialect {}),
            Self::Ansi => Box::new(parsers::AnsiDialect {}),
            Self::BigQuery => Box::new(parsers::BigQueryDialect {}),
            Self::ClickHouse => Box::new(parsers::ClickHouseDialect {}),
            Self::Databricks => Box::new(parsers::DatabricksDialect {}),
            Self::DuckDb => Box::new(parsers::DuckDbDialect {}),
            Self::Hive => Box::new(parsers::HiveDialect {}),
            Self::MsSql => Box::new(parsers::MsSqlDialect {}),
            Self::MySql => Box::new(parsers::MySqlDialect {}),
            Self::Oracle => Box::new(parsers::OracleDialect {}),
            Self::PostgreSql => Box::new(parsers::PostgreSqlDialect {}),
            Self::Redshift => Box::new(parsers::RedshiftSqlDialect {}),
            Self::Snowflake => Box::new(parsers::SnowflakeDialect {}),
            Self::Sqlite => Box::new(parsers::SQLiteDialect {}),
        }
    }

    /// A name between double quotes that is no column is a text. The other dialects of this kind are tokenized so already.
    pub(crate) fn quoted_name_may_be_text(self) -> bool {
        matches!(self, Self::Generic | Self::Sqlite)
    }

    /// WHERE may use the names that SELECT gives.
    pub(crate) fn alias_in_where(self) -> bool {
        use Dialect::{ClickHouse, Databricks, DuckDb, Generic, Redshift, Snowflake, Sqlite};
        matches!(
            self,
            Generic | Sqlite | Snowflake | DuckDb | ClickHouse | Databricks | Redshift
        )
    }

    /// GROUP BY may use the names that SELECT gives.
    pub(crate) fn alias_in_group(self) -> bool {
        !matches!(self, Self::MsSql | Self::Oracle | Self::Ansi)
    }

    /// HAVING may use the names that SELECT gives.
    pub(crate) fn alias_in_having(self) -> bool {
        self.alias_in_group() && self != Self::PostgreSql
    }

    /// Later items of SELECT may use the names of earlier ones.
    pub(crate) fn alias_in_select(self) -> bool {
        use Dialect::{ClickHouse, Databricks, DuckDb, Generic, Redshift, Snowflake};
        matches!(
            self,
            Generic | Snowflake | DuckDb | ClickHouse | Databricks | Redshift
        )
    }

    /// A column beside an aggregate must be grouped; elsewhere any row's value is taken.
    pub(crate) fn must_group(self) -> bool {
        !matches!(self, Self::Generic | Self::Sqlite)
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialect, NAMES};

    #[test]
    fn names_lead_there_and_back() {
        for (name, dialect) in NAMES {
            assert_eq!(Dialect::named(&name.to_uppercase()), Some(dialect));
            assert_eq!(dialect.name(), name);
        }
        assert_eq!(Dialect::named("Postgres"), Some(Dialect::PostgreSql));
        assert_eq!(Dialect::named("python"), None);
    }
}
