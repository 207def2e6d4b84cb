//! What one call of a plugin may use, and the limiter that says no to memory.

use std::time::Duration;

use wasmtime::ResourceLimiter;

/// Entries of all tables together of one instance. A table entry costs the host 8 bytes.
const MOST_TABLE_ENTRIES: usize = 1_000_000;

/// What one call of a plugin may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wall time of one call, whatever the size of its batch. Measured in steps of 10 ms.
    pub time: Duration,
    /// Memory of one instance, all its memories together.
    pub memory_mib: u64,
    /// What one call may answer: the bytes of its texts and lists.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(2),
            memory_mib: 256,
            output_bytes: 16 << 20,
        }
    }
}

impl Limits {
    pub(crate) fn time_ms(&self) -> u64 {
        u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX)
    }
}

/// The guest wanted more memory than it may have; ends the call.
#[derive(Debug, thiserror::Error)]
#[error("the memory limit is reached")]
pub(crate) struct MemoryRefused;

/// Counts what one instance has, over all its memories and tables.
pub(crate) struct Limiter {
    memory: usize,
    memory_left: usize,
    table_entries_left: usize,
}

impl Limiter {
    pub(crate) fn new(limits: &Limits) -> Self {
        let memory = limits.memory_mib.saturating_mul(1 << 20);
        Self {
            memory: usize::try_from(memory).unwrap_or(usize::MAX),
            memory_left: usize::try_from(memory).unwrap_or(usize::MAX),
            table_entries_left: MOST_TABLE_ENTRIES,
        }
    }

    /// Bytes of all memories together.
    pub(crate) fn memory_used(&self) -> usize {
        self.memory - self.memory_left
    }
}

fn take(left: &mut usize, current: usize, desired: usize) -> wasmtime::Result<bool> {
    match left.checked_sub(desired.saturating_sub(current)) {
        Some(rest) => {
            *left = rest;
            Ok(true)
        }
        // An error rather than `false`: a guest told "no" panics, which would look like a defect of its own.
        None => Err(MemoryRefused.into()),
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        take(&mut self.memory_left, current, desired)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        take(&mut self.table_entries_left, current, desired)
    }

    fn instances(&self) -> usize {
        100
    }

    fn tables(&self) -> usize {
        100
    }

    fn memories(&self) -> usize {
        20
    }
}

#[cfg(test)]
mod tests {
    use wasmtime::ResourceLimiter as _;

    use super::{Limiter, Limits};

    #[test]
    fn all_memories_count_together() {
        let mut limiter = Limiter::new(&Limits {
            memory_mib: 3,
            ..Limits::default()
        });
        assert!(limiter.memory_growing(0, 2 << 20, None).unwrap());
        assert!(limiter.memory_growing(0, 1 << 20, None).unwrap());
        assert!(
            limiter
                .memory_growing(1 << 20, (1 << 20) + 1, None)
                .is_err()
        );
    }
}
