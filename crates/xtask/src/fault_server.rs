//! The fault server of tests/: an OpenAI-compatible server on loopback whose replies depend on the request alone.
//!
//! Its log has one line for each request for a completion, written before the reply is sent: it is the judge of what was
//! really asked.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::server::Server;
use crate::workspace::{Profile, Workspace};

/// Builds the program, in release mode so that it is never what a measurement waits for.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    workspace.build_program("tunesmith-tests", "fault_server", Profile::Release)
}

/// A running fault server and its log of requests.
#[derive(Debug)]
pub(crate) struct FaultServer {
    server: Server,
    requests: PathBuf,
}

impl FaultServer {
    /// Starts it on a free port; `requests` is the log it writes.
    ///
    /// # Errors
    /// When it does not come up within ten seconds.
    pub(crate) fn start(program: &Path, requests: &Path, latency_ms: u64) -> Result<Self> {
        let mut command = Command::new(program);
        command
            .args([
                "--port",
                "0",
                "--latency-ms",
                &latency_ms.to_string(),
                "--log",
            ])
            .arg(requests);
        let server = Server::start(
            "the fault server",
            &mut command,
            &requests.with_extension("server.log"),
            Duration::from_secs(10),
            Duration::ZERO,
        )?;
        Ok(Self {
            server,
            requests: requests.to_owned(),
        })
    }

    pub(crate) fn url(&self) -> &str {
        &self.server.url
    }

    /// How many requests for a completion have arrived until now.
    ///
    /// # Errors
    /// When the log can not be read.
    pub(crate) fn received(&self) -> Result<usize> {
        match std::fs::read(&self.requests) {
            Ok(log) => Ok(log.iter().filter(|&&byte| byte == b'\n').count()),
            Err(cause) => Err(Failure::file("read", &self.requests, &cause)),
        }
    }
}
