//! The plan: a checked recipe with its seeds, from which every task follows. Making tasks is pure, so they can run in any order, anywhere.

use std::path::{Path, PathBuf};

use tunesmith_core::{Digest, SeedSource, Task};

use crate::recipe::{GeneratorRecipe, Recipe};
use crate::recipe_error::{Fault, Place, RecipeError, did_you_mean};
use crate::seeds::{Seed, parse_seeds};

/// Which part of a recipe to run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these generators; all where empty.
    pub only: Vec<String>,
    /// At most this many tasks of each generator.
    pub limit: Option<u64>,
}

/// What will be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The recipe, with only the generators that were selected.
    pub recipe: Recipe,
    /// sha256 of the recipe file, hex.
    pub recipe_digest: String,
    /// The recipe's text, for the places of faults.
    text: String,
    /// The recipe's path, as the user named it.
    shown: String,
    /// Where the recipe stands; seeds and plugins are looked for beside it.
    pub folder: PathBuf,
    generators: Vec<GeneratorPlan>,
}

#[derive(Clone, Debug)]
struct GeneratorPlan {
    name: String,
    tasks: u64,
    seed_path: String,
    seeds: Vec<Seed>,
}

/// One task with what is known about it before it runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlannedTask {
    pub(crate) task: Task,
    pub(crate) seed: Option<SeedSource>,
    /// Why the seed can not be used, if so.
    pub(crate) fault: Option<String>,
}

impl Plan {
    /// Reads a recipe and its seed files and checks all that can be known without plugins and models.
    pub fn load(path: &Path, selection: &Selection) -> Result<Self, RecipeError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let mut fault =
                RecipeError::without_place(&shown, format!("the recipe can not be read: {error}"));
            fault.help = Some(
                "give the path of a recipe file, for example recipes/quickstart.toml".to_owned(),
            );
            fault
        })?;
        let mut recipe = Recipe::parse(&text, &shown)?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        select(&mut recipe, &shown, selection)?;
        let plans = recipe.generators.iter().map(|generator| {
            plan_generator(generator, &folder, selection).map_err(|fault| fault.at(&text, &shown))
        });
        let generators = plans.collect::<Result<_, _>>()?;
        if recipe.budget.usd.is_some() {
            check_prices(&recipe, &shown)?;
        }
        Ok(Self {
            recipe_digest: Digest::of_file(text.as_bytes()),
            text,
            shown,
            recipe,
            folder,
            generators,
        })
    }

    /// A fault of what stands under these keys; of a list the key is an index, or the `name` of one of its tables. What
    /// is not there is shown at the innermost table there is.
    pub fn fault(&self, keys: &[&str], message: String, help: Option<String>) -> RecipeError {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        let fault = Fault {
            place: Place::Keys(keys),
            message,
            help,
        };
        fault.at(&self.text, &self.shown)
    }

    /// How many tasks a generator has.
    pub fn tasks(&self, generator: usize) -> u64 {
        self.generators.get(generator).map_or(0, |plan| plan.tasks)
    }

    /// How many tasks there are.
    pub fn all_tasks(&self) -> u64 {
        self.generators.iter().map(|plan| plan.tasks).sum()
    }

    /// Aliases of the models that the selected generators and the scorers ask, sorted.
    pub fn used_models(&self) -> Vec<&str> {
        used_models(&self.recipe)
    }

    /// Says so where a budget can not be kept because a price is missing. `path` is for the error's text.
    pub fn check_prices(&self, path: &Path) -> Result<(), RecipeError> {
        check_prices(&self.recipe, &path.display().to_string())
    }

    /// The task of this generator and index: the same for every call, on every machine.
    pub(crate) fn task(&self, generator: usize, index: u64) -> PlannedTask {
        let plan = &self.generators[generator];
        let numbers = Digest::new()
            .part(&self.recipe.rng_seed.to_le_bytes())
            .part(plan.name.as_bytes())
            .part(&index.to_le_bytes());
        let mut task = Task {
            index,
            rng_seed: numbers.number(),
            seed: None,
        };
        let Some(seed) = plan
            .seeds
            .get(usize::try_from(index % (plan.seeds.len().max(1) as u64)).unwrap_or(0))
        else {
            return PlannedTask {
                task,
                seed: None,
                fault: None,
            };
        };
        let source = SeedSource {
            path: plan.seed_path.clone(),
            line: seed.line,
        };
        let fault = match &seed.record {
            Ok(record) => {
                task.seed = Some(record.clone());
                None
            }
            Err(why) => Some(format!(
                "seed file {}, line {}: {why}",
                source.path, source.line
            )),
        };
        PlannedTask {
            task,
            seed: Some(source),
            fault,
        }
    }
}

