//! Measures passes over inputs and prints one JSON object a line for `cargo xtask bench validate`, which makes the table.
//!
//! `speeds MB` measures in this process; `make NAME MB`, `endless MB` and `vocabulary` write to standard output what others read; `memory` checks
//! standard input and tells the peak; `pass FILE TIMES` does nothing but check, for a profiler.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program whose result is what it prints"
)]

use std::error::Error;
use std::hint::black_box;
use std::io::{Read, Write, stdin, stdout};
use std::sync::Arc;
use std::time::Instant;

use cpu_time::ProcessTime;
use serde_json::{Value, json};
use tunesmith_bench::inputs::{Endless, INPUTS, TRAPS};
use tunesmith_bench::{check, checker};
use tunesmith_pipeline::check_file;
use tunesmith_tokens::{BpeCounter, Encoding, ReferenceCounter, TokenCounter};
use tunesmith_validate::Counting;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const M: usize = 1_000_000;
/// Inputs that are checked with two threads too: one that memory bounds, and one that computing bounds.
const THREADED: [&str; 2] = ["chat", "turns"];
const RUNS: usize = 5;
/// The reference is slow and even; more of the same would only cost minutes.
const REFERENCE_MB: usize = 10;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["speeds", megabytes] => speeds(megabytes.parse()?),
        ["make", name, megabytes] => {
            let input = INPUTS.iter().find(|input| input.name == name);
            let file = (input.ok_or("no such input")?.make)(megabytes.parse::<usize>()? * M);
            Ok(stdout().write_all(file.as_bytes())?)
        }
        ["endless", megabytes] => {
            let length = (megabytes.parse::<u64>()? * 1_000_000).next_multiple_of(700);
            let mut source =
                std::io::BufReader::with_capacity(1 << 20, Endless::default()).take(length);
            std::io::copy(
                &mut source,
                &mut std::io::BufWriter::with_capacity(1 << 20, stdout()),
            )?;
            Ok(())
        }
        ["memory"] => memory(),
        ["pass", file, times] => {
            let bytes = std::fs::read(file)?;
            for _ in 0..times.parse::<u32>()? {
                black_box(check(&bytes));
            }
            Ok(())
        }
        ["vocabulary"] => vocabulary(),
        _ => Err("call it as `cargo xtask bench validate` does".into()),
    }
}

fn row(name: &str, input: &str, bytes: usize, seconds: f64) {
    println!(
        "{}",
        json!({"name": name, "input": input, "bytes": bytes, "seconds": seconds})
    );
}

/// The median of CPU and wall seconds.
fn measure(runs: usize, mut what: impl FnMut()) -> (f64, f64) {
    let (mut cpu, mut wall) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let (start, began) = (ProcessTime::now(), Instant::now());
        what();
        cpu.push(start.elapsed().as_secs_f64());
        wall.push(began.elapsed().as_secs_f64());
    }
    cpu.sort_by(f64::total_cmp);
    wall.sort_by(f64::total_cmp);
    (cpu[runs / 2], wall[runs / 2])
}

