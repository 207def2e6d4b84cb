//! Too short and too long, in characters.

use crate::settings::Settings;
use tunesmith_plugin_sdk::Finding;

/// Checks one message of the user or the assistant.
pub(crate) fn check(role: &str, text: &str, settings: &Settings, found: &mut Vec<Finding>) {
    let length = text.trim().chars().count();
    let (shortest, longest) = match role {
        "assistant" => (settings.assistant_min_chars, settings.assistant_max_chars),
        _ => (settings.user_min_chars, settings.user_max_chars),
    };
    if length < shortest {
        let words = format!("the {role} message has {length} characters, fewer than {shortest}");
        found.push(Finding::new("too-short", 0.4, words));
    } else if length > longest {
        let words = format!("the {role} message has {length} characters, more than {longest}");
        found.push(Finding::new("too-long", 0.3, words));
    }
}
