//! IP and MAC addresses. Private, reserved and documentation ranges and public resolvers say nothing about a person.

use std::net::{Ipv4Addr, Ipv6Addr};

use memchr::memchr2_iter;

use crate::context::{closes, opens, says};
use crate::digits::Run;
use crate::found::{Found, Kind};

/// Words before four numbers that are a version.
const VERSIONS: [&str; 12] = [
    "version*", "ver", "release*", "build", "firmware", "update", "driver", "section", "chapter",
    "clause", "oid", "v",
];

const RESOLVERS: [Ipv4Addr; 6] = [
    Ipv4Addr::new(1, 1, 1, 1),
    Ipv4Addr::new(1, 0, 0, 1),
    Ipv4Addr::new(8, 8, 8, 8),
    Ipv4Addr::new(8, 8, 4, 4),
    Ipv4Addr::new(9, 9, 9, 9),
    Ipv4Addr::new(1, 2, 3, 4),
];

/// Which addresses count beside public ones.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) private: bool,
    pub(crate) test_values: bool,
}

/// Adds the addresses of a text.
pub(crate) fn find(text: &str, runs: &[Run], wanted: Wanted, found: &mut Vec<Found>) {
    for run in runs {
        find_v4(text, run, wanted, found);
    }
    find_colons(text, wanted, found);
}

fn find_v4(text: &str, run: &Run, wanted: Wanted, found: &mut Vec<Found>) {
    for groups in run.groups.windows(4) {
        let (start, end) = (groups[0].start, groups[3].end);
        if end - start > 15 {
            continue;
        }
        let Ok(address) = text[start..end].parse::<Ipv4Addr>() else {
            continue;
        };
        let after = text[end..].strip_prefix([':', '/']).unwrap_or_default();
        let port = after.starts_with(|letter: char| letter.is_ascii_digit());
        // Why: a link's host stands between `//` and `/`.
        let host = text[..start].ends_with("//") || text[..start].ends_with('@');
        if !(opens(text, start) || host)
            || !(closes(text, end) || port || text[end..].starts_with('/'))
        {
            continue;
        }
        if counts_v4(address, wanted) && !says(text, start, &VERSIONS) {
            found.push(Found::new(Kind::Ip, start, end, "v4"));
        }
    }
}

fn counts_v4(address: Ipv4Addr, wanted: Wanted) -> bool {
    let [first, second, third, _] = address.octets();
    let nowhere = first == 0
        || first >= 224
        || address.is_loopback()
        || (first == 198 && matches!(second, 18 | 19));
    let example = address.is_documentation()
        || (first == 233 && second == 252 && third == 0)
        || RESOLVERS.contains(&address);
    let private = address.is_private()
        || address.is_link_local()
        || (first == 100 && (64..128).contains(&second));
    !nowhere && (wanted.test_values || !example) && (wanted.private || !private)
}

/// What is written with colons: IPv6 and MAC addresses; MAC addresses with dashes, too.
fn find_colons(text: &str, wanted: Wanted, found: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let is_part = |byte: &&u8| byte.is_ascii_hexdigit() || matches!(**byte, b':' | b'-' | b'.');
    let mut reached = 0;
    for at in memchr2_iter(b':', b'-', bytes) {
        if at < reached {
            continue;
        }
        let before = bytes[reached..at]
            .iter()
            .rev()
            .take(5)
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        let start = at - before;
        let length = bytes[start..].iter().take_while(is_part).count();
        let end = start + length;
        reached = end.max(at + 1);
        let token = text[start..end].trim_end_matches(['.', ':', '-']);
        let end = start + token.len();
        if !(2..=45).contains(&token.len()) || !outside(text, start, end) {
            continue;
        }
        if is_mac(token, wanted) {
            found.push(Found::new(Kind::Mac, start, end, ""));
        } else if token
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| counts_v6(address, wanted))
        {
            found.push(Found::new(Kind::Ip, start, end, "v6"));
        }
    }
}

