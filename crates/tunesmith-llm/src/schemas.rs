//! Checks values against JSON Schemas, offline: a schema that refers to something elsewhere is an invalid one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::Value;
use tunesmith_core::JsonText;

use crate::secret::cut;

/// A run has a handful of schemas; a plugin that makes one per row must not fill the memory.
const MOST_KEPT: usize = 256;

/// How many errors of one value are told; a model corrects no more at once.
const MOST_ERRORS: usize = 4;

/// Why a value was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// The value breaks the schema: what and where, a sentence each.
    Value(Vec<String>),
    /// The schema itself is unusable.
    Schema(String),
}

/// Compiled schemas by their text.
#[derive(Default)]
pub(crate) struct Schemas {
    compiled: Mutex<HashMap<String, Arc<Result<Validator, String>>>>,
}

impl Schemas {
    pub(crate) fn check(&self, schema: &JsonText, value: &Value) -> Result<(), Mismatch> {
        match &*self.compile(schema) {
            Err(why) => Err(Mismatch::Schema(why.clone())),
            Ok(validator) if validator.is_valid(value) => Ok(()),
            Ok(validator) => {
                let errors = validator.iter_errors(value).take(MOST_ERRORS);
                Err(Mismatch::Value(
                    errors
                        .map(|error| describe(error.instance_path().as_str(), &error.to_string()))
                        .collect(),
                ))
            }
        }
    }

    fn compile(&self, schema: &JsonText) -> Arc<Result<Validator, String>> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(schema.as_str()) {
            return Arc::clone(validator);
        }
        if compiled.len() == MOST_KEPT {
            compiled.clear();
        }
        let built = jsonschema::options().offline().build(&schema.to_value());
        let built = Arc::new(
            built.map_err(|error| describe(error.instance_path().as_str(), &error.to_string())),
        );
        compiled.insert(schema.as_str().to_owned(), Arc::clone(&built));
        built
    }
}

fn describe(pointer: &str, message: &str) -> String {
    let place = if pointer.is_empty() {
        "at the top"
    } else {
        &format!("at {pointer}")
    };
    format!("{place}: {}", cut(message, 200))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tunesmith_core::JsonText;

    use super::{Mismatch, Schemas};

    #[test]
    fn tells_what_is_wrong_and_where() {
        let schemas = Schemas::default();
        let schema = JsonText::from_value(&json!({
            "type": "object",
            "properties": {"items": {"type": "array", "items": {"type": "string"}}, "n": {"maximum": 3}},
            "required": ["items", "n"],
        }));
        assert_eq!(
            schemas.check(&schema, &json!({"items": ["a"], "n": 1})),
            Ok(())
        );
        let expected = [
            "at the top: \"n\" is a required property",
            "at /items/1: 5 is not of type \"string\"",
        ]
        .map(str::to_owned);
        let Err(Mismatch::Value(mut found)) = schemas.check(&schema, &json!({"items": ["a", 5]}))
        else {
            panic!("it does not fit")
        };
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_invalid_schema_is_the_schemas_fault() {
        let schemas = Schemas::default();
        for schema in [
            json!({"type": "objekt"}),
            json!({"$ref": "https://example.com/elsewhere.json"}),
            json!(4),
        ] {
            let outcome = schemas.check(&JsonText::from_value(&schema), &json!({}));
            assert!(
                matches!(outcome, Err(Mismatch::Schema(_))),
                "{schema}: {outcome:?}"
            );
        }
    }
}
