//! The process dies at every named point; running again gives the very same files and asks nothing twice that was on disk.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;
use tunesmith_pipeline::CrashPoint;

use crate::scripted::{Run, files, usual_answers};

const PASSES: &str = "TUNESMITH_TEST_CRASH_PASSES";
const POINT: &str = "TUNESMITH_TEST_CRASH_POINT";
const FOLDER: &str = "TUNESMITH_TEST_CRASH_FOLDER";

static LEFT: AtomicUsize = AtomicUsize::new(0);

fn crash_when_it_is_time(point: CrashPoint) {
    if std::env::var(POINT).as_deref() == Ok(point.name())
        && LEFT.fetch_sub(1, Ordering::SeqCst) == 1
    {
        std::process::abort();
    }
}

/// Runs in a process of its own that ends in the middle; without its variables it does nothing.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    LEFT.store(
        std::env::var(PASSES).unwrap().parse().unwrap(),
        Ordering::SeqCst,
    );
    let mut run = Run::new(Path::new(&folder));
    run.settings.at_crash_point = crash_when_it_is_time;
    run.answers = logging_answers(Path::new(&folder));
    run.go().unwrap();
}

fn logging_answers(folder: &Path) -> crate::scripted::Answers {
    let (answers, log) = (usual_answers(), folder.join("asked.log"));
    Arc::new(move |request| {
        let mut log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .unwrap();
        log.write_all(format!("{}\n", request.messages.last().unwrap().plain_text()).as_bytes())
            .unwrap();
        answers(request)
    })
}

fn asked(folder: &Path) -> Vec<String> {
    std::fs::read_to_string(folder.join("asked.log"))
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn crash(folder: &Path, point: CrashPoint, passes: usize) -> bool {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(POINT, point.name())
        .env(PASSES, passes.to_string())
        .output()
        .unwrap();
    !child.status.success()
}

#[test]
fn nothing_is_lost_at_any_point() {
    let reference = tempdir().unwrap();
    Run::new(reference.path()).go().unwrap();
    let expected = files(reference.path());
    for point in CrashPoint::ALL {
        let times: &[usize] =
            if matches!(point, CrashPoint::OutputWritten | CrashPoint::OutputRenamed) {
                &[1, 2, 3, 4]
            } else {
                &[1, 4, 9]
            };
        for &passes in times {
            let folder = tempdir().unwrap();
            assert!(
                crash(folder.path(), point, passes),
                "{point:?} was passed less than {passes} times"
            );
            let before = asked(folder.path());
            let mut again = Run::new(folder.path());
            again.answers = logging_answers(folder.path());
            again.go().unwrap();
            assert_eq!(files(folder.path()), expected, "{point:?}, pass {passes}");
            let after = asked(folder.path());
            let twice = before
                .iter()
                .filter(|question| after[before.len()..].contains(question))
                .count();
            let in_flight = 3 * 2 + 8;
            match point {
                CrashPoint::OutputWritten | CrashPoint::OutputRenamed => {
                    assert_eq!(twice, 0, "{point:?}")
                }
                _ => assert!(
                    twice <= in_flight && before.len() - twice >= passes.saturating_sub(in_flight),
                    "{point:?}: {twice} of {before:?}"
                ),
            }
        }
    }
}

#[test]
fn a_committed_reply_is_never_asked_for_again() {
    let folder = tempdir().unwrap();
    assert!(crash(folder.path(), CrashPoint::ReplyCommitted, 5));
    let committed: Vec<String> = {
        let journal = rusqlite::Connection::open(folder.path().join("run.db")).unwrap();
        let mut query = journal
            .prepare("SELECT body FROM request JOIN reply USING(key)")
            .unwrap();
        let bodies = query
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap()
            .map(Result::unwrap);
        bodies
            .map(|body| {
                let body: serde_json::Value = serde_json::from_str(&body).unwrap();
                body["messages"].as_array().unwrap().last().unwrap()["content"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    assert!(committed.len() >= 5, "{committed:?}");
    let again = Run::new(folder.path());
    let asked = again.asked.clone();
    again.go().unwrap();
    let asked = asked.lock().unwrap();
    assert!(
        asked.iter().all(|question| !committed.contains(question)),
        "committed {committed:?}, asked again {asked:?}"
    );
}
