//! Texts that make other counters slow, use up their stack or their memory: ours finishes, and the counts are right.

use tunesmith_tokens::{BpeCounter, Encoding, TokenCounter};

const MILLION: usize = 1_000_000;

#[test]
fn a_million_of_one_character_is_counted() {
    for (unit, o200k, cl100k) in [
        ("a", 125_000, 125_000),
        (" ", 7_813, 7_813),
        ("\n", 62_500, 31_250),
        ("7", 333_334, 333_334),
        ("中", 1_000_000, 1_000_000),
    ] {
        let text = unit.repeat(MILLION);
        for (encoding, tokens) in [(Encoding::O200kBase, o200k), (Encoding::Cl100kBase, cl100k)] {
            assert_eq!(
                BpeCounter::new(encoding).count(&text),
                tokens,
                "{unit:?} in {encoding}"
            );
        }
    }
}

/// One piece of 50 million bytes: the time per byte must not grow with the length.
#[test]
fn one_line_of_fifty_megabytes_is_counted() {
    for (encoding, tokens) in [
        (Encoding::O200kBase, 12_500_000),
        (Encoding::Cl100kBase, 25_000_000),
    ] {
        assert_eq!(
            BpeCounter::new(encoding).count(&"ab".repeat(25 * MILLION)),
            tokens
        );
    }
}

/// Long pieces are merged in windows; the reference merges them at once.
#[test]
fn windows_meet_where_nothing_repeats() {
    use tunesmith_tokens::ReferenceCounter;
    let mut rng = fastrand::Rng::with_seed(3);
    for encoding in Encoding::ALL {
        let mut ours = BpeCounter::new(encoding);
        let mut reference = ReferenceCounter::new(encoding);
        for length in [
            1, 15, 16, 127, 128, 129, 130, 200, 1000, 1025, 8191, 8193, 100_000,
        ] {
            let letters: String = (0..length).map(|_| rng.lowercase()).collect();
            let signs: String = (0..length).map(|_| rng.char('!'..'0')).collect();
            let chinese: String = (0..length)
                .map(|_| rng.char('\u{4e00}'..'\u{9fff}'))
                .collect();
            for text in [letters, signs, chinese] {
                assert_eq!(
                    ours.count(&text),
                    reference.count(&text),
                    "{length} in {encoding}"
                );
            }
        }
    }
}
