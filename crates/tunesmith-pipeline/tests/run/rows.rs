//! Every row is accounted for, a run replays to the same bytes, and each row has its story.

use tempfile::tempdir;
use tunesmith_pipeline::{Rows, story};

use crate::scripted::{RECIPE, Run, files, report};

#[test]
fn every_row_is_somewhere_with_its_reason() {
    let folder = tempdir().unwrap();
    let summary = Run::new(folder.path()).go().unwrap();
    assert_eq!(
        summary.rows,
        Rows {
            asked: 13,
            kept: 9,
            excluded: 4,
            failed: 0
        }
    );
    let [train, validation, exclusions] = files(folder.path());
    assert_eq!((train.lines().count(), validation.lines().count()), (7, 2));
    let reasons: Vec<String> = exclusions
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            format!(
                "{} {} [{}] {}",
                line["row"].as_str().unwrap(),
                line["status"].as_str().unwrap(),
                line["stage"].as_str().unwrap(),
                line["reason"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "plain/1 excluded [dedup] the same as row plain/0",
            "asks/2 excluded [filter not-short] length is 5, so `length.value >= 6.0` does not hold",
            "asks/3 excluded [scorer length] plugin `length 1.0`, score-batch: crashed: ouch",
            "asks/4 excluded [generator asks] four is not for me",
        ]
    );
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("manifest.json")).unwrap())
            .unwrap();
    assert_eq!(
        manifest["rows"],
        serde_json::json!({"asked": 13, "kept": 9, "excluded": 4, "failed": 0})
    );
    assert_eq!(manifest["files"]["train.jsonl"]["records"], 7);
    assert!(
        !train.contains("difficulty"),
        "metadata is not exported for training"
    );
}

#[test]
fn a_second_run_and_a_replay_ask_nobody_and_give_the_same_bytes() {
    let folder = tempdir().unwrap();
    Run::new(folder.path()).go().unwrap();
    let first = files(folder.path());
    let manifest = std::fs::read(folder.path().join("manifest.json")).unwrap();
    let told = report(folder.path());
    for replay in [false, true] {
        let mut again = Run::new(folder.path());
        again.settings.replay = replay;
        let asked = again.asked.clone();
        again.go().unwrap();
        assert_eq!(*asked.lock().unwrap(), [""; 0], "replay: {replay}");
        assert_eq!(files(folder.path()), first);
        assert_eq!(
            std::fs::read(folder.path().join("manifest.json")).unwrap(),
            manifest
        );
        assert_eq!(report(folder.path()), told);
    }
}

#[test]
fn a_replay_without_replies_fails_rows_and_says_so() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.settings.replay = true;
    let summary = run.go().unwrap();
    assert_eq!(
        summary.rows,
        Rows {
            asked: 12,
            kept: 2,
            excluded: 2,
            failed: 8
        }
    );
    assert_eq!(
        summary.failed_by["generator asks"].1,
        "the journal has no reply to this request, and --replay forbids asking"
    );
}

#[test]
fn a_correction_is_journalled_like_any_request() {
    let folder = tempdir().unwrap();
    Run::new(folder.path()).go().unwrap();
    let story = story(folder.path(), "asks/6").unwrap();
    let told: Vec<_> = story
        .exchanges
        .iter()
        .map(|exchange| {
            (
                exchange.purpose.as_str(),
                exchange.reply.as_ref().unwrap().content.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("ask", "BAD"), ("correct", "answer of correct yourself")]
    );
    assert_eq!(story.outcome, "kept");
}

#[test]
fn a_report_is_given_all_there_is_and_where_it_stands() {
    let folder = tempdir().unwrap();
    let summary = Run::new(folder.path()).go().unwrap();
    let last = summary.files.last().unwrap();
    assert!(last.ends_with("report.html"), "{last:?}");
    let told = report(folder.path());

    // A row stands where the report says, and every line of the files has its row.
    let [train, validation, exclusions] = files(folder.path());
    let mut placed = 0;
    for line in told.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [row, status @ ("kept" | "excluded" | "failed"), file, number] = words[..] else {
            continue;
        };
        let lines = match (status, file) {
            ("kept", "train.jsonl") => &train,
            ("kept", "validation.jsonl") => &validation,
            ("excluded" | "failed", "exclusions.jsonl") => &exclusions,
            other => panic!("{other:?}"),
        };
        let number: usize = number.parse().unwrap();
        let found = lines.lines().nth(number - 1).unwrap();
        let story = story(folder.path(), row).unwrap();
        if status == "kept" {
            assert_eq!(story.example.as_deref(), Some(found), "{row}");
        } else {
            assert!(
                found.contains(&format!("\"row\":\"{row}\"")),
                "{row}: {found}"
            );
        }
        placed += 1;
    }
    assert_eq!(placed, summary.rows.asked);

    let none = tempdir().unwrap();
    let mut run = Run::new(none.path());
    run.settings.make_report = None;
    let summary = run.go().unwrap();
    assert_eq!(summary.files.len(), 4);
    assert!(!none.path().join("report.html").exists());
}

#[test]
fn several_examples_of_one_task_are_several_rows() {
    let folder = tempdir().unwrap();
    Run::new(folder.path()).go().unwrap();
    for row in ["asks/5/0", "asks/5/1"] {
        assert_eq!(story(folder.path(), row).unwrap().exchanges.len(), 1);
    }
    let error = story(folder.path(), "asks/99").unwrap_err().to_string();
    assert_eq!(
        error,
        "the run has no row `asks/99`; it has 13 rows, from `plain/0` to `asks/8`"
    );
}

#[test]
fn a_bad_seed_costs_its_own_tasks_only() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    run.recipe = RECIPE.replace("count = 3", "count = 3\nseeds = \"seeds.jsonl\"");
    let summary = run.go().unwrap();
    let reason = &summary.excluded_by["seed"];
    assert_eq!(reason.0, 1);
    assert!(
        reason
            .1
            .starts_with("seed file seeds.jsonl, line 2: not JSON"),
        "{}",
        reason.1
    );
}

#[test]
fn a_judge_asks_the_model_once_per_example() {
    let folder = tempdir().unwrap();
    let mut run = Run::new(folder.path());
    let filter = "\n[[scorers]]\nname = \"verdict\"\nplugin = \"j\"\nmodel = \"teacher\"\n\n[[filters]]\nname = \"judged\"\nkeep = \"verdict.value > 0.0\"\n[split]";
    run.recipe = RECIPE.replace("\n[split]", filter);
    run.judge = true;
    let asked = run.asked.clone();
    run.go().unwrap();
    let asked = asked.lock().unwrap();
    let verdicts = asked
        .iter()
        .filter(|question| question.starts_with("judge "))
        .count();
    assert_eq!(
        verdicts, 10,
        "11 examples without a crash, two of them equal: the same question is paid once; {asked:?}"
    );
}

#[test]
fn preview_writes_no_data_and_keeps_the_replies() {
    let folder = tempdir().unwrap();
    let mut preview = Run::new(folder.path());
    preview.settings.preview = true;
    let summary = preview.go().unwrap();
    assert_eq!(summary.preview.len(), 13);
    assert!(!folder.path().join("train.jsonl").exists());
    assert!(!folder.path().join("report.html").exists());
    let full = Run::new(folder.path());
    let asked = full.asked.clone();
    full.go().unwrap();
    assert_eq!(*asked.lock().unwrap(), [""; 0]);
}
