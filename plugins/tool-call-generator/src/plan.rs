//! What a task is to be: its case, the tools called, which arguments are used and which are fixed. All from index and rng seed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{Rng, Task};

use crate::seed::Seed;
use crate::settings::Settings;
use crate::tool::Tool;
use tunesmith_structured::{Field, Kind, choices, insert};

/// What kind of example it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// One call.
    Single,
    /// Two calls at once.
    Parallel,
    /// A second call that uses what the first returned.
    MultiStep,
    /// No tool fits.
    None,
    /// A required argument is missing.
    Clarify,
}

impl Case {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Parallel => "parallel",
            Self::MultiStep => "multi-step",
            Self::None => "none",
            Self::Clarify => "clarify",
        }
    }
}

/// One call to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pick {
    pub(crate) tool: Tool,
    /// Names of the fields the model fills in.
    pub(crate) asked: Vec<String>,
    /// Arguments that are chosen already: field name and value.
    pub(crate) fixed: Vec<(String, Value)>,
}

impl Pick {
    pub(crate) fn fields(&self) -> Vec<Field> {
        let fields = self.tool.fields().into_iter();
        fields
            .filter(|field| self.asked.contains(&field.name()))
            .collect()
    }

    /// The arguments that need no model.
    pub(crate) fn fixed_arguments(&self) -> Map<String, Value> {
        let mut arguments = Map::new();
        for field in self.tool.fields() {
            if let Some((_, value)) = self.fixed.iter().find(|(name, _)| *name == field.name()) {
                insert(&mut arguments, &field.path, value.clone());
            }
        }
        arguments
    }
}

/// Everything that is decided before the model is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub(crate) case: Case,
    pub(crate) tools: Vec<Value>,
    pub(crate) domain: String,
    pub(crate) facts: String,
    pub(crate) tone: String,
    pub(crate) difficulty: String,
    pub(crate) picks: Vec<Pick>,
    /// Of `multi-step`: the field name and value that the first tool returns for the second.
    pub(crate) link: Option<(String, Value)>,
    /// Of `clarify`: the field that is missing and what it is for.
    pub(crate) missing: Option<(String, String)>,
    /// Of `none`: what the user wants instead.
    pub(crate) other: String,
    pub(crate) rng_seed: u64,
}

const DIFFICULTIES: [&str; 3] = ["easy", "medium", "hard"];

impl Plan {
    pub(crate) fn new(settings: &Settings, task: &Task) -> Result<Self, String> {
        let seed = Seed::read(task.seed.as_ref())?;
        let mut rng = Rng::new(task.rng_seed);
        let index = task.index;
        let cases = settings.shares.cases();
        let case = coverage::choose(&cases, index, "case")
            .copied()
            .ok_or("there is no case to choose from")?;
        let difficulty = coverage::choose(&DIFFICULTIES, index, "difficulty")
            .copied()
            .unwrap_or("easy");
        let mut plan = Self {
            case,
            tools: seed
                .tools
                .iter()
                .map(|tool| tool.definition.clone())
                .collect(),
            tone: coverage::choose(&settings.tones, index, "tone")
                .cloned()
                .unwrap_or_default(),
            difficulty: difficulty.to_owned(),
            picks: Vec::new(),
            link: None,
            missing: None,
            other: String::new(),
            rng_seed: task.rng_seed,
            domain: seed.domain.clone(),
            facts: seed.facts.clone(),
        };
        let tools: Vec<&Tool> = seed.tools.iter().collect();
        let tool = coverage::choose(&tools, index, "tool")
            .copied()
            .ok_or("the seed has no tool")?;
        match case {
            Case::None => {
                plan.other = coverage::choose(&settings.other_requests, index, "other")
                    .cloned()
                    .unwrap_or_default();
            }
            Case::Single => plan.picks.push(pick(tool, difficulty, &mut rng)),
            Case::Parallel => {
                let second = coverage::choose(&tools, index.wrapping_add(1), "tool")
                    .copied()
                    .unwrap_or(tool);
                // Why: two tools that both need words of their own are hard to ask for in one breath; half the time one tool is called twice.
                let second = if rng.below(2) == 0 || tool.fields().is_empty() {
                    second
                } else {
                    tool
                };
                plan.picks.push(pick(tool, "easy", &mut rng));
                plan.picks.push(pick(second, "easy", &mut rng));
            }
            Case::MultiStep => plan.chain(&seed, index, &mut rng)?,
            Case::Clarify => plan.leave_out(&tools, tool, &mut rng)?,
        }
        Ok(plan)
    }

