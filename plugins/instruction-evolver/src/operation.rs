//! The six ways in which an instruction evolves: five in depth, one in breadth.

use serde::{Deserialize, Serialize};

/// One way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// One more constraint or requirement.
    AddConstraints,
    /// The same question, deeper and wider.
    Deepen,
    /// Particular instead of general.
    Concretise,
    /// More steps to think.
    MoreReasoning,
    /// Data to work on.
    ComplicateInput,
    /// Another, rarer instruction of the same domain.
    Breadth,
}

/// All of them, in the order of the documentation.
pub(crate) const ALL: [Operation; 6] = [
    Operation::AddConstraints,
    Operation::Deepen,
    Operation::Concretise,
    Operation::MoreReasoning,
    Operation::ComplicateInput,
    Operation::Breadth,
];

impl Operation {
    /// As recipes and metadata write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AddConstraints => "add-constraints",
            Self::Deepen => "deepen",
            Self::Concretise => "concretise",
            Self::MoreReasoning => "more-reasoning",
            Self::ComplicateInput => "complicate-input",
            Self::Breadth => "breadth",
        }
    }

    /// What the model is told to do.
    pub(crate) fn change(self) -> &'static str {
        match self {
            Self::AddConstraints => {
                "add one or two conditions the result must meet, in 10 to 20 words"
            }
            Self::Deepen => {
                "ask about the same matter more deeply and widely, with 10 to 20 words more"
            }
            Self::Concretise => {
                "replace what is general by something particular: a person, place, number or case"
            }
            Self::MoreReasoning => {
                "make it need two or three steps of thinking, with 10 to 20 words more"
            }
            Self::ComplicateInput => "make it work on data, and give the data",
            Self::Breadth => {
                "invent a different, rarer one from the same field, about as long and as hard"
            }
        }
    }

    /// Whether the result is another instruction, not a harder version of the same.
    pub(crate) fn is_breadth(self) -> bool {
        self == Self::Breadth
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn names_are_what_settings_say() {
        for operation in ALL {
            assert_eq!(serde_json::to_value(operation).unwrap(), operation.name());
        }
    }
}
