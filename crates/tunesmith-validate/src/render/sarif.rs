//! SARIF 2.1.0, which code hosts and editors read: one run with every rule and every finding that was kept.
//!
//! Only the part of the format that is needed is typed here; a test holds the output against the schema. Line, column and bytes are given
//! both; fixes by bytes alone. Invariant: `ruleIndex` is the position in the table of rules, which is sorted by name.

use std::collections::BTreeMap;

use serde::Serialize;
use tunesmith_core::{Fix, Location, Severity};

use crate::file_report::{FileReport, Reported};
use crate::render::text::{end_column, grouped, in_full, plain_path};
use crate::rules::RULES;

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    group: &'static str,
    since: &'static str,
    /// What GitHub filters by.
    tags: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Place; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change>,
    properties: FindingProperties,
}

#[derive(Serialize)]
struct Fingerprints {
    /// Ours: rule, pointer and record.
    #[serde(rename = "record/v1")]
    record: String,
    /// The one key that GitHub tells findings apart by; with a running number, so that equal findings stay several.
    #[serde(rename = "primaryLocationLineHash")]
    line_hash: String,
}

#[derive(Serialize)]
struct FindingProperties {
    profiles: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    start_column: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u64>,
    byte_offset: u64,
    byte_length: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    description: Text,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Bytes,
    inserted_content: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bytes {
    byte_offset: u64,
    byte_length: u64,
}

/// Writes the log on one line, without a line break at the end. Findings that were counted and not kept are told in a notification.
pub fn render_sarif(reports: &[FileReport]) -> String {
    let driver = Driver {
        name: "tunesmith",
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: RULES.iter().map(|rule| descriptor(rule)).collect(),
    };
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: reports.iter().flat_map(left_out).collect(),
            }],
            column_kind: "unicodeCodePoints",
            results: reports.iter().flat_map(findings).collect(),
        }],
    };
    serde_json::to_string(&log).expect("strings and numbers are always writable")
}

fn descriptor(rule: &'static crate::rule::Rule) -> Descriptor {
    let why = rule.page.split("\n## Why it matters\n").nth(1);
    let why = why.and_then(|why| why.split("\n## ").next()).map(str::trim);
    let text = sentence(rule.summary);
    Descriptor {
        id: rule.name,
        full_description: Text {
            text: why.map_or_else(|| text.clone(), |why| format!("{text} {why}")),
        },
        short_description: Text { text },
        help: Help {
            text: rule.page,
            markdown: rule.page,
        },
        default_configuration: Configuration {
            level: level(rule.severity),
        },
        properties: RuleProperties {
            group: rule.group.name(),
            since: rule.since,
            tags: [rule.group.name()],
        },
    }
}

/// With a capital letter and a period.
fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

fn left_out(report: &FileReport) -> Vec<Notification> {
    let notification = |(rule, counts): (&&str, &crate::Counts)| {
        let kept = report
            .diagnostics
            .iter()
            .filter(|kept| kept.diagnostic.rule == *rule);
        let more = counts.total().saturating_sub(kept.count() as u64);
        let text = format!(
            "{} ({}): {} more findings of {rule} were counted and are not listed",
            report.path,
            report.profile,
            grouped(more)
        );
        (more > 0).then(|| Notification {
            level: "note",
            message: Text { text: plain(&text) },
        })
    };
    report.counts.iter().filter_map(notification).collect()
}

fn findings(report: &FileReport) -> Vec<Finding> {
    let artifact = artifact(&report.path);
    let mut equal: BTreeMap<u64, u64> = BTreeMap::new();
    report
        .diagnostics
        .iter()
        .map(|reported| {
            let nth = equal.entry(reported.fingerprint).or_default();
            *nth += 1;
            finding(reported, &artifact, *nth)
        })
        .collect()
}

