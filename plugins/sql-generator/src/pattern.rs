//! Queries of a wanted form over a schema, for the model to go by.
//!
//! Leaves out everything that a dialect might refuse but for limits and years. Invariant: `None` where the table does not allow the
//! form, so that `Some` also tells which forms a schema allows.

use tunesmith_plugin_sdk::Rng;

use crate::columns::{Holds, Link, categories, label, links, of_kind};
use crate::seed::Seed;
use crate::shape::{Difficulty, Shape};
use crate::sql::catalog::{Column, Table};
use crate::sql::dialect::Dialect;

/// A query over this table, if the table allows one of this form.
pub(crate) fn pattern(
    seed: &Seed,
    table: &Table,
    shape: Shape,
    difficulty: Difficulty,
    rng: &mut Rng,
) -> Option<String> {
    let mut maker = Maker { seed, table, rng };
    match shape {
        Shape::Filter => maker.filter(difficulty),
        Shape::Aggregate => maker.aggregate(difficulty),
        Shape::Group => maker.group(difficulty),
        Shape::Join => maker.join(difficulty),
        Shape::Subquery => maker.subquery(difficulty),
        Shape::Order => maker.order(difficulty),
        Shape::Date => maker.date(difficulty),
        Shape::SetOperation => maker.set_operation(difficulty),
        Shape::Update => maker.update(difficulty),
    }
}

struct Maker<'a> {
    seed: &'a Seed,
    table: &'a Table,
    rng: &'a mut Rng,
}

use Difficulty::{Easy, Hard, Medium};

impl<'a> Maker<'a> {
    fn filter(&mut self, difficulty: Difficulty) -> Option<String> {
        let (t, l) = (name(&self.table.name), self.label()?);
        let first = self.condition(self.table, "")?;
        let condition = match difficulty {
            Easy => first,
            Medium => match self.number() {
                Some(n) => format!(
                    "{first} AND {} > {}",
                    name(&n.name),
                    self.value(self.table, n)
                ),
                None => format!("{first} AND {l} IS NOT NULL"),
            },
            Hard => match self.number() {
                Some(n) => {
                    let (low, high) = self.range(n);
                    format!("{} BETWEEN {low} AND {high} AND {first}", name(&n.name))
                }
                None => format!("NOT ({first}) AND {l} IS NOT NULL"),
            },
        };
        Some(format!("SELECT {l} FROM {t} WHERE {condition}"))
    }

    fn aggregate(&mut self, difficulty: Difficulty) -> Option<String> {
        let t = name(&self.table.name);
        let number = self.number().map(|it| name(&it.name));
        let one = match &number {
            Some(n) => format!("{}({n})", self.pick(&["AVG", "SUM", "MAX", "MIN"])),
            None => "COUNT(*)".to_owned(),
        };
        Some(match difficulty {
            Easy => format!("SELECT {one} FROM {t}"),
            Medium => format!(
                "SELECT {one} FROM {t} WHERE {}",
                self.condition(self.table, "")?
            ),
            Hard => {
                let two = number.map_or("COUNT(*)".to_owned(), |n| format!("COUNT(*), AVG({n})"));
                format!(
                    "SELECT {two} FROM {t} WHERE {}",
                    self.condition(self.table, "")?
                )
            }
        })
    }

    fn group(&mut self, difficulty: Difficulty) -> Option<String> {
        let t = name(&self.table.name);
        let by = self.choose(&categories(self.table))?;
        let by = name(&by.name);
        let number = self.number();
        let one = match number {
            Some(n) => format!("{}({})", self.pick(&["AVG", "AVG", "SUM"]), name(&n.name)),
            None => "COUNT(*)".to_owned(),
        };
        Some(match difficulty {
            Easy => format!("SELECT {by}, COUNT(*) FROM {t} GROUP BY {by}"),
            Medium => format!("SELECT {by}, {one} FROM {t} GROUP BY {by} ORDER BY {one} DESC"),
            Hard => {
                let limit = match number {
                    Some(n) => self.value(self.table, n),
                    None => self.pick(&["2", "3", "5"]).to_owned(),
                };
                format!("SELECT {by}, {one} FROM {t} GROUP BY {by} HAVING {one} > {limit}")
            }
        })
    }

