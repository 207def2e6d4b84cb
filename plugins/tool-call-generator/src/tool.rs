//! A tool as an example defines it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use tunesmith_structured::{Field, fields};

/// One tool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    pub(crate) name: String,
    pub(crate) description: String,
    /// JSON Schema of the arguments.
    pub(crate) parameters: Value,
    /// As it goes into the example.
    pub(crate) definition: Value,
}

impl Tool {
    pub(crate) fn read(definition: &Value) -> Result<Self, String> {
        let function = definition.get("function").unwrap_or(definition);
        let name = function
            .get("name")
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let name = name.ok_or("a tool has no name")?.to_owned();
        let parameters = match function.get("parameters") {
            None | Some(Value::Null) => json!({"type": "object", "properties": {}}),
            Some(parameters @ Value::Object(_)) => parameters.clone(),
            Some(_) => return Err(format!("the parameters of `{name}` are no JSON Schema")),
        };
        let description = function
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Ok(Self {
            name,
            description: description.trim().trim_end_matches('.').to_owned(),
            parameters,
            definition: json!({"type": "function", "function": function}),
        })
    }

    /// The parameters, required ones first.
    pub(crate) fn fields(&self) -> Vec<Field> {
        let mut fields = fields(&self.parameters);
        fields.sort_by_key(|field| !field.required);
        fields
    }
}
