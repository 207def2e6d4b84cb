//! Runs the rules of a profile over one record, one blank line or one file's counts.
//!
//! It knows no lines and no files: the checker feeds it. Invariant: what it says of a record depends on that record alone.

use tunesmith_core::{Diagnostic, Location};

use crate::chunk::{Findings, take};
use crate::conversation::Conversation;
use crate::dataset::{Dataset, Facts, Follow};
use crate::file_report::Reported;
use crate::profile::Profile;
use crate::record::{LONGEST_RECORD, Record};
use crate::report::{Asked, Origin, Report};
use crate::rule::{Check, Rule};
use crate::rules::{conflicting_answer, duplicate_example};
use crate::settings::{Level, RuleSettings};

/// The rules that are switched on.
#[derive(Clone)]
pub(crate) struct ActiveRules {
    pub(crate) profile: &'static Profile,
    rules: Vec<(&'static Rule, Asked)>,
}

impl ActiveRules {
    pub(crate) fn of(profile: &'static Profile, settings: &RuleSettings) -> Self {
        let asked = profile.all_rules().into_iter().filter_map(|wanted| {
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

    /// Switches all rules off but these.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.rules.retain(|(rule, _)| keep(rule.name));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    pub(crate) fn check_record(
        &self,
        record: &Record<'_>,
        conversation: Option<&Conversation<'_>>,
    ) -> Report<'static> {
        self.run(|check, report| match (check, conversation) {
            (Check::EachRecord(check), _) => check(record, report),
            (Check::EachExample(check), Some(conversation)) => check(conversation, report),
            (Check::EachChat(check), Some(conversation)) if conversation.is_chat() => {
                check(conversation, report);
            }
            _ => {}
        })
    }

    pub(crate) fn check_blank_line(&self) -> Report<'static> {
        self.run(|check, report| {
            if let Check::EachBlankLine(check) = check {
                check(report);
            }
        })
    }

    pub(crate) fn check_dataset(&self, dataset: &Dataset) -> Report<'static> {
        self.run(|check, report| {
            if let Check::WholeDataset(check) = check {
                check(dataset, report);
            }
        })
    }

    /// Whether there is a rule that wants to know what a record has in common with earlier ones.
    pub(crate) fn compare_with_earlier(&self) -> bool {
        let names = self.rules.iter().map(|(rule, _)| rule.name);
        let (same, conflict) = (&duplicate_example::RULE, &conflicting_answer::RULE);
        names
            .into_iter()
            .any(|name| name == same.name || name == conflict.name)
    }

    /// The rules that compare records, with the state each begins with.
    pub(crate) fn followers(&self) -> Followers {
        let followers = self
            .rules
            .iter()
            .filter_map(|(rule, asked)| match rule.check {
                Check::AcrossRecords(begin) => Some((*rule, *asked, begin())),
                _ => None,
            });
        Followers {
            profile: self.profile,
            followers: followers.collect(),
        }
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

/// The rules of a profile that compare records.
pub(crate) struct Followers {
    profile: &'static Profile,
    followers: Vec<(&'static Rule, Asked, Box<dyn Follow>)>,
}

impl Followers {
    /// Tells them of the next record.
    pub(crate) fn take(&mut self, facts: &Facts) -> Report<'static> {
        let mut report = Report::new(self.profile);
        for (rule, asked, follower) in &mut self.followers {
            report.begin(rule, *asked);
            follower.take(facts, &mut report);
        }
        report
    }

    /// Tells them that the file has ended.
    pub(crate) fn finish(&mut self) -> Report<'static> {
        let mut report = Report::new(self.profile);
        for (rule, asked, follower) in &mut self.followers {
            report.begin(rule, *asked);
            follower.finish(&mut report);
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
    let origin = Origin {
        line: 1,
        column: 1,
        offset: 0,
    };
    check_alone(profile, settings, line, |report, line| {
        report.in_record(line, origin)
    })
}

/// As [`check_line`], for a record that stands somewhere in a file: `place` says where it begins. What is found is given as a report on the
/// file has it.
pub fn check_record(
    profile: &'static Profile,
    settings: &RuleSettings,
    record: &[u8],
    place: &Location,
) -> Vec<Reported> {
    let origin = Origin {
        line: place.line,
        column: place.column,
        offset: place.bytes.start,
    };
    check_alone(profile, settings, record, |report, record| {
        let mut findings = Findings::default();
        take(&mut findings, report, record, origin, None);
        findings.kept
    })
}

fn check_alone<T>(
    profile: &'static Profile,
    settings: &RuleSettings,
    line: &[u8],
    found: impl Fn(Report<'static>, &[u8]) -> T,
) -> T {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let record = if line.len() > LONGEST_RECORD as usize {
        Record::overlong(&line[..1024], LONGEST_RECORD)
    } else {
        Record::parse(line)
    };
    let conversation = Conversation::read(&record);
    let rules = ActiveRules::of(profile, settings);
    found(rules.check_record(&record, conversation.as_ref()), line)
}
