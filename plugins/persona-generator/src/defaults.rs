//! What is asked by whom where a recipe does not say so: people of many kinds, topics of daily life, work and school.

use crate::settings::{Difficulty, Format, Shot, Topic};
use crate::shape::Shape;

const PERSONAS: [&str; 24] = [
    "a nurse on night shifts",
    "a retired carpenter",
    "a student in the first year of biology",
    "a mother of three",
    "a taxi driver who learns for a new job",
    "an owner of a small bakery",
    "a teacher at a village school",
    "a farmer with forty cows",
    "a junior software developer",
    "a widower who cooks for the first time",
    "a young couple in a small flat",
    "an office clerk who fears presentations",
    "an amateur runner",
    "a librarian who likes precise words",
    "a refugee who is new in the country",
    "a teenager who saves for a bicycle",
    "a volunteer of the fire brigade",
    "a freelance photographer",
    "a grandmother who writes to her grandchildren",
    "a mechanic who distrusts computers",
    "a musician who teaches children",
    "a blind man who uses a screen reader",
    "a beekeeper in the city",
    "an accountant who travels a lot",
];

const TOPICS: [(&str, [&str; 4]); 10] = [
    (
        "cooking",
        [
            "planning meals for a week",
            "baking bread",
            "keeping food fresh",
            "cooking with little money",
        ],
    ),
    (
        "health",
        [
            "sleeping better",
            "easy exercises at home",
            "understanding a leaflet of a medicine",
            "first aid",
        ],
    ),
    (
        "money",
        [
            "making a monthly budget",
            "comparing loans",
            "saving for a big purchase",
            "reading a bill",
        ],
    ),
    (
        "writing",
        [
            "a polite letter of complaint",
            "a short speech",
            "a message of thanks",
            "making a text shorter",
        ],
    ),
    (
        "technology",
        [
            "safe passwords",
            "a slow computer",
            "sorting photos",
            "explaining a technical word",
        ],
    ),
    (
        "home",
        [
            "a dripping tap",
            "removing stains",
            "saving energy",
            "moving to another flat",
        ],
    ),
    (
        "nature",
        [
            "growing vegetables on a balcony",
            "birds in winter",
            "why leaves turn red",
            "reading the weather",
        ],
    ),
    (
        "learning",
        [
            "preparing for an exam",
            "learning words of a language",
            "fractions and percentages",
            "taking good notes",
        ],
    ),
    (
        "work",
        [
            "a job interview",
            "asking for a higher wage",
            "a quarrel between colleagues",
            "planning a working week",
        ],
    ),
    (
        "travel",
        [
            "packing for a short trip",
            "a missed train",
            "travelling with children",
            "a day in an unknown city",
        ],
    ),
];

const DIFFICULTIES: [(&str, &str); 3] = [
    ("easy", "one plain question with a short answer"),
    (
        "medium",
        "names some circumstances, the answer takes a few steps",
    ),
    (
        "hard",
        "names several wishes that pull in different directions, the answer must weigh them",
    ),
];

pub(crate) fn personas() -> Vec<String> {
    PERSONAS.map(str::to_owned).to_vec()
}

pub(crate) fn topics() -> Vec<Topic> {
    let topic = |(topic, subtopics): (&str, [&str; 4])| Topic {
        topic: topic.to_owned(),
        subtopics: subtopics.map(str::to_owned).to_vec(),
    };
    TOPICS.map(topic).to_vec()
}

pub(crate) fn difficulties() -> Vec<Difficulty> {
    let difficulty = |(name, meaning): (&str, &str)| Difficulty {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
    };
    DIFFICULTIES.map(difficulty).to_vec()
}

pub(crate) fn formats() -> Vec<Format> {
    let format = |name: &str, ask: &str, shape: Shape| Format {
        name: name.to_owned(),
        ask: ask.to_owned(),
        shape,
    };
    vec![
        format(
            "short",
            "a short answer of one to three sentences",
            Shape::Short,
        ),
        format(
            "steps",
            "two to five numbered steps, each on its own line",
            Shape::Numbered,
        ),
        format(
            "paragraph",
            "one paragraph of at most eighty words",
            Shape::Prose,
        ),
        format(
            "points",
            "two to five points, each on its own line after `- `",
            Shape::Bullets,
        ),
    ]
}

pub(crate) fn shots() -> Vec<Shot> {
    let shot = |texts: [&str; 8]| {
        let [
            persona,
            topic,
            subtopic,
            difficulty,
            format,
            language,
            instruction,
            answer,
        ] = texts.map(str::to_owned);
        Shot {
            persona,
            topic,
            subtopic,
            difficulty,
            format,
            language,
            instruction,
            answer,
        }
    };
    vec![
        shot([
            "a sailor on a cargo ship",
            "clothes",
            "washing wool",
            "medium",
            "steps",
            "English",
            "My wool jumper smells of diesel and we only have a sink with cold water on board. How do I wash it so that it does not shrink? Please give me the steps.",
            "1. Mix cold water with a spoon of mild soap in the sink.\n2. Press the jumper under water for five minutes; do not rub it.\n3. Rinse it twice in cold water and press the water out without wringing.\n4. Dry it flat on a towel, away from heat.",
        ]),
        shot([
            "a curious pensioner",
            "space",
            "the phases of the moon",
            "easy",
            "short",
            "English",
            "Why do I see only half of the moon on some evenings?",
            "The sun always lights one half of the moon, but we look at it from the side on those evenings. So we see half of the lit part and half of the dark one.",
        ]),
    ]
}
