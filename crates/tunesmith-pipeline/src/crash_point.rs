//! Named places where a test may end the process, to prove that nothing is lost there.

/// Where a run is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrashPoint {
    /// The reservation is on disk; the request is about to be sent.
    Reserved,
    /// The reply has arrived and is not on disk yet.
    ReplyReceived,
    /// The reply is on disk and nobody has seen it yet.
    ReplyCommitted,
    /// An output stands under its temporary name.
    OutputWritten,
    /// An output has its final name.
    OutputRenamed,
}

impl CrashPoint {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Reserved,
        Self::ReplyReceived,
        Self::ReplyCommitted,
        Self::OutputWritten,
        Self::OutputRenamed,
    ];

    /// The name tests use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::ReplyReceived => "reply-received",
            Self::ReplyCommitted => "reply-committed",
            Self::OutputWritten => "output-written",
            Self::OutputRenamed => "output-renamed",
        }
    }
}

/// Called at every crash point; does nothing in a real run.
pub type AtCrashPoint = fn(CrashPoint);
