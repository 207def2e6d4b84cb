//! Small pieces of text for people: tables, numbers, cut lines.

/// Columns as wide as their widest cell, two blanks between. `right` says which columns are numbers. No blanks at line ends.
pub(crate) fn table(rows: &[Vec<String>], right: &[bool], indent: &str) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let blanks = " ".repeat(widths[column] - cell.chars().count());
            if right.get(column).copied().unwrap_or(false) {
                format!("{blanks}{cell}")
            } else {
                format!("{cell}{blanks}")
            }
        });
        let line = format!("{indent}{}", cells.collect::<Vec<_>>().join("  "));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A text of strangers (plugins, servers, files) for a terminal: as it is, but nothing in it steers the terminal.
pub(crate) fn harmless(text: &str) -> String {
    text.replace(
        |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t'),
        "\u{fffd}",
    )
}

/// At most `most` characters on one line; what is cut is marked. Nothing in it steers the terminal.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = harmless(&line);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// `1 row`, `2,000 rows`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// With a comma after each three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `0:07`, `1:02:09`.
pub(crate) fn clock(seconds: u64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, count, cut, harmless, table};

    #[test]
    fn strangers_do_not_steer_the_terminal() {
        assert_eq!(
            harmless("a\u{1b}[2Jb\r\n\tc\u{7}"),
            "a\u{fffd}[2Jb\u{fffd}\n\tc\u{fffd}"
        );
    }

    #[test]
    fn tables_align() {
        let rows = [
            vec!["a".to_owned(), "10".to_owned()],
            vec!["long".to_owned(), "5".to_owned()],
        ];
        assert_eq!(
            table(&rows, &[false, true], "  "),
            "  a     10\n  long   5\n"
        );
    }

    #[test]
    fn cuts_and_tells_time() {
        assert_eq!(cut("a\n b  c", 10), "a b c");
        assert_eq!(cut("überlang", 4), "übe…");
        assert_eq!(cut("a\u{1b}[2Jb", 10), "a\u{fffd}[2Jb");
        assert_eq!(count(1, "row", "rows"), "1 row");
        assert_eq!(count(12_345, "row", "rows"), "12,345 rows");
        assert_eq!([clock(7), clock(3729)], ["0:07", "1:02:09"]);
    }
}
