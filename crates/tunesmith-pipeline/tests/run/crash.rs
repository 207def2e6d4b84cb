//! The process dies at every named point; running again gives the very same files and asks nothing twice that was on disk.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;
use tunesmith_pipeline::CrashPoint;

use crate::scripted::{Run, files, report, usual_answers};

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

/// The questions whose replies are on disk.
fn committed(folder: &Path) -> Vec<String> {
    let journal = rusqlite::Connection::open(folder.join("run.db")).unwrap();
    let mut query = journal
        .prepare("SELECT body FROM request JOIN reply USING(key)")
        .unwrap();
    let bodies = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let question = |body: String| {
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let last = body["messages"].as_array().unwrap().last().unwrap();
        last["content"].as_str().unwrap().to_owned()
    };
    bodies.map(|body| question(body.unwrap())).collect()
}

#[test]
fn nothing_is_lost_at_any_point() {
    let reference = tempdir().unwrap();
    Run::new(reference.path()).go().unwrap();
    let expected = (files(reference.path()), report(reference.path()));
    for point in CrashPoint::ALL {
        let at_the_end = matches!(point, CrashPoint::OutputWritten | CrashPoint::OutputRenamed);
        let times: &[usize] = if at_the_end {
            &[1, 2, 3, 4, 5]
        } else {
            &[1, 4, 9]
        };
        for &passes in times {
            let case = format!("{point:?}, pass {passes}");
            let folder = tempdir().unwrap();
            assert!(
                crash(folder.path(), point, passes),
                "{case} was never reached"
            );
            let before = asked(folder.path()).len();
            let safe = committed(folder.path());
            let least = match point {
                CrashPoint::Reserved => 0,
                CrashPoint::ReplyReceived => passes.saturating_sub(9),
                CrashPoint::ReplyCommitted => passes,
                CrashPoint::OutputWritten | CrashPoint::OutputRenamed => 9,
            };
            assert!(safe.len() >= least, "{case}: only {safe:?} is on disk");
            let mut again = Run::new(folder.path());
            again.answers = logging_answers(folder.path());
            again.go().unwrap();
            // What was cut off may have been paid for, so the manifest's cost may differ.
            let found = (files(folder.path()), report(folder.path()));
            assert_eq!(found, expected, "{case}");
            let after = asked(folder.path()).split_off(before);
            assert_eq!(
                after.len(),
                9 - safe.len(),
                "{case}: what was not on disk, and nothing else"
            );
            assert!(
                after.iter().all(|question| !safe.contains(question)),
                "{case}: {after:?}"
            );
        }
    }
}
