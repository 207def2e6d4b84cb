//! A budget is never overshot, and what it stops is told and can be continued.

use tempfile::tempdir;

use crate::scripted::Run;

/// A scripted request reserves about 2,200 millionths of a dollar and costs 15.
const ONE_AT_A_TIME: f64 = 0.002_5;

#[test]
fn waits_for_settlement_instead_of_overshooting() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.settings.budget_usd = Some(ONE_AT_A_TIME);
    let summary = run.go().unwrap();
    assert_eq!(summary.rows.failed, 0, "{:?}", summary.failed_by);
    assert!(
        (summary.progress.spent_usd - 9.0 * 15e-6).abs() < 1e-9,
        "8 tasks and a correction; {}",
        summary.progress.spent_usd
    );
}

#[test]
fn says_when_the_budget_is_used_up_and_goes_on_with_more() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.settings.budget_usd = Some(0.001);
    let summary = run.go().unwrap();
    assert_eq!(summary.rows.failed, 8);
    assert!((summary.progress.spent_usd).abs() < 1e-12);
    let reason = &summary.failed_by["generator asks"].1;
    assert!(
        reason.starts_with(
            "the budget of $0.001 is used up: $0.0000 is spent and this request could cost $0.002"
        ),
        "{reason}"
    );
    assert_eq!(Run::new(folder.path()).go().unwrap().rows.failed, 0);
}
