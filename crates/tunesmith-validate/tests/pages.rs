//! Runs every page of `rules/`: it is a rule's documentation and its test. `UPDATE=1` rewrites the report blocks.
//!
//! Words on the fence of a block: `profile=NAME`; `also=RULE,RULE`; `raw`, where `\x0D` stands for that byte and `\x20{300}` for 300 of
//! them; `max_bytes=N` and `max_examples=N`, limits that the profile has in this block; `needs=FORMAT`, without which it is left out.
//!
//! One exception: a page shows one record or two, so rules about whole datasets speak on their own pages only.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that reads its pages and an environment variable"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tunesmith_core::Safety;
use tunesmith_tokens::Encoding;
use tunesmith_validate::{
    Checker, Counting, FileReport, Fixer, Group, Level, Limits, Profile, RuleSettings, explain,
    profile, profiles, rule_table,
};

/// Held while pages are read or rewritten: tests run side by side.
static PAGES: Mutex<()> = Mutex::new(());

const SECTIONS: [&str; 5] = [
    "## Why it matters",
    "## Bad",
    "## Good",
    "## Fix",
    "## Source",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn rule_names() -> Vec<&'static str> {
    rule_table().iter().map(|row| row.name).collect()
}

/// Checks a block against the profile its fence names: `profile=NAME`, else openai.
fn check(block: &Block, settings: &RuleSettings) -> FileReport {
    let profile = block.profile();
    let mut checker = Checker::new("page", profile, settings);
    if block.has("against") {
        let mut other = Checker::new("the other file", profile, settings).remembering();
        other.push(block.text.split_inclusive('\n').next().unwrap().as_bytes());
        checker = checker.against([other.into_known_examples().into()]);
    }
    if let Some(limit) = block.word("limit") {
        checker = checker.counting(Counting::exact(Encoding::O200kBase, limit.parse().ok()));
    }
    if block.has("raw") {
        for piece in raw_pieces(&block.text) {
            checker.push(&piece);
        }
    } else {
        checker.push(block.text.as_bytes());
    }
    checker.finish()
}

