//! What a rule is. Rules are plain statics with a function pointer; nothing registers itself.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::dataset::{Dataset, Follow};
use crate::record::Record;
use crate::report::Report;

/// One thing that can be wrong with a dataset. Its name is its code.
pub struct Rule {
    /// Says the defect, in kebab case.
    pub name: &'static str,
    /// The defect in one phrase, without a final period.
    pub summary: &'static str,
    /// The Markdown page: why it matters, a bad and a good example, the fix.
    pub page: &'static str,
    /// What it is about.
    pub group: Group,
    /// How bad the defect is where no profile says otherwise.
    pub severity: Severity,
    /// The release that brought it.
    pub since: &'static str,
    pub(crate) check: Check,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The text of a line.
    Syntax,
    /// The shape of a record.
    Structure,
    /// Who speaks.
    Roles,
    /// Tool calls and their results.
    Tools,
    /// What is said.
    Content,
    /// How much there is.
    Size,
    /// The file as a whole.
    Dataset,
}

impl Group {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Structure => "structure",
            Self::Roles => "roles",
            Self::Tools => "tools",
            Self::Content => "content",
            Self::Size => "size",
            Self::Dataset => "dataset",
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Each line of nothing but white space.
    EachBlankLine(fn(&mut Report<'_>)),
    /// Each record, however broken.
    EachRecord(fn(&Record<'_>, &mut Report<'_>)),
    /// Each record that is an object and whose shape is certain, in any format.
    EachExample(fn(&Conversation<'_>, &mut Report<'_>)),
    /// As above, where messages are objects with `role` and `content`.
    EachChat(fn(&Conversation<'_>, &mut Report<'_>)),
    /// What is remembered of each record, in the order of the file: for what shows only when records are compared.
    AcrossRecords(fn() -> Box<dyn Follow>),
    /// The file as a whole, after its end.
    WholeDataset(fn(&Dataset, &mut Report<'_>)),
}

#[cfg(test)]
mod tests {
    use crate::rules::RULES;

    #[test]
    fn names_are_sorted_and_say_the_defect() {
        assert!(RULES.is_sorted_by_key(|rule| rule.name));
        for rule in RULES {
            let first = rule.name.split('-').next().unwrap();
            assert!(
                !["no", "use", "must", "invalid", "bad"].contains(&first),
                "{}",
                rule.name
            );
            assert!(
                !rule.summary.ends_with('.'),
                "{}: a phrase, not a sentence",
                rule.name
            );
        }
    }
}
