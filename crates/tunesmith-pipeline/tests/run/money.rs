//! A budget is never overshot, and what it stops is told and can be continued.

use std::sync::Arc;

use tempfile::tempdir;
use tunesmith_core::ModelErrorKind;

use crate::scripted::{RECIPE, Run, files, usual_answers};

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
    let told = files(folder.path());
    let mut replay = Run::new(folder.path());
    replay.settings.replay = true;
    replay.go().unwrap();
    assert_eq!(files(folder.path()), told, "a replay tells the same reason");
    assert_eq!(Run::new(folder.path()).go().unwrap().rows.failed, 0);
}

#[test]
fn a_try_that_brings_nothing_may_be_billed_all_the_same() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    let answers = usual_answers();
    run.answers = Arc::new(move |request| {
        if request.messages[0].plain_text() == "question 7" {
            return Err(ModelErrorKind::TimedOut);
        }
        answers(request)
    });
    let spent = run.go().unwrap().progress.spent_usd;
    assert!(
        spent > 8.0 * 15e-6 + 0.002,
        "the bound of the lost try is charged; {spent}"
    );
}

#[test]
fn every_try_is_reserved() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.recipe = RECIPE.replace("max_attempts = 1", "max_attempts = 3");
    run.settings.budget_usd = Some(ONE_AT_A_TIME);
    let summary = run.go().unwrap();
    assert_eq!(
        summary.rows.failed, 8,
        "three tries at $0.0022 do not fit into $0.0025"
    );
}
