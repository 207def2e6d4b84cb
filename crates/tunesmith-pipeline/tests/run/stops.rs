//! What stops a run early, what the user is told, and that running again continues.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;
use tokio::sync::watch;
use tunesmith_core::ModelErrorKind;
use tunesmith_pipeline::RunError;

use crate::scripted::{RECIPE, Run, files, usual_answers};

#[test]
fn a_server_that_is_gone_stops_the_run_and_the_next_run_continues() {
    let reference = tempdir().unwrap();
    Run::new(reference.path()).go().unwrap();
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    let (answers, answered) = (usual_answers(), AtomicUsize::new(0));
    run.answers = Arc::new(move |request| {
        if answered.fetch_add(1, Ordering::SeqCst) < 4 {
            answers(request)
        } else {
            Err(ModelErrorKind::Unreachable)
        }
    });
    let error = run.go().unwrap_err();
    assert_eq!(error.to_string(), "model `teacher`: scripted: Unreachable");
    assert!(
        !folder.path().join("train.jsonl").exists(),
        "no half dataset"
    );
    let again = Run::new(folder.path());
    let asked = again.asked.clone();
    again.go().unwrap();
    assert_eq!(
        asked.lock().unwrap().len(),
        9 - 4,
        "four replies were safe: 8 tasks ask, one of them twice"
    );
    assert_eq!(files(folder.path()), files(reference.path()));
}

#[test]
fn a_failed_row_is_tried_again_by_the_next_run() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    let answers = usual_answers();
    run.answers = Arc::new(move |request| {
        if request.messages[0].plain_text() == "question 7" {
            Err(ModelErrorKind::Server)
        } else {
            answers(request)
        }
    });
    let summary = run.go().unwrap();
    assert_eq!(
        (
            summary.rows.failed,
            summary.failed_by["generator asks"].1.as_str()
        ),
        (1, "scripted: Server")
    );
    let replay = |folder: &std::path::Path| {
        let mut replay = Run::new(folder);
        replay.settings.replay = true;
        replay.go().unwrap()
    };
    let before = files(folder.path());
    assert_eq!(replay(folder.path()).rows.failed, 1);
    assert_eq!(
        files(folder.path()),
        before,
        "a replay tells the same failure"
    );
    assert_eq!(Run::new(folder.path()).go().unwrap().rows.failed, 0);
}

#[test]
fn a_scorer_that_always_fails_stops_the_run() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.recipe = RECIPE.replace("count = 3", "count = 200");
    run.length.always_fails = true;
    let error = run.go().unwrap_err();
    assert_eq!(
        error.to_string(),
        "stopped early: scorer length failed on each of the first 10 it was given; the last time: plugin `length 1.0`, score-batch: crashed: ouch"
    );
}

#[test]
fn a_model_that_never_answers_stops_the_run() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.recipe = RECIPE.replace("count = 9", "count = 90");
    run.answers = Arc::new(|_| Err(ModelErrorKind::BadReply));
    let error = run.go().unwrap_err().to_string();
    assert!(
        error.starts_with("model `teacher`: none of the first 1"),
        "{error}"
    );
}

#[test]
fn ctrl_c_keeps_what_is_paid_for() {
    let folder = tempdir().unwrap();
    let (interrupt, interrupted) = watch::channel(false);
    let mut run = Run::new(folder.path());
    run.interrupt = interrupted;
    let answers = usual_answers();
    run.answers = Arc::new(move |request| {
        interrupt.send_replace(true);
        answers(request)
    });
    let asked = run.asked.clone();
    assert!(matches!(run.go(), Err(RunError::Interrupted)));
    let first: Vec<String> = asked.lock().unwrap().clone();
    let again = Run::new(folder.path());
    let asked = again.asked.clone();
    again.go().unwrap();
    let twice: Vec<String> = asked
        .lock()
        .unwrap()
        .iter()
        .filter(|question| first.contains(question))
        .cloned()
        .collect();
    assert_eq!(twice, [""; 0], "{first:?}");
}

#[test]
fn one_run_at_a_time_in_a_folder() {
    let folder = tempdir().unwrap();
    let lock = std::fs::File::create(folder.path().join("run.lock")).unwrap();
    lock.lock().unwrap();
    assert!(matches!(
        Run::new(folder.path()).go(),
        Err(RunError::Locked { .. })
    ));
}
