//! Writes the tables the counters are made from into OUT_DIR: each vocabulary and the Unicode classes of the split.
//!
//! Both come from the reference's own crates, so nothing is committed that could differ from them. A vocabulary is stored as the last merge of
//! each token (two ids), not as text: smaller, and the merges are needed anyway. With it comes how each character may begin (see `src/merge.rs`).
//! `src/vocabulary.rs` and `src/classes.rs` read what is written here.

use std::collections::{HashMap, HashSet};
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
/// (left bits 0-7, left bits 8-15, right bits 0-7, right bits 8-15, both high bits), then the literals as length and bytes, then one byte for each
/// code point below 0x10000 ([`beginnings`]).
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
    out.extend(beginnings(tokens, &pairs));
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

/// What a character begins as: the token it merges into, or the tokens of its first two bytes and its third, or of its first and its last two. Else its bytes.
const WHOLE: u8 = 1;
const HEAD: u8 = 2;
const TAIL: u8 = 3;
/// Some merge with what stands before the character may come before one inside it; with what stands behind it.
const OPEN_LEFT: u8 = 1 << 2;
const OPEN_RIGHT: u8 = 1 << 3;
/// What ends with the character may so reach into the one behind it; what begins with it into the one before it.
const REACHES_RIGHT: u8 = 1 << 4;
const REACHES_LEFT: u8 = 1 << 5;

/// For each code point of at most three bytes what it may begin as; `src/merge.rs` says why that is right.
fn beginnings(tokens: &[Vec<u8>], pairs: &[(u32, u32)]) -> Vec<u8> {
    let merges: Vec<(u32, u32, u32)> = pairs
        .iter()
        .zip(256..)
        .filter(|&(&(left, _), _)| left != LITERAL)
        .map(|(&(left, right), rank)| (left, right, rank))
        .collect();
    let ranks: HashMap<(u32, u32), u32> = merges
        .iter()
        .map(|&(left, right, rank)| ((left, right), rank))
        .collect();
    // By half the other half of each merge and its rank, lowest first. Behind a whole character no middle of one can stand.
    let (mut lefts, mut rights) = (HashMap::new(), HashMap::new());
    for &(left, right, rank) in &merges {
        if tokens[right as usize][0] & 0xc0 != 0x80 {
            lefts
                .entry(right)
                .or_insert_with(Vec::new)
                .push((left, rank));
            rights
                .entry(left)
                .or_insert_with(Vec::new)
                .push((right, rank));
        }
    }
    let before = |halves: &HashMap<u32, Vec<(u32, u32)>>, half: u32, rank: u32| -> Vec<u32> {
        halves.get(&half).map_or(Vec::new(), |others| {
            let early = others.iter().take_while(|other| other.1 <= rank);
            early.map(|other| other.0).collect()
        })
    };
    let mut single = [0; 256];
    for (token, id) in tokens[..256].iter().zip(0..) {
        single[usize::from(token[0])] = id;
    }

    let mut out = vec![0; 0x1_0000];
    let (mut reach_right, mut reach_left) = (HashSet::new(), HashSet::new());
    for (code, begins) in out.iter_mut().enumerate() {
        let Some(character) = char::from_u32(code as u32) else {
            continue;
        };
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).as_bytes();
        let mut row: Vec<u32> = bytes.iter().map(|&b| single[usize::from(b)]).collect();
        let (mut highest, mut from_left, mut from_right) = (0, Vec::new(), Vec::new());
        loop {
            let next = (1..row.len())
                .filter_map(|at| Some((*ranks.get(&(row[at - 1], row[at]))?, at)))
                .min();
            let limit = next.map_or(highest, |(rank, _)| rank);
            from_left.extend(before(&lefts, row[0], limit));
            from_right.extend(before(&rights, row[row.len() - 1], limit));
            let Some((rank, at)) = next else {
                break;
            };
            highest = highest.max(rank);
            row[at - 1] = rank;
            row.remove(at);
        }
        *begins = match row[..] {
            [_] => WHOLE,
            [head, _] if bytes.len() == 3 && head >= 256 => HEAD,
            [_, _] if bytes.len() == 3 => TAIL,
            _ => continue,
        };
        if !from_left.is_empty() {
            *begins |= OPEN_LEFT;
        }
        if !from_right.is_empty() {
            *begins |= OPEN_RIGHT;
        }
        reach_right.extend(from_left);
        reach_left.extend(from_right);
    }
    for (code, begins) in out.iter_mut().enumerate() {
        let Some(character) = char::from_u32(code as u32) else {
            continue;
        };
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).as_bytes();
        let text = |id: &u32| &tokens[*id as usize][..];
        if reach_right
            .iter()
            .map(text)
            .any(|left| left.ends_with(bytes) || bytes.ends_with(left))
        {
            *begins |= REACHES_RIGHT;
        }
        if reach_left
            .iter()
            .map(text)
            .any(|right| right.starts_with(bytes) || bytes.starts_with(right))
        {
            *begins |= REACHES_LEFT;
        }
    }
    out
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
