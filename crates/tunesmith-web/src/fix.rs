//! Fixes and edits: one record at once, and the whole file as it is written anew.

use serde::{Deserialize, Serialize};
use tunesmith_core::{Edit, Fix, Location, Safety};
use tunesmith_validate::{
    Container, FixError, Fixed, Fixer, Passed, PatchChange, PatchHead, apply_fixes, check_record,
};
use wasm_bindgen::prelude::*;

use crate::check::{Finding, finding};
use crate::fix_options::{OptionsError, fixer};
use crate::options::CheckOptions;
use crate::to_js;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("fix.d.ts");

/// Why something could not be fixed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Options(#[from] OptionsError),
    #[error("the file can not be fixed: {0}")]
    File(#[from] FixError),
    #[error("the file has ended already")]
    Ended,
    #[error("a patch begins with the length of the file, which has not ended yet")]
    NotEnded,
    #[error("the fix can not be understood: {0}")]
    Edits(#[from] serde_json::Error),
    #[error("the fix was offered for another record than this one")]
    OtherRecord,
    #[error(
        "the record has bytes that are not UTF-8, which would be lost; repair them first, or carry the fix out on the whole file"
    )]
    NotText,
}

/// Writes one file anew.
#[wasm_bindgen]
pub struct FileFix {
    /// None after the end.
    fixer: Option<Fixer>,
    passed: Passed,
}

#[wasm_bindgen]
impl FileFix {
    /// Begins a file. `options` is a `FixOptions` as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<FileFix, JsError> {
        Ok(Self::begin(options)?)
    }

    /// Takes the next bytes of the original; gives what came out.
    pub fn push(&mut self, bytes: &[u8]) -> Result<FixedPart, JsError> {
        Ok(self.take(bytes)?)
    }

    /// Ends the original; gives the rest. After an error nothing of what came out may be used.
    pub fn finish(&mut self) -> Result<FixedPart, JsError> {
        Ok(self.end()?)
    }

    /// The first line of the patch, after the end; the lines of all parts follow it. `path` is the name of the original.
    #[wasm_bindgen(js_name = patchHead)]
    pub fn patch_head(&self, path: &str) -> Result<String, JsError> {
        Ok(self.head(path)?)
    }
}

impl FileFix {
    fn begin(options: &str) -> Result<Self, Failure> {
        Ok(Self {
            fixer: Some(fixer(options)?),
            passed: Passed::default(),
        })
    }

    fn take(&mut self, bytes: &[u8]) -> Result<FixedPart, Failure> {
        let fixer = self.fixer.as_mut().ok_or(Failure::Ended)?;
        self.passed.take(bytes);
        Ok(FixedPart::of(fixer.push(bytes)))
    }

    fn end(&mut self) -> Result<FixedPart, Failure> {
        let fixer = self.fixer.take().ok_or(Failure::Ended)?;
        Ok(FixedPart::of(fixer.finish()?))
    }

    fn head(&self, path: &str) -> Result<String, Failure> {
        if self.fixer.is_some() {
            return Err(Failure::NotEnded);
        }
        let line = PatchHead::new(path, &self.passed).to_line();
        Ok(String::from_utf8_lossy(&line).into_owned())
    }
}

/// What came out of a part of the original.
#[wasm_bindgen]
pub struct FixedPart {
    fixed: Fixed,
    patch: Vec<u8>,
    changes: u32,
}

