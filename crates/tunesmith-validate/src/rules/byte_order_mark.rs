//! A file begins with its first record, not with a byte order mark; one provider asks for the mark.

use tunesmith_core::Severity;

use crate::dataset::Dataset;
use crate::json::Place;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "byte-order-mark",
    summary: "the file begins with a byte order mark, or lacks one that is asked for",
    page: include_str!("../../rules/byte-order-mark.md"),
    group: Group::Dataset,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::WholeDataset(check),
};

fn check(dataset: &Dataset, report: &mut Report<'_>) {
    let wanted = report.profile.limits.wants_byte_order_mark;
    if dataset.byte_order_mark && !wanted && dataset.records > 0 {
        report
            .warning_at(Place::nowhere(), "the file begins with a byte order mark")
            .because("readers that do not expect it take it for a part of the first record and refuse that")
            .help("save the file as UTF-8 without a byte order mark")
            .safe_fix("write the file without the byte order mark", Vec::new());
    } else if !dataset.byte_order_mark && wanted && dataset.records > 0 && dataset.is_countable() {
        report
            .info_at(Place::nowhere(), "the file begins without a byte order mark")
            .because("the provider's documents ask for UTF-8 with a byte order mark, though files without it are taken")
            .help("nothing needs to be done; if the upload is refused, save the file as UTF-8 with a byte order mark");
    }
}
