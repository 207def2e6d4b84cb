//! Our counts are those of the reference, on every text.

use proptest::prelude::*;
use tunesmith_tokens::{BpeCounter, Encoding, ReferenceCounter, TokenCounter};

const ENCODINGS: [Encoding; 3] = Encoding::ALL;

/// Texts at the borders of the split and of the merges.
const TEXTS: &[&str] = &[
    "",
    " ",
    "\n",
    "a",
    "hello world",
    "Hello, World! I'm here; they'll've gone, IT'S JOHN'S.",
    "it'ſ IT'S 'sad 'Ll 'VE 're'd 'm't ''s '' 's's",
    "don't'x DON'T can'T we'RE wE'lL x'lx x'l 'r 'v 'e",
    "HTTPServer getURLPath iPhoneX ABCdef ABC Def aB Ab AB ABc",
    "ʰʰHello Hʰʰ HELʰLO ʰ ǅǆ ǅA aǅ",
    "中文字符 和 English混合Text中A中a",
    "e\u{301}a\u{301}\u{301} \u{301}a A\u{301}B\u{301}b \u{301}\u{301} -\u{301}- \u{301}ABC \u{301}1",
    "\u{301}",
    " \u{301}",
    "A\u{301}'s中's\u{301}'s",
    "1 12 123 1234 12345 ½⅓¼¾ Ⅷ Ⅸ１２３４ ١٢٣٤ 1a1 a1",
    "  two  spaces   three    four ",
    "a \n b\n\nc \r\n \t d  \n\n  ",
    "\n \n",
    "x\n  ",
    "x\n  \n  ",
    "x  \n  y",
    "   \n",
    "\t\t\tx \tx\u{a0}x \u{a0}x\u{3000}\u{3000}x\u{2003}\u{2003}",
    "x \u{a0}",
    "\u{85}\u{2028}\u{2029}\u{b}\u{c}\u{200b}\u{feff}",
    "!!! ??? ...\n/// //\r\n/ -- /\n/\n x/y/z",
    " !\n\n!  !\r\n\r\n/",
    "😀😁 👩‍👩‍👧‍👦 🇩🇪🇫🇷 👍🏽 é́",
    "<|endoftext|> <|im_start|>system<|im_sep|> <|fim_prefix|>",
    "\0\u{1}\u{7f}\0a\0\0",
    "fn main() {\n    println!(\"{}\", 1_000);\n}\n",
    "{\"a\": [1, 2.5e-10, null], \"b\": \"\\u00e9\"}",
    "https://example.com/a/b?c=d&e=f#g",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/==",
    "สวัสดีชาวโลก नमस्ते दुनिया مرحبا بالعالم שלום עולם Привет, мир! Γειά σου",
    "한국어 텍스트 日本語テキスト ｶﾀｶﾅ",
    "Straße GROẞE ŉ ﬁ İstanbul ıI",
    "a'",
    "a'l",
    "'",
    "''''",
    "abcdefghijklmnop abcdefghijklmno abcdefghijklmn' abcdefghijklmn'sé",
    " abcdefghijklmné abcdefghijklmno\u{301} a\u{301}",
];

fn assert_equal(ours: &mut BpeCounter, reference: &mut ReferenceCounter, text: &str) {
    let (got, wanted) = (ours.count(text), reference.count(text));
    assert_eq!(got, wanted, "{}: {text:?}", ours.encoding());
}

fn each_encoding(mut check: impl FnMut(&mut BpeCounter, &mut ReferenceCounter)) {
    for encoding in ENCODINGS {
        check(
            &mut BpeCounter::new(encoding),
            &mut ReferenceCounter::new(encoding),
        );
    }
}

#[test]
fn counts_at_the_borders_are_the_references() {
    each_encoding(|ours, reference| {
        for text in TEXTS {
            // Every part of it too: each border is moved over each place.
            let borders: Vec<usize> = (0..=text.len())
                .filter(|&at| text.is_char_boundary(at))
                .collect();
            for (n, &from) in borders.iter().enumerate() {
                for &to in &borders[n..] {
                    assert_equal(ours, reference, &text[from..to]);
                }
            }
        }
    });
}

/// One character of every kind the split tells apart, and those around the borders.
fn any_character() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => prop::sample::select("aAbBsStTlLdDmMrReEvV".chars().collect::<Vec<_>>()),
        2 => prop::sample::select("   \t\n\r\u{a0}\u{85}\u{2003}\u{3000}\u{200b}".chars().collect::<Vec<_>>()),
        2 => prop::sample::select("'''/.,!-_(){}\"’<|>".chars().collect::<Vec<_>>()),
        1 => prop::sample::select("019½Ⅷ１٣".chars().collect::<Vec<_>>()),
        1 => prop::sample::select("ſßéÉǅʰªİı中文のかア한กขשب\u{301}\u{93e}\u{1d165}😀👍🏽\u{200d}".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn counts_of_any_text_are_the_references(
        text in prop::collection::vec(any_character(), 0..80).prop_map(String::from_iter),
    ) {
        each_encoding(|ours, reference| assert_equal(ours, reference, &text));
    }

    #[test]
    fn counts_of_one_long_piece_are_the_references(
        letters in prop::collection::vec(prop::sample::select("abcesnotiré中文一不的了是我".chars().collect::<Vec<_>>()), 0..1500)
            .prop_map(String::from_iter),
        unit in "[a-z=é中 -]{1,5}",
        times in 0..700usize,
    ) {
        each_encoding(|ours, reference| {
            assert_equal(ours, reference, &letters);
            assert_equal(ours, reference, &unit.repeat(times));
        });
    }
}

/// Text of a seeded mix: words, classes, runs, random code points.
fn fuzz(rng: &mut fastrand::Rng, bytes: usize) -> String {
    let pool: Vec<char> =
        "etaoinshrdlu ETAOIN   \n\n\r\t'''/.,;:!?-_=+()[]{}<|>\"\\0123456789éÉßſñüλЖж中文字一的了是不ग्रا한กา\u{301}\u{200d}😀🎉"
            .chars()
            .collect();
    let mut text = String::with_capacity(bytes + 64);
    while text.len() < bytes {
        match rng.u8(..10) {
            0 => text.push(rng.char(..)),
            1 => {
                let unit = pool[rng.usize(..pool.len())];
                text.extend(std::iter::repeat_n(unit, rng.usize(1..40)));
            }
            2 => text.extend((0..rng.usize(1..60)).map(|_| rng.alphanumeric())),
            3 => text.extend((0..rng.usize(1..400)).map(|_| rng.lowercase())),
            4 => text.extend((0..rng.usize(1..90)).map(|_| rng.char('\u{4e00}'..'\u{9fff}'))),
            5..=6 => text.push_str(TEXTS[rng.usize(..TEXTS.len())]),
            _ => text.extend((0..rng.usize(1..30)).map(|_| pool[rng.usize(..pool.len())])),
        }
    }
    text
}

fn fuzzed(seed: u64, texts: usize, bytes: usize) {
    each_encoding(|ours, reference| {
        let mut rng = fastrand::Rng::with_seed(seed);
        for _ in 0..texts {
            let text = fuzz(&mut rng, bytes);
            assert_equal(ours, reference, &text);
        }
    });
}

#[test]
fn counts_of_fuzzed_text_are_the_references() {
    fuzzed(1, 200, 1000);
}

#[test]
#[ignore = "ten megabytes through the reference: run it with --release -- --ignored"]
fn counts_of_ten_fuzzed_megabytes_are_the_references() {
    fuzzed(2, 10_000, 1000);
}
