//! What makes an evolution fail: no gain, an answer that only apologises or says nothing, words of the evolving prompt.
//!
//! These are the four cases of the paper (Xu et al., "WizardLM", arXiv 2304.12244, on elimination evolving), and a few that small
//! models add: texts that grow too much, copies of shown examples, input that is not what it claims to be. The question whether an
//! evolution says anything new is also put to the model, in `prompt`.

use std::collections::BTreeSet;
use tunesmith_plugin_sdk::likeness;
use tunesmith_plugin_sdk::words;

use crate::Text;
use crate::failure::Failure;
use crate::operation::Operation;
use crate::prompt::REFUSAL;
use crate::settings::{Settings, Shape};

/// As like its parent as this is no new instruction, in breadth.
const SAME: f64 = 0.7;
/// An answer that is as like its instruction as this only repeats it.
const ECHO: f64 = 0.8;
/// As like a shown example as this is a copy.
const COPY: f64 = 0.6;

/// Words of evolving prompts that leak into what models write.
const PROMPT_WORDS: [&str; 22] = [
    "given prompt",
    "rewritten prompt",
    "created prompt",
    "evolved prompt",
    "new prompt",
    "original prompt",
    "given instruction",
    "rewritten instruction",
    "created instruction",
    "evolved instruction",
    "original instruction",
    "new instruction",
    "given task",
    "rewritten task",
    "original task",
    "changed task",
    "task:",
    "change:",
    "instruction:",
    "json object",
    "more complex version",
    "10 to 20 words",
];

/// Words that say nothing by themselves.
const STOP_WORDS: [&str; 96] = [
    "a", "about", "above", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as",
    "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by",
    "can", "could", "did", "do", "does", "doing", "down", "during", "each", "few", "for", "from",
    "further", "had", "has", "have", "having", "he", "her", "here", "him", "his", "how", "i", "if",
    "in", "into", "is", "it", "its", "just", "me", "more", "most", "my", "of", "off", "on", "once",
    "only", "or", "other", "our", "out", "over", "own", "same", "she", "should", "so", "some",
    "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "to", "too", "under", "until", "up", "very", "was", "we",
];
const MORE_STOP_WORDS: [&str; 14] = [
    "were", "what", "when", "where", "which", "while", "who", "whom", "why", "will", "with",
    "would", "you", "your",
];

/// Words that only English texts have in number.
const ENGLISH_WORDS: [&str; 8] = ["the", "and", "of", "that", "with", "is", "it", "for"];

/// Words with which English instructions ask for something.
const ASKING: [&str; 56] = [
    "analyse",
    "analyze",
    "answer",
    "arrange",
    "calculate",
    "choose",
    "classify",
    "compare",
    "compose",
    "compute",
    "convert",
    "correct",
    "count",
    "create",
    "decide",
    "define",
    "describe",
    "design",
    "discuss",
    "draft",
    "estimate",
    "evaluate",
    "explain",
    "find",
    "fix",
    "generate",
    "give",
    "how",
    "identify",
    "imagine",
    "list",
    "make",
    "name",
    "outline",
    "plan",
    "please",
    "propose",
    "prove",
    "put",
    "rank",
    "rewrite",
    "show",
    "solve",
    "sort",
    "state",
    "suggest",
    "summarise",
    "summarize",
    "tell",
    "translate",
    "use",
    "what",
    "which",
    "why",
    "write",
    "sum",
];

const APOLOGIES: [&str; 6] = [
    "sorry",
    "apologize",
    "apologise",
    "apologies",
    "apologizing",
    "apologising",
];

/// Says why an evolved instruction does not count.
pub(crate) fn evolved(
    text: &Text,
    parent: &Text,
    operation: Operation,
    shape: Shape,
    settings: &Settings,
) -> Result<(), Failure> {
    let count = words(&text.instruction).count();
    if count == 0 {
        return Err(Failure::new("empty", "`instruction` is empty"));
    }
    let lower = text.whole().to_lowercase();
    let before = parent.whole().to_lowercase();
    let copied = lower.contains('#') && lower.contains("prompt#") && !before.contains("prompt#");
    let refusal = REFUSAL.to_lowercase();
    let said = PROMPT_WORDS
        .iter()
        .copied()
        .chain([refusal.as_str()])
        .find(|it| lower.contains(it) && !before.contains(it));
    if let Some(said) = said.or(copied.then_some("prompt#")) {
        return Err(Failure::new(
            "copied-prompt-words",
            format!("it says “{said}”, which is said to you and not to the reader"),
        ));
    }
    let begins = ["sure,", "sure!", "certainly,", "certainly!", "of course,"];
    if begins.iter().any(|it| lower.starts_with(it)) {
        return Err(Failure::new(
            "answers-instead",
            "it begins like an answer; write the instruction",
        ));
    }
    if operation == Operation::ComplicateInput {
        input(text, parent, shape)?;
    } else {
        gain(&text.instruction, &parent.instruction, operation, settings)?;
    }
    let most = words(&parent.instruction).count() + settings.most_added_words;
    if count > most {
        return Err(Failure::new(
            "too-long",
            format!("it has {count} words; at most {most} are wanted"),
        ));
    }
    if asks_nothing(&text.instruction, &parent.instruction) {
        return Err(Failure::new(
            "asks-nothing",
            "it tells something and asks for nothing; write a question or a request",
        ));
    }
    if copies_example(text, parent, settings) {
        return Err(Failure::new(
            "copies-example",
            "it takes its words from a shown example; stay with the given matter",
        ));
    }
    Ok(())
}

