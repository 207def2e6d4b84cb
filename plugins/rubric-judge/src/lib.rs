//! Judges examples with a model by a rubric: for each dimension a reason and a score, for preference pairs a winner in both orders.
//!
//! The rubric is a setting; the default one asks for helpfulness, correctness and clarity. Invariant: what a batch holds never
//! changes an example's score, and one example without a verdict never costs its neighbours theirs.

mod prompt;
mod reading;
mod rubric;
mod settings;
mod transcript;
mod verdict;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tunesmith_plugin_sdk::{Description, Example, Judge, Message, Reply, Request, Score, Step};

pub use crate::rubric::{Dimension, Shot, ShotVerdict};
pub use crate::settings::{OnFailure, Pairs, Settings};
pub use crate::transcript::Material;

/// What may win a comparison.
pub(crate) const WINNERS: [&str; 3] = ["A", "B", "tie"];

/// The judge.
pub struct RubricJudge {
    settings: Settings,
}

/// What is known about one example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// `None` where there is nothing to judge.
    material: Option<Material>,
    /// So many opinions there would be if every request were answered well.
    wanted: usize,
    opinions: Vec<Opinion>,
    failures: Vec<String>,
}

/// What one reply says of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    /// Its place in the rubric.
    dimension: usize,
    /// 1 to 5; of a pair 0 to 1, how far the chosen ending wins.
    value: f64,
    reason: String,
    flipped: bool,
}

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    case: usize,
    /// Places in the rubric.
    dimensions: Vec<usize>,
    sample: u32,
    /// Whether the rejected ending stands first.
    flipped: bool,
}

/// What is known between two steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    cases: Vec<Case>,
    questions: Vec<Question>,
    corrected: bool,
}

impl Judge for RubricJudge {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "rubric-judge",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Lets a model judge examples by a rubric of your own, reasons before scores; preference pairs in both orders.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        Ok(Self { settings })
    }

    fn begin(&self, examples: &[Example]) -> Result<Step<State, Vec<Score>>, String> {
        let mut cases = Vec::new();
        let mut questions = Vec::new();
        for example in examples {
            let material = self.material(example);
            let asked = material
                .as_ref()
                .map_or_else(Vec::new, |it| self.questions(cases.len(), it));
            cases.push(Case {
                wanted: asked.iter().map(|it| it.dimensions.len()).sum(),
                material,
                opinions: Vec::new(),
                failures: Vec::new(),
            });
            questions.extend(asked);
        }
        if questions.is_empty() {
            return Ok(self.end(&cases));
        }
        let requests = questions
            .iter()
            .filter_map(|it| self.request(&cases, it))
            .collect();
        Ok(Step::Ask {
            requests,
            state: State {
                cases,
                questions,
                corrected: false,
            },
        })
    }

    fn resume(&self, state: State, replies: &[Reply]) -> Result<Step<State, Vec<Score>>, String> {
        let State {
            mut cases,
            questions,
            corrected,
        } = state;
        if replies.len() != questions.len() {
            let asked = questions.len();
            return Err(format!("{asked} requests, {} replies", replies.len()));
        }
        let (mut again, mut requests) = (Vec::new(), Vec::new());
        for (mut question, reply) in questions.into_iter().zip(replies) {
            let is_pair = cases
                .get(question.case)
                .and_then(|it| it.material.as_ref())
                .is_some_and(|it| it.endings.is_some());
            let read = reading::opinions(&self.settings, &question, is_pair, reply);
            let Some(request) = self.request(&cases, &question) else {
                return Err("the state has a question about nothing".to_owned());
            };
            let Some(case) = cases.get_mut(question.case) else {
                return Err("the state has a question about no example".to_owned());
            };
            case.opinions.extend(read.opinions);
            let Some(wrong) = read.wrong else {
                continue;
            };
            if read.can_improve && !corrected {
                requests.push(prompt::correction(request, &wrong));
                question.dimensions = read.missing;
                again.push(question);
            } else {
                case.failures.push(wrong);
            }
        }
        if again.is_empty() {
            return Ok(self.end(&cases));
        }
        Ok(Step::Ask {
            requests,
            state: State {
                cases,
                questions: again,
                corrected: true,
            },
        })
    }
}

impl RubricJudge {
    fn material(&self, example: &Example) -> Option<Material> {
        let Settings {
            reference,
            max_chars,
            ..
        } = &self.settings;
        let ending = |name: &str| {
            let ending = example.extra.get(name).and_then(Value::as_array)?;
            let messages = ending.iter().filter_map(|it| Message::from_value(it).ok());
            Some(messages.collect::<Vec<Message>>())
        };
        let chosen = ending("preferred_output");
        let rejected = ending("non_preferred_output");
        match (chosen, rejected) {
            (Some(chosen), Some(rejected)) if self.settings.pairs == Pairs::Compare => {
                transcript::of_pair(example, [&chosen, &rejected], reference, *max_chars)
            }
            (Some(chosen), Some(_)) => transcript::of_chat(example, &chosen, reference, *max_chars),
            _ => transcript::of_chat(example, &[], reference, *max_chars),
        }
    }

    /// All that is asked about one example.
    fn questions(&self, case: usize, material: &Material) -> Vec<Question> {
        let dimensions: Vec<usize> = (0..self.settings.rubric.len()).collect();
        let groups: Vec<Vec<usize>> = if self.settings.per_dimension {
            dimensions.into_iter().map(|it| vec![it]).collect()
        } else {
            vec![dimensions]
        };
        let orders = match &material.endings {
            None => vec![false],
            Some(_) if self.settings.swap => vec![false, true],
            Some([chosen, rejected]) => vec![starts_flipped(chosen, rejected)],
        };
        let mut questions = Vec::new();
        for sample in 0..self.settings.samples {
            for flipped in &orders {
                for group in &groups {
                    questions.push(Question {
                        case,
                        dimensions: group.clone(),
                        sample,
                        flipped: *flipped,
                    });
                }
            }
        }
        questions
    }

    fn request(&self, cases: &[Case], question: &Question) -> Option<Request> {
        let material = cases.get(question.case)?.material.as_ref()?;
        let dimensions: Vec<&Dimension> = question
            .dimensions
            .iter()
            .filter_map(|at| self.settings.rubric.get(*at))
            .collect();
        Some(prompt::request(
            &self.settings,
            &dimensions,
            material,
            question,
        ))
    }

    /// The scores. Where no example has one, the judge gives up with the first reason; the host then knows why.
    fn end(&self, cases: &[Case]) -> Step<State, Vec<Score>> {
        let mut scores = Vec::new();
        let mut reasons = Vec::new();
        for case in cases {
            if case.material.is_none() {
                scores.push(verdict::nothing());
                continue;
            }
            scores.push(verdict::score(&self.settings, case).unwrap_or_else(|why| {
                reasons.push(why.clone());
                verdict::unjudged(&why)
            }));
        }
        match reasons.first() {
            Some(why)
                if reasons.len() == cases.len()
                    && self.settings.on_failure == OnFailure::GiveUp =>
            {
                Step::GiveUp(why.clone())
            }
            _ => Step::Done(scores),
        }
    }
}

/// Half of all pairs, always the same ones (FNV-1a).
fn starts_flipped(chosen: &str, rejected: &str) -> bool {
    let bytes = chosen.bytes().chain([0]).chain(rejected.bytes());
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    (hash ^ (hash >> 32)).count_ones() % 2 == 1
}

tunesmith_plugin_sdk::export!(judge: RubricJudge);

#[cfg(test)]
mod tests;
