//! Made-up datasets that several commands are tried on.

use std::io::Write as _;
use std::process::{Child, Stdio};

use tunesmith_pipeline::{Compression, DatasetWriter};

use super::harness::{Place, Said};

pub(super) const GOOD: &str =
    r#"{"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}"#;
pub(super) const BAD: &str =
    r#"{"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}"#;
/// What `--fix` mends: there is a comma too many.
pub(super) const MENDABLE: &str =
    r#"{"messages":[{"role":"user","content":"2 + 13?"},{"role":"assistant","content":"15"}],}"#;
/// What comes of it.
pub(super) const MENDED: &str =
    r#"{"messages":[{"role":"user","content":"2 + 13?"},{"role":"assistant","content":"15"}]}"#;
/// What only `--unsafe-fixes` mends.
pub(super) const ALTERABLE: &str = r#"{"messages":[{"role":"user","content":"2 + 15?"},{"role":"assistant","content":"17","mood":"glad"}]}"#;

/// Enough good records for a provider, and after them what is given.
pub(super) fn dataset(more: &str) -> String {
    let good = (0..10).map(|number| {
        let question = GOOD.replace("2 + 2", &format!("{number} + 2"));
        question.replace("\"4\"", &format!("\"{}\"", number + 2)) + "\n"
    });
    good.collect::<String>() + more
}

/// A folder with one good file and one bad.
pub(super) fn place() -> Place {
    let place = Place::with_recipe("");
    place.write("good.jsonl", dataset(""));
    place.write("bad.jsonl", dataset(&format!("{BAD}\n{{\"messages\":\n")));
    place
}

pub(super) fn compressed(text: &str, compression: Compression) -> Vec<u8> {
    let mut writer = DatasetWriter::new(Vec::new(), compression).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

/// Runs a command that reads standard input.
pub(super) fn with_input(place: &Place, arguments: &[&str], input: &[u8]) -> Said {
    let mut command = place.command(arguments);
    let command = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child: Child = command.spawn().unwrap();
    // Small enough for the pipe, so nobody waits for the other.
    assert!(input.len() < 1 << 16);
    child.stdin.take().unwrap().write_all(input).unwrap();
    place.said(child.wait_with_output().unwrap())
}
