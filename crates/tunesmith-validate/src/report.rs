//! Where rules put what they found; turned into diagnostics record by record.
//!
//! Rules know places in their record only. Line, absolute bytes and columns are added here, in one sweep over the record, so that many
//! diagnostics in one long record cost no more than one.

use std::borrow::Cow;
use std::ops::Range;

use tunesmith_core::{Diagnostic, Edit, Fix, Label, Location, Safety, Severity};

use crate::json::Place;
use crate::profile::Profile;
use crate::rule::Rule;
use crate::settings::Level;

/// Collects what the rules find in one record.
pub(crate) struct Report<'p> {
    pub(crate) profile: &'p Profile,
    rule: Option<(&'static Rule, Asked)>,
    drafts: Vec<Draft>,
}

/// What profile and settings ask of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// What the profile makes of it; a rule may say less about a single place, never more.
    pub(crate) severity: Severity,
    /// What the caller wants instead.
    pub(crate) level: Option<Level>,
}

/// Where a record begins in its file, or in a piece of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    pub(crate) line: u64,
    pub(crate) column: u64,
    pub(crate) offset: u64,
}

/// A diagnostic that does not know yet where its record is.
pub(crate) struct Draft {
    rule: &'static Rule,
    severity: Severity,
    message: String,
    place: Place,
    related: Vec<(Place, String)>,
    elsewhere: Vec<Label>,
    because: Option<Cow<'static, str>>,
    help: Option<Cow<'static, str>>,
    fix: Option<DraftFix>,
}

/// A change to the record; offsets are those of the record.
struct DraftFix {
    title: Cow<'static, str>,
    safety: Safety,
    edits: Vec<(Range<u32>, String)>,
}

impl Draft {
    /// Says why it matters.
    pub(crate) fn because(&mut self, because: impl Into<Cow<'static, str>>) -> &mut Self {
        self.because = Some(because.into());
        self
    }

    /// Says what to do.
    pub(crate) fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a change that keeps the meaning. Edits replace bytes of the record; they must not overlap.
    pub(crate) fn safe_fix(
        &mut self,
        title: impl Into<Cow<'static, str>>,
        edits: Vec<(Range<u32>, String)>,
    ) -> &mut Self {
        self.fix(title.into(), Safety::Safe, edits)
    }

    /// Offers a change that may alter the meaning.
    pub(crate) fn unsafe_fix(
        &mut self,
        title: impl Into<Cow<'static, str>>,
        edits: Vec<(Range<u32>, String)>,
    ) -> &mut Self {
        self.fix(title.into(), Safety::Unsafe, edits)
    }

    fn fix(
        &mut self,
        title: Cow<'static, str>,
        safety: Safety,
        mut edits: Vec<(Range<u32>, String)>,
    ) -> &mut Self {
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        self.fix = Some(DraftFix {
            title,
            safety,
            edits,
        });
        self
    }

    /// Points at a place in another record.
    pub(crate) fn elsewhere(
        &mut self,
        location: Location,
        message: impl Into<String>,
    ) -> &mut Self {
        let message = message.into();
        self.elsewhere.push(Label { location, message });
        self
    }

    /// Points at a second place.
    pub(crate) fn related(&mut self, place: Place, message: impl Into<String>) -> &mut Self {
        self.related.push((place, message.into()));
        self
    }
}

impl<'p> Report<'p> {
    pub(crate) fn new(profile: &'p Profile) -> Self {
        Self {
            profile,
            rule: None,
            drafts: Vec::new(),
        }
    }

    /// Names the rule that speaks from now on.
    pub(crate) fn begin(&mut self, rule: &'static Rule, asked: Asked) {
        self.rule = Some((rule, asked));
    }

