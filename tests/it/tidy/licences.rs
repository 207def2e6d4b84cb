//! Every crate we build with has a licence that deny.toml allows. `cargo deny` knows more, but this needs nothing installed.
//!
//! Looks at what this machine builds, because cargo may not have fetched the rest; works without network.

use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};
use spdx::{Expression, Licensee, ParseMode};

use super::tree::{assert_none, read, root};

fn allowed() -> Vec<Licensee> {
    let deny: toml::Table = read("deny.toml".as_ref()).parse().unwrap();
    deny["licenses"]["allow"]
        .as_array()
        .unwrap()
        .iter()
        .map(|licence| Licensee::parse(licence.as_str().unwrap()).unwrap())
        .collect()
}

/// The platform of the compiler that runs these tests, as cargo names it.
fn platform() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host")
        .to_owned()
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options([
            "--offline".to_owned(),
            "--filter-platform".to_owned(),
            platform(),
        ])
        .exec()
        .unwrap_or_else(|error| {
            panic!("cargo has not fetched all dependencies yet, run `cargo fetch` once: {error}")
        })
}

/// Why this licence is not acceptable, or `None`.
fn objection(licence: Option<&str>, allowed: &[Licensee]) -> Option<String> {
    let Some(text) = licence else {
        return Some("names no licence".to_owned());
    };
    // Lax: older crates write `MIT/Apache-2.0`.
    match Expression::parse_mode(text, ParseMode::LAX) {
        Err(error) => Some(format!(
            "has a licence that can not be read, `{text}`: {}",
            error.reason
        )),
        Ok(expression) => {
            let acceptable =
                expression.evaluate(|asked| allowed.iter().any(|licence| licence.satisfies(asked)));
            (!acceptable).then(|| format!("is under `{text}`"))
        }
    }
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let allowed = allowed();
    let offenders: Vec<_> = metadata()
        .packages
        .iter()
        .filter_map(|package| {
            let why = objection(package.license.as_deref(), &allowed)?;
            Some(format!("{} {} {why}", package.name, package.version))
        })
        .collect();
    assert_none(&offenders, "licences that deny.toml does not allow");
}

#[test]
fn expressions_are_weighed() {
    let allowed: Vec<_> = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        .iter()
        .map(|licence| Licensee::parse(licence).unwrap())
        .collect();
    for (licence, acceptable) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only OR MIT", true),
        (
            "(MIT OR GPL-3.0-only) AND Apache-2.0 WITH LLVM-exception",
            true,
        ),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0-only", false),
        ("MIT WITH LLVM-exception", false),
        ("ask us", false),
    ] {
        let objection = objection(Some(licence), &allowed);
        assert_eq!(objection.is_none(), acceptable, "{licence}: {objection:?}");
    }
    assert!(objection(None, &allowed).is_some());
}
