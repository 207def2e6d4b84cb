//! Checking a file: never a panic, no place outside the file, one report however the bytes arrive and whichever reader reads them.

use std::sync::Arc;

use tunesmith_core::{Diagnostic, Location};
use tunesmith_tokens::{Encoding, TokenCounter};
use tunesmith_validate::{
    Checker, Counting, FileReport, HumanStyle, MarkdownStyle, Profile, RuleSettings, check_line,
    profiles, render_github, render_human, render_json_v1, render_jsonl, render_markdown,
    render_sarif,
};

use super::nearly_right::nearly_right;

/// The most profiles that are checked in one pass.
const MOST_PROFILES: usize = 32;

/// Takes the bytes as a file.
pub fn parse(bytes: &[u8]) {
    for group in profiles().chunks(MOST_PROFILES) {
        let whole = check(group, [bytes]);
        for report in &whole {
            inspect(report, bytes);
        }
        for size in [1, 5, 64] {
            let pieces = check(group, bytes.chunks(size));
            assert_same(&whole, &pieces, &format!("in pieces of {size}"));
        }
        for lines in [1, 3] {
            let chunks = check_side_by_side(group, bytes, lines);
            assert_same(&whole, &chunks, &format!("chunks of {lines} lines"));
        }
    }
}

/// Makes a nearly right file of the bytes.
pub fn validate(bytes: &[u8]) {
    let file = nearly_right(bytes);
    parse(&file);
    agree(&file);
    for profile in profiles() {
        let line = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
        for diagnostic in check_line(profile, &RuleSettings::default(), line) {
            inspect_places(&diagnostic, line);
        }
    }
    // Why not always: it takes as long as ten checks.
    if bytes.first().is_none_or(|choice| choice.is_multiple_of(4)) {
        render(&check(profiles(), [&*file]));
    }
}

/// Both readers say the same of each record. A piece that is not UTF-8 goes to the slow one, so the file is given twice with a broken line
/// at its end: once as one piece, which is read slowly, and once with the first half as a piece of its own, which is read quickly. Each record
/// of the second half repeats one of the first, so different fingerprints show as different findings.
fn agree(file: &[u8]) {
    let mut first = file.to_vec();
    if first.last() != Some(&b'\n') {
        first.push(b'\n');
    }
    let second = [&*first, b"\"\xff\"\n"].concat();
    let whole = [&*first, &*second].concat();
    for profile in profiles() {
        let profile = &[*profile];
        let slow = check(profile, [&*whole]);
        let quick = check(profile, [&*first, &*second]);
        assert_same(&slow, &quick, "quickly and slowly");
        let lines = check(profile, whole.split_inclusive(|byte| *byte == b'\n'));
        assert_same(&slow, &lines, "line by line");
    }
}

fn checker(profiles: &[&'static Profile]) -> Checker {
    let counting = Counting {
        new_counter: Arc::new(|| Box::new(Characters)),
        ..Counting::exact(Encoding::O200kBase, Some(40))
    };
    Checker::for_profiles("input.jsonl", profiles, &RuleSettings::default()).counting(counting)
}

/// Stands in for the tokens, which are counted elsewhere: tells texts apart and costs nothing.
struct Characters;

impl TokenCounter for Characters {
    fn count(&mut self, text: &str) -> u64 {
        text.chars().count() as u64
    }
}

pub(super) fn check<'a>(
    profiles: &[&'static Profile],
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Vec<FileReport> {
    let mut checker = checker(profiles);
    for piece in pieces {
        checker.push(piece);
    }
    checker.finish_all()
}

/// Checks as several threads do: pieces of a few lines apart from each other, the last of them first.
fn check_side_by_side(
    profiles: &[&'static Profile],
    bytes: &[u8],
    lines: usize,
) -> Vec<FileReport> {
    let mut checker = checker(profiles);
    let all: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let mut pieces = all.chunks(lines).map(<[&[u8]]>::concat);
    let mut worker = None;
    while worker.is_none() {
        let Some(piece) = pieces.next() else { break };
        checker.push(&piece);
        worker = checker.chunk_checker();
    }
    if let Some(mut worker) = worker {
        let pieces: Vec<Vec<u8>> = pieces.collect();
        let mut chunks: Vec<_> = pieces
            .iter()
            .rev()
            .map(|piece| worker.check(piece))
            .collect();
        for piece in &pieces {
            checker.take(piece, chunks.pop().expect("one for each piece"));
        }
    }
    checker.finish_all()
}

fn assert_same(expected: &[FileReport], found: &[FileReport], how: &str) {
    for (expected, found) in expected.iter().zip(found) {
        assert!(
            expected == found,
            "the report depends on how the file is read ({how}):\n{}\n{}\n{expected:?}\n{found:?}",
            render_jsonl(expected),
            render_jsonl(found),
        );
    }
    assert_eq!(expected.len(), found.len());
}

/// Every place lies in the file, every number adds up.
fn inspect(report: &FileReport, bytes: &[u8]) {
    assert!(report.examples <= report.records, "{report:?}");
    let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    assert!(report.records <= bytes.len() as u64);
    let mut last = 0;
    for reported in &report.diagnostics {
        let place = &reported.diagnostic.location;
        assert!(place.line <= lines, "line {} of {lines}", place.line);
        assert!(place.line >= last, "line {} after {last}", place.line);
        last = place.line;
        assert_eq!(place.line == 0, place.column == 0, "{place:?}");
        assert_eq!(place.line == 0, reported.excerpt.is_none(), "{place:?}");
        if place.line > 0 {
            inspect_line(place, bytes);
        }
        if let Some(excerpt) = &reported.excerpt {
            assert!(excerpt.text.get(excerpt.highlight.clone()).is_some());
            assert!(!excerpt.cut_left || bytes.len() > excerpt.text.len() / 3);
        }
        inspect_places(&reported.diagnostic, bytes);
    }
}

/// The line of a place is the one its first byte stands in, or the last one for the end of a file.
fn inspect_line(place: &Location, bytes: &[u8]) {
    let start = usize::try_from(place.bytes.start).expect("a small file");
    let before = &bytes[..start.min(bytes.len())];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u64;
    assert_eq!(place.line, line, "{place:?}");
}

fn inspect_places(diagnostic: &Diagnostic, bytes: &[u8]) {
    let length = bytes.len() as u64;
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    let related = diagnostic.related.iter().map(|label| &label.location.bytes);
    let all = edits.map(|edit| &edit.bytes).chain(related);
    for place in all.chain([&diagnostic.location.bytes]) {
        assert!(
            place.start <= place.end && place.end <= length,
            "{place:?} of {length}: {diagnostic:?}"
        );
    }
    let pointer = &diagnostic.location.pointer;
    assert!(pointer.is_empty() || pointer.starts_with('/'), "{pointer}");
    assert!(!diagnostic.message.is_empty() && !diagnostic.message.contains('\n'));
}

fn render(reports: &[FileReport]) {
    for (colour, width) in [(false, 80), (true, 20), (false, 100_000)] {
        let style = HumanStyle {
            colour,
            width,
            most_per_rule: None,
        };
        render_human(reports, &style);
    }
    let json = render_json_v1(reports);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    let sarif = render_sarif(reports);
    assert!(serde_json::from_str::<serde_json::Value>(&sarif).is_ok());
    render_github(reports);
    for longest in [0, 300, 60_000] {
        let style = MarkdownStyle {
            longest,
            ..MarkdownStyle::default()
        };
        render_markdown(reports, &style);
    }
    for report in reports {
        for line in render_jsonl(report).lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
    }
}
