//! The rubric: what is looked at, what each level means, and examples that show how it is used.
//!
//! Invariant: names are unique, lower case and kebab, so that `<name>_reason` and `<name>_score` never collide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Lowest and highest level.
pub(crate) const LOWEST: u8 = 1;
pub(crate) const HIGHEST: u8 = 5;

const MOST_DIMENSIONS: usize = 12;
const LONGEST_NAME: usize = 40;

/// What levels mean where a dimension does not say so.
pub(crate) const GENERIC_LEVELS: [&str; 5] = [
    "not at all",
    "mostly not",
    "partly",
    "mostly, with small faults",
    "fully",
];

/// One thing the judge looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Lower case words joined by `-`; figures and marks are named after it.
    pub name: String,
    /// What the judge asks itself.
    pub question: String,
    /// How much it counts beside the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// What 1, 2, 3, 4 and 5 mean; none, or all five.
    #[serde(default)]
    pub levels: Vec<String>,
}

fn one() -> f64 {
    1.0
}

/// An answer with its verdict, to show the model what is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// What was asked.
    pub user: String,
    /// What was answered.
    pub assistant: String,
    /// By dimension: why, and how good.
    pub verdict: BTreeMap<String, ShotVerdict>,
}

/// What a shot says of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShotVerdict {
    /// Why.
    pub reason: String,
    /// 1 to 5.
    pub score: u8,
}

impl Dimension {
    /// The name as it stands in answers and figures: `_` for `-`, which conditions can not hold in a name.
    pub(crate) fn key(&self) -> String {
        self.name.replace('-', "_")
    }

    /// What a level means.
    pub(crate) fn level(&self, level: u8) -> &str {
        let at = usize::from(level.clamp(LOWEST, HIGHEST) - LOWEST);
        self.levels
            .get(at)
            .map_or(GENERIC_LEVELS[at], String::as_str)
    }
}

/// Says what is wrong with a rubric.
pub(crate) fn check(rubric: &[Dimension]) -> Result<(), String> {
    if rubric.is_empty() || rubric.len() > MOST_DIMENSIONS {
        return Err(format!(
            "`rubric` has {} dimensions; 1 to {MOST_DIMENSIONS} are possible",
            rubric.len()
        ));
    }
    for (at, dimension) in rubric.iter().enumerate() {
        let name = &dimension.name;
        let is_kebab = name.len() <= LONGEST_NAME
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && !name.ends_with('-')
            && !name.contains("--")
            && name
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        if !is_kebab {
            return Err(format!(
                "`rubric` names a dimension `{name}`; a name is lower case words joined by `-`, at most {LONGEST_NAME} characters"
            ));
        }
        if rubric[..at].iter().any(|it| it.name == *name) {
            return Err(format!("`rubric` has two dimensions named `{name}`"));
        }
        if dimension.question.trim().is_empty() {
            return Err(format!("`question` of `{name}` in `rubric` is empty"));
        }
        if !(dimension.weight > 0.0 && dimension.weight <= 1000.0) {
            return Err(format!(
                "`weight` of `{name}` in `rubric` is {}; it must be above 0 and at most 1000",
                dimension.weight
            ));
        }
        let levels = dimension.levels.len();
        let any_empty = dimension.levels.iter().any(|it| it.trim().is_empty());
        if (levels != 0 && levels != usize::from(HIGHEST)) || any_empty {
            return Err(format!(
                "`levels` of `{name}` in `rubric` must be empty or say what each of 1 to 5 means; it has {levels} texts"
            ));
        }
    }
    Ok(())
}

/// What answers of an assistant are usually judged by.
pub(crate) fn default_rubric() -> Vec<Dimension> {
    let dimension = |name: &str, question: &str, weight: f64, levels: [&str; 5]| Dimension {
        name: name.to_owned(),
        question: question.to_owned(),
        weight,
        levels: levels.map(str::to_owned).to_vec(),
    };
    vec![
        dimension(
            "helpfulness",
            "Does the answer give the person what they asked for?",
            1.0,
            [
                "ignores the request or refuses it without need",
                "touches the request but leaves the person without what they need",
                "gives part of what was asked",
                "gives what was asked, a small part is missing",
                "gives all that was asked and nothing beside the point",
            ],
        ),
        dimension(
            "correctness",
            "Is what the answer says true, and does it agree with what was given?",
            2.0,
            [
                "its main statement is wrong or invented",
                "several statements are wrong",
                "mostly right, with one fault that matters",
                "right, with a small slip",
                "everything it says is right",
            ],
        ),
        dimension(
            "clarity",
            "Is the answer easy to read and to follow?",
            1.0,
            [
                "can not be understood",
                "hard to follow, breaks off or repeats itself",
                "understandable with effort",
                "clear, a little too long or too short",
                "clear, in good order and of fitting length",
            ],
        ),
    ]
}

/// One good and one poor answer, so that both ends of the scale are seen.
pub(crate) fn default_shots() -> Vec<Shot> {
    let shot = |user: &str, assistant: &str, verdict: [(&str, &str, u8); 3]| Shot {
        user: user.to_owned(),
        assistant: assistant.to_owned(),
        verdict: verdict
            .into_iter()
            .map(|(name, reason, score)| {
                let reason = reason.to_owned();
                (name.to_owned(), ShotVerdict { reason, score })
            })
            .collect(),
    };
    vec![
        shot(
            "How many legs does a spider have, and is it an insect?",
            "Spiders are insects with six legs.",
            [
                (
                    "helpfulness",
                    "It takes up both questions but sends the person away misinformed.",
                    2,
                ),
                (
                    "correctness",
                    "Spiders have eight legs and are no insects.",
                    1,
                ),
                ("clarity", "It is one plain sentence about spiders.", 5),
            ],
        ),
        shot(
            "How do I keep basil fresh?",
            "Cut the stems, put them into a glass of water and leave it on the table, not in the fridge. Change the water every two days.",
            [
                (
                    "helpfulness",
                    "It gives steps for the basil that can be done at once.",
                    5,
                ),
                (
                    "correctness",
                    "Water and room temperature do keep basil fresh.",
                    5,
                ),
                (
                    "clarity",
                    "The steps for the basil are short and in order.",
                    5,
                ),
            ],
        ),
    ]
}
