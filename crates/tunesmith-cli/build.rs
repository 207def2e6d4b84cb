//! Packs the page into the binary where it has been built (`cargo xtask web`); without it the binary carries none, so no build needs node.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

#[path = "src/results_element.rs"]
mod results_element;

fn main() {
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
