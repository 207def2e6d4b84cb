//! The seed record: tool definitions, and what may be known about their world.

use serde_json::Value;

use crate::tool::Tool;

const SHAPE: &str = "a seed for tool-call-generator is {\"tools\": [OpenAI tool definitions], \"domain\"?, \"facts\"?, \"links\"?}";

/// What a seed holds. Further members are ignored.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seed {
    pub(crate) tools: Vec<Tool>,
    pub(crate) domain: String,
    pub(crate) facts: String,
    /// Which argument takes what another tool returns: from, to, argument.
    pub(crate) links: Vec<[String; 3]>,
}

impl Seed {
    /// Reads a seed record; the error says what it must look like.
    pub(crate) fn read(record: Option<&Value>) -> Result<Self, String> {
        let record = record.ok_or_else(|| format!("the task has no seed record; {SHAPE}"))?;
        let wrong = |why: String| format!("the seed record can not be used: {why}; {SHAPE}");
        let tools = record
            .get("tools")
            .and_then(Value::as_array)
            .filter(|list| !list.is_empty());
        let tools = tools.ok_or_else(|| wrong("it has no list `tools`".to_owned()))?;
        let tools: Vec<Tool> = tools
            .iter()
            .map(Tool::read)
            .collect::<Result<_, _>>()
            .map_err(wrong)?;
        for (index, tool) in tools.iter().enumerate() {
            if tools[..index].iter().any(|it| it.name == tool.name) {
                return Err(wrong(format!("two tools are called `{}`", tool.name)));
            }
        }
        let mut links = Vec::new();
        for link in record
            .get("links")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let member = |name: &str| link.get(name).and_then(Value::as_str).map(str::to_owned);
            let (Some(from), Some(to), Some(argument)) =
                (member("from"), member("to"), member("argument"))
            else {
                return Err(wrong(
                    "a link is {\"from\": tool, \"to\": tool, \"argument\": name}".to_owned(),
                ));
            };
            links.push([from, to, argument]);
        }
        Ok(Self {
            tools,
            domain: text(record.get("domain")),
            facts: text(record.get("facts")),
            links,
        })
    }
}

/// One text or a list of sentences.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
    }
}
