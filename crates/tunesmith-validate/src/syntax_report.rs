//! What the rules about syntax share: each tells of its own kinds of deviation from JSON, in the same way.
//!
//! Invariant: every deviation belongs to exactly one rule (see `SyntaxKind::rule`).

use crate::json::{SyntaxError, SyntaxKind};
use crate::record::Record;
use crate::report::{Draft, Report};
use crate::rule::Rule;

/// What OpenAI says of a line that is not JSON; begins the verbatim text of a refused file (observed, 2026-11).
pub(crate) const REFUSED: &str =
    "providers refuse the whole file: `Error: line contains invalid json`";

/// Reports the deviations of a record that belong to `rule`; `offer` may add a fix to each.
pub(crate) fn report_syntax(
    rule: &Rule,
    because: &'static str,
    record: &Record<'_>,
    report: &mut Report<'_>,
    offer: impl Fn(&SyntaxKind, &mut Draft),
) {
    if record.syntax_errors().is_empty() {
        return;
    }
    let cut = record.is_cut();
    let own = record
        .syntax_errors()
        .iter()
        .filter(|error| error.kind.rule() == rule.name)
        // Why: a word or an escape that the end of the text cuts off is no defect of its own.
        .filter(|error| !cut || rule.name == "truncated-line" || !touches_end(record, error));
    for error in own {
        let more = match error.repeats {
            0 => String::new(),
            more => format!(" (and {more} more like it in this record)"),
        };
        let mut place = record.place_of(error);
        if error.kind == SyntaxKind::TooDeep {
            // Why: a path of 256 steps tells nobody anything.
            place.pointer.clear();
        }
        let draft = report
            .error_at(place, error.kind.message() + &more)
            .because(because)
            .help(error.kind.help());
        if let Some((at, label)) = error.kind.opened() {
            draft.related(record.place_of_opening(error, at), label);
        }
        // Why: where the shape is in doubt, so is what a change would mean.
        if record.is_complete() {
            offer(&error.kind, draft);
        }
    }
}

fn touches_end(record: &Record<'_>, error: &SyntaxError) -> bool {
    // Four digits may follow what an escape begins with.
    let reach = if error.kind == SyntaxKind::CutEscape {
        4
    } else {
        0
    };
    error.end as usize + reach >= record.bytes.trim_ascii_end().len()
}
