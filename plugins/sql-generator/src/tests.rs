//! The generator driven by scripted replies, and what follows from the task alone.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Generator, Reply, Request, Step, Task, testing};

use crate::sql::catalog::Catalog;
use crate::sql::ddl_text::read_into;
use crate::sql::parse::parse_in;
use crate::sql::resolve::resolve;
use crate::{Plan, Settings, SqlQuestions};

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<SqlQuestions>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

fn seeds() -> Vec<Value> {
    let text = include_str!("../../../recipes/seeds/databases.jsonl");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn task(index: u64, seed: Value) -> Task {
    Task {
        index,
        rng_seed: index * 7919,
        seed: Some(seed),
    }
}

fn first(settings: Settings, index: u64, seed: Value) -> (Plan, Request) {
    let plugin = SqlQuestions::new(settings).unwrap();
    match plugin.begin(&task(index, seed)).unwrap() {
        Step::Ask { requests, state } => (state.plan, requests[0].clone()),
        other => panic!("{other:?}"),
    }
}

/// Every pattern must itself pass the check it helps to pass.
#[test]
fn patterns_are_right_and_cover_everything_evenly() {
    let seeds = seeds();
    let mut shapes: BTreeMap<&str, u32> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for index in 0..720 {
        let mut settings = Settings::default();
        settings.shapes.push(crate::Shape::Update);
        let (plan, request) = first(settings, index, seeds[index as usize % seeds.len()].clone());
        *shapes.entry(plan.shape.name()).or_default() += 1;
        *pairs
            .entry((plan.shape.name(), plan.difficulty.name()))
            .or_default() += 1;
        let dialect = plan.dialect();
        let mut catalog = Catalog::default();
        read_into(&mut catalog, &plan.schema, dialect);
        let parsed = parse_in(&plan.pattern, dialect)
            .unwrap_or_else(|why| panic!("{}: {why:?}", plan.pattern));
        let report = resolve(&parsed, &catalog, dialect);
        assert_eq!(report.problems, [], "{}", plan.pattern);
        assert_eq!(
            plan.shape
                .lacks(&parsed[0], &report, &crate::plan::dates(&catalog)),
            None,
            "{}",
            plan.pattern
        );
        assert!(
            report.tables.contains(&plan.table.to_lowercase()),
            "{}",
            plan.pattern
        );
        let letters: usize = request
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        assert!(letters < 2600, "{letters} characters");
    }
    assert_eq!(pairs.len(), 27, "{pairs:?}");
    let (least, most) = (
        shapes.values().min().unwrap(),
        shapes.values().max().unwrap(),
    );
    assert!(most - least <= 30, "{shapes:?}");
}

fn run(settings: Value, task: &Task, question: &str, sql: &str) -> Result<Vec<Example>, String> {
    testing::run_generator::<SqlQuestions>(settings, task, |_| {
        testing::answered(json!({"question": question, "sql": sql}))
    })
}

#[test]
fn seeds_and_settings_that_can_not_work_are_named() {
    let seed_error = |seed: Option<Value>| {
        run(
            json!({}),
            &Task {
                index: 0,
                rng_seed: 0,
                seed,
            },
            "x",
            "x",
        )
        .unwrap_err()
    };
    assert!(
        seed_error(None).starts_with("the task has no seed record; a seed for sql-generator is")
    );
    assert!(seed_error(Some(json!({"schema": 3}))).contains("it has no text `schema`"));
    assert!(
        seed_error(Some(json!({"schema": "no tables"})))
            .contains("has no CREATE TABLE with columns")
    );
    assert!(
        seed_error(Some(
            json!({"schema": "CREATE TABLE a (b INT)", "dialect": "sequel"})
        ))
        .contains("`dialect` is \"sequel\", which is not known")
    );
    let only_dates = Task {
        index: 0,
        rng_seed: 0,
        seed: Some(json!({"schema": "CREATE TABLE a (b INT)"})),
    };
    assert!(
        run(json!({"shapes": ["date"]}), &only_dates, "x", "x")
            .unwrap_err()
            .contains("no query of the forms date")
    );

    let error = |settings| testing::generator::<SqlQuestions>(settings).err().unwrap();
    assert_eq!(
        error(json!({"shapes": []})),
        "`shapes` is empty; it must name at least one"
    );
    assert!(error(json!({"shapes": ["loop"]})).contains("unknown variant `loop`"));
    assert!(
        error(json!({"dialect": "sequel"}))
            .starts_with("`dialect` is `sequel`; it must be one of generic")
    );
    assert_eq!(
        error(json!({"temperature": 3})),
        "`temperature` is 3; it must lie between 0 and 2"
    );
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"shape": []})).contains("unknown field"));
}

