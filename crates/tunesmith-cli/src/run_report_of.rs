//! Makes the report of a run from its results, and puts it into the page.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use tunesmith_core::Score;
use tunesmith_pipeline::{DataFile, GeneratorSummary, MakeReport, Outcome, PlacedRow, Results};

use crate::carried_page::{carried_page, filled, is_carried};
use crate::run_report::{
    FileEntry, GeneratorEntry, MOST_BYTES, MOST_ROWS, MOST_TEXTS, PluginEntry, ReasonEntry,
    ReasonText, RowEntry, RunReport, ScoreEntry, ScoreSummary,
};
use crate::score_summary::score_summary;

/// What makes `report.html`; nothing where this build carries no page.
pub(crate) fn make_report() -> Option<MakeReport> {
    is_carried().then_some(report_html as MakeReport)
}

fn report_html(results: &Results<'_>) -> Vec<u8> {
    carried_page()
        .and_then(|page| filled(&page, &run_report(results)))
        .map(String::into_bytes)
        .expect("build.rs carries only a page that can be filled")
}

/// The report of a run.
pub(crate) fn run_report<'a>(results: &Results<'a>) -> RunReport<'a> {
    let rows = rows(&results.placed);
    RunReport {
        version: 1,
        name: &results.recipe.name,
        manifest: serde_json::from_str(results.manifest).unwrap_or_default(),
        generators: results
            .generators
            .iter()
            .map(|generator| generator_entry(results, generator))
            .collect(),
        reasons: reasons(results),
        scores: scores(&results.placed),
        findings: results.file_findings,
        rows_left_out: results.placed.len() - rows.len(),
        rows,
        files: files(&results.files),
    }
}

fn plugin<'a>(results: &Results<'a>, stage: &str) -> Option<PluginEntry<'a>> {
    let (_, plugin) = results.plugins.iter().find(|(name, _)| name == stage)?;
    Some(PluginEntry {
        name: &plugin.name,
        version: &plugin.version,
    })
}

fn generator_entry<'a>(
    results: &Results<'a>,
    generator: &'a GeneratorSummary,
) -> GeneratorEntry<'a> {
    let GeneratorSummary { name, rows } = generator;
    GeneratorEntry {
        name,
        plugin: plugin(results, &format!("generator {name}")),
        asked: rows.asked,
        kept: rows.kept,
        excluded: rows.excluded,
        failed: rows.failed,
    }
}

/// What took a row out, and why.
fn gone<'a>(placed: &PlacedRow<'a>) -> Option<(&'a str, &'a str)> {
    match &placed.row.outcome {
        Outcome::Kept => None,
        Outcome::Excluded { stage, reason } | Outcome::Failed { stage, reason } => {
            Some((stage, reason))
        }
    }
}

/// The texts of one stage, by the text: how many rows have it, where it came first, and which row that was.
type Texts<'a> = HashMap<&'a str, (u64, usize, &'a str)>;

fn reasons<'a>(results: &Results<'a>) -> Vec<ReasonEntry<'a>> {
    let mut by: BTreeMap<(&'static str, &str), Texts<'a>> = BTreeMap::new();
    for (index, placed) in results.placed.iter().enumerate() {
        if let Some((stage, reason)) = gone(placed) {
            let texts = by.entry((placed.row.outcome.name(), stage)).or_default();
            let first = (0, index, placed.row.name.as_str());
            texts.entry(reason).or_insert(first).0 += 1;
        }
    }
    let mut reasons: Vec<ReasonEntry<'a>> = by
        .into_iter()
        .map(|((status, stage), texts)| reason_entry(results, status, stage, texts))
        .collect();
    // `excluded` comes before `failed`; the sort is stable, so equals stay in the order of their names.
    reasons.sort_by_key(|reason| (reason.status, std::cmp::Reverse(reason.count)));
    reasons
}

fn reason_entry<'a>(
    results: &Results<'a>,
    status: &'static str,
    stage: &'a str,
    texts: Texts<'a>,
) -> ReasonEntry<'a> {
    let (kind, name) = match stage.split_once(' ') {
        Some((kind, name)) => (kind, Some(name)),
        None => (stage, None),
    };
    let filter = || {
        let mut filters = results.recipe.filters.iter();
        filters.find(|filter| Some(filter.name.get_ref().as_str()) == name)
    };
    let keep = (kind == "filter")
        .then(filter)
        .flatten()
        .and_then(|filter| Some(filter.keep.as_ref()?.get_ref().as_str()));
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by_key(|(_, (count, first, _))| (std::cmp::Reverse(*count), *first));
    ReasonEntry {
        status,
        stage,
        kind,
        name,
        plugin: plugin(results, stage),
        keep,
        count: texts.iter().map(|(_, (count, _, _))| count).sum(),
        texts_left_out: texts.len().saturating_sub(MOST_TEXTS),
        texts: texts
            .into_iter()
            .take(MOST_TEXTS)
            .map(|(reason, (count, _, example))| ReasonText {
                reason,
                count,
                example,
            })
            .collect(),
    }
}