/// Whether an English text neither has a question mark nor a word that asks, nor begins like its parent.
fn asks_nothing(text: &str, parent: &str) -> bool {
    let found: BTreeSet<String> = words(text).collect();
    let english = ENGLISH_WORDS.iter().filter(|it| found.contains(**it));
    let asks = text.contains('?')
        || ASKING.iter().any(|it| found.contains(*it))
        || words(text).next() == words(parent).next();
    english.count() > 1 && !asks
}

/// Whether a text is a shown example, or has more words of one than of its parent.
fn copies_example(text: &Text, parent: &Text, settings: &Settings) -> bool {
    let known: BTreeSet<String> = content_words(&parent.whole()).collect();
    let said: BTreeSet<String> = content_words(&text.instruction).collect();
    settings.few_shot.iter().any(|shot| {
        let shown: BTreeSet<String> = content_words(&shot.instruction)
            .chain(content_words(&shot.evolved))
            .filter(|it| !known.contains(it) && !ASKING.contains(&it.as_str()))
            .collect();
        let taken = said.intersection(&shown).count();
        let kept = said.intersection(&known).count();
        (taken > 1 && taken > kept + 1) || likeness(&shot.evolved, &text.instruction) >= COPY
    })
}

/// Whether the words say more than before.
fn gain(
    text: &str,
    parent: &str,
    operation: Operation,
    settings: &Settings,
) -> Result<(), Failure> {
    let known: BTreeSet<String> = words(parent).collect();
    let added: BTreeSet<String> = content_words(text)
        .filter(|it| !known.contains(it))
        .collect();
    if added.len() < settings.min_new_words {
        return Err(Failure::new(
            "near-identical",
            format!(
                "it has {} new words besides those that say nothing; at least {} are needed",
                added.len(),
                settings.min_new_words
            ),
        ));
    }
    if operation.is_breadth() && likeness(parent, text) >= SAME {
        return Err(Failure::new(
            "near-identical",
            "it is nearly the same instruction; invent a different one",
        ));
    }
    Ok(())
}

/// Whether there is new data, of the form that was asked for.
fn input(evolved: &Text, parent: &Text, shape: Shape) -> Result<(), Failure> {
    let text = evolved.input.as_str();
    if words(text).count() == 0 {
        return Err(Failure::new("bad-input", "`input` is empty"));
    }
    if likeness(text, &evolved.instruction) >= SAME {
        return Err(Failure::new(
            "bad-input",
            "`input` is the instruction again, not data",
        ));
    }
    if words(text).eq(words(&parent.input)) {
        return Err(Failure::new("near-identical", "`input` is what it was"));
    }
    let wrong = match shape {
        Shape::Any => None,
        Shape::Json => serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .filter(|it| it.is_object() || it.is_array())
            .map_or(Some("`input` is no JSON object or list"), |_| None),
        Shape::Csv => (!is_csv(text)).then_some(
            "`input` is no table: two lines or more with as many commas in each are needed",
        ),
    };
    match wrong {
        Some(wrong) => Err(Failure::new("bad-input", wrong)),
        None => Ok(()),
    }
}

fn is_csv(text: &str) -> bool {
    let commas = |line: &str| {
        let mut quoted = false;
        let mut commas = 0;
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => commas += 1,
                _ => {}
            }
        }
        commas
    };
    let mut lines = text.lines().filter(|it| !it.trim().is_empty()).map(commas);
    let first = lines.next().unwrap_or(0);
    let mut rest = lines.peekable();
    first > 0 && rest.peek().is_some() && rest.all(|it| it == first)
}

/// Says why an answer does not count.
pub(crate) fn answer(
    text: &str,
    finish_reason: &str,
    asked: &Text,
    settings: &Settings,
) -> Result<(), Failure> {
    if content_words(text).next().is_none() {
        return Err(Failure::new(
            "says-nothing",
            "the answer has only punctuation and words that say nothing",
        ));
    }
    if finish_reason == "length" {
        return Err(Failure::new(
            "breaks-off",
            "the answer breaks off at the most tokens allowed; make it shorter",
        ));
    }
    if text.to_lowercase().contains(&REFUSAL.to_lowercase()) {
        return Err(Failure::new(
            "copied-prompt-words",
            "the answer repeats what was said about it",
        ));
    }
    let apologises = |text: &str| words(text).any(|it| APOLOGIES.contains(&it.as_str()));
    let whole = asked.whole();
    if words(text).count() < settings.apology_words && apologises(text) && !apologises(&whole) {
        return Err(Failure::new(
            "apology",
            "the answer apologises and says little else",
        ));
    }
    // Why: not with the input, of which a corrected text is nearly a copy.
    if likeness(&asked.instruction, text) >= ECHO {
        return Err(Failure::new(
            "repeats-instruction",
            "the answer repeats what was asked",
        ));
    }
    Ok(())
}