#[test]
fn bad_answers_are_refused_with_words() {
    let seed = json!({"schema": "CREATE TABLE pets (id INT PRIMARY KEY, name TEXT, species TEXT, age INT)"});
    let refused = |question: &str, sql: &str| {
        run(
            json!({"shapes": ["filter"]}),
            &task(0, seed.clone()),
            question,
            sql,
        )
        .unwrap_err()
    };
    let fine = "Which cats are older than 5?";
    assert!(refused("Cats?", "SELECT name FROM pets WHERE age > 5").contains("1 words"));
    assert!(refused(fine, "SELECT nam FROM pets WHERE age > 5").contains("did you mean `name`?"));
    assert!(refused(fine, "SELECT name FROM pets").contains("it needs a WHERE"));
    assert!(refused(fine, "DELETE FROM pets WHERE age > 5").contains("DELETE changes data"));
    assert!(refused(fine, "SELECT name FROM pets WHERE age > 7").contains("does not say 7"));
    assert!(
        refused(fine, "SELECT name FROM pets WHERE species = 'dog'").contains("does not say 'dog'")
    );
    assert!(
        refused(fine, "SELECT name FROM pets WHERE species = \"cat\"").contains("single quotes")
    );
    assert!(refused(fine, "SELECT 1; SELECT 2").contains("one statement, not 2"));
    assert!(
        refused(
            "SELECT name FROM pets WHERE x",
            "SELECT name FROM pets WHERE age > 5"
        )
        .contains("plain words")
    );
    assert!(refused(fine, "SELECT name FROM pets WHERE species = '?'").contains("still has '?'"));
    let kept = run(
        json!({"shapes": ["filter"], "fence": false}),
        &task(0, seed.clone()),
        fine,
        "```sql\nSELECT name FROM pets WHERE species = 'cat' AND age > 5;\n```",
    );
    assert_eq!(
        kept.unwrap()[0].messages[2].content,
        "SELECT name FROM pets WHERE species = 'cat' AND age > 5;"
    );
}

proptest! {
    #[test]
    fn odd_answers_never_panic(index in 0_u64..40, question in ".{0,60}", sql in "(SELECT|UPDATE|FROM|WHERE|name|[a-z(*),;'=]| ){0,20}") {
        let seeds = seeds();
        let _ = run(json!({}), &task(index, seeds[index as usize % seeds.len()].clone()), &question, &sql);
    }

    #[test]
    fn odd_seeds_never_panic(index in 0_u64..40, name in ".{0,12}", kind in "INT|TEXT|DATE|[a-z]{0,4}", values in prop::collection::vec(any::<f64>(), 0..3)) {
        let schema = format!("CREATE TABLE \"{name}\" (id INT PRIMARY KEY, \"{name}\" {kind}, b {kind} REFERENCES c(id)); CREATE TABLE c (id INT, b_id INT, d {kind})");
        let seed = json!({"schema": schema, "values": {"c.d": values}, "topic": name});
        let _ = run(json!({"shapes": ["update", "join", "subquery", "date", "filter"]}), &task(index, seed.clone()), "which rows are there today?", "SELECT 1");
        let plugin = SqlQuestions::new(Settings::default()).unwrap();
        if let Ok(Step::Ask { state, .. }) = plugin.begin(&task(index, seed)) {
            let end = plugin.resume(state, &[Reply::Failed("x".into())]);
            prop_assert!(matches!(end, Ok(Step::GiveUp(_))));
        }
    }
}
