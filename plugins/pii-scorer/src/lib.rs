//! Finds personal data and secrets by rules that can be checked: check digits, issuer ranges, lengths, prefixes.
//!
//! Left out, because rules can not tell them from other text: names, postal addresses, dates of birth, passports, health.
//! Invariant: a found value never stands in marks, note or figures unless the recipe asks for it, so that a report does not leak it.

mod card;
mod context;
mod countries;
mod digits;
mod email;
mod found;
mod iban;
mod ids;
mod network;
mod phone;
mod secrets;
mod settings;

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::Text;
use tunesmith_plugin_sdk::{Description, Example, Score, Scorer};
use tunesmith_plugin_sdk::{Endings, texts};

pub use crate::settings::Settings;

use crate::countries::Country;
use crate::found::{Found, Kind, settle};
use crate::secrets::Needles;

/// More redactions than this are counted but not listed.
const MOST_REDACTIONS: usize = 1000;

/// The scorer.
pub struct Pii {
    settings: Settings,
    needles: Needles,
    phone_countries: Vec<&'static Country>,
    /// As [`plain`] has them.
    allowed: Vec<String>,
}

impl Scorer for Pii {
    type Settings = Settings;

    fn describe() -> Description {
        Description {
            name: "pii-scorer",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Finds personal data and secrets, each checked as far as its kind allows: email, phone, payment-card, iban, national-id, \
                      ip-address, mac-address, token, password, private-key; offers redactions and never repeats what it found.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        let country = |name: &String| countries::COUNTRIES.iter().find(|it| it.name == name);
        Ok(Self {
            needles: Needles::new()?,
            phone_countries: settings
                .phone_countries
                .iter()
                .filter_map(country)
                .collect(),
            allowed: settings.allow.iter().map(|value| plain(value)).collect(),
            settings,
        })
    }

    fn score(&self, example: &Example) -> Result<Score, String> {
        let mut all = Vec::new();
        for text in texts(example, Endings::Both) {
            let looked_at = self.settings.roles.is_empty()
                || self.settings.roles.iter().any(|role| role == text.role);
            if looked_at {
                let found = self.find(text.text);
                all.push((text, found));
            }
        }
        Ok(self.total(&all))
    }
}

impl Pii {
    /// What a text holds, in order of its places.
    fn find(&self, text: &str) -> Vec<Found> {
        let settings = &self.settings;
        let wants = |kind: Kind| !settings.skip.iter().any(|mark| mark == kind.mark());
        let tests = settings.test_values;
        let mut found = Vec::new();
        let runs = digits::runs(text);
        secrets::find(text, &self.needles, tests, &mut found);
        if wants(Kind::Email) {
            email::find(text, tests, &mut found);
        }
        if wants(Kind::Iban) {
            iban::find(text, tests, &mut found);
        }
        if wants(Kind::Card) {
            let cards: &[String] = if tests { &[] } else { &settings.test_cards };
            card::find(text, &runs, cards, &mut found);
        }
        if wants(Kind::NationalId) {
            ids::find(text, &runs, &settings.id_countries, tests, &mut found);
        }
        let ips = network::Wanted {
            private: settings.private_ips,
            test_values: tests,
        };
        network::find(text, &runs, ips, &mut found);
        if wants(Kind::Phone) {
            let phones = phone::Wanted {
                countries: &self.phone_countries,
                services: settings.service_phones,
                test_values: tests,
            };
            phone::find(text, &runs, &phones, &mut found);
        }
        found.retain(|it| wants(it.kind) && !self.is_allowed(it, &text[it.start..it.end]));
        settle(found)
    }

    fn is_allowed(&self, found: &Found, value: &str) -> bool {
        if self.allowed.is_empty() {
            return false;
        }
        let value = plain(value);
        let at_domain = |domain: &String| {
            found.kind == Kind::Email && domain.starts_with('@') && value.ends_with(domain.as_str())
        };
        self.allowed
            .iter()
            .any(|allowed| *allowed == value || at_domain(allowed))
    }

    fn total(&self, all: &[(Text<'_>, Vec<Found>)]) -> Score {
        let mut counts = [0_usize; Kind::ALL.len()];
        let mut redactions = Vec::new();
        let mut first = None;
        for (text, found) in all {
            let mut place = Characters::new(text.text);
            for it in found {
                counts[it.kind as usize] += 1;
                if redactions.len() < MOST_REDACTIONS {
                    let (start, end) = (place.at(it.start), place.at(it.end));
                    first = first.or(Some((text.role, text.pointer.as_str(), start)));
                    redactions.push(self.redaction(text, it, start, end));
                }
            }
        }
        let mut kinds: Vec<Kind> = Kind::ALL
            .into_iter()
            .filter(|kind| counts[*kind as usize] > 0)
            .collect();
        // Stable: kinds that cost the same stay in the order of the list.
        kinds.sort_by(|left, right| right.severity().total_cmp(&left.severity()));
        let value: f64 = kinds.iter().map(|kind| 1.0 - kind.severity()).product();
        let note = first.map(|(role, pointer, start)| {
            let words: Vec<String> = kinds
                .iter()
                .map(|kind| counted(*kind, counts[*kind as usize]))
                .collect();
            format!(
                "{}; the first is at {pointer} ({role}), character {start}",
                words.join(", ")
            )
        });
        let mut extra = Map::new();
        let members = kinds
            .iter()
            .map(|kind| (kind.mark().to_owned(), json!(counts[*kind as usize])));
        extra.insert("counts".to_owned(), Value::Object(members.collect()));
        if counts.iter().sum::<usize>() > redactions.len() {
            extra.insert(
                "unlisted".to_owned(),
                json!(counts.iter().sum::<usize>() - redactions.len()),
            );
        }
        extra.insert("redactions".to_owned(), redactions.into());
        Score {
            value: (value * 10_000.0).round() / 10_000.0,
            marks: kinds.iter().map(|kind| kind.mark().to_owned()).collect(),
            note,
            extra,
        }
    }

    fn redaction(&self, text: &Text<'_>, found: &Found, start: usize, end: usize) -> Value {
        let mut redaction = json!({
            "message": text.message,
            "pointer": text.pointer,
            "kind": found.kind.mark(),
            "start": start,
            "end": end,
            "replacement": found.kind.replacement(),
        });
        if !found.detail.is_empty() {
            redaction["detail"] = found.detail.into();
        }
        if self.settings.show {
            redaction["text"] = text.text[found.start..found.end].into();
        }
        redaction
    }
}

fn counted(kind: Kind, count: usize) -> String {
    let [one, several] = kind.words();
    format!("{count} {}", if count == 1 { one } else { several })
}

/// For comparison with what is allowed: without blanks, dashes and case.
fn plain(value: &str) -> String {
    let signs = value
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '(' | ')'));
    signs.flat_map(char::to_lowercase).collect()
}

/// Turns byte offsets, which only grow, into character offsets.
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    character: usize,
}

impl<'a> Characters<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            character: 0,
        }
    }

    fn at(&mut self, byte: usize) -> usize {
        self.character += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.character
    }
}

tunesmith_plugin_sdk::export!(scorer: Pii);

#[cfg(test)]
mod tests;
