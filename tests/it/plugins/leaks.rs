//! Thousands of traps leave nothing behind: resident memory before and after, in a row of the table.

use std::time::{Duration, Instant};

use tunesmith_plugin_host::Limits;

use super::hostile::row;
use super::{LIMITS, MARKER, example, host, load, no_settings};

/// What the process may have grown by. Other tests run in it at the same time; kept instances of ten thousand traps would be 10 GiB.
const MOST_GROWTH_KIB: u64 = 150 << 10;

/// Resident memory of this process; nothing where the system does not say.
fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Calls a guest with a marked example so many times; each call must fail.
#[track_caller]
fn traps(guest: &str, limits: Limits, times: u32) {
    let plugin = load(&host(), guest).unwrap().with_limits(limits);
    let scorer = plugin.scorer(&no_settings()).unwrap();
    let guilty = [example(MARKER)];
    for _ in 0..times.div_ceil(20) {
        scorer.score(&guilty).unwrap_err();
    }
    let before = resident_kib();
    let started = Instant::now();
    for _ in 0..times {
        scorer.score(&guilty).unwrap_err();
    }
    let (Some(before), Some(after)) = (before, resident_kib()) else {
        println!(
            "{guest}: this system does not tell how much memory is resident; nothing was compared"
        );
        return;
    };
    let mib = |kib: u64| kib as f64 / 1024.0;
    row(
        &format!("{guest}, {times} times"),
        "the instance was thrown away each time",
        started,
        &format!(
            "resident memory {:.1} MiB before, {:.1} MiB after",
            mib(before),
            mib(after)
        ),
    );
    let grown = after.saturating_sub(before);
    assert!(
        grown < MOST_GROWTH_KIB,
        "{guest}: {grown} KiB more after {times} traps"
    );
}

#[test]
fn ten_thousand_panics_leave_nothing_behind() {
    traps("scorer_panics", LIMITS, 10_000);
}

#[test]
fn a_thousand_memory_bombs_leave_nothing_behind() {
    let limits = Limits {
        memory_mib: 8,
        ..LIMITS
    };
    traps("scorer_hoards", limits, 1_000);
}

#[test]
fn endless_loops_leave_nothing_behind() {
    let limits = Limits {
        time: Duration::from_millis(10),
        ..LIMITS
    };
    traps("scorer_loops", limits, 100);
}
