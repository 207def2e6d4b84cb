//! Scripts of letters, and which scripts a language is written in.

/// A script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Devanagari,
    Bengali,
    Tamil,
    Telugu,
    Thai,
    Georgian,
    Armenian,
    Hangul,
    Kana,
    Han,
    Other,
}

impl Script {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Cyrillic => "Cyrillic",
            Self::Greek => "Greek",
            Self::Arabic => "Arabic",
            Self::Hebrew => "Hebrew",
            Self::Devanagari => "Devanagari",
            Self::Bengali => "Bengali",
            Self::Tamil => "Tamil",
            Self::Telugu => "Telugu",
            Self::Thai => "Thai",
            Self::Georgian => "Georgian",
            Self::Armenian => "Armenian",
            Self::Hangul => "Hangul",
            Self::Kana => "Kana",
            Self::Han => "Han",
            Self::Other => "other",
        }
    }

    /// The language that alone, of those known here, is written in it.
    pub(crate) fn only_language(self) -> Option<&'static str> {
        Some(match self {
            Self::Greek => "el",
            Self::Hebrew => "he",
            Self::Bengali => "bn",
            Self::Tamil => "ta",
            Self::Telugu => "te",
            Self::Thai => "th",
            Self::Georgian => "ka",
            Self::Armenian => "hy",
            Self::Hangul => "ko",
            Self::Kana => "ja",
            _ => return None,
        })
    }
}

/// The script of a letter; `None` for what is no letter.
pub(crate) fn script(letter: char) -> Option<Script> {
    if !letter.is_alphabetic() {
        return None;
    }
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{530}'..='\u{58F}' => Script::Armenian,
        '\u{590}'..='\u{5FF}' => Script::Hebrew,
        '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' => Script::Arabic,
        '\u{900}'..='\u{97F}' => Script::Devanagari,
        '\u{980}'..='\u{9FF}' => Script::Bengali,
        '\u{B80}'..='\u{BFF}' => Script::Tamil,
        '\u{C00}'..='\u{C7F}' => Script::Telugu,
        '\u{E00}'..='\u{E7F}' => Script::Thai,
        '\u{10A0}'..='\u{10FF}' => Script::Georgian,
        '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => Script::Hangul,
        '\u{3040}'..='\u{30FF}' => Script::Kana,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => Script::Han,
        _ => Script::Other,
    })
}

/// Letters of each script, most first.
pub(crate) fn counts(text: &str) -> Vec<(Script, usize)> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().filter_map(script) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    // Stable: equal counts stay in the order of the text.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// How many letters say as much as one of an alphabet says little: a sign of these scripts is a syllable or a word.
pub(crate) fn weight(script: Script) -> usize {
    match script {
        Script::Han => 5,
        Script::Hangul | Script::Kana => 3,
        _ => 1,
    }
}
