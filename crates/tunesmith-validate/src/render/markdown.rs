//! A report for a comment on a pull request or the summary of a job: for each file a table of its rules, then the first findings of each.
//!
//! Text from the data can neither end a code block nor become a link, an image, a mention or HTML. Invariant: the length stays below the
//! limit that was asked for, unless even the first line is longer.

use annotate_snippets::{Group, Level, Renderer, normalize_untrusted_str};
use tunesmith_core::Safety;

use crate::file_report::{Counts, FileReport, Reported};
use crate::render::snippet::Cut;
use crate::render::text::{counts_in_words, grouped, number, plain_path, summary};
use crate::rules::RULES;

/// How much a Markdown report may hold.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownStyle {
    /// How many findings of one rule are shown for a file.
    pub most_per_rule: usize,
    /// Bytes of the whole; what does not fit is left out, and the last line says so.
    pub longest: usize,
}

impl Default for MarkdownStyle {
    /// Fits into a comment on GitHub, which takes 65,536 characters.
    fn default() -> Self {
        Self {
            most_per_rule: 3,
            longest: 60_000,
        }
    }
}

/// Columns of an excerpt: about what a comment shows without a bar to scroll.
const WIDTH: usize = 100;

/// What is kept free for the line that says what is missing.
const LAST_WORD: usize = 120;

/// Writes the verdict, and for each file with findings a table and, behind a fold for each rule, details.
pub fn render_markdown(reports: &[FileReport], style: &MarkdownStyle) -> String {
    let mut out = format!("**{}**\n", escaped(&summary(reports)));
    let room = style.longest.saturating_sub(LAST_WORD);
    let with_findings = || reports.iter().filter(|report| !report.counts.is_empty());
    // Why: tables of all files count more than the details of the first.
    let mut tables: Vec<String> = Vec::new();
    let mut length = out.len();
    let mut missing_files = 0;
    for report in with_findings() {
        let table = table(report);
        if missing_files == 0 && length + table.len() <= room {
            length += table.len();
            tables.push(table);
        } else {
            missing_files += 1;
        }
    }
    let mut missing_rules = 0;
    for (report, table) in with_findings().zip(tables) {
        out.push_str(&table);
        for (rule, counts) in &report.counts {
            let details = details(report, rule, *counts, style);
            if length + details.len() <= room {
                length += details.len();
                out.push_str(&details);
            } else {
                missing_rules += 1;
            }
        }
    }
    if missing_files + missing_rules > 0 {
        out.push_str(&format!(
            "\nCut for length: the tables of {} and the details of {} are missing.\n",
            number(missing_files, "file"),
            number(missing_rules, "rule")
        ));
    }
    out
}

fn table(report: &FileReport) -> String {
    let mut out = format!(
        "\n### {} ({})\n\n{}; {} without errors; {}\n\n",
        code(plain_path(&report.path)),
        report.profile,
        number(report.records, "record"),
        grouped(report.examples),
        counts_in_words(report.totals())
    );
    out.push_str(
        "| rule | errors | warnings | infos | what |\n| --- | ---: | ---: | ---: | --- |\n",
    );
    for (rule, counts) in &report.counts {
        let known = RULES.iter().find(|known| known.name == *rule);
        let summary = known.map_or("", |known| known.summary);
        let figures = [counts.errors, counts.warnings, counts.infos].map(grouped);
        let row = format!("`{rule}` | {} | {}", figures.join(" | "), message(summary));
        out.push_str(&format!("| {row} |\n"));
    }
    out
}

fn details(report: &FileReport, rule: &str, counts: Counts, style: &MarkdownStyle) -> String {
    let mut out = format!(
        "\n<details><summary>{rule}: {}</summary>\n",
        counts_in_words(counts)
    );
    let found = report
        .diagnostics
        .iter()
        .filter(|reported| reported.diagnostic.rule == rule);
    let mut shown = 0;
    for reported in found.take(style.most_per_rule) {
        shown += 1;
        out.push_str(&one(reported));
    }
    let more = counts.total().saturating_sub(shown);
    if more > 0 {
        out.push_str(&format!("\n… and {} more of this rule.\n", grouped(more)));
    }
    out.push_str("\n</details>\n");
    out
}