#[wasm_bindgen]
impl FixedPart {
    /// Bytes of the new file.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> js_sys::Uint8Array {
        js_sys::Uint8Array::from(&*self.fixed.bytes)
    }

    /// Records that were taken out, as they were, one a line.
    #[wasm_bindgen(getter)]
    pub fn rejected(&self) -> js_sys::Uint8Array {
        js_sys::Uint8Array::from(&*self.fixed.rejected)
    }

    /// How many those are.
    #[wasm_bindgen(getter, js_name = rejectedRecords)]
    pub fn rejected_records(&self) -> u32 {
        let ends = self.fixed.rejected.iter().filter(|byte| **byte == b'\n');
        u32::try_from(ends.count()).unwrap_or(u32::MAX)
    }

    /// Lines of the patch.
    #[wasm_bindgen(getter)]
    pub fn patch(&self) -> js_sys::Uint8Array {
        js_sys::Uint8Array::from(&*self.patch)
    }

    /// How many those are: places that differ.
    #[wasm_bindgen(getter)]
    pub fn changes(&self) -> u32 {
        self.changes
    }
}

impl FixedPart {
    fn of(mut fixed: Fixed) -> Self {
        let changes = std::mem::take(&mut fixed.changes);
        Self {
            fixed,
            changes: u32::try_from(changes.len()).unwrap_or(u32::MAX),
            patch: changes
                .into_iter()
                .flat_map(|change| PatchChange::from(change).to_line())
                .collect(),
        }
    }
}

/// A record as it would be written; `options` is a `FixOptions` as JSON, whose edits say nothing here. `container` is how the file is laid
/// out, as a summary has it: records of arrays and of pretty-printed files lose the white space between their parts.
#[wasm_bindgen(js_name = fixRecord, unchecked_return_type = "FixedRecord")]
pub fn fix_record(
    record: &[u8],
    options: &str,
    #[wasm_bindgen(unchecked_param_type = "ProfileSummary[\"container\"]")] container: Option<
        String,
    >,
) -> Result<JsValue, JsError> {
    to_js(&fixed_record(
        record,
        options,
        &container.unwrap_or_default(),
    )?)
}

/// `FixedRecord` in TypeScript.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct FixedRecord {
    text: String,
    applied: Vec<AppliedFix>,
    lossy: bool,
    taken_out: bool,
}

/// `AppliedFix` in TypeScript.
#[derive(Debug, PartialEq, Serialize)]
struct AppliedFix {
    rule: &'static str,
    title: String,
    safety: &'static str,
}

fn fixed_record(record: &[u8], options: &str, container: &str) -> Result<FixedRecord, Failure> {
    let all = [Container::Array, Container::Spread];
    let named = all.into_iter().find(|one| one.name() == container);
    let fixed = fixer(options)?.record(record, named.unwrap_or(Container::Lines));
    let applied = fixed.applied.into_iter().map(|fix| AppliedFix {
        rule: fix.rule,
        title: fix.title,
        safety: match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        },
    });
    Ok(FixedRecord {
        lossy: std::str::from_utf8(&fixed.bytes).is_err(),
        text: String::from_utf8_lossy(&fixed.bytes).into_owned(),
        applied: applied.collect(),
        taken_out: fixed.taken_out,
    })
}

/// What the rules about single records say of one, for each profile of `options`, a `CheckOptions` as JSON; those that compare records or
/// count tokens say nothing here. `line`, `offset` and `column`, which is 1 unless told, are where it begins in the file.
#[wasm_bindgen(js_name = checkRecord, unchecked_return_type = "Finding[][]")]
pub fn check_one_record(
    record: &[u8],
    line: f64,
    offset: f64,
    options: &str,
    column: Option<f64>,
) -> Result<JsValue, JsError> {
    // Positions below 2^53 are numbers in JavaScript.
    let offset = offset as u64;
    let place = Location {
        line: line as u64,
        column: column.unwrap_or(1.0) as u64,
        bytes: offset..offset + record.len() as u64,
        pointer: String::new(),
    };
    to_js(&findings(record, &place, &CheckOptions::parse(options)?)?)
}

fn findings(
    record: &[u8],
    place: &Location,
    options: &CheckOptions,
) -> Result<Vec<Vec<Finding>>, JsError> {
    let settings = options.settings()?;
    let profiles = options.profiles()?.into_iter();
    let found = profiles.map(|profile| check_record(profile, &settings, record, place));
    Ok(found
        .map(|found| found.iter().map(finding).collect())
        .collect())
}

