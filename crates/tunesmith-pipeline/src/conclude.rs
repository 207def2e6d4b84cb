//! The end of a run: sums are checked, files are written, the summary is told.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::ask::Asker;
use crate::checks::Checks;
use crate::error::RunError;
use crate::finish::FinishedRow;
use crate::manifest::manifest;
use crate::outputs::{DataFiles, MANIFEST, REPORT, TRAIN, lines, stored_rows, write_atomically};
use crate::plan::Plan;
use crate::results::{Results, placed};
use crate::row::Outcome;
use crate::run::RunSettings;
use crate::stages::PluginIdentity;
use crate::summary::{GeneratorSummary, Rows, Summary};

/// Counts, writes and tells.
pub(crate) async fn conclude(
    asker: &Asker,
    plan: &Plan,
    plugins: &[(String, PluginIdentity)],
    finished: Vec<FinishedRow>,
    checks: &Checks,
    settings: &RunSettings,
) -> Result<Summary, RunError> {
    let files = DataFiles::of(&finished);
    let rows = count(plan, &finished, &files)?;
    let cost_usd = asker.budget.spent() as f64 / 1e6;
    let usage = asker.journal.usage()?;
    let generators = by_generator(plan, &finished);
    let manifest = || manifest(plan, plugins, &finished, rows, &files, usage, cost_usd);
    let storing = async {
        // Why: a preview must not take the story of a finished run's rows away.
        if settings.preview && settings.out.join(TRAIN).exists() {
            return Ok(());
        }
        let rows = stored_rows(&finished, settings.preview);
        asker.journal.set_rows(rows).await
    };
    // The journal's thread writes the rows while this one writes the files.
    let writing = async {
        // A preview writes no file that could be found wanting.
        if settings.preview {
            return Ok((Vec::new(), Vec::new()));
        }
        let manifest = manifest();
        let mut written = write(settings, &files, &manifest)?;
        let findings = checks.file_findings(TRAIN, &files.train);
        if let Some(make_report) = settings.make_report {
            let report = make_report(&Results {
                recipe: &plan.recipe,
                manifest: &manifest,
                plugins,
                rows,
                generators: &generators,
                placed: placed(&finished),
                file_findings: &findings,
                files: files.named(),
            });
            let at = settings.at_crash_point;
            written.push(write_atomically(&settings.out, REPORT, &report, at)?);
        }
        Ok::<_, RunError>((written, findings))
    };
    let (stored, written) = tokio::join!(storing, writing);
    stored?;
    let (written, file_findings) = written?;
    let reasons = |wanted: &str| {
        let mut by: BTreeMap<String, (u64, String)> = BTreeMap::new();
        for row in &finished {
            if let Outcome::Excluded { stage, reason } | Outcome::Failed { stage, reason } =
                &row.row.outcome
                && row.row.outcome.name() == wanted
            {
                by.entry(stage.clone())
                    .or_insert_with(|| (0, reason.clone()))
                    .0 += 1;
            }
        }
        by
    };
    Ok(Summary {
        rows,
        generators,
        excluded_by: reasons("excluded"),
        failed_by: reasons("failed"),
        train: lines(&files.train),
        validation: lines(&files.validation),
        file_findings,
        progress: asker.progress.snapshot(),
        files: written,
        preview: if settings.preview {
            finished.into_iter().map(|finished| finished.row).collect()
        } else {
            Vec::new()
        },
    })
}

/// Writes the files of a run, each whole or not at all, and gives their paths.
fn write(
    settings: &RunSettings,
    files: &DataFiles,
    manifest: &str,
) -> Result<Vec<PathBuf>, RunError> {
    let data = files.named().map(|file| (file.name, file.bytes));
    let write =
        |(name, bytes)| write_atomically(&settings.out, name, bytes, settings.at_crash_point);
    data.into_iter()
        .chain([(MANIFEST, manifest.as_bytes())])
        .map(write)
        .collect()
}

/// asked = kept + excluded + failed. Asked is counted on the plan and its rows, the others on the lines of the files.
fn count(plan: &Plan, finished: &[FinishedRow], files: &DataFiles) -> Result<Rows, RunError> {
    let beyond_the_first = finished
        .iter()
        .filter(|row| {
            row.row
                .name
                .split('/')
                .nth(2)
                .is_some_and(|position| position != "0")
        })
        .count() as u64;
    let asked = plan.all_tasks() + beyond_the_first;
    let failed = finished
        .iter()
        .filter(|row| matches!(row.row.outcome, Outcome::Failed { .. }))
        .count() as u64;
    let kept = lines(&files.train) + lines(&files.validation);
    let excluded = lines(&files.exclusions) - failed;
    if asked == kept + excluded + failed {
        Ok(Rows {
            asked,
            kept,
            excluded,
            failed,
        })
    } else {
        Err(RunError::SumsOff {
            asked,
            kept,
            excluded,
            failed,
        })
    }
}

fn by_generator(plan: &Plan, finished: &[FinishedRow]) -> Vec<GeneratorSummary> {
    let generators = plan.recipe.generators.iter().map(|generator| {
        let mut summary = GeneratorSummary {
            name: generator.name.get_ref().clone(),
            rows: Rows::default(),
        };
        for row in finished
            .iter()
            .filter(|row| row.row.name.split('/').next() == Some(generator.name.get_ref().as_str()))
        {
            summary.rows.asked += 1;
            match row.row.outcome {
                Outcome::Kept => summary.rows.kept += 1,
                Outcome::Excluded { .. } => summary.rows.excluded += 1,
                Outcome::Failed { .. } => summary.rows.failed += 1,
            }
        }
        summary
    });
    generators.collect()
}
