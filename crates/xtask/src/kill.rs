//! `cargo xtask kill`: a run is killed (SIGKILL) at random moments and continued each time. What it leaves must be what an
//! undisturbed run leaves, byte for byte, and no reply that was on disk may have been asked for again.
//!
//! Three witnesses: the files of an undisturbed run over the same deterministic server, a replay of the killed run's journal
//! with the server stopped, and the server's own log against the journal's attempts. An attempt that a kill cut off stays
//! `reserved` in the journal; every request the server saw beyond the replies must be one of those.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::failure::{Failure, Result};
use crate::fault_server::{self, FaultServer};
use crate::scratch::Scratch;
use crate::workspace::{Profile, Workspace, make_empty_folder};
use crate::{plugins, python};

const TASKS: usize = 2_000;
const CONCURRENCY: usize = 16;
const LATENCY_MS: u64 = 30;
/// What a run leaves for its user, and what is compared.
const FILES: [&str; 3] = ["train.jsonl", "validation.jsonl", "exclusions.jsonl"];
/// How often we look whether a run has ended before its moment has come.
const LOOK: Duration = Duration::from_millis(2);

#[derive(Debug, clap::Args)]
pub(crate) struct KillArgs {
    /// How often to kill
    #[arg(long, default_value_t = 20)]
    kills: u32,
    /// Fixes the moments; printed, so that a bad one can be repeated as nearly as a busy machine allows
    #[arg(long, value_name = "N")]
    rng_seed: Option<u64>,
}

/// One run, from an empty folder to its end, however often it was killed on the way.
struct Round {
    name: String,
    folder: PathBuf,
    kills: u32,
    /// Requests that the server saw meanwhile.
    received: usize,
}

/// What a journal says at the end, as [`COUNT_SCRIPT`] prints it.
#[derive(Debug, PartialEq, Eq)]
struct JournalCounts {
    replies: usize,
    /// Attempts that were announced and never came to an end.
    cut_off: usize,
    /// Requests that were answered more than once.
    answered_twice: usize,
}

/// Runs everything and prints the table.
///
/// # Errors
/// When a build fails, a run ends badly, files differ or a committed reply was asked for again.
pub(crate) fn run(workspace: &Workspace, args: &KillArgs) -> Result<()> {
    let python = python::find().ok_or_else(|| {
        Failure::new("no Python 3.9 or later was found (`python3`, `python`)")
            .help("the journal is read with Python's own sqlite3 module")
    })?;
    let tunesmith = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Release)?;
    let program = fault_server::build(workspace)?;
    plugins::run(workspace)?;
    let scratch = Scratch::new(workspace, "kill")?;
    let server = FaultServer::start(&program, &scratch.folder.join("requests.jsonl"), LATENCY_MS)?;
    let stage = Stage {
        tunesmith,
        root: workspace.root.clone(),
        recipe: scratch.write_recipe("kill", server.url(), TASKS, CONCURRENCY)?,
        log: scratch.folder.join("tunesmith.log"),
    };
    let rng_seed = args.rng_seed.unwrap_or_else(rng_seed_of_now);
    println!("\n{} kills, --rng-seed {rng_seed}", args.kills);

    let clean = scratch.folder.join("clean");
    let started = Instant::now();
    stage.run_to_end(&clean, &[])?;
    let whole = started.elapsed();
    let mut rounds = vec![Round {
        name: "undisturbed".to_owned(),
        folder: clean.clone(),
        kills: 0,
        received: server.received()?,
    }];
    let started = Instant::now();
    stage.run_to_end(&clean, &[])?;
    let start_up = started.elapsed();

    // A life is long enough to start and, on average, to do its share of the work.
    let longest = start_up + 2 * whole / args.kills.max(1);
    let mut rng = Rng(rng_seed);
    let mut left = args.kills;
    while left > 0 {
        let name = format!("killed-{}", rounds.len());
        let folder = scratch.folder.join(&name);
        let before = server.received()?;
        let kills = stage.run_killed(&folder, left, || longest.mul_f64(rng.fraction()))?;
        left -= kills;
        rounds.push(Round {
            name,
            folder,
            kills,
            received: server.received()? - before,
        });
    }
    drop(server);

    println!(
        "\n| run | kills | requests received | replies | received again | cut off by a kill | asked again though on disk | files |\n\
         |---|---|---|---|---|---|---|---|"
    );
    let mut faults = Vec::new();
    for round in &rounds {
        let counts = journal_counts(python, &round.folder.join("run.db"))?;
        let differing = differing_files(&clean, &round.folder)?;
        let wrongly = wrongly_asked(round.received, &counts);
        println!(
            "| {} | {} | {} | {} | {} | {} | {wrongly} | {} |",
            round.name,
            round.kills,
            round.received,
            counts.replies,
            round.received.saturating_sub(counts.replies),
            counts.cut_off,
            told(&differing)
        );
        if wrongly > 0 {
            faults.push(format!(
                "{}: {wrongly} replies were asked for again",
                round.name
            ));
        }
        faults.extend(
            differing
                .iter()
                .map(|file| format!("{}: {file} differs", round.name)),
        );
    }
    let last = rounds
        .last()
        .expect("the undisturbed round is always there");
    let replay = scratch.folder.join("replay");
    copy_journal(&last.folder, &replay)?;
    stage.run_to_end(&replay, &["--replay"])?;
    let differing = differing_files(&clean, &replay)?;
    println!(
        "| replay of {}, server stopped | 0 | – | – | – | – | – | {} |",
        last.name,
        told(&differing)
    );
    faults.extend(
        differing
            .iter()
            .map(|file| format!("replay: {file} differs")),
    );

    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(faults.join("\n")).help(format!(
            "everything is left in `{}`",
            scratch.folder.display()
        )))
    }
}

