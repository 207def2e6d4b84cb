//! Reports for people: the line with the place marked, why it matters, what to do, and a summary.
//!
//! Only this module knows of colour and width. Text from the data can not steer the terminal: control characters are shown as pictures.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use tunesmith_core::{Diagnostic, Severity};

use crate::excerpt::Excerpt;
use crate::file_report::{Counts, FileReport, Reported};

/// How a report is to look.
#[derive(Clone, Copy, Debug)]
pub struct HumanStyle {
    /// ANSI colours.
    pub colour: bool,
    /// Columns of the terminal; source lines are cut to it.
    pub width: usize,
    /// How many diagnostics of one rule are shown for a file; `None` for all that were kept.
    pub most_per_rule: Option<u64>,
}

impl Default for HumanStyle {
    fn default() -> Self {
        Self {
            colour: false,
            width: 100,
            most_per_rule: Some(5),
        }
    }
}

/// Shows reports, file after file, and a summary in the last line.
pub fn render_human(reports: &[FileReport], style: &HumanStyle) -> String {
    let base = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = base.term_width(style.width.max(40));
    let mut out = String::new();
    for report in reports {
        render_file(report, style, &renderer, &mut out);
    }
    out.push_str(&summary(reports));
    out.push('\n');
    out
}

fn render_file(report: &FileReport, style: &HumanStyle, renderer: &Renderer, out: &mut String) {
    let most = style.most_per_rule.unwrap_or(u64::MAX);
    let mut shown: BTreeMap<&str, u64> = BTreeMap::new();
    for reported in &report.diagnostics {
        let shown = shown.entry(reported.diagnostic.rule).or_default();
        if *shown < most {
            *shown += 1;
            out.push_str(&render_one(report, reported, style, renderer));
            out.push_str("\n\n");
        }
    }
    for (rule, counts) in &report.counts {
        let more = counts.total() - shown.get(rule).copied().unwrap_or_default();
        if more > 0 {
            let path = normalize_untrusted_str(&report.path);
            out.push_str(&format!("{path}: {more} more [{rule}]\n\n"));
        }
    }
}

fn render_one(
    report: &FileReport,
    reported: &Reported,
    style: &HumanStyle,
    renderer: &Renderer,
) -> String {
    let Reported {
        diagnostic,
        excerpt,
    } = reported;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let place = &diagnostic.location;
    let mut origin = Origin::path(report.path.as_str());
    if place.line > 0 {
        origin = origin
            .line(small(place.line))
            .char_column(small(place.column));
    }
    let title = level
        .clone()
        .primary_title(normalize_untrusted_str(&diagnostic.message));
    let head = renderer.render(&[Group::with_title(title.id(diagnostic.rule)).element(origin)]);
    // Why: head and body are drawn apart, because only the head knows the true column; the excerpt begins anywhere in the line.
    let mut body = Group::with_level(level);
    let mut gutter = 0;
    if let Some(excerpt) = excerpt {
        let digits = place.line.to_string().len();
        let (text, marked) = fit(excerpt, style.width.max(40) - digits - 4);
        // Why: a line that is all white space shows nothing to point at.
        if !text.trim().is_empty() {
            gutter = digits;
            let mark = AnnotationKind::Primary.span(marked);
            let snippet = Snippet::source(text)
                .line_start(small(place.line))
                .annotation(mark);
            body = body.element(snippet);
        }
    }
    for note in notes(diagnostic) {
        body = body.element(note.0.message(normalize_untrusted_str(&note.1)));
    }
    // The arrow of the head stands above the bar of the body.
    let (title, arrow) = head.rsplit_once('\n').unwrap_or((&head, ""));
    format!(
        "{title}\n{:gutter$}{arrow}\n{}",
        "",
        renderer.render(&[body])
    )
}

fn notes(diagnostic: &Diagnostic) -> Vec<(Level<'static>, String)> {
    let mut notes = Vec::new();
    if !diagnostic.location.pointer.is_empty() {
        notes.push((Level::NOTE, format!("at {}", diagnostic.location.pointer)));
    }
    for label in &diagnostic.related {
        let place = &label.location;
        let at = match place.pointer.as_str() {
            "" => String::new(),
            pointer => format!(", {pointer}"),
        };
        let text = format!(
            "{}: line {}, column {}{at}",
            label.message, place.line, place.column
        );
        notes.push((Level::NOTE, text));
    }
    let because = diagnostic
        .because
        .iter()
        .map(|because| (Level::NOTE, because.clone()));
    let help = diagnostic
        .help
        .iter()
        .map(|help| (Level::HELP, help.clone()));
    notes.extend(because.chain(help));
    notes
}

/// Cuts an excerpt to `width` columns around its place, with an ellipsis where something is missing.
fn fit(excerpt: &Excerpt, width: usize) -> (String, Range<usize>) {
    let Range { start, end } = excerpt.highlight;
    let before = &excerpt.text[..start];
    let from = &excerpt.text[start..];
    let all_before: usize = before.chars().map(columns).sum();
    let all_from: usize = from.chars().map(columns).sum();
    // A third of the room goes to what stands before, more where there is little behind.
    let room = width.saturating_sub(2);
    let left_room = (room / 3)
        .max(room.saturating_sub(all_from))
        .min(all_before);
    let right_room = room - left_room;
    let mut left = start;
    let mut used = 0;
    for letter in before.chars().rev() {
        used += columns(letter);
        if used > left_room {
            break;
        }
        left -= letter.len_utf8();
    }
    let mut right = start;
    used = 0;
    for letter in from.chars() {
        used += columns(letter);
        if used > right_room {
            break;
        }
        right += letter.len_utf8();
    }
    let mut text = String::new();
    if left > 0 || excerpt.cut_left {
        text.push('…');
    }
    let shift = text.len();
    text.push_str(&excerpt.text[left..right]);
    let marked = start - left + shift..end.min(right) - left + shift;
    if right < excerpt.text.len() || excerpt.cut_right {
        text.push('…');
    }
    (text, marked)
}

/// How many columns a character may take at most: East Asian characters and pictures take two, a tab four.
fn columns(letter: char) -> usize {
    match letter {
        '\t' => 4,
        '\u{1100}'.. => 2,
        _ => 1,
    }
}

fn summary(reports: &[FileReport]) -> String {
    let Counts {
        errors,
        warnings,
        infos,
    } = reports.iter().map(FileReport::totals).sum();
    let records: u64 = reports.iter().map(|report| report.records).sum();
    let examples: u64 = reports.iter().map(|report| report.examples).sum();
    let verdict = if errors == 0 { "passed" } else { "failed" };
    let mut parts = vec![
        number(reports.len() as u64, "file"),
        format!("{}, {examples} without errors", number(records, "record")),
        number(errors, "error"),
        number(warnings, "warning"),
    ];
    if infos > 0 {
        parts.push(number(infos, "info"));
    }
    format!("{verdict}: {}", parts.join("; "))
}

fn number(count: u64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

fn small(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
