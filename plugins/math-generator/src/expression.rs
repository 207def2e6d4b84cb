//! Arithmetic as a tree: rendered with as few parentheses as needed, evaluated step by step.

use std::fmt;

use crate::fraction::Fraction;
use crate::problem::Step;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

impl Operator {
    fn sign(self) -> char {
        match self {
            Self::Plus => '+',
            Self::Minus => '-',
            Self::Times => '×',
            Self::Over => '÷',
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Plus => "Add",
            Self::Minus => "Subtract",
            Self::Times => "Multiply",
            Self::Over => "Divide",
        }
    }

    fn binds_tightly(self) -> bool {
        matches!(self, Self::Times | Self::Over)
    }

    fn apply(self, left: Fraction, right: Fraction) -> Option<Fraction> {
        match self {
            Self::Plus => left.plus(right),
            Self::Minus => left.minus(right),
            Self::Times => left.times(right),
            Self::Over => left.over(right),
        }
    }
}

/// An expression over whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Number(i128),
    Operation(Operator, Box<Expression>, Box<Expression>),
}

impl Expression {
    pub(crate) fn plus(self, right: impl Into<Self>) -> Self {
        Self::Operation(Operator::Plus, Box::new(self), Box::new(right.into()))
    }

    pub(crate) fn minus(self, right: impl Into<Self>) -> Self {
        Self::Operation(Operator::Minus, Box::new(self), Box::new(right.into()))
    }

    pub(crate) fn times(self, right: impl Into<Self>) -> Self {
        Self::Operation(Operator::Times, Box::new(self), Box::new(right.into()))
    }

    pub(crate) fn over(self, right: impl Into<Self>) -> Self {
        Self::Operation(Operator::Over, Box::new(self), Box::new(right.into()))
    }

    /// One step for each operation in the order of evaluation, left before right, inside before outside.
    pub(crate) fn steps(&self) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        self.evaluate(&mut steps)?;
        Some(steps)
    }

    fn evaluate(&self, steps: &mut Vec<Step>) -> Option<Fraction> {
        match self {
            Self::Number(value) => Some(Fraction::whole(*value)),
            Self::Operation(operator, left, right) => {
                let (left, right) = (left.evaluate(steps)?, right.evaluate(steps)?);
                let result = operator.apply(left, right)?;
                let (lead, sign) = (operator.lead(), operator.sign());
                let text = format!("{lead}: {left} {sign} {right} = ");
                steps.push(Step {
                    text,
                    result,
                    unit: "",
                });
                Some(result)
            }
        }
    }
}

impl From<i128> for Expression {
    fn from(value: i128) -> Self {
        Self::Number(value)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => write!(f, "{value}"),
            Self::Operation(operator, left, right) => {
                write_operand(f, left, |inner| {
                    operator.binds_tightly() && !inner.binds_tightly()
                })?;
                write!(f, " {} ", operator.sign())?;
                write_operand(f, right, |inner| match operator {
                    Operator::Plus => false,
                    Operator::Minus | Operator::Times => !inner.binds_tightly(),
                    Operator::Over => true,
                })
            }
        }
    }
}

fn write_operand(
    f: &mut fmt::Formatter<'_>,
    operand: &Expression,
    needs_parentheses: impl Fn(Operator) -> bool,
) -> fmt::Result {
    match operand {
        Expression::Operation(inner, ..) if needs_parentheses(*inner) => write!(f, "({operand})"),
        Expression::Operation(..) | Expression::Number(_) => write!(f, "{operand}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn number(value: i128) -> Expression {
        value.into()
    }

    #[test]
    fn writes_only_the_parentheses_it_needs() {
        let sum = || number(1).plus(2);
        let product = || number(3).times(4);
        let cases = [
            (sum().plus(product()), "1 + 2 + 3 × 4"),
            (sum().times(product()), "(1 + 2) × 3 × 4"),
            (product().minus(sum()), "3 × 4 - (1 + 2)"),
            (product().over(sum()), "3 × 4 ÷ (1 + 2)"),
            (product().over(product()), "3 × 4 ÷ (3 × 4)"),
            (sum().minus(product()), "1 + 2 - 3 × 4"),
        ];
        for (expression, text) in cases {
            assert_eq!(expression.to_string(), text);
        }
    }

    #[test]
    fn steps_follow_the_order_of_evaluation() {
        let expression = number(2).times(number(3).plus(number(8).over(4))).minus(1);
        let steps = expression.steps().unwrap();
        let lines: Vec<String> = steps
            .iter()
            .map(|step| format!("{}{}", step.text, step.result))
            .collect();
        assert_eq!(
            lines,
            [
                "Divide: 8 ÷ 4 = 2",
                "Add: 3 + 2 = 5",
                "Multiply: 2 × 5 = 10",
                "Subtract: 10 - 1 = 9"
            ]
        );
    }
}
