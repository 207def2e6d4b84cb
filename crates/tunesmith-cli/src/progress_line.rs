//! Shows how a run goes: a bar on a terminal, a line now and then elsewhere.

use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tunesmith_pipeline::{Progress, ProgressSnapshot};

use crate::text::clock;

const REDRAW: Duration = Duration::from_millis(120);
const LINE_EVERY: Duration = Duration::from_secs(10);

/// Draws until it is dropped or aborted.
pub(crate) async fn show(progress: Arc<Progress>, terminal: bool) {
    let started = Instant::now();
    let target = if terminal {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    // The template is ours and constant.
    bar.set_style(
        ProgressStyle::with_template("{bar:24} {msg}")
            .expect("the template is valid")
            .progress_chars("━╸─"),
    );
    let clear = ClearOnDrop(bar.clone());
    let mut next_line = started + LINE_EVERY;
    loop {
        tokio::time::sleep(REDRAW).await;
        let now = progress.snapshot();
        let words = words(&now, started.elapsed());
        // The words first: the bar redraws when its position moves.
        clear.0.set_message(words.clone());
        bar.set_length(now.tasks);
        bar.set_position(now.tasks_done);
        if !terminal && Instant::now() >= next_line {
            next_line += LINE_EVERY;
            anstream::eprintln!("{words}");
        }
    }
}

struct ClearOnDrop(ProgressBar);

impl Drop for ClearOnDrop {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// `120/2000 tasks  11.8/s  ETA 2:39  kept 96  excluded 23  failed 1  $0.0123  8 in flight`
fn words(now: &ProgressSnapshot, elapsed: Duration) -> String {
    let rate = now.tasks_done as f64 / elapsed.as_secs_f64().max(0.001);
    let left = now.tasks.saturating_sub(now.tasks_done);
    let eta = if rate > 0.0 {
        clock((left as f64 / rate).ceil() as u64)
    } else {
        "?".to_owned()
    };
    format!(
        "{}/{} tasks  {rate:.1}/s  ETA {eta}  kept {}  excluded {}  failed {}  ${:.4}  {} in flight",
        now.tasks_done, now.tasks, now.kept, now.excluded, now.failed, now.spent_usd, now.in_flight
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tunesmith_pipeline::ProgressSnapshot;

    use super::words;

    #[test]
    fn tells_rate_eta_and_spend() {
        let now = ProgressSnapshot {
            tasks: 200,
            tasks_done: 50,
            kept: 40,
            excluded: 9,
            failed: 1,
            spent_usd: 0.25,
            in_flight: 8,
            ..Default::default()
        };
        let expected =
            "50/200 tasks  10.0/s  ETA 0:15  kept 40  excluded 9  failed 1  $0.2500  8 in flight";
        assert_eq!(words(&now, Duration::from_secs(5)), expected);
    }
}