fn scores<'a>(placed: &[PlacedRow<'a>]) -> BTreeMap<&'a str, ScoreSummary<'a>> {
    let mut by: BTreeMap<&str, Vec<(&Score, bool)>> = BTreeMap::new();
    for PlacedRow { row, .. } in placed {
        for (name, score) in &row.scores {
            let kept = row.outcome == Outcome::Kept;
            by.entry(name).or_default().push((score, kept));
        }
    }
    by.into_iter()
        .filter_map(|(name, scores)| Some((name, score_summary(&scores)?)))
        .collect()
}

/// All rows, or of too many those that somebody will look for first; in their order.
fn rows<'a>(placed: &[PlacedRow<'a>]) -> Vec<RowEntry<'a>> {
    let mut listed: Vec<usize> = (0..placed.len()).collect();
    listed.sort_by_key(|index| match placed[*index].row.outcome {
        Outcome::Failed { .. } => 0,
        Outcome::Excluded { .. } => 1,
        Outcome::Kept => 2,
    });
    listed.truncate(MOST_ROWS);
    listed.sort_unstable();
    listed
        .into_iter()
        .map(|index| row_entry(&placed[index]))
        .collect()
}

fn row_entry<'a>(placed: &PlacedRow<'a>) -> RowEntry<'a> {
    let row = placed.row;
    let gone = gone(placed);
    let scores = row.scores.iter().map(|(name, score)| {
        let entry = ScoreEntry {
            value: score.value,
            marks: &score.marks,
            note: score.note.as_deref(),
        };
        (name.as_str(), entry)
    });
    RowEntry {
        row: &row.name,
        status: row.outcome.name(),
        stage: gone.map(|(stage, _)| stage),
        reason: gone.map(|(_, reason)| reason),
        scores: scores.collect(),
        file: placed.file,
        line: placed.line,
    }
}

fn files<'a>(files: &[DataFile<'a>]) -> Vec<FileEntry<'a>> {
    let all: usize = files.iter().map(|file| file.bytes.len()).sum();
    files
        .iter()
        .map(|file| FileEntry {
            name: file.name,
            bytes: file.bytes.len(),
            records: file.records,
            gzip: (all <= MOST_BYTES).then(|| packed(file.bytes)),
        })
        .collect()
}

/// gzip in base64. The header has no time and no system in it, so the same bytes give the same text.
fn packed(bytes: &[u8]) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed: io::Result<Vec<u8>> = encoder.write_all(bytes).and_then(|()| encoder.finish());
    STANDARD.encode(packed.expect("writing into memory does not fail"))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use flate2::read::GzDecoder;
    use serde_json::{Value, json};
    use tunesmith_core::Score;
    use tunesmith_pipeline::{
        DataFile, GeneratorSummary, Outcome, PlacedRow, PluginIdentity, Recipe, Results, Row, Rows,
    };

    use super::{MOST_BYTES, MOST_ROWS, run_report};
    use crate::carried_page::{STAND_IN, filled};
    use crate::results_element;

    const RECIPE: &str = r#"
