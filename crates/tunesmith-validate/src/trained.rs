//! Whether a message is trained, and how that is known: by its role, its weight, its `train`, its place in the record and what the profile says.
//!
//! Nothing is guessed: where neither the record nor the profile says it, the answer is that it is not known.

use std::borrow::Cow;

use serde::Serialize;
use tunesmith_core::Role;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Value};
use crate::profile::Profile;
use crate::rules::untrained_example::trains_last;
use crate::spoken::{Said, Spoken, Standing};

/// Whether the model learns to write a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trained {
    /// It does.
    Trained,
    /// It only reads it.
    NotTrained,
    /// Neither the record nor the profile says so.
    Unknown,
}

/// The answer, with its reason in a few words.
pub(crate) type Verdict = (Trained, Cow<'static, str>);

/// Answers for one record after the other.
pub(crate) struct Training<'p> {
    profile: Option<&'p Profile>,
    /// Why nothing is known of the whole record.
    unknown: Option<String>,
    /// Whether the model answers itself and is graded.
    graded: bool,
    /// Where the only message that is trained begins, where there is no more than one.
    only_last: Option<Option<u32>>,
    axolotl: bool,
}

impl<'p> Training<'p> {
    pub(crate) fn of(spoken: &Spoken<'_>, profile: Option<&'p Profile>) -> Self {
        let conversation = &spoken.conversation;
        let format = conversation.likely_format();
        let takes = |name: &str| profile.is_none_or(|profile| profile.takes(name));
        let unknown = match profile {
            Some(profile) if !profile.takes(format) => {
                Some(format!("{} does not take {format}", profile.name))
            }
            _ if format.is_empty() => Some("the format is not known".to_owned()),
            _ => None,
        };
        let only_last = profile.is_some_and(|profile| {
            profile.limits.trains_last_with_tools && trains_last(conversation)
        });
        let axolotl = profile.map_or(format == "axolotl", |profile| profile.name == "axolotl");
        Self {
            profile,
            unknown,
            graded: conversation.is_reinforcement() && takes("openai-reinforcement"),
            only_last: only_last.then(|| last_answer(conversation)),
            axolotl,
        }
    }

    pub(crate) fn verdict(&self, said: &Said<'_>) -> Verdict {
        if let Some(why) = &self.unknown {
            return (Trained::Unknown, why.clone().into());
        }
        if self.graded {
            return no("the model gives the answer, which is graded");
        }
        let message = &said.message;
        let assistant = match &message.role {
            None => return unknown("the role is not known"),
            Some(role) => *role == Role::Assistant,
        };
        if self.axolotl
            && let Some(verdict) = by_train(message)
        {
            return verdict;
        }
        if !assistant {
            return no("not the assistant");
        }
        match said.standing {
            Standing::Prompt => return no("part of the prompt"),
            Standing::History => return unknown("part of the history; the settings decide"),
            Standing::Step => return unknown("a step that is judged under `labels`"),
            Standing::NonPreferred => return no("the ending that is not preferred"),
            Standing::Preferred => return yes("the preferred ending"),
            Standing::Message => {}
        }
        if let Some(last) = self.only_last
            && last != Some(message.value.range().start)
        {
            return no("only the last answer is trained");
        }
        self.by_weight(message)
    }

    /// What `weight` says of an assistant message.
    fn by_weight(&self, message: &Message<'_>) -> Verdict {
        let weight = message.value.get_some("weight");
        let knows_weights = |profile: &Profile| {
            let mut rules = profile.rules.iter();
            rules.any(|wanted| wanted.rule.name == "malformed-weight")
        };
        match weight.map(Value::raw) {
            None if self.axolotl => unknown("no `train`; the settings decide"),
            None => yes("the assistant"),
            Some(_) if !self.profile.is_none_or(knows_weights) => {
                unknown("it has a weight, which the provider is not known to read")
            }
            Some(b"0") => no("weight 0"),
            Some(b"1") => yes("weight 1"),
            Some(_) => unknown("the weight is neither 0 nor 1"),
        }
    }
}

/// Where the last message begins, if it is the assistant's.
fn last_answer(conversation: &Conversation<'_>) -> Option<u32> {
    let last = conversation.messages.last();
    let last = last.filter(|last| last.is(&Role::Assistant));
    last.map(|last| last.value.range().start)
}

/// What Axolotl's marks say, if there are any.
fn by_train(message: &Message<'_>) -> Option<Verdict> {
    if message.value.get_some("train_detail").is_some() {
        return Some(unknown("`train_detail` says which pieces"));
    }
    let parts = message
        .content
        .filter(|content| content.kind() == Kind::Array);
    let mut parts = parts.into_iter().flat_map(Value::children);
    if parts.any(|part| part.get_some("train").is_some()) {
        return Some(unknown("`train` of its parts says which"));
    }
    let flag = message.value.get_some("train")?;
    Some(match flag.raw() {
        b"true" => yes("`train` is true"),
        b"false" => no("`train` is false"),
        _ => unknown("`train` is neither true nor false"),
    })
}

fn yes(why: &'static str) -> Verdict {
    (Trained::Trained, why.into())
}

fn no(why: &'static str) -> Verdict {
    (Trained::NotTrained, why.into())
}

fn unknown(why: &'static str) -> Verdict {
    (Trained::Unknown, why.into())
}
