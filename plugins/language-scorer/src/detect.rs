//! Which language a text is in, and how sure that is.
//!
//! Two detectors are asked: whichlang, the better one on short texts, knows sixteen languages; whatlang knows sixty-nine. The script comes
//! first: it excludes most languages and settles some. Invariant: a language is only named if the letters suffice and the confidence
//! reaches what the settings ask.

use whatlang::Lang as What;
use whichlang::Lang as Which;

use crate::scripts::{Script, counts, weight};

/// What is known of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Detected {
    /// ISO 639-1 where there is a code of two letters, otherwise 639-3.
    pub(crate) language: Option<&'static str>,
    /// 0 to 1, two decimals.
    pub(crate) confidence: f64,
    pub(crate) script: Option<Script>,
    /// Letters, signs of Chinese, Japanese and Korean counted as several.
    pub(crate) letters: usize,
    /// Share of letters outside the main script.
    pub(crate) other_script: f64,
}

/// Looks at prose; `expected` languages are preferred where the detectors disagree.
pub(crate) fn detect(prose: &str, fewest: usize, expected: &[String]) -> Detected {
    let counts = counts(prose);
    let letters: usize = counts
        .iter()
        .map(|(script, count)| count * weight(*script))
        .sum();
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let kana = counts
        .iter()
        .any(|(script, count)| *script == Script::Kana && count * 10 >= all);
    // Japanese is written in both.
    let main_count = counts.first().map_or(0, |(main, count)| match main {
        Script::Han | Script::Kana if kana => counts
            .iter()
            .filter(|(it, _)| matches!(it, Script::Han | Script::Kana))
            .map(|(_, count)| count)
            .sum(),
        _ => *count,
    });
    let script = counts.first().map(|(script, _)| {
        if kana && *script == Script::Han {
            Script::Kana
        } else {
            *script
        }
    });
    let mut detected = Detected {
        language: None,
        confidence: 0.0,
        script,
        letters,
        other_script: if all == 0 {
            0.0
        } else {
            1.0 - main_count as f64 / all as f64
        },
    };
    let Some(script) = script.filter(|_| letters >= fewest) else {
        return detected;
    };
    let (language, confidence) = match script.only_language() {
        Some(language) => (language, 1.0),
        None if script == Script::Han => ("zh", 0.95),
        None => by_words(prose, script, letters, expected),
    };
    detected.language = (!language.is_empty()).then_some(language);
    detected.confidence = (confidence * 100.0_f64).round() / 100.0;
    detected
}

fn by_words(
    prose: &str,
    script: Script,
    letters: usize,
    expected: &[String],
) -> (&'static str, f64) {
    let what = whatlang::detect(prose);
    let broad = what.as_ref().map(|it| code(it.lang())).unwrap_or_default();
    let broad_sure = what.as_ref().map_or(0.0, whatlang::Info::confidence);
    let close = which_code(whichlang::detect_language(prose));
    let close_fits = fits(close, script);
    // Longer texts are surer.
    let length = (letters.min(120) as f64) / 120.0;
    if close == broad {
        return (close, 0.62 + 0.08 * broad_sure + 0.3 * length);
    }
    let wanted = |language: &str| expected.iter().any(|it| it == language);
    if wanted(close) && close_fits && !wanted(broad) {
        return (close, 0.6 + 0.2 * length);
    }
    if wanted(broad) && !wanted(close) {
        return (broad, 0.6 + 0.2 * length);
    }
    // A language that whichlang does not know; whatlang is good at it when the text is long enough.
    let foreign = !close_fits || !CLOSE.contains(&broad);
    if foreign && broad_sure >= 0.9 && letters >= 40 {
        return (broad, 0.6 + 0.3 * length);
    }
    if !close_fits {
        return (broad, 0.5 * broad_sure);
    }
    // They disagree: whichlang is right more often than not, but not to be relied on.
    (close, 0.4 + 0.25 * length)
}

/// What whichlang knows.
const CLOSE: [&str; 16] = [
    "ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pt", "ru", "sv", "tr", "vi", "zh",
];

fn fits(language: &str, script: Script) -> bool {
    match language {
        "ru" => script == Script::Cyrillic,
        "ar" => script == Script::Arabic,
        "hi" => script == Script::Devanagari,
        "ja" | "ko" | "zh" => false,
        _ => script == Script::Latin,
    }
}

fn which_code(language: Which) -> &'static str {
    match language {
        Which::Ara => "ar",
        Which::Cmn => "zh",
        Which::Deu => "de",
        Which::Eng => "en",
        Which::Fra => "fr",
        Which::Hin => "hi",
        Which::Ita => "it",
        Which::Jpn => "ja",
        Which::Kor => "ko",
        Which::Nld => "nl",
        Which::Por => "pt",
        Which::Rus => "ru",
        Which::Spa => "es",
        Which::Swe => "sv",
        Which::Tur => "tr",
        Which::Vie => "vi",
    }
}

/// ISO 639-3 of whatlang and the code shown here.
const CODES: [(&str, &str); 69] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "no"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

fn code(language: What) -> &'static str {
    let three = language.code();
    CODES
        .iter()
        .find(|(known, _)| *known == three)
        .map_or(three, |(_, two)| two)
}

/// All codes that settings may name.
pub(crate) fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = CODES.iter().map(|(_, two)| *two).collect();
    codes.extend(whatlang::Lang::all().iter().map(|language| code(*language)));
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn names_languages_of_short_texts() {
        for (text, language) in [
            ("Where is my order?", "en"),
            ("Wo ist meine Bestellung?", "de"),
            ("Où est ma commande ?", "fr"),
            ("¿Dónde está mi pedido?", "es"),
            ("Dov'è il mio ordine?", "it"),
            ("Onde está o meu pedido?", "pt"),
            ("Waar is mijn bestelling?", "nl"),
            ("Siparişim nerede kaldı?", "tr"),
            ("注文はどこですか", "ja"),
            ("我的订单在哪里", "zh"),
            ("제 주문은 어디에 있나요", "ko"),
            ("Где мой заказ сейчас?", "ru"),
            ("Πού είναι η παραγγελία μου;", "el"),
            (
                "Komitet spotka się ponownie w czwartek, aby omówić nowy projekt budżetu na przyszły rok.",
                "pl",
            ),
            (
                "Комітет знову збереться у четвер, щоб обговорити нову пропозицію бюджету на наступний рік.",
                "uk",
            ),
        ] {
            assert_eq!(
                detect(text, 12, &[]).language,
                Some(language),
                "{text}: {:?}",
                detect(text, 12, &[])
            );
        }
        assert_eq!(detect("OK!", 12, &[]).language, None);
        assert_eq!(detect("", 1, &[]).language, None);
    }
}
