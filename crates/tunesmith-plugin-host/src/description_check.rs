//! What a plugin may say about itself: it is shown in lists, reports and terminals, and becomes part of file names.

use tunesmith_core::schema_fault;

use crate::Description;

/// Most bytes of a name or a version.
const LONGEST_NAME: usize = 64;
/// Most bytes of what stands on one line.
const LONGEST_LINE: usize = 1_000;
/// Most entries of a list.
const MOST_ENTRIES: usize = 100;
/// Most bytes of the documentation, and of the schema.
const LONGEST_TEXT: usize = 256 << 10;

/// What is wrong with a description; nothing if all is well.
pub(crate) fn fault(description: &Description) -> Option<String> {
    let Description {
        name,
        version,
        summary,
        licence,
        authors,
        documentation,
        settings_schema,
        abilities,
    } = description;
    let lists = [("author", authors), ("ability", abilities)];
    let entries = lists
        .iter()
        .flat_map(|(what, list)| list.iter().map(move |entry| (*what, entry)));
    word("name", name)
        .or_else(|| word("version", version))
        .or_else(|| line("summary", summary))
        .or_else(|| line("licence", licence))
        .or_else(|| {
            let long = lists.iter().find(|(_, list)| list.len() > MOST_ENTRIES);
            long.map(|(what, list)| {
                format!(
                    "it has {} entries of {what}, more than {MOST_ENTRIES}",
                    list.len()
                )
            })
        })
        .or_else(|| {
            entries
                .into_iter()
                .find_map(|(what, entry)| line(what, entry))
        })
        .or_else(|| text("documentation", documentation))
        .or_else(|| too_long("settings schema", settings_schema.as_str(), LONGEST_TEXT))
        .or_else(|| schema(settings_schema.as_str()))
}

/// A name that can stand in a file name, on a line and in a command.
fn word(what: &str, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(format!("its {what} is empty"));
    }
    let odd = text
        .chars()
        .find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | '.' | '+'));
    match odd {
        Some(letter) => Some(format!(
            "its {what} has the character {letter:?}; letters, digits, `-`, `_`, `.` and `+` are allowed"
        )),
        None if text.starts_with('.') => Some(format!("its {what} begins with a point")),
        None => too_long(what, text, LONGEST_NAME),
    }
}

fn line(what: &str, text: &str) -> Option<String> {
    let odd = text.chars().find(|letter| steers(*letter));
    match odd {
        Some(letter) => Some(format!(
            "its {what} has the character {letter:?}, which steers a terminal; write it on one line"
        )),
        None => too_long(what, text, LONGEST_LINE),
    }
}

fn text(what: &str, text: &str) -> Option<String> {
    let odd = text
        .chars()
        .find(|letter| steers(*letter) && !matches!(letter, '\n' | '\r' | '\t'));
    match odd {
        Some(letter) => Some(format!(
            "its {what} has the character {letter:?}, which steers a terminal"
        )),
        None => too_long(what, text, LONGEST_TEXT),
    }
}

/// Control characters, and those that turn the direction of what follows.
fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn too_long(what: &str, text: &str, most: usize) -> Option<String> {
    let bytes = text.len();
    (bytes > most).then(|| format!("its {what} has {bytes} bytes, more than {most}"))
}

fn schema(text: &str) -> Option<String> {
    if !text.starts_with('{') {
        return Some("its settings schema is not a JSON object".to_owned());
    }
    match serde_json::from_str(text) {
        Ok(schema) => {
            schema_fault(&schema).map(|why| format!("its settings schema is no good: {why}"))
        }
        Err(error) => Some(format!("its settings schema can not be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use tunesmith_core::JsonText;

    use super::fault;
    use crate::Description;

    fn plain() -> Description {
        Description {
            name: "a-scorer".to_owned(),
            version: "1.0.0-rc.1+7".to_owned(),
            summary: "Scores, and says why: „so“.".to_owned(),
            licence: "MIT OR Apache-2.0".to_owned(),
            authors: vec!["Ö <o@example.org>".to_owned()],
            documentation: "# It\r\n\n\tscores.".to_owned(),
            settings_schema: JsonText::parse(r#"{"type":"object"}"#).unwrap(),
            abilities: vec![],
        }
    }

    #[track_caller]
    fn check(change: impl Fn(&mut Description), expected: &str) {
        let mut description = plain();
        change(&mut description);
        assert_eq!(fault(&description).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_shown_is_harmless() {
        assert_eq!(fault(&plain()), None);
        check(|it| it.name = " ".to_owned(), "its name is empty");
        check(
            |it| it.name = "../../etc/passwd".to_owned(),
            "its name has the character '/'; letters, digits, `-`, `_`, `.` and `+` are allowed",
        );
        check(
            |it| it.name = "..".to_owned(),
            "its name begins with a point",
        );
        check(
            |it| it.name = "x".repeat(65),
            "its name has 65 bytes, more than 64",
        );
        check(
            |it| it.version = "1\n2".to_owned(),
            "its version has the character '\\n'; letters, digits, `-`, `_`, `.` and `+` are allowed",
        );
        check(
            |it| it.summary = "a\u{1b}[2Jb".to_owned(),
            "its summary has the character '\\u{1b}', which steers a terminal; write it on one line",
        );
        check(
            |it| it.authors.push("\u{202e}live".to_owned()),
            "its author has the character '\\u{202e}', which steers a terminal; write it on one line",
        );
        check(
            |it| it.authors = vec![String::new(); 101],
            "it has 101 entries of author, more than 100",
        );
        check(
            |it| it.documentation = "x".repeat((256 << 10) + 1),
            "its documentation has 262145 bytes, more than 262144",
        );
        check(
            |it| it.settings_schema = JsonText::parse("[]").unwrap(),
            "its settings schema is not a JSON object",
        );
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        check(
            |it| it.settings_schema = JsonText::parse(&deep).unwrap(),
            "its settings schema can not be read: recursion limit exceeded at line 1 column 132",
        );
        check(
            |it| it.settings_schema = JsonText::parse(r##"{"$ref":"#x"}"##).unwrap(),
            "its settings schema is no good: it refers to `#x`, which is not in it; write `#/$defs/…` and put it there",
        );
    }
}