    /// Whether nothing was found yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// The rules that found something, and how grave it is.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&'static str, Severity)> {
        let drafts = self.drafts.iter();
        drafts.map(|draft| (draft.rule.name, draft.severity))
    }

    /// Whether an error was found.
    pub(crate) fn has_error(&self) -> bool {
        self.drafts
            .iter()
            .any(|draft| draft.severity == Severity::Error)
    }

    /// Reports what a provider refuses.
    pub(crate) fn error_at(&mut self, place: Place, message: impl Into<String>) -> &mut Draft {
        self.at(place, Severity::Error, message.into())
    }

    /// Reports what is worth knowing.
    pub(crate) fn info_at(&mut self, place: Place, message: impl Into<String>) -> &mut Draft {
        self.at(place, Severity::Info, message.into())
    }

    /// Reports what is probably not meant, or what is refused by a single account only.
    pub(crate) fn warning_at(&mut self, place: Place, message: impl Into<String>) -> &mut Draft {
        self.at(place, Severity::Warning, message.into())
    }

    fn at(&mut self, place: Place, severity: Severity, message: String) -> &mut Draft {
        let (rule, asked) = self.rule.expect("a rule is named before it is called");
        let severity = match asked.level {
            Some(Level::Error) => Severity::Error,
            Some(Level::Warning) => Severity::Warning,
            Some(Level::Off) | None => severity.min(asked.severity),
        };
        let index = self.drafts.len();
        self.drafts.push(Draft {
            rule,
            severity,
            message,
            place,
            related: Vec::new(),
            elsewhere: Vec::new(),
            because: None,
            help: None,
            fix: None,
        });
        &mut self.drafts[index]
    }

    /// Makes diagnostics about a record that begins at `origin`, sorted by place. `bytes` is the record.
    pub(crate) fn in_record(mut self, bytes: &[u8], origin: Origin) -> Vec<Diagnostic> {
        self.drafts.sort_by(|a, b| {
            let key = |draft: &Draft| (draft.place.bytes.start, draft.place.bytes.end);
            key(a).cmp(&key(b)).then(a.rule.name.cmp(b.rule.name))
        });
        let columns = Columns::count(bytes, &self.drafts, origin);
        let locate = |place: Place| {
            let Range { start, end } = place.bytes;
            let (line, column) = columns.at(start);
            let bytes = origin.offset + u64::from(start)..origin.offset + u64::from(end);
            Location {
                line,
                column,
                bytes,
                pointer: place.pointer,
            }
        };
        let profile = self.profile.name;
        self.drafts
            .into_iter()
            .map(|draft| draft.finish(profile, origin.offset, locate))
            .collect()
    }

    /// Makes diagnostics about the file as a whole.
    pub(crate) fn in_file(self) -> Vec<Diagnostic> {
        let profile = self.profile.name;
        let drafts = self.drafts.into_iter();
        drafts
            .map(|draft| draft.finish(profile, 0, |_| Location::default()))
            .collect()
    }
}

impl Draft {
    fn finish(
        self,
        profile: &'static str,
        offset: u64,
        locate: impl Fn(Place) -> Location,
    ) -> Diagnostic {
        let label = |(place, message)| Label {
            location: locate(place),
            message,
        };
        let mut related: Vec<_> = self.related.into_iter().map(label).collect();
        related.extend(self.elsewhere);
        let edit = |(range, replacement): (Range<u32>, String)| Edit {
            bytes: offset + u64::from(range.start)..offset + u64::from(range.end),
            replacement,
        };
        let fix = self.fix.map(|fix| Fix {
            title: fix.title.into_owned(),
            safety: fix.safety,
            edits: fix.edits.into_iter().map(edit).collect(),
        });
        Diagnostic {
            rule: self.rule.name,
            severity: self.severity,
            message: self.message,
            related,
            location: locate(self.place),
            because: self.because.map(Cow::into_owned),
            help: self.help.map(Cow::into_owned),
            profiles: vec![profile],
            fix,
        }
    }
}

/// Line and column of the byte offsets that are needed, counted in one pass.
struct Columns(Vec<(u32, (u64, u64))>);

impl Columns {
    fn count(bytes: &[u8], drafts: &[Draft], origin: Origin) -> Self {
        let mut offsets = Vec::new();
        for draft in drafts {
            offsets.push(draft.place.bytes.start);
            offsets.extend(draft.related.iter().map(|(place, _)| place.bytes.start));
        }
        offsets.sort_unstable();
        offsets.dedup();
        let (mut line, mut column, mut from) = (origin.line, origin.column, 0);
        let counted = offsets.into_iter().map(|offset| {
            let upto = (offset as usize).min(bytes.len());
            let mut passed = &bytes[from..upto];
            if let Some(last) = memchr::memrchr(b'\n', passed) {
                line += memchr::memchr_iter(b'\n', passed).count() as u64;
                column = 1;
                passed = &passed[last + 1..];
            }
            column += count_scalars(passed);
            from = upto;
            (offset, (line, column))
        });
        Self(counted.collect())
    }

    fn at(&self, offset: u32) -> (u64, u64) {
        match self.0.binary_search_by_key(&offset, |(known, _)| *known) {
            Ok(index) => self.0[index].1,
            Err(_) => (0, 0),
        }
    }
}

/// Unicode scalar values; a broken sequence counts as the one replacement character it is shown as.
fn count_scalars(bytes: &[u8]) -> u64 {
    let count = |chunk: std::str::Utf8Chunk<'_>| {
        chunk.valid().chars().count() as u64 + u64::from(!chunk.invalid().is_empty())
    };
    bytes.utf8_chunks().map(count).sum()
}
