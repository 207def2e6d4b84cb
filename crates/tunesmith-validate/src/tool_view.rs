//! The tools of a record as they are shown: a list, a text that holds one, or Gemini's groups of declarations.

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::message_view::{pretty, text_of};
use crate::record::Record;
use crate::record_view::{PlaceView, ToolView};

/// The keys tools stand under.
pub(crate) const TOOL_KEYS: [&str; 3] = ["tools", "available_tools", "functions"];

pub(crate) fn tool_views(conversation: &Conversation<'_>) -> Vec<ToolView> {
    let mut views = Vec::new();
    for tools in tool_values(conversation) {
        if tools.kind() != Kind::String {
            take(tools, None, &mut views);
            continue;
        }
        let text = text_of(tools);
        let inside = Record::parse(text.as_bytes());
        match inside.root().filter(|_| inside.is_complete()) {
            Some(list) => take(list, Some(&PlaceView::of(tools)), &mut views),
            None if text.trim_ascii().is_empty() => {}
            None => views.push(ToolView {
                place: PlaceView::of(tools),
                name: String::new(),
                description: String::new(),
                parameters: text,
            }),
        }
    }
    views
}

/// What stands under the keys of tools, in the record or in the input of a preference pair.
pub(crate) fn tool_values<'a>(conversation: &Conversation<'a>) -> Vec<Value<'a>> {
    let root = conversation.root;
    let input = root
        .get("input")
        .filter(|input| input.kind() == Kind::Object);
    let holders = [Some(root), input].into_iter().flatten();
    let found =
        holders.flat_map(|holder| TOOL_KEYS.iter().filter_map(move |key| holder.get_some(key)));
    found.collect()
}

/// Takes a list of tools, or a single one. `outside` is where the text is that holds them.
fn take(tools: Value<'_>, outside: Option<&PlaceView>, views: &mut Vec<ToolView>) {
    if tools.kind() != Kind::Array {
        views.push(tool_view(tools, outside));
        return;
    }
    for tool in tools.children() {
        let groups = ["functionDeclarations", "function_declarations"];
        let group = groups.iter().find_map(|key| tool.get(key));
        match group.filter(|group| group.kind() == Kind::Array) {
            Some(group) => views.extend(group.children().map(|tool| tool_view(tool, outside))),
            None => views.push(tool_view(tool, outside)),
        }
    }
}

fn tool_view(tool: Value<'_>, outside: Option<&PlaceView>) -> ToolView {
    let function = tool
        .get("function")
        .filter(|function| function.kind() == Kind::Object);
    let function = function.unwrap_or(tool);
    let text_under = |key: &str| {
        let value = function
            .get(key)
            .filter(|value| value.kind() == Kind::String);
        value.map(text_of)
    };
    let name = text_under("name");
    let schemas = ["parameters", "input_schema", "parametersJsonSchema"];
    let parameters = schemas.iter().find_map(|key| function.get_some(key));
    let shown = if name.is_some() {
        parameters
    } else {
        Some(tool)
    };
    ToolView {
        place: outside.cloned().unwrap_or_else(|| PlaceView::of(tool)),
        name: name.unwrap_or_default(),
        description: text_under("description").unwrap_or_default(),
        parameters: shown.map(pretty).unwrap_or_default(),
    }
}
