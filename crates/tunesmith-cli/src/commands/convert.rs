//! `tunesmith convert`: from one format to another, record by record, losing nothing unless told to.
//!
//! Invariant: every record is written, or told with its reason; of a conversion that is refused nothing is left behind.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use tunesmith_core::format::{ConvertError, FORMATS, Format, Loss, convert, detect_line, format};
use tunesmith_pipeline::{Compression, DatasetWriter, did_you_mean};
use tunesmith_validate::{Container, RawRecord, RecordReader};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::inputs::{Input, inputs, not_an_input, rejected_path};
use crate::text::{count, cut, table};
use crate::whole_file::{WholeFile, unwritable};

/// How many records that could not be converted are told.
const MOST_TOLD: usize = 5;

/// Turn a dataset into another format
///
/// Reads JSON Lines, JSON arrays and pretty-printed files, compressed or not, and writes JSON Lines. A record that can not be read, or of which the format can not be made, goes to OUT.rejected.jsonl; then the exit code is 1. Where something would be lost nothing is written, unless --lossy allows it.
#[derive(Debug, clap::Args)]
pub(crate) struct ConvertArgs {
    /// A dataset file, a folder of them, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "list")]
    path: Option<PathBuf>,
    /// The format to write
    #[arg(long, value_name = "FORMAT", required_unless_present = "list")]
    to: Option<String>,
    /// The format of every record; without it each record shows its own
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// Write to a file instead of standard output, compressed if its name ends in .gz or .zst
    #[arg(short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Leave out what the format can not hold, and say what it was
    #[arg(long)]
    lossy: bool,
    /// List the formats
    #[arg(long, conflicts_with_all = ["path", "to", "from", "output", "lossy"])]
    list: bool,
}

pub(crate) fn run(args: &ConvertArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let (Some(path), Some(to)) = (&args.path, &args.to) else {
        return list(env);
    };
    let to = find_format(to)?;
    let from = args.from.as_deref().map(find_format).transpose()?;
    let output = args.output.as_deref().unwrap_or(Path::new("-"));
    let apart: Vec<&Path> = args.output.as_deref().into_iter().collect();
    let files = inputs(std::slice::from_ref(path), &apart)?;
    not_an_input(&files, output)?;
    let mut conversion = Conversion {
        from,
        to,
        lossy: args.lossy,
        writer: DatasetWriter::new(WholeFile::create(output)?, Compression::of_name(output))
            .map_err(|error| unwritable(output, &error))?,
        output,
        rejected: None,
        tally: Tally::default(),
    };
    for input in &files {
        conversion.convert_file(input, env)?;
    }
    let Conversion {
        writer,
        rejected,
        tally,
        ..
    } = conversion;
    if let Some(rejected) = rejected {
        rejected.keep(env)?;
    }
    let file = writer
        .finish()
        .map_err(|error| unwritable(output, &error))?;
    file.keep(env)?;
    env.err
        .write_all(tally.told(to, args.output.as_deref()).as_bytes())?;
    Ok(if tally.rejected > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

fn list(env: &mut Env) -> Result<Outcome, CliError> {
    let rows: Vec<Vec<String>> = std::iter::once(["format", "what it is"])
        .chain(FORMATS.iter().map(|format| [format.name, format.summary]))
        .map(|row| row.map(str::to_owned).to_vec())
        .collect();
    env.out.write_all(table(&rows, &[], "").as_bytes())?;
    Ok(Outcome::Fine)
}

fn find_format(name: &str) -> Result<&'static Format, CliError> {
    format(name).ok_or_else(|| {
        let help = did_you_mean(name, FORMATS.iter().map(|format| format.name));
        CliError::new(format!("no format is called `{name}`"))
            .help(help.unwrap_or_else(|| "`tunesmith convert --list` lists them".to_owned()))
    })
}

/// One conversion on its way.
struct Conversion<'a> {
    from: Option<&'static Format>,
    to: &'static Format,
    lossy: bool,
    output: &'a Path,
    writer: DatasetWriter<WholeFile>,
    rejected: Option<WholeFile>,
    tally: Tally,
}

