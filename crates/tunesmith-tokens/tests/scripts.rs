//! Text of many scripts: characters may begin as one token, and the counts must stay those of the reference.

use tunesmith_tokens::{BpeCounter, Encoding, ReferenceCounter, TokenCounter};

const ENCODINGS: [Encoding; 2] = [Encoding::O200kBase, Encoding::Cl100kBase];

/// Frequent characters and the range of all.
type Script = (&'static str, std::ops::Range<char>);

const SCRIPTS: &[Script] = &[
    (
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实北京运美信",
        '\u{4e00}'..'\u{a000}',
    ),
    (
        "のにはをたがでてとしれさあいるもなからこそりまくすアイウンスルトリクシャーフ日本人大年中国語時出会社新見行間、。「」・",
        '\u{3040}'..'\u{3100}',
    ),
    (
        "이다는의에을를가고하지사도로한그어기리아나수인해자서대있은것들시장니습합",
        '\u{ac00}'..'\u{d7a4}',
    ),
    (
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєОЕАИНТ",
        '\u{400}'..'\u{500}',
    ),
    ("αοιεητσνρκπυμλςωδγάίόήθχέφβξύώζψΑΟ", '\u{370}'..'\u{400}'),
    ("اليمنوربدتعفسحهكقجشصطخذضزثغءأإآةىئؤًٌَُِّْ", '\u{600}'..'\u{700}'),
    ("कारनेयसहीमतपलवकोिुंद्टबगजचधशभखडथऔरअइए", '\u{900}'..'\u{980}'),
    ("าอนร่กเงมลยสวดท้ีตัคบปำุหไแโขใชพจะ์ูื", '\u{e00}'..'\u{e80}'),
    ("אהוילמנרשתבדחקכםעפסטגץצןזף", '\u{590}'..'\u{600}'),
    (
        "éèêëàâäáãåçîïíìñôöóòõøûüúùÿœæßÉÀşğıłżőűưđ",
        '\u{80}'..'\u{250}',
    ),
    ("ابაბგადიეთაիոեությունเকয়েরতামிகள்", '\u{980}'..'\u{d80}'),
    (
        "😀😁😂🤣😊😍👍🏽❤\u{fe0f}\u{200d}👩👨👧🇩🇪🎉🔥✨✅→—…“”’•，。！？：；（）",
        '\u{1f300}'..'\u{1fa00}',
    ),
];

fn assert_equal(ours: &mut BpeCounter, reference: &mut ReferenceCounter, text: &str) {
    let (got, wanted) = (ours.count(text), reference.count(text));
    assert_eq!(got, wanted, "{}: {text:?}", ours.encoding());
}

/// Every `step`th pair of frequent characters of a script, alone and behind a space.
fn pairs(step: usize) {
    for encoding in ENCODINGS {
        let mut ours = BpeCounter::new(encoding);
        let mut reference = ReferenceCounter::new(encoding);
        for (frequent, _) in SCRIPTS {
            let frequent: Vec<char> = frequent.chars().collect();
            let all = frequent
                .iter()
                .flat_map(|left| frequent.iter().map(move |right| [' ', *left, *right]));
            for pair in all.step_by(step) {
                assert_equal(&mut ours, &mut reference, &String::from_iter(pair));
                assert_equal(&mut ours, &mut reference, &String::from_iter(&pair[1..]));
            }
        }
    }
}

fn one(rng: &mut fastrand::Rng, characters: &[char]) -> char {
    characters[rng.usize(..characters.len())]
}

/// Up to 40 characters of one script, now and then something else between them.
fn row(rng: &mut fastrand::Rng, frequent: &[Vec<char>]) -> String {
    let script = rng.usize(..SCRIPTS.len());
    let strange = rng.u8(..3);
    let mut text = String::new();
    for _ in 0..rng.usize(1..41) {
        text.push(match rng.u8(..64) {
            0..=2 => ' ',
            3 => rng.alphanumeric(),
            4 => rng.char('!'..'0'),
            5 => frequent[rng.usize(..SCRIPTS.len())][0],
            6 => rng.char(..),
            7 => {
                let other = rng.usize(..SCRIPTS.len());
                one(rng, &frequent[other])
            }
            n if n < 8 + 16 * strange => rng.char(SCRIPTS[script].1.clone()),
            _ => one(rng, &frequent[script]),
        });
    }
    text
}

fn rows(count: usize, seed: u64) {
    let frequent: Vec<Vec<char>> = SCRIPTS
        .iter()
        .map(|script| script.0.chars().collect())
        .collect();
    for encoding in ENCODINGS {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut ours = BpeCounter::new(encoding);
        let mut reference = ReferenceCounter::new(encoding);
        for _ in 0..count {
            assert_equal(&mut ours, &mut reference, &row(&mut rng, &frequent));
        }
    }
}

#[test]
fn pairs_are_counted_as_the_reference_does() {
    pairs(7);
}

#[test]
fn rows_are_counted_as_the_reference_does() {
    rows(4_000, 1);
}

#[test]
#[ignore = "hundreds of thousands of pairs: run it with --release -- --ignored"]
fn every_pair_is_counted_as_the_reference_does() {
    pairs(1);
}

#[test]
#[ignore = "millions of rows: run it with --release -- --ignored"]
fn millions_of_rows_are_counted_as_the_reference_does() {
    rows(2_000_000, 2);
}
