//! The page a binary may carry, and the report of a run, which is that page with results inside.
//!
//! Whether this binary carries one depends on whether the page was built before it. So each test asks the binary first and says of both
//! what must hold.

use insta::{allow_duplicates, assert_snapshot};
use serde_json::Value;
use tunesmith_tests::server::{Server, deterministic};

use super::harness::{MIXED, Place};

const OPENING: &str = r#"<script type="application/json" id="tunesmith-results">"#;
const ELEMENT: &str = r#"<script type="application/json" id="tunesmith-results"></script>"#;

/// The page that this binary carries.
fn carried() -> Option<String> {
    let output = Place::with_recipe("")
        .command(&["page", "-o", "-"])
        .output()
        .unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    if output.status.code() == Some(0) {
        return Some(page);
    }
    assert_eq!(page, "");
    None
}

#[test]
fn the_page_is_whole_or_how_to_get_it_is_told() {
    let place = Place::with_recipe("");
    let Some(page) = carried() else {
        assert_snapshot!(place.tunesmith(&["page"]), @r"
        -- stderr
        error: this build of tunesmith carries no page
        help: in the source tree run `cargo xtask web`, which needs Node.js, and then build tunesmith again
        -- exit 2
        ");
        assert!(!place.path("tunesmith.html").exists());
        return;
    };
    assert!(page.to_lowercase().starts_with("<!doctype html>"));
    assert!(page.trim_end().ends_with("</html>"));
    assert_eq!(page.matches(ELEMENT).count(), 1);
    assert!(page.contains("http-equiv=\"Content-Security-Policy\""));
    assert!(page.contains("connect-src 'none'"));

    // Written twice: an older page is replaced.
    for _ in 0..2 {
        allow_duplicates! {
            assert_snapshot!(place.tunesmith(&["page"]), @r"
            tunesmith.html: open it in a browser and drop a dataset on it; nothing leaves this machine
            -- exit 0
            ");
        }
        assert_eq!(place.read("tunesmith.html"), page);
    }
}

#[test]
fn only_a_page_is_written_over() {
    let place = Place::with_recipe("");
    if carried().is_none() {
        return;
    }
    let report = format!("{OPENING}{{\"version\":1}}</script>");
    for text in ["notes of mine", &report] {
        place.write("mine.html", text);
        allow_duplicates! {
            assert_snapshot!(place.tunesmith(&["page", "-o", "mine.html"]), @r"
            -- stderr
            error: mine.html is there already and is not the page; it is left as it is
            help: name another file with -o
            -- exit 2
            ");
        }
        assert_eq!(place.read("mine.html"), text);
    }
    place.write("empty.html", "");
    let said = place.tunesmith(&["page", "-o", "empty.html"]);
    assert_eq!(said.code, Some(0), "{said}");
}

#[test]
fn without_a_browser_the_place_is_told() {
    let place = Place::with_recipe("");
    let said = place.tunesmith(&["page", "-o", "-", "--open"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: --open needs a file, and -o - writes none
    help: leave out -o -, or name a file
    -- exit 2
    ");
    if carried().is_none() {
        return;
    }
    // An empty folder as the only place for programs: there is none that could open anything.
    place.write("programs/.keep", "");
    let mut command = place.command(&["page", "--open"]);
    command.env("PATH", place.path("programs"));
    let said = place.said(command.output().unwrap());
    assert_eq!(said.code, Some(2), "{said}");
    assert!(
        said.err.starts_with("error: no browser could be started: "),
        "{said}"
    );
    let whole = place.path("tunesmith.html").canonicalize().unwrap();
    let help = format!(
        "help: the page is written; open {} in any browser",
        whole.display()
    );
    assert!(said.err.contains(&place.shown(&help)), "{said}");
    assert!(whole.is_file());
}

/// Linux has one program for it, so a test can take its place.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_given_the_whole_path() {
    use std::os::unix::fs::PermissionsExt as _;

    if carried().is_none() {
        return;
    }
    let place = Place::with_recipe("");
    let script = "#!/bin/sh\nprintf %s \"$1\" > opened\n";
    place.write("programs/xdg-open", script);
    let opener = place.path("programs/xdg-open");
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = place.command(&["page", "-o", "a page.html", "--open"]);
    command.env("PATH", place.path("programs"));
    let said = place.said(command.output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said}");
    let opened = place.read("opened");
    assert!(std::path::Path::new(&opened).is_absolute(), "{opened}");
    assert!(opened.ends_with("/a page.html"), "{opened}");
}

/// What the report of a run holds; nothing else of the page may be touched.
fn results(report: &str, page: &str) -> Value {
    let (before, after) = page.split_once(ELEMENT).unwrap();
    let json = report
        .strip_prefix(before)
        .and_then(|rest| rest.strip_prefix(OPENING))
        .and_then(|rest| rest.strip_suffix(after))
        .and_then(|rest| rest.strip_suffix("</script>"))
        .expect("the page around the results is as it was");
    assert!(!json.contains('<'));
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_run_writes_its_report() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(deterministic);
    let mut command = place.command(&["run", "recipe.toml", "--base-url"]);
    command.arg(super::harness::address_of(&server));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stdout).unwrap();
    let line = "\n    report.html       everything above, to look at in a browser\n";
    let path = place.path("runs/mixed/report.html");
    let Some(page) = carried() else {
        assert!(!told.contains("report.html"), "{told}");
        assert!(output.stderr.is_empty());
        assert!(!path.exists());
        return;
    };
    assert!(told.contains(line), "{told}");

    let report = results(&place.read("runs/mixed/report.html"), &page);
    let manifest: Value = serde_json::from_str(&place.read("runs/mixed/manifest.json")).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["name"], "mixed");
    assert_eq!(report["manifest"], manifest);
    assert_eq!(report["generators"][0]["plugin"]["name"], "math-generator");
    assert_eq!(report["generators"][0]["excluded"], 4);
    assert_eq!(report["reasons"][0]["keep"], "arithmetic.value == 1.0");
    assert_eq!(report["reasons"][0]["count"], 4);
    assert_eq!(report["scores"]["arithmetic"]["count"], 14);
    for file in report["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        let text = place.read(&format!("runs/mixed/{name}"));
        assert_eq!(file["bytes"], text.len(), "{name}");
        assert_eq!(file["records"], text.lines().count(), "{name}");
        assert!(file["gzip"].is_string(), "{name}");
    }

    // Each row stands where the report says.
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 18);
    for row in rows.iter().filter(|row| row["status"] == "excluded") {
        let file = format!("runs/mixed/{}", row["file"].as_str().unwrap());
        let line = row["line"].as_u64().unwrap() as usize;
        let record = &place.records(&file)[line - 1];
        for key in ["row", "stage", "reason"] {
            assert_eq!(record[key], row[key], "{row}");
        }
    }
}

#[test]
fn a_report_that_can_not_be_replaced_is_told() {
    let place = Place::with_recipe(MIXED);
    place.write("runs/mixed/report.html", "of an earlier run");
    let said = place.tunesmith(&["run", "recipe.toml", "--only", "math"]);
    if carried().is_some() {
        assert_eq!(said.err, "");
        assert_ne!(place.read("runs/mixed/report.html"), "of an earlier run");
    } else {
        assert_snapshot!(said.err, @"runs/mixed/report.html is of an earlier run: this build of tunesmith carries no page, so it writes no reports");
        assert_eq!(place.read("runs/mixed/report.html"), "of an earlier run");
    }
}
