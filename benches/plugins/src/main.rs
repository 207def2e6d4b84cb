//! Measures scorers as native Rust: `list`, `examples`, or `measure SCORER FILE`. `cargo xtask bench plugins` runs it.

#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Score, Scorer};

/// Runs of which the median counts, and how long each lasts at least: as `tunesmith plugin bench` does.
const RUNS: usize = 5;
const LEAST: Duration = Duration::from_millis(300);

type Measure = fn(&[Example]) -> Result<(f64, f64), String>;

/// Every scorer of the library by its file's name: one line each.
const SCORERS: [(&str, Measure); 12] = [
    ("code-scorer", measure::<code_scorer::CodeAnswers>),
    ("grounding-scorer", measure::<grounding_scorer::Grounding>),
    ("json-scorer", measure::<json_scorer::JsonAnswers>),
    ("language-scorer", measure::<language_scorer::Languages>),
    ("math-scorer", measure::<math_scorer::MathCheck>),
    ("pii-scorer", measure::<pii_scorer::Pii>),
    (
        "readability-scorer",
        measure::<readability_scorer::Readability>,
    ),
    ("safety-scorer", measure::<safety_scorer::Safety>),
    ("sql-scorer", measure::<sql_scorer::SqlScorer>),
    (
        "text-quality-scorer",
        measure::<text_quality_scorer::TextQuality>,
    ),
    ("tool-call-scorer", measure::<tool_call_scorer::ToolCalls>),
    ("variety-scorer", measure::<tunesmith_plugin_bench::Variety>),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => SCORERS.iter().for_each(|(name, _)| println!("{name}")),
        ["examples"] => (0..256).for_each(|index| println!("{}", record(index))),
        ["measure", name, file] => match told(name, file) {
            Ok(line) => println!("{line}"),
            Err(why) => {
                println!("{why}");
                return ExitCode::FAILURE;
            }
        },
        _ => {
            println!("usage: tunesmith-plugin-bench list | examples | measure SCORER FILE");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn told(name: &str, file: &str) -> Result<Value, String> {
    let measure = SCORERS.iter().find(|(known, _)| *known == name);
    let (_, measure) = measure.ok_or_else(|| format!("{name} is not in the list"))?;
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let examples = text.lines().map(|line| {
        let value = serde_json::from_str(line).map_err(|error| format!("{file}: {error}"))?;
        Example::from_value(&value)
    });
    let (per_cpu_second, sum) = measure(&examples.collect::<Result<Vec<_>, _>>()?)?;
    Ok(json!({"per_cpu_second": per_cpu_second, "sum": sum}))
}

/// Examples per second of processor time, and the sum of all numbers: what is measured is also compared.
fn measure<S: Scorer>(examples: &[Example]) -> Result<(f64, f64), String> {
    let settings = serde_json::from_value(json!({})).map_err(|error| error.to_string())?;
    let scorer = S::new(settings)?;
    let score = |example: &Example| scorer.score(example).map(|score| numbers(&score));
    let sum = examples.iter().map(score).sum::<Result<f64, _>>()?;
    let mut speeds = Vec::new();
    for _ in 0..=RUNS {
        let (cpu, wall) = (ProcessTime::now(), Instant::now());
        let mut done = 0_u32;
        while wall.elapsed() < LEAST {
            for example in examples {
                std::hint::black_box(scorer.score(std::hint::black_box(example))?);
                done += 1;
            }
        }
        speeds.push(f64::from(done) / cpu.elapsed().as_secs_f64());
    }
    // The first one warms up.
    speeds.remove(0);
    speeds.sort_by(f64::total_cmp);
    Ok((speeds[RUNS / 2], sum))
}

/// The value and every number among the figures, added up.
fn numbers(score: &Score) -> f64 {
    score.value + score.extra.values().filter_map(Value::as_f64).sum::<f64>()
}

/// What answers are made of: sentences, with arithmetic, JSON, an address, code or SQL now and then.
const PIECES: [&str; 9] = [
    "The line ran for five days and rose by a little over two per cent against the week before.",
    "Two faults cost time: a worn belt on Tuesday and a full buffer on Thursday.",
    "12 * 7 = 84, and 84 + 5 = 89.",
    "Fill it halfway with water, add 25 g of citric acid, let it boil once and wait.",
    "Write to support@example.org or call +49 421 555 0199 if a white film stays.",
    "{\"name\": \"Mara\", \"age\": 31, \"city\": \"Bremen\"}",
    "```python\ndef total(numbers):\n    return sum(n for n in numbers if n > 0)\n```",
    "```python\ndef total(numbers:\n    return 0\n```",
    "```sql\nSELECT city, COUNT(*) FROM people WHERE age > 30 GROUP BY city;\n```",
];

/// One record, so that every scorer has something to do: an answer of one to twelve pieces with its source and a schema; every third
/// has a tool call before it, every fourth is JSON.
fn record(index: usize) -> Value {
    let piece = |at: usize| PIECES[at % PIECES.len()];
    let answer = match index % 4 {
        3 => format!("{{\"name\": \"Mara {index}\", \"age\": {index}, \"city\": \"Bremen\"}}"),
        _ => {
            let pieces: Vec<&str> = (0..=index % 12).map(|at| piece(index * 5 + at)).collect();
            pieces.join("\n")
        }
    };
    let source: Vec<&str> = (0..6).map(|at| piece(index * 5 + at)).collect();
    let schema = json!({
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer", "maximum": 200}, "city": {"type": "string"}},
        "required": ["name", "age"],
        "additionalProperties": false,
    });
    let mut messages =
        vec![json!({"role": "user", "content": format!("Tell me about week {index} in Bremen.")})];
    if index.is_multiple_of(3) {
        let arguments = json!({"name": "Bremen", "age": index}).to_string();
        let call = json!({"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": arguments}});
        messages.push(json!({"role": "assistant", "tool_calls": [call]}));
        messages.push(json!({"role": "tool", "tool_call_id": "c1", "content": source[0]}));
    }
    messages.push(json!({"role": "assistant", "content": answer}));
    let tool =
        json!({"name": "look_up", "description": "Looks a week up.", "parameters": schema.clone()});
    json!({
        "messages": messages,
        "tools": [{"type": "function", "function": tool}],
        "metadata": {"source": source.join("\n"), "schema": schema},
    })
}
