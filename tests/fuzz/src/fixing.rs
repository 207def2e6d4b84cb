//! Fixing a file: never a panic, no record lost, an end after one pass, and a true account of every change.

use std::borrow::Cow;

use tunesmith_core::Safety;
use tunesmith_validate::{
    Change, Checker, Container, Edited, FixError, Fixed, Fixer, Profile, RuleSettings, profiles,
};

use super::nearly_right::nearly_right;
use super::reading::check;

/// Takes the bytes as a file, or after a zero byte as the choices that make one.
pub fn fix(bytes: &[u8]) {
    let file = match bytes.split_first() {
        Some((0, choices)) => Cow::Owned(nearly_right(choices)),
        _ => Cow::Borrowed(bytes),
    };
    for profile in profiles() {
        for allowed in [Safety::Safe, Safety::Unsafe] {
            fix_as(&file, profile, allowed);
        }
    }
    // Where records are depends on no profile.
    edit(&file, profiles()[0]);
}

/// Edits one record, takes the next out and leaves the third as it is, and so on: the changes tell it, and no record is lost.
fn edit(file: &[u8], profile: &'static Profile) {
    let mut checker = Checker::new("", profile, &RuleSettings::default()).listing();
    checker.push(file);
    let list = checker.take_list();
    let edits = list.iter().zip(0..).filter_map(|(record, number)| {
        let start = usize::try_from(record.offset).expect("a small file");
        let half = &file[start..start + record.length as usize / 2];
        match number % 3 {
            0 => {
                let text = String::from_utf8_lossy(half).into_owned();
                Some((record.offset, Edited::Text(text)))
            }
            1 => Some((record.offset, Edited::Removed)),
            _ => None,
        }
    });
    let fixer = Fixer::new(profile, &RuleSettings::default(), Safety::Safe).editing(edits);
    let Ok(fixed) = run(fixer, [file]) else {
        return;
    };
    assert!(
        apply(file, &fixed.changes) == fixed.bytes,
        "the changes tell another story than the bytes: {:?}",
        fixed.changes
    );
    let before = check(&[profile], [file]).swap_remove(0).records;
    assert_eq!(records(&fixed.bytes) + records(&fixed.rejected), before);
}

fn fix_as(file: &[u8], profile: &'static Profile, allowed: Safety) {
    let fixer = || Fixer::new(profile, &RuleSettings::default(), allowed);
    let whole = run(fixer(), [file]);
    let pieces = run(fixer(), file.chunks(3));
    assert_eq!(whole, pieces, "the outcome depends on the pieces");
    let Ok(fixed) = whole else { return };

    let applied = apply(file, &fixed.changes);
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        applied == fixed.bytes,
        "the changes tell another story than the bytes\n{}\n{}\n{:?}",
        shown(&applied),
        shown(&fixed.bytes),
        fixed.changes
    );

    let before = check(&[profile], [file]).swap_remove(0).records;
    let (kept, rejected) = (records(&fixed.bytes), records(&fixed.rejected));
    assert_eq!(
        kept + rejected,
        before,
        "records: {kept} kept, {rejected} taken out"
    );
    assert!(allowed == Safety::Unsafe || rejected == 0);

    let after = check(&[profile], [&*fixed.bytes]).swap_remove(0);
    if allowed == Safety::Safe && after.container != Container::Lines {
        // A broken record came first and looks like the beginning of an array or of values on many lines: nothing safe can be done.
        return;
    }
    let again = run(fixer(), [&*fixed.bytes]).expect("what was fixed is not UTF-16");
    assert!(
        again.bytes == fixed.bytes && again.changes.is_empty() && again.rejected.is_empty(),
        "fixing twice ({allowed:?}) is not fixing once\n{}\n{}\n{:?}",
        shown(&fixed.bytes),
        shown(&again.bytes),
        again.changes
    );

    for reported in after.diagnostics {
        let left = reported
            .diagnostic
            .fix
            .iter()
            .filter(|fix| fix.safety == Safety::Safe || allowed == Safety::Unsafe);
        assert_eq!(
            left.count(),
            0,
            "a fix was left ({allowed:?}): {reported:?}"
        );
    }
}

fn run<'a>(
    mut fixer: Fixer,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Fixed, FixError> {
    let mut all = Fixed::default();
    for piece in pieces {
        append(&mut all, fixer.push(piece));
    }
    append(&mut all, fixer.finish()?);
    Ok(all)
}

fn append(all: &mut Fixed, more: Fixed) {
    all.bytes.extend(more.bytes);
    all.rejected.extend(more.rejected);
    all.changes.extend(more.changes);
}

fn apply(file: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = 0;
    for change in changes {
        let place = |at: u64| usize::try_from(at).expect("a small file");
        let (start, end) = (place(change.bytes.start), place(change.bytes.end));
        assert!(
            from <= start && start <= end && end <= file.len(),
            "{change:?} after byte {from} of {}",
            file.len()
        );
        out.extend_from_slice(&file[from..start]);
        out.extend_from_slice(change.replacement.as_bytes());
        from = end;
    }
    out.extend_from_slice(&file[from..]);
    out
}

/// Lines that are not blank.
fn records(bytes: &[u8]) -> u64 {
    let is_blank = |line: &&[u8]| line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !is_blank(line))
        .count() as u64
}
