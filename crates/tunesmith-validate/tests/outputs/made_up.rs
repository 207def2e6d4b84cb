//! Reports made by hand that have everything a view must show. They do not come from rules, so rules may change without changing a snapshot.

use tunesmith_core::{Diagnostic, Edit, Fix, Label, Location, Safety, Severity};
use tunesmith_validate::{Checker, Excerpt, FileReport, Reported, RuleSettings, profile};

/// A report without any findings.
pub(crate) fn empty(path: &str, records: u64) -> FileReport {
    let openai = profile("openai").unwrap();
    let mut report = Checker::new(path, openai, &RuleSettings::default()).finish();
    report.records = records;
    report.examples = records;
    report.diagnostics.clear();
    report.counts.clear();
    report
}

/// Adds a finding and counts it.
pub(crate) fn add(report: &mut FileReport, reported: Reported) {
    let counts = report.counts.entry(reported.diagnostic.rule).or_default();
    match reported.diagnostic.severity {
        Severity::Error => counts.errors += 1,
        Severity::Warning => counts.warnings += 1,
        Severity::Info => counts.infos += 1,
    }
    report.diagnostics.push(reported);
}

/// Where `needle` is in the record `text`, which is line `line` and begins at byte 1000 times `line`.
pub(crate) fn place(line: u64, text: &str, needle: &str, pointer: &str) -> Location {
    let at = text.find(needle).unwrap();
    let start = line * 1000 + at as u64;
    Location {
        line,
        column: text[..at].chars().count() as u64 + 1,
        bytes: start..start + needle.len() as u64,
        pointer: pointer.to_owned(),
    }
}

/// A finding with an excerpt of at most 160 bytes before its place and 320 from it on, as a checker cuts it.
pub(crate) fn finding(
    rule: &'static str,
    severity: Severity,
    message: &str,
    location: Location,
    text: &str,
) -> Reported {
    let within = |byte: u64| usize::try_from(byte - location.line * 1000).unwrap();
    let (start, end) = (within(location.bytes.start), within(location.bytes.end));
    let left = text.floor_char_boundary(start.saturating_sub(160));
    let right = text.floor_char_boundary((start + 320).min(text.len()));
    let excerpt = Excerpt {
        text: text[left..right].to_owned(),
        highlight: start - left..end.min(right) - left,
        cut_left: left > 0,
        cut_right: right < text.len(),
    };
    Reported {
        fingerprint: rule.bytes().map(u64::from).sum::<u64>() << 32 | start as u64,
        excerpt: Some(excerpt),
        diagnostic: Diagnostic {
            rule,
            severity,
            message: message.to_owned(),
            location,
            related: Vec::new(),
            because: None,
            help: None,
            profiles: vec!["openai"],
            fix: None,
        },
    }
}

/// Several files: errors, warnings and infos; about places and whole files; with related places, fixes, long lines, wide characters and data that
/// would like to be more than data.
pub(crate) fn reports() -> Vec<FileReport> {
    vec![first(), empty("data/clean.jsonl", 40), second()]
}

fn first() -> FileReport {
    let mut report = empty("./data/train set, v1.jsonl", 7);
    report.examples = 3;
    let mut few = finding(
        "too-few-examples",
        Severity::Error,
        "the file holds 7 records; at least 10 are needed",
        Location::default(),
        "",
    );
    few.excerpt = None;
    few.diagnostic.because = Some("the job fails after the upload".into());
    few.diagnostic.help = Some("add 3 examples".into());
    add(&mut report, few);

    let text = r#"{"messages":[{"role":"human","content":"What is the capital of France?"},{"role":"assistant","content":"Paris"}]}"#;
    let mut role = finding(
        "unknown-role",
        Severity::Error,
        "`human` is not a role",
        place(2, text, "\"human\"", "/messages/0/role"),
        text,
    );
    role.diagnostic.because = Some("the provider refuses other roles".into());
    role.diagnostic.help = Some("write `user`".into());
    role.diagnostic.fix = Some(Fix {
        title: "write `user`".into(),
        safety: Safety::Safe,
        edits: vec![Edit {
            bytes: role.diagnostic.location.bytes.clone(),
            replacement: "\"user\"".into(),
        }],
    });
    add(&mut report, role);

    let text = format!(
        r#"{{"messages":[{{"role":"user","content":"{}"}},{{"role":"機械","content":"😀{}"}}]}}"#,
        "東京".repeat(40),
        "x".repeat(900)
    );
    let role = finding(
        "unknown-role",
        Severity::Error,
        "`機械` is not a role",
        place(3, &text, "\"機械\"", "/messages/1/role"),
        &text,
    );
    add(&mut report, role);

    let text = r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c1"}]},{"role":"tool","tool_call_id":"c2","content":""}]}"#;
    let mut call = finding(
        "unanswered-tool-call",
        Severity::Error,
        "no tool call before this message has the id `c2`",
        place(4, text, "\"c2\"", "/messages/1/tool_call_id"),
        text,
    );
    call.diagnostic.related = vec![
        Label {
            location: place(4, text, "\"c1\"", "/messages/0/tool_calls/0/id"),
            message: "the call that is open".into(),
        },
        Label {
            location: place(1, "{\"x\":1}", "\"x\"", ""),
            message: "answered in another record".into(),
        },
    ];
    call.diagnostic.fix = Some(Fix {
        title: "answer `c1`".into(),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            bytes: call.diagnostic.location.bytes.clone(),
            replacement: "\"c1\"".into(),
        }],
    });
    add(&mut report, call);

    let text = "\u{1b}[31m{\"messages\":[]} ``` <img src=x> @somebody";
    let message = "`[x](https://a.example)` | ``` <b>@somebody</b> 100%\nis no: record, not, one";
    let odd = place(5, text, "``` <img", "/a`b");
    add(
        &mut report,
        finding("json-syntax", Severity::Error, message, odd, text),
    );

    let blank = place(6, "  ", "", "");
    add(
        &mut report,
        finding(
            "blank-line",
            Severity::Warning,
            "this line holds no record",
            blank,
            "  ",
        ),
    );
    let text = r#"{"messages":[],"note":"é"}"#;
    let note = place(7, text, "\"note\"", "");
    add(
        &mut report,
        finding(
            "unknown-key",
            Severity::Info,
            "`note` is not read",
            note,
            text,
        ),
    );
    report
}

/// More findings than are kept, and more kept than are shown.
fn second() -> FileReport {
    let mut report = empty("data/more.jsonl", 4218);
    report.examples = 0;
    let text = r#"{"messages":[{"role":"bot","content":"hi"}]}"#;
    for line in 1..=12 {
        let bot = place(line, text, "\"bot\"", "/messages/0/role");
        add(
            &mut report,
            finding(
                "unknown-role",
                Severity::Error,
                "`bot` is not a role",
                bot,
                text,
            ),
        );
    }
    report.counts.get_mut("unknown-role").unwrap().errors = 4218;
    report
}
