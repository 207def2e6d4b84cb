//! Finds the Python that the demo's model server and the reading of a journal run in.

use std::process::{Command, Stdio};

/// Programs to try, and what makes one of them new enough.
const PYTHONS: [&str; 2] = ["python3", "python"];
const NEW_ENOUGH: &str = "import sys; sys.exit(sys.version_info < (3, 9))";

/// The first Python on the path that is 3.9 or later.
pub(crate) fn find() -> Option<&'static str> {
    PYTHONS.into_iter().find(|python| {
        Command::new(python)
            .args(["-c", NEW_ENOUGH])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}
