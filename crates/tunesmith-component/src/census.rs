//! How much code a file holds: counted in one quick pass, before a compiler takes minutes over a bomb.
//!
//! Compilers are linear in ordinary code and are not in code made for the purpose: a function's locals times its branches is
//! the size of tables they keep, and a million empty functions cost as much as a large program.

use wasmparser::{BinaryReaderError, Parser, Payload};

/// What of a file costs a compiler time, over all modules inside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Functions with a body.
    pub functions: u64,
    /// Bytes of the longest body.
    pub longest_body: u64,
    /// Bytes of a body times its locals, the most of any function.
    pub tangle: u64,
}

impl Census {
    /// The most functions. Interpreters compiled into plugins have some twenty thousand.
    pub const MOST_FUNCTIONS: u64 = 100_000;
    /// The longest body. The main loop of an interpreter has some hundred thousand bytes.
    pub const LONGEST_BODY: u64 = 1 << 20;
    /// The largest product of bytes and locals.
    pub const MOST_TANGLE: u64 = 1 << 29;

    /// Counts.
    ///
    /// # Errors
    /// When the file is broken; then no engine compiles any of it.
    pub fn of(bytes: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut census = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            let Payload::CodeSectionEntry(body) = payload? else {
                continue;
            };
            let length = body.range().len() as u64;
            let mut locals = 0_u64;
            for group in body.get_locals_reader()? {
                locals += u64::from(group?.0);
            }
            census.functions += 1;
            census.longest_body = census.longest_body.max(length);
            census.tangle = census.tangle.max(length.saturating_mul(locals));
        }
        Ok(census)
    }

    /// What of it is too much, in words that follow the name of the file.
    pub fn too_much(&self) -> Option<String> {
        let Self {
            functions,
            longest_body,
            tangle,
        } = *self;
        if functions > Self::MOST_FUNCTIONS {
            let most = Self::MOST_FUNCTIONS;
            return Some(format!(
                "has {functions} functions; a plugin has at most {most}"
            ));
        }
        if longest_body > Self::LONGEST_BODY {
            let most = Self::LONGEST_BODY;
            return Some(format!(
                "has a function of {longest_body} bytes; a plugin's have at most {most}"
            ));
        }
        (tangle > Self::MOST_TANGLE).then(|| {
            "has a function with so many variables and so much code that compiling it would take minutes"
                .to_owned()
        })
    }
}