    fn join(&mut self, difficulty: Difficulty) -> Option<String> {
        let link = self.link()?;
        let Link {
            child,
            from,
            parent,
            to,
        } = link;
        let (c, p) = (name(&child.name), name(&parent.name));
        let head = format!("{p}.{}", name(&label(parent)?.name));
        let on = format!("FROM {c} JOIN {p} ON {c}.{} = {p}.{}", name(from), name(to));
        let own = of_kind(child, Holds::Number)
            .into_iter()
            .chain(of_kind(child, Holds::Date));
        let own = own.chain(of_kind(child, Holds::Text)).next();
        let own = own.map_or(name(from), |column| name(&column.name));
        Some(match difficulty {
            Easy => format!("SELECT {head}, {c}.{own} {on}"),
            Medium => {
                let condition = match self.condition(parent, &format!("{p}.")) {
                    Some(condition) => condition,
                    None => self.condition(child, &format!("{c}."))?,
                };
                format!("SELECT {head}, {c}.{own} {on} WHERE {condition}")
            }
            Hard => {
                let sum = of_kind(child, Holds::Number);
                let sum = self.choose(&sum);
                let sum = sum.map_or("COUNT(*)".to_owned(), |it| {
                    format!("SUM({c}.{})", name(&it.name))
                });
                format!("SELECT {head}, {sum} {on} GROUP BY {head}")
            }
        })
    }

    fn subquery(&mut self, difficulty: Difficulty) -> Option<String> {
        let t = name(&self.table.name);
        if difficulty == Easy || self.link().is_none() {
            let (l, n) = (self.label()?, name(&self.number()?.name));
            let word = if difficulty == Easy { "AVG" } else { "MAX" };
            let sign = if difficulty == Easy { ">" } else { "=" };
            return Some(format!(
                "SELECT {l} FROM {t} WHERE {n} {sign} (SELECT {word}({n}) FROM {t})"
            ));
        }
        let Link {
            child,
            from,
            parent,
            to,
        } = self.link()?;
        let (c, p, l) = (
            name(&child.name),
            name(&parent.name),
            name(&label(parent)?.name),
        );
        let (from, to) = (name(from), name(to));
        Some(if difficulty == Medium {
            let condition = self.condition(child, "")?;
            format!("SELECT {l} FROM {p} WHERE {to} IN (SELECT {from} FROM {c} WHERE {condition})")
        } else {
            let word = self.pick(&["EXISTS", "NOT EXISTS"]);
            format!(
                "SELECT {l} FROM {p} WHERE {word} (SELECT 1 FROM {c} WHERE {c}.{from} = {p}.{to})"
            )
        })
    }

    fn order(&mut self, difficulty: Difficulty) -> Option<String> {
        let (t, l) = (name(&self.table.name), self.label()?);
        let mut by = of_kind(self.table, Holds::Number);
        by.extend(of_kind(self.table, Holds::Date));
        let by = self
            .choose(&by)
            .map_or_else(|| l.clone(), |it| name(&it.name));
        let way = self.pick(&["DESC", "ASC"]);
        let count = self.pick(&["3", "5", "10"]);
        Some(match difficulty {
            Easy => format!("SELECT {l} FROM {t} ORDER BY {by} {way}"),
            Medium => self.limited(&format!("{l} FROM {t} ORDER BY {by} {way}"), count),
            Hard => {
                let condition = self.condition(self.table, "")?;
                self.limited(
                    &format!("{l} FROM {t} WHERE {condition} ORDER BY {by} {way}"),
                    count,
                )
            }
        })
    }

    fn limited(&self, rest: &str, count: &str) -> String {
        match self.seed.dialect {
            Dialect::MsSql => format!("SELECT TOP {count} {rest}"),
            Dialect::Oracle => format!("SELECT {rest} FETCH FIRST {count} ROWS ONLY"),
            _ => format!("SELECT {rest} LIMIT {count}"),
        }
    }

    fn date(&mut self, difficulty: Difficulty) -> Option<String> {
        let (t, l) = (name(&self.table.name), self.label()?);
        let d = self.choose(&of_kind(self.table, Holds::Date))?;
        let d = name(&d.name);
        let year = self.pick(&["2022", "2023", "2024"]);
        let month = self.pick(&["01", "04", "07", "10"]);
        Some(match difficulty {
            Easy => format!("SELECT {l} FROM {t} WHERE {d} >= '{year}-{month}-01'"),
            Medium => {
                format!("SELECT {l} FROM {t} WHERE {d} BETWEEN '{year}-01-01' AND '{year}-12-31'")
            }
            Hard => {
                let year = match self.seed.dialect {
                    Dialect::Sqlite => format!("strftime('%Y', {d})"),
                    Dialect::MySql | Dialect::MsSql | Dialect::Databricks | Dialect::Hive => {
                        format!("YEAR({d})")
                    }
                    _ => format!("EXTRACT(YEAR FROM {d})"),
                };
                format!("SELECT {year}, COUNT(*) FROM {t} GROUP BY {year}")
            }
        })
    }

