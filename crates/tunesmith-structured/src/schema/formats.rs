//! The formats of strings that have one clear meaning. What is not known here fits.

/// Whether the text has the format; `None` for a format that is not looked at.
pub(super) fn fits(name: &str, text: &str) -> Option<bool> {
    Some(match name {
        "date" => is_date(text),
        "time" => is_time(text),
        "date-time" => {
            // Why: models leave the zone out so often that this alone is no fault.
            let split = text.split_once(['T', 't', ' ']);
            split.is_some_and(|(date, time)| is_date(date) && is_time(time))
        }
        "email" => is_email(text),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "uri" | "url" => is_uri(text),
        _ => return None,
    })
}

/// The format with an example.
pub(super) fn described(name: &str) -> &str {
    match name {
        "date" => "a date such as 2026-03-31",
        "time" => "a time such as 09:30:00",
        "date-time" => "a date and time such as 2026-03-31T09:30:00Z",
        "email" => "an e-mail address",
        "uuid" => "a UUID",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        _ => "an address such as https://example.org",
    }
}

/// RFC 3339 full-date, leap years included.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let clock = text.trim_end_matches(['Z', 'z']);
    let clock = clock.split(['+', '-']).next().unwrap_or_default();
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| digits(part, 2)).collect();
    let fits = match parts[..] {
        [Some(hour), Some(minute)] => hour < 24 && minute < 60,
        [Some(hour), Some(minute), Some(second)] => hour < 24 && minute < 60 && second <= 60,
        _ => false,
    };
    fits && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|it: char| it.is_whitespace() || it.is_control())
    };
    plain(name)
        && plain(host)
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains("..")
}

fn is_uuid(text: &str) -> bool {
    let hex = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(hex)
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let letters = scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let clean = !rest
        .contains(|it: char| it.is_whitespace() || it.is_control() || "<>\"{}|\\^`".contains(it));
    letters && scheme.starts_with(|it: char| it.is_ascii_alphabetic()) && !rest.is_empty() && clean
}
