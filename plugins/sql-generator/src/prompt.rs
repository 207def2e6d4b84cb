//! What the model is asked. Short on purpose: shown answers do more for a small model than long instructions.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::State;
use crate::check::values;
use crate::plan::Plan;
use crate::settings::Settings;
use crate::shape::{Difficulty, Shape};

const WRITE: &str = "You invent questions about a database. Answer with a JSON object: `sql` is a query over the given tables and columns; \
                     `question` is what a person asks in plain words to be answered by it, with every value of the query.";

/// How much warmer the second answer is: asked alike, a small model says the same again.
const WARMER: f64 = 0.2;

const LIBRARY: &str = "books(id, title, author, genre, pages, price, published)\nloans(id, book_id, member, borrowed)";

/// What is shown: form, query, question.
const SHOTS: [(Shape, &str, &str); 10] = [
    (
        Shape::Filter,
        "SELECT title FROM books WHERE genre = 'crime' AND pages > 300",
        "Which crime books have more than 300 pages?",
    ),
    (
        Shape::Aggregate,
        "SELECT AVG(price) FROM books WHERE genre = 'poetry'",
        "What do poetry books cost on average?",
    ),
    (
        Shape::Group,
        "SELECT genre, SUM(pages) FROM books GROUP BY genre HAVING SUM(pages) > 500",
        "Which genres have more than 500 pages in total, and how many?",
    ),
    (
        Shape::Join,
        "SELECT books.title, loans.member FROM loans JOIN books ON loans.book_id = books.id",
        "Which books were borrowed, and by whom?",
    ),
    (
        Shape::Subquery,
        "SELECT title FROM books WHERE id IN (SELECT book_id FROM loans WHERE member = 'Ann')",
        "Which books did Ann borrow?",
    ),
    (
        Shape::Subquery,
        "SELECT title FROM books WHERE price > (SELECT AVG(price) FROM books)",
        "Which books cost more than the average?",
    ),
    (
        Shape::Order,
        "SELECT title FROM books ORDER BY pages DESC LIMIT 4",
        "What are the 4 longest books?",
    ),
    (
        Shape::Date,
        "SELECT title FROM books WHERE published BETWEEN '2019-01-01' AND '2019-12-31'",
        "Which books came out in 2019?",
    ),
    (
        Shape::SetOperation,
        "SELECT title FROM books WHERE genre = 'crime' UNION SELECT title FROM books WHERE price > 40",
        "Which books are crime books or cost more than 40?",
    ),
    (
        Shape::Update,
        "UPDATE books SET price = 15 WHERE genre = 'crime'",
        "Please change the price of all crime books to 15.",
    ),
];

/// Questions that are shown: weak models hand them back.
pub(crate) fn is_shown(question: &str) -> bool {
    SHOTS.iter().any(|(_, _, shown)| *shown == question.trim())
}

/// Asks for a question and a query; after a failure, once more with what was wrong.
pub(crate) fn request(settings: &Settings, state: &State) -> Request {
    let plan = &state.plan;
    let mut messages = vec![Message::new("system", WRITE)];
    // Why: one shot of another form shows that the form is to be followed.
    let other = SHOTS.iter().find(|(shape, _, _)| *shape != plan.shape);
    let same = SHOTS.iter().filter(|(shape, _, _)| *shape == plan.shape);
    for (shape, sql, question) in other.into_iter().chain(same) {
        let shown = if settings.patterns { sql } else { "" };
        let brief = brief(LIBRARY, "", "books", *shape, Difficulty::Easy, shown);
        messages.push(Message::new("user", brief));
        messages.push(Message::new(
            "assistant",
            json!({"sql": sql, "question": question}).to_string(),
        ));
    }
    messages.push(Message::new("user", plan_brief(settings, plan)));
    let mut temperature = settings.temperature;
    if let Some(failure) = &state.failure {
        messages.push(Message::new("assistant", failure.answer.as_str()));
        let words = format!(
            "That can not be used: {}. Write the JSON object again.",
            failure.complaint.trim_end_matches('?')
        );
        messages.push(Message::new("user", words));
        temperature = (temperature + WARMER).min(2.0);
    }
    Request {
        label: if state.failure.is_some() {
            "correction"
        } else {
            "query"
        }
        .to_owned(),
        messages,
        answer_schema: Some(answer_schema()),
        temperature: Some(temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn plan_brief(settings: &Settings, plan: &Plan) -> String {
    let pattern = if settings.patterns { &plan.pattern } else { "" };
    let topic = match (plan.topic.as_str(), plan.dialect.as_str()) {
        ("", dialect) => format!(" of a {dialect} database"),
        (topic, dialect) => format!(" of a {dialect} database about {topic}"),
    };
    brief(
        &plan.tables,
        &topic,
        &plan.table,
        plan.shape,
        plan.difficulty,
        pattern,
    )
}

fn brief(
    tables: &str,
    topic: &str,
    table: &str,
    shape: Shape,
    difficulty: Difficulty,
    pattern: &str,
) -> String {
    let mut brief = format!(
        "Tables{topic}:\n{tables}\nAsk about {table}: {}",
        shape.brief(difficulty)
    );
    if !pattern.is_empty() {
        brief += &format!("\nQuery: {pattern}");
        let said = values(pattern);
        if !said.is_empty() {
            brief += &format!("\nThe question says: {}", said.join(", "));
        }
    }
    brief
}

/// Flat and of strings only, which small models handle best. Why the query first: the question then follows from it, while the other
/// way round a small model writes another query to its own question.
fn answer_schema() -> Value {
    json!({
        "type": "object",
        "properties": {"sql": {"type": "string"}, "question": {"type": "string"}},
        "required": ["sql", "question"],
        "additionalProperties": false
    })
}
