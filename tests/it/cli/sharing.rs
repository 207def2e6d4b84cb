//! Plugins from elsewhere: locks, files, addresses, and a real OCI registry on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use tunesmith_core::Digest;
use tunesmith_tests::artifacts;
use tunesmith_tests::server::{Server, deterministic};

use super::harness::{MIXED, Place, Said, changed};

/// `secret` for the user `ann`, by bcrypt.
const HTPASSWD: &str = "ann:$2b$12$vDvOk2SyPwRLG9iddLO8surY7r8.EX4lQkk8vIwDqUd6geHzn4e1G\n";

/// The registry program of the CNCF's distribution project (Debian's package docker-registry).
struct Registry {
    process: Child,
    address: String,
    _folder: TempDir,
}

impl Registry {
    /// Starts one with an empty store; nothing where the program is not installed, which is said.
    #[expect(
        clippy::print_stderr,
        reason = "a test that did not run must not look as if it had"
    )]
    fn start(with_password: bool) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("127.0.0.1:{port}");
        let store = folder.path().join("store");
        let mut config = format!(
            "version: 0.1\nlog: {{level: info}}\nstorage:\n  filesystem: {{rootdirectory: {}}}\nhttp: {{addr: {address}}}\n",
            store.display()
        );
        if with_password {
            let passwords = folder.path().join("passwords");
            std::fs::write(&passwords, HTPASSWD).unwrap();
            config += &format!(
                "auth:\n  htpasswd: {{realm: plugins, path: {}}}\n",
                passwords.display()
            );
        }
        let file = folder.path().join("config.yml");
        std::fs::write(&file, config).unwrap();
        let started = Command::new("docker-registry")
            .arg("serve")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut process) = started else {
            eprintln!(
                "SKIPPED: docker-registry is not installed (Debian: apt-get install docker-registry)"
            );
            return None;
        };
        let mut said = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("listening on") {
            line.clear();
            assert!(
                said.read_line(&mut line).unwrap() > 0,
                "the registry ended before it listened"
            );
        }
        // Whoever does not read on would stop it once the pipe is full.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Some(Self {
            process,
            address,
            _folder: folder,
        })
    }

    fn reference(&self, tag: &str) -> String {
        format!("oci://{}/plugins/mine:{tag}", self.address)
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves some files over HTTP, one connection after the other, as long as the test lasts.
fn serve(files: Vec<(&'static str, Vec<u8>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut asked = [0; 2048];
            let read = connection.read(&mut asked).unwrap_or_default();
            let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
            let path = asked.split(' ').nth(1).unwrap_or_default();
            let found = files.iter().find(|(name, _)| path == *name);
            let (head, body) = match found {
                Some((_, body)) => ("200 OK", body.as_slice()),
                None => ("404 Not Found", b"".as_slice()),
            };
            let head = format!(
                "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = connection.write_all(&[head.as_bytes(), body].concat());
        }
    });
    address
}

fn guest(name: &str) -> Vec<u8> {
    std::fs::read(artifacts::guest(name)).unwrap()
}

#[track_caller]
fn fine(said: &Said) -> &str {
    assert_eq!(said.code, Some(0), "{said}");
    &said.out
}

#[track_caller]
fn refused<'a>(said: &'a Said, words: &[&str]) -> &'a str {
    assert_eq!(said.code, Some(2), "{said}");
    for word in words {
        assert!(said.err.contains(word), "{word:?} is not in:\n{said}");
    }
    &said.err
}

