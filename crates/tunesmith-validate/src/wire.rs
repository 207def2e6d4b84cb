//! What was found in a piece, as bytes: pieces are checked in one worker of a browser and taken in by another.
//!
//! Both ends are the same build, so the layout (postcard) is no promise. Invariant: what is read is what was written.

use serde::{Deserialize, Serialize};
use tunesmith_core::{Diagnostic, Edit, Fix, Label, Location, Safety, Severity};

use crate::chunk::{Chunk, Findings};
use crate::counting::ExampleTokens;
use crate::dataset::{ContentKinds, Facts};
use crate::earlier::Earlier;
use crate::excerpt::Excerpt;
use crate::file_report::{Counts, Reported};
use crate::fingerprint::Fingerprint;
use crate::profile::profiles;
use crate::report::Origin;
use crate::rules::RULES;

/// The bytes are not those of a piece.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the findings of a piece can not be read: {0}; all workers must run the same build")]
pub struct WireError(String);

impl Chunk {
    /// As bytes, for [`Chunk::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = WireChunk {
            lines: self.lines,
            bytes: self.bytes,
            crlf_lines: self.crlf_lines,
            facts: self.facts.iter().map(WireFacts::of).collect(),
            findings: self.findings.iter().map(WireFindings::of).collect(),
        };
        // Why: numbers, texts and lists of them are always writable.
        postcard::to_allocvec(&wire).unwrap_or_default()
    }

    /// Reads what [`Chunk::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        let wire: WireChunk<'_> =
            postcard::from_bytes(bytes).map_err(|error| WireError(error.to_string()))?;
        let facts = wire.facts.into_iter().map(WireFacts::back);
        let findings = wire.findings.into_iter().map(WireFindings::back);
        Ok(Self {
            lines: wire.lines,
            bytes: wire.bytes,
            crlf_lines: wire.crlf_lines,
            facts: facts.collect::<Result<_, _>>()?,
            findings: findings.collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct WireChunk<'a> {
    lines: u64,
    bytes: u64,
    crlf_lines: u64,
    #[serde(borrow)]
    facts: Vec<WireFacts<'a>>,
    findings: Vec<WireFindings<'a>>,
}

#[derive(Serialize, Deserialize)]
struct WireFacts<'a> {
    /// Line, column, offset.
    origin: (u64, u64, u64),
    length: u64,
    format: &'a str,
    keys: u64,
    has_tools: bool,
    /// Record, prompt, answer.
    print: Option<(u128, u64, u64)>,
    /// Total, trained, before the answer, limit.
    tokens: Option<(u64, u64, u64, Option<u64>)>,
    sound: u32,
    reinforcement: bool,
    /// Text, parts.
    content_kinds: (bool, bool),
}

impl<'a> WireFacts<'a> {
    fn of(facts: &'a Facts) -> Self {
        let Origin {
            line,
            column,
            offset,
        } = facts.origin;
        Self {
            origin: (line, column, offset),
            length: facts.length,
            format: facts.format,
            keys: facts.keys,
            has_tools: facts.has_tools,
            print: facts
                .print
                .map(|print| (print.record, print.prompt, print.answer)),
            tokens: facts.tokens.map(|tokens| {
                (
                    tokens.total,
                    tokens.trained,
                    tokens.before_answer,
                    tokens.limit,
                )
            }),
            sound: facts.sound,
            reinforcement: facts.reinforcement,
            content_kinds: (facts.content_kinds.text, facts.content_kinds.parts),
        }
    }

    fn back(self) -> Result<Facts, WireError> {
        let (line, column, offset) = self.origin;
        let (text, parts) = self.content_kinds;
        Ok(Facts {
            origin: Origin {
                line,
                column,
                offset,
            },
            length: self.length,
            format: format_name(self.format)?,
            keys: self.keys,
            has_tools: self.has_tools,
            print: self.print.map(|(record, prompt, answer)| Fingerprint {
                record,
                prompt,
                answer,
            }),
            tokens: self
                .tokens
                .map(|(total, trained, before_answer, limit)| ExampleTokens {
                    total,
                    trained,
                    before_answer,
                    limit,
                }),
            leak: None,
            earlier: Earlier::default(),
            sound: self.sound,
            reinforcement: self.reinforcement,
            content_kinds: ContentKinds { text, parts },
        })
    }
}

