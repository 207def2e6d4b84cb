//! From any format to any other: never a panic, and what was converted without loss comes back as it was.

use std::borrow::Cow;

use tunesmith_core::format::{FORMATS, Format, convert as convert_record, detect_line};

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
    let lossy = convert_record(record, from, to, true).expect("nothing else can go wrong");
    assert!(!lossy.line.contains(['\n', '\r']), "{}", lossy.line);
    let Ok(there) = convert_record(record, from, to, false) else {
        assert!(!lossy.losses.is_empty());
        return;
    };
    assert_eq!(there, lossy);
    assert!(there.losses.is_empty());
    let (from_name, to_name) = (from.name, to.name);
    if let Err(error) = (to.parse)(&there.line) {
        panic!("{to_name} can not read what it wrote: {error}\n{record}\n{}", there.line);
    }
    let Ok(back) = convert_record(&there.line, to, from, false) else {
        return;
    };
    match (from.parse)(&back.line) {
        Ok(returned) => assert_eq!(
            returned, example,
            "{from_name} to {to_name} and back:\n{record}\n{}\n{}",
            there.line, back.line
        ),
        Err(error) => panic!("{from_name} can not read what it wrote: {error}\n{}", back.line),
    }
}