impl Conversion<'_> {
    fn convert_file(&mut self, input: &Input, env: &Env) -> Result<(), CliError> {
        let (source, _) = input.open(env.err_is_terminal)?;
        let mut reader = RecordReader::new();
        let mut failed = None;
        input.read(source, |piece| {
            reader.push(piece, &mut |record| {
                self.take_unless(&mut failed, input, &record);
            });
            failed.take().map_or(Ok(()), Err)
        })?;
        let container = reader.finish(&mut |record| {
            self.take_unless(&mut failed, input, &record);
        });
        if container == Container::Utf16 {
            return Err(CliError::new(format!("{} is UTF-16", input.label))
                .help("save it as UTF-8 first; nothing was written"));
        }
        failed.map_or(Ok(()), Err)
    }

    /// After an error the rest of a piece is passed over.
    fn take_unless(
        &mut self,
        failed: &mut Option<CliError>,
        input: &Input,
        record: &RawRecord<'_>,
    ) {
        if failed.is_none() {
            *failed = self.take(input, record).err();
        }
    }

    fn take(&mut self, input: &Input, record: &RawRecord<'_>) -> Result<(), CliError> {
        let text = match std::str::from_utf8(record.bytes) {
            _ if record.overlong => return self.reject(input, record, "it is too long to be read"),
            Err(_) => return self.reject(input, record, "it is not UTF-8"),
            Ok(text) => text,
        };
        let Some(from) = self.from.or_else(|| detect_line(text)) else {
            let why = "it shows no format; name it with --from if there is one";
            return self.reject(input, record, why);
        };
        match convert(text, from, self.to, self.lossy) {
            Ok(rendered) => {
                self.tally.take(from, &rendered.losses);
                let mut line = rendered.line;
                line.push('\n');
                self.writer
                    .write_all(line.as_bytes())
                    .map_err(|error| unwritable(self.output, &error))
            }
            Err(error @ ConvertError::Lossy { .. }) => Err(CliError::new(format!(
                "{}, line {}: {error}",
                input.label, record.line
            ))
            .help("--lossy leaves out what can not be held, and says what it was; nothing was written")),
            Err(error) => self.reject(input, record, &error.to_string()),
        }
    }

    fn reject(&mut self, input: &Input, record: &RawRecord<'_>, why: &str) -> Result<(), CliError> {
        self.tally.rejected += 1;
        if self.tally.reasons.len() < MOST_TOLD {
            let place = format!("{}, line {}", input.label, record.line);
            self.tally.reasons.push(format!("{place}: {why}"));
        }
        if self.output == Path::new("-") || record.overlong {
            return Ok(());
        }
        let path = rejected_path(self.output);
        let file = match &mut self.rejected {
            Some(file) => file,
            none => none.insert(WholeFile::create(&path)?),
        };
        // One record a line, also where it ran over several.
        let plain = |byte: &u8| {
            if matches!(byte, b'\n' | b'\r') {
                b' '
            } else {
                *byte
            }
        };
        let mut line: Vec<u8> = record.bytes.iter().map(plain).collect();
        line.push(b'\n');
        file.write_all(&line)
            .map_err(|error| unwritable(&path, &error))
    }
}

/// What became of the records.
#[derive(Default)]
struct Tally {
    written: BTreeMap<&'static str, u64>,
    /// Records by what they lost.
    losses: BTreeMap<String, u64>,
    incomplete: u64,
    rejected: u64,
    reasons: Vec<String>,
}

impl Tally {
    fn take(&mut self, from: &Format, losses: &[Loss]) {
        *self.written.entry(from.name).or_default() += 1;
        self.incomplete += u64::from(!losses.is_empty());
        let mut what: Vec<&str> = losses.iter().map(|loss| loss.what.as_str()).collect();
        what.sort_unstable();
        what.dedup();
        for what in what {
            // Why: the words of a loss may name what is in the data, so there is no end to them.
            let known = self.losses.len() < 100 || self.losses.contains_key(what);
            let what = if known { what } else { "more of other kinds" };
            *self.losses.entry(what.to_owned()).or_default() += 1;
        }
    }

    fn told(&self, to: &Format, output: Option<&Path>) -> String {
        let records = |number| count(number, "record", "records");
        let from: Vec<String> = self
            .written
            .iter()
            .map(|(from, number)| format!("{} from {from}", records(*number)))
            .collect();
        let from = if from.is_empty() {
            "no record".to_owned()
        } else {
            from.join(", ")
        };
        let mut text = format!("written as {}: {from}\n", to.name);
        if self.incomplete > 0 {
            text.push_str(&format!("{} incomplete:\n", records(self.incomplete)));
            let rows: Vec<Vec<String>> = self
                .losses
                .iter()
                .map(|(what, number)| vec![records(*number), cut(what, 200)])
                .collect();
            text.push_str(&table(&rows, &[true], "  "));
        }
        if self.rejected > 0 {
            let place = match output {
                Some(path) if path != Path::new("-") => {
                    format!(" and kept in {}", rejected_path(path).display())
                }
                _ => String::new(),
            };
            text.push_str(&format!(
                "{} not converted{place}:\n",
                records(self.rejected)
            ));
            for reason in &self.reasons {
                text.push_str(&format!("  {}\n", cut(reason, 300)));
            }
            let more = self.rejected - self.reasons.len() as u64;
            if more > 0 {
                text.push_str(&format!("  … and {} more\n", records(more)));
            }
        }
        text
    }
}
