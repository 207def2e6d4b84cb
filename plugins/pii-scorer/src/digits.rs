//! Runs of digits as people group them: `4242 4242 4242 4242`, `(030) 123-45`, `+49 30 12345`.
//!
//! A run ends where something else than up to three separators stands between digits. Cost: one pass over the text; everything made of
//! digits looks at runs only.

/// Digits that stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Group {
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }
}

/// Groups of digits with nothing but separators between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) groups: Vec<Group>,
}

impl Run {
    pub(crate) fn digits(&self) -> usize {
        self.groups.iter().map(|group| group.len()).sum()
    }
}

/// All runs of a text, in order.
pub(crate) fn runs(text: &str) -> Vec<Run> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut groups = Vec::new();
        loop {
            let end = end_of_digits(bytes, at);
            groups.push(Group { start: at, end });
            at = end;
            match next_group(bytes, end) {
                Some(next) => at = next,
                None => break,
            }
        }
        found.push(Run { groups });
    }
    found
}

fn end_of_digits(bytes: &[u8], from: usize) -> usize {
    let count = bytes[from..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    from + count
}

/// Where the next group begins, after at most three separators.
fn next_group(bytes: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    for _ in 0..=3 {
        let rest = bytes.get(at..)?;
        match rest {
            [b'0'..=b'9', ..] => return (at > end).then_some(at),
            [b' ' | b'-' | b'.' | b'/' | b'(' | b')', ..] => at += 1,
            [0xC2, 0xA0, ..] => at += 2,
            [0xE2, 0x80, 0x90 | 0x91 | 0x93 | 0xAF, ..] => at += 3,
            _ => return None,
        }
    }
    None
}

/// The digits of some groups as numbers from 0 to 9.
pub(crate) fn values(text: &str, groups: &[Group]) -> Vec<u8> {
    let bytes = text.as_bytes();
    groups
        .iter()
        .flat_map(|group| &bytes[group.start..group.end])
        .map(|byte| byte - b'0')
        .collect()
}

/// The separators between some groups, joined where they are all the same.
pub(crate) fn separator<'a>(text: &'a str, groups: &[Group]) -> Option<&'a str> {
    let mut between = groups
        .windows(2)
        .map(|pair| &text[pair[0].end..pair[1].start]);
    let Some(first) = between.next() else {
        return Some("");
    };
    between.all(|it| it == first).then_some(first)
}

/// The check of payment cards and some national ids.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| match u32::from(digit) {
            digit if at % 2 == 0 => digit,
            digit if digit > 4 => digit * 2 - 9,
            digit => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::{luhn, runs};

    #[test]
    fn runs_are_cut_where_people_cut_them() {
        let shape = |text: &str| {
            let found = runs(text);
            let groups = |run: &super::Run| {
                run.groups
                    .iter()
                    .map(|it| text[it.start..it.end].to_owned())
                    .collect::<Vec<_>>()
                    .join("|")
            };
            found.iter().map(groups).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(shape("(030) 123-45 and 6"), "030|123|45, 6");
        assert_eq!(shape("1\u{a0}2\u{2011}3 é4 5\n6"), "1|2|3, 4|5, 6");
        assert_eq!(shape("1, 2"), "1, 2");
        assert!(luhn(&[4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2]));
        assert!(!luhn(&[4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 1]));
    }
}