/// The bytes a raw block stands for. Long runs are pieces of their own.
fn raw_pieces(text: &str) -> Vec<Vec<u8>> {
    let mut pieces = vec![Vec::new()];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        pieces
            .last_mut()
            .unwrap()
            .extend_from_slice(before.as_bytes());
        let byte = u8::from_str_radix(&after[..2], 16).unwrap();
        rest = &after[2..];
        let mut count = 1;
        if let Some((number, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            && let Ok(number) = number.parse()
        {
            (count, rest) = (number, after);
        }
        if count > 1 << 16 {
            pieces.extend([vec![byte; count], Vec::new()]);
        } else {
            pieces
                .last_mut()
                .unwrap()
                .extend(std::iter::repeat_n(byte, count));
        }
    }
    pieces
        .last_mut()
        .unwrap()
        .extend_from_slice(rest.as_bytes());
    pieces
}

/// Every rule, save those about whole datasets that are not the page's own.
fn all_rules_on(page: &str) -> RuleSettings {
    let mut settings = RuleSettings::default();
    for row in rule_table() {
        let about_datasets = matches!(row.group, Group::Dataset | Group::Size);
        if about_datasets && row.name != page {
            settings.set(row.name, Level::Off).unwrap();
        }
    }
    settings
}

/// A report as the pages show it.
fn show(report: &FileReport) -> String {
    let mut out = String::new();
    for reported in &report.diagnostics {
        let found = &reported.diagnostic;
        let place = &found.location;
        writeln!(
            out,
            "{}[{}]: {}",
            found.severity.name(),
            found.rule,
            found.message
        )
        .unwrap();
        if place.line == 0 {
            writeln!(out, "  --> the whole file").unwrap();
        } else {
            let pointer = if place.pointer.is_empty() {
                String::new()
            } else {
                format!(", {}", place.pointer)
            };
            writeln!(
                out,
                "  --> line {}, column {}{pointer}",
                place.line, place.column
            )
            .unwrap();
        }
        for label in &found.related {
            let place = &label.location;
            writeln!(
                out,
                "  {}: line {}, column {}",
                label.message, place.line, place.column
            )
            .unwrap();
        }
        for (name, text) in [("because", &found.because), ("help", &found.help)] {
            if let Some(text) = text {
                writeln!(out, "  {name}: {text}").unwrap();
            }
        }
    }
    out
}

/// A fenced block: what stands after the fence, and the text with a line break after each line.
struct Block {
    info: String,
    text: String,
    lines: std::ops::Range<usize>,
}

impl Block {
    fn is(&self, kind: &str) -> bool {
        self.info == kind || self.info.starts_with(&format!("{kind} "))
    }

    /// Whether the word stands on the fence.
    fn has(&self, name: &str) -> bool {
        self.info.split_whitespace().any(|word| word == name)
    }

    /// Whether what it needs is there.
    fn can_run(&self) -> bool {
        let needed = self.word("needs");
        needed.is_none_or(|name| tunesmith_core::format::format(name).is_some())
    }

    /// The profile the fence names, with the limits it names.
    fn profile(&self) -> &'static Profile {
        let profile = profile(self.word("profile").unwrap_or("openai")).unwrap();
        let number = |name| self.word(name).map(|number| number.parse().unwrap());
        let limits = Limits {
            max_bytes: number("max_bytes").or(profile.limits.max_bytes),
            max_examples: number("max_examples").or(profile.limits.max_examples),
            ..profile.limits
        };
        Box::leak(Box::new(Profile {
            limits,
            rules: profile.rules,
            ..*profile
        }))
    }

    /// What stands after `name=` on the fence.
    fn word(&self, name: &str) -> Option<&str> {
        let mut words = self.info.split_whitespace();
        words.find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The text with every fix on offer made.
fn fixed(block: &Block, settings: &RuleSettings) -> String {
    let mut fixer = Fixer::new(block.profile(), settings, Safety::Unsafe);
    let pieces = if block.has("raw") {
        raw_pieces(&block.text)
    } else {
        vec![block.text.as_bytes().to_vec()]
    };
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.extend(fixer.push(&piece).bytes);
    }
    bytes.extend(fixer.finish().unwrap().bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (index, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(info), false) => {
                blocks.push(Block {
                    info: info.to_owned(),
                    text: String::new(),
                    lines: index + 1..0,
                });
                open = true;
            }
            (Some(_), true) => {
                blocks.last_mut().unwrap().lines.end = index;
                open = false;
            }
            (None, true) => {
                let text = &mut blocks.last_mut().unwrap().text;
                text.push_str(line);
                text.push('\n');
            }
            (None, false) => {}
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let names = rule_names();
    assert!(names.is_sorted(), "the list is sorted");
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected: BTreeSet<String> = names.iter().map(|name| format!("{name}.md")).collect();
    assert_eq!(files, expected);
    for row in rule_table() {
        let page = explain(row.name).unwrap();
        let mut lines = page.lines();
        assert_eq!(
            lines.next(),
            Some(format!("# {}", row.name).as_str()),
            "the title is the name"
        );
        assert_eq!(lines.next(), Some(""));
        let mut summary = row.summary.to_owned();
        summary[..1].make_ascii_uppercase();
        assert_eq!(
            lines.next(),
            Some(format!("{summary}.").as_str()),
            "the page begins with the summary"
        );
        let sections: Vec<&str> = page
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(sections, SECTIONS, "{}", row.name);
        assert!(!row.profiles.is_empty(), "{} is in a profile", row.name);
        let source = page.split("## Source").nth(1).unwrap();
        for (profile, _) in row.profiles {
            assert!(
                source.contains(&format!("- {profile}: ")) || source.contains("- all: "),
                "{}: who says so in {profile}",
                row.name
            );
        }
        let module = format!("src/rules/{}.rs", row.name.replace('-', "_"));
        let module = folder().with_file_name(module);
        assert!(module.is_file(), "{} has a file of its name", row.name);
    }
}

#[test]
fn profiles_are_sorted_and_name_each_rule_once() {
    assert!(profiles().is_sorted_by_key(|profile| profile.name));
    for profile in profiles() {
        let names = profile.rules.iter().map(|wanted| wanted.rule.name);
        assert!(names.is_sorted_by(|a, b| a < b), "{}", profile.name);
        let names = profile
            .all_rules()
            .into_iter()
            .map(|wanted| wanted.rule.name);
        assert!(names.is_sorted_by(|a, b| a < b), "{}", profile.name);
    }
}

#[test]
fn bad_blocks_give_the_report_below_them() {
    let update = std::env::var("UPDATE").is_ok();
    let _alone = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
    for name in rule_names() {
        let path = folder().join(format!("{name}.md"));
        let page = std::fs::read_to_string(&path).unwrap();
        let only = RuleSettings::only(&[name]).unwrap();
        let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
        let blocks = blocks(&page);
        let mut bad_blocks = 0;
        for (index, bad) in blocks.iter().enumerate().rev() {
            if !bad.is("jsonl bad") {
                continue;
            }
            bad_blocks += 1;
            if !bad.can_run() {
                continue;
            }
            let report = blocks.get(index + 1).filter(|next| next.info == "report");
            let report =
                report.unwrap_or_else(|| panic!("{name}: a report follows each bad block"));
            let shown = show(&check(bad, &only));
            assert!(
                !shown.is_empty(),
                "{name}: a bad block gives nothing:\n{}",
                bad.text
            );
            if update {
                lines.splice(report.lines.clone(), shown.lines().map(str::to_owned));
            } else {
                assert_eq!(shown, report.text, "{name}; UPDATE=1 rewrites the report");
            }
        }
        assert!(bad_blocks > 0, "{name} has a bad block");
        if update {
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
}

/// A bad block whose findings offer a fix is followed by what it becomes, which has the defect no more.
#[test]
fn fixes_give_the_text_below_them() {
    let update = std::env::var("UPDATE").is_ok();
    let _alone = PAGES.lock().unwrap_or_else(PoisonError::into_inner);
    for name in rule_names() {
        let path = folder().join(format!("{name}.md"));
        let page = std::fs::read_to_string(&path).unwrap();
        let only = RuleSettings::only(&[name]).unwrap();
        let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
        let blocks = blocks(&page);
        for (index, bad) in blocks.iter().enumerate().rev() {
            if !bad.is("jsonl bad") {
                continue;
            }
            let report = check(bad, &only);
            let mut found = report.diagnostics.iter().map(|kept| &kept.diagnostic);
            let offers = found.any(|found| found.fix.is_some());
            let shown = blocks.get(index + 2).filter(|next| next.info == "fixed");
            if !offers {
                assert!(shown.is_none(), "{name}: nothing offers a fix here");
                continue;
            }
            let text = fixed(bad, &only);
            match shown {
                Some(shown) if update => {
                    lines.splice(shown.lines.clone(), text.lines().map(str::to_owned));
                }
                None if update => {
                    let at = blocks[index + 1].lines.end + 1;
                    let block = ["", "```fixed"]
                        .into_iter()
                        .chain(text.lines())
                        .chain(["```"]);
                    lines.splice(at..at, block.map(str::to_owned).collect::<Vec<_>>());
                }
                Some(shown) => assert_eq!(text, shown.text, "{name}; UPDATE=1 rewrites it"),
                None => panic!("{name}: a fixed block follows the report; UPDATE=1 writes it"),
            }
            let again = Block {
                info: bad.info.replace(" raw", ""),
                text,
                lines: 0..0,
            };
            let left = check(&again, &only);
            let fixable = left
                .diagnostics
                .iter()
                .any(|kept| kept.diagnostic.fix.is_some());
            assert!(
                !fixable,
                "{name}: the fix leaves what it should mend:\n{}",
                again.text
            );
            assert_eq!(
                fixed(&again, &only),
                again.text,
                "{name}: fixing twice changes nothing"
            );
        }
        if update {
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
    }
}

#[test]
fn good_blocks_give_nothing_with_all_rules_on() {
    for name in rule_names() {
        let blocks = blocks(explain(name).unwrap());
        let good = blocks.iter().filter(|block| block.is("jsonl good"));
        let mut good_blocks = 0;
        for block in good {
            good_blocks += 1;
            assert_eq!(
                show(&check(block, &all_rules_on(name))),
                "",
                "{name}:\n{}",
                block.text
            );
        }
        assert!(good_blocks > 0, "{name} has a good block");
    }
}

#[test]
fn bad_blocks_trigger_no_other_rule_unless_the_page_says_so() {
    for name in rule_names() {
        for block in blocks(explain(name).unwrap()) {
            if !block.is("jsonl bad") || !block.can_run() {
                continue;
            }
            let also = block
                .word("also")
                .map_or(Vec::new(), |also| also.split(',').collect());
            let found = check(&block, &all_rules_on(name));
            let mut expected: Vec<&str> = also;
            expected.push(name);
            expected.sort_unstable();
            let found: Vec<&str> = found.counts.keys().copied().collect();
            assert_eq!(found, expected, "{name}:\n{}", block.text);
        }
    }
}
