//! Unpacks a gzip file piece by piece.
//!
//! Why not by the browser: its `DecompressionStream` refuses files of several members, as `cat a.gz b.gz` and `bgzip` make them; and this is
//! the code of the command line, so both take the same files.

use std::io::Write;

use flate2::write::MultiGzDecoder;
use wasm_bindgen::prelude::*;

/// Unpacks one file.
#[wasm_bindgen]
pub struct Unpacker(MultiGzDecoder<Vec<u8>>);

#[wasm_bindgen]
impl Unpacker {
    /// Begins a file.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Unpacker {
        Self(MultiGzDecoder::new(Vec::new()))
    }

    /// Takes the next bytes of the file; gives what they unpack to, about a thousand times as much at the most.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<u8>, JsError> {
        self.0.write_all(bytes)?;
        Ok(std::mem::take(self.0.get_mut()))
    }

    /// Ends the file; gives what is left. Fails if the file is cut off.
    pub fn finish(self) -> Result<Vec<u8>, JsError> {
        Ok(self.0.finish()?)
    }
}
