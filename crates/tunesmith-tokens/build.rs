//! Writes the tables the counters are made from into OUT_DIR: each vocabulary and the Unicode classes of the split.
//!
//! Both come from the reference's own crates, so nothing is committed that could differ from them. A vocabulary is stored as the last merge of
//! each token (two ids), not as text: smaller, and the merges are needed anyway. `src/vocabulary.rs` and `src/classes.rs` read what is written here.

use std::collections::HashMap;
use std::path::Path;

use regex_syntax::hir::{Class, HirKind};
use tiktoken_rs::CoreBPE;

/// Left id of a token that no merge makes: it is only found as a whole piece, and its right id is its place among the literals.
const LITERAL: u32 = (1 << 18) - 1;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let out = Path::new(&out);
    for (name, reference) in [
        ("o200k_base", tiktoken_rs::o200k_base()),
        ("cl100k_base", tiktoken_rs::cl100k_base()),
    ] {
        let reference = reference.unwrap_or_else(|error| panic!("cannot load {name}: {error}"));
        write(
            out,
            &format!("{name}.bin"),
            &vocabulary(&tokens(&reference)),
        );
    }
    write(out, "classes.bin", &classes());
}

fn write(out: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(out.join(name), bytes)
        .unwrap_or_else(|error| panic!("cannot write {name} into OUT_DIR: {error}"));
}

/// The bytes of every token, by rank. Ranks above the last ordinary token are special tokens or nothing.
fn tokens(reference: &CoreBPE) -> Vec<Vec<u8>> {
    let special: Vec<Vec<u8>> = reference
        .special_tokens()
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let mut tokens = Vec::new();
    while let Ok(bytes) = reference.decode_bytes(&[tokens.len() as u32]) {
        if special.contains(&bytes) {
            break;
        }
        tokens.push(bytes);
    }
    assert!(
        tokens.len() > 100_000 && tokens.len() < LITERAL as usize,
        "{} tokens are not what was expected",
        tokens.len()
    );
    for (rank, token) in tokens.iter().enumerate() {
        assert_eq!(
            token.len() == 1,
            rank < 256,
            "rank {rank}: single bytes must come first"
        );
    }
    tokens
}

/// Layout: number of tokens (u32), number of literals (u32), the 256 single bytes, then for all other tokens five planes of one byte each
/// (left bits 0-7, left bits 8-15, right bits 0-7, right bits 8-15, both high bits), then the literals as length and bytes.
fn vocabulary(tokens: &[Vec<u8>]) -> Vec<u8> {
    let ranks: HashMap<&[u8], u32> = tokens
        .iter()
        .zip(0..)
        .map(|(token, rank)| (token.as_slice(), rank))
        .collect();
    let mut literals: Vec<&[u8]> = Vec::new();
    let pairs: Vec<(u32, u32)> = tokens[256..]
        .iter()
        .map(|token| {
            last_merge(token, &ranks).unwrap_or_else(|| {
                literals.push(token);
                (LITERAL, literals.len() as u32 - 1)
            })
        })
        .collect();

    let mut out = Vec::new();
    out.extend_from_slice(&(tokens.len() as u32).to_le_bytes());
    out.extend_from_slice(&(literals.len() as u32).to_le_bytes());
    out.extend(tokens[..256].iter().map(|token| token[0]));
    let planes: [fn(u32, u32) -> u8; 5] = [
        |left, _| left as u8,
        |left, _| (left >> 8) as u8,
        |_, right| right as u8,
        |_, right| (right >> 8) as u8,
        |left, right| (left >> 16 | (right >> 16) << 2) as u8,
    ];
    for plane in planes {
        out.extend(pairs.iter().map(|&(left, right)| plane(left, right)));
    }
    for literal in literals {
        out.push(u8::try_from(literal.len()).expect("tokens are shorter than 256 bytes"));
        out.extend_from_slice(literal);
    }
    out
}

/// Merges the token's bytes lowest rank first, leftmost first; gives the two halves of the last merge, or nothing where the merges never make
/// the whole token.
fn last_merge(token: &[u8], ranks: &HashMap<&[u8], u32>) -> Option<(u32, u32)> {
    // Where each part begins, and the end.
    let mut cuts: Vec<usize> = (0..=token.len()).collect();
    while cuts.len() > 3 {
        let (_, first) = cuts
            .windows(3)
            .enumerate()
            .filter_map(|(place, cut)| Some((*ranks.get(&token[cut[0]..cut[2]])?, place)))
            .min()?;
        cuts.remove(first + 1);
    }
    Some((ranks[&token[..cuts[1]]], ranks[&token[cuts[1]..]]))
}

/// The classes of `src/classes.rs` for every code point: first the block number of each 256 code points, then the blocks.
fn classes() -> Vec<u8> {
    let mut class = vec![0u8; 0x11_0000];
    for (pattern, number) in [
        (r"[\p{Lu}\p{Lt}]", 1),
        (r"\p{Ll}", 2),
        (r"[\p{Lm}\p{Lo}]", 3),
        (r"\p{M}", 4),
        (r"\p{N}", 5),
        (r"\s", 6),
        (r"[\r\n]", 7),
    ] {
        let parsed = regex_syntax::parse(pattern).expect("the pattern is right");
        let HirKind::Class(Class::Unicode(ranges)) = parsed.kind() else {
            panic!("{pattern} is not a class");
        };
        for range in ranges.ranges() {
            class[range.start() as usize..=range.end() as usize].fill(number);
        }
    }
    let mut blocks: Vec<&[u8]> = Vec::new();
    let mut out = Vec::new();
    for block in class.chunks(256) {
        let number = blocks
            .iter()
            .position(|known| *known == block)
            .unwrap_or_else(|| {
                blocks.push(block);
                blocks.len() - 1
            });
        out.push(u8::try_from(number).expect("there are fewer than 256 different blocks"));
    }
    out.extend(blocks.concat());
    out
}
