//! Flaws made from the good answer alone: exact, free, and checkable.

use tunesmith_plugin_sdk::Rng;

/// The answer with this flaw; none where it can not have it.
pub(crate) fn make(flaw: &str, answer: &str, rng: &mut Rng) -> Option<String> {
    match flaw {
        "changed-number" => changed_number(answer, rng),
        "shuffled-steps" => shuffled_steps(answer),
        "truncated" => truncated(answer, rng),
        _ => None,
    }
}

/// One number is another one of as many digits. Numbers of list items and parts of words are left alone.
fn changed_number(answer: &str, rng: &mut Rng) -> Option<String> {
    let bytes = answer.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if length == 0 {
            at += 1;
            continue;
        }
        let starts_line = answer[..at].trim_end_matches([' ', '\t']).is_empty()
            || answer[..at].trim_end_matches([' ', '\t']).ends_with('\n');
        let item = starts_line && matches!(bytes.get(at + length), Some(b'.' | b')'));
        let in_word = at > 0 && (bytes[at - 1].is_ascii_alphabetic() || bytes[at - 1] == b'_');
        if !item && !in_word && length <= 9 {
            numbers.push((at, length));
        }
        at += length;
    }
    let (start, length) = *rng.choose(&numbers)?;
    let old: i64 = answer[start..start + length].parse().ok()?;
    // At least a tenth more or less, so that the change is no rounding.
    let step = (old / 5).max(1) + rng.between(0, (old / 5).max(1));
    let lowest = if length == 1 {
        0
    } else {
        10_i64.pow(u32::try_from(length).ok()? - 1)
    };
    let new = if old - step >= lowest && rng.below(2) == 0 {
        old - step
    } else {
        old + step
    };
    Some(format!(
        "{}{new:0length$}{}",
        &answer[..start],
        &answer[start + length..]
    ))
}

/// Steps of a list, or sentences, the second half before the first. Numbers of items stay where they are.
fn shuffled_steps(answer: &str) -> Option<String> {
    let lines: Vec<&str> = answer.lines().collect();
    let items: Vec<usize> = (0..lines.len())
        .filter(|at| marker(lines[*at]).is_some())
        .collect();
    if items.len() >= 3 {
        let bodies: Vec<&str> = items
            .iter()
            .filter_map(|at| marker(lines[*at]).map(|it| it.1))
            .collect();
        let mut written: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        for (place, at) in items.iter().enumerate() {
            let (head, _) = marker(lines[*at])?;
            written[*at] = format!("{head}{}", bodies[(place + items.len() / 2) % items.len()]);
        }
        return Some(written.join("\n"));
    }
    let sentences = sentences(answer);
    (sentences.len() >= 3).then(|| {
        let half = sentences.len() / 2;
        let turned: Vec<&str> = sentences[half..]
            .iter()
            .chain(&sentences[..half])
            .copied()
            .collect();
        turned.join(" ")
    })
}

/// What stands before an item's text, and the text.
fn marker(line: &str) -> Option<(&str, &str)> {
    let start = line.trim_start();
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let sign = match start.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=3).contains(&digits) => digits + 1,
        Some(b'-' | b'*') if digits == 0 => 1,
        _ => return None,
    };
    let body = start[sign..].strip_prefix(' ')?;
    Some((&line[..line.len() - body.len()], body))
}

fn sentences(answer: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, letter) in answer.char_indices() {
        let end = at + letter.len_utf8();
        let next = answer[end..].chars().next();
        if matches!(letter, '.' | '!' | '?') && next.is_none_or(char::is_whitespace) {
            found.push(answer[start..end].trim());
            start = end;
        }
    }
    found.retain(|sentence| sentence.chars().any(char::is_alphabetic));
    found
}

/// The first 55 to 75 of 100 words, so that it breaks off within a sentence.
fn truncated(answer: &str, rng: &mut Rng) -> Option<String> {
    let ends: Vec<usize> = answer
        .split_whitespace()
        .map(|word| word.as_ptr() as usize - answer.as_ptr() as usize + word.len())
        .collect();
    if ends.len() < 8 {
        return None;
    }
    let share = usize::try_from(rng.between(55, 75)).ok()?;
    let last = (ends.len() * share / 100).min(ends.len() - 2);
    let cut = (0..=last)
        .rev()
        .map(|at| &answer[..ends[at]])
        .find(|cut| !cut.ends_with(['.', '!', '?', ':']))?;
    Some(cut.trim_end_matches([',', ';']).to_owned())
}

#[cfg(test)]
mod tests {
    use tunesmith_plugin_sdk::Rng;

    use super::make;

    #[test]
    fn flaws_are_exact() {
        let make = |flaw: &str, answer: &str| make(flaw, answer, &mut Rng::new(3));
        let changed = make("changed-number", "1. Boil for 10 minutes.\n2. Add h2o.").unwrap();
        assert_ne!(changed, "1. Boil for 10 minutes.\n2. Add h2o.");
        assert!(
            changed.starts_with("1. Boil for 1") && changed.ends_with("minutes.\n2. Add h2o."),
            "{changed}"
        );
        assert_eq!(make("changed-number", "No numbers."), None);
        assert_eq!(
            make("shuffled-steps", "Do:\n1. a\n2. b\n3. c\n4. d").unwrap(),
            "Do:\n1. c\n2. d\n3. a\n4. b"
        );
        assert_eq!(
            make("shuffled-steps", "One. Two! Three?").unwrap(),
            "Two! Three? One."
        );
        assert_eq!(make("shuffled-steps", "One. Two!"), None);
        let cut = make(
            "truncated",
            "one two three four five six seven eight nine ten.",
        )
        .unwrap();
        assert!(
            "one two three four five six seven eight".starts_with(&cut),
            "{cut}"
        );
        assert_eq!(make("truncated", "too short."), None);
    }
}
