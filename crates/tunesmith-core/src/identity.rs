//! Names made of content: the same content has the same name on every machine, in every run.

use sha2::{Digest as _, Sha256};

use crate::format::openai_chat;
use crate::json_text::ObjectWriter;
use crate::{Example, Provenance};

/// A sha256 over parts. Each part is preceded by its length, so that no two lists of parts meet.
#[derive(Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Nothing hashed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The plain sha256 of one text, 64 hex digits: equal to what `sha256sum` prints.
    pub fn of_file(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    /// All 64 hex digits.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }

    /// The first eight bytes as a number, for rng seeds.
    pub fn number(self) -> u64 {
        let bytes = self.0.finalize();
        bytes
            .iter()
            .take(8)
            .fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string can not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// What makes two examples the same for training: everything that is exported, nothing that is not. 64 hex digits.
pub fn content_digest(example: &Example) -> String {
    Digest::new()
        .part(openai_chat::render(example).as_bytes())
        .finish()
}

/// The example's id: 24 hex digits over content and provenance. A second run, a resumed run and a merged run agree.
pub fn example_id(example: &Example) -> String {
    let mut digest = Digest::new().part(content_digest(example).as_bytes());
    if let Some(provenance) = &example.provenance {
        digest = digest.part(provenance_text(provenance).as_bytes());
    }
    let mut id = digest.finish();
    id.truncate(24);
    id
}

fn provenance_text(provenance: &Provenance) -> String {
    let Provenance {
        generator,
        plugin,
        plugin_digest,
        task,
        position,
        rng_seed,
        seed,
        requests,
    } = provenance;
    let mut writer = ObjectWriter::new();
    writer.string("generator", generator);
    writer.string("plugin", plugin);
    writer.string("plugin_digest", plugin_digest);
    writer.member("task", &task.to_string());
    writer.member("position", &position.to_string());
    writer.member("rng_seed", &rng_seed.to_string());
    if let Some(seed) = seed {
        writer.string("seed_path", &seed.path);
        writer.member("seed_line", &seed.line.to_string());
    }
    writer.string("requests", &requests.join(" "));
    writer.finish()
}
