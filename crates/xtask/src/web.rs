//! `cargo xtask web`: the page, `web/dist/tunesmith.html`, one file with everything in it.
//!
//! The validator is built for wasm32, wasm-bindgen's own library makes the glue (no tool has to be installed), binary parts
//! are packed, and Vite puts all of it into one file. Needs Node 20 or later.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Failure, Result};
use crate::plugins;
use crate::workspace::{Workspace, make_folder, must_succeed};

/// The crates that are in the page, and their profiles: what runs long is fast, the other is small.
const MODULES: [(&str, &str); 2] = [
    ("tunesmith-web", "web"),
    ("tunesmith-component", "web-small"),
];

/// The scorers that are in the page.
const SCORERS: [&str; 2] = ["math-scorer", "text-quality-scorer"];

/// The strongest that zstd packs.
const STRONGEST: i32 = 22;

/// Builds all of it and says how large it is.
///
/// # Errors
/// Stops at the first step that fails: the wasm build, the glue, `npm ci`, the build of the page.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let started = Instant::now();
    let node = node_version()?;
    println!("building with Node {node}");
    plugins::make_sure_of_target()?;
    let generated = workspace.root.join("web/src/generated");
    make_folder(&generated)?;
    for (package, profile) in MODULES {
        make_glue(&build_module(workspace, package, profile)?, &generated)?;
    }
    let web = workspace.root.join("web");
    install_packages(&web)?;
    pack_parts(workspace, &web, &generated)?;
    must_succeed(npm(&web).args(["run", "--silent", "build"]))?;
    let page = web.join("dist/tunesmith.html");
    let size = std::fs::metadata(&page)
        .map_err(|cause| Failure::file("read", &page, &cause))?
        .len();
    println!(
        "{} {:.1} kB, {:.1} s",
        workspace.shown(&page),
        size as f64 / 1000.0,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// The version of the Node on the path.
pub(crate) fn node_version() -> Result<String> {
    let missing = |why: &dyn std::fmt::Display| {
        Failure::new(format!("the page is built with Node 20 or later: {why}")).help(
            "install it from https://nodejs.org or your system's packages (Debian: nodejs, npm)",
        )
    };
    let output = Command::new("node")
        .arg("--version")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|cause| missing(&format!("`node` can not be started: {cause}")))?;
    let version = String::from_utf8_lossy(&output.stdout);
    let version = version.trim().trim_start_matches('v');
    let major = version.split('.').next().and_then(|part| part.parse().ok());
    match major {
        Some(20..) => Ok(version.to_owned()),
        _ => Err(missing(&format!("`node --version` says `{version}`"))),
    }
}

pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

/// Installs what is locked, unless it is there.
///
/// # Errors
/// When npm fails; it has said why.
pub(crate) fn install_packages(folder: &Path) -> Result<()> {
    if packages_are_stale(folder) {
        must_succeed(npm(folder).args(["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// Whether what is installed is older than what is locked.
fn packages_are_stale(folder: &Path) -> bool {
    let changed = |path: &str| {
        folder
            .join(path)
            .metadata()
            .and_then(|data| data.modified())
    };
    match (
        changed("node_modules/.package-lock.json"),
        changed("package-lock.json"),
    ) {
        (Ok(installed), Ok(locked)) => installed < locked,
        _ => true,
    }
}

fn build_module(workspace: &Workspace, package: &str, profile: &str) -> Result<PathBuf> {
    let mut command = workspace.cargo([
        "build",
        "--quiet",
        "--package",
        package,
        "--lib",
        "--target",
        plugins::TARGET,
        "--profile",
        profile,
    ]);
    let flags = format!(
        "-Ctarget-feature=+simd128 {}",
        plugins::remapped_paths(workspace)
    );
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    must_succeed(&mut command)?;
    let folder = workspace.target.join(plugins::TARGET).join(profile);
    Ok(folder.join(format!("{}.wasm", package.replace('-', "_"))))
}

fn make_glue(module: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    let made = bindgen.input_path(module).web(true).and_then(|bindgen| {
        bindgen
            .typescript(true)
            .omit_default_module_path(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(folder)
    });
    made.map_err(|cause| {
        Failure::new(format!(
            "cannot make the glue for `{}`: {cause:#}",
            module.display()
        ))
    })
}

/// Packs what is binary where the page's build finds it; builds the plugins if they are not there.
fn pack_parts(workspace: &Workspace, web: &Path, generated: &Path) -> Result<()> {
    let built = workspace.target.join("plugins");
    let scorer = |name: &str| built.join(format!("{name}.wasm"));
    if !SCORERS.iter().all(|name| scorer(name).is_file()) {
        plugins::run(workspace)?;
    }
    let transpiler = web.join("node_modules/@bytecodealliance/jco-transpile/vendor");
    let mut parts = vec![
        (
            "validator".to_owned(),
            generated.join("tunesmith_web_bg.wasm"),
        ),
        (
            "component".to_owned(),
            generated.join("tunesmith_component_bg.wasm"),
        ),
        (
            "transpiler".to_owned(),
            transpiler.join("js-component-bindgen-component.core.wasm"),
        ),
        (
            "transpiler-2".to_owned(),
            transpiler.join("js-component-bindgen-component.core2.wasm"),
        ),
    ];
    parts.extend(SCORERS.map(|name| (format!("scorer-{name}"), scorer(name))));
    let folder = generated.join("parts");
    make_folder(&folder)?;
    for (name, from) in parts {
        let bytes = std::fs::read(&from).map_err(|cause| Failure::file("read", &from, &cause))?;
        let to = folder.join(format!("{name}.zst"));
        // Why: a tenth smaller than gzip, which counts in a file that people send around; unpacked in a blink.
        let packed = zstd::bulk::compress(&bytes, STRONGEST)
            .map_err(|cause| Failure::file("pack", &from, &cause))?;
        std::fs::write(&to, packed).map_err(|cause| Failure::file("write", &to, &cause))?;
    }
    Ok(())
}
