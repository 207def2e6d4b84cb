//! The journal: one SQLite file per run (WAL, `synchronous=FULL`) that holds every request, every attempt and every reply.
//!
//! A reply is committed before anyone sees it. Writes go through one thread that commits whatever has come in meanwhile as one
//! transaction, so that hundreds of requests in flight cost one fsync, not hundreds. It is also the cache: replies are found by key.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use tokio::sync::oneshot;
use tunesmith_core::{AnswerMode, RawReply, Usage};

use crate::row::StoredRow;

/// The journal can not be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// SQLite refused.
    #[error("the journal {path} can not be {action}: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// `opened`, `read`, `written`.
        action: &'static str,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
    /// The file is from a newer tunesmith, or is something else.
    #[error(
        "the journal {path} has layout {found}, this program knows {LAYOUT}; use another folder with --out, or the program that wrote it"
    )]
    Layout {
        /// The file.
        path: PathBuf,
        /// Its `user_version`.
        found: i64,
    },
    /// The writing thread has ended after an earlier error.
    #[error("the journal {path} takes no more writes after an earlier error")]
    Closed {
        /// The file.
        path: PathBuf,
    },
}

const LAYOUT: i64 = 1;

// Only the small table is WITHOUT ROWID: with kilobytes in a row SQLite would move them about at every insertion.
const SCHEMA: &str = "
    CREATE TABLE request(key TEXT PRIMARY KEY, model TEXT NOT NULL, label TEXT NOT NULL, purpose TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE attempt(key TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL CHECK(state IN ('reserved','answered','failed')),
        reserved INTEGER NOT NULL, cost INTEGER NOT NULL, why TEXT, PRIMARY KEY(key, number)) WITHOUT ROWID;
    CREATE TABLE reply(key TEXT PRIMARY KEY, content TEXT, refusal TEXT, finish_reason TEXT NOT NULL, mode TEXT NOT NULL,
        prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL);
    CREATE TABLE row(name TEXT PRIMARY KEY, position INTEGER NOT NULL, outcome TEXT NOT NULL, stage TEXT, reason TEXT,
        example TEXT, metadata TEXT, scores TEXT, provenance TEXT);
";

/// A request as it is journalled before it is sent. Amounts are in millionths of a US dollar.
#[derive(Clone, Debug)]
pub(crate) struct Reservation {
    pub(crate) key: String,
    pub(crate) model: String,
    pub(crate) label: String,
    pub(crate) purpose: &'static str,
    /// Messages, schema and sampling as JSON, for `why`.
    pub(crate) body: String,
    pub(crate) reserved: i64,
}

enum Write {
    Reserve(Reservation),
    Answer {
        key: String,
        reply: RawReply,
        cost: i64,
    },
    Fail {
        key: String,
        why: String,
        cost: i64,
    },
    Rows(Vec<StoredRow>),
}

type Command = (Write, oneshot::Sender<Result<(), rusqlite::Error>>);

/// An open journal. Writing waits for the disk; reading does not wait for writing.
pub(crate) struct Journal {
    path: PathBuf,
    reader: Mutex<Connection>,
    commands: Option<Sender<Command>>,
    writer: Option<std::thread::JoinHandle<()>>,
}

impl Journal {
    /// Opens or creates `run.db`.
    pub(crate) fn open(path: &Path) -> Result<Self, JournalError> {
        let fault = |source| JournalError::Sqlite {
            path: path.to_owned(),
            action: "opened",
            source,
        };
        let writing = Connection::open(path).map_err(fault)?;
        writing
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(fault)?;
        writing
            .pragma_update(None, "synchronous", "FULL")
            .map_err(fault)?;
        match layout(&writing).map_err(fault)? {
            0 => writing
                .execute_batch(&format!(
                    "BEGIN IMMEDIATE;{SCHEMA}PRAGMA user_version={LAYOUT};COMMIT;"
                ))
                .map_err(fault)?,
            LAYOUT => {}
            found => {
                return Err(JournalError::Layout {
                    path: path.to_owned(),
                    found,
                });
            }
        }
        let reader = open_reader(path).map_err(fault)?;
        let (commands, inbox) = channel();
        let writer = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || write_all(writing, &inbox));
        let writer = writer
            .map_err(|error| fault(rusqlite::Error::ToSqlConversionFailure(Box::new(error))))?;
        Ok(Self {
            path: path.to_owned(),
            reader: Mutex::new(reader),
            commands: Some(commands),
            writer: Some(writer),
        })
    }

    /// Writes down that this request may be sent now. Returns when it is on disk.
    pub(crate) async fn reserve(&self, reservation: Reservation) -> Result<(), JournalError> {
        self.write(Write::Reserve(reservation)).await
    }

    /// Writes a reply. Returns when it is on disk.
    pub(crate) async fn answer(
        &self,
        key: &str,
        reply: &RawReply,
        cost: i64,
    ) -> Result<(), JournalError> {
        self.write(Write::Answer {
            key: key.to_owned(),
            reply: reply.clone(),
            cost,
        })
        .await
    }

    /// Writes that there was no reply, why, and what it may have cost all the same.
    pub(crate) async fn fail(&self, key: &str, why: &str, cost: i64) -> Result<(), JournalError> {
        self.write(Write::Fail {
            key: key.to_owned(),
            why: why.to_owned(),
            cost,
        })
        .await
    }

    /// Replaces the table of rows.
    pub(crate) async fn set_rows(&self, rows: Vec<StoredRow>) -> Result<(), JournalError> {
        self.write(Write::Rows(rows)).await
    }

    async fn write(&self, write: Write) -> Result<(), JournalError> {
        let closed = || JournalError::Closed {
            path: self.path.clone(),
        };
        let (done, written) = oneshot::channel();
        let commands = self.commands.as_ref().ok_or_else(closed)?;
        commands.send((write, done)).map_err(|_| closed())?;
        let outcome = written.await.map_err(|_| closed())?;
        outcome.map_err(|source| JournalError::Sqlite {
            path: self.path.clone(),
            action: "written",
            source,
        })
    }

    fn read<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, JournalError> {
        let reader: MutexGuard<'_, Connection> = self
            .reader
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        query(&reader).map_err(|source| JournalError::Sqlite {
            path: self.path.clone(),
            action: "read",
            source,
        })
    }

    /// The reply to this request, if there is one.
    pub(crate) fn reply(&self, key: &str) -> Result<Option<RawReply>, JournalError> {
        self.read(|reader| reply_of(reader, key))
    }

    /// Why this request has no reply, if it was tried.
    pub(crate) fn failure(&self, key: &str) -> Result<Option<String>, JournalError> {
        self.read(|reader| {
            let mut query = reader.prepare_cached("SELECT why FROM attempt WHERE key=? AND state='failed' ORDER BY number DESC LIMIT 1")?;
            query.query_row([key], |row| row.get(0)).optional().map(Option::flatten)
        })
    }

    /// How many replies there are and what they took together.
    pub(crate) fn usage(&self) -> Result<(u64, Usage), JournalError> {
        self.read(|reader| {
            let sums = "SELECT COUNT(*), COALESCE(SUM(prompt_tokens),0), COALESCE(SUM(completion_tokens),0) FROM reply";
            reader.query_row(sums, [], |row| {
                let number = |column| row.get(column).map(|number: i64| number.unsigned_abs());
                let usage = Usage { prompt_tokens: number(1)?, completion_tokens: number(2)? };
                Ok((number(0)?, usage))
            })
        })
    }

    /// What all attempts have cost so far, in millionths of a US dollar. Attempts cut off by a crash count as reserved: they may be billed.
    pub(crate) fn spent(&self) -> Result<i64, JournalError> {
        self.read(|reader| {
            reader.query_row("SELECT COALESCE(SUM(CASE state WHEN 'reserved' THEN reserved ELSE cost END),0) FROM attempt", [], |row| row.get(0))
        })
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        drop(self.commands.take());
        if let Some(writer) = self.writer.take() {
            // The thread only ends; a panic inside it has been reported to whoever waited.
            let _ = writer.join();
        }
    }
}