fn speeds(megabytes: usize) -> Result<()> {
    for input in INPUTS {
        let file = (input.make)(megabytes * M);
        let bytes = file.as_bytes();
        let (cpu, _) = measure(RUNS, || file_pass(bytes, 1));
        row("pass", input.name, bytes.len(), cpu);
        if THREADED.contains(&input.name) {
            threads(input.name, (input.make)(4 * megabytes * M).as_bytes());
        }
        let (cpu, _) = measure(RUNS, || token_pass(bytes, exact()));
        row("pass with tokens", input.name, bytes.len(), cpu);
        let some = (input.make)(REFERENCE_MB.min(megabytes) * M);
        let (cpu, _) = measure(3, || token_pass(some.as_bytes(), by_reference()));
        row("pass with tiktoken-rs", input.name, some.len(), cpu);

        let texts = texts(&some)?;
        let length = texts.iter().map(String::len).sum();
        let (mut ours, mut wanted) = (0, 0);
        let mut counter = BpeCounter::new(Encoding::O200kBase);
        let (cpu, _) = measure(RUNS, || ours = count(&mut counter, &texts));
        row("count", input.name, length, cpu);
        let mut counter = ReferenceCounter::new(Encoding::O200kBase);
        let (cpu, _) = measure(3, || wanted = count(&mut counter, &texts));
        row("count by tiktoken-rs", input.name, length, cpu);
        assert_eq!(ours, wanted, "the counts differ");
    }
    for trap in TRAPS {
        let file = (trap.make)(0);
        let (cpu, _) = measure(RUNS, || {
            black_box(check(file.as_bytes()));
        });
        row("pass", trap.name, file.len(), cpu);
        let mut ours = BpeCounter::new(Encoding::O200kBase);
        let (cpu, _) = measure(3, || {
            black_box(ours.count(&file));
        });
        row("count", trap.name, file.len(), cpu);
    }
    Ok(())
}

/// The same file with one thread and with two, in turns; the best of each, because the second processor is not ours alone. The file is
/// longer, because with a short one the two threads begin on one processor.
fn threads(name: &str, bytes: &[u8]) {
    let (mut one, mut two) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..RUNS {
        one = one.min(measure(1, || file_pass(bytes, 1)).1);
        two = two.min(measure(1, || file_pass(bytes, 2)).1);
    }
    row("wall of one thread", name, bytes.len(), one);
    row("wall of two threads", name, bytes.len(), two);
}

fn file_pass(bytes: &[u8], threads: usize) {
    let checked = check_file(bytes, checker(), threads).map(|checker| checker.finish());
    assert_eq!(checked.map_or(1, |report| report.totals().errors), 0);
}

fn exact() -> Counting {
    Counting::exact(Encoding::O200kBase, None)
}

/// The same pass, but the reference counts.
fn by_reference() -> Counting {
    Counting {
        new_counter: Arc::new(|| Box::new(ReferenceCounter::new(Encoding::O200kBase))),
        ..exact()
    }
}

fn token_pass(bytes: &[u8], counting: Counting) {
    let checked = check_file(bytes, checker().counting(counting), 1);
    assert_eq!(
        checked.map_or(1, |checker| checker.finish().totals().errors),
        0
    );
}

fn count(counter: &mut impl TokenCounter, texts: &[String]) -> u64 {
    texts.iter().map(|text| counter.count(text)).sum()
}

/// The texts of all messages.
fn texts(file: &str) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for line in file.lines() {
        let record: Value = serde_json::from_str(line)?;
        for message in record["messages"].as_array().ok_or("no messages")? {
            texts.extend(message["content"].as_str().map(str::to_owned));
        }
    }
    Ok(texts)
}

/// Checks standard input on one thread, as the command does.
fn memory() -> Result<()> {
    let start = ProcessTime::now();
    let report = check_file(stdin(), checker(), 1)?.finish();
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| {
        let kilobytes = line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?;
        kilobytes.trim().parse::<u64>().ok()
    });
    println!(
        "{}",
        json!({"records": report.records, "seconds": seconds, "peak_kb": peak})
    );
    Ok(())
}

/// The tokens of the reference's vocabulary, in hexadecimal, one a line, by rank.
fn vocabulary() -> Result<()> {
    let reference = tiktoken_rs::o200k_base()?;
    let mut text = String::new();
    for rank in 0.. {
        let Ok(bytes) = reference.decode_bytes(&[rank]) else {
            break;
        };
        if reference
            .special_tokens()
            .iter()
            .any(|name| name.as_bytes() == bytes)
        {
            break;
        }
        text.extend(bytes.iter().map(|byte| format!("{byte:02x}")));
        text.push('\n');
    }
    Ok(stdout().write_all(text.as_bytes())?)
}
