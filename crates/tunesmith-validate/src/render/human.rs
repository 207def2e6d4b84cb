//! Reports for people: the line with the place marked, why it matters, what to do, and a summary.
//!
//! Only this module knows of colour and terminals. Text from the data can not steer the terminal: control characters are shown as pictures.

use std::collections::BTreeMap;

use annotate_snippets::{Group, Level, Origin, Renderer, normalize_untrusted_str};
use tunesmith_core::{Location, Safety, Severity};

use crate::file_report::{Counts, FileReport, Reported};
use crate::render::snippet::Cut;
use crate::render::text::{counts_in_words, grouped, summary};

/// The narrowest terminal that is drawn for.
const NARROWEST: usize = 40;

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

/// What was shown of one rule, over all files.
#[derive(Clone, Copy, Default)]
struct Shown {
    counts: Counts,
    shown: u64,
    kept: u64,
}

/// Shows reports, file after file; then, if not all was shown, how much there is of each rule; and a summary in the last line.
pub fn render_human(reports: &[FileReport], style: &HumanStyle) -> String {
    let base = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = base.term_width(style.width.max(NARROWEST));
    let mut out = String::new();
    let mut rules: BTreeMap<&str, Shown> = BTreeMap::new();
    for report in reports {
        if reports.len() > 1 && !report.counts.is_empty() {
            out.push_str(&heading(report, style));
        }
        let hidden = render_file(report, style, &renderer, &mut rules, &mut out);
        // Of a single file the table says as much.
        if reports.len() > 1 {
            out.push_str(&hidden);
        }
    }
    if rules.values().any(|rule| rule.shown < rule.counts.total()) {
        out.push_str(&table(&rules));
        out.push('\n');
    }
    out.push_str(&summary(reports));
    out.push('\n');
    out
}

fn heading(report: &FileReport, style: &HumanStyle) -> String {
    let (bold, plain) = if style.colour {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let path = normalize_untrusted_str(&report.path);
    let (profile, counts) = (report.profile, counts_in_words(report.totals()));
    format!("{bold}{path} ({profile}): {counts}{plain}\n\n")
}

/// Shows one file; gives the lines that say what of it is not shown.
fn render_file<'r>(
    report: &'r FileReport,
    style: &HumanStyle,
    renderer: &Renderer,
    rules: &mut BTreeMap<&'r str, Shown>,
    out: &mut String,
) -> String {
    let most = style.most_per_rule.unwrap_or(u64::MAX);
    let mut here: BTreeMap<&str, Shown> = BTreeMap::new();
    for (rule, counts) in &report.counts {
        here.entry(rule).or_default().counts = *counts;
    }
    for reported in &report.diagnostics {
        let rule = here.entry(reported.diagnostic.rule).or_default();
        rule.kept += 1;
        if rule.shown < most {
            rule.shown += 1;
            out.push_str(&render_one(report, reported, style, renderer));
            out.push_str("\n\n");
        }
    }
    let mut hidden = String::new();
    for (rule, here) in here {
        let more = here.counts.total().saturating_sub(here.shown);
        if more > 0 {
            let path = normalize_untrusted_str(&report.path);
            hidden.push_str(&format!("{path}: {} more [{rule}]\n", grouped(more)));
        }
        let all = rules.entry(rule).or_default();
        all.counts = [all.counts, here.counts].into_iter().sum();
        all.shown += here.shown;
        all.kept += here.kept;
    }
    if !hidden.is_empty() {
        hidden.push('\n');
    }
    hidden
}

/// A line for each rule; figures stand below each other.
fn table(rules: &BTreeMap<&str, Shown>) -> String {
    let mut rows = vec![["rule", "errors", "warnings", "infos", "shown", ""].map(str::to_owned)];
    for (
        rule,
        Shown {
            counts,
            shown,
            kept,
        },
    ) in rules
    {
        let more = counts.total().saturating_sub(*shown);
        let remark = match (more, kept.saturating_sub(*shown)) {
            (0, _) => String::new(),
            (more, 0) => format!("… and {} more of this rule, only counted", grouped(more)),
            (more, kept) if kept == more => {
                format!(
                    "… and {} more of this rule; --all shows them",
                    grouped(more)
                )
            }
            (more, kept) => format!(
                "… and {} more of this rule; --all shows {} of them",
                grouped(more),
                grouped(kept)
            ),
        };
        let figures = [counts.errors, counts.warnings, counts.infos, *shown].map(grouped);
        let [errors, warnings, infos, shown] = figures;
        rows.push([(*rule).to_owned(), errors, warnings, infos, shown, remark]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut out = String::new();
    for [rule, figures @ .., remark] in &rows {
        let mut line = format!("{rule:width$}", width = widths[0]);
        for (figure, width) in figures.iter().zip(&widths[1..]) {
            line.push_str(&format!("  {figure:>width$}"));
        }
        line.push_str("  ");
        line.push_str(remark);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn render_one(
    report: &FileReport,
    reported: &Reported,
    style: &HumanStyle,
    renderer: &Renderer,
) -> String {
    let diagnostic = &reported.diagnostic;
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
    let digits = place.line.to_string().len();
    let cut = Cut::of(reported, style.width.max(NARROWEST) - digits.min(20) - 4);
    let mut gutter = 0;
    if let Some(cut) = &cut {
        gutter = digits;
        body = body.element(cut.snippet(small(place.line)));
    }
    for (level, text) in notes(reported, cut.as_ref()) {
        body = body.element(level.message(normalize_untrusted_str(&text)));
    }
    // The arrow of the head stands above the bar of the body.
    let (title, arrow) = head.rsplit_once('\n').unwrap_or((&head, ""));
    let body = renderer.render(&[body]);
    let end = if body.is_empty() { "" } else { "\n" };
    format!("{title}\n{:gutter$}{arrow}{end}{body}", "")
}

/// What stands below the source: places that could not be marked, why, help and fix.
fn notes(reported: &Reported, cut: Option<&Cut>) -> Vec<(Level<'static>, String)> {
    let diagnostic = &reported.diagnostic;
    let mut notes = Vec::new();
    if !diagnostic.location.pointer.is_empty() {
        notes.push((Level::NOTE, format!("at {}", diagnostic.location.pointer)));
    }
    for (index, label) in diagnostic.related.iter().enumerate() {
        if cut.is_none_or(|cut| !cut.shows(index)) {
            let text = format!("{}: {}", label.message, in_words(&label.location));
            notes.push((Level::NOTE, text));
        }
    }
    if let Some(because) = &diagnostic.because {
        notes.push((Level::NOTE, because.clone()));
    }
    if let Some(help) = &diagnostic.help {
        notes.push((Level::HELP, help.clone()));
    }
    if let Some(fix) = &diagnostic.fix {
        let name = match fix.safety {
            Safety::Safe => "fix (safe)",
            Safety::Unsafe => "fix (unsafe)",
        };
        notes.push((Level::HELP.with_name(name), fix.title.clone()));
    }
    notes
}

fn in_words(place: &Location) -> String {
    let at = match place.pointer.as_str() {
        "" => String::new(),
        pointer => format!(", {pointer}"),
    };
    format!("line {}, column {}{at}", place.line, place.column)
}

fn small(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
