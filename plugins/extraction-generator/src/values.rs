//! Values by construction: of the seed, of the schema, else of small pools for fields whose name says what they are.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::Rng;
use tunesmith_plugin_sdk::coverage;

use tunesmith_structured::{Field, Kind, choices};

/// Parts of names, and what such fields hold.
const POOLS: [(&[&str], [&str; 6]); 6] = [
    (
        &["city", "town", "place", "location", "destination", "origin"],
        ["Leeds", "Bergen", "Porto", "Lyon", "Graz", "Turku"],
    ),
    (
        &[
            "company", "shop", "employer", "vendor", "supplier", "sender",
        ],
        [
            "Halden Tools",
            "Brisa Ltd",
            "North Mill",
            "Lumo Works",
            "Castell Foods",
            "Orbit Print",
        ],
    ),
    (
        &["product", "item", "article", "device"],
        [
            "desk lamp",
            "kettle",
            "robot vacuum",
            "winter coat",
            "coffee mill",
            "bicycle pump",
        ],
    ),
    (
        &["phone", "telephone"],
        [
            "555-0142", "555-0177", "555-0119", "555-0163", "555-0108", "555-0135",
        ],
    ),
    (
        &["colour", "color"],
        ["red", "dark green", "black", "yellow", "white", "sky blue"],
    ),
    (
        &[
            "name", "person", "customer", "author", "caller", "patient", "buyer", "contact",
        ],
        [
            "Anna Smith",
            "Tom Weaver",
            "Maria Lopez",
            "Jon Berg",
            "Ruth Okafor",
            "Li Chen",
        ],
    ),
];

/// Names for sentences that have nothing to do with the fields.
const BYSTANDERS: [&str; 4] = ["Pat Marsh", "Sam Ortiz", "Eva Lind", "Noel Quist"];

/// A value for this field that its schema takes; the error says what the seed lacks.
pub(crate) fn value(
    field: &Field,
    given: Option<&Value>,
    index: u64,
    rng: &mut Rng,
) -> Result<Value, String> {
    let name = field.name();
    let listed = given
        .and_then(Value::as_array)
        .or_else(|| field.schema.get("examples").and_then(Value::as_array));
    let listed = listed.map(Vec::as_slice).unwrap_or_default();
    let chosen = choices(&field.schema);
    let made = if let Some(value) =
        coverage::choose(listed, index, &name).or_else(|| coverage::choose(&chosen, index, &name))
    {
        value.clone()
    } else {
        match field.kind {
            Kind::Integer | Kind::Number => json!(whole(field, rng)),
            Kind::Text => text(field, index, rng).ok_or_else(|| lacks(&name))?,
            Kind::List | Kind::Choice | Kind::Json => return Err(lacks(&name)),
        }
    };
    match tunesmith_structured::schema::check(&field.schema, &made)
        .violations
        .first()
    {
        None => Ok(made),
        Some(violation) => Err(format!(
            "a value for `{name}` breaks its schema: {}; give the seed `values` for it",
            violation.phrase()
        )),
    }
}

/// What a text must not say where this field is missing: its other values, or of a yes or no its name.
pub(crate) fn alternatives(field: &Field, given: Option<&Value>) -> Vec<String> {
    const MOST: usize = 40;
    let name = field.name().to_lowercase();
    let words: Vec<&str> = name.split(['_', '-', ' ']).collect();
    if field.schema.get("type").is_some_and(|kind| {
        kind == "boolean"
            || kind
                .as_array()
                .is_some_and(|kinds| kinds.contains(&json!("boolean")))
    }) {
        return words
            .iter()
            .filter(|word| word.len() > 2)
            .map(|word| (*word).to_owned())
            .collect();
    }
    let listed = [given, field.schema.get("examples")]
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .cloned();
    let texts = listed
        .chain(choices(&field.schema))
        .filter_map(|value| value.as_str().map(str::to_owned));
    let pool = POOLS
        .iter()
        .find(|(parts, _)| parts.iter().any(|part| words.contains(part)));
    let pool = pool
        .into_iter()
        .flat_map(|(_, pool)| pool.iter().map(|text| (*text).to_owned()));
    texts.chain(pool).take(MOST).collect()
}

fn lacks(name: &str) -> String {
    format!(
        "there is no value to choose for `{name}`; give the seed {{\"values\": {{\"{name}\": […]}}}}, or `examples` in its schema"
    )
}

fn whole(field: &Field, rng: &mut Rng) -> i64 {
    let limit = |name: &str| {
        field
            .schema
            .get(name)
            .and_then(Value::as_f64)
            .map(|it| it as i64)
    };
    let low = limit("minimum")
        .or(limit("exclusiveMinimum").map(|it| it.saturating_add(1)))
        .unwrap_or(2);
    let high = limit("maximum")
        .or(limit("exclusiveMaximum").map(|it| it.saturating_sub(1)))
        .unwrap_or(low.saturating_add(60));
    rng.between(low, high)
}

fn text(field: &Field, index: u64, rng: &mut Rng) -> Option<Value> {
    let (month, day) = (rng.between(1, 12), rng.between(1, 28));
    let (hour, minute) = (rng.between(7, 19), 5 * rng.between(0, 11));
    let name = field.name().to_lowercase();
    let made = match field.schema.get("format").and_then(Value::as_str) {
        Some("date") => format!("2026-{month:02}-{day:02}"),
        Some("time") => format!("{hour:02}:{minute:02}"),
        Some("date-time") => format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"),
        Some("email") => {
            ["jo@mail.com", "info@halden.org", "ruth@okafor.net"][rng.below(3) as usize].to_owned()
        }
        Some(_) => return None,
        None if name.ends_with("_id") || name.ends_with("number") => {
            format!("{}-{}", name[..1].to_uppercase(), rng.between(1000, 9999))
        }
        None => {
            let words: Vec<&str> = name.split(['_', '-', ' ']).collect();
            let (_, pool) = POOLS
                .iter()
                .find(|(parts, _)| parts.iter().any(|part| words.contains(part)))?;
            (*coverage::choose(pool, index, &name)?).to_owned()
        }
    };
    Some(made.into())
}

/// A sentence that looks as if it belonged to the data and does not.
pub(crate) fn distractor(rng: &mut Rng) -> String {
    let who = rng.choose(&BYSTANDERS).copied().unwrap_or("Pat Marsh");
    let number = rng.between(61, 99);
    match rng.below(4) {
        0 => format!("PS: {who} will answer questions about page {number} of the handbook."),
        1 => {
            format!("This message was forwarded by {who} and has nothing to do with case {number}.")
        }
        2 => format!("The printer in room {number} is out of order, please tell {who}."),
        _ => format!("{who} typed this on line {number} of the log."),
    }
}
