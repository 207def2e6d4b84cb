//! Checks one file with several threads: pieces are checked side by side and taken in one after the other.
//!
//! Invariant: the reports are those of one thread, whatever the number of threads and however long each piece takes.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tunesmith_validate::{Checker, Chunk, ChunkChecker};

use crate::chunks::{Chunks, Lies};

/// How many checked pieces may wait for an earlier one, for each thread.
const MOST_WAITING: usize = 4;

/// Reads a file to its end and checks it. Returns the checker, to be finished by the caller.
pub fn check_file(
    source: impl Read + Send,
    mut checker: Checker,
    threads: usize,
) -> io::Result<Checker> {
    let mut chunks = Chunks::new(source);
    let mut piece = Vec::new();
    // Why: how the file is laid out shows only once its first record has been read.
    let workers = loop {
        let Some(_) = chunks.next(&mut piece)? else {
            return Ok(checker);
        };
        checker.push(&piece);
        if let Some(worker) = checker.chunk_checker() {
            break vec![worker; threads.max(1)];
        }
    };
    let shared = Shared {
        reading: Mutex::new(Reading {
            chunks,
            next: 0,
            failed: None,
            buffers: vec![piece],
        }),
        taking: Mutex::new(Taking {
            checker,
            next: 0,
            waiting: BTreeMap::new(),
            most: MOST_WAITING * threads.max(1),
        }),
        taken: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for worker in workers {
            scope.spawn(|| shared.work(worker));
        }
    });
    let reading = shared
        .reading
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    match reading.failed {
        Some(error) => Err(error),
        None => Ok(shared
            .taking
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .checker),
    }
}

struct Shared<R> {
    reading: Mutex<Reading<R>>,
    taking: Mutex<Taking>,
    taken: Condvar,
}

struct Reading<R> {
    chunks: Chunks<R>,
    /// The number of the next piece.
    next: u64,
    failed: Option<io::Error>,
    buffers: Vec<Vec<u8>>,
}

struct Taking {
    checker: Checker,
    /// The number of the piece that is taken in next.
    next: u64,
    /// Pieces that wait for an earlier one; without findings if they are parts of a line.
    waiting: BTreeMap<u64, (Vec<u8>, Option<Chunk>)>,
    most: usize,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: Read> Shared<R> {
    fn work(&self, mut worker: ChunkChecker) {
        while let Some((number, piece, lies)) = self.read() {
            let chunk = match lies {
                Lies::BetweenLines => Some(worker.check(&piece)),
                Lies::InsideLine => None,
            };
            self.take(number, piece, chunk);
        }
    }

    fn read(&self) -> Option<(u64, Vec<u8>, Lies)> {
        let mut reading = lock(&self.reading);
        if reading.failed.is_some() {
            return None;
        }
        let mut piece = reading.buffers.pop().unwrap_or_default();
        match reading.chunks.next(&mut piece) {
            Ok(lies) => {
                let lies = lies?;
                reading.next += 1;
                Some((reading.next - 1, piece, lies))
            }
            Err(error) => {
                reading.failed = Some(error);
                None
            }
        }
    }

    fn take(&self, number: u64, piece: Vec<u8>, chunk: Option<Chunk>) {
        let mut taking = lock(&self.taking);
        // The piece that is due never waits, so someone always goes on.
        while number != taking.next && taking.waiting.len() >= taking.most {
            taking = self
                .taken
                .wait(taking)
                .unwrap_or_else(PoisonError::into_inner);
        }
        taking.waiting.insert(number, (piece, chunk));
        let mut emptied = Vec::new();
        loop {
            let due = taking.next;
            let Some((piece, chunk)) = taking.waiting.remove(&due) else {
                break;
            };
            match chunk {
                Some(chunk) => taking.checker.take(&piece, chunk),
                None => taking.checker.push(&piece),
            }
            taking.next += 1;
            emptied.push(piece);
        }
        drop(taking);
        self.taken.notify_all();
        lock(&self.reading).buffers.append(&mut emptied);
    }
}
