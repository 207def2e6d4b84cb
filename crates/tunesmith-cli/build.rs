//! Packs the page into the binary where it has been built (`cargo xtask web`); without it the binary carries none, so no build needs node.
//! Lists the files that `tunesmith plugin new` writes: the templates and the source of the SDK.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

#[path = "src/results_element.rs"]
mod results_element;

fn main() {
    carry_authoring();
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let page = web.join("dist/tunesmith.html");
    // Why the nearest that is there: cargo runs this again at every build while a watched path is missing.
    let watched = [page.as_path(), &web.join("dist"), &web]
        .into_iter()
        .find(|path| path.exists())
        .map_or_else(|| PathBuf::from("build.rs"), Path::to_owned);
    println!("cargo::rerun-if-changed={}", watched.display());
    println!("cargo::rerun-if-changed=src/results_element.rs");

    let packed = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"))
        .join("tunesmith.html.gz");
    let mut file = File::create(&packed).expect("cargo's folder can be written to");
    if !page.exists() {
        // An empty file: no page.
        return;
    }
    match std::fs::read_to_string(&page) {
        Ok(text) if results_element::is_page(&text) => {
            let mut encoder = GzEncoder::new(file, Compression::default());
            encoder
                .write_all(text.as_bytes())
                .and_then(|()| encoder.try_finish())
                .and_then(|()| encoder.get_mut().flush())
                .expect("cargo's folder can be written to");
        }
        Ok(_) => {
            let _ = file.flush();
            println!(
                "cargo::error={} can not be carried: it does not hold `{}` exactly once; build it again with `cargo xtask web`, or delete it to build without the page",
                page.display(),
                results_element::EMPTY
            );
        }
        Err(error) => println!(
            "cargo::error={} can not be read: {error}; build it again with `cargo xtask web`, or delete it to build without the page",
            page.display()
        ),
    }
}

/// Writes `carried.rs`: the name and text of each file, so that the binary needs none of them on the user's machine.
fn carry_authoring() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sdk = here.join("../tunesmith-plugin-sdk");
    let mut files = Vec::new();
    for (name, path) in [
        ("", here.join("templates/plugin")),
        ("sdk/src/", sdk.join("src")),
        ("sdk/wit/", sdk.join("wit/v0_1")),
        ("sdk/README.md", sdk.join("README.md")),
    ] {
        println!("cargo::rerun-if-changed={}", path.display());
        list(&path, name, &mut files);
    }
    files.sort();
    let mut text = String::from("[\n");
    for (name, path) in files {
        text.push_str(&format!("    ({name:?}, include_str!({path:?})),\n"));
    }
    text.push_str("]\n");
    let target = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    std::fs::write(target.join("carried.rs"), text).expect("cargo's folder can be written to");
}

/// All files of a folder under their carried names; a file stands for itself.
fn list(path: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) {
    if path.is_file() {
        files.push((name.to_owned(), path.to_owned()));
        return;
    }
    let entries = std::fs::read_dir(path).expect("our own folders can be read");
    for entry in entries {
        let entry = entry.expect("our own folders can be read");
        let child = entry
            .file_name()
            .into_string()
            .expect("our names are UTF-8");
        let is_folder = entry.path().is_dir();
        let name = format!("{name}{child}{}", if is_folder { "/" } else { "" });
        if child != "__pycache__" {
            list(&entry.path(), &name, files);
        }
    }
}
