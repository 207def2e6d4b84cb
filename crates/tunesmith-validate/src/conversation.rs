//! The messages of a record as far as they are understood: what the rules about messages share, so that they agree on what is a message.
//!
//! Invariant: `messages` has an entry for each item of the list, in order; only entries that are objects with a known role carry one.

use std::borrow::Cow;

use tunesmith_core::Role;

use crate::json::{Kind, Value};
use crate::record::Record;

/// A record that is an object, seen as a conversation.
pub(crate) struct Conversation<'a> {
    /// The record.
    pub(crate) root: Value<'a>,
    /// The list under `messages`, if it is one.
    pub(crate) list: Option<Value<'a>>,
    /// Its items.
    pub(crate) messages: Vec<Message<'a>>,
}

/// One item of the list of messages.
#[derive(Clone)]
pub(crate) struct Message<'a> {
    pub(crate) value: Value<'a>,
    /// Who speaks, if the item is a message and the role is one we know.
    pub(crate) role: Option<Role>,
}

/// A call in a message, as far as it is understood.
pub(crate) struct Call<'a> {
    pub(crate) value: Value<'a>,
    /// Its id, if it is a string.
    pub(crate) id: Option<Cow<'a, str>>,
}

impl<'a> Conversation<'a> {
    /// Takes the record apart, unless it is no object or its shape is in doubt.
    pub(crate) fn read(record: &'a Record<'_>) -> Option<Self> {
        let root = record.object()?;
        let list = root
            .get("messages")
            .filter(|list| list.kind() == Kind::Array);
        let items = list.into_iter().flat_map(Value::children);
        let messages = items.map(Message::read).collect();
        Some(Self {
            root,
            list,
            messages,
        })
    }
}

impl<'a> Message<'a> {
    fn read(value: Value<'a>) -> Self {
        let name = value.get("role").and_then(Value::text);
        let role = name.map(|name| Role::from_name(&name));
        Self {
            value,
            role: role.filter(|role| !matches!(role, Role::Other(_))),
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        self.value.kind() == Kind::Object
    }

    /// The items under `tool_calls` of an assistant message; nothing where there is no list.
    pub(crate) fn calls(&self) -> impl Iterator<Item = Call<'a>> {
        let list = self
            .value
            .get("tool_calls")
            .filter(|_| self.role == Some(Role::Assistant));
        let list = list.filter(|list| list.kind() == Kind::Array);
        list.into_iter().flat_map(Value::children).map(|value| {
            let id = value.get("id").and_then(Value::text);
            Call { value, id }
        })
    }
}
