//! Compiled code between runs: one file for each plugin, named by what was compiled and by what compiled it.
//!
//! Why not wasmtime's own cache: it packs its files, and unpacking the code of 3 MB of WebAssembly takes 20 ms at every start; these are
//! mapped into memory as they are. Invariant: a file appears under its name whole or not at all, and only the compiler's output is
//! written. Whoever can write into the folder can make this program run anything, as with every compiler's cache.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use wasmtime::Engine;
use wasmtime::component::Component;

/// Bytes of all files together; more are brought down to three quarters, those not used for longest first.
const MOST_BYTES: u64 = 1 << 30;

/// A file used within this time is not marked as used again.
const MARK_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

const ENDING: &str = "compiled";

/// A folder of compiled plugins.
pub(crate) struct CompiledCache {
    folder: PathBuf,
    /// Of the engine's settings, the compiler's version and ours.
    compiler: u64,
}

impl CompiledCache {
    /// Makes the folder if it is not there.
    pub(crate) fn open(folder: &Path, engine: &Engine) -> std::io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        Ok(Self {
            folder: folder.to_owned(),
            compiler: hasher.finish(),
        })
    }

    /// The compiled plugin, if it is there and of this compiler.
    pub(crate) fn get(&self, engine: &Engine, digest: &str) -> Option<Component> {
        let path = self.path(digest);
        let used = fs::metadata(&path).and_then(|it| it.modified()).ok()?;
        #[allow(
            unsafe_code,
            reason = "the only way to use compiled code; the file was written by `put`, whole, and is never written again"
        )]
        // SAFETY: files of this name come only from `put`, which renames the compiler's finished output to it.
        let component = unsafe { Component::deserialize_file(engine, &path) }.ok()?;
        if used.elapsed().is_ok_and(|age| age > MARK_AFTER) {
            mark_used(&path);
        }
        Some(component)
    }

    /// Keeps a compiled plugin. Where that fails it is compiled again next time.
    pub(crate) fn put(&self, digest: &str, component: &Component) {
        let path = self.path(digest);
        if component
            .serialize()
            .is_ok_and(|bytes| write_whole(&path, &bytes).is_ok())
        {
            shrink(&self.folder, MOST_BYTES);
        }
    }

    fn path(&self, digest: &str) -> PathBuf {
        self.folder
            .join(format!("{digest}-{:016x}.{ENDING}", self.compiler))
    }
}

/// Only which files are removed first depends on it, so a folder that can not be written to is no trouble.
fn mark_used(path: &Path) {
    if let Ok(file) = File::options().append(true).open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

/// Writes beside, then renames: two processes may write the same file, and either's is right.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // What is left behind is small trouble beside what went wrong.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes the files not used for longest until three quarters of `most` bytes are left, if there are more than `most`.
fn shrink(folder: &Path, most: u64) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let known = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            Some((known.modified().ok()?, known.len(), entry.path()))
        })
        .collect();
    let mut left: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    if left <= most {
        return;
    }
    files.sort();
    for (_, bytes, path) in files {
        if left <= most / 4 * 3 {
            break;
        }
        // A file in use can not be removed on some systems; it is tried again next time.
        if fs::remove_file(path).is_ok() {
            left -= bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use wasmtime::Engine;
    use wasmtime::component::Component;

    use super::{CompiledCache, File, fs, shrink};

    #[test]
    fn what_was_compiled_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::default();
        let cache = CompiledCache::open(folder.path(), &engine).unwrap();
        let component = Component::new(&engine, b"\0asm\x0d\0\x01\0").unwrap();
        assert!(cache.get(&engine, "00").is_none());
        cache.put("00", &component);
        assert!(cache.get(&engine, "00").is_some());
        assert!(cache.get(&engine, "01").is_none());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn code_of_another_compiler_or_none_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::default();
        let cache = CompiledCache::open(folder.path(), &engine).unwrap();
        let other = Engine::new(wasmtime::Config::new().epoch_interruption(true)).unwrap();
        let component = Component::new(&other, b"\0asm\x0d\0\x01\0").unwrap();
        cache.put("00", &component);
        assert!(cache.get(&engine, "00").is_none());
        fs::write(cache.path("00"), "no code").unwrap();
        assert!(cache.get(&engine, "00").is_none());
    }

    #[test]
    fn the_longest_unused_go_first() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [("old", 30), ("new", 1), ("older", 40), ("middle", 20)] {
            let path = folder.path().join(name);
            fs::write(&path, [0; 100]).unwrap();
            let when = SystemTime::now() - Duration::from_secs(age);
            File::options()
                .append(true)
                .open(path)
                .unwrap()
                .set_modified(when)
                .unwrap();
        }
        shrink(folder.path(), 400);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
        shrink(folder.path(), 300);
        let mut left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["middle", "new"]);
    }
}
