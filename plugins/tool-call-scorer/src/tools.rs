//! The tools an example defines: OpenAI's form, the bare function, the older `functions`, Anthropic's `input_schema`.

use serde_json::Value;
use tunesmith_plugin_sdk::Example;

/// One tool.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tool {
    pub(crate) name: String,
    /// JSON Schema of the arguments; `None` for a tool without.
    pub(crate) parameters: Option<Value>,
    /// Everything the definition says, for what arguments may be taken from.
    pub(crate) definition: Value,
}

/// What an example offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tools {
    pub(crate) list: Vec<Tool>,
    /// What is wrong with the definitions.
    pub(crate) faults: Vec<String>,
}

impl Tools {
    pub(crate) fn of(example: &Example) -> Self {
        let mut tools = Self::default();
        for key in ["tools", "functions"] {
            match example.extra.get(key) {
                None | Some(Value::Null) => {}
                Some(Value::Array(list)) => tools.read(list),
                // Why: ShareGPT carries the list as text.
                Some(Value::String(text)) => match serde_json::from_str(text) {
                    Ok(Value::Array(list)) => tools.read(&list),
                    _ if text.trim().is_empty() => {}
                    _ => tools
                        .faults
                        .push(format!("`{key}` is a text that holds no list")),
                },
                Some(_) => tools.faults.push(format!("`{key}` is no list")),
            }
        }
        tools
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Tool> {
        self.list.iter().find(|tool| tool.name == name)
    }

    fn read(&mut self, list: &[Value]) {
        for (index, definition) in list.iter().enumerate() {
            let function = definition.get("function").unwrap_or(definition);
            let Some(name) = function.get("name").and_then(Value::as_str) else {
                self.faults.push(format!("tool {} has no name", index + 1));
                continue;
            };
            let parameters = function
                .get("parameters")
                .or_else(|| function.get("input_schema"));
            let parameters = parameters.filter(|it| !it.is_null()).cloned();
            if self.named(name).is_some() {
                self.faults.push(format!("two tools are called `{name}`"));
            }
            if parameters.as_ref().is_some_and(|it| !it.is_object()) {
                self.faults
                    .push(format!("the parameters of `{name}` are no JSON Schema"));
            }
            self.list.push(Tool {
                name: name.to_owned(),
                parameters,
                definition: function.clone(),
            });
        }
    }
}
