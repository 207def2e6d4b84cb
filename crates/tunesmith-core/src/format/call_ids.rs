//! Ids of tool calls: made up where a shape has none, and changed where a provider wants its own form.
//!
//! Both are functions of the record alone, so the same record always gives the same ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Digest, Message};

/// Makes `call_0`, `call_1`, … leaving out what is in use.
pub(super) struct Made {
    used: BTreeSet<String>,
    next: usize,
}

impl Made {
    /// Makes ids that none of these messages has.
    pub(super) fn beside<'a>(messages: impl Iterator<Item = &'a Message>) -> Self {
        let used = messages.flat_map(|message| {
            let ids = message.calls().iter().map(|call| call.id.clone());
            ids.chain(message.tool_call_id.clone())
        });
        Self::unlike(used.collect())
    }

    /// Makes ids other than these.
    pub(super) fn unlike(used: BTreeSet<String>) -> Self {
        Self { used, next: 0 }
    }

    /// One more id.
    pub(super) fn next(&mut self) -> String {
        loop {
            let id = format!("call_{}", self.next);
            self.next += 1;
            if !self.used.contains(&id) {
                return id;
            }
        }
    }
}

/// Gives every id Mistral's form, nine letters or digits. Ids of that form stay; others become the beginning of their digest, so a call
/// and its result keep meeting, and two different ids never meet.
/// Source: mistral_common 1.13.1, which refuses what does not match `^[a-zA-Z0-9]{9}$`.
pub(super) fn shorten(messages: &mut [Message]) {
    let mut used: BTreeSet<String> = ids(messages).filter(|id| fits(id)).cloned().collect();
    let mut names = BTreeMap::new();
    for id in ids(messages) {
        if !names.contains_key(id) {
            let name = if fits(id) {
                id.clone()
            } else {
                short(id, &mut used)
            };
            names.insert(id.clone(), name);
        }
    }
    for id in ids_mut(messages) {
        if let Some(name) = names.get(id) {
            id.clone_from(name);
        }
    }
}

fn short(id: &str, used: &mut BTreeSet<String>) -> String {
    let mut count = 0_u64;
    loop {
        let digest = Digest::new().part(id.as_bytes());
        let mut digest = digest.part(&count.to_le_bytes()).finish();
        digest.truncate(9);
        if used.insert(digest.clone()) {
            return digest;
        }
        count += 1;
    }
}

fn fits(id: &str) -> bool {
    id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn ids(messages: &[Message]) -> impl Iterator<Item = &String> {
    messages.iter().flat_map(|message| {
        let calls = message.calls().iter().map(|call| &call.id);
        calls.chain(&message.tool_call_id)
    })
}

fn ids_mut(messages: &mut [Message]) -> impl Iterator<Item = &mut String> {
    messages.iter_mut().flat_map(|message| {
        let calls = message.tool_calls.iter_mut().flatten();
        calls
            .map(|call| &mut call.id)
            .chain(&mut message.tool_call_id)
    })
}

#[cfg(test)]
mod tests {
    use super::{fits, shorten};
    use crate::format::openai_chat::{parse_message, render_messages};

    #[test]
    fn ids_keep_meeting() {
        let messages = [
            r#"{"role":"assistant","tool_calls":[{"id":"abcDEF123","function":{"name":"f","arguments":"{}"}},{"id":"call_é","function":{"name":"f","arguments":"{}"}}]}"#,
            r#"{"role":"tool","tool_call_id":"call_é","content":"1"}"#,
            r#"{"role":"tool","tool_call_id":"abcDEF123","content":"2"}"#,
        ];
        let mut messages = messages.map(|message| parse_message("", message).unwrap());
        shorten(&mut messages);
        let calls = messages[0].calls();
        assert_eq!(calls[0].id, "abcDEF123");
        assert!(fits(&calls[1].id));
        assert_eq!(messages[1].tool_call_id.as_ref(), Some(&calls[1].id));
        assert_eq!(messages[2].tool_call_id.as_ref(), Some(&calls[0].id));
        let once = render_messages(&messages);
        shorten(&mut messages);
        assert_eq!(
            render_messages(&messages),
            once,
            "a second time changes nothing"
        );
    }
}