    fn set_operation(&mut self, difficulty: Difficulty) -> Option<String> {
        let (t, l) = (name(&self.table.name), self.label()?);
        let first = self.condition(self.table, "")?;
        let second = match self.number() {
            Some(n) => format!("{} > {}", name(&n.name), self.value(self.table, n)),
            None => self.condition(self.table, "").filter(|it| *it != first)?,
        };
        let word = match (difficulty, self.seed.dialect) {
            (Easy, _) => "UNION",
            (Medium, Dialect::Oracle) => "MINUS",
            (Medium, Dialect::BigQuery) => "EXCEPT DISTINCT",
            (Medium, _) => "EXCEPT",
            (Hard, Dialect::BigQuery) => "INTERSECT DISTINCT",
            (Hard, _) => "INTERSECT",
        };
        let word = if difficulty == Easy && self.seed.dialect == Dialect::BigQuery {
            "UNION DISTINCT"
        } else {
            word
        };
        Some(format!(
            "SELECT {l} FROM {t} WHERE {first} {word} SELECT {l} FROM {t} WHERE {second}"
        ))
    }

    fn update(&mut self, difficulty: Difficulty) -> Option<String> {
        let t = name(&self.table.name);
        let n = self.number()?;
        let (column, value) = (name(&n.name), self.value(self.table, n));
        Some(match difficulty {
            Easy => {
                let l = label(self.table)?;
                let own = self.value(self.table, l);
                format!(
                    "UPDATE {t} SET {column} = {value} WHERE {} = {own}",
                    name(&l.name)
                )
            }
            Medium => format!(
                "UPDATE {t} SET {column} = {value} WHERE {}",
                self.condition(self.table, "")?
            ),
            Hard => format!(
                "UPDATE {t} SET {column} = {column} + {value} WHERE {}",
                self.condition(self.table, "")?
            ),
        })
    }

    fn label(&self) -> Option<String> {
        label(self.table).map(|column| name(&column.name))
    }

    /// The link that this table is part of; any, where it has none of its own.
    fn link(&self) -> Option<Link<'a>> {
        let links = links(&self.seed.catalog);
        let own = links.iter().find(|link| link.child.name == self.table.name);
        own.or_else(|| {
            links
                .iter()
                .find(|link| link.parent.name == self.table.name)
        })
        .copied()
    }

    fn number(&mut self) -> Option<&'a Column> {
        let numbers = of_kind(self.table, Holds::Number);
        self.choose(&numbers)
    }

    /// A condition over a category, else over a number.
    fn condition(&mut self, table: &'a Table, prefix: &str) -> Option<String> {
        if let Some(column) = self.choose(&categories(table)) {
            let value = self.value(table, column);
            return Some(format!("{prefix}{} = {value}", name(&column.name)));
        }
        let column = self.choose(&of_kind(table, Holds::Number))?;
        let value = self.value(table, column);
        let sign = self.pick(&[">", "<"]);
        Some(format!("{prefix}{} {sign} {value}", name(&column.name)))
    }

    /// A value the column may have: the seed's, one of a CHECK, or one made up.
    fn value(&mut self, table: &Table, column: &Column) -> String {
        let key = format!("{}.{}", table.name, column.name).to_lowercase();
        let known = self.seed.values.get(&key).unwrap_or(&column.choices);
        if let Some(value) = self.rng.choose(known) {
            return value.clone();
        }
        match crate::columns::holds(column) {
            Holds::Number => self.pick(&["5", "10", "20", "50", "100"]).to_owned(),
            Holds::Date => self.pick(&["'2023-01-01'", "'2024-06-30'"]).to_owned(),
            _ => "'?'".to_owned(),
        }
    }

    fn range(&mut self, column: &Column) -> (String, String) {
        let key = format!("{}.{}", self.table.name, column.name).to_lowercase();
        let known = self.seed.values.get(&key).map_or(&[][..], Vec::as_slice);
        let mut numbers: Vec<f64> = known.iter().filter_map(|it| it.parse().ok()).collect();
        numbers.sort_by(f64::total_cmp);
        match (numbers.first(), numbers.last()) {
            (Some(low), Some(high)) if low < high => (low.to_string(), high.to_string()),
            _ => {
                let low = self.pick(&["5", "10", "20"]);
                (low.to_owned(), format!("{low}0"))
            }
        }
    }

    fn choose(&mut self, columns: &[&'a Column]) -> Option<&'a Column> {
        self.rng.choose(columns).copied()
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        self.rng.choose(words).copied().unwrap_or_default()
    }
}

/// A name as it can stand in a query: quoted where it must be.
pub(crate) fn name(name: &str) -> String {
    let plain = name
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || it == '_')
        && name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    const RESERVED: [&str; 14] = [
        "all", "case", "default", "end", "from", "group", "index", "key", "limit", "order",
        "select", "table", "to", "where",
    ];
    if plain && !RESERVED.contains(&name.to_lowercase().as_str()) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}
