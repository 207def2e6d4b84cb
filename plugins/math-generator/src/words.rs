//! Names, things and phrasings that problems are dressed in.

/// First names from many places; each once.
pub(crate) const NAMES: [&str; 32] = [
    "Ada", "Amir", "Anika", "Bela", "Carlos", "Chloe", "Daria", "Diego", "Elif", "Emeka", "Fatima",
    "Goran", "Hana", "Ines", "Ivan", "Jonas", "Kemal", "Leila", "Linh", "Marta", "Mei", "Noor",
    "Olga", "Omar", "Priya", "Quentin", "Rosa", "Sven", "Tariq", "Uma", "Yuki", "Zora",
];

/// Things one buys by the piece; each once.
pub(crate) const THINGS: [&str; 24] = [
    "notebooks",
    "pencils",
    "lamps",
    "mugs",
    "candles",
    "plants",
    "scarves",
    "puzzles",
    "cushions",
    "posters",
    "bowls",
    "spoons",
    "batteries",
    "ropes",
    "brushes",
    "tiles",
    "hooks",
    "folders",
    "stickers",
    "badges",
    "towels",
    "kites",
    "maps",
    "bells",
];

/// How an expression is asked for: what stands before and after it.
pub(crate) const PHRASINGS: [(&str, &str); 8] = [
    ("What is ", "?"),
    ("Calculate ", "."),
    ("Work out ", "."),
    ("Evaluate ", "."),
    ("Find the value of ", "."),
    ("How much is ", "?"),
    ("Compute ", " step by step."),
    ("Please solve this: ", ""),
];

/// How an equation is asked for.
pub(crate) const EQUATION_PHRASINGS: [(&str, &str); 6] = [
    ("Solve for x: ", ""),
    ("Find x if ", "."),
    ("What is x when ", "?"),
    ("Which number x makes ", " true?"),
    ("Determine x: ", ""),
    ("Given ", ", what is the value of x?"),
];

/// Puts an expression into a phrasing.
pub(crate) fn ask((before, after): (&str, &str), expression: &str) -> String {
    format!("{before}{expression}{after}")
}
