//! What plugins write for people, on its way to the caller. Nothing here can change a result.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Lines of one call that reach the sink; further ones are dropped.
const MOST_LINES: usize = 100;
/// Lines of one plugin that reach the sink, over all its calls; then one that says so, and no more.
const MOST_LINES_OF_A_PLUGIN: usize = 1_000;
/// Bytes of one line; the rest is cut.
const LONGEST_LINE: usize = 2000;

/// How loud a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// For the plugin's author.
    Debug,
    /// Worth knowing.
    Info,
    /// Probably not what was meant.
    Warn,
    /// Went wrong.
    Error,
}

/// One line a plugin wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// The plugin as `name version`; its origin before it has said what it is.
    pub plugin: &'a str,
    /// How loud.
    pub level: LogLevel,
    /// The text, at most 2,000 bytes.
    pub text: &'a str,
}

/// Takes lines as they come, from any thread.
pub type LogSink = Arc<dyn Fn(&LogLine<'_>) + Send + Sync>;

/// What is counted of one plugin over all its instances: the lines it wrote, and the most memory one of them had.
pub(crate) struct Tally {
    plugin: Arc<str>,
    lines: AtomicUsize,
    memory: AtomicUsize,
}

impl Tally {
    pub(crate) fn new(plugin: Arc<str>) -> Arc<Self> {
        Arc::new(Self {
            plugin,
            lines: AtomicUsize::new(0),
            memory: AtomicUsize::new(0),
        })
    }

    /// `name version`; its origin before it has said what it is.
    pub(crate) fn name(&self) -> &str {
        &self.plugin
    }

    /// An instance has this many bytes of memory.
    pub(crate) fn has_memory(&self, bytes: usize) {
        self.memory.fetch_max(bytes, Ordering::Relaxed);
    }

    /// The most any instance had.
    pub(crate) fn most_memory(&self) -> usize {
        self.memory.load(Ordering::Relaxed)
    }

    fn say(&self, sink: &LogSink, level: LogLevel, text: &str) {
        let plugin = &*self.plugin;
        let (level, text) = match self.lines.fetch_add(1, Ordering::Relaxed) {
            ..MOST_LINES_OF_A_PLUGIN => (level, text),
            MOST_LINES_OF_A_PLUGIN => (
                LogLevel::Warn,
                "it has written 1,000 lines; what else it writes is dropped",
            ),
            _ => return,
        };
        sink(&LogLine {
            plugin,
            level,
            text,
        });
    }
}

/// One instance's log.
pub(crate) struct Log {
    tally: Arc<Tally>,
    /// Who reads the lines; nobody where the plugin was not granted to be heard.
    sink: Option<LogSink>,
    lines: usize,
    last_words: Option<String>,
}

impl Log {
    pub(crate) fn new(tally: Arc<Tally>, sink: Option<LogSink>) -> Self {
        Self {
            tally,
            sink,
            lines: 0,
            last_words: None,
        }
    }

    /// A call begins: nothing was said yet.
    pub(crate) fn begin_call(&mut self) {
        self.lines = 0;
        self.last_words = None;
    }

    pub(crate) fn write(&mut self, level: LogLevel, text: &str) {
        let text = &text[..text.floor_char_boundary(LONGEST_LINE)];
        if level == LogLevel::Error {
            self.last_words = Some(text.to_owned());
        }
        self.lines += 1;
        if let Some(sink) = &self.sink
            && self.lines <= MOST_LINES
        {
            self.tally.say(sink, level, text);
        }
    }

    /// The last error of this call: the panic message, if it ended in one.
    pub(crate) fn last_words(&self) -> Option<&str> {
        self.last_words.as_deref()
    }
}
