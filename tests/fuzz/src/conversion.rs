//! From any format to any other: never a panic, and what was converted without loss comes back as it was.

use std::borrow::Cow;

use tunesmith_core::format::{
    ConvertError, FORMATS, Format, convert as convert_record, detect_line,
};
use tunesmith_core::{Example, Extra, Message, Role};

use super::nearly_right::nearly_right;

/// Takes each line of the bytes as a record, or after a zero byte of the file that the choices make.
pub fn convert(bytes: &[u8]) {
    let file = match bytes.split_first() {
        Some((0, choices)) => Cow::Owned(nearly_right(choices)),
        _ => Cow::Borrowed(bytes),
    };
    let Ok(text) = std::str::from_utf8(&file) else {
        return;
    };
    // Indented records are records too.
    for record in text.lines().chain([text]).take(12) {
        let _ = detect_line(record);
        for from in FORMATS {
            for to in FORMATS {
                there_and_back(record, from, to);
            }
        }
    }
}

fn there_and_back(record: &str, from: &Format, to: &Format) {
    let Ok(example) = (from.parse)(record) else {
        return;
    };
    let lossy = match convert_record(record, from, to, true) {
        Ok(lossy) => lossy,
        // No record of that shape can be made at all, which is told either way.
        Err(ConvertError::Impossible { losses, .. }) => {
            assert!(!losses.is_empty());
            assert!(convert_record(record, from, to, false).is_err());
            return;
        }
        Err(error) => panic!("nothing else can go wrong: {error}"),
    };
    assert!(!lossy.line.contains(['\n', '\r']), "{}", lossy.line);
    let Ok(there) = convert_record(record, from, to, false) else {
        assert!(!lossy.losses.is_empty());
        return;
    };
    assert_eq!(there, lossy);
    assert!(there.losses.is_empty());
    let (from_name, to_name) = (from.name, to.name);
    if let Err(error) = (to.parse)(&there.line) {
        panic!(
            "{to_name} can not read what it wrote: {error}\n{record}\n{}",
            there.line
        );
    }
    let Ok(back) = convert_record(&there.line, to, from, false) else {
        return;
    };
    let returned = (from.parse)(&back.line).unwrap_or_else(|error| {
        panic!(
            "{from_name} can not read what it wrote: {error}\n{}",
            back.line
        )
    });
    let how = format!(
        "{from_name} to {to_name} and back:\n{record}\n{}\n{}",
        there.line, back.line
    );
    assert_eq!(said(&example), said(&returned), "{how}");
}

// Why not the examples themselves: a text and a list of that one text are the same, and so are several spellings of nothing.
/// Who says what, and which tools are called; messages that say nothing are left out.
fn said(example: &Example) -> Vec<(Role, String, Vec<String>)> {
    let preference = example.preference.iter();
    let endings = preference.flat_map(|both| [&both.preferred, &both.non_preferred]);
    let messages = [&example.messages].into_iter().chain(endings).flatten();
    messages
        .map(|message| {
            let calls = message.calls().iter().map(|call| call.name.clone());
            // Each pair is one role under two names: a shape that knows one of them writes that.
            let role = match &message.role {
                Role::Developer => Role::System,
                Role::Function => Role::Tool,
                role => role.clone(),
            };
            let calls = calls.chain(older_call(message)).collect();
            (role, message.plain_text(), calls)
        })
        .filter(|(_, text, calls): &(_, String, Vec<String>)| !text.is_empty() || !calls.is_empty())
        .collect()
}

/// The tool that is called in the older way, which becomes the newer one.
fn older_call(message: &Message) -> Option<String> {
    let call = message.extra.get("function_call")?;
    Extra::parse(call.as_str()).ok()?.get("name")?.as_text()
}
