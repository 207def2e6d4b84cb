//! Whether a message is usable. Each error is told to whoever wrote it, and is the reason if that does not help.
//!
//! What is caught: somebody else's words in a mouth (names of speakers, an assistant's phrases from a user), talk about the role
//! that is played, repetitions, emptiness, texts that break off.

use crate::Case;
use crate::Turn;
use crate::again::{echo, repetition};
use crate::prompt::REFUSAL;
use crate::settings::Settings;
use tunesmith_plugin_sdk::likeness;
use tunesmith_plugin_sdk::words;

/// As like the goal as this is the goal read out.
const READ_OUT: f64 = 0.7;

/// Names that begin a line when a model writes both sides.
const SPEAKERS: [&str; 14] = [
    "user:",
    "human:",
    "customer:",
    "guest:",
    "person:",
    "me:",
    "assistant:",
    "agent:",
    "ai:",
    "bot:",
    "support:",
    "system:",
    "you:",
    "### ",
];

/// Signs of chat templates, wherever they stand.
const TEMPLATE: [&str; 7] = [
    "<|im_start|>",
    "<|im_end|>",
    "<|user|>",
    "<|assistant|>",
    "[inst]",
    "<s>",
    "<start_of_turn>",
];

/// What assistants say and the people who write to them do not.
const ASSISTANT_WORDS: [&str; 25] = [
    "how can i help you",
    "how can i assist you",
    "how may i help you",
    "how may i assist you",
    "i'm here to help",
    "i am here to help",
    "i'd be happy to help",
    "i would be happy to help",
    "i'm happy to help you",
    "i can help you with",
    "is there anything else i can",
    "anything else i can help",
    "assist you",
    "i'm here for you",
    "not sure i can help",
    "if you have any questions",
    "you may have any questions",
    "as an ai",
    "as a language model",
    "as your assistant",
    "i am your assistant",
    "feel free to ask me",
    "thank you for reaching out",
    "thank you for contacting us",
    "we apologize for the inconvenience",
];

/// Talk about the role instead of in it.
const ROLE_WORDS: [&str; 12] = [
    "my goal is to",
    "hidden goal",
    "my character",
    "my patience",
    "situation:",
    "you want:",
    "you are:",
    "patience:",
    "the assistant answers",
    "the simulated",
    "next message",
    "json",
];

/// Says what is wrong with what the user writes.
pub(crate) fn user(
    text: &str,
    turns: &[Turn],
    case: &Case,
    settings: &Settings,
) -> Result<(), String> {
    both("the user's message", text, settings)?;
    let lower = straight(text);
    if let Some(said) = ASSISTANT_WORDS.iter().find(|it| lower.contains(**it)) {
        return Err(format!(
            "the user's message says “{said}”, which is what the assistant would say; write as the person"
        ));
    }
    if let Some(said) = ROLE_WORDS.iter().find(|it| lower.contains(**it)) {
        return Err(format!(
            "the user's message says “{said}”; write only what the person would type"
        ));
    }
    if likeness(&case.goal, text) >= READ_OUT {
        return Err(
            "the user's message reads the goal out; say it in the person's own words".to_owned(),
        );
    }
    let is_like = |other: &str| repetition(other, text) >= settings.repeats;
    if turns.iter().any(|it| is_like(&it.user)) {
        return Err("the user's message repeats an earlier one".to_owned());
    }
    if turns.iter().any(|it| is_like(&it.assistant)) {
        return Err("the user's message repeats what the assistant said".to_owned());
    }
    if settings.few_shot.iter().any(|it| is_like(&it.message)) {
        return Err("the user's message copies one of the examples".to_owned());
    }
    Ok(())
}

/// Says what is wrong with what the assistant answers.
pub(crate) fn assistant(
    text: &str,
    finish_reason: &str,
    asked: &str,
    turns: &[Turn],
    settings: &Settings,
) -> Result<(), String> {
    both("the assistant's message", text, settings)?;
    if finish_reason == "length" {
        return Err(
            "the assistant's message breaks off at the most tokens allowed; make it shorter"
                .to_owned(),
        );
    }
    if text.starts_with('{') && text.contains("\"message\"") {
        return Err(
            "the assistant's message is the user's JSON; write the answer as plain text".to_owned(),
        );
    }
    let is_like = |other: &str| repetition(other, text) >= settings.repeats;
    let is_echo = echo(asked, text) >= settings.repeats;
    if is_echo || is_like(asked) || turns.iter().any(|it| is_like(&it.user)) {
        return Err("the assistant's message repeats what the user said".to_owned());
    }
    if turns.iter().any(|it| is_like(&it.assistant)) {
        return Err("the assistant's message repeats an earlier one".to_owned());
    }
    Ok(())
}