fn told(differing: &[&str]) -> String {
    if differing.is_empty() {
        "equal".to_owned()
    } else {
        format!("DIFFERENT: {}", differing.join(", "))
    }
}

/// Requests the server saw although their reply was on disk. Each request beyond the replies must be an attempt that a kill
/// cut off, and nothing is answered twice.
fn wrongly_asked(received: usize, counts: &JournalCounts) -> usize {
    let explained = counts.replies + counts.cut_off;
    received
        .saturating_sub(explained)
        .max(counts.answered_twice)
}

/// What stays the same for all runs.
struct Stage {
    tunesmith: PathBuf,
    root: PathBuf,
    recipe: PathBuf,
    log: PathBuf,
}

impl Stage {
    fn start(&self, folder: &Path, options: &[&str]) -> Result<Child> {
        let cannot_log = |cause: std::io::Error| Failure::file("write", &self.log, &cause);
        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .map_err(cannot_log)?;
        Command::new(&self.tunesmith)
            .current_dir(&self.root)
            .arg("run")
            .arg(&self.recipe)
            .arg("--out")
            .arg(folder)
            .args(options)
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(cannot_log)?)
            .stderr(log)
            .spawn()
            .map_err(|cause| Failure::new(format!("cannot start tunesmith: {cause}")))
    }

    fn run_to_end(&self, folder: &Path, options: &[&str]) -> Result<()> {
        let mut child = self.start(folder, options)?;
        let status = child.wait().map_err(|cause| cannot_wait(&cause))?;
        self.must_have_ended_well(status)
    }

    /// Starts and kills until the run has come to its end or there are no kills left; then lets it end. Gives the kills used.
    fn run_killed(
        &self,
        folder: &Path,
        most: u32,
        mut life: impl FnMut() -> Duration,
    ) -> Result<u32> {
        for kills in 0..most {
            let mut child = self.start(folder, &[])?;
            let end = Instant::now() + life();
            while Instant::now() < end {
                if let Some(status) = child.try_wait().map_err(|cause| cannot_wait(&cause))? {
                    self.must_have_ended_well(status)?;
                    return Ok(kills);
                }
                std::thread::sleep(LOOK);
            }
            // On Unix this is SIGKILL: no handler runs, nothing is flushed.
            child.kill().map_err(|cause| cannot_wait(&cause))?;
            child.wait().map_err(|cause| cannot_wait(&cause))?;
        }
        self.run_to_end(folder, &[])?;
        Ok(most)
    }

    /// 1 means that validation found something in the made-up text, which is no matter here.
    fn must_have_ended_well(&self, status: ExitStatus) -> Result<()> {
        match status.code() {
            Some(0 | 1) => Ok(()),
            _ => Err(Failure::new(format!("tunesmith ended with {status}"))
                .help(format!("its output is `{}`", self.log.display()))),
        }
    }
}

