//! What each view makes of the made-up reports, as a whole.

use cargo_metadata::MetadataCommand;
use insta::assert_snapshot;
use serde_json::Value;
use tunesmith_validate::{
    ANNOTATIONS_PER_LEVEL, HumanStyle, MarkdownStyle, render_github, render_human, render_json_v1,
    render_jsonl, render_markdown, render_sarif, render_shareable,
};

use crate::made_up::{add, empty, finding, place, reports};

fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap()
}

#[test]
fn human() {
    let style = HumanStyle {
        width: 90,
        most_per_rule: Some(2),
        ..HumanStyle::default()
    };
    assert_snapshot!(render_human(&reports(), &style));
}

#[test]
fn human_all() {
    let style = HumanStyle {
        most_per_rule: None,
        ..HumanStyle::default()
    };
    let shown = render_human(&reports()[2..], &style);
    let end: Vec<&str> = shown.lines().rev().take(4).collect();
    let end: Vec<&str> = end.into_iter().rev().collect();
    assert_snapshot!(end.join("\n"), @r"
    rule          errors  warnings  infos  shown
    unknown-role   4,218         0      0     12  … and 4,206 more of this rule, only counted

    failed: 1 file; 4,218 records, 0 without errors; 4,218 errors; 0 warnings
    ");
}

#[test]
fn human_marks_nothing_outside_a_narrow_window() {
    let mut report = empty("a.jsonl", 1);
    let text = format!("[{{ {} }}", "é".repeat(60));
    let mut found = finding(
        "json-syntax",
        tunesmith_core::Severity::Error,
        "a bracket is missing",
        place(1, &text, "}", ""),
        &text,
    );
    found.diagnostic.related = vec![tunesmith_core::Label {
        location: place(1, &text, "[", ""),
        message: "opened here".into(),
    }];
    add(&mut report, found);
    for (width, noted) in [(60, true), (90, false)] {
        let style = HumanStyle {
            width,
            ..HumanStyle::default()
        };
        let shown = render_human(std::slice::from_ref(&report), &style);
        assert_eq!(
            shown.contains("note: opened here: line 1, column 1"),
            noted,
            "{shown}"
        );
        assert!(shown.contains("opened here"), "{shown}");
        let mut drawn = shown.lines().filter(|line| line.contains(" | "));
        assert!(drawn.all(|line| line.chars().count() <= width), "{shown}");
    }
}

#[test]
fn json_v1() {
    let json: Value = serde_json::from_str(&render_json_v1(&reports()[..2])).unwrap();
    assert_snapshot!(pretty(&json));
}

#[test]
fn what_may_be_shared_has_no_word_of_the_file() {
    let reports = reports();
    let text = render_shareable(&reports);
    for report in &reports {
        assert!(!text.contains(&report.path), "{}", report.path);
        for reported in &report.diagnostics {
            let found = &reported.diagnostic;
            for word in [&found.message, &found.location.pointer] {
                assert!(word.is_empty() || !text.contains(&**word), "{word}");
            }
            let hash = format!("{:016x}", reported.fingerprint);
            assert!(text.contains(&hash), "{hash}");
        }
    }
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_snapshot!(pretty(&json));
}

#[test]
fn jsonl() {
    let lines: String = reports().iter().map(render_jsonl).collect();
    for line in lines.lines() {
        let json: Value = serde_json::from_str(line).unwrap();
        let is_summary = json.get("summary").is_some();
        assert_eq!(json.get("rule").is_none(), is_summary, "{line}");
    }
    // The last file's findings are all alike.
    let last: Vec<&str> = lines.lines().collect();
    let (first, last) = last.split_at(last.len() - 13);
    assert_snapshot!(format!("{}\n{}\n{}\n", first.join("\n"), last[0], last[12]));
}

#[test]
fn github() {
    let shown = render_github(&reports());
    assert_snapshot!(shown);
    let errors = shown.lines().filter(|line| line.starts_with("::error "));
    assert_eq!(errors.count(), ANNOTATIONS_PER_LEVEL);
    let clean = render_github(&[empty("a.jsonl", 10)]);
    assert_eq!(
        clean,
        "passed: 1 file; 10 records, 10 without errors; 0 errors; 0 warnings\n"
    );
}

#[test]
fn github_keeps_a_notice_for_the_last_word() {
    for (infos, shown, says_more) in [(9, 9, false), (10, 9, true)] {
        let mut report = empty("a.jsonl", 1);
        for line in 1..=infos {
            let note = finding(
                "unknown-key",
                tunesmith_core::Severity::Info,
                "a note",
                place(line, "{}", "{", ""),
                "{}",
            );
            add(&mut report, note);
        }
        let text = render_github(&[report]);
        let notices = text.lines().filter(|line| line.starts_with("::notice "));
        assert_eq!(notices.count(), shown + usize::from(says_more), "{text}");
        assert_eq!(
            text.contains("not shown here: 0 errors; 0 warnings; 1 info\n"),
            says_more
        );
    }
}

#[test]
fn markdown() {
    assert_snapshot!(render_markdown(&reports(), &MarkdownStyle::default()));
}

#[test]
fn markdown_keeps_to_its_length() {
    let whole = render_markdown(&reports(), &MarkdownStyle::default()).len();
    for longest in [
        0,
        200,
        300,
        500,
        800,
        1500,
        3000,
        whole,
        whole + 119,
        whole + 120,
    ] {
        let style = MarkdownStyle {
            longest,
            ..MarkdownStyle::default()
        };
        let shown = render_markdown(&reports(), &style);
        assert!(shown.len() <= longest.max(230), "{longest}: {shown}");
        assert_eq!(
            shown.contains("Cut for length"),
            longest < whole + 120,
            "{longest}"
        );
    }
}

#[test]
fn sarif() {
    let mut json: Value = serde_json::from_str(&render_sarif(&reports())).unwrap();
    let run = &mut json["runs"][0];
    // The table of rules grows; what it says is held against the pages below.
    let rules = run["tool"]["driver"]["rules"].take();
    let results = run["results"].as_array_mut().unwrap();
    for found in results.iter_mut() {
        let index = found["ruleIndex"].take().as_u64().unwrap();
        assert_eq!(
            rules[usize::try_from(index).unwrap()]["id"],
            found["ruleId"]
        );
    }
    // The last file's findings are all alike.
    results.truncate(9);
    assert_snapshot!(pretty(&json));
}

#[test]
fn sarif_describes_every_rule() {
    let json: Value = serde_json::from_str(&render_sarif(&[])).unwrap();
    let rules = json["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let names: Vec<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    let table = tunesmith_validate::rule_table();
    assert_eq!(names, table.iter().map(|row| row.name).collect::<Vec<_>>());
    for (rule, row) in rules.iter().zip(&table) {
        let page = tunesmith_validate::explain(row.name).unwrap();
        assert_eq!(rule["help"]["markdown"], page);
        assert_eq!(rule["properties"]["group"], row.group.name());
        let full = rule["fullDescription"]["text"].as_str().unwrap();
        let short = rule["shortDescription"]["text"].as_str().unwrap();
        assert!(
            full.len() > short.len() && full.starts_with(short),
            "{full}"
        );
        assert!(!full.lines().any(|line| line.starts_with("## ")), "{full}");
    }
}

/// The schema that the `serde-sarif` package carries; found where cargo keeps packages, without a network.
#[allow(clippy::disallowed_methods, reason = "the schema is a file")]
fn sarif_schema() -> Value {
    let metadata = MetadataCommand::new()
        .other_options(["--offline".to_owned()])
        .exec()
        .unwrap();
    let package = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == "serde-sarif");
    let folder = package.unwrap().manifest_path.parent().unwrap();
    let text = std::fs::read_to_string(folder.join("src/schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    // Why: this pattern has a bracket that closes nothing, which strict readers of patterns refuse; no log of ours names a language.
    for owner in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][owner]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern");
    }
    schema
}

#[test]
fn sarif_holds_to_its_schema() {
    let schema = jsonschema::options()
        .should_validate_formats(true)
        .build(&sarif_schema())
        .unwrap();
    for reports in [&reports()[..], &[]] {
        let log: Value = serde_json::from_str(&render_sarif(reports)).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0]);
    }
    let mut log: Value = serde_json::from_str(&render_sarif(&reports())).unwrap();
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        0.into();
    assert!(!schema.is_valid(&log), "the schema is really looked at");
}
