//! Whoever only reads records and whoever lists them while checking speak of the same records on the same lines.

use tunesmith_validate::{Checker, RecordReader, RuleSettings, profile};

const A: &str =
    r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#;

/// Line and bytes of each record, as the reader hands them out.
fn read(file: &[u8], piece: usize) -> Vec<(u64, Vec<u8>)> {
    let mut records = Vec::new();
    let mut reader = RecordReader::new();
    for bytes in file.chunks(piece) {
        reader.push(bytes, &mut |record| {
            records.push((record.line, record.bytes.to_vec()));
        });
    }
    reader.finish(&mut |record| records.push((record.line, record.bytes.to_vec())));
    records
}

/// The same, as the checker lists them and a viewer reads them again.
fn listed(file: &[u8], piece: usize) -> Vec<(u64, Vec<u8>)> {
    let openai = profile("openai").expect("the profile is built in");
    let mut checker = Checker::new("x.jsonl", openai, &RuleSettings::default()).listing();
    let mut list = Vec::new();
    for bytes in file.chunks(piece) {
        checker.push(bytes);
        list.append(&mut checker.take_list());
    }
    list.append(&mut checker.finish_and_remember().list);
    let bytes = |start: usize, length: u32| file[start..start + length as usize].to_vec();
    list.iter()
        .map(|record| {
            (
                u64::from(record.line),
                bytes(record.offset as usize, record.length),
            )
        })
        .collect()
}

#[test]
fn the_reader_and_the_list_agree_on_every_layout() {
    let pretty = A.replace(",{", ",\n  {");
    // A file and the lines its records begin on.
    let files: Vec<(String, Vec<u64>)> = vec![
        (format!("{A}\n{A}\n"), vec![1, 2]),
        (format!("{A}\n{A}"), vec![1, 2]),
        (format!("\n{A}\n \t\n\n{A}\n\n"), vec![2, 5]),
        (format!("{A}\r\n\r\n{A}\r\n"), vec![1, 3]),
        (format!("{A}\r\n{A}\r"), vec![1, 2]),
        (format!("\u{feff}{A}\n{A}\n"), vec![1, 2]),
        (format!("\u{feff}\n{A}\n"), vec![2]),
        (
            format!("{A}\nnot JSON\n[1]\n\"x\"\n{A}\n"),
            vec![1, 2, 3, 4, 5],
        ),
        (format!("{A}{A}\n{A}\n"), vec![1, 2]),
        (format!("{A}\n{{\"messages\":[\n{A}\n"), vec![1, 2, 3]),
        (format!("[{A},{A}]"), vec![1, 1]),
        (format!("[\n{A},\n\n{A}\n]\n"), vec![2, 4]),
        (format!("[\n{pretty},\n{pretty}\n]\n"), vec![2, 4]),
        (format!("[\n{A},\n{A}"), vec![2, 3]),
        (format!("{pretty}\n{pretty}\n"), vec![1, 3]),
        (format!("\n{pretty}\n\n{pretty}"), vec![2, 5]),
        ("\n \n".to_owned(), vec![]),
        (String::new(), vec![]),
    ];
    for (file, lines) in &files {
        for piece in [1, 7, 64, 1 << 20] {
            let read = read(file.as_bytes(), piece);
            assert_eq!(read, listed(file.as_bytes(), piece), "{file:?} by {piece}");
            let found: Vec<u64> = read.iter().map(|(line, _)| *line).collect();
            assert_eq!(found, *lines, "{file:?} by {piece}");
        }
    }
}