/// `nth` counts equal findings of the file, from 1.
fn finding(reported: &Reported, artifact: &ArtifactLocation, nth: u64) -> Finding {
    let found = &reported.diagnostic;
    let related = found.related.iter().enumerate().map(|(index, label)| {
        let message = Text {
            text: plain(&label.message),
        };
        place(artifact, &label.location, None, Some((index, message)))
    });
    Finding {
        rule_id: found.rule,
        rule_index: RULES.iter().position(|rule| rule.name == found.rule),
        level: level(found.severity),
        message: Text {
            text: plain(&in_full(reported)),
        },
        locations: [place(artifact, &found.location, end_column(reported), None)],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints {
            record: format!("{:016x}", reported.fingerprint),
            line_hash: format!("{:016x}:{nth}", reported.fingerprint),
        },
        fixes: found.fix.iter().map(|fix| change(fix, artifact)).collect(),
        properties: FindingProperties {
            profiles: found.profiles.clone(),
        },
    }
}

fn place(
    artifact: &ArtifactLocation,
    location: &Location,
    end_column: Option<u64>,
    related: Option<(usize, Text)>,
) -> Place {
    let region = Region {
        start_line: location.line,
        start_column: location.column,
        end_line: end_column.map(|_| location.line),
        end_column,
        byte_offset: location.bytes.start,
        byte_length: location.bytes.end.saturating_sub(location.bytes.start),
    };
    let pointer = Some(&location.pointer).filter(|pointer| !pointer.is_empty());
    let (id, message) = related.unzip();
    Place {
        id,
        physical_location: PhysicalLocation {
            artifact_location: artifact.clone(),
            region: (location.line > 0).then_some(region),
        },
        logical_locations: pointer
            .map(|pointer| LogicalLocation {
                fully_qualified_name: pointer.clone(),
            })
            .into_iter()
            .collect(),
        message,
    }
}

fn change(fix: &Fix, artifact: &ArtifactLocation) -> Change {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: Bytes {
            byte_offset: edit.bytes.start,
            byte_length: edit.bytes.end.saturating_sub(edit.bytes.start),
        },
        inserted_content: Text {
            text: edit.replacement.clone(),
        },
    });
    Change {
        description: Text {
            text: plain(&fix.title),
        },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact.clone(),
            replacements: replacements.collect(),
        }],
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A message may hold links, `[text](place)`; text from the data must not make one.
fn plain(text: &str) -> String {
    if text.contains("](") {
        text.replace('[', "\\[")
    } else {
        text.to_owned()
    }
}

/// A path as a URI reference: relative to the root of the sources, or a `file:` URI if it is absolute. Back slashes count as slashes.
fn artifact(path: &str) -> ArtifactLocation {
    let path = path.replace('\\', "/");
    let path = plain_path(&path);
    let has_drive =
        matches!(path.as_bytes(), [drive, b':', b'/', ..] if drive.is_ascii_alphabetic());
    if has_drive || path.starts_with('/') {
        let slash = if has_drive { "/" } else { "" };
        let uri = format!("file://{slash}{}", percent_encoded(path));
        return ArtifactLocation {
            uri,
            uri_base_id: None,
        };
    }
    ArtifactLocation {
        uri: percent_encoded(path),
        uri_base_id: Some("%SRCROOT%"),
    }
}

/// Everything but slashes and the unreserved characters of RFC 3986.
fn percent_encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{artifact, plain};

    #[test]
    fn paths_become_references() {
        let cases = [
            ("data/a.jsonl", "data/a.jsonl", true),
            ("./a b.jsonl", "a%20b.jsonl", true),
            ("東.jsonl", "%E6%9D%B1.jsonl", true),
            ("a:b#c?d%e.jsonl", "a%3Ab%23c%3Fd%25e.jsonl", true),
            ("../a.jsonl", "../a.jsonl", true),
            ("<stdin>", "%3Cstdin%3E", true),
            ("data\\a.jsonl", "data/a.jsonl", true),
            ("/data/a.jsonl", "file:///data/a.jsonl", false),
            ("C:\\data\\a.jsonl", "file:///C%3A/data/a.jsonl", false),
        ];
        for (path, uri, relative) in cases {
            let found = artifact(path);
            assert_eq!(
                (found.uri.as_str(), found.uri_base_id.is_some()),
                (uri, relative)
            );
        }
    }

    #[test]
    fn data_makes_no_link() {
        assert_eq!(plain("`[x]` is not a role"), "`[x]` is not a role");
        assert_eq!(plain("`[x](y)`"), "`\\[x](y)`");
    }
}
