//! `tunesmith convert`: from one on-disk format to another, refusing to lose anything unless told to.

use std::io::Write;
use std::path::{Path, PathBuf};

use tunesmith_core::format::{ConvertError, FORMATS, Format, convert, detect_line, format};
use tunesmith_pipeline::{did_you_mean, open_dataset};
use tunesmith_validate::{Container, RawRecord, RecordReader};

use crate::dataset_paths::{beside, is_stdin, label, unreadable};
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::text::{count, table};
use crate::whole_file::WholeFile;

/// How many records that could not be converted are shown.
const MOST_SHOWN: u64 = 10;

/// Turn a dataset into another format
///
/// Reads JSON Lines, one JSON array or pretty-printed files, plain or compressed, and writes JSON Lines. A record that the other format can not hold as a whole is refused, with the reason, unless --lossy is given.
#[derive(Debug, clap::Args)]
pub(crate) struct ConvertArgs {
    /// The dataset, or - for standard input
    #[arg(value_name = "PATH", required_unless_present = "list")]
    path: Option<PathBuf>,
    /// The format to write
    #[arg(long, value_name = "FORMAT", required_unless_present = "list")]
    to: Option<String>,
    /// The format to read; if not given, each record's is seen from its keys
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// Leave out what the other format can not hold
    #[arg(long)]
    lossy: bool,
    /// List the formats
    #[arg(long)]
    list: bool,
    /// Write to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &ConvertArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let (Some(path), Some(to)) = (&args.path, &args.to) else {
        let header = ["format", "what it is"].map(str::to_owned).to_vec();
        let row = |format: &&Format| vec![format.name.to_owned(), format.summary.to_owned()];
        let rows: Vec<_> = std::iter::once(header)
            .chain(FORMATS.iter().map(row))
            .collect();
        env.out.write_all(table(&rows, &[], "").as_bytes())?;
        return Ok(Outcome::Fine);
    };
    let to = find(to)?;
    let from = args.from.as_deref().map(find).transpose()?;
    let mut conversion = Conversion {
        path,
        to,
        from,
        lossy: args.lossy,
        written: 0,
        incomplete: 0,
        refused: 0,
        remarks: Vec::new(),
        out: Vec::new(),
        rejected: Vec::new(),
    };
    let mut source = open_dataset(path).map_err(|error| unreadable(path, &error))?;
    let mut file = args.output.as_deref().map(WholeFile::create).transpose()?;
    let rejected_path = match &args.output {
        Some(output) => beside(output, "rejected"),
        None if is_stdin(path) => PathBuf::from("stdin.rejected.jsonl"),
        None => beside(path, "rejected"),
    };
    let mut rejected: Option<WholeFile> = None;
    let mut reader = RecordReader::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        let length = source
            .read(&mut piece)
            .map_err(|error| unreadable(path, &error))?;
        let ended = length == 0;
        let container = if ended {
            let last = std::mem::take(&mut reader);
            Some(last.finish(&mut |record| conversion.take(record)))
        } else {
            reader.push(&piece[..length], &mut |record| conversion.take(record));
            None
        };
        if container == Some(Container::Utf16) {
            return Err(
                CliError::new(format!("{} is UTF-16, not UTF-8", label(path)))
                    .help("save it as UTF-8 first"),
            );
        }
        match &mut file {
            Some(file) => file.write(&conversion.out)?,
            None => env.out.write_all(&conversion.out)?,
        }
        conversion.out.clear();
        if !conversion.rejected.is_empty() {
            if rejected.is_none() {
                rejected = Some(WholeFile::create(&rejected_path)?);
            }
            if let Some(rejected) = &mut rejected {
                rejected.write(&conversion.rejected)?;
            }
            conversion.rejected.clear();
        }
        if ended {
            break;
        }
    }
    if let Some(file) = file {
        file.finish()?;
    }
    env.out.flush()?;
    let kept = rejected.is_some();
    if let Some(rejected) = rejected {
        rejected.finish()?;
    }
    conversion.tell(env)?;
    if kept {
        writeln!(
            env.err,
            "records that were refused are in {}",
            rejected_path.display()
        )?;
    }
    Ok(if conversion.refused > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

struct Conversion<'p> {
    path: &'p Path,
    to: &'static Format,
    from: Option<&'static Format>,
    lossy: bool,
    written: u64,
    /// Records of which something was left out.
    incomplete: u64,
    refused: u64,
    remarks: Vec<String>,
    out: Vec<u8>,
    rejected: Vec<u8>,
}

impl Conversion<'_> {
    fn take(&mut self, record: RawRecord<'_>) {
        match self.convert(record) {
            Ok(losses) => {
                self.written += 1;
                if let Some(first) = losses {
                    self.incomplete += 1;
                    if self.incomplete <= MOST_SHOWN {
                        self.remarks
                            .push(format!("line {}: left out: {first}", record.line));
                    }
                }
            }
            Err(why) => {
                self.refused += 1;
                if self.refused <= MOST_SHOWN {
                    self.remarks
                        .push(format!("line {}: refused: {why}", record.line));
                }
                let plain = |byte: &u8| {
                    if matches!(byte, b'\n' | b'\r') {
                        b' '
                    } else {
                        *byte
                    }
                };
                self.rejected.extend(record.bytes.iter().map(plain));
                self.rejected.push(b'\n');
            }
        }
    }

    /// Writes one record; what was left out of it, if anything was.
    fn convert(&mut self, record: RawRecord<'_>) -> Result<Option<String>, String> {
        if record.overlong {
            return Err("it is too long to be read".to_owned());
        }
        let text = std::str::from_utf8(record.bytes)
            .map_err(|error| format!("it is not UTF-8: {error}"))?;
        let from = match self.from {
            Some(from) => from,
            None => detect_line(text).ok_or("its format is not known; name it with --from")?,
        };
        let rendered = convert(text, from, self.to, self.lossy).map_err(|error| match error {
            ConvertError::Lossy { .. } => format!("{error}; --lossy leaves it out"),
            other => other.to_string(),
        })?;
        self.out.extend_from_slice(rendered.line.as_bytes());
        self.out.push(b'\n');
        let first = rendered.losses.first().map(|loss| {
            if loss.pointer.is_empty() {
                loss.what.clone()
            } else {
                format!("{} (at {})", loss.what, loss.pointer)
            }
        });
        Ok(first)
    }

    fn tell(&self, env: &mut Env) -> Result<(), CliError> {
        let name = label(self.path);
        for remark in &self.remarks {
            writeln!(env.err, "{name}, {remark}")?;
        }
        let shown = self.remarks.len() as u64;
        let all = self.refused + self.incomplete;
        if all > shown {
            writeln!(env.err, "{name}: {} more like these", all - shown)?;
        }
        writeln!(
            env.err,
            "{name}: {} written as {}, {} of them incomplete, {} refused",
            count(self.written, "record", "records"),
            self.to.name,
            self.incomplete,
            self.refused
        )?;
        Ok(())
    }
}

fn find(name: &str) -> Result<&'static Format, CliError> {
    format(name).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        let help = did_you_mean(name, known.iter().copied());
        CliError::new(format!("no format is called `{name}`"))
            .help(help.unwrap_or_else(|| format!("known: {}", known.join(", "))))
    })
}
