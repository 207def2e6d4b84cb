//! The budget: money is reserved before a request is sent and settled after the reply, so that it can not be overshot.
//!
//! Amounts are whole millionths of a US dollar, rounded up. One token at 1 USD per million tokens costs exactly one.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;
use tunesmith_core::format::openai_chat;
use tunesmith_core::{Request, Usage};

use crate::recipe::PriceRecipe;

/// What one reply cost. A server that does not count is taken at the reserved amount.
pub(crate) fn cost(price: Option<PriceRecipe>, usage: Usage, reserved: i64) -> i64 {
    match price {
        None => 0,
        Some(_) if usage == Usage::default() => reserved,
        Some(price) => amount(price, usage.prompt_tokens, usage.completion_tokens),
    }
}

/// The most a request can cost: a token is at least one byte, so its bytes bound its tokens. Prompt mode writes the schema into the
/// messages, and servers add framing, so both are allowed for.
pub(crate) fn bound(price: Option<PriceRecipe>, request: &Request, max_tokens: u32) -> i64 {
    let Some(price) = price else { return 0 };
    let schema = request
        .answer_schema
        .as_ref()
        .map_or(0, |schema| schema.as_str().len());
    let bytes = openai_chat::render_messages(&request.messages).len() + 2 * schema + 2048;
    amount(price, bytes as u64, u64::from(max_tokens))
}

fn amount(price: PriceRecipe, input_tokens: u64, output_tokens: u64) -> i64 {
    (price.input * input_tokens as f64 + price.output * output_tokens as f64).ceil() as i64
}

/// Says that the budget is used up: what was asked for would not fit any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exhausted {
    pub(crate) limit: i64,
    pub(crate) wanted: i64,
}

#[derive(Debug)]
struct Sums {
    spent: i64,
    reserved: i64,
}

/// What may be spent, what is spent and what is promised to requests in flight.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: Option<i64>,
    sums: Mutex<Sums>,
    settled: Notify,
}

impl Budget {
    /// `spent` is what earlier runs over the same journal have cost.
    pub(crate) fn new(limit_usd: Option<f64>, spent: i64) -> Self {
        let limit = limit_usd.map(|usd| (usd * 1e6).floor() as i64);
        Self {
            limit,
            sums: Mutex::new(Sums { spent, reserved: 0 }),
            settled: Notify::new(),
        }
    }

    fn sums(&self) -> std::sync::MutexGuard<'_, Sums> {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets `amount` aside. Waits where it would fit once requests in flight are settled below what is reserved for them.
    pub(crate) async fn reserve(&self, amount: i64) -> Result<(), Exhausted> {
        let Some(limit) = self.limit else {
            self.sums().reserved += amount;
            return Ok(());
        };
        loop {
            let settled = self.settled.notified();
            {
                let mut sums = self.sums();
                if sums.spent + sums.reserved + amount <= limit {
                    sums.reserved += amount;
                    return Ok(());
                }
                if sums.spent + amount > limit || sums.reserved == 0 {
                    return Err(Exhausted {
                        limit,
                        wanted: amount,
                    });
                }
            }
            settled.await;
        }
    }

    /// Turns a reservation into what it really cost.
    pub(crate) fn settle(&self, reserved: i64, cost: i64) {
        let mut sums = self.sums();
        sums.reserved -= reserved;
        sums.spent += cost;
        drop(sums);
        self.settled.notify_waiters();
    }

    /// Spent so far, over all runs on this journal.
    pub(crate) fn spent(&self) -> i64 {
        self.sums().spent
    }
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{JsonText, Message, Request, Role, Usage};

    use super::{Budget, Exhausted, bound, cost};
    use crate::recipe::PriceRecipe;

    const PRICE: Option<PriceRecipe> = Some(PriceRecipe {
        input: 0.15,
        output: 0.60,
    });

    #[test]
    fn a_request_never_costs_more_than_its_bound() {
        let schema = JsonText::parse(r#"{"type":"object"}"#).unwrap();
        let request = Request {
            messages: vec![Message::text(Role::User, "日本語 text")],
            answer_schema: Some(schema),
            ..Request::default()
        };
        let reserved = bound(PRICE, &request, 100);
        let most = Usage {
            prompt_tokens: "日本語 text".len() as u64 + 50,
            completion_tokens: 100,
        };
        assert!(cost(PRICE, most, reserved) <= reserved);
        assert_eq!(
            cost(PRICE, Usage::default(), reserved),
            reserved,
            "no count from the server: the bound is charged"
        );
        assert_eq!(cost(None, most, 0), 0);
    }

    #[tokio::test]
    async fn waits_for_settlement_and_then_refuses() {
        let budget = Budget::new(Some(0.000_1), 0);
        budget.reserve(60).await.unwrap();
        let second = budget.reserve(60);
        tokio::pin!(second);
        assert!(
            futures_util::FutureExt::now_or_never(second.as_mut()).is_none(),
            "60 + 60 does not fit into 100, but may once the first is settled"
        );
        budget.settle(60, 10);
        second.await.unwrap();
        budget.settle(60, 60);
        assert_eq!(
            budget.reserve(31).await,
            Err(Exhausted {
                limit: 100,
                wanted: 31
            })
        );
        budget.reserve(30).await.unwrap();
        assert_eq!(budget.spent(), 70);
    }
}
