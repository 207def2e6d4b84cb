//! Passwords in links and connection strings: `postgres://user:password@host`.

use memchr::memmem;

use super::is_placeholder;
use crate::found::{Found, Kind};

/// Longest user name and password.
const LONGEST: usize = 200;

/// What tutorials write.
const EVERYBODYS: [&str; 16] = [
    "password",
    "pass",
    "passwd",
    "pwd",
    "secret",
    "postgres",
    "root",
    "admin",
    "guest",
    "mysecretpassword",
    "mypassword",
    "user",
    "test",
    "redis",
    "mysql",
    "token",
];

/// Adds the passwords of a text.
pub(super) fn find(text: &str, with_test_values: bool, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    for at in memmem::find_iter(bytes, b"://") {
        let start = at + 3;
        if at == 0 || !bytes[at - 1].is_ascii_alphanumeric() {
            continue;
        }
        let rest = &bytes[start..bytes.len().min(start + LONGEST)];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_graphic() && !b"/?#\"'<>`".contains(byte))
            .count();
        let authority = &text[start..start + length];
        let Some((userinfo, host)) = authority.rsplit_once('@') else {
            continue;
        };
        let Some((user, password)) = userinfo.split_once(':') else {
            continue;
        };
        let tutorial = password == user
            || EVERYBODYS.contains(&password.to_ascii_lowercase().as_str())
            || is_placeholder(password);
        let own = host.starts_with("localhost") || host.starts_with("127.0.0.1");
        if password.len() < 3 || host.is_empty() || (!with_test_values && (tutorial || own)) {
            continue;
        }
        let first = start + user.len() + 1;
        found.push(Found::new(
            Kind::Password,
            first,
            first + password.len(),
            "connection string",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_passwords_of_real_hosts() {
        let passwords = |text: &str| {
            let mut found = Vec::new();
            find(text, false, &mut found);
            found
                .iter()
                .map(|it| text[it.start..it.end].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            passwords("DATABASE_URL=postgres://shop:wB7kq2fR@db.acme.org:5432/shop"),
            ["wB7kq2fR"]
        );
        assert_eq!(
            passwords("mongodb+srv://joe:p@ss@cluster0.acme.net"),
            ["p@ss"]
        );
        for none in [
            "postgres://postgres:postgres@db:5432/x",
            "redis://:${PASSWORD}@host",
            "mysql://user:password@host/db",
            "https://host:8080/a@b",
            "amqp://a:wB7kq2fR@localhost",
            "see https://x.io and jane@acme.org",
        ] {
            assert_eq!(passwords(none), Vec::<String>::new(), "{none}");
        }
    }
}
