//! What a task is to be: which of the two modes, which values, what is missing, what distracts. All from index and rng seed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{Rng, Task};

use crate::settings::Settings;
use crate::values;
use tunesmith_structured::{Field, fields, insert};

const SHAPE: &str = "a seed for extraction-generator is {\"text\": \"…\"} or {\"topic\": \"…\"}, with a `schema` unless the settings have one, and perhaps `values`";

const DIFFICULTIES: [&str; 3] = ["easy", "medium", "hard"];

/// Everything that is decided before the model is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub(crate) schema: Value,
    /// The given text; `None` if the model writes it.
    pub(crate) text: Option<String>,
    pub(crate) topic: String,
    pub(crate) style: String,
    pub(crate) difficulty: String,
    /// Field names and values the text has to say.
    pub(crate) values: Vec<(String, Value)>,
    /// Fields the text must not say.
    pub(crate) missing: Vec<String>,
    /// What the text must not say, so that what is missing is: field name and words.
    pub(crate) forbidden: Vec<(String, String)>,
    /// A sentence that is put behind the text.
    pub(crate) distractor: Option<String>,
}

impl Plan {
    pub(crate) fn new(settings: &Settings, task: &Task) -> Result<Self, String> {
        let record = task
            .seed
            .as_ref()
            .ok_or_else(|| format!("the task has no seed record; {SHAPE}"))?;
        let wrong = |why: String| format!("the seed record can not be used: {why}; {SHAPE}");
        let schema = record
            .get("schema")
            .filter(|it| !it.is_null())
            .unwrap_or(&settings.schema)
            .clone();
        let all = fields(&schema);
        if !schema.is_object() || all.is_empty() {
            return Err(wrong(
                "there is no JSON Schema of an object with `properties`".to_owned(),
            ));
        }
        let member = |name: &str| {
            record
                .get(name)
                .and_then(Value::as_str)
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let styles: Vec<&str> = settings.styles.iter().map(String::as_str).collect();
        let mut plan = Self {
            text: member("text"),
            topic: member("topic").unwrap_or_default(),
            style: coverage::choose(&styles, task.index, "style")
                .copied()
                .unwrap_or_default()
                .to_owned(),
            difficulty: coverage::choose(&DIFFICULTIES, task.index, "difficulty")
                .copied()
                .unwrap_or("easy")
                .to_owned(),
            values: Vec::new(),
            missing: Vec::new(),
            forbidden: Vec::new(),
            distractor: None,
            schema,
        };
        if plan.text.is_some() {
            plan.difficulty = String::new();
            plan.style = String::new();
            return Ok(plan);
        }
        if plan.topic.is_empty() {
            return Err(wrong("it has neither `text` nor `topic`".to_owned()));
        }
        plan.fill(settings, &all, record.get("values"), task)
            .map_err(wrong)?;
        Ok(plan)
    }

    fn fill(
        &mut self,
        settings: &Settings,
        all: &[Field],
        given: Option<&Value>,
        task: &Task,
    ) -> Result<(), String> {
        let mut rng = Rng::new(task.rng_seed);
        let open: Vec<String> = all
            .iter()
            .filter(|field| may_miss(field))
            .map(Field::name)
            .collect();
        if self.difficulty != "easy" && !open.is_empty() {
            let wanted = (settings.missing_share * open.len() as f64).round() as usize;
            // Why: a text that says nothing is no text.
            let most = open.len().min(all.len().saturating_sub(1));
            let mut left = open;
            for _ in 0..wanted.max(1).min(most) {
                self.missing
                    .push(left.remove(rng.below(left.len() as u64) as usize));
            }
        }
        for field in all {
            let name = field.name();
            let list = given.and_then(|given| given.get(&name));
            if self.missing.contains(&name) {
                let words = values::alternatives(field, list).into_iter();
                self.forbidden
                    .extend(words.map(|words| (name.clone(), words)));
                continue;
            }
            self.values
                .push((name, values::value(field, list, task.index, &mut rng)?));
        }
        if self.difficulty == "hard" {
            self.distractor = Some(values::distractor(&mut rng));
        }
        Ok(())
    }

    pub(crate) fn fields(&self) -> Vec<Field> {
        fields(&self.schema)
    }

    /// The object these values make; what is missing is null where the schema takes it and left out elsewhere.
    pub(crate) fn object(&self, values: &[(String, Value)]) -> Value {
        let mut object = Map::new();
        for field in self.fields() {
            let value = values.iter().find(|(name, _)| *name == field.name());
            match value {
                Some((_, value)) => insert(&mut object, &field.path, value.clone()),
                None if takes_null(&field) => insert(&mut object, &field.path, Value::Null),
                None => {}
            }
        }
        Value::Object(object)
    }
}

/// Whether the schema lets the field be null.
pub(crate) fn takes_null(field: &Field) -> bool {
    tunesmith_structured::schema::check(&field.schema, &Value::Null)
        .violations
        .is_empty()
}

/// Whether the field need not be there.
pub(crate) fn may_miss(field: &Field) -> bool {
    !field.required || takes_null(field)
}
