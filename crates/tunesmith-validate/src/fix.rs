//! Applies the changes that rules offer.
//!
//! Fixes of different rules may touch the same bytes; then the first one is applied and the others wait for the next round. Invariant:
//! bytes that no edit names stay as they are.

use tunesmith_core::{Edit, Fix};

/// Applies fixes to the bytes they were offered for; `start` is where the bytes begin in the file. A fix that overlaps one before it is left
/// out as a whole. Returns the new bytes and how many fixes were applied.
pub fn apply_fixes<'f>(
    bytes: &[u8],
    start: u64,
    fixes: impl IntoIterator<Item = &'f Fix>,
) -> (Vec<u8>, usize) {
    let (out, applied) = apply_and_tell(bytes, start, fixes);
    (out, applied.len())
}

/// As [`apply_fixes`]; tells by their place among the fixes which were applied.
pub(crate) fn apply_and_tell<'f>(
    bytes: &[u8],
    start: u64,
    fixes: impl IntoIterator<Item = &'f Fix>,
) -> (Vec<u8>, Vec<usize>) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut applied = Vec::new();
    for (index, fix) in fixes.into_iter().enumerate() {
        let fits = fix.edits.iter().all(|edit| fits(edit, bytes, start));
        let clashes = |edit: &Edit| chosen.iter().any(|taken| overlap(taken, edit));
        if fits && !fix.edits.is_empty() && !fix.edits.iter().any(clashes) {
            chosen.extend(&fix.edits);
            applied.push(index);
        }
    }
    chosen.sort_by_key(|edit| (edit.bytes.start, edit.bytes.end));
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for edit in chosen {
        let within = |at: u64| usize::try_from(at - start).unwrap_or(bytes.len());
        out.extend_from_slice(&bytes[from..within(edit.bytes.start)]);
        out.extend_from_slice(edit.replacement.as_bytes());
        from = within(edit.bytes.end);
    }
    out.extend_from_slice(&bytes[from..]);
    (out, applied)
}

fn fits(edit: &Edit, bytes: &[u8], start: u64) -> bool {
    let (from, to) = (edit.bytes.start, edit.bytes.end);
    start <= from && from <= to && to <= start + bytes.len() as u64
}

/// Whether two edits touch the same bytes, or insert at the same place.
fn overlap(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (&a.bytes, &b.bytes);
    a.start < b.end && b.start < a.end || a.start == b.start
}
