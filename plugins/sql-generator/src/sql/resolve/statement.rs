//! Statements other than queries: what they change must exist too.

use sqlparser::ast::{
    Assignment, AssignmentTarget, Delete, FromTable, Ident, Insert, ObjectName, OnInsert,
    SelectItem, Statement, TableFactor, TableObject, TableWithJoins, Update, UpdateTableFromKind,
};

use super::scope::{Names, Relation, Scope};
use super::{Kind, Resolver, last_part, table_of, view_of};

impl Resolver {
    /// Looks up the names of one statement; what it creates is known to the next.
    pub(super) fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Query(query) => {
                self.query(query, None, &Names::default());
            }
            Statement::Explain { statement, .. } => self.statement(statement),
            Statement::CreateView(view) => {
                self.query(&view.query, None, &Names::default());
                if let Some(view) = view_of(statement, &self.catalog, self.dialect) {
                    self.catalog.add(view);
                }
            }
            Statement::CreateTable(create) => {
                if let Some(query) = &create.query {
                    let output = self.query(query, None, &Names::default());
                    self.catalog.add(table_of(last_part(&create.name), output));
                } else {
                    self.catalog.take(statement);
                }
            }
            Statement::AlterTable(alter) => {
                self.relation(&alter.name, None, &Names::default());
                self.catalog.take(statement);
            }
            Statement::Truncate(truncate) => {
                for target in &truncate.table_names {
                    self.relation(&target.name, None, &Names::default());
                }
            }
            other => self.change(other, &Names::default()),
        }
    }

    /// INSERT, UPDATE, DELETE and MERGE.
    pub(super) fn change(&mut self, statement: &Statement, names: &Names<'_>) {
        match statement {
            Statement::Insert(insert) => self.insert(insert, names),
            Statement::Update(update) => self.update(update, names),
            Statement::Delete(delete) => self.delete(delete, names),
            Statement::Merge(merge) => {
                let mut scope = Scope::default();
                for factor in [&merge.table, &merge.source] {
                    self.alone(factor, &mut scope, names);
                }
                self.expr(&merge.on, &scope, names);
            }
            _ => {}
        }
    }

    fn alone(&mut self, factor: &TableFactor, scope: &mut Scope<'_>, names: &Names<'_>) {
        let tree = TableWithJoins {
            relation: factor.clone(),
            joins: Vec::new(),
        };
        self.joined(&tree, scope, names);
    }

    fn insert(&mut self, insert: &Insert, names: &Names<'_>) {
        let TableObject::TableName(table) = &insert.table else {
            return;
        };
        let mut relation = self.relation(table, None, names);
        if let Some(alias) = &insert.table_alias {
            relation.name = alias.alias.value.to_lowercase();
        }
        let (open, width) = (relation.open, relation.columns.len());
        let mut scope = Scope::default();
        let mut excluded = relation.clone();
        scope.relations.push(relation);
        for column in &insert.columns {
            self.target(column, &scope);
        }
        if let Some(source) = &insert.source {
            let output = self.query(source, None, names);
            let wanted = if insert.columns.is_empty() {
                (!open).then_some(width)
            } else {
                Some(insert.columns.len())
            };
            let given = output.names.len();
            if let Some(wanted) = wanted.filter(|wanted| *wanted != given && !output.open) {
                let words = format!("INSERT has {wanted} columns and {given} values");
                self.problem(Kind::Width, words);
            }
        }
        excluded.name = "excluded".to_owned();
        // Why: merged columns make no name ambiguous between the row and the one that was there.
        excluded.merged = excluded.columns.iter().cloned().collect();
        scope.relations.push(excluded);
        let on_conflict = match &insert.on {
            Some(OnInsert::DuplicateKeyUpdate(assignments)) => assignments.as_slice(),
            Some(OnInsert::OnConflict(conflict)) => match &conflict.action {
                sqlparser::ast::OnConflictAction::DoUpdate(update) => update.assignments.as_slice(),
                sqlparser::ast::OnConflictAction::DoNothing => &[],
            },
            _ => &[],
        };
        for assignment in insert.assignments.iter().chain(on_conflict) {
            self.assignment(assignment, &scope, names);
        }
        self.returning(insert.returning.as_ref(), &scope, names);
    }

    fn update(&mut self, update: &Update, names: &Names<'_>) {
        let mut scope = Scope::default();
        self.joined(&update.table, &mut scope, names);
        let target = scope.relations.clone();
        if let Some(UpdateTableFromKind::BeforeSet(from) | UpdateTableFromKind::AfterSet(from)) =
            &update.from
        {
            for tree in from {
                self.joined(tree, &mut scope, names);
            }
        }
        let targets = Scope {
            relations: target,
            ..Scope::default()
        };
        for assignment in &update.assignments {
            self.targets(assignment, &targets);
            self.expr(&assignment.value, &scope, names);
        }
        if let Some(condition) = &update.selection {
            self.expr(condition, &scope, names);
        }
        self.returning(update.returning.as_ref(), &scope, names);
    }

    fn delete(&mut self, delete: &Delete, names: &Names<'_>) {
        let mut scope = Scope::default();
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        for tree in from.iter().chain(delete.using.iter().flatten()) {
            self.joined(tree, &mut scope, names);
        }
        if let Some(condition) = &delete.selection {
            self.expr(condition, &scope, names);
        }
        for item in &delete.order_by {
            self.expr(&item.expr, &scope, names);
        }
        self.returning(delete.returning.as_ref(), &scope, names);
    }

    fn returning(&mut self, items: Option<&Vec<SelectItem>>, scope: &Scope<'_>, names: &Names<'_>) {
        for item in items.into_iter().flatten() {
            if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
                self.expr(expr, scope, names);
            }
        }
    }

    fn assignment(&mut self, assignment: &Assignment, scope: &Scope<'_>, names: &Names<'_>) {
        self.targets(assignment, scope);
        self.expr(&assignment.value, scope, names);
    }

    fn targets(&mut self, assignment: &Assignment, scope: &Scope<'_>) {
        match &assignment.target {
            AssignmentTarget::ColumnName(name) => self.target(name, scope),
            AssignmentTarget::Tuple(all) => {
                for name in all {
                    self.target(name, scope);
                }
            }
        }
    }

    /// A column that is written to. One between double quotes is a name in every dialect.
    fn target(&mut self, name: &ObjectName, scope: &Scope<'_>) {
        let parts: Option<Vec<Ident>> = name.0.iter().map(|it| it.as_ident().cloned()).collect();
        match parts.as_deref() {
            Some([one]) => {
                let known = |it: &Relation| it.open || it.has(&one.value.to_lowercase());
                if scope.relations.iter().any(known) {
                    let mut bare = one.clone();
                    bare.quote_style = None;
                    self.column(&bare, scope);
                } else {
                    self.column(&Ident::new(one.value.clone()), scope);
                }
            }
            Some(parts) => self.qualified(parts, scope),
            None => {}
        }
    }
}
