//! How long to wait before trying again: exponential backoff with full jitter, and what the server asks for. No waiting itself.

use std::time::{Duration, SystemTime};

/// The times between attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryTiming {
    /// The first wait is at most this long; every further one at most twice the one before.
    pub base: Duration,
    /// No wait of ours is longer.
    pub cap: Duration,
    /// No wait the server asks for (`Retry-After`) is longer.
    pub asked_cap: Duration,
}

impl Default for RetryTiming {
    /// 500 ms, 30 s, 120 s.
    fn default() -> Self {
        Self {
            base: Duration::from_millis(500),
            cap: Duration::from_secs(30),
            asked_cap: Duration::from_secs(120),
        }
    }
}

impl RetryTiming {
    /// The wait after this many attempts; `draw` is random in 0..1, `asked` is what the server wants at least.
    pub(crate) fn wait(&self, attempts: u32, asked: Option<Duration>, draw: f64) -> Duration {
        let doubled = 1_u32
            .checked_shl(attempts.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let ceiling = self.base.saturating_mul(doubled).min(self.cap);
        let ours = ceiling.mul_f64(draw);
        asked.map_or(ours, |asked| asked.min(self.asked_cap).max(ours))
    }
}

/// What the headers `retry-after-ms` and `retry-after` (seconds or an HTTP date) ask for; nothing where they are not understood.
pub(crate) fn wait_asked(
    milliseconds: Option<&str>,
    seconds_or_date: Option<&str>,
    now: SystemTime,
) -> Option<Duration> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let exact = milliseconds
        .and_then(number)
        .and_then(|milliseconds| Duration::try_from_secs_f64(milliseconds / 1000.0).ok());
    exact.or_else(|| {
        let text = seconds_or_date?;
        match number(text) {
            Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
            None => Some(
                httpdate::parse_http_date(text.trim())
                    .ok()?
                    .duration_since(now)
                    .unwrap_or_default(),
            ),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{RetryTiming, wait_asked};

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn grows_to_the_cap_and_spreads_over_all_of_it() {
        let timing = RetryTiming::default();
        let highest: Vec<Duration> = (1..=9)
            .map(|attempts| timing.wait(attempts, None, 1.0))
            .collect();
        assert_eq!(
            highest,
            [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000].map(ms)
        );
        assert_eq!(timing.wait(u32::MAX, None, 1.0), ms(30_000));
        assert_eq!(
            (timing.wait(3, None, 0.0), timing.wait(3, None, 0.25)),
            (ms(0), ms(500))
        );
    }

    #[test]
    fn never_shorter_than_asked_but_capped() {
        let timing = RetryTiming::default();
        assert_eq!(timing.wait(1, Some(ms(7000)), 0.5), ms(7000));
        assert_eq!(timing.wait(1, Some(ms(0)), 0.5), ms(250));
        assert_eq!(timing.wait(1, Some(ms(3_600_000)), 0.5), ms(120_000));
    }

    #[test]
    fn reads_what_the_server_asks() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let cases = [
            (None, Some("7"), Some(ms(7000))),
            (None, Some(" 1.5 "), Some(ms(1500))),
            (Some("40"), Some("7"), Some(ms(40))),
            (Some("soon"), Some("7"), Some(ms(7000))),
            (
                None,
                Some("Sun, 06 Nov 1994 08:50:37 GMT"),
                Some(ms(60_000)),
            ),
            (None, Some("Sun, 06 Nov 1994 08:49:00 GMT"), Some(ms(0))),
            (None, Some("-4"), None),
            (None, Some("1e400"), None),
            (None, Some("tomorrow"), None),
            (None, None, None),
        ];
        for (milliseconds, seconds_or_date, expected) in cases {
            assert_eq!(
                wait_asked(milliseconds, seconds_or_date, now),
                expected,
                "{milliseconds:?} {seconds_or_date:?}"
            );
        }
    }
}
