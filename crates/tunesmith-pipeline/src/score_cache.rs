//! What scorers said before, by plugin, settings and example: plugins are pure, so it still holds.
//!
//! One SQLite file for all runs of a user. It is only a cache: whatever is wrong with it costs time and never a result, and failures of
//! plugins are not kept.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};
use tunesmith_core::{Digest, Example, Extra, JsonText, PlainExample, Score, Scorer, StageError};

/// A larger file is begun anew.
const LARGEST: u64 = 1 << 30;
/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The cache. Shared by all scorers of a process, and by several processes.
pub struct ScoreCache {
    connection: Mutex<Connection>,
}

impl ScoreCache {
    /// Opens or makes the file; nothing if that does not work.
    pub fn open(path: &Path) -> Option<Arc<Self>> {
        std::fs::create_dir_all(path.parent()?).ok()?;
        if std::fs::metadata(path).is_ok_and(|file| file.len() > LARGEST) {
            std::fs::remove_file(path).ok()?;
        }
        let connection = Connection::open(path).ok()?;
        connection.busy_timeout(PATIENCE).ok()?;
        // What a power cut takes away is scored again.
        let layout = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
            CREATE TABLE IF NOT EXISTS scores (key TEXT PRIMARY KEY, score TEXT NOT NULL) WITHOUT ROWID;";
        connection.execute_batch(layout).ok()?;
        Some(Arc::new(Self {
            connection: Mutex::new(connection),
        }))
    }

    /// A scorer that asks `scorer` only about what is not known. `digest` is that of the plugin's file.
    pub fn scorer(
        self: &Arc<Self>,
        scorer: Arc<dyn Scorer>,
        digest: &str,
        settings: &JsonText,
    ) -> Arc<dyn Scorer> {
        Arc::new(CachedScorer {
            cache: Arc::clone(self),
            scorer,
            prefix: format!("{digest}\n{}\n", settings.as_str()),
        })
    }

    fn known(&self, keys: &[String]) -> rusqlite::Result<Vec<Option<Score>>> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let mut select = transaction.prepare_cached("SELECT score FROM scores WHERE key = ?1")?;
        keys.iter()
            .map(|key| {
                let text: Option<String> = select.query_row([key], |row| row.get(0)).optional()?;
                Ok(text.and_then(|text| read(&text)))
            })
            .collect()
    }

    fn keep(&self, scores: &[(&String, &Score)]) -> rusqlite::Result<()> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        {
            let insert = "INSERT OR REPLACE INTO scores (key, score) VALUES (?1, ?2)";
            let mut insert = transaction.prepare_cached(insert)?;
            for (key, score) in scores {
                insert.execute(params![key, written(score)])?;
            }
        }
        transaction.commit()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

struct CachedScorer {
    cache: Arc<ScoreCache>,
    scorer: Arc<dyn Scorer>,
    prefix: String,
}

impl CachedScorer {
    /// Of all that a plugin sees of an example.
    fn key(&self, example: &Example) -> String {
        let PlainExample {
            id,
            messages,
            extra,
        } = PlainExample::of(example);
        let mut key = Digest::new()
            .part(self.prefix.as_bytes())
            .part(id.as_bytes())
            .part(extra.unwrap_or_default().as_bytes());
        for message in messages {
            key = key
                .part(message.role.as_bytes())
                .part(message.content.as_bytes())
                .part(message.extra.unwrap_or_default().as_bytes());
        }
        key.finish()
    }
}

impl Scorer for CachedScorer {
    fn name(&self) -> &str {
        self.scorer.name()
    }

    fn score(&self, batch: &[Example]) -> Result<Vec<Score>, StageError> {
        let keys: Vec<String> = batch.iter().map(|example| self.key(example)).collect();
        let Ok(known) = self.cache.known(&keys) else {
            return self.scorer.score(batch);
        };
        let unknown: Vec<Example> = batch
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(example, _)| example.clone())
            .collect();
        if unknown.is_empty() {
            return Ok(known.into_iter().flatten().collect());
        }
        let fresh = self.scorer.score(&unknown)?;
        let lacking = keys.iter().zip(&known).filter(|(_, known)| known.is_none());
        let kept: Vec<(&String, &Score)> = lacking.map(|(key, _)| key).zip(&fresh).collect();
        // What can not be kept is scored again next time.
        let _ = self.cache.keep(&kept);
        let mut fresh = fresh.into_iter();
        Ok(known
            .into_iter()
            .filter_map(|known| known.or_else(|| fresh.next()))
            .collect())
    }
}