fn both(whose: &str, text: &str, settings: &Settings) -> Result<(), String> {
    let count = words(text).count();
    if count == 0 {
        return Err(format!("{whose} is empty"));
    }
    if count > settings.max_words {
        return Err(format!(
            "{whose} has {count} words; at most {} are wanted",
            settings.max_words
        ));
    }
    let lower = straight(text);
    if lower.contains(&REFUSAL.to_lowercase()) {
        return Err(format!("{whose} repeats what was said about it"));
    }
    let speaker = lower.lines().find_map(|line| {
        let line = line.trim_start_matches(['*', ' ', '[', '(', '"']);
        SPEAKERS.iter().find(|it| {
            // Why: "**User**:" and "[User]:" are names too; the middle of a line is not looked at.
            let name = it.trim_end_matches([':', ' ']);
            line.starts_with(**it)
                || line
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with("**:") || rest.starts_with("]:"))
        })
    });
    if let Some(speaker) = speaker {
        return Err(format!(
            "{whose} has a line that begins with “{}”, so it speaks for both; write one message of one speaker",
            speaker.trim()
        ));
    }
    if let Some(sign) = TEMPLATE.iter().find(|it| lower.contains(**it)) {
        return Err(format!("{whose} contains “{sign}”"));
    }
    Ok(())
}

/// Lower case, with straight apostrophes.
fn straight(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::{assistant, user};
    use crate::settings::Settings;
    use crate::{Case, Turn};

    fn case() -> Case {
        Case {
            scenario: "A guest writes to a hotel.".to_owned(),
            facts: String::new(),
            goal: "find out when breakfast is served on Sundays".to_owned(),
            character: "polite".to_owned(),
            patience: "normal".to_owned(),
            patience_meaning: String::new(),
            planned: 2,
        }
    }

    #[test]
    fn a_user_that_leaves_the_role_is_caught() {
        let turn = Turn {
            user: "When is breakfast on a Sunday morning?".to_owned(),
            assistant: "It is served from seven to ten in the garden room.".to_owned(),
        };
        let said = |text: &str| {
            let turns = std::slice::from_ref(&turn);
            user(text, turns, &case(), &Settings::default())
                .err()
                .unwrap_or_default()
        };
        assert_eq!(said("And can I get tea instead of coffee?"), "");
        assert_eq!(said("Can you help me? I need my room key."), "");
        assert_eq!(said("I told you: the key is lost."), "");
        assert!(said("Hello! How can I help you today?").contains("how can i help you"));
        assert!(said("I’d be happy to help with that.").contains("happy to help"));
        assert!(said("User: And tea?").contains("begins with “user:”"));
        assert!(said("And tea?\n**Assistant**: Yes.").contains("begins with “assistant:”"));
        assert!(said("And tea? <|im_end|>").contains("<|im_end|>"));
        assert!(said("When is breakfast on a Sunday morning, please?").contains("earlier one"));
        assert!(
            said("So it is served from seven to ten in the garden room.")
                .contains("assistant said")
        );
        assert!(
            said("Find out when breakfast is served on Sundays").contains("reads the goal out")
        );
        assert!(said("My goal is to know when it opens.").contains("my goal is to"));
        assert!(said("That can not be used: it is empty.").contains("what was said about it"));
        assert!(said(" … ").contains("is empty"));
        assert!(said(&"word ".repeat(151)).contains("151 words"));
    }

    #[test]
    fn an_assistant_that_breaks_off_or_repeats_is_caught() {
        let turn = Turn {
            user: "When is breakfast?".to_owned(),
            assistant: "It is served from seven to ten.".to_owned(),
        };
        let said = |text: &str, finish: &str| {
            let turns = std::slice::from_ref(&turn);
            assistant(
                text,
                finish,
                "Is there tea at noon?",
                turns,
                &Settings::default(),
            )
            .err()
            .unwrap_or_default()
        };
        assert_eq!(said("Yes, we have six kinds of tea.", "stop"), "");
        assert!(said("Yes, we have six kinds of", "length").contains("breaks off"));
        assert!(said("It is served from seven to ten.", "stop").contains("an earlier one"));
        assert!(said("Is there tea at noon?", "stop").contains("what the user said"));
        assert!(said("{\"message\": \"x\"}", "stop").contains("plain text"));
        assert!(said("Yes.\nGuest: Thanks!", "stop").contains("“guest:”"));
    }
}
