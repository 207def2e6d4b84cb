//! Citations and quotations inside an answer.
//!
//! A citation is a short label in square brackets that is no link and no placeholder; a quotation is three words or more between
//! quotation marks. Both are looked for on one line only, so that a stray mark does no harm.

/// Quotations looked up per answer; each costs a pass over the source.
const MOST_QUOTES: usize = 40;
/// In characters; an opening mark without a near closing one is no quotation.
const LONGEST_QUOTE: usize = 600;
/// Different labels looked up per answer.
const MOST_LABELS: usize = 100;
const LONGEST_LABEL: usize = 40;
const PAIRS: [(char, char); 4] = [('“', '”'), ('„', '“'), ('«', '»'), ('"', '"')];

/// The answer without its citations, and their labels.
pub(crate) fn citations(text: &str) -> (String, Vec<String>) {
    let mut rest = String::with_capacity(text.len());
    let mut labels = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[') {
        let open = at + open;
        let inside = &text[open + 1..];
        let close = inside
            .char_indices()
            .take(LONGEST_LABEL + 1)
            .find(|(_, it)| "[]\n".contains(*it));
        let Some((length, ']')) = close else {
            rest.push_str(&text[at..=open]);
            at = open + 1;
            continue;
        };
        let after = open + length + 2;
        let parts: Vec<&str> = inside[..length].split([',', ';']).map(str::trim).collect();
        let is_link = text[after..].starts_with(['(', ':']);
        let before = text[..open].chars().next_back();
        // Why: `a[3]` may be a footnote or code; it is left out of the text and not looked up.
        let is_glued = before.is_some_and(|it| it.is_alphanumeric() || "_)".contains(it));
        let is_number = parts
            .iter()
            .all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
        if is_link || !parts.iter().all(|it| is_label(it)) || (is_glued && !is_number) {
            rest.push_str(&text[at..after]);
        } else {
            rest.push_str(&text[at..open]);
            for label in parts.iter().filter(|_| !is_glued) {
                if labels.len() < MOST_LABELS && !labels.iter().any(|it| it == label) {
                    labels.push((*label).to_owned());
                }
            }
        }
        at = after;
    }
    rest.push_str(&text[at..]);
    (rest, labels)
}

/// `2`, `^2`, `chunk-2`, `doc3`, `Section 4`: something with a number, in one or two words.
fn is_label(label: &str) -> bool {
    let plain = label.trim_start_matches(['^', '#', '§']);
    let allowed = |it: char| it.is_alphanumeric() || "-_.: ".contains(it);
    let digit = plain.bytes().any(|it| it.is_ascii_digit());
    digit && plain.chars().all(allowed) && plain.split(' ').count() <= 2
}

/// Whether a label names a part of the source or stands in what the assistant was shown.
pub(crate) fn is_known(label: &str, labels: &[String], shown: &str) -> bool {
    let plain = label.trim_start_matches(['^', '#', '§']);
    let same = |known: &String| known == plain || known.eq_ignore_ascii_case(plain);
    if labels.iter().any(same) || shown.contains(&format!("[{label}]")) {
        return true;
    }
    // `chunk-2` or `Source 2` where the parts have no names but their numbers.
    let digits = plain
        .rsplit(|it: char| !it.is_ascii_digit())
        .next()
        .unwrap_or_default();
    let word = plain
        .strip_suffix(digits)
        .unwrap_or_default()
        .trim_end_matches(['-', '_', ' ', '.', ':']);
    let general = [
        "chunk", "source", "doc", "document", "passage", "part", "ref",
    ];
    general.contains(&word.to_lowercase().as_str()) && labels.iter().any(|it| it == digits)
}

/// The quotations of three words or more, without their marks.
pub(crate) fn quotes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(quoted) = line.trim_start().strip_prefix('>') {
            add(quoted, &mut found);
            continue;
        }
        let mut rest = line;
        while let Some((at, open)) = rest
            .char_indices()
            .find(|(_, it)| PAIRS.iter().any(|pair| pair.0 == *it))
        {
            let after = &rest[at + open.len_utf8()..];
            let closes = |it: char| PAIRS.contains(&(open, it));
            let Some((end, close)) = after
                .char_indices()
                .take(LONGEST_QUOTE)
                .find(|(_, it)| closes(*it))
            else {
                rest = after;
                continue;
            };
            add(&after[..end], &mut found);
            rest = &after[end + close.len_utf8()..];
        }
    }
    found.truncate(MOST_QUOTES);
    found
}

/// Adds the pieces between ellipses.
fn add<'a>(quote: &'a str, found: &mut Vec<&'a str>) {
    for piece in quote
        .split('…')
        .flat_map(|it| it.split("..."))
        .flat_map(|it| it.split("[…]"))
    {
        if piece.split_whitespace().count() >= 3 {
            found.push(piece.trim());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{citations, is_known, quotes};

    #[test]
    fn citations_are_told_from_other_brackets() {
        let check = |text: &str, rest: &str, labels: &[&str]| {
            assert_eq!(
                citations(text),
                (
                    rest.to_owned(),
                    labels.iter().map(|it| (*it).to_owned()).collect()
                ),
                "{text}"
            );
        };
        check(
            "It is so [1]. And [2, 3][chunk-4]",
            "It is so . And ",
            &["1", "2", "3", "chunk-4"],
        );
        check("fact[1] is", "fact is", &[]);
        check(
            "[text 1](http://x) [Your Name] a[i] x[0:n] [ ] [note]",
            "[text 1](http://x) [Your Name] a[i] x[0:n] [ ] [note]",
            &[],
        );
        check("open [1", "open [1", &[]);
        check("[", "[", &[]);
    }

    #[test]
    fn labels_are_known() {
        let labels = ["1".to_owned(), "2".to_owned(), "Manual-3".to_owned()];
        for (label, known) in [
            ("1", true),
            ("3", false),
            ("chunk-2", true),
            ("chunk-3", false),
            ("manual-3", true),
            ("^2", true),
            ("9", true),
        ] {
            assert_eq!(is_known(label, &labels, "see [9]"), known, "{label}");
        }
    }

    #[test]
    fn quotes_have_three_words() {
        assert_eq!(
            quotes(
                "He said \"one two three\" and \"no\". “a b … c d e”\n> f g h\n5\" and 6 by two\""
            ),
            ["one two three", "c d e", "f g h", " and 6 by two".trim()]
        );
    }
}