#[test]
fn a_lock_pins_files_and_a_run_refuses_others() {
    let recipe = changed(MIXED, "\"text-quality-scorer\"", "\"mine\"");
    let place = Place::with_recipe(&recipe);
    place.write("plugins/mine.wasm", guest("scorer_ok"));
    let said = place.tunesmith(&["run", "recipe.toml", "--locked"]);
    refused(&said, &["plugin `math-generator` is not in tunesmith.lock"]);
    let said = place.tunesmith(&["plugin", "lock", "recipe.toml", "--check"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert!(!place.path("tunesmith.lock").exists());
    fine(&place.tunesmith(&["plugin", "lock", "recipe.toml"]));
    let lock = place.read("tunesmith.lock");
    assert!(
        lock.contains("plugin = \"mine\"\nname = \"ok-scorer\""),
        "{lock}"
    );
    assert!(lock.contains("source = \"plugins/mine.wasm\""), "{lock}");
    assert!(lock.contains("source = \"standard\""), "{lock}");
    assert!(
        lock.contains(&Digest::of_file(&guest("scorer_ok"))),
        "{lock}"
    );
    let said = place.tunesmith(&["plugin", "lock", "recipe.toml"]);
    assert!(fine(&said).contains("is up to date"), "{said}");
    let server = Server::start(deterministic);
    let said = place.run(&server, &["--locked"]);
    assert!(matches!(said.code, Some(0 | 1)), "{said}");
    // Another file under the same name.
    place.write("plugins/mine.wasm", guest("scorer_leaks"));
    let said = place.run(&server, &[]);
    refused(
        &said,
        &[
            "plugin `mine` is not the file that tunesmith.lock pins",
            &Digest::of_file(&guest("scorer_ok")),
            &Digest::of_file(&guest("scorer_leaks")),
            "plugins/mine.wasm",
        ],
    );
}

#[test]
fn a_plugin_is_added_from_a_file_and_taken_away() {
    let place = Place::with_recipe("");
    place.write("download.wasm", guest("scorer_ok"));
    let said = place.tunesmith(&["plugin", "add", "download.wasm", "--as", "mine"]);
    let out = fine(&said);
    assert!(out.starts_with("added mine\n"), "{out}");
    assert!(out.contains("signature  none"), "{out}");
    assert_eq!(
        std::fs::read(place.path("plugins/mine.wasm")).unwrap(),
        guest("scorer_ok")
    );
    place.write("download.wasm", guest("scorer_leaks"));
    let said = place.tunesmith(&["plugin", "add", "download.wasm", "--as", "mine"]);
    assert!(fine(&said).starts_with("replaced mine\n"), "{said}");
    assert_eq!(
        fine(&place.tunesmith(&["plugin", "remove", "mine"])),
        "removed mine\n"
    );
    assert!(!place.path("plugins/mine.wasm").exists());
    assert!(!place.read("tunesmith.lock").contains("mine"));
    refused(
        &place.tunesmith(&["plugin", "remove", "mine"]),
        &["there is no"],
    );
}

#[test]
fn what_wants_too_much_is_not_added() {
    let place = Place::with_recipe("");
    place.write("bad.wasm", guest("scorer_asks_network"));
    let said = place.tunesmith(&["plugin", "add", "bad.wasm"]);
    refused(&said, &["wants what a plugin does not get", "the network"]);
    assert!(!place.path("plugins").exists() && !place.path("tunesmith.lock").exists());
    refused(
        &place.tunesmith(&["plugin", "add", "http://example.com/x.wasm"]),
        &["plain http"],
    );
    refused(
        &place.tunesmith(&["plugin", "add", "missing.wasm"]),
        &["missing.wasm can not be fetched"],
    );
}

#[test]
fn a_plugin_is_added_from_an_address() {
    let address = serve(vec![("/good.wasm", guest("scorer_ok"))]);
    let place = Place::with_recipe("");
    let said = place.tunesmith(&["plugin", "add", &format!("{address}/good.wasm")]);
    assert!(fine(&said).starts_with("added ok-scorer\n"), "{said}");
    assert!(
        place
            .read("tunesmith.lock")
            .contains(&format!("source = \"{address}/good.wasm\""))
    );
    let said = place.tunesmith(&["plugin", "add", &format!("{address}/other.wasm")]);
    refused(&said, &["can not be fetched", "404"]);
}

#[test]
fn a_key_asks_for_a_signature_and_stays_asked_for() {
    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    let place = Place::with_recipe("");
    place.write("mine.wasm", guest("scorer_ok"));
    let said = place.tunesmith(&["plugin", "add", "mine.wasm", "--key", KEY]);
    refused(&said, &["there is no signature beside it"]);
    // A signature of another file.
    place.write("mine.wasm.minisig", "untrusted comment: signature from minisign secret key\nRUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\ntrusted comment: timestamp:1633700835\tfile:test\tprehashed\nwLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n");
    let said = place.tunesmith(&["plugin", "add", "mine.wasm", "--key", KEY]);
    refused(&said, &["the signature is not of this file and key"]);
    let said = place.tunesmith(&["plugin", "add", "mine.wasm"]);
    assert!(
        fine(&said).contains("there is one; --key KEY checks it"),
        "{said}"
    );
    // As if it had been added with the key.
    let lock = place.read("tunesmith.lock");
    place.write("tunesmith.lock", format!("{lock}key = \"{KEY}\"\n"));
    let said = place.tunesmith(&["plugin", "add", "mine.wasm"]);
    refused(
        &said,
        &["was signed by", "was not checked against that key"],
    );
}

#[test]
fn a_registry_takes_and_gives_plugins() {
    let Some(registry) = Registry::start(false) else {
        return;
    };
    let place = Place::with_recipe("");
    place.write("mine.wasm", guest("scorer_ok"));
    let reference = registry.reference("1");
    let said = place.tunesmith(&["plugin", "publish", "./mine.wasm", &reference]);
    assert!(
        fine(&said).starts_with("published ok-scorer [version]\n  oci://"),
        "{said}"
    );
    let said = place.tunesmith(&["plugin", "add", &reference, "--as", "mine"]);
    assert!(fine(&said).starts_with("added mine\n"), "{said}");
    let first = place.read("tunesmith.lock");
    let pinned = first
        .lines()
        .find_map(|line| line.strip_prefix("source = "))
        .unwrap();
    let pinned = pinned.trim_matches('"').to_owned();
    assert!(pinned.contains("/plugins/mine@sha256:"), "{pinned}");
    let added = std::fs::read(place.path("plugins/mine.wasm")).unwrap();
    assert!(
        wasmparser::Parser::is_component(&added),
        "what is published is a component"
    );
    // The tag moves to another file; the digest still names the first.
    place.write("other.wasm", guest("scorer_leaks"));
    fine(&place.tunesmith(&["plugin", "publish", "./other.wasm", &reference]));
    let said = place.tunesmith(&["plugin", "add", &reference, "--as", "mine"]);
    assert!(fine(&said).starts_with("replaced mine\n"), "{said}");
    assert_ne!(place.read("tunesmith.lock"), first);
    fine(&place.tunesmith(&["plugin", "add", &pinned, "--as", "mine"]));
    assert_eq!(place.read("tunesmith.lock"), first);
    let said = place.tunesmith(&["plugin", "add", &registry.reference("2")]);
    refused(&said, &["the registry has nothing under this name and tag"]);
}

#[test]
fn a_blob_that_was_changed_is_refused() {
    let Some(registry) = Registry::start(false) else {
        return;
    };
    let place = Place::with_recipe("");
    place.write("mine.wasm", guest("scorer_ok"));
    let reference = registry.reference("1");
    fine(&place.tunesmith(&["plugin", "publish", "./mine.wasm", &reference]));
    let blobs = registry
        ._folder
        .path()
        .join("store/docker/registry/v2/blobs/sha256");
    let largest = blob_files(&blobs)
        .into_iter()
        .max_by_key(|path| path.metadata().unwrap().len());
    let largest = largest.expect("there are blobs");
    let mut bytes = std::fs::read(&largest).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&largest, bytes).unwrap();
    let said = place.tunesmith(&["plugin", "add", &reference]);
    refused(&said, &["can not be fetched", "igest"]);
    assert!(!place.path("plugins").exists());
}

fn blob_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(blob_files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_password_is_asked_for_and_never_shown() {
    let Some(registry) = Registry::start(true) else {
        return;
    };
    let reference = registry.reference("1");
    let place = |password: &'static str| {
        let place = Place::with_recipe("");
        place.write("mine.wasm", guest("scorer_ok"));
        place
            .with_variable("TUNESMITH_REGISTRY_USER", "ann")
            .with_variable("TUNESMITH_REGISTRY_PASSWORD", password)
    };
    let wrong = place("hunter2");
    let said = wrong.tunesmith(&["plugin", "publish", "./mine.wasm", &reference]);
    let err = refused(&said, &["wants another password"]);
    assert!(!err.contains("hunter2"), "{err}");
    let right = place("secret");
    fine(&right.tunesmith(&["plugin", "publish", "./mine.wasm", &reference]));
    fine(&right.tunesmith(&["plugin", "add", &reference]));
    assert!(!right.read("tunesmith.lock").contains("secret"));
    let said = wrong.tunesmith(&["plugin", "add", &reference]);
    refused(&said, &["wants another password"]);
}
