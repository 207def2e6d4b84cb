//! `cargo xtask bench overhead`: a run of many cheap requests against a server that answers each after a fixed time.
//!
//! What is above the ideal, requests × latency / concurrency, is ours: plugin calls, journal commits, HTTP.

use std::fs::File;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::fault_server::{self, FaultServer};
use crate::plugins;
use crate::scratch::Scratch;
use crate::workspace::{Profile, Workspace};

const TASKS: usize = 2_000;
const CONCURRENCY: usize = 64;
const LATENCY_MS: u64 = 50;

/// How often the run's memory is read. It only grows, so the last reading is at most this old.
const LOOK: Duration = Duration::from_millis(10);

/// Builds, runs and prints the row.
///
/// # Errors
/// When a build fails, the server does not start or the run does not end well.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let tunesmith = workspace.build_program("tunesmith-cli", "tunesmith", Profile::Release)?;
    let program = fault_server::build(workspace)?;
    plugins::run(workspace)?;
    let scratch = Scratch::new(workspace, "overhead")?;
    let server = FaultServer::start(&program, &scratch.folder.join("requests.jsonl"), LATENCY_MS)?;
    let recipe = scratch.write_recipe("overhead", server.url(), TASKS, CONCURRENCY)?;
    let log = scratch.folder.join("tunesmith.log");
    let output = File::create(&log).map_err(|cause| Failure::file("write", &log, &cause))?;

    let started = Instant::now();
    let mut child = Command::new(&tunesmith)
        .current_dir(&workspace.root)
        .arg("run")
        .arg(&recipe)
        .arg("--out")
        .arg(scratch.folder.join("run"))
        .stdout(
            output
                .try_clone()
                .map_err(|cause| Failure::file("write", &log, &cause))?,
        )
        .stderr(output)
        .spawn()
        .map_err(|cause| Failure::new(format!("cannot start tunesmith: {cause}")))?;
    let peak = watch_memory(&mut child)?;
    let wall = started.elapsed().as_secs_f64();
    let status = child
        .wait()
        .map_err(|cause| Failure::new(format!("cannot wait for tunesmith: {cause}")))?;
    // 1 means that validation found something in the made-up text, which is no matter here.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(Failure::new(format!("tunesmith ended with {status}"))
            .help(format!("its output is `{}`", log.display())));
    }

    let requests = server.received()?;
    let ideal = requests as f64 * LATENCY_MS as f64 / 1000.0 / CONCURRENCY as f64;
    let peak = peak.map_or_else(
        || "unknown".to_owned(),
        |kib| format!("{:.0}", kib as f64 / 1024.0),
    );
    println!(
        "\n| tasks | concurrency | latency ms | requests | wall s | ideal s | ratio | peak RSS MiB |\n\
         |---|---|---|---|---|---|---|---|\n\
         | {TASKS} | {CONCURRENCY} | {LATENCY_MS} | {requests} | {wall:.2} | {ideal:.2} | {:.2} | {peak} |",
        wall / ideal
    );
    Ok(())
}

/// Waits for the child's end; gives the most memory it ever had resident, in KiB, where the system tells (Linux).
fn watch_memory(child: &mut Child) -> Result<Option<u64>> {
    let path = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        if let Ok(status) = std::fs::read_to_string(&path) {
            peak = peak_of(&status).max(peak);
        }
        match child.try_wait() {
            Ok(Some(_)) => return Ok(peak),
            Ok(None) => std::thread::sleep(LOOK),
            Err(cause) => return Err(Failure::new(format!("cannot watch tunesmith: {cause}"))),
        }
    }
}

/// The line `VmHWM:     12345 kB` of a process's status file.
fn peak_of(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_a_status_file() {
        let status = "Name:\tx\nVmPeak:\t  900 kB\nVmHWM:\t  12345 kB\nVmRSS:\t 1 kB\n";
        assert_eq!(peak_of(status), Some(12345));
        assert_eq!(peak_of("Name:\tx\n"), None);
    }
}