fn select(recipe: &mut Recipe, shown: &str, selection: &Selection) -> Result<(), RecipeError> {
    let known: Vec<String> = recipe
        .generators
        .iter()
        .map(|generator| generator.name.get_ref().clone())
        .collect();
    for name in &selection.only {
        if !known.contains(name) {
            let mut fault = RecipeError::without_place(
                shown,
                format!("--only {name}: no generator is called `{name}`"),
            );
            let listed = format!("known here: {}", known.join(", "));
            fault.help =
                Some(did_you_mean(name, known.iter().map(String::as_str)).unwrap_or(listed));
            return Err(fault);
        }
    }
    if !selection.only.is_empty() {
        recipe
            .generators
            .retain(|generator| selection.only.contains(generator.name.get_ref()));
    }
    Ok(())
}

fn plan_generator(
    generator: &GeneratorRecipe,
    folder: &Path,
    selection: &Selection,
) -> Result<GeneratorPlan, Fault> {
    let (seed_path, seeds) = match &generator.seeds {
        None => (String::new(), Vec::new()),
        Some(seed_path) => {
            let path = folder.join(seed_path.get_ref());
            let bytes = std::fs::read(&path).map_err(|error| {
                let fault = Fault::new(
                    seed_path.span(),
                    format!("the seed file {} can not be read: {error}", path.display()),
                );
                fault.help("the path is taken from the recipe's own folder")
            })?;
            let seeds = parse_seeds(&bytes);
            if seeds.is_empty() {
                let fault = Fault::new(
                    seed_path.span(),
                    format!("the seed file {} has no record", path.display()),
                );
                return Err(fault.help("write one JSON object per line"));
            }
            (seed_path.get_ref().clone(), seeds)
        }
    };
    let tasks = generator
        .count
        .unwrap_or(seeds.len() as u64)
        .min(selection.limit.unwrap_or(u64::MAX));
    Ok(GeneratorPlan {
        name: generator.name.get_ref().clone(),
        tasks,
        seed_path,
        seeds,
    })
}

/// A budget can only be kept where prices are known.
fn check_prices(recipe: &Recipe, shown: &str) -> Result<(), RecipeError> {
    let mut used = used_models(recipe).into_iter();
    let Some(alias) = used.find(|alias| {
        recipe
            .models
            .get(*alias)
            .is_some_and(|model| model.price.is_none())
    }) else {
        return Ok(());
    };
    let mut fault = RecipeError::without_place(
        shown,
        format!("there is a budget, but models.{alias} has no price"),
    );
    fault.help = Some(format!(
        "add `price = {{ input = 0.15, output = 0.60 }}` (US dollars per million tokens) to \
         [models.{alias}]; 0 for a model of your own"
    ));
    Err(fault)
}

/// Aliases of the models that the selected generators and the scorers ask.
fn used_models(recipe: &Recipe) -> Vec<&str> {
    let generators = recipe.generators.iter().map(|generator| &generator.model);
    let aliases = generators
        .chain(recipe.scorers.iter().map(|scorer| &scorer.model))
        .flatten();
    let mut aliases: Vec<&str> = aliases.map(|alias| alias.get_ref().as_str()).collect();
    aliases.sort_unstable();
    aliases.dedup();
    aliases
}
