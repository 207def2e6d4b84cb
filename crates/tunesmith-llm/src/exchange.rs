//! One HTTP exchange, and its retries. It knows URLs, bodies and statuses; what an answer means is the caller's.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Method, Response};

use crate::address::Address;
use crate::failure::{Asked, Failure, Received, Retry};
use crate::gate::Gate;
use crate::timing::wait_asked;
use crate::{ClientSettings, RetryTiming, Secret, SettingsError};

/// No answer of a model is that long; a server gone wild must not fill the memory.
const MOST_BYTES: usize = 64 << 20;

/// Speaks HTTP with one server.
pub(crate) struct Exchange {
    http: reqwest::Client,
    address: Address,
    key: Option<Secret>,
    gate: Gate,
    request_timeout: Duration,
    connect_timeout: Duration,
    max_attempts: u32,
    retry: RetryTiming,
}

/// What is asked of the server.
pub(crate) struct Call<'a> {
    /// Below the base URL.
    pub(crate) path: &'static str,
    /// The JSON of a `POST`; without it a `GET`.
    pub(crate) body: Option<String>,
    /// The model, for messages.
    pub(crate) model: Option<&'a str>,
    /// Fewer attempts for some failures.
    pub(crate) most_attempts: fn(&Failure) -> u32,
}

/// A call that failed for good.
pub(crate) struct CallFailed {
    pub(crate) failure: Failure,
    pub(crate) attempts: u32,
    /// Tries that may be billed although nothing came of them.
    pub(crate) lost: u32,
}

impl Exchange {
    pub(crate) fn new(settings: &ClientSettings) -> Result<Self, SettingsError> {
        let zero = |setting| Err(SettingsError::Zero { setting });
        if settings.concurrency == 0 {
            return zero("concurrency");
        }
        if settings.max_attempts == 0 {
            return zero("max_attempts");
        }
        let address = Address::parse(&settings.base_url)?;
        // It can be installed once per process; that somebody did so before is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("tunesmith/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.request_timeout)
            .pool_max_idle_per_host(settings.concurrency);
        if address.is_loopback {
            builder = builder.no_proxy();
            if !address.is_https {
                // Why: plain HTTP to this machine needs no trusted certificates, and a small container has none.
                builder = builder.tls_certs_only([]);
            }
        }
        let http = builder.build().map_err(|error| SettingsError::Tls {
            why: describe_build(&error),
        })?;
        Ok(Self {
            http,
            address,
            key: settings.key.clone(),
            gate: Gate::new(settings.concurrency),
            request_timeout: settings.request_timeout,
            connect_timeout: settings.connect_timeout,
            max_attempts: settings.max_attempts,
            retry: settings.retry,
        })
    }

    pub(crate) fn base_url(&self) -> &str {
        self.address.base()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.address.endpoint(path)
    }

    pub(crate) fn asked<'a>(&'a self, url: &'a str, model: Option<&'a str>) -> Asked<'a> {
        let Self {
            key,
            request_timeout,
            connect_timeout,
            ..
        } = self;
        Asked {
            url,
            model,
            key: key.as_ref(),
            request_timeout: *request_timeout,
            connect_timeout: *connect_timeout,
        }
    }

    /// Asks until `read` takes the answer or nothing more is worth trying. `read` says what is wrong with a body. Beside the answer
    /// stands how many tries before it may be billed.
    pub(crate) async fn call<T>(
        &self,
        call: &Call<'_>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<(T, u32), CallFailed> {
        let url = self.url(call.path);
        let asked = self.asked(&url, call.model);
        let (mut attempts, mut lost) = (0, 0);
        loop {
            attempts += 1;
            let permit = self.gate.enter().await;
            let outcome = self.once(call, asked).await;
            let failure =
                match outcome.and_then(|body| read(&body).map_err(|why| bad_body(&why, asked))) {
                    Ok(reply) => return Ok((reply, lost)),
                    Err(failure) => failure,
                };
            lost += u32::from(failure.kind.may_be_billed());
            let Retry::Later(asked_wait) = failure.retry else {
                return Err(CallFailed {
                    failure,
                    attempts,
                    lost,
                });
            };
            let wait = self.retry.wait(attempts, asked_wait, fastrand::f64());
            if failure.status == Some(429) && asked_wait.is_some() {
                self.gate.pause(wait);
            }
            drop(permit);
            if attempts >= self.max_attempts.min((call.most_attempts)(&failure)) {
                return Err(CallFailed {
                    failure,
                    attempts,
                    lost,
                });
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// One attempt: the body of a successful answer.
    async fn once(&self, call: &Call<'_>, asked: Asked<'_>) -> Result<String, Failure> {
        let method = if call.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let mut request = self.http.request(method, asked.url);
        if let Some(body) = &call.body {
            request = request
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(body.clone());
        }
        if let Some(key) = asked.key {
            request = request.bearer_auth(key.expose());
        }
        let response = request
            .send()
            .await
            .map_err(|error| Failure::from_transport(&error, None, asked))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = read_body(response, asked).await;
        if (200..300).contains(&status) {
            return body;
        }
        // What an error says is welcome, but a cut one is the same error.
        let body = body.unwrap_or_default();
        let wait = wait_asked(
            text(&headers, "retry-after-ms"),
            text(&headers, RETRY_AFTER.as_str()),
            SystemTime::now(),
        );
        Err(Failure::from_status(
            status,
            &body,
            wait,
            text(&headers, LOCATION.as_str()),
            asked,
        ))
    }
}

async fn read_body(mut response: Response, asked: Asked<'_>) -> Result<String, Failure> {
    let announced = response.content_length();
    let mut bytes = Vec::new();
    loop {
        let received = Received {
            bytes: bytes.len(),
            announced,
        };
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => return Err(Failure::from_transport(&error, Some(received), asked)),
        }
        if bytes.len() > MOST_BYTES {
            return Err(Failure::bad_reply(format!(
                "the answer is longer than {} MiB",
                MOST_BYTES >> 20
            )));
        }
    }
}

fn bad_body(why: &str, asked: Asked<'_>) -> Failure {
    let why = crate::secret::quote(why, asked.key, 300);
    Failure::bad_reply(format!(
        "{why}; look into the server's log, or whether base_url is right"
    ))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn describe_build(error: &reqwest::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}