fn one(reported: &Reported) -> String {
    let found = &reported.diagnostic;
    let place = &found.location;
    let mut at = match place.line {
        0 => "the whole file".to_owned(),
        line => format!("line {line}, column {}", place.column),
    };
    if !place.pointer.is_empty() {
        at.push_str(&format!(", {}", code(&place.pointer)));
    }
    let severity = found.severity.name();
    let mut out = format!("\n**{severity}**: {} ({at})\n", message(&found.message));
    let cut = Cut::of(reported, WIDTH);
    if let Some(cut) = &cut {
        let line = usize::try_from(place.line).unwrap_or(usize::MAX);
        let group = Group::with_level(Level::ERROR).element(cut.snippet(line));
        // Wider than the excerpt, which is cut already.
        let drawn = Renderer::plain().term_width(2 * WIDTH).render(&[group]);
        out.push_str(&fenced(&drawn));
    }
    let mut points = Vec::new();
    for (index, label) in found.related.iter().enumerate() {
        if cut.as_ref().is_none_or(|cut| !cut.shows(index)) {
            let (line, column) = (label.location.line, label.location.column);
            let text = message(&label.message);
            points.push(format!("{text}: line {line}, column {column}"));
        }
    }
    let because = found.because.iter().map(|text| ("why", text));
    let help = found.help.iter().map(|text| ("help", text));
    let fix = found.fix.iter().map(|fix| match fix.safety {
        Safety::Safe => ("fix (safe)", &fix.title),
        Safety::Unsafe => ("fix (unsafe)", &fix.title),
    });
    for (what, text) in because.chain(help).chain(fix) {
        points.push(format!("{what}: {}", message(text)));
    }
    if !points.is_empty() {
        out.push('\n');
    }
    for point in points {
        out.push_str(&format!("- {point}\n"));
    }
    out
}

/// A code block whose fence is longer than any in the text.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let lines = text.lines().map(str::trim_end);
    // The empty line above the source says nothing here.
    let lines: Vec<&str> = lines.skip_while(|line| line.trim() == "|").collect();
    format!("\n{fence}text\n{}\n{fence}\n", lines.join("\n"))
}

/// Text as code in a line, whatever stands in it.
fn code(text: &str) -> String {
    let text = normalize_untrusted_str(text);
    let marks = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{space}{text}{space}{marks}")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|letter| letter != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// A phrase of ours with data between backticks: pairs of backticks are code, and everything else is escaped. Data that holds a backtick only
/// changes which parts are code.
fn message(text: &str) -> String {
    let text = normalize_untrusted_str(text);
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1 && index + 1 < parts.len();
        match (is_code, part.trim().is_empty()) {
            (true, false) => out.push_str(&format!("`{part}`")),
            (true, true) => out.push_str(&format!("\\`{part}\\`")),
            (false, _) => {
                // The last backtick of an odd number opens nothing.
                if index % 2 == 1 {
                    out.push_str("\\`");
                }
                out.push_str(&escaped(part));
            }
        }
    }
    out
}

/// Text without any meaning in Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (at, letter) in text.char_indices() {
        let before = &text.as_bytes()[at.saturating_sub(3)..at];
        let after = &text[at..];
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Why: a back slash does not keep a host from mentioning somebody or linking an address; an invisible joiner does.
            '@' => out.push_str("@\u{2060}"),
            ':' if after.starts_with("://") => out.push_str(":\u{2060}"),
            '.' if before.eq_ignore_ascii_case(b"www") => out.push_str("\u{2060}."),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' | '\r' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{code, fenced, message};

    #[test]
    fn data_stays_data() {
        let cases = [
            ("`human` is not a role", "`human` is not a role"),
            ("`a`b` is odd", "`a`b\\` is odd"),
            ("`a`<b>@c`d`", "`a`&lt;b&gt;@\u{2060}c`d`"),
            ("![x](y)|", "\\!\\[x\\](y)\\|"),
            (
                "see https://a.b/c or WWW.a.b",
                "see https:\u{2060}//a.b/c or WWW\u{2060}.a.b",
            ),
            ("`` is empty", "\\`\\` is empty"),
        ];
        for (text, expected) in cases {
            assert_eq!(message(text), expected);
        }
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(fenced("x```y"), "\n````text\nx```y\n````\n");
    }
}