/// A record with one fix of one finding carried out; `edits` are those of the finding, as JSON, and `offset` is where the record begins in the
/// file.
#[wasm_bindgen(js_name = applyFix)]
pub fn apply_fix(record: &[u8], offset: f64, edits: &str) -> Result<String, JsError> {
    // Positions below 2^53 are numbers in JavaScript.
    Ok(with_fix(record, offset as u64, edits)?)
}

#[derive(Deserialize)]
struct EditOfFinding {
    byte_start: u64,
    byte_end: u64,
    replacement: String,
}

fn with_fix(record: &[u8], offset: u64, edits: &str) -> Result<String, Failure> {
    let edits: Vec<EditOfFinding> = serde_json::from_str(edits)?;
    let edits = edits.into_iter().map(|edit| Edit {
        bytes: edit.byte_start..edit.byte_end,
        replacement: edit.replacement,
    });
    let fix = Fix {
        title: String::new(),
        safety: Safety::Safe,
        edits: edits.collect(),
    };
    let (bytes, applied) = apply_fixes(record, offset, [&fix]);
    if applied == 0 {
        return Err(Failure::OtherRecord);
    }
    String::from_utf8(bytes).map_err(|_| Failure::NotText)
}

#[cfg(test)]
mod tests {
    use tunesmith_core::Location;

    use super::{AppliedFix, Failure, FileFix, FixedPart, findings, fixed_record, with_fix};
    use crate::options::CheckOptions;

    const BOTH: &str = r#"{"profile":"openai","fixes":["trailing-comma","nul-byte"]}"#;

    fn run(options: &str, pieces: &[&[u8]]) -> Result<(Vec<FixedPart>, String), Failure> {
        let mut file = FileFix::begin(options)?;
        let parts = pieces.iter().map(|piece| file.take(piece));
        let mut parts: Vec<_> = parts.collect::<Result<_, _>>()?;
        parts.push(file.end()?);
        let head = file.head("a.jsonl")?;
        Ok((parts, head))
    }

    fn joined(parts: &[FixedPart], of: fn(&FixedPart) -> &[u8]) -> String {
        let bytes: Vec<u8> = parts.iter().flat_map(of).copied().collect();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_file_is_written_anew_with_its_patch() {
        let options = r#"{"profile":"openai","fixes":["trailing-comma"],"safeFixes":["nul-byte"],
            "removeUnreadable":true,"removeDuplicates":true,
            "edits":[{"offset":8,"text":"{\"b\":1,}"},{"offset":11,"text":null}]}"#;
        let file = b"{\"a\":1}\n{}\n{ }\n{\"a\": 1}\n{\n{\"c\":\"\0\"}\n";
        let (parts, head) = run(options, &[&file[..9], &file[9..]]).unwrap();
        assert_eq!(
            joined(&parts, |part| &part.fixed.bytes),
            "{\"a\":1}\n{\"b\":1}\n{\"c\":\"\0\"}\n"
        );
        assert_eq!(
            joined(&parts, |part| &part.fixed.rejected),
            "{ }\n{\"a\": 1}\n{\n"
        );
        let rejected: u32 = parts.iter().map(FixedPart::rejected_records).sum();
        assert_eq!(rejected, 3);
        let patch = joined(&parts, |part| &part.patch);
        let changes: u32 = parts.iter().map(FixedPart::changes).sum();
        assert_eq!(changes as usize, patch.lines().count());
        assert_eq!(
            head + patch.lines().next().unwrap(),
            "{\"tunesmith_patch\":1,\"path\":\"a.jsonl\",\"bytes\":36,\"xxh3\":\"e06fd2c836a56d77\"}\n\
             {\"line\":2,\"byte_start\":9,\"byte_end\":9,\"replacement\":\"\\\"b\\\":1\",\"rules\":[\"trailing-comma\"]}"
        );
    }