#[derive(Serialize, Deserialize)]
struct WireFindings<'a> {
    examples: u64,
    #[serde(borrow)]
    kept: Vec<WireReported<'a>>,
    /// Errors, warnings, infos by rule.
    counts: Vec<(&'a str, [u64; 3])>,
    records: Vec<(&'a str, Vec<u32>)>,
}

impl<'a> WireFindings<'a> {
    fn of(findings: &'a Findings) -> Self {
        let counts = findings.counts.iter();
        Self {
            examples: findings.examples,
            kept: findings.kept.iter().map(WireReported::of).collect(),
            counts: counts
                .map(|(rule, counts)| (*rule, [counts.errors, counts.warnings, counts.infos]))
                .collect(),
            records: findings
                .records
                .iter()
                .map(|(rule, records)| (*rule, records.clone()))
                .collect(),
        }
    }

    fn back(self) -> Result<Findings, WireError> {
        let counts = self
            .counts
            .into_iter()
            .map(|(rule, [errors, warnings, infos])| {
                let counts = Counts {
                    errors,
                    warnings,
                    infos,
                };
                Ok((rule_name(rule)?, counts))
            });
        Ok(Findings {
            examples: self.examples,
            kept: self
                .kept
                .into_iter()
                .map(WireReported::back)
                .collect::<Result<_, _>>()?,
            counts: counts.collect::<Result<_, _>>()?,
            records: self
                .records
                .into_iter()
                .map(|(rule, records)| Ok((rule_name(rule)?, records)))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// Line, column, bytes, pointer.
type WirePlace<'a> = (u64, u64, u64, u64, &'a str);

/// A title, whether it is safe, and edits: bytes and what comes there.
type WireFix<'a> = (&'a str, bool, Vec<(u64, u64, &'a str)>);

/// Text, highlight, cut left, cut right.
type WireExcerpt<'a> = (&'a str, usize, usize, bool, bool);

#[derive(Serialize, Deserialize)]
struct WireReported<'a> {
    rule: &'a str,
    severity: u8,
    message: &'a str,
    #[serde(borrow)]
    location: WirePlace<'a>,
    related: Vec<(WirePlace<'a>, &'a str)>,
    because: Option<&'a str>,
    help: Option<&'a str>,
    profiles: Vec<&'a str>,
    fix: Option<WireFix<'a>>,
    excerpt: Option<WireExcerpt<'a>>,
    fingerprint: u64,
}

impl<'a> WireReported<'a> {
    fn of(reported: &'a Reported) -> Self {
        let found = &reported.diagnostic;
        let related = found.related.iter();
        Self {
            rule: found.rule,
            severity: found.severity as u8,
            message: &found.message,
            location: place(&found.location),
            related: related
                .map(|label| (place(&label.location), &*label.message))
                .collect(),
            because: found.because.as_deref(),
            help: found.help.as_deref(),
            profiles: found.profiles.clone(),
            fix: found.fix.as_ref().map(fix),
            excerpt: reported.excerpt.as_ref().map(|excerpt| {
                (
                    &*excerpt.text,
                    excerpt.highlight.start,
                    excerpt.highlight.end,
                    excerpt.cut_left,
                    excerpt.cut_right,
                )
            }),
            fingerprint: reported.fingerprint,
        }
    }

    fn back(self) -> Result<Reported, WireError> {
        let related = self.related.into_iter().map(|(place, message)| Label {
            location: place_back(place),
            message: message.to_owned(),
        });
        let severities = [Severity::Info, Severity::Warning, Severity::Error];
        let severity = severities.into_iter().nth(usize::from(self.severity));
        let profiles = self.profiles.into_iter().map(profile_name);
        let excerpt = self
            .excerpt
            .map(|(text, from, to, cut_left, cut_right)| Excerpt {
                text: text.to_owned(),
                highlight: from..to,
                cut_left,
                cut_right,
            });
        Ok(Reported {
            diagnostic: Diagnostic {
                rule: rule_name(self.rule)?,
                severity: severity.ok_or_else(|| WireError("no such severity".to_owned()))?,
                message: self.message.to_owned(),
                location: place_back(self.location),
                related: related.collect(),
                because: self.because.map(str::to_owned),
                help: self.help.map(str::to_owned),
                profiles: profiles.collect::<Result<_, _>>()?,
                fix: self.fix.map(fix_back),
            },
            excerpt,
            fingerprint: self.fingerprint,
        })
    }
}

fn place(location: &Location) -> WirePlace<'_> {
    let Location {
        line,
        column,
        bytes,
        pointer,
    } = location;
    (*line, *column, bytes.start, bytes.end, pointer)
}

fn place_back((line, column, start, end, pointer): WirePlace<'_>) -> Location {
    Location {
        line,
        column,
        bytes: start..end,
        pointer: pointer.to_owned(),
    }
}

fn fix(fix: &Fix) -> WireFix<'_> {
    let edits = fix.edits.iter();
    let edits = edits.map(|edit| (edit.bytes.start, edit.bytes.end, &*edit.replacement));
    (&fix.title, fix.safety == Safety::Safe, edits.collect())
}

fn fix_back((title, safe, edits): WireFix<'_>) -> Fix {
    let edits = edits.into_iter().map(|(start, end, replacement)| Edit {
        bytes: start..end,
        replacement: replacement.to_owned(),
    });
    Fix {
        title: title.to_owned(),
        safety: if safe { Safety::Safe } else { Safety::Unsafe },
        edits: edits.collect(),
    }
}

fn rule_name(name: &str) -> Result<&'static str, WireError> {
    let mut rules = RULES.iter().map(|rule| rule.name);
    known(rules.find(|known| *known == name), name)
}

fn profile_name(name: &str) -> Result<&'static str, WireError> {
    let mut all = profiles().iter().map(|profile| profile.name);
    known(all.find(|known| *known == name), name)
}

/// The empty name stands for "not known".
fn format_name(name: &str) -> Result<&'static str, WireError> {
    let mut formats = tunesmith_core::format::FORMATS
        .iter()
        .map(|format| format.name)
        .chain([""]);
    known(formats.find(|known| *known == name), name)
}

fn known(found: Option<&'static str>, name: &str) -> Result<&'static str, WireError> {
    found.ok_or_else(|| WireError(format!("`{name}` is not known here")))
}