/// A score as the cache keeps it. The value stands as its bits, so that it comes back the same.
fn written(score: &Score) -> String {
    let Score {
        value,
        marks,
        note,
        extra,
    } = score;
    serde_json::json!([value.to_bits(), marks, note, extra.to_text()]).to_string()
}

fn read(text: &str) -> Option<Score> {
    let (bits, marks, note, extra): (u64, Vec<String>, Option<String>, String) =
        serde_json::from_str(text).ok()?;
    Some(Score {
        value: f64::from_bits(bits),
        marks,
        note,
        extra: Extra::parse(&extra).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tunesmith_core::{
        Example, Extra, JsonText, Message, Role, Score, Scorer, StageError, StageFailure,
    };

    use super::ScoreCache;

    /// Counts what it is asked; refuses the text "bad".
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Scorer for Counting {
        fn name(&self) -> &str {
            "counting 1"
        }
        fn score(&self, batch: &[Example]) -> Result<Vec<Score>, StageError> {
            self.0.fetch_add(batch.len(), Ordering::Relaxed);
            let texts: Vec<String> = batch
                .iter()
                .map(|one| one.messages[0].plain_text())
                .collect();
            if texts.iter().any(|text| text == "bad") {
                return Err(StageError {
                    plugin: "counting 1".to_owned(),
                    call: "score-batch",
                    failure: StageFailure::Reported("bad".to_owned()),
                });
            }
            let score = |text: &String| Score {
                value: text.len() as f64 / 3.0,
                marks: vec![text.clone()],
                note: (text.len() > 1).then(|| "long".to_owned()),
                extra: Extra::parse(r#"{"a":[1,2.50]}"#).unwrap(),
            };
            Ok(texts.iter().map(score).collect())
        }
    }

    fn examples(texts: &[&str]) -> Vec<Example> {
        let example = |text: &&str| Example::from_messages(vec![Message::text(Role::User, *text)]);
        texts.iter().map(example).collect()
    }

    #[test]
    fn what_was_said_is_not_asked_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache/scores.db");
        let counting = Arc::new(Counting::default());
        let scorer = |settings: &str| {
            let cache = ScoreCache::open(&path).unwrap();
            let settings = JsonText::parse(settings).unwrap();
            cache.scorer(
                Arc::clone(&counting) as Arc<dyn Scorer>,
                "digest",
                &settings,
            )
        };
        let asked = || counting.0.swap(0, Ordering::Relaxed);
        let direct = Counting::default()
            .score(&examples(&["a", "bb", "c"]))
            .unwrap();
        assert_eq!(
            scorer("{}").score(&examples(&["a", "bb"])).unwrap(),
            direct[..2]
        );
        assert_eq!(asked(), 2);
        // Another process, in another order, one of them new.
        let mixed = scorer("{}").score(&examples(&["c", "bb", "a"])).unwrap();
        assert_eq!(
            mixed,
            [direct[2].clone(), direct[1].clone(), direct[0].clone()]
        );
        assert_eq!(asked(), 1);
        // Other settings are another question.
        scorer(r#"{"x":1}"#).score(&examples(&["a"])).unwrap();
        assert_eq!(asked(), 1);
    }

    #[test]
    fn failures_are_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let cache = ScoreCache::open(&folder.path().join("scores.db")).unwrap();
        let counting = Arc::new(Counting::default());
        let settings = JsonText::parse("{}").unwrap();
        let scorer = cache.scorer(
            Arc::clone(&counting) as Arc<dyn Scorer>,
            "digest",
            &settings,
        );
        for _ in 0..2 {
            scorer.score(&examples(&["a", "bad"])).unwrap_err();
        }
        assert_eq!(counting.0.load(Ordering::Relaxed), 4);
    }

    #[test]
    fn a_broken_file_costs_no_result() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scores.db");
        std::fs::write(
            &path,
            "no database at all, and long enough to be looked at as one",
        )
        .unwrap();
        assert!(ScoreCache::open(&path).is_none());
    }
}
