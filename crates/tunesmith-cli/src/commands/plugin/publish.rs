//! `tunesmith plugin publish`: puts a plugin into an OCI registry, as the package other tools for WebAssembly know.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tunesmith_component::component_of;
use tunesmith_plugin_host::Limits;
use tunesmith_plugin_registry::{About, Source, publish};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::plugin_files::find_plugin;
use crate::registry;
use crate::wire;

/// Put a plugin into an OCI registry
///
/// The package says the plugin's name, version, licence and authors. A signature that lies beside the file (FILE.minisig) goes with it.
#[derive(Debug, clap::Args)]
pub(super) struct PublishArgs {
    /// A .wasm file, or a name from `plugin list`
    plugin: String,
    /// Where to: oci://registry/repository:tag
    reference: String,
}

pub(super) fn run(args: &PublishArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let Source::Oci(reference) = Source::parse(&args.reference)? else {
        return Err(CliError::new(format!("{} is no registry", args.reference))
            .help("write oci://registry/repository:tag"));
    };
    let path = find_plugin(&args.plugin, Path::new(""))?;
    let host = wire::host(Limits::default(), Arc::new(|_| {}))?;
    let plugin = wire::load_plugin(&host, &path)?;
    let bytes = std::fs::read(&path)
        .map_err(|error| CliError::new(format!("{} can not be read: {error}", path.display())))?;
    let description = plugin.description();
    let component =
        component_of(&bytes).map_err(|why| CliError::new(format!("{} {why}", path.display())))?;
    let signature = std::fs::read_to_string(beside(&path)).ok();
    if signature.is_some() && component.as_ref() != bytes.as_slice() {
        return Err(CliError::new(format!(
            "{} is signed, but what is published is the component made of it, which is not",
            path.display()
        ))
        .help("sign the component: `tunesmith plugin build` writes one"));
    }
    let about = About {
        title: description.name.clone(),
        version: description.version.clone(),
        description: description.summary.clone(),
        licence: description.licence.clone(),
        authors: description.authors.clone(),
        signature,
    };
    let component = component.into_owned();
    let credentials = registry::credentials();
    let published =
        registry::runtime()?.block_on(publish(&reference, component, &about, &credentials))?;
    writeln!(
        env.out,
        "published {} {}\n  {}",
        about.title, about.version, published.source
    )?;
    Ok(Outcome::Fine)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".minisig");
    name.into()
}
