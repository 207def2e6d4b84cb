//! What a shape can not hold, with the exact words.

use crate::from_chat;

fn check(name: &str, chat: &str, expected: &[&str]) {
    let found = from_chat(chat, name, true).unwrap_or_else(|error| panic!("{chat}: {error}"));
    let told: Vec<_> = found
        .losses
        .iter()
        .map(|loss| format!("{}: {}", loss.pointer, loss.what))
        .collect();
    assert_eq!(told, expected, "{name}: {chat}\n{}", found.line);
}

#[test]
fn losses() {
    check("alpaca", "{}", &[]);
}
