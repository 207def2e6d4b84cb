//! Asks models by way of the journal: look up, reserve, send, commit, and only then read.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tunesmith_core::format::openai_chat;
use tunesmith_core::{
    Digest, JsonText, Model, ModelError, Purpose, RawReply, Reading, Reply, Request,
};

use crate::budget::{Budget, Exhausted, bound, cost};
use crate::crash_point::{AtCrashPoint, CrashPoint};
use crate::error::RunError;
use crate::health::Health;
use crate::journal::{Journal, JournalError, Reservation};
use crate::progress::Progress;
use crate::recipe::PriceRecipe;
use crate::stop::{Stop, Stopped};

/// A model with what the recipe says of it.
pub(crate) struct ModelStage {
    pub(crate) model: Arc<dyn Model>,
    pub(crate) price: Option<PriceRecipe>,
    pub(crate) max_tokens: u32,
    /// How often a request is tried at most: a try that brings nothing may be billed all the same.
    pub(crate) max_attempts: u32,
    /// Requests on their way at the same time. Whoever waits here when the run is stopped has sent nothing yet.
    pub(crate) connections: tokio::sync::Semaphore,
    pub(crate) health: Health,
    pub(crate) probed: tokio::sync::OnceCell<()>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) reply: Reply,
    /// Keys of the exchanges it took, in order.
    pub(crate) keys: Vec<String>,
    /// Why no server answered, where that is so. Then the row is failed, not excluded: another run may fare better.
    pub(crate) unanswered: Option<String>,
}

enum Exchange {
    Replied(RawReply),
    NoReply(String),
}

/// Everything that asking needs, shared by all tasks of a run.
pub(crate) struct Asker {
    pub(crate) journal: Journal,
    pub(crate) budget: Budget,
    pub(crate) models: BTreeMap<String, ModelStage>,
    pub(crate) replay: bool,
    pub(crate) stop: Stop,
    pub(crate) progress: Arc<Progress>,
    pub(crate) at_crash_point: AtCrashPoint,
    /// Invariant: two tasks that ask the same thing at the same time pay once; the second finds the first one's reply.
    pub(crate) asking: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

impl Asker {
    /// Asks, and lets the model correct an answer that does not fit. `sample` tells apart tasks that ask the very same thing.
    pub(crate) async fn ask(
        &self,
        alias: &str,
        mut request: Request,
        sample: u64,
    ) -> Result<Asked, Stopped> {
        let stage = &self.models[alias];
        if request.answer_schema.is_some() {
            self.probe(alias, stage).await?;
        }
        request.max_tokens.get_or_insert(stage.max_tokens);
        let mut keys = Vec::new();
        loop {
            let key = request_key(stage.model.id(), &request, sample);
            keys.push(key.clone());
            let raw = match self.exchange_once(alias, stage, &request, &key).await? {
                Exchange::Replied(raw) => raw,
                Exchange::NoReply(why) => {
                    return Ok(Asked {
                        reply: Reply::Failed(why.clone()),
                        keys,
                        unanswered: Some(why),
                    });
                }
            };
            match stage.model.read(&request, &raw) {
                Reading::Reply(reply) => {
                    return Ok(Asked {
                        reply,
                        keys,
                        unanswered: None,
                    });
                }
                Reading::AskAgain(_) if request.purpose == Purpose::Correct => {
                    let why = "the corrected answer does not fit its schema either".to_owned();
                    return Ok(Asked {
                        reply: Reply::Failed(why),
                        keys,
                        unanswered: None,
                    });
                }
                Reading::AskAgain(correction) => request = correction,
            }
        }
    }

    /// Finds out once what the model's server can do. The probe goes through the journal like any request, so a replay knows too.
    async fn probe(&self, alias: &str, stage: &ModelStage) -> Result<(), Stopped> {
        let learn = || async {
            let Some(mut probe) = stage.model.probe() else {
                return Ok(());
            };
            probe.max_tokens.get_or_insert(stage.max_tokens);
            let key = request_key(stage.model.id(), &probe, 0);
            if let Exchange::Replied(raw) = self.exchange(alias, stage, &probe, &key).await? {
                stage.model.learn(&raw);
            }
            Ok(())
        };
        stage.probed.get_or_try_init(learn).await?;
        Ok(())
    }

    async fn exchange_once(
        &self,
        alias: &str,
        stage: &ModelStage,
        request: &Request,
        key: &str,
    ) -> Result<Exchange, Stopped> {
        let turn = {
            let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(asking.entry(key.to_owned()).or_default())
        };
        let exchange = {
            let _turn = turn.lock().await;
            self.exchange(alias, stage, request, key).await
        };
        self.asking
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
        exchange
    }