version = 1
name = "lamps"
[[generators]]
name = "g"
plugin = "p"
count = 4
[[scorers]]
name = "s"
plugin = "p"
[[filters]]
name = "long"
keep = "s.value >= 0.5"
"#;

    fn row(name: &str, outcome: Outcome, value: f64) -> Row {
        let score = Score {
            value,
            marks: vec!["short".to_owned()],
            ..Score::default()
        };
        Row {
            name: name.to_owned(),
            outcome,
            example: None,
            provenance: None,
            line: String::new(),
            fault: None,
            scores: [("s".to_owned(), score)].into(),
            requests: Vec::new(),
        }
    }

    fn excluded(stage: &str, reason: &str) -> Outcome {
        Outcome::Excluded {
            stage: stage.to_owned(),
            reason: reason.to_owned(),
        }
    }

    /// What the page reads of these rows.
    fn read(rows: &[Row], train: &[u8]) -> Value {
        let html = html(rows, train);
        let (before, after) = results_element::split(STAND_IN).unwrap();
        let json = html
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .expect("nothing else of the page is touched");
        assert!(!json.contains('<'), "{json}");
        serde_json::from_str(json).unwrap()
    }

    fn html(rows: &[Row], train: &[u8]) -> String {
        let recipe = Recipe::parse(RECIPE, "recipe.toml").unwrap();
        let identity = PluginIdentity {
            name: "p".to_owned(),
            version: "1.2.3".to_owned(),
            digest: "d".to_owned(),
        };
        let counted = |name| rows.iter().filter(|row| row.outcome.name() == name).count() as u64;
        let sums = Rows {
            asked: rows.len() as u64,
            kept: counted("kept"),
            excluded: counted("excluded"),
            failed: counted("failed"),
        };
        let placed = rows.iter().zip(1..).map(|(row, line)| PlacedRow {
            row,
            file: "train.jsonl",
            line,
        });
        let file = |name, bytes| DataFile {
            name,
            records: 1,
            bytes,
        };
        let results = Results {
            recipe: &recipe,
            manifest: "{\"version\": 1, \"cost_usd\": 0.5}\n",
            plugins: &[("generator g".to_owned(), identity)],
            rows: sums,
            generators: &[GeneratorSummary {
                name: "g".to_owned(),
                rows: sums,
            }],
            placed: placed.collect(),
            file_findings: &["error[too-few-examples]: train.jsonl: few".to_owned()],
            files: [
                file("train.jsonl", train),
                file("validation.jsonl", b""),
                file("exclusions.jsonl", b"{}\n"),
            ],
        };
        filled(STAND_IN, &run_report(&results)).unwrap()
    }

    #[test]
    fn a_report_says_what_came_of_the_rows() {
        let failed = Outcome::Failed {
            stage: "generator g".to_owned(),
            reason: "no answer".to_owned(),
        };
        let report = read(
            &[
                row("g/0", Outcome::Kept, 1.0),
                row("g/1", excluded("filter long", "rare"), 0.0),
                row("g/2", excluded("filter long", "</script><!--"), 0.25),
                row("g/3", excluded("filter long", "</script><!--"), 0.25),
                row("g/4", excluded("dedup", "the same as row g/0"), 1.0),
                row("g/5", failed, f64::INFINITY),
            ],
            b"{}\n",
        );
        assert_eq!(report["name"], "lamps");
        assert_eq!(report["manifest"]["cost_usd"], 0.5);
        assert_eq!(
            report["generators"],
            json!([{"name": "g", "plugin": {"name": "p", "version": "1.2.3"}, "asked": 6, "kept": 1, "excluded": 4, "failed": 1}])
        );
        assert_eq!(
            report["reasons"],
            json!([
                {"status": "excluded", "stage": "filter long", "kind": "filter", "name": "long", "plugin": null, "keep": "s.value >= 0.5", "count": 3,
                 "texts": [{"reason": "</script><!--", "count": 2, "example": "g/2"}, {"reason": "rare", "count": 1, "example": "g/1"}], "texts_left_out": 0},
                {"status": "excluded", "stage": "dedup", "kind": "dedup", "name": null, "plugin": null, "keep": null, "count": 1,
                 "texts": [{"reason": "the same as row g/0", "count": 1, "example": "g/4"}], "texts_left_out": 0},
                {"status": "failed", "stage": "generator g", "kind": "generator", "name": "g", "plugin": {"name": "p", "version": "1.2.3"}, "keep": null,
                 "count": 1, "texts": [{"reason": "no answer", "count": 1, "example": "g/5"}], "texts_left_out": 0},
            ])
        );
        let scores = &report["scores"]["s"];
        assert_eq!(
            (&scores["count"], &scores["mean"], &scores["marks"]),
            (&json!(5), &json!(0.5), &json!({"short": 6}))
        );
        assert_eq!(
            scores["histogram"][9],
            json!({"from": 0.9, "to": 1.0, "count": 2, "kept": 1})
        );
        assert_eq!(
            report["rows"][2],
            json!({"row": "g/2", "status": "excluded", "stage": "filter long", "reason": "</script><!--",
                   "scores": {"s": {"value": 0.25, "marks": ["short"], "note": null}}, "file": "train.jsonl", "line": 3})
        );
        assert_eq!(report["rows"][5]["scores"]["s"]["value"], json!(null));
    }

    #[test]
    fn files_are_inside_whole_or_not_at_all() {
        let train = "{\"a\": \"<ä>\"}\n".repeat(1_000).into_bytes();
        let report = read(&[], &train);
        let file = &report["files"][0];
        assert_eq!(file["bytes"], train.len());
        let packed = STANDARD.decode(file["gzip"].as_str().unwrap()).unwrap();
        let mut decoder = GzDecoder::new(&packed[..]);
        assert_eq!(decoder.header().map(flate2::GzHeader::mtime), Some(0));
        let mut found = Vec::new();
        decoder.read_to_end(&mut found).unwrap();
        assert_eq!(found, train);

        // The other two hold three bytes together.
        for (length, inside) in [(MOST_BYTES - 3, true), (MOST_BYTES - 2, false)] {
            let report = read(&[], &vec![b' '; length]);
            for file in report["files"].as_array().unwrap() {
                assert_eq!(file["gzip"].is_string(), inside, "{}", file["name"]);
            }
        }
    }

    #[test]
    fn of_too_many_rows_those_that_are_out_are_listed() {
        let mut rows: Vec<Row> = (0..MOST_ROWS)
            .map(|index| row(&format!("g/{index}"), Outcome::Kept, 0.5))
            .collect();
        rows.push(row("g/last", excluded("dedup", "same"), 0.5));
        let report = read(&rows, b"");
        assert_eq!(report["rows_left_out"], 1);
        let listed = report["rows"].as_array().unwrap();
        assert_eq!(listed.len(), MOST_ROWS);
        assert_eq!(listed[MOST_ROWS - 1]["row"], "g/last");
        assert_eq!(listed[MOST_ROWS - 2]["row"], format!("g/{}", MOST_ROWS - 2));
        assert_eq!(report["scores"]["s"]["count"], MOST_ROWS + 1);
    }
}
