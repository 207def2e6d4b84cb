//! The list of families.

mod arrangement;
mod calendar;
mod kinship;
mod ordering;
mod probability;
mod schedule;
mod sequences;
mod sets;
mod strings;
mod truth;
mod units;

use crate::draw::Draw;
use crate::problem::Problem;

/// A family of problems.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) build: fn(&mut Draw) -> Problem,
}

/// All families, in the order they take turns.
pub(crate) const FAMILIES: [Family; 10] = [
    Family {
        name: "ordering",
        build: ordering::build,
    },
    Family {
        name: "sets",
        build: sets::build,
    },
    Family {
        name: "calendar",
        build: calendar::build,
    },
    Family {
        name: "units",
        build: units::build,
    },
    Family {
        name: "sequences",
        build: sequences::build,
    },
    Family {
        name: "probability",
        build: probability::build,
    },
    Family {
        name: "strings",
        build: strings::build,
    },
    Family {
        name: "truth",
        build: truth::build,
    },
    Family {
        name: "kinship",
        build: kinship::build,
    },
    Family {
        name: "schedule",
        build: schedule::build,
    },
];

/// Their names.
pub(crate) const NAMES: [&str; 10] = [
    "ordering",
    "sets",
    "calendar",
    "units",
    "sequences",
    "probability",
    "strings",
    "truth",
    "kinship",
    "schedule",
];
