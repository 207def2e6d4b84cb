//! `tunesmith.lock`: which plugin files a recipe was made with, beside the recipe and committed with it.
//!
//! A plugin is its digest: another file under the same name is another plugin. Sorted and written whole, so that a change of one plugin
//! is a change of one entry.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::env::Env;
use crate::error::CliError;
use crate::whole_file::WholeFile;

const NAME: &str = "tunesmith.lock";
const VERSION: u32 = 1;
const HEAD: &str = "# Which plugin files the recipes of this folder are made with. `tunesmith plugin lock RECIPE` writes it; commit it.\n";

/// A folder's lock.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockFile {
    version: u32,
    #[serde(default)]
    plugins: Vec<LockedPlugin>,
}

/// One plugin of a recipe.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockedPlugin {
    /// What recipes call it.
    pub(crate) plugin: String,
    /// What it calls itself.
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) kind: String,
    /// Of the file, hex.
    pub(crate) sha256: String,
    /// `standard`, a path beside the recipe, an address, or a registry's reference with its digest.
    pub(crate) source: String,
    pub(crate) licence: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) authors: Vec<String>,
    /// The minisign key whose signature was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
}

impl LockFile {
    /// Where the lock of a folder's recipes lies.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// Reads a folder's lock, if it has one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, CliError> {
        let path = Self::path(folder);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(CliError::new(format!(
                    "{} can not be read: {error}",
                    path.display()
                )));
            }
        };
        Self::parse(&text).map(Some).map_err(|why| {
            let error = CliError::new(format!("{}: {why}", path.display()));
            error.help("`tunesmith plugin lock RECIPE` writes it anew")
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let lock: Self = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if lock.version == VERSION {
            Ok(lock)
        } else {
            Err(format!(
                "it has version {}; this program knows {VERSION}",
                lock.version
            ))
        }
    }

    fn text(&self) -> String {
        let body = toml::to_string(self).expect("texts and lists of texts are TOML");
        format!("{HEAD}{body}")
    }

    /// Writes it, whole or not at all.
    pub(crate) fn write(&self, folder: &Path, env: &mut Env) -> Result<(), CliError> {
        use std::io::Write as _;
        let path = Self::path(folder);
        let mut file = WholeFile::create(&path)?;
        file.write_all(self.text().as_bytes())?;
        file.keep(env)
    }

    /// The entry of what recipes call so.
    pub(crate) fn entry(&self, plugin: &str) -> Option<&LockedPlugin> {
        self.plugins.iter().find(|entry| entry.plugin == plugin)
    }

    /// Puts an entry in, in its place; gives the one it replaces.
    pub(crate) fn set(&mut self, entry: LockedPlugin) -> Option<LockedPlugin> {
        self.version = VERSION;
        match self
            .plugins
            .binary_search_by(|known| known.plugin.cmp(&entry.plugin))
        {
            Ok(at) => Some(std::mem::replace(&mut self.plugins[at], entry)),
            Err(at) => {
                self.plugins.insert(at, entry);
                None
            }
        }
    }

    /// Takes an entry out.
    pub(crate) fn remove(&mut self, plugin: &str) -> Option<LockedPlugin> {
        let at = self
            .plugins
            .iter()
            .position(|entry| entry.plugin == plugin)?;
        Some(self.plugins.remove(at))
    }
}

/// What a lock says about a plugin that is about to be used. `path` is its file's.
pub(crate) fn check(
    lock: Option<&LockFile>,
    must_be_locked: bool,
    plugin: &str,
    digest: &str,
    path: &Path,
) -> Result<(), CliError> {
    let Some(entry) = lock.and_then(|lock| lock.entry(plugin)) else {
        if must_be_locked {
            let error = CliError::new(format!("plugin `{plugin}` is not in tunesmith.lock"));
            return Err(
                error.help("`tunesmith plugin lock RECIPE` puts it there; --locked asks for it")
            );
        }
        return Ok(());
    };
    if entry.sha256 == digest {
        return Ok(());
    }
    let standard = if entry.source == "standard" {
        " (another version of tunesmith brings other files)"
    } else {
        ""
    };
    let error = CliError::new(format!(
        "plugin `{plugin}` is not the file that tunesmith.lock pins{standard}\n  pinned  {} {} {}\n  found   {digest} in {}",
        entry.sha256,
        entry.name,
        entry.version,
        path.display()
    ));
    Err(error.help(format!(
        "get the pinned file back from {}, or look at the change and run `tunesmith plugin lock RECIPE`",
        entry.source
    )))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{LockFile, LockedPlugin, check};

    fn entry(plugin: &str, sha256: &str) -> LockedPlugin {
        LockedPlugin {
            plugin: plugin.to_owned(),
            name: "a-scorer".to_owned(),
            version: "1.0.0".to_owned(),
            kind: "scorer".to_owned(),
            sha256: sha256.to_owned(),
            source: "standard".to_owned(),
            licence: "MIT".to_owned(),
            authors: vec!["A. Author".to_owned()],
            key: None,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let mut lock = LockFile::default();
        assert_eq!(lock.set(entry("b", "2")), None);
        assert_eq!(lock.set(entry("a", "1")), None);
        assert_eq!(lock.set(entry("b", "3")), Some(entry("b", "2")));
        assert_eq!(LockFile::parse(&lock.text()).unwrap(), lock);
        let names: Vec<&str> = lock.plugins.iter().map(|one| one.plugin.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(lock.remove("a"), Some(entry("a", "1")));
        assert_eq!(lock.entry("a"), None);
    }

    #[test]
    fn a_lock_of_another_time_is_refused() {
        let error = LockFile::parse("version = 2\n").unwrap_err();
        assert_eq!(error, "it has version 2; this program knows 1");
        assert!(LockFile::parse("version = 1\nplugin = 3\n").is_err());
    }

    #[test]
    fn another_file_is_refused_with_both_digests() {
        let mut lock = LockFile::default();
        lock.set(entry("a", "aaaa"));
        let check = |lock, locked, digest| check(lock, locked, "a", digest, Path::new("p/a.wasm"));
        check(Some(&lock), true, "aaaa").unwrap();
        check(None, false, "bbbb").unwrap();
        let error = check(Some(&lock), false, "bbbb").unwrap_err();
        assert_eq!(
            error.to_string(),
            "plugin `a` is not the file that tunesmith.lock pins (another version of tunesmith brings other files)\n  \
             pinned  aaaa a-scorer 1.0.0\n  found   bbbb in p/a.wasm"
        );
        let error = check(None, true, "bbbb").unwrap_err();
        assert_eq!(error.to_string(), "plugin `a` is not in tunesmith.lock");
    }
}
