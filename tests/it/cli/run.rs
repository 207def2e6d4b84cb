//! `tunesmith run` where all goes well: what it prints, what it writes, and what it does not ask again.

use insta::assert_snapshot;
use tunesmith_tests::server::{Server, deterministic};

use super::harness::{MIXED, Place, asked, changed};

#[test]
fn a_small_run_and_the_same_again() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(deterministic);
    assert_snapshot!(place.run(&server, &[]), @r"
    mixed: 18 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0
      support        4     4         0       0
      total         18    14         4       0

      taken out by
        4  filter correct  e.g. arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is…

      files in runs/mixed
        train.jsonl       13 records
        validation.jsonl  1 record
        exclusions.jsonl  4 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      5 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 0
    ");
    let files = place.data_files("runs/mixed");
    let requests = server.count();

    assert_snapshot!(place.run(&server, &[]), @r"
    mixed: 18 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0
      support        4     4         0       0
      total         18    14         4       0

      taken out by
        4  filter correct  e.g. arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is…

      files in runs/mixed
        train.jsonl       13 records
        validation.jsonl  1 record
        exclusions.jsonl  4 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      0 replies from servers, 5 from the journal; $0.0000 spent in this folder
    -- exit 0
    ");
    assert_eq!(place.data_files("runs/mixed"), files);
    assert_eq!(server.count(), requests, "nothing is asked again");
    let first = &place.records("runs/mixed/exclusions.jsonl")[0];
    let told = ["row", "status", "stage", "reason"].map(|key| first[key].as_str().unwrap());
    assert_snapshot!(told.join("\n"), @r"
    math/2
    excluded
    filter correct
    arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is wrong: it is 1385), so `arithmetic.value == 1.0` does not hold
    ");
}

#[test]
fn a_preview_shows_rows_and_writes_no_data() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(deterministic);
    assert_snapshot!(place.run(&server, &["--preview", "2"]), @r"
    math/0  kept
           user  Evaluate 125 - 33.
      assistant  Subtract: 125 - 33 = 92 Answer: 92
      arithmetic 1.000
      quality 1.000

    math/1  kept
           user  Calculate 63 + 19 × 16.
      assistant  Multiply: 19 × 16 = 304 Add: 63 + 304 = 367 Answer: 367
      arithmetic 1.000
      quality 1.000

    support/0  kept
         system  You are a support agent for Halden H2 desk lamp. Answer in a friendly and concrete way…
           user  The refund please clear server error device.
      assistant  The invoice second item garden slowly question restart ticket invoice street order.
      quality 1.000

    support/1  kept
         system  You are a support agent for Halden K15 kettle. Answer in a friendly and concrete way. …
           user  The message password packet slowly monday customer export report setting item.
      assistant  The restart label monday picture change support printer export support.
      quality 1.000

    mixed: 4 rows asked

      generator  asked  kept  excluded  failed
      math           2     2         0       0
      support        2     2         0       0
      total          4     4         0       0

      3 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 0
    ");
    let mut left: Vec<_> = std::fs::read_dir(place.path("runs/mixed"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["run.db", "run.lock"]);

    // What the preview paid for is not paid for again.
    let before = server.count();
    let said = place.run(&server, &[]);
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(server.count() - before, 2);
    let asked = asked(&server.requests());
    assert!(asked.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn a_limit_holds_for_each_generator() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(deterministic);
    assert_snapshot!(place.run(&server, &["--limit", "1", "--out", "small"]), @r"
    mixed: 2 rows asked

      generator  asked  kept  excluded  failed
      math           1     1         0       0
      support        1     1         0       0
      total          2     2         0       0

      files in small
        train.jsonl       2 records
        validation.jsonl  0 records
        exclusions.jsonl  0 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 2 records; at least 10 are needed

      2 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 1
    ");
}

#[test]
fn only_one_generator_and_no_server_is_needed() {
    let place = Place::with_recipe(MIXED);
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml", "--only", "math"]), @r"
    mixed: 14 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0

      taken out by
        4  filter correct  e.g. arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is…

      files in runs/mixed
        train.jsonl       9 records
        validation.jsonl  1 record
        exclusions.jsonl  4 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 9 records; at least 10 are needed

      0 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 1
    ");
}

#[test]
fn a_replay_asks_nobody_and_gives_the_same_bytes() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(deterministic);
    let first = place.run(&server, &[]);
    let files = place.data_files("runs/mixed");
    let manifest = place.read("runs/mixed/manifest.json");
    drop(server);

    // The journal alone is enough.
    let journal = std::fs::read(place.path("runs/mixed/run.db")).unwrap();
    place.write("copy/run.db", journal);
    let said = place.tunesmith(&["run", "recipe.toml", "--replay", "--out", "copy"]);
    assert_snapshot!(said, @r"
    mixed: 18 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0
      support        4     4         0       0
      total         18    14         4       0

      taken out by
        4  filter correct  e.g. arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is…

      files in copy
        train.jsonl       13 records
        validation.jsonl  1 record
        exclusions.jsonl  4 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      0 replies from servers, 5 from the journal; $0.0000 spent in this folder
    -- exit 0
    ");
    assert_eq!(said.code, first.code);
    assert_eq!(place.data_files("copy"), files);
    assert_eq!(place.read("copy/manifest.json"), manifest);
    let report = |run: &str| std::fs::read(place.path(run).join("report.html")).ok();
    assert_eq!(report("copy"), report("runs/mixed"));
}

#[test]
fn a_replay_without_replies_says_so() {
    let place = Place::with_recipe(MIXED);
    let said = place.tunesmith(&["run", "recipe.toml", "--replay"]);
    assert_snapshot!(said, @r"
    mixed: 18 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0
      support        4     0         0       4
      total         18    10         4       4

      taken out by
        4  filter correct  e.g. arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is…

      failed (running again tries them again)
        4  generator support
           e.g. the journal has no reply to this request, and --replay forbids asking

      files in runs/mixed
        train.jsonl       9 records
        validation.jsonl  1 record
        exclusions.jsonl  8 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 9 records; at least 10 are needed

      0 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 1
    ");
}

#[test]
fn two_runs_in_one_folder_do_not_mix() {
    let place = Place::with_recipe(MIXED);
    place.write("runs/mixed/run.lock", "");
    let lock = std::fs::File::open(place.path("runs/mixed/run.lock")).unwrap();
    lock.lock().unwrap();
    let said = place.tunesmith(&["run", "recipe.toml", "--only", "math"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: another run is using runs/mixed; wait for it, or choose another folder with --out
    -- exit 2
    ");
}

#[test]
fn a_folder_that_is_a_file_is_told() {
    let place = Place::with_recipe(MIXED);
    place.write("taken", "text");
    let said = place.tunesmith(&["run", "recipe.toml", "--only", "math", "--out", "taken"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: taken can not be created: File exists (os error 17)
    help: nothing was asked or changed; choose another folder with --out
    -- exit 2
    ");
}

#[test]
fn a_journal_that_is_none_is_left_alone() {
    let place = Place::with_recipe(MIXED);
    place.write(
        "runs/mixed/run.db",
        "this is no database, but somebody may want it",
    );
    let said = place.tunesmith(&["run", "recipe.toml", "--only", "math"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: the journal runs/mixed/run.db can not be opened: file is not a database
    help: nothing was asked or changed; choose another folder with --out
    -- exit 2
    ");
    assert!(place.read("runs/mixed/run.db").starts_with("this is no"));
}

#[test]
fn rows_that_are_the_same_are_kept_once() {
    let recipe = changed(
        MIXED,
        "count = 4",
        "count = 4\nsettings = { personas = [\"x\"], tones = [\"y\"], difficulties = [\"z\"] }",
    );
    let place = Place::with_recipe(&recipe);
    let server = Server::start(|request| {
        let mut same = request.clone();
        same.body["messages"] = serde_json::json!([]);
        deterministic(&same)
    });
    let said = place.run(&server, &["--only", "support"]);
    assert_snapshot!(said, @r"
    mixed: 4 rows asked

      generator  asked  kept  excluded  failed
      support        4     2         2       0

      taken out by
        2  dedup  e.g. the same as row support/0

      files in runs/mixed
        train.jsonl       2 records
        validation.jsonl  0 records
        exclusions.jsonl  2 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 2 records; at least 10 are needed

      5 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 1
    ");
}