fn outside(text: &str, start: usize, end: usize) -> bool {
    let no_word =
        |letter: Option<char>| !letter.is_some_and(|it| it.is_alphanumeric() || it == '_');
    no_word(text[..start].chars().next_back()) && no_word(text[end..].chars().next())
}

fn counts_v6(address: Ipv6Addr, wanted: Wanted) -> bool {
    let segments = address.segments();
    let example = (segments[0] == 0x2001 && segments[1] == 0xdb8)
        || (segments[0] == 0x3fff && segments[1] < 0x1000);
    let resolver = matches!(
        (segments[0], segments[1]),
        (0x2001, 0x4860) | (0x2606, 0x4700) | (0x2620, 0xfe)
    );
    let global = segments[0] & 0xE000 == 0x2000 && segments[1..].iter().any(|it| *it != 0);
    let private = segments[0] & 0xFE00 == 0xFC00 || segments[0] & 0xFFC0 == 0xFE80;
    (global && (wanted.test_values || !(example || resolver)))
        || (private && wanted.private && segments[1..].iter().any(|it| *it != 0))
}

fn is_mac(token: &str, wanted: Wanted) -> bool {
    let separator = if token.contains(':') { ':' } else { '-' };
    let mut octets = [0_u8; 6];
    let mut count = 0;
    for pair in token.split(separator) {
        let Some(octet) = u8::from_str_radix(pair, 16)
            .ok()
            .filter(|_| pair.len() == 2 && count < 6)
        else {
            return false;
        };
        octets[count] = octet;
        count += 1;
    }
    let group = octets[0] & 1 == 1;
    let counted = octets
        .windows(2)
        .all(|pair| pair[0] == pair[1] || pair[1].wrapping_sub(pair[0]) == 0x11);
    let known = counted
        || octets[..5] == [0, 0, 0x5E, 0, 0x53]
        || octets[..5] == [0, 0x1A, 0x2B, 0x3C, 0x4D]
        || octets == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB];
    // Why: `12-10-11-09-08-07` is a row of numbers; with dashes at least one letter is wanted.
    let hexadecimal =
        separator == ':' || token.contains(|letter: char| letter.is_ascii_alphabetic());
    count == 6 && !group && hexadecimal && (wanted.test_values || !known)
}

#[cfg(test)]
mod tests {
    use super::{Wanted, find};
    use crate::digits::runs;

    #[test]
    fn only_public_addresses_count() {
        let wanted = Wanted {
            private: false,
            test_values: false,
        };
        let addresses = |text: &str| {
            let mut found = Vec::new();
            find(text, &runs(text), wanted, &mut found);
            found
                .iter()
                .map(|it| text[it.start..it.end].to_owned())
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("from 84.23.11.9 to 10.0.0.1", vec!["84.23.11.9"]),
            (
                "http://84.23.11.9:8080/x and 84.23.11.9/24.",
                vec!["84.23.11.9", "84.23.11.9"],
            ),
            ("2a02:8108:8c0:1a00::4f2b", vec!["2a02:8108:8c0:1a00::4f2b"]),
            ("[2a02:8108::4f2b]:443", vec!["2a02:8108::4f2b"]),
            ("MAC b8:27:eb:4f:12:9a.", vec!["b8:27:eb:4f:12:9a"]),
            ("B8-27-EB-4F-12-9A", vec!["B8-27-EB-4F-12-9A"]),
            ("version 10.0.19041.1 and v2.13.4.5, 1.2.3.4.5", vec![]),
            (
                "192.0.2.7 203.0.113.9 8.8.8.8 127.0.0.1 169.254.1.1 255.255.255.0",
                vec![],
            ),
            (
                "2001:db8::1 ::1 fe80::1 fd00::2 a::b 12:30:45 std::vec face::b00c",
                vec![],
            ),
            (
                "00:11:22:33:44:55 ff:ff:ff:ff:ff:ff 12-10-11-09-08-07",
                vec![],
            ),
            ("550e8400-e29b-41d4-a716-446655440000", vec![]),
        ] {
            assert_eq!(addresses(text), expected, "{text}");
        }
    }
}