/// Opens for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let reader = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    reader.pragma_update(None, "query_only", true)?;
    Ok(reader)
}

fn layout(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

pub(crate) fn reply_of(
    reader: &Connection,
    key: &str,
) -> Result<Option<RawReply>, rusqlite::Error> {
    let mut query =
        reader.prepare_cached("SELECT content, refusal, finish_reason, mode, prompt_tokens, completion_tokens FROM reply WHERE key=?")?;
    let reply = query.query_row([key], |row| {
        let mode: String = row.get(3)?;
        let tokens = |column| row.get(column).map(|tokens: i64| tokens.unsigned_abs());
        Ok(RawReply {
            content: row.get(0)?,
            refusal: row.get(1)?,
            finish_reason: row.get(2)?,
            mode: AnswerMode::from_name(&mode).unwrap_or(AnswerMode::Plain),
            usage: Usage {
                prompt_tokens: tokens(4)?,
                completion_tokens: tokens(5)?,
            },
            lost_tries: 0,
        })
    });
    reply.optional()
}

/// How long a commit waits for company. One fsync then serves many replies; against a model's answer time it is nothing.
const LINGER: Duration = Duration::from_millis(2);
const MOST_AT_ONCE: usize = 1024;

/// Commits whatever has come in as one transaction, tells everyone who waits, and again.
fn write_all(mut connection: Connection, inbox: &Receiver<Command>) {
    while let Ok(first) = inbox.recv() {
        let until = Instant::now() + LINGER;
        let mut batch = vec![first];
        while batch.len() < MOST_AT_ONCE {
            match inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(command) => batch.push(command),
                Err(_) => break,
            }
        }
        let committed = write_batch(&mut connection, &batch);
        let failed = committed.is_err();
        if let Err(error) = committed {
            let text = error.to_string();
            for (_, done) in batch {
                let copy = rusqlite::Error::SqliteFailure(
                    rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR),
                    Some(text.clone()),
                );
                let _ = done.send(Err(copy));
            }
        } else {
            for (_, done) in batch {
                // Whoever asked may be gone after Ctrl-C; the write is done all the same.
                let _ = done.send(Ok(()));
            }
        }
        if failed {
            return;
        }
    }
}

