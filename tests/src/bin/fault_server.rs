//! The deterministic model server as a process: `fault_server [--port 0] [--latency-ms 0] [--log FILE]`.
//!
//! Prints `READY http://127.0.0.1:PORT` on stdout when it listens. With `--log` the body of each chat completion request is appended to
//! the file as one line before it is answered, so that a test that kills the client can count what was asked. It serves until killed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use tunesmith_tests::server::{Request, Response, Server, deterministic};

#[derive(Default)]
struct Settings {
    port: u16,
    latency: Duration,
    log: Option<String>,
}

fn main() -> ExitCode {
    match read_settings(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nowhere is left to say it if stderr is closed.
            let _ = writeln!(io::stderr(), "fault_server: {message}");
            ExitCode::from(2)
        }
    }
}

fn read_settings(mut words: impl Iterator<Item = String>) -> Result<Settings, String> {
    let mut settings = Settings::default();
    while let Some(word) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{word} needs a value"))?;
        let number = || {
            value
                .parse::<u64>()
                .map_err(|error| format!("{word} {value}: {error}"))
        };
        match word.as_str() {
            "--port" => {
                let port = u16::try_from(number()?);
                settings.port = port.map_err(|error| format!("--port {value}: {error}"))?;
            }
            "--latency-ms" => settings.latency = Duration::from_millis(number()?),
            "--log" => settings.log = Some(value),
            _ => {
                return Err(format!(
                    "{word} is not known; there are --port, --latency-ms and --log"
                ));
            }
        }
    }
    Ok(settings)
}

fn run(settings: Settings) -> Result<(), String> {
    let Settings { port, latency, log } = settings;
    let log = match log {
        None => None,
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(&path);
            Some(Mutex::new(
                file.map_err(|error| format!("opening {path}: {error}"))?,
            ))
        }
    };
    let handler = move |request: &Request| {
        if let Some(log) = log.as_ref().filter(|_| request.method == "POST") {
            write_line(log, request);
        }
        let response = deterministic(request);
        if latency.is_zero() {
            response
        } else {
            Response::Delay(latency, Box::new(response))
        }
    };
    let server = Server::listen(port, false, handler)
        .map_err(|error| format!("listening on port {port}: {error}"))?;
    writeln!(io::stdout(), "READY {}", server.url())
        .map_err(|error| format!("writing to stdout: {error}"))?;
    server.serve_for_ever();
    Ok(())
}

/// One write call for the whole line, unbuffered: it is with the kernel when this returns.
fn write_line(log: &Mutex<File>, request: &Request) {
    let mut line = request.body.to_string();
    line.push('\n');
    let mut file = log.lock().expect("no holder of the log panics");
    file.write_all(line.as_bytes())
        .expect("the log can be written");
}