fn cannot_wait(cause: &std::io::Error) -> Failure {
    Failure::new(format!("cannot kill or wait for tunesmith: {cause}"))
}

/// Files of `other` that are not there or not the same, byte for byte.
fn differing_files(one: &Path, other: &Path) -> Result<Vec<&'static str>> {
    let mut differing = Vec::new();
    for file in FILES {
        let path = one.join(file);
        let expected =
            std::fs::read(&path).map_err(|cause| Failure::file("read", &path, &cause))?;
        if !std::fs::read(other.join(file)).is_ok_and(|found| found == expected) {
            differing.push(file);
        }
    }
    Ok(differing)
}

/// Copies a closed journal, with whatever SQLite has left beside it.
fn copy_journal(from: &Path, to: &Path) -> Result<()> {
    make_empty_folder(to)?;
    for name in ["run.db", "run.db-wal"] {
        let source = from.join(name);
        if source.exists() {
            std::fs::copy(&source, to.join(name))
                .map_err(|cause| Failure::file("copy", &source, &cause))?;
        }
    }
    Ok(())
}

/// Prints replies, attempts cut off, requests answered twice.
const COUNT_SCRIPT: &str = "
import sqlite3, sys
journal = sqlite3.connect(sys.argv[1])
one = lambda query: journal.execute(query).fetchone()[0]
print(
    one('SELECT count(*) FROM reply'),
    one(\"SELECT count(*) FROM attempt WHERE state = 'reserved'\"),
    one(\"SELECT count(*) FROM (SELECT 1 FROM attempt WHERE state = 'answered' GROUP BY key HAVING count(*) > 1)\"),
)
";

fn journal_counts(python: &str, journal: &Path) -> Result<JournalCounts> {
    let output = Command::new(python)
        .args(["-c", COUNT_SCRIPT])
        .arg(journal)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| Failure::new(format!("cannot start `{python}`: {cause}")))?;
    counts_of(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| Failure::new(format!("cannot read the journal `{}`", journal.display())))
}

fn counts_of(line: &str) -> Option<JournalCounts> {
    let mut figures = line.split_whitespace().map(str::parse);
    let mut next = || figures.next()?.ok();
    Some(JournalCounts {
        replies: next()?,
        cut_off: next()?,
        answered_twice: next()?,
    })
}

fn rng_seed_of_now() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |since| u64::from(since.subsec_nanos()))
}

/// SplitMix64 (Steele, Lea, Flood 2014): all the randomness that moments of killing need.
struct Rng(u64);

impl Rng {
    /// From 0 up to but not including 1.
    fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_beyond_replies_and_cut_off_attempts_is_a_fault() {
        let counts = |cut_off, answered_twice| JournalCounts {
            replies: 100,
            cut_off,
            answered_twice,
        };
        assert_eq!(wrongly_asked(100, &counts(0, 0)), 0);
        assert_eq!(wrongly_asked(105, &counts(5, 0)), 0);
        // An attempt may be announced in the journal and killed before it is sent.
        assert_eq!(wrongly_asked(103, &counts(5, 0)), 0);
        assert_eq!(wrongly_asked(106, &counts(5, 0)), 1);
        assert_eq!(wrongly_asked(105, &counts(5, 2)), 2);
    }

    #[test]
    fn counts_are_three_figures() {
        let expected = JournalCounts {
            replies: 7,
            cut_off: 2,
            answered_twice: 0,
        };
        assert_eq!(counts_of("7 2 0\n"), Some(expected));
        assert_eq!(counts_of("7 2\n"), None);
        assert_eq!(counts_of(""), None);
    }

    #[test]
    fn the_same_rng_seed_gives_the_same_moments() {
        let moments = |seed| {
            let mut rng = Rng(seed);
            [rng.fraction(), rng.fraction(), rng.fraction()]
        };
        assert_eq!(moments(7), moments(7));
        assert_ne!(moments(7), moments(8));
        for moment in moments(7) {
            assert!((0.0..1.0).contains(&moment));
        }
    }
}
