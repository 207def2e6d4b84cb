//! What a task is to make: which form, how hard, over which table. All of it follows from the task.

use serde::{Deserialize, Serialize};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{Rng, Task};

use crate::columns::{Holds, holds};
use crate::pattern::pattern;
use crate::seed::Seed;
use crate::settings::Settings;
use crate::shape::{Difficulty, Shape};
use crate::sql::catalog::{Catalog, Table};
use crate::sql::dialect::Dialect;
use crate::sql::parse::parse_in;
use crate::sql::resolve::resolve;

/// Most tables and columns of the brief; a small model loses its way in more.
const MOST_TABLES: usize = 8;
const MOST_COLUMNS: usize = 12;

/// A task's plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub(crate) schema: String,
    pub(crate) dialect: String,
    pub(crate) topic: String,
    pub(crate) table: String,
    pub(crate) shape: Shape,
    pub(crate) difficulty: Difficulty,
    pub(crate) pattern: String,
    /// `table(column, …)`, a line each.
    pub(crate) tables: String,
}

impl Plan {
    /// Plans a task. Forms that the schema does not allow give way to the next of the list.
    pub(crate) fn new(settings: &Settings, task: &Task) -> Result<Self, String> {
        let dialect = Dialect::named(&settings.dialect).unwrap_or(Dialect::Sqlite);
        let seed = Seed::read(task.seed.as_ref(), dialect)?;
        let mut rng = Rng::new(task.rng_seed);
        let wanted = coverage::choose(&settings.shapes, task.index, "shape")
            .copied()
            .unwrap_or(Shape::Filter);
        let difficulty = coverage::choose(&settings.difficulties, task.index, "difficulty")
            .copied()
            .unwrap_or(Difficulty::Easy);
        let tables: Vec<&Table> = seed.catalog.tables.values().collect();
        let at = coverage::place(task.index, tables.len(), "table");
        let start = settings.shapes.iter().position(|it| *it == wanted);
        let shapes = settings.shapes.iter().cycle().skip(start.unwrap_or(0));
        for shape in shapes.take(settings.shapes.len()) {
            for table in tables.iter().cycle().skip(at).take(tables.len()) {
                if let Some(pattern) = pattern(&seed, table, *shape, difficulty, &mut rng)
                    && is_right(&pattern, &seed)
                {
                    return Ok(Self {
                        tables: brief(&seed.catalog, table),
                        table: table.name.clone(),
                        shape: *shape,
                        difficulty,
                        pattern,
                        dialect: seed.dialect.name().to_owned(),
                        schema: seed.schema,
                        topic: seed.topic,
                    });
                }
            }
        }
        Err(format!(
            "no query of the forms {} can be made over this schema: it has no columns of texts, numbers or dates to go by",
            settings
                .shapes
                .iter()
                .map(|it| it.name())
                .collect::<Vec<_>>()
                .join(", ")
        ))
    }

    pub(crate) fn dialect(&self) -> Dialect {
        Dialect::named(&self.dialect).unwrap_or(Dialect::Generic)
    }
}

/// Odd names need quotes that differ by dialect; such a query is not shown.
fn is_right(pattern: &str, seed: &Seed) -> bool {
    parse_in(pattern, seed.dialect).is_ok_and(|statements| {
        let report = resolve(&statements, &seed.catalog, seed.dialect);
        report.problems.is_empty() && report.quoted_texts.is_empty()
    })
}

/// The tables in few words, the one that is meant first.
fn brief(catalog: &Catalog, first: &Table) -> String {
    let others = catalog.tables.values().filter(|it| it.name != first.name);
    let tables = std::iter::once(first).chain(others).take(MOST_TABLES);
    let lines = tables.map(|table| {
        let columns = table.columns.iter().take(MOST_COLUMNS);
        let columns: Vec<&str> = columns.map(|column| column.name.as_str()).collect();
        format!("{}({})", table.name, columns.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Columns that hold dates, as `table.column` in lower case.
pub(crate) fn dates(catalog: &Catalog) -> Vec<String> {
    let tables = catalog.tables.values();
    let dates = tables.flat_map(|table| {
        let columns = table.columns.iter();
        let columns = columns.filter(|column| holds(column) == Holds::Date);
        columns.map(|column| format!("{}.{}", table.name, column.name).to_lowercase())
    });
    dates.collect()
}
