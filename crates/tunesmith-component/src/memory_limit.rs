//! Writes a limit into a core module: what it asks for beyond that it does not get. For the page, because a browser asks nobody before
//! memory grows.

use wasm_encoder::{MemorySection, MemoryType, Module, RawSection};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// Bytes of a page of WebAssembly memory, unless the module says otherwise.
const PAGE: u64 = 1 << 16;

/// The module with each of its memories limited to `bytes`. A lower limit of its own stays.
///
/// # Errors
/// When the module is broken.
pub fn with_memory_limit(module: &[u8], bytes: u64) -> Result<Vec<u8>, BinaryReaderError> {
    let mut limited = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Payload::MemorySection(memories) = payload else {
            if let Some((id, range)) = payload.as_section() {
                let data = &module[range];
                limited.section(&RawSection { id, data });
            }
            continue;
        };
        let mut section = MemorySection::new();
        for memory in memories {
            let memory = memory?;
            let page = memory.page_size_log2.map_or(PAGE, |log2| 1 << log2);
            let most = bytes / page;
            section.memory(MemoryType {
                minimum: memory.initial,
                // A memory that begins larger can not be made; the engine says so.
                maximum: Some(memory.maximum.map_or(most, |own| own.min(most))),
                memory64: memory.memory64,
                shared: memory.shared,
                page_size_log2: memory.page_size_log2,
            });
        }
        limited.section(&section);
    }
    Ok(limited.finish())
}

#[cfg(test)]
mod tests {
    use wasmparser::{Parser, Payload};

    use super::with_memory_limit;

    /// A module with these memories, a custom section before and after them.
    fn module(memories: &[u8]) -> Vec<u8> {
        let size = u8::try_from(memories.len()).unwrap();
        let before = b"\0asm\x01\0\0\0\0\x03\x01ax\x05".as_slice();
        [before, &[size], memories, b"\0\x03\x01by"].concat()
    }

    fn maximum(module: &[u8]) -> Vec<Option<u64>> {
        let payloads = Parser::new(0).parse_all(module);
        let memories = payloads.filter_map(|payload| match payload.unwrap() {
            Payload::MemorySection(memories) => Some(memories),
            _ => None,
        });
        memories
            .flatten()
            .map(|memory| memory.unwrap().maximum)
            .collect()
    }

    #[test]
    fn memories_are_limited_and_the_rest_stays() {
        let limited = with_memory_limit(&module(b"\x01\0\x01"), 1 << 18).unwrap();
        assert_eq!(maximum(&limited), [Some(4)]);
        assert_eq!(limited, module(b"\x01\x01\x01\x04"));
        // Its own limit is lower, or higher.
        let own = |limit: u8| module(&[1, 1, 1, limit]);
        assert_eq!(with_memory_limit(&own(2), 1 << 18).unwrap(), own(2));
        assert_eq!(with_memory_limit(&own(9), 1 << 18).unwrap(), own(4));
        let without = b"\0asm\x01\0\0\0";
        assert_eq!(with_memory_limit(without, 1 << 18).unwrap(), without);
        with_memory_limit(b"\0asm\x01\0\0\0\x05\xff", 1).unwrap_err();
    }
}
