//! Finds attacks on models in training data: orders to ignore instructions, jailbreaks, template tokens, hidden and encoded text, links
//! that carry data away, secrets, and answers that obey an override.
//!
//! Left out: toxicity, slurs, dangerous knowledge. Where a thing stands decides what it costs: a user's attack may be wanted, the same
//! words in a tool result or an answer are not. Invariant: what was found is named by place, never repeated.

mod encoded;
mod hidden;
mod languages;
mod links;
mod mark;
mod orders;
mod phrases;
mod plain;
mod secrets;
mod settings;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::Text;
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};
use tunesmith_plugin_sdk::{Endings, texts};

pub use crate::settings::Settings;

use crate::mark::{Found, Mark};
use crate::orders::Orders;
use crate::phrases::Phrases;
use crate::plain::Plain;

/// More places than this are counted but not listed.
const MOST_PLACES: usize = 200;

/// The scorer.
pub struct Safety {
    settings: Settings,
    orders: Orders,
    phrases: Phrases,
}

impl Scorer for Safety {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "safety-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Finds prompt injection, jailbreaks, template tokens, hidden and encoded text, exfiltration links, secrets, and answers \
                      that obey an override; weighs them by who says them.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        Ok(Self {
            orders: Orders::new()?,
            phrases: Phrases::new(&settings.phrases)?,
            settings,
        })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let texts = texts(example, Endings::Preferred);
        let plains: Vec<Plain> = texts.iter().map(|text| Plain::new(text.text)).collect();
        let mut all = Vec::new();
        for (at, (text, plain)) in texts.iter().zip(&plains).enumerate() {
            let next = texts[at + 1..]
                .iter()
                .zip(&plains[at + 1..])
                .find(|(it, _)| it.role != "user");
            let refused = text.role == "user"
                && next.is_some_and(|(it, plain)| {
                    it.role == "assistant" && self.phrases.is_refusal(&plain.text)
                });
            let weight = match text.role {
                "user" if refused => self.settings.refused_weight,
                "user" => self.settings.user_weight,
                _ => self.settings.other_weight,
            };
            all.push((text, self.find(text, plain), weight, refused));
        }
        Ok(self.total(&all))
    }
}

type Row<'a> = (&'a Text<'a>, Vec<Found>, f64, bool);

impl Safety {
    fn find(&self, text: &Text<'_>, plain: &Plain) -> Vec<Found> {
        let mut found = Vec::new();
        hidden::find(text.text, &mut found);
        hidden::find_homoglyphs(text.text, &mut found);
        links::find(text.text, &mut found);
        secrets::find(text.text, &mut found);
        self.phrases.tokens(text.text, &mut found);
        self.orders.find(plain, text.text, &mut found);
        let mut push = |mark: Mark, places: Vec<(usize, usize)>| {
            for (start, end) in places {
                found.push(Found {
                    mark,
                    start: plain.origin(start, text.text),
                    end: plain.origin(end, text.text),
                    detail: "",
                });
            }
        };
        push(Mark::Jailbreak, self.phrases.jailbreaks(&plain.text));
        if text.role == "assistant" {
            push(
                Mark::OverrideCompliance,
                self.phrases.compliance(&plain.text),
            );
        }
        for (start, end, said) in encoded::texts(text.text) {
            if self.is_attack(&said) {
                found.push(Found {
                    mark: Mark::EncodedInstructions,
                    start,
                    end,
                    detail: "base64",
                });
            }
        }
        // What tags spell is text for the model alone.
        if let Some(tag) = found.iter_mut().find(|it| it.detail == "tag")
            && self.is_attack(&hidden::tag_text(text.text))
        {
            tag.detail = "tag, with an order";
        }
        found.retain(|it| !self.settings.skip.iter().any(|mark| mark == it.mark.name()));
        found.sort_by_key(|it| (it.start, it.end));
        found
    }

    /// Whether decoded text is an order or a jailbreak.
    fn is_attack(&self, said: &str) -> bool {
        let plain = Plain::new(said);
        let mut found = Vec::new();
        self.orders.find(&plain, said, &mut found);
        !found.is_empty() || !self.phrases.jailbreaks(&plain.text).is_empty()
    }

    fn total(&self, all: &[Row<'_>]) -> Score {
        let mut costs = [0.0_f64; Mark::ALL.len()];
        let mut counts = [0_usize; Mark::ALL.len()];
        let mut places = Vec::new();
        let (mut outside, mut answered) = (false, true);
        for (text, found, weight, refused) in all {
            let mut place = (0, 0);
            for it in found {
                let at = it.mark as usize;
                counts[at] += 1;
                costs[at] = costs[at].max(it.mark.severity() * weight);
                outside |= text.role != "user";
                answered &= *refused;
                // Bytes of findings only grow by start.
                place = (
                    it.start,
                    place.1 + text.text[place.0..it.start].chars().count(),
                );
                if places.len() < MOST_PLACES {
                    places.push(row(text, it, place.1));
                }
            }
        }
        let mut marks: Vec<Mark> = Mark::ALL
            .into_iter()
            .filter(|mark| counts[*mark as usize] > 0)
            .collect();
        // Stable: marks that cost the same stay in the order of the list.
        marks.sort_by(|left, right| costs[*right as usize].total_cmp(&costs[*left as usize]));
        let value: f64 = costs.iter().map(|cost| 1.0 - cost).product();
        let mut names: Vec<String> = marks.iter().map(|mark| mark.name().to_owned()).collect();
        if !marks.is_empty() && !outside {
            names.push("only-in-user".to_owned());
        }
        if !marks.is_empty() && !outside && answered {
            names.push("refused".to_owned());
        }
        let first = marks
            .first()
            .and_then(|mark| places.iter().find(|place| place["mark"] == mark.name()));
        let note = first.map(|place| {
            let words: Vec<&str> = marks.iter().map(|mark| mark.words()).collect();
            let text = |name: &str| place[name].as_str().unwrap_or_default();
            format!(
                "{}; the first is at {} ({}), character {}",
                words.join(", "),
                text("pointer"),
                text("role"),
                place["start"]
            )
        });
        let members = marks
            .iter()
            .map(|mark| (mark.name().to_owned(), json!(counts[*mark as usize])));
        let mut extra = Map::new();
        extra.insert("counts".to_owned(), Value::Object(members.collect()));
        extra.insert("places".to_owned(), places.into());
        Score {
            value: (value * 10_000.0).round() / 10_000.0,
            marks: names,
            note,
            extra,
        }
    }
}

fn row(text: &Text<'_>, found: &Found, start: usize) -> Value {
    let length = text.text[found.start..found.end.max(found.start)]
        .chars()
        .count();
    let mut row = json!({
        "mark": found.mark.name(),
        "message": text.message,
        "role": text.role,
        "pointer": text.pointer,
        "start": start,
        "end": start + length,
    });
    if !found.detail.is_empty() {
        row["detail"] = found.detail.into();
    }
    row
}

tunesmith_plugin_sdk::export!(scorer: Safety);

#[cfg(test)]
mod tests;
