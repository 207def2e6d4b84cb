//! Drawing the parts of a problem from a task's rng seed.

use tunesmith_plugin_sdk::Rng;

/// Names with the pronoun they go with; enough for the largest problem.
const NAMES: [(&str, bool); 20] = [
    ("Anna", true),
    ("Ben", false),
    ("Clara", true),
    ("David", false),
    ("Elena", true),
    ("Felix", false),
    ("Grace", true),
    ("Hugo", false),
    ("Iris", true),
    ("Jonas", false),
    ("Kira", true),
    ("Leo", false),
    ("Mira", true),
    ("Noah", false),
    ("Olga", true),
    ("Paul", false),
    ("Rosa", true),
    ("Samir", false),
    ("Tara", true),
    ("Victor", false),
];

/// A source of draws.
pub(crate) struct Draw {
    rng: Rng,
    /// 1 to 3.
    pub(crate) difficulty: u8,
    names: Vec<String>,
}

impl Draw {
    pub(crate) fn new(rng_seed: u64, difficulty: u8, names: &[String]) -> Self {
        Self {
            rng: Rng::new(rng_seed),
            difficulty,
            names: names.to_vec(),
        }
    }

    /// From `low` to `high`, both included.
    pub(crate) fn number(&mut self, low: i64, high: i64) -> i64 {
        self.rng.between(low, high)
    }

    /// One of the items, of which there must be one.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.rng.below(items.len() as u64) as usize]
    }

    /// The items in another order.
    pub(crate) fn shuffled<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut items = items.to_vec();
        for at in (1..items.len()).rev() {
            items.swap(at, self.rng.below(at as u64 + 1) as usize);
        }
        items
    }

    /// Different names, the seed's own first.
    pub(crate) fn people(&mut self, count: usize) -> Vec<String> {
        let own = self.names.clone();
        let others: Vec<String> = NAMES
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .filter(|it| !own.contains(it))
            .collect();
        let mut people = self.shuffled(&own);
        people.extend(self.shuffled(&others));
        people.truncate(count);
        people
    }

    /// Different names of women and men.
    pub(crate) fn gendered(&mut self, count: usize) -> Vec<(&'static str, bool)> {
        let mut people = self.shuffled(&NAMES);
        people.truncate(count);
        people
    }
}
