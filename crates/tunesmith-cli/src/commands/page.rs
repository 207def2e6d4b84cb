//! `tunesmith page`: writes the page that this binary carries.
//!
//! Invariant: a file that holds anything but such a page, such as a run's report, is never written over.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::carried_page::carried_page;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::results_element;
use crate::whole_file::{WholeFile, unwritable};

/// A page is far smaller; of a larger file no more is read.
const LARGEST_PAGE: u64 = 64 << 20;

/// Write the page that checks datasets in a browser
///
/// One HTML file with everything inside: it opens from a disk, needs no network, and what is dropped on it does not leave the machine. An older page is replaced; a file that is anything else is left alone.
#[derive(Debug, clap::Args)]
pub(crate) struct PageArgs {
    /// The file to write; - is standard output
    #[arg(short, value_name = "FILE", default_value = "tunesmith.html")]
    output: PathBuf,
    /// Open it in the default browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(args: &PageArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let to_stdout = args.output == Path::new("-");
    if to_stdout && args.open {
        let error = CliError::new("--open needs a file, and -o - writes none");
        return Err(error.help("leave out -o -, or name a file"));
    }
    let Some(page) = carried_page() else {
        return Err(CliError::new("this build of tunesmith carries no page").help(
            "in the source tree run `cargo xtask web`, which needs Node.js, and then build tunesmith again",
        ));
    };
    if !to_stdout {
        may_be_replaced(&args.output)?;
    }
    let mut file = WholeFile::create(&args.output)?;
    file.write_all(page.as_bytes())
        .map_err(|error| unwritable(&args.output, &error))?;
    file.keep(env)?;
    if to_stdout {
        return Ok(Outcome::Fine);
    }
    let shown = args.output.display();
    writeln!(
        env.out,
        "{shown}: open it in a browser and drop a dataset on it; nothing leaves this machine"
    )?;
    env.out.flush()?;
    if args.open {
        open_in_browser(&args.output)?;
    }
    Ok(Outcome::Fine)
}

/// What lies there may be a page without results, or empty.
fn may_be_replaced(path: &Path) -> Result<(), CliError> {
    if !path.is_file() {
        return Ok(());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LARGEST_PAGE).read_to_end(&mut bytes))
        .map_err(|error| {
            let what = "can not be read, to see whether it may be replaced";
            CliError::new(format!("{} {what}: {error}", path.display()))
                .help("name another file with -o")
        })?;
    let is_page = std::str::from_utf8(&bytes).is_ok_and(results_element::is_page);
    if is_page || bytes.is_empty() {
        return Ok(());
    }
    let what = "is there already and is not the page; it is left as it is";
    Err(CliError::new(format!("{} {what}", path.display())).help("name another file with -o"))
}

fn open_in_browser(path: &Path) -> Result<(), CliError> {
    // Why absolute: the browser may run in another folder.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    open::that(&whole).map_err(|error| {
        CliError::new(format!("no browser could be started: {error}")).help(format!(
            "the page is written; open {} in any browser",
            whole.display()
        ))
    })
}
