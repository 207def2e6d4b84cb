//! One problem with its worked solution, before it becomes a conversation.

use crate::fraction::Fraction;

/// A question, its solution step by step, and the exact answer.
///
/// Invariant: the last step's result is the answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    pub(crate) question: String,
    /// What has to be computed, without words.
    pub(crate) expression: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) answer: Fraction,
}

/// One line of a solution: words and a computation that ends in `= `, then its result, then a unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) result: Fraction,
    pub(crate) unit: &'static str,
}

impl Problem {
    /// Takes the answer from the last step; `None` if there is no step.
    pub(crate) fn new(question: String, expression: String, steps: Vec<Step>) -> Option<Self> {
        let answer = steps.last()?.result;
        Some(Self {
            question,
            expression,
            steps,
            answer,
        })
    }

    /// What the assistant writes: the steps if wanted, then the answer. A flaw makes it one too high.
    pub(crate) fn solution(&self, worked: bool, flaw: Option<Flaw>) -> Option<String> {
        let wrong = self.answer.plus(Fraction::whole(1))?;
        let mut lines: Vec<String> = Vec::new();
        for (position, step) in self.steps.iter().enumerate().filter(|_| worked) {
            let last = position + 1 == self.steps.len();
            let flawed = last && flaw == Some(Flaw::Step);
            let result = if flawed { wrong } else { step.result };
            lines.push(format!("{}{result}{}", step.text, step.unit));
        }
        let answer = if flaw.is_some() { wrong } else { self.answer };
        lines.push(format!("Answer: {answer}"));
        Some(lines.join("\n"))
    }
}

/// Where a deliberate mistake begins. The answer is wrong in both cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// In the last step.
    Step,
    /// In the answer only; all steps are right.
    Answer,
}

/// A step whose result is a whole number.
pub(crate) fn step(text: String, result: i128, unit: &'static str) -> Step {
    Step {
        text,
        result: Fraction::whole(result),
        unit,
    }
}