fn content_words(text: &str) -> impl Iterator<Item = String> {
    words(text)
        .filter(|it| !STOP_WORDS.contains(&it.as_str()) && !MORE_STOP_WORDS.contains(&it.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{answer, evolved, is_csv};
    use crate::Text;
    use crate::operation::Operation;
    use crate::settings::{Settings, Shape};

    fn text(instruction: &str, input: &str) -> Text {
        Text {
            instruction: instruction.to_owned(),
            input: input.to_owned(),
        }
    }

    fn name(instruction: &str, input: &str, operation: Operation, shape: Shape) -> &'static str {
        let parent = text("Name three birds.", "");
        let given = text(instruction, input);
        evolved(&given, &parent, operation, shape, &Settings::default())
            .err()
            .map_or("", |it| it.name)
    }

    #[test]
    fn evolutions_that_say_nothing_new_are_named() {
        let deepen = |it: &str| name(it, "", Operation::Deepen, Shape::Any);
        assert_eq!(deepen("Name three birds that sleep while they fly."), "");
        assert_eq!(deepen("Name three birds, and so on."), "near-identical");
        assert_eq!(deepen("name THREE birds!"), "near-identical");
        assert_eq!(deepen("?!"), "empty");
        assert_eq!(
            deepen("#Rewritten Prompt#: Name three birds that swim well."),
            "copied-prompt-words"
        );
        assert_eq!(
            deepen("Make the given prompt about birds harder."),
            "copied-prompt-words"
        );
        assert_eq!(deepen("Sure, swallow, robin, crow."), "answers-instead");
        assert_eq!(deepen(&"sparrow finch ".repeat(40)), "too-long");
        assert_eq!(
            deepen("A bird is an animal that has feathers and can fly with them."),
            "asks-nothing"
        );
        assert_eq!(
            deepen("Nenne drei Vögel, die im Winter in der Stadt bleiben."),
            ""
        );
        let breadth = |it: &str| name(it, "", Operation::Breadth, Shape::Any);
        assert_eq!(breadth("Which insects dance to find a mate?"), "");
        assert_eq!(
            breadth("Write a song about the sea that lifts a hundred houses."),
            "copies-example"
        );
        assert_eq!(breadth("Write a short song about birds."), "");
    }

    #[test]
    fn input_must_be_what_it_claims() {
        let with =
            |input: &str, shape| name("Count the birds.", input, Operation::ComplicateInput, shape);
        assert_eq!(with("[{\"bird\": \"crow\"}]", Shape::Json), "");
        assert_eq!(with("bird: crow", Shape::Json), "bad-input");
        assert_eq!(with("7", Shape::Json), "bad-input");
        assert_eq!(with("bird,count\ncrow,2\n", Shape::Csv), "");
        assert_eq!(with("bird,count", Shape::Csv), "bad-input");
        assert_eq!(with(" ", Shape::Any), "bad-input");
        assert_eq!(with("Count these birds, count the birds!", Shape::Any), "");
        assert_eq!(with("Count the birds!", Shape::Any), "bad-input");
        assert!(is_csv("a,b\n\"x, y\",2"));
        assert!(!is_csv("a,b\nx, y,2"));
    }

    #[test]
    fn answers_that_say_nothing_are_named() {
        let asked = text("Name three birds that swim.", "");
        let name = |it: &str, finish: &str| {
            answer(it, finish, &asked, &Settings::default())
                .err()
                .map_or("", |it| it.name)
        };
        assert_eq!(name("Duck, swan and coot.", "stop"), "");
        assert_eq!(name("42", "stop"), "");
        assert_eq!(
            name("That can not be used: the answer repeats it.", "stop"),
            "copied-prompt-words"
        );
        assert_eq!(name("... and then, of the", "stop"), "says-nothing");
        assert_eq!(name("I'm sorry, I can't do that.", "stop"), "apology");
        let long = format!("Sorry to hear that. {}", "Ducks swim well. ".repeat(30));
        assert_eq!(name(&long, "stop"), "");
        assert_eq!(name("Duck, swan and", "length"), "breaks-off");
        assert_eq!(
            name("Name three birds that swim!", "stop"),
            "repeats-instruction"
        );
        let letter = text("Write a note to say sorry for the noise.", "");
        assert!(
            answer(
                "Dear neighbours, we are sorry.",
                "stop",
                &letter,
                &Settings::default()
            )
            .is_ok()
        );
    }
}
