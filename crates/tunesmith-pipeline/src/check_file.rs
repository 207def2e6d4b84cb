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
            checker: Some(checker),
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
    if let Some(error) = reading.failed {
        return Err(error);
    }
    let taking = shared
        .taking
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    taking.checker.ok_or_else(|| {
        io::Error::other("the thread that took the pieces in has gone without giving them back")
    })
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
    /// Away while a thread takes pieces in with it.
    checker: Option<Checker>,
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
        // Why: whoever finds the checker takes in all that is due; the others go on checking meanwhile.
        let Some(mut checker) = taking.checker.take() else {
            return;
        };
        while let Some((piece, chunk)) = taking.due() {
            drop(taking);
            self.taken.notify_all();
            match chunk {
                Some(chunk) => checker.take(&piece, chunk),
                None => checker.push(&piece),
            }
            lock(&self.reading).buffers.push(piece);
            taking = lock(&self.taking);
        }
        taking.checker = Some(checker);
    }
}

impl Taking {
    /// The piece that is next, if it is there.
    fn due(&mut self) -> Option<(Vec<u8>, Option<Chunk>)> {
        let due = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(due)
    }
}
