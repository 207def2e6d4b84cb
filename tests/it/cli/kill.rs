//! Runs that are killed or interrupted in the middle: the same command goes on, nothing on disk is asked for again, and the files are
//! those of a run that was never disturbed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, LazyLock, Mutex};

use insta::assert_snapshot;
use rusqlite::Connection;
use tunesmith_tests::server::{Response, Server, deterministic};

use super::harness::{ASKING, Place, Undisturbed, address_of, asked, changed, undisturbed};

static RECIPE: LazyLock<String> = LazyLock::new(|| changed(ASKING, "count = 12", "count = 24"));
static UNDISTURBED: LazyLock<Undisturbed> = LazyLock::new(|| undisturbed(&RECIPE, "asking"));

/// How many tasks of the recipe are under way at the same time: as many as its connections take, twice, and eight more.
const UNDER_WAY: usize = 2 * 2 + 8;

/// A server that answers until the bell rings and then says no more.
struct Bell {
    server: Server,
    rings_at: Arc<AtomicUsize>,
    rung: Receiver<()>,
}

impl Bell {
    fn new() -> Self {
        let rings_at = Arc::new(AtomicUsize::new(usize::MAX));
        let (ring, rung) = channel();
        let at = Arc::clone(&rings_at);
        let server = Server::start(move |request| {
            if request.ordinal < at.load(Ordering::SeqCst) {
                return deterministic(request);
            }
            // A later request may find that nobody listens any more.
            let _ = ring.send(());
            Response::Hang
        });
        Self {
            server,
            rings_at,
            rung,
        }
    }

    /// Rings at the request after `more` further ones.
    fn set(&self, more: usize) {
        while self.rung.try_recv().is_ok() {}
        self.rings_at
            .store(self.server.count() + more, Ordering::SeqCst);
    }

    fn silence(&self) {
        self.rings_at.store(usize::MAX, Ordering::SeqCst);
    }
}

fn start(place: &Place, server: &Server) -> Child {
    place
        .command(&["run", "recipe.toml", "--base-url", &address_of(server)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn interrupt(child: &Child) {
    let status = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(status.unwrap().success());
}

/// Kills a run each time the server has been asked so many times more, then lets it end.
fn killed(moments: &[usize]) {
    let place = Place::with_recipe(&RECIPE);
    let bell = Bell::new();
    for more in moments {
        bell.set(*more);
        let mut child = start(&place, &bell.server);
        bell.rung
            .recv()
            .expect("the server lives as long as its bell");
        // On Unix this is SIGKILL: no handler runs, nothing is flushed.
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!place.path("runs/asking/train.jsonl").exists());
    }
    bell.silence();
    let said = place.run(&bell.server, &[]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{said}");
    assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);

    let journal = Connection::open(place.path("runs/asking/run.db")).unwrap();
    let count = |query: &str| -> usize {
        let number = journal.query_row(query, [], |row| row.get::<_, u32>(0));
        number.unwrap() as usize
    };
    let replies = count("SELECT count(*) FROM reply");
    let cut_off = count("SELECT count(*) FROM attempt WHERE state = 'reserved'");
    let twice = count(
        "SELECT count(*) FROM (SELECT 1 FROM attempt WHERE state = 'answered' GROUP BY key HAVING count(*) > 1)",
    );
    assert_eq!((replies, twice), (UNDISTURBED.asked.len(), 0));
    let received = asked(&bell.server.requests());
    assert!(
        received.len() <= replies + cut_off,
        "{} > {replies} + {cut_off}",
        received.len()
    );
    assert!(cut_off <= UNDER_WAY * moments.len(), "{cut_off}");
    let mut once = received;
    once.dedup();
    assert_eq!(once, UNDISTURBED.asked);
}

#[test]
fn killed_before_the_first_reply() {
    killed(&[0]);
}

#[test]
fn killed_early() {
    killed(&[3]);
}

#[test]
fn killed_near_the_end() {
    killed(&[23]);
}

#[test]
fn killed_again_and_again() {
    killed(&[1, 2, 3, 1]);
}

/// A server whose first request waits until it is told to answer.
struct Waiting {
    server: Server,
    reached: Receiver<()>,
    release: std::sync::mpsc::Sender<()>,
}

impl Waiting {
    /// Waits at the request after `good` answered ones.
    fn after(good: usize) -> Self {
        let (reach, reached) = channel();
        let (release, released) = channel();
        let released = Mutex::new(released);
        let server = Server::start(move |request| {
            if request.ordinal == good {
                reach.send(()).unwrap();
                // The server has one thread: whatever else is in flight waits too.
                let _ = released.lock().unwrap().recv();
            }
            deterministic(request)
        });
        Self {
            server,
            reached,
            release,
        }
    }
}

#[test]
fn interrupted() {
    let place = Place::with_recipe(&RECIPE);
    let waiting = Waiting::after(5);
    let mut child = start(&place, &waiting.server);
    waiting.reached.recv().unwrap();
    interrupt(&child);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    stderr.read_line(&mut told).unwrap();
    // It has heard; now the replies that are paid for come.
    waiting.release.send(()).unwrap();
    stderr.read_to_string(&mut told).unwrap();
    let mut output = child.wait_with_output().unwrap();
    output.stderr = told.into_bytes();
    assert_snapshot!(place.said(output), @r"
    -- stderr
    stopping: waiting up to 30 s for replies that are paid for (Ctrl-C again stops at once)
    interrupted: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 130
    ");
    assert!(waiting.server.count() < UNDISTURBED.asked.len());

    let said = place.run(&waiting.server, &[]);
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(
        asked(&waiting.server.requests()),
        UNDISTURBED.asked,
        "even what was in flight is asked once"
    );
    assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);
}

#[test]
fn interrupted_twice_ends_at_once() {
    let place = Place::with_recipe(&RECIPE);
    let bell = Bell::new();
    bell.set(5);
    let mut child = start(&place, &bell.server);
    bell.rung.recv().unwrap();
    interrupt(&child);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut told = String::new();
    stderr.read_line(&mut told).unwrap();
    interrupt(&child);
    stderr.read_to_string(&mut told).unwrap();
    let mut output = child.wait_with_output().unwrap();
    output.stderr = told.into_bytes();
    assert_snapshot!(place.said(output), @r"
    -- stderr
    stopping: waiting up to 30 s for replies that are paid for (Ctrl-C again stops at once)
    interrupted: every reply so far is safe in runs/asking; run the same command again to continue
    -- exit 130
    ");

    bell.silence();
    let said = place.run(&bell.server, &[]);
    assert_eq!(said.code, Some(0), "{said}");
    assert_eq!(place.data_files("runs/asking"), UNDISTURBED.files);
}
