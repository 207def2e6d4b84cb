//! A model server on loopback that answers what the test scripts: normal completions, errors, cut bodies, silence.
//!
//! HTTP/1.1 with keep-alive, written by hand so that it can also be broken. Request bodies need a `Content-Length`. It runs on a thread of
//! its own, so it serves tests with and without a runtime and is not touched by a paused clock. It ends when it is dropped.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

pub use crate::answer::deterministic_json;

/// One request as the server got it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Counts from 0 over all connections.
    pub ordinal: usize,
    /// `GET`, `POST`.
    pub method: String,
    /// With the query.
    pub path: String,
    /// Names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub text: String,
    /// The body as JSON; `null` where it is none.
    pub body: Value,
    /// When it was read.
    pub at: Instant,
}

impl Request {
    /// The first header of this name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Response {
    /// Status, further headers, body.
    Json(u16, Vec<(String, String)>, Value),
    /// These bytes, head and all, then the connection is closed.
    Raw(Vec<u8>),
    /// 200 and the length of this body, but only its first bytes; then the connection is closed.
    CutAfter(usize, Value),
    /// Never answers; the connection stays open.
    Hang,
    /// The other response, later.
    Delay(Duration, Box<Response>),
    /// Closes the connection without a byte.
    CloseAtOnce,
}

impl Response {
    /// 200 with this body.
    pub fn ok(body: Value) -> Self {
        Self::Json(200, Vec::new(), body)
    }

    /// An error in the shape OpenAI gives it.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = json!({"error": {"message": message, "type": "invalid_request_error", "param": null, "code": code}});
        Self::Json(status, Vec::new(), body)
    }

    /// The same with one more header; only for `Json`.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Json(_, headers, _) = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// A chat completion with this text.
pub fn completion(text: &str) -> Response {
    completion_with_usage(text, 10, 5)
}

/// A chat completion with this text and these token counts.
pub fn completion_with_usage(text: &str, prompt_tokens: u64, completion_tokens: u64) -> Response {
    Response::ok(json!({
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "test",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": null}, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
        },
    }))
}

/// Answers every chat completion with [`deterministic_json`] and `/v1/models` with one model, `test`.
pub fn deterministic(request: &Request) -> Response {
    match request.path.as_str() {
        "/v1/models" => {
            Response::ok(json!({"object": "list", "data": [{"id": "test", "object": "model"}]}))
        }
        "/v1/chat/completions" => {
            let text = deterministic_json(&request.body);
            completion_with_usage(&text, request.text.len() as u64 / 4, text.len() as u64 / 4)
        }
        other => Response::error(404, "not_found", &format!("no such path: {other}")),
    }
}

type Handler = dyn Fn(&Request) -> Response + Send + Sync;

struct Shared {
    handler: Box<Handler>,
    log: Mutex<Vec<Request>>,
    keep_log: bool,
    count: AtomicUsize,
    in_flight: AtomicUsize,
    most_in_flight: AtomicUsize,
    connections: AtomicUsize,
}

/// A running server.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts on a free port; returns when it listens.
    pub fn start(handler: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        Self::listen(0, true, handler).expect("loopback has a free port")
    }

    /// Starts on this port (0: a free one). Without `keep_log` requests are only counted, which long measurements want.
    pub fn listen(
        port: u16,
        keep_log: bool,
        handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            log: Mutex::default(),
            keep_log,
            count: AtomicUsize::new(0),
            in_flight: AtomicUsize::new(0),
            most_in_flight: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
        });
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                runtime.block_on(async {
                    tokio::select! {
                        () = accept(listener, shared) => {}
                        _ = stopped => {}
                    }
                });
            }
        });
        Ok(Self {
            address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:PORT`, without `/v1`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.shared
            .log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.shared.count.load(Ordering::SeqCst)
    }

    /// The most requests that were being answered at the same moment.
    pub fn most_at_once(&self) -> usize {
        self.shared.most_in_flight.load(Ordering::SeqCst)
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Serves until the process ends.
    pub fn serve_for_ever(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the server thread has been printed by then.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens any more if the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let listener = tokio::net::TcpListener::from_std(listener)
        .expect("the listener is non-blocking and the runtime runs");
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        shared.connections.fetch_add(1, Ordering::SeqCst);
        // Why: without it small answers wait for the other side's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        tokio::spawn(serve(stream, Arc::clone(&shared)));
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer, &shared).await {
        let now = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_in_flight.fetch_max(now, Ordering::SeqCst);
        let response = (shared.handler)(&request);
        if shared.keep_log {
            shared
                .log
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(request);
        }
        let keep_open = answer(&mut stream, response, &shared).await;
        if !keep_open {
            return;
        }
    }
}

/// Does what is scripted; says whether the connection may go on.
async fn answer(stream: &mut TcpStream, mut response: Response, shared: &Shared) -> bool {
    while let Response::Delay(wait, then) = response {
        tokio::time::sleep(wait).await;
        response = *then;
    }
    let (bytes, keep_open) = match response {
        Response::Json(status, headers, body) => {
            let body = body.to_string();
            (render(status, &headers, body.len(), body.as_bytes()), true)
        }
        Response::CutAfter(length, body) => {
            let body = body.to_string();
            (
                render(
                    200,
                    &[],
                    body.len(),
                    &body.as_bytes()[..length.min(body.len())],
                ),
                false,
            )
        }
        Response::Raw(bytes) => (bytes, false),
        Response::CloseAtOnce => (Vec::new(), false),
        Response::Hang => {
            // Until the client gives up and closes, or the server ends.
            let _ = stream.read(&mut [0; 64]).await;
            (Vec::new(), false)
        }
        Response::Delay(..) => unreachable!("unwrapped above"),
    };
    // Why: counted down before the write, or a client that is quick to go on would look like two at once.
    shared.in_flight.fetch_sub(1, Ordering::SeqCst);
    let written = stream.write_all(&bytes).await;
    if !keep_open {
        let _ = stream.shutdown().await;
    }
    written.is_ok() && keep_open
}

fn render(status: u16, headers: &[(String, String)], length: usize, body: &[u8]) -> Vec<u8> {
    let mut head = format!(
        "HTTP/1.1 {status} Scripted\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n"
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// The next request on this connection; `None` at its end or where the bytes are not HTTP.
async fn read_request(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    shared: &Shared,
) -> Option<Request> {
    let head_end = loop {
        match buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(at) => break at + 4,
            None if stream.read_buf(buffer).await.ok()? == 0 => return None,
            None => {}
        }
    };
    let head = String::from_utf8(buffer[..head_end].to_vec()).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ').map(str::to_owned);
    let (method, path) = (first.next()?, first.next()?);
    let pairs = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<(String, String)> = pairs
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(Some(0), |(_, value)| value.parse().ok())?;
    while buffer.len() < head_end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let text = String::from_utf8(buffer[head_end..head_end + length].to_vec()).ok()?;
    buffer.drain(..head_end + length);
    let body = serde_json::from_str(&text).unwrap_or_default();
    let ordinal = shared.count.fetch_add(1, Ordering::SeqCst);
    Some(Request {
        ordinal,
        method,
        path,
        headers,
        text,
        body,
        at: Instant::now(),
    })
}
