//! Does something again whenever a file of a folder changes, until Ctrl-C.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use notify_debouncer_full::notify::{self, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, new_debouncer};

use crate::env::Outcome;
use crate::error::CliError;

/// How long it must be quiet before the work begins: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// What wakes the loop.
enum Wake {
    Changed,
    Stop,
}

/// Calls `on_change` at once and after each change of a file below `folder`, but for those that `ignore` knows (its paths are
/// relative to the folder). Ends with Ctrl-C, which is no error: exit code 130.
pub(crate) fn watch(
    folder: &Path,
    ignore: impl Fn(&Path) -> bool + Send + 'static,
    on_change: impl FnMut(),
) -> Result<Outcome, CliError> {
    let (wake, woken) = mpsc::channel();
    let stop = wake.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| CliError::new(format!("no thread can be started: {error}")))?;
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            // Nobody listens any more if the loop has ended.
            let _ = stop.send(Wake::Stop);
        }
    });
    let outcome = watch_until(folder, ignore, on_change, wake, &woken);
    runtime.shutdown_background();
    outcome
}

fn watch_until(
    folder: &Path,
    ignore: impl Fn(&Path) -> bool + Send + 'static,
    mut on_change: impl FnMut(),
    wake: Sender<Wake>,
    woken: &Receiver<Wake>,
) -> Result<Outcome, CliError> {
    let cannot = |error: notify::Error| {
        CliError::new(format!("{} can not be watched: {error}", folder.display()))
            .help("without --watch it works all the same, once")
    };
    let root = folder
        .canonicalize()
        .map_err(|error| cannot(notify::Error::io(error)))?;
    let inside = root.clone();
    let changed = move |result: DebounceEventResult| {
        let is_change = match result {
            // Why not accesses: the work itself reads the files.
            Ok(events) => events
                .iter()
                .filter(|event| !event.kind.is_access())
                .flat_map(|event| &event.paths)
                .any(|path| !ignore(path.strip_prefix(&inside).unwrap_or(path))),
            // Something was missed: better once too often.
            Err(_) => true,
        };
        if is_change {
            // As above.
            let _ = wake.send(Wake::Changed);
        }
    };
    let mut watcher = new_debouncer(QUIET, None, changed).map_err(cannot)?;
    watcher
        .watch(&root, RecursiveMode::Recursive)
        .map_err(cannot)?;
    loop {
        on_change();
        // Several changes during the work are one reason to do it again.
        let mut next = woken.recv();
        while let Ok(Wake::Changed) = next {
            match woken.try_recv() {
                Ok(wake) => next = Ok(wake),
                Err(_) => break,
            }
        }
        if !matches!(next, Ok(Wake::Changed)) {
            return Ok(Outcome::Interrupted);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::mpsc;

    use super::{Wake, watch_until};
    use crate::env::Outcome;

    #[test]
    fn a_change_is_noticed_and_what_is_ignored_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (wake, woken) = mpsc::channel();
        let stop = wake.clone();
        let mut calls = 0;
        let outcome = watch_until(
            folder.path(),
            |path| path.starts_with("build"),
            || {
                calls += 1;
                match calls {
                    // The second call comes of `a`, and finds it; `build` alone would never bring it.
                    1 => {
                        fs::create_dir(folder.path().join("build")).unwrap();
                        fs::write(folder.path().join("build/b"), "").unwrap();
                        fs::write(folder.path().join("a"), "").unwrap();
                    }
                    2 => {
                        fs::write(folder.path().join("build/b"), "more").unwrap();
                        stop.send(Wake::Stop).unwrap();
                    }
                    _ => panic!("called for what is ignored"),
                }
            },
            wake,
            &woken,
        );
        assert_eq!(outcome.unwrap(), Outcome::Interrupted);
        assert_eq!(calls, 2);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let (wake, woken) = mpsc::channel();
        let error = watch_until(Path::new("no/such"), |_| false, || {}, wake, &woken);
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("no/such can not be watched: "), "{error}");
    }
}
