//! Whether a text is usable. Each error is told to the model, and is the reason if it does not help.

use unicode_segmentation::UnicodeSegmentation;

use crate::settings::{Settings, Shot};

/// So many words of the description in a row are not a sender's own words.
const REPEATED: usize = 5;

/// Share of a text's words that may stand in one of the examples in the same order, three by three.
const MOST_ALIKE: f64 = 0.5;

/// Says what is wrong with a text of a label.
pub(crate) fn text(
    text: &str,
    label: &str,
    description: &str,
    settings: &Settings,
) -> Result<(), String> {
    let chars = text.chars().count();
    if chars == 0 {
        return Err("`text` is empty".to_owned());
    }
    if chars < settings.min_chars {
        return Err(format!(
            "`text` has {chars} characters; at least {} are needed",
            settings.min_chars
        ));
    }
    if chars > settings.max_chars {
        return Err(format!(
            "`text` has {chars} characters; at most {} are allowed",
            settings.max_chars
        ));
    }
    if !settings.allow_label_name && names(text, label) {
        return Err(format!(
            "`text` contains the word “{label}”, which gives the label away"
        ));
    }
    let words = words(text);
    let described = self::words(description);
    let repeats = described
        .windows(REPEATED)
        .any(|group| words.windows(REPEATED).any(|it| it == group));
    if words == described || repeats {
        return Err("`text` repeats the description instead of being such a text".to_owned());
    }
    if text.starts_with('{') || text.starts_with("From:") || text.starts_with("Kind:") {
        return Err("`text` repeats the task instead of being such a text".to_owned());
    }
    if settings.few_shot.iter().any(|shot| is_like(&words, shot)) {
        return Err("`text` is like one of the examples".to_owned());
    }
    Ok(())
}

/// Whether a text has the label's words in a row; `late_delivery` is looked for as two words, too.
fn names(text: &str, label: &str) -> bool {
    let flat = |text: &str| {
        let words: Vec<String> = text
            .split(|it: char| !it.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect();
        format!(" {} ", words.join(" "))
    };
    flat(text).contains(&flat(label))
}

fn words(text: &str) -> Vec<String> {
    text.unicode_words().map(str::to_lowercase).collect()
}

fn is_like(words: &[String], shot: &Shot) -> bool {
    let shown = self::words(&shot.text);
    if words == shown {
        return true;
    }
    let groups: Vec<&[String]> = words.windows(3).collect();
    let same = groups
        .iter()
        .filter(|it| shown.windows(3).any(|group| group == **it))
        .count();
    groups.len() >= 4 && same as f64 > MOST_ALIKE * groups.len() as f64
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::settings::Settings;

    #[test]
    fn what_is_wrong_is_said() {
        let settings = Settings {
            max_chars: 100,
            ..Settings::default()
        };
        let check = |it: &str| {
            text(it, "late_delivery", "A parcel comes late.", &settings)
                .err()
                .unwrap_or_default()
        };
        assert_eq!(check("My parcel should have come on Monday."), "");
        assert!(check("").contains("empty"));
        assert!(check("Hi").contains("at least 15"));
        assert!(check(&"long ".repeat(50)).contains("at most 100"));
        assert!(check("What a Late   delivery again!").contains("gives the label away"));
        assert_eq!(
            check("I am late, delivery or not, for work."),
            "`text` contains the word “late_delivery”, which gives the label away"
        );
        assert_eq!(check("The delivery is later than late."), "");
        let long = text(
            "I write because a parcel comes late to the door.",
            "late_delivery",
            "A parcel comes late to the wrong house.",
            &settings,
        );
        assert!(long.unwrap_err().contains("repeats the description"));
        assert!(check("a parcel comes late").contains("repeats the description"));
        assert!(
            check("They have been drilling next door since six in the morning, and I hate it!")
                .contains("like one of the examples")
        );
        assert!(check("{\"text\": \"Where is it?\"}").contains("repeats the task"));
    }
}