    #[test]
    fn a_file_has_one_end() {
        let mut file = FileFix::begin(BOTH).unwrap();
        assert!(matches!(file.head("a.jsonl"), Err(Failure::NotEnded)));
        file.end().unwrap();
        assert!(matches!(file.take(b"{}"), Err(Failure::Ended)));
        assert!(matches!(file.end(), Err(Failure::Ended)));
    }

    #[test]
    fn edits_of_another_file_are_an_error() {
        let options = r#"{"profile":"openai","fixes":[],"edits":[{"offset":7,"text":null}]}"#;
        let Err(error) = run(options, &[b"{}\n{}\n"]) else {
            panic!("the edit is gone");
        };
        assert_eq!(
            error.to_string(),
            "the file can not be fixed: no record begins at byte 7, where one was edited; the edits were made in another file"
        );
    }

    #[test]
    fn a_record_is_shown_before_it_is_written() {
        let fixed = fixed_record(b"{\"a\": \"\xff\0\",}", BOTH, "").unwrap();
        assert_eq!(fixed.text, "{\"a\": \"\u{fffd}\"}");
        assert!(fixed.lossy && !fixed.taken_out);
        let fix = |rule, title: &str, safety| AppliedFix {
            rule,
            title: title.to_owned(),
            safety,
        };
        assert_eq!(
            fixed.applied,
            [
                fix("nul-byte", "remove the NUL bytes", "unsafe"),
                fix("trailing-comma", "remove the comma", "safe"),
            ]
        );
        let element = fixed_record(b"{ \"a\": 1 }", BOTH, "array").unwrap();
        assert_eq!(element.text, r#"{"a":1}"#);
        let line = fixed_record(b"{ \"a\": 1 }", BOTH, "lines").unwrap();
        assert_eq!(line.text, r#"{ "a": 1 }"#);
    }

    #[test]
    fn findings_of_a_record_have_their_place_in_the_file() {
        let json =
            r#"{"path":"a.jsonl","profiles":["openai","mistral"],"rules":{"unknown-key":"off"}}"#;
        let Ok(options) = CheckOptions::parse(json) else {
            panic!("the options are not taken");
        };
        let record = br#"{"messages":[{"role":"robot","content":"a"}],"x":1}"#;
        let place = Location {
            line: 7,
            column: 1,
            bytes: 100..100 + record.len() as u64,
            pointer: String::new(),
        };
        let Ok(found) = findings(record, &place, &options) else {
            panic!("the record is not checked");
        };
        let found = serde_json::to_value(found).unwrap();
        assert_eq!(found.as_array().unwrap().len(), 2);
        let role = &found[0][0];
        assert_eq!(role["rule"], "unknown-role");
        assert_eq!((&role["line"], &role["column"]), (&7.into(), &22.into()));
        assert_eq!(role["byte_start"], 121);
        assert_eq!(role["excerpt"]["marked"], "\"robot\"");
        assert!(!found.to_string().contains("unknown-key"));
    }

    #[test]
    fn one_fix_of_one_finding_is_carried_out() {
        let comma = r#"[{"byte_start":107,"byte_end":108,"replacement":""}]"#;
        assert_eq!(
            with_fix(br#"{"a": 1,}"#, 100, comma).unwrap(),
            r#"{"a": 1}"#
        );
        let elsewhere = with_fix(br#"{"a": 1,}"#, 300, comma);
        assert!(matches!(elsewhere, Err(Failure::OtherRecord)));
        let broken = with_fix(b"{\"a\": 1,\xff}", 100, comma);
        assert!(matches!(broken, Err(Failure::NotText)));
        let repaired = with_fix(b"{\"a\": \"\xff\"}", 100, comma).unwrap();
        assert_eq!(repaired, "{\"a\": \"\"}");
    }
}