    async fn exchange(
        &self,
        alias: &str,
        stage: &ModelStage,
        request: &Request,
        key: &str,
    ) -> Result<Exchange, Stopped> {
        if let Some(raw) = self.on_disk(self.journal.reply(key))? {
            self.progress.found_in_journal();
            return Ok(Exchange::Replied(raw));
        }
        if self.replay {
            let failure = self.on_disk(self.journal.failure(key))?;
            return Ok(Exchange::NoReply(failure.unwrap_or_else(|| {
                "the journal has no reply to this request, and --replay forbids asking".to_owned()
            })));
        }
        if self.stop.is_set() {
            return Err(Stopped);
        }
        let max_tokens = request.max_tokens.unwrap_or(stage.max_tokens);
        let once = bound(stage.price, request, max_tokens);
        let all_tries = once.saturating_mul(i64::from(stage.max_attempts));
        let reserved = tokio::select! {
            reserved = self.budget.reserve(all_tries) => reserved,
            () = self.stop.wait() => return Err(Stopped),
        };
        if let Err(exhausted) = reserved {
            // Journalled like any failure, so that a replay tells the same.
            let why = self.budget_words(exhausted);
            self.on_disk(
                self.journal
                    .reserve(reservation(stage, request, key, 0))
                    .await,
            )?;
            self.on_disk(self.journal.fail(key, &why, 0).await)?;
            return Ok(Exchange::NoReply(why));
        }
        let settled = self.send(alias, stage, request, key, once).await;
        let cost = settled.as_ref().map_or(0, |(cost, _)| *cost);
        self.budget.settle(all_tries, cost);
        self.progress.spent(self.budget.spent());
        settled.map(|(_, exchange)| exchange)
    }

    /// Sends, with the reservation on disk before and the outcome on disk after. Gives the cost beside the outcome. `once` is the most
    /// that one try can cost.
    async fn send(
        &self,
        alias: &str,
        stage: &ModelStage,
        request: &Request,
        key: &str,
        once: i64,
    ) -> Result<(i64, Exchange), Stopped> {
        let all_tries = once.saturating_mul(i64::from(stage.max_attempts));
        self.on_disk(
            self.journal
                .reserve(reservation(stage, request, key, all_tries))
                .await,
        )?;
        (self.at_crash_point)(CrashPoint::Reserved);
        let connection = tokio::select! {
            biased;
            () = self.stop.wait() => {
                let why = "the run was stopped before this was sent";
                self.on_disk(self.journal.fail(key, why, 0).await)?;
                return Err(Stopped);
            }
            connection = stage.connections.acquire() => connection,
        };
        self.progress.sent();
        let outcome = stage.model.send(request).await;
        drop(connection);
        self.progress.came_back(outcome.is_ok());
        let lost = |tries: u32| once.saturating_mul(i64::from(tries));
        match outcome {
            Ok(raw) => {
                (self.at_crash_point)(CrashPoint::ReplyReceived);
                let cost = cost(stage.price, raw.usage, once) + lost(raw.lost_tries);
                self.on_disk(self.journal.answer(key, &raw, cost).await)?;
                (self.at_crash_point)(CrashPoint::ReplyCommitted);
                stage.health.success(1);
                Ok((cost, Exchange::Replied(raw)))
            }
            Err(error) => {
                let cost = lost(error.lost_tries);
                self.on_disk(self.journal.fail(key, &error.message, cost).await)?;
                let exchange = self.no_reply(alias, stage, error)?;
                Ok((cost, exchange))
            }
        }
    }

    /// A journal that can not be used stops the run.
    fn on_disk<T>(&self, outcome: Result<T, JournalError>) -> Result<T, Stopped> {
        outcome.map_err(|error| self.stop.now(error.into()))
    }

    fn no_reply(
        &self,
        alias: &str,
        stage: &ModelStage,
        error: ModelError,
    ) -> Result<Exchange, Stopped> {
        let alias = alias.to_owned();
        if error.kind.stops_the_run() {
            return Err(self.stop.now(RunError::Model { alias, error }));
        }
        match stage.health.failure() {
            Some(times) => Err(self.stop.now(RunError::ModelAlwaysFails {
                alias,
                times,
                error,
            })),
            None => Ok(Exchange::NoReply(error.message)),
        }
    }

    fn budget_words(&self, Exhausted { limit, wanted }: Exhausted) -> String {
        let usd = |micro: i64| micro as f64 / 1e6;
        format!(
            "the budget of ${} is used up: ${:.4} is spent and this request could cost ${:.4}; raise it with --budget and run again",
            usd(limit),
            usd(self.budget.spent()),
            usd(wanted)
        )
    }
}

fn reservation(stage: &ModelStage, request: &Request, key: &str, reserved: i64) -> Reservation {
    Reservation {
        key: key.to_owned(),
        model: stage.model.id().to_owned(),
        label: request.label.clone(),
        purpose: purpose_name(request.purpose),
        body: body_text(request),
        reserved,
    }
}

fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Ask => "ask",
        Purpose::Correct => "correct",
        Purpose::Probe => "probe",
    }
}

/// The request's name in the journal: model, messages, schema, sampling and sample number.
fn request_key(model: &str, request: &Request, sample: u64) -> String {
    let digest = Digest::new()
        .part(model.as_bytes())
        .part(body_text(request).as_bytes())
        .part(&sample.to_le_bytes());
    let mut key = digest.finish();
    key.truncate(40);
    key
}

/// The request as JSON: what decides the answer, nothing else.
fn body_text(request: &Request) -> String {
    let Request {
        label: _,
        messages,
        answer_schema,
        temperature,
        max_tokens,
        extra,
        purpose: _,
    } = request;
    let number = |number: Option<String>| number.unwrap_or_else(|| "null".to_owned());
    format!(
        r#"{{"messages":{},"answer_schema":{},"temperature":{},"max_tokens":{},"extra":{}}}"#,
        openai_chat::render_messages(messages),
        answer_schema.as_ref().map_or("null", JsonText::as_str),
        number(temperature.map(|temperature| serde_json::Value::from(temperature).to_string())),
        number(max_tokens.map(|tokens| tokens.to_string())),
        extra.to_text(),
    )
}
