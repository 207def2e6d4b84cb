//! The seed record: a schema, and what may be known about the data behind it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::sql::catalog::{Catalog, quoted};
use crate::sql::ddl_text::read_into;
use crate::sql::dialect::Dialect;

const SHAPE: &str = "a seed for sql-generator is {\"schema\": CREATE TABLE statements, \"dialect\"?, \"topic\"?, \"values\"?: {\"table.column\": [values]}}";

/// What a seed holds. Further members are ignored.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    pub(crate) schema: String,
    pub(crate) dialect: Dialect,
    pub(crate) topic: String,
    pub(crate) catalog: Catalog,
    /// Values that occur, as SQL has them, by `table.column` in lower case.
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

impl Seed {
    /// Reads a seed record; the error says what it must look like.
    pub(crate) fn read(record: Option<&Value>, dialect: Dialect) -> Result<Self, String> {
        let record = record.ok_or_else(|| format!("the task has no seed record; {SHAPE}"))?;
        let wrong = |why: &str| format!("the seed record can not be used: {why}; {SHAPE}");
        let schema = record.get("schema").and_then(Value::as_str);
        let schema = schema.map(str::trim).filter(|text| !text.is_empty());
        let schema = schema.ok_or_else(|| wrong("it has no text `schema`"))?;
        let dialect = match record.get("dialect").filter(|it| !it.is_null()) {
            None => dialect,
            Some(name) => name
                .as_str()
                .and_then(Dialect::named)
                .ok_or_else(|| wrong(&format!("`dialect` is {name}, which is not known")))?,
        };
        let mut catalog = Catalog::default();
        read_into(&mut catalog, schema, dialect);
        if catalog
            .tables
            .values()
            .all(|table| table.columns.is_empty())
        {
            return Err(wrong("`schema` has no CREATE TABLE with columns"));
        }
        let mut values = BTreeMap::new();
        let given = record.get("values").and_then(Value::as_object);
        for (name, list) in given.into_iter().flatten() {
            let list = list.as_array().into_iter().flatten();
            let list: Vec<String> = list.filter_map(literal).collect();
            if !list.is_empty() {
                values.insert(name.to_lowercase(), list);
            }
        }
        let topic = record.get("topic").and_then(Value::as_str);
        Ok(Self {
            schema: schema.to_owned(),
            dialect,
            topic: topic.unwrap_or_default().trim().to_owned(),
            catalog,
            values,
        })
    }
}

fn literal(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(quoted(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
