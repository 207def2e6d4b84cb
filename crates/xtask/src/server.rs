//! A server started for the time of one command: waits for its `READY <url>`, keeps what it says in a log file, and stops it.
//!
//! Invariant: the server does not outlive us. Dropping [`Server`] stops it; and since its standard input is a pipe we hold,
//! a server that ends with its input (the model server does) also goes when we are killed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// How long a process that has closed its output may take to end.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How often we look whether a process has ended.
const LOOK: Duration = Duration::from_millis(20);

/// A server that serves.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// How long it may take to end after its input was closed, before it is killed.
    grace: Duration,
    /// What it printed after `READY`, such as `http://127.0.0.1:8082`.
    pub(crate) url: String,
}

impl Server {
    /// Starts it and waits until it serves. `what` names it in messages; `log` takes everything it prints; `patience` is for
    /// its start, `grace` for its end.
    ///
    /// # Errors
    /// When it can not be started, ends before it serves (with the end of its log), or is not ready in time.
    pub(crate) fn start(
        what: &str,
        command: &mut Command,
        log: &Path,
        patience: Duration,
        grace: Duration,
    ) -> Result<Self> {
        let cannot_log = |cause: std::io::Error| Failure::file("write", log, &cause);
        let log_of_stderr = File::create(log).map_err(cannot_log)?;
        let log_of_stdout = File::options().append(true).open(log).map_err(cannot_log)?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log_of_stderr)
            .spawn()
            .map_err(|cause| Failure::new(format!("cannot start {what}: {cause}")))?;
        let stdout = child.stdout.take().expect("stdout was asked to be piped");
        let mut server = Self {
            child,
            grace,
            url: String::new(),
        };
        let (sender, receiver) = channel();
        std::thread::spawn(move || keep_log(stdout, log_of_stdout, &sender));
        match receiver.recv_timeout(patience) {
            Ok(url) => {
                server.url = url;
                Ok(server)
            }
            Err(RecvTimeoutError::Timeout) => Err(Failure::new(format!(
                "{what} was not ready after {} s; the end of its log:\n{}",
                patience.as_secs(),
                tail(log)
            ))
            .help(format!("the whole log is `{}`", log.display()))),
            Err(RecvTimeoutError::Disconnected) => {
                let how = match end_within(&mut server.child, LAST_WORDS) {
                    Some(status) => format!("ended with {status}"),
                    None => "closed its output".to_owned(),
                };
                Err(Failure::new(format!(
                    "{what} {how} before it served; the end of its log:\n{}",
                    tail(log)
                ))
                .help(format!("the whole log is `{}`", log.display())))
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        if end_within(&mut self.child, self.grace).is_none() {
            // Errors mean that it is gone already, which is what we want.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Copies the server's output to its log; sends the url of the line `READY <url>` once.
fn keep_log(stdout: ChildStdout, mut log: File, ready: &Sender<String>) {
    for line in BufReader::new(stdout)
        .lines()
        .map_while(std::result::Result::ok)
    {
        if let Some(rest) = line.strip_prefix("READY ") {
            let url = rest.split_whitespace().next().unwrap_or_default();
            // Nobody listens after the first, or when we gave up waiting.
            let _ = ready.send(url.to_owned());
        }
        // A full disk must not stop the server.
        let _ = writeln!(log, "{line}");
    }
}

fn end_within(child: &mut Child, time: Duration) -> Option<std::process::ExitStatus> {
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() < time => std::thread::sleep(LOOK),
            Ok(None) | Err(_) => return None,
        }
    }
}

/// The last lines of a log, indented.
fn tail(log: &Path) -> String {
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.len().saturating_sub(15);
    lines[start..]
        .iter()
        .map(|line| format!("  | {line}\n"))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Asks a server on loopback for one path and gives the body of its answer.
///
/// # Errors
/// When it does not answer within ten seconds, or with another status than 200.
pub(crate) fn http_get(url: &str, path: &str) -> Result<String> {
    let cannot =
        |cause: &dyn std::fmt::Display| Failure::new(format!("cannot read {url}{path}: {cause}"));
    let address = url.strip_prefix("http://").unwrap_or(url);
    let mut stream = TcpStream::connect(address).map_err(|cause| cannot(&cause))?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .map_err(|cause| cannot(&cause))?;
    // HTTP/1.0 and `close`: the answer ends where the connection ends, and comes in one piece.
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .map_err(|cause| cannot(&cause))?;
    let mut answer = Vec::new();
    stream
        .read_to_end(&mut answer)
        .map_err(|cause| cannot(&cause))?;
    body_of(&String::from_utf8_lossy(&answer)).map_err(|status| cannot(&status))
}

/// The body of a 200 answer, or the status line of another.
fn body_of(answer: &str) -> std::result::Result<String, String> {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let status = head.lines().next().unwrap_or_default();
    match status.split_whitespace().nth(1) {
        Some("200") => Ok(body.to_owned()),
        _ => Err(format!("it answered {status:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const GRACE: Duration = Duration::from_secs(5);

    fn log(name: &str) -> PathBuf {
        let name = format!("tunesmith-xtask-{}-{name}.log", std::process::id());
        std::env::temp_dir().join(name)
    }

    #[test]
    #[cfg(unix)]
    fn a_server_is_ready_logged_and_ends_with_its_input() {
        let log = log("ready");
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "echo first; echo READY http://127.0.0.1:1 0.1s; cat; echo over",
        ]);
        let server = Server::start("a server", &mut command, &log, GRACE, GRACE).unwrap();
        assert_eq!(server.url, "http://127.0.0.1:1");
        let started = Instant::now();
        drop(server);
        assert!(started.elapsed() < GRACE, "it had to be killed");
    }

    #[test]
    #[cfg(unix)]
    fn a_server_that_dies_is_reported_with_the_end_of_its_log() {
        let log = log("dies");
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such model >&2; exit 3"]);
        let failure = Server::start("a server", &mut command, &log, GRACE, GRACE).unwrap_err();
        let message = failure.to_string();
        let expected = "error: a server ended with exit status: 3 before it served; \
                        the end of its log:\n  | no such model\n  help: the whole log is `";
        assert!(message.starts_with(expected), "{message}");
    }

    #[test]
    fn only_a_200_answer_has_a_body() {
        assert_eq!(body_of("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{}").unwrap(), "{}");
        assert_eq!(
            body_of("HTTP/1.1 503 Busy\r\n\r\n{}").unwrap_err(),
            "it answered \"HTTP/1.1 503 Busy\""
        );
        assert_eq!(body_of("").unwrap_err(), "it answered \"\"");
    }
}
