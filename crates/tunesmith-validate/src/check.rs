//! Runs the rules of a profile over one record, one blank line or one file's counts.
//!
//! It knows no lines and no files: the checker feeds it. Invariant: what it says of a record depends on that record alone.

use tunesmith_core::Diagnostic;

use crate::conversation::Conversation;
use crate::profile::Profile;
use crate::record::{LONGEST_RECORD, Record};
use crate::report::{Asked, Report};
use crate::rule::{Check, Rule, Totals};
use crate::settings::{Level, RuleSettings};

/// The rules that are switched on.
pub(crate) struct ActiveRules {
    pub(crate) profile: &'static Profile,
    rules: Vec<(&'static Rule, Asked)>,
}

impl ActiveRules {
    pub(crate) fn of(profile: &'static Profile, settings: &RuleSettings) -> Self {
        let asked = profile.rules.iter().filter_map(|wanted| {
            let level = settings.level(wanted.rule.name);
            let asked = Asked {
                severity: wanted.severity,
                level,
            };
            (level != Some(Level::Off)).then_some((wanted.rule, asked))
        });
        Self {
            profile,
            rules: asked.collect(),
        }
    }

    pub(crate) fn check_record(&self, record: &Record<'_>) -> Report<'static> {
        let conversation = Conversation::read(record);
        self.run(|check, report| match check {
            Check::EachRecord(check) => check(record, report),
            Check::EachExample(check) => {
                if let Some(conversation) = &conversation {
                    check(conversation, report);
                }
            }
            Check::EachBlankLine(_) | Check::WholeDataset(_) => {}
        })
    }

    pub(crate) fn check_blank_line(&self) -> Report<'static> {
        self.run(|check, report| {
            if let Check::EachBlankLine(check) = check {
                check(report);
            }
        })
    }

    pub(crate) fn check_totals(&self, totals: &Totals) -> Report<'static> {
        self.run(|check, report| {
            if let Check::WholeDataset(check) = check {
                check(totals, report);
            }
        })
    }

    fn run(&self, mut apply: impl FnMut(Check, &mut Report<'static>)) -> Report<'static> {
        let mut report = Report::new(self.profile);
        for (rule, asked) in &self.rules {
            report.begin(rule, *asked);
            apply(rule.check, &mut report);
        }
        report
    }
}

/// Checks one record on its own, as if it were the only line of a file: what a rendered example would be told.
/// Rules about files and blank lines say nothing here.
pub fn check_line(
    profile: &'static Profile,
    settings: &RuleSettings,
    line: &[u8],
) -> Vec<Diagnostic> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let record = if line.len() > LONGEST_RECORD as usize {
        Record::overlong(&line[..1024], LONGEST_RECORD)
    } else {
        Record::parse(line, false)
    };
    ActiveRules::of(profile, settings)
        .check_record(&record)
        .in_record(line, 1, 0)
}
