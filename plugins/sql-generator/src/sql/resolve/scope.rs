//! What can be seen at a place of a query: relations with their columns, names that SELECT gives, CTEs, and what lies around.

use std::collections::BTreeSet;

/// The columns of a query. An unnamed one is an empty text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Output {
    pub(super) names: Vec<String>,
    /// There are columns that are not known.
    pub(super) open: bool,
}

impl Output {
    /// Nothing is known.
    pub(super) fn unknown() -> Self {
        Self {
            names: Vec::new(),
            open: true,
        }
    }
}

/// One item of FROM.
#[derive(Clone, Debug, Default)]
pub(super) struct Relation {
    /// The name it goes by, in lower case; empty: it has none.
    pub(super) name: String,
    /// The table of the schema behind it, in lower case; empty: none.
    pub(super) table: String,
    /// Its columns in lower case.
    pub(super) columns: Vec<String>,
    /// Columns of its primary key.
    pub(super) key: Vec<String>,
    pub(super) open: bool,
    /// Columns that USING or NATURAL has merged with those of an earlier relation.
    pub(super) merged: BTreeSet<String>,
}

impl Relation {
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// How reports call it.
    pub(super) fn shown(&self) -> &str {
        if self.name.is_empty() {
            "a subquery"
        } else {
            &self.name
        }
    }
}

/// What expressions see.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope<'a> {
    pub(super) outer: Option<&'a Scope<'a>>,
    pub(super) relations: Vec<Relation>,
    /// Names that SELECT gives, in lower case, where they may be used.
    pub(super) aliases: Vec<String>,
}

impl<'a> Scope<'a> {
    /// Sees nothing but what lies around.
    pub(super) fn inside(outer: Option<&'a Scope<'a>>) -> Self {
        Self {
            outer,
            ..Self::default()
        }
    }

    /// This scope and those around it, from the inside out.
    pub(super) fn chain(&self) -> impl Iterator<Item = &Scope<'a>> {
        std::iter::successors(Some(self), |scope| scope.outer)
    }

    /// All columns of `*`.
    pub(super) fn all(&self) -> Output {
        let mut output = Output::default();
        for relation in &self.relations {
            let own = relation
                .columns
                .iter()
                .filter(|name| !relation.merged.contains(*name));
            output.names.extend(own.cloned());
            output.open |= relation.open;
        }
        output
    }
}

/// CTEs that can be seen, the nearest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) outer: Option<&'a Names<'a>>,
    pub(super) ctes: Vec<(String, Output)>,
}

impl<'a> Names<'a> {
    pub(super) fn inside(outer: &'a Names<'a>) -> Self {
        Self {
            outer: Some(outer),
            ctes: Vec::new(),
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<&Output> {
        let here = self.ctes.iter().rev().find(|(known, _)| known == name);
        match (here, self.outer) {
            (Some((_, output)), _) => Some(output),
            (None, Some(outer)) => outer.find(name),
            (None, None) => None,
        }
    }

    pub(super) fn all(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.ctes.iter().map(|(name, _)| name.as_str()).collect();
        names.extend(self.outer.map(Names::all).unwrap_or_default());
        names
    }
}
