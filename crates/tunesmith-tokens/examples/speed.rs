//! Prints how many megabytes per CPU-second are counted, by us and by the reference: `cargo run --release -p tunesmith-tokens --example speed
//! [--features reference] [FILE…]`. Files are read as plain text, next to texts made here.

#![allow(
    clippy::print_stdout,
    reason = "a program whose result is what it prints"
)]

use std::error::Error;
use std::hint::black_box;

use cpu_time::ProcessTime;
use tunesmith_tokens::{BpeCounter, Encoding, ReferenceCounter, TokenCounter};

const WORDS: &str = "the of and to in is you that it he was for on are as with his they I at be this have from or one had by word but not what all were we \
    when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him \
    into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get \
    come made may part account support invoice refund shipping customer thank please order reset password settings browser update version button";

fn chat(rng: &mut fastrand::Rng, bytes: usize) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = String::new();
    let mut begins = true;
    while text.len() < bytes {
        let word = words[rng.usize(..words.len())];
        if begins {
            text.extend(word.chars().next().map(|c| c.to_ascii_uppercase()));
            text.push_str(&word[1..]);
        } else {
            text.push_str(word);
        }
        begins = false;
        match rng.u8(..24) {
            0 => text.push_str(", "),
            1 => {
                text.push_str(". ");
                begins = true;
            }
            2 if rng.bool() => text.push_str("'s "),
            3 if rng.u8(..4) == 0 => text.push_str(":\n\n1. "),
            4 if rng.u8(..4) == 0 => text.push_str(" (42) "),
            _ => text.push(' '),
        }
    }
    text
}

/// Words of random syllables: few come twice.
fn unheard(rng: &mut fastrand::Rng, bytes: usize) -> String {
    let syllables: Vec<&str> = "ba con de ex fi gra hu in jo ka le mi nor op pre qua re sta ti un ver wo xi ya zen tion ment ing ness able".split(' ').collect();
    let mut text = String::new();
    while text.len() < bytes {
        for _ in 0..rng.usize(2..5) {
            text.push_str(syllables[rng.usize(..syllables.len())]);
        }
        text.push(' ');
    }
    text
}

fn chinese(rng: &mut fastrand::Rng, bytes: usize) -> String {
    let common: Vec<char> = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实".chars().collect();
    let mut text = String::new();
    while text.len() < bytes {
        for _ in 0..rng.usize(4..20) {
            text.push(common[rng.usize(..common.len())]);
        }
        text.push(if rng.u8(..3) == 0 { '。' } else { '，' });
    }
    text
}

fn megabytes_per_second(counter: &mut dyn TokenCounter, text: &str, least: f64) -> (u64, f64) {
    let (mut runs, start) = (0, ProcessTime::now());
    loop {
        let tokens = black_box(counter.count(black_box(text)));
        runs += 1;
        let seconds = start.elapsed().as_secs_f64();
        if seconds > least {
            return (tokens, f64::from(runs) * text.len() as f64 / 1e6 / seconds);
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    const M: usize = 1_000_000;
    let mut rng = fastrand::Rng::with_seed(7);
    let mut base64 = String::new();
    while base64.len() < 4 * M {
        base64.push(rng.alphanumeric());
    }
    let letters: String = (0..4 * M).map(|_| rng.lowercase()).collect();
    let mut texts = vec![
        ("chat".to_owned(), chat(&mut rng, 20 * M), true),
        ("never repeated".to_owned(), unheard(&mut rng, 20 * M), true),
        ("chinese".to_owned(), chinese(&mut rng, 5 * M), true),
        ("base64".to_owned(), base64, true),
        ("random letters, one piece".to_owned(), letters, false),
        ("'a' x 1M".to_owned(), "a".repeat(M), false),
        ("'ab' x 25M".to_owned(), "ab".repeat(25 * M), false),
        ("spaces x 1M".to_owned(), " ".repeat(M), false),
        ("newlines x 1M".to_owned(), "\n".repeat(M), false),
        ("'中' x 1M".to_owned(), "中".repeat(M), false),
        ("digits x 1M".to_owned(), "7".repeat(M), false),
    ];
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        texts.push((path, text, true));
    }
    for encoding in [Encoding::O200kBase, Encoding::Cl100kBase] {
        let start = ProcessTime::now();
        let mut ours = BpeCounter::new(encoding);
        let made = start.elapsed();
        println!(
            "{encoding}: tables made in {:.1} ms",
            made.as_secs_f64() * 1e3
        );
        let mut reference = ReferenceCounter::new(encoding);
        for (name, text, compare) in &texts {
            let (tokens, speed) = megabytes_per_second(&mut ours, text, 0.5);
            print!(
                "{name:>28} {:>7.1} MB {tokens:>9} tokens {speed:>8.1} MB/s",
                text.len() as f64 / 1e6
            );
            if *compare {
                let (wanted, speed) = megabytes_per_second(&mut reference, text, 0.5);
                assert_eq!(tokens, wanted, "{name}");
                print!("   reference {speed:>6.1} MB/s");
            }
            println!();
        }
    }
    Ok(())
}