    /// Two tools of which the second takes what the first returns.
    fn chain(&mut self, seed: &Seed, index: u64, rng: &mut Rng) -> Result<(), String> {
        let links = links(seed);
        let (from, to, name) = coverage::choose(&links, index, "link")
            .ok_or("no tool of the seed takes what another returns; give it `links`, or set the share of `multi_step` to 0")?;
        let field = to.fields().into_iter().find(|field| field.name() == *name);
        let field = field
            .ok_or_else(|| format!("the link's argument `{name}` is none of `{}`", to.name))?;
        let value = linked_value(&field, rng)?;
        self.picks.push(pick(from, "easy", rng));
        let mut second = pick(to, "easy", rng);
        second.asked.retain(|it| *it != *name);
        second.fixed.retain(|(it, _)| *it != *name);
        second.fixed.push((name.clone(), value.clone()));
        self.picks.push(second);
        self.link = Some((name.clone(), value));
        Ok(())
    }

    /// A tool without one of the texts or numbers it needs.
    fn leave_out(&mut self, tools: &[&Tool], tool: &Tool, rng: &mut Rng) -> Result<(), String> {
        let needed = |tool: &Tool| -> Vec<Field> {
            let fields = tool.fields().into_iter();
            fields
                .filter(|field| {
                    field.required
                        && matches!(field.kind, Kind::Text | Kind::Integer | Kind::Number)
                })
                .collect()
        };
        let tool = [tool]
            .into_iter()
            .chain(tools.iter().copied())
            .find(|tool| !needed(tool).is_empty());
        let tool = tool.ok_or("no tool of the seed has a required text or number to ask back for; set the share of `clarify` to 0")?;
        let fields = needed(tool);
        let missing = rng.choose(&fields).ok_or("there is no required argument")?;
        self.missing = Some((missing.name(), missing.purpose()));
        self.picks.push(pick(tool, "easy", rng));
        Ok(())
    }
}

/// Required fields, and optional ones as the difficulty grows. Choices are made here, the rest is the model's.
fn pick(tool: &Tool, difficulty: &str, rng: &mut Rng) -> Pick {
    let fields = tool.fields();
    let optional = fields.iter().filter(|field| !field.required).count();
    let mut extra = match difficulty {
        "easy" => 0,
        "medium" => optional.min(1),
        _ => optional.min(2),
    };
    let skip = rng.below((optional - extra) as u64 + 1) as usize;
    let mut passed = 0;
    let (mut asked, mut fixed) = (Vec::new(), Vec::new());
    for field in fields {
        if !field.required {
            passed += 1;
            if passed <= skip || extra == 0 {
                continue;
            }
            extra -= 1;
        }
        match rng.choose(&choices(&field.schema)) {
            Some(value) if field.kind == Kind::Choice => fixed.push((field.name(), value.clone())),
            _ => asked.push(field.name()),
        }
    }
    Pick {
        tool: tool.clone(),
        asked,
        fixed,
    }
}

/// The seed's links, else pairs whose argument looks like something only another tool knows: an id of what that tool is about.
fn links(seed: &Seed) -> Vec<(&Tool, &Tool, String)> {
    let named = |name: &str| seed.tools.iter().find(|tool| tool.name == name);
    if !seed.links.is_empty() {
        let links = seed.links.iter();
        return links
            .filter_map(|[from, to, argument]| Some((named(from)?, named(to)?, argument.clone())))
            .collect();
    }
    let mut found = Vec::new();
    for to in &seed.tools {
        for field in to
            .fields()
            .into_iter()
            .filter(|field| field.required && matches!(field.kind, Kind::Text | Kind::Integer))
        {
            let name = field.name();
            let Some(noun) = ["_id", "_number", "_code", "_key"]
                .iter()
                .find_map(|end| name.strip_suffix(end))
            else {
                continue;
            };
            let gives = |from: &&Tool| {
                let about = format!("{} {}", from.name, from.description).to_lowercase();
                from.name != to.name
                    && about.contains(noun)
                    && from.fields().iter().all(|it| it.name() != name)
            };
            found.extend(
                seed.tools
                    .iter()
                    .filter(gives)
                    .map(|from| (from, to, name.clone())),
            );
        }
    }
    found
}

/// What the first tool returns for the second: `ORD-4821` for `order_id`.
fn linked_value(field: &Field, rng: &mut Rng) -> Result<Value, String> {
    let digits = rng.between(1000, 9999);
    let examples = field
        .schema
        .get("examples")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let name = field.name();
    let letters: String = name
        .chars()
        .filter(char::is_ascii_alphabetic)
        .take(3)
        .collect();
    let made = match field.kind {
        Kind::Choice => rng.choose(&choices(&field.schema)).cloned(),
        Kind::Integer | Kind::Number => Some(json!(digits)),
        _ => Some(json!(format!("{}-{digits}", letters.to_uppercase()))),
    };
    let mut candidates = examples.into_iter().chain(made);
    let fits = |value: &Value| {
        tunesmith_structured::schema::check(&field.schema, value)
            .violations
            .is_empty()
    };
    candidates.find(fits).ok_or_else(|| {
        format!("no value for `{name}` could be made that satisfies its schema; give it `examples`")
    })
}