fn write_batch(connection: &mut Connection, batch: &[Command]) -> Result<(), rusqlite::Error> {
    let transaction = connection.transaction()?;
    for (write, _) in batch {
        match write {
            Write::Reserve(reservation) => {
                let Reservation {
                    key,
                    model,
                    label,
                    purpose,
                    body,
                    reserved,
                } = reservation;
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO request(key, model, label, purpose, body) VALUES(?,?,?,?,?)")?
                    .execute(params![key, model, label, purpose, body])?;
                transaction
                    .prepare_cached(
                        "INSERT INTO attempt(key, number, state, reserved, cost)
                         VALUES(?1, (SELECT COALESCE(MAX(number),0)+1 FROM attempt WHERE key=?1), 'reserved', ?2, 0)",
                    )?
                    .execute(params![key, reserved])?;
            }
            Write::Answer { key, reply, cost } => {
                let RawReply {
                    content,
                    refusal,
                    finish_reason,
                    mode,
                    usage,
                    lost_tries: _,
                } = reply;
                let tokens = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO reply VALUES(?,?,?,?,?,?,?)")?
                    .execute(params![
                        key,
                        content,
                        refusal,
                        finish_reason,
                        mode.name(),
                        tokens(usage.prompt_tokens),
                        tokens(usage.completion_tokens)
                    ])?;
                settle(&transaction, key, "answered", *cost, None)?;
            }
            Write::Fail { key, why, cost } => {
                settle(&transaction, key, "failed", *cost, Some(why))?;
            }
            Write::Rows(rows) => {
                transaction.execute("DELETE FROM row", [])?;
                let mut insert =
                    transaction.prepare_cached("INSERT INTO row VALUES(?,?,?,?,?,?,?,?,?)")?;
                for (position, row) in rows.iter().enumerate() {
                    let StoredRow {
                        name,
                        outcome,
                        stage,
                        reason,
                        example,
                        metadata,
                        scores,
                        provenance,
                    } = row;
                    insert.execute(params![
                        name,
                        position as i64,
                        outcome,
                        stage,
                        reason,
                        example,
                        metadata,
                        scores,
                        provenance
                    ])?;
                }
            }
        }
    }
    transaction.commit()
}

fn settle(
    connection: &Connection,
    key: &str,
    state: &str,
    cost: i64,
    why: Option<&str>,
) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached(
            "UPDATE attempt SET state=?2, cost=?3, why=?4 WHERE key=?1 AND number=(SELECT MAX(number) FROM attempt WHERE key=?1)",
        )?
        .execute(params![key, state, cost, why])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{AnswerMode, RawReply, Usage};

    use super::{Journal, JournalError, Reservation};

    fn reservation(key: &str, reserved: i64) -> Reservation {
        Reservation {
            key: key.into(),
            model: "m".into(),
            label: "l".into(),
            purpose: "ask",
            body: "{}".into(),
            reserved,
        }
    }

    fn reply(text: &str) -> RawReply {
        let usage = Usage {
            prompt_tokens: 7,
            completion_tokens: 9,
        };
        RawReply {
            content: Some(text.into()),
            refusal: None,
            finish_reason: "stop".into(),
            mode: AnswerMode::Native,
            usage,
            lost_tries: 0,
        }
    }

    #[tokio::test]
    async fn a_reply_is_there_after_reopening_and_money_adds_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.db");
        {
            let journal = Journal::open(&path).unwrap();
            for key in ["answered", "failed", "cut off"] {
                journal.reserve(reservation(key, 100)).await.unwrap();
            }
            journal
                .answer("answered", &reply("hello"), 40)
                .await
                .unwrap();
            journal.fail("failed", "the server broke", 0).await.unwrap();
        }
        let journal = Journal::open(&path).unwrap();
        assert_eq!(journal.reply("answered").unwrap(), Some(reply("hello")));
        assert_eq!(journal.reply("failed").unwrap(), None);
        assert_eq!(
            journal.failure("failed").unwrap().as_deref(),
            Some("the server broke")
        );
        assert_eq!(journal.failure("cut off").unwrap(), None);
        assert_eq!(
            journal.spent().unwrap(),
            140,
            "40 paid, 100 perhaps paid and lost in the crash"
        );
        journal.reserve(reservation("cut off", 100)).await.unwrap();
        journal
            .answer("cut off", &reply("again"), 30)
            .await
            .unwrap();
        assert_eq!(
            journal.spent().unwrap(),
            170,
            "the lost attempt still counts"
        );
    }

    #[tokio::test]
    async fn refuses_a_layout_it_does_not_know() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.db");
        rusqlite::Connection::open(&path)
            .unwrap()
            .pragma_update(None, "user_version", 9)
            .unwrap();
        assert!(matches!(
            Journal::open(&path),
            Err(JournalError::Layout { found: 9, .. })
        ));
    }
}
