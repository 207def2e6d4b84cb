//! Where rules put what they found; turned into diagnostics record by record.
//!
//! Rules know places in their record only. Line, absolute bytes and columns are added here, in one sweep over the record, so that many
//! diagnostics in one long record cost no more than one.

use std::borrow::Cow;
use std::ops::Range;

use tunesmith_core::{Diagnostic, Label, Location, Severity};

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

/// A diagnostic that does not know yet where its record is.
pub(crate) struct Draft {
    rule: &'static Rule,
    severity: Severity,
    message: String,
    place: Place,
    related: Vec<(Place, String)>,
    because: Option<Cow<'static, str>>,
    help: Option<Cow<'static, str>>,
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
        let (related, because, help) = (Vec::new(), None, None);
        let index = self.drafts.len();
        self.drafts.push(Draft {
            rule,
            severity,
            message,
            place,
            related,
            because,
            help,
        });
        &mut self.drafts[index]
    }

    /// Makes diagnostics about a record that starts at byte `offset` of the file, sorted by place. `bytes` is the record.
    pub(crate) fn in_record(mut self, bytes: &[u8], line: u64, offset: u64) -> Vec<Diagnostic> {
        self.drafts.sort_by(|a, b| {
            let key = |draft: &Draft| (draft.place.bytes.start, draft.place.bytes.end);
            key(a).cmp(&key(b)).then(a.rule.name.cmp(b.rule.name))
        });
        let columns = Columns::count(bytes, &self.drafts);
        let locate = |place: Place| {
            let Range { start, end } = place.bytes;
            let column = columns.at(start);
            let bytes = offset + u64::from(start)..offset + u64::from(end);
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
            .map(|draft| draft.finish(profile, locate))
            .collect()
    }

    /// Makes diagnostics about the file as a whole.
    pub(crate) fn in_file(self) -> Vec<Diagnostic> {
        let profile = self.profile.name;
        let drafts = self.drafts.into_iter();
        drafts
            .map(|draft| draft.finish(profile, |_| Location::default()))
            .collect()
    }
}

impl Draft {
    fn finish(self, profile: &'static str, locate: impl Fn(Place) -> Location) -> Diagnostic {
        let label = |(place, message)| Label {
            location: locate(place),
            message,
        };
        Diagnostic {
            rule: self.rule.name,
            severity: self.severity,
            message: self.message,
            related: self.related.into_iter().map(label).collect(),
            location: locate(self.place),
            because: self.because.map(Cow::into_owned),
            help: self.help.map(Cow::into_owned),
            profiles: vec![profile],
            fix: None,
        }
    }
}

/// The columns of the byte offsets that are needed, counted in one pass.
struct Columns(Vec<(u32, u64)>);

impl Columns {
    fn count(bytes: &[u8], drafts: &[Draft]) -> Self {
        let places = |draft: &Draft| {
            let related = draft.related.iter().map(|(place, _)| place.bytes.start);
            std::iter::once(draft.place.bytes.start)
                .chain(related)
                .collect::<Vec<_>>()
        };
        let mut offsets: Vec<u32> = drafts.iter().flat_map(places).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let (mut column, mut from) = (1, 0);
        let counted = offsets.into_iter().map(|offset| {
            column += count_scalars(&bytes[from..offset as usize]);
            from = offset as usize;
            (offset, column)
        });
        Self(counted.collect())
    }

    fn at(&self, offset: u32) -> u64 {
        match self.0.binary_search_by_key(&offset, |(known, _)| *known) {
            Ok(index) => self.0[index].1,
            Err(_) => 1,
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
