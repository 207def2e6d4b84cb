//! What was found in a piece, as bytes: pieces are checked in one worker of a browser and taken in by another.
//!
//! Both ends are the same build, so the layout (postcard) is no promise. Invariant: what is read is what was written.

use serde::{Deserialize, Serialize};
use tunesmith_core::format::FORMATS;
use tunesmith_core::{Diagnostic, Edit, Fix, Label, Location, Safety, Severity};

use crate::chunk::{Chunk, Findings};
use crate::excerpt::Excerpt;
use crate::file_report::{Counts, Reported};
use crate::profile::profiles;
use crate::rules::RULES;

/// About how long a row is, without tokens.
const ROW: usize = 80;

/// The bytes are not those of a piece.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the findings of a piece can not be read: {0}; all workers must run the same build")]
pub struct WireError(String);

impl Chunk {
    /// As bytes, for [`Chunk::from_bytes`]: what is small by postcard, then a row for each record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let wire = WireChunk {
            lines: self.lines,
            bytes: self.bytes,
            crlf_lines: self.crlf_lines,
            records: self.facts.len(),
            findings: self.findings.iter().map(WireFindings::of).collect(),
        };
        // Why: numbers, texts and lists of them are always writable.
        let mut bytes = postcard::to_allocvec(&wire).unwrap_or_default();
        bytes.reserve(ROW * self.facts.len());
        for facts in &self.facts {
            row::write(facts, &mut bytes);
        }
        bytes
    }

    /// Reads what [`Chunk::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        let (wire, mut rows): (WireChunk<'_>, &[u8]) =
            postcard::take_from_bytes(bytes).map_err(|error| WireError(error.to_string()))?;
        // Why: a number that is wrong must not ask for all memory.
        let mut facts = Vec::with_capacity(wire.records.min(rows.len()));
        for _ in 0..wire.records {
            facts.push(row::read(&mut rows)?);
        }
        let findings = wire.findings.into_iter().map(WireFindings::back);
        Ok(Self {
            lines: wire.lines,
            bytes: wire.bytes,
            crlf_lines: wire.crlf_lines,
            facts,
            findings: findings.collect::<Result<_, _>>()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct WireChunk<'a> {
    lines: u64,
    bytes: u64,
    crlf_lines: u64,
    records: usize,
    #[serde(borrow)]
    findings: Vec<WireFindings<'a>>,
}

/// Facts are most of what travels, so each is a row of numbers of fixed width: read many times as quickly as postcard's numbers.
mod row {
    use super::{WireError, format_at, format_place};
    use crate::counting::ExampleTokens;
    use crate::dataset::{ContentKinds, Facts};
    use crate::earlier::Earlier;
    use crate::fingerprint::Fingerprint;
    use crate::report::Origin;

    const HAS_TOOLS: u8 = 1;
    const REINFORCEMENT: u8 = 2;
    const TEXT: u8 = 4;
    const PARTS: u8 = 8;
    const PRINT: u8 = 16;
    const TOKENS: u8 = 32;
    const LIMIT: u8 = 64;

    pub(super) fn write(facts: &Facts, row: &mut Vec<u8>) {
        let print = facts.print.as_ref();
        let tokens = facts.tokens.as_ref();
        let limit = tokens.and_then(|tokens| tokens.limit);
        let flags = [
            (HAS_TOOLS, facts.has_tools),
            (REINFORCEMENT, facts.reinforcement),
            (TEXT, facts.content_kinds.text),
            (PARTS, facts.content_kinds.parts),
            (PRINT, print.is_some()),
            (TOKENS, tokens.is_some()),
            (LIMIT, limit.is_some()),
        ];
        let set = flags.iter().filter(|(_, is)| *is);
        row.push(set.map(|(flag, _)| flag).sum());
        row.push(format_place(facts.format));
        row.extend(facts.sound.to_le_bytes());
        let Origin {
            line,
            column,
            offset,
        } = facts.origin;
        for number in [line, column, offset, facts.length, facts.keys] {
            row.extend(number.to_le_bytes());
        }
        if let Some(print) = print {
            row.extend(print.record.to_le_bytes());
            row.extend(print.prompt.to_le_bytes());
            row.extend(print.answer.to_le_bytes());
        }
        if let Some(tokens) = tokens {
            for number in [tokens.total, tokens.trained, tokens.before_answer] {
                row.extend(number.to_le_bytes());
            }
        }
        if let Some(limit) = limit {
            row.extend(limit.to_le_bytes());
        }
    }

    pub(super) fn read(rows: &mut &[u8]) -> Result<Facts, WireError> {
        let [flags, format] = take(rows)?;
        let has = |flag: u8| flags & flag != 0;
        let sound = u32::from_le_bytes(take(rows)?);
        let origin = Origin {
            line: number(rows)?,
            column: number(rows)?,
            offset: number(rows)?,
        };
        let (length, keys) = (number(rows)?, number(rows)?);
        let print = has(PRINT).then(|| {
            Ok(Fingerprint {
                record: u128::from_le_bytes(take(rows)?),
                prompt: number(rows)?,
                answer: number(rows)?,
            })
        });
        let print = print.transpose()?;
        let tokens = has(TOKENS).then(|| {
            Ok(ExampleTokens {
                total: number(rows)?,
                trained: number(rows)?,
                before_answer: number(rows)?,
                limit: has(LIMIT).then(|| number(rows)).transpose()?,
            })
        });
        Ok(Facts {
            origin,
            length,
            format: format_at(format)?,
            keys,
            has_tools: has(HAS_TOOLS),
            print,
            tokens: tokens.transpose()?,
            leak: None,
            earlier: Earlier::default(),
            sound,
            reinforcement: has(REINFORCEMENT),
            content_kinds: ContentKinds {
                text: has(TEXT),
                parts: has(PARTS),
            },
        })
    }

    fn number(rows: &mut &[u8]) -> Result<u64, WireError> {
        take(rows).map(u64::from_le_bytes)
    }

    fn take<const N: usize>(rows: &mut &[u8]) -> Result<[u8; N], WireError> {
        let (first, rest) = rows
            .split_first_chunk()
            .ok_or_else(|| WireError("a row is cut off".to_owned()))?;
        *rows = rest;
        Ok(*first)
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

/// The place of a format in the list, from 1; 0 for "not known".
fn format_place(name: &str) -> u8 {
    let place = FORMATS.iter().position(|format| format.name == name);
    place.map_or(0, |place| u8::try_from(place + 1).unwrap_or(0))
}

fn format_at(place: u8) -> Result<&'static str, WireError> {
    let Some(place) = place.checked_sub(1) else {
        return Ok("");
    };
    let format = FORMATS.get(usize::from(place));
    format
        .map(|format| format.name)
        .ok_or_else(|| WireError("no such format".to_owned()))
}

fn known(found: Option<&'static str>, name: &str) -> Result<&'static str, WireError> {
    found.ok_or_else(|| WireError(format!("`{name}` is not known here")))
}
