//! "Did you mean": the known name that is nearest to an unknown one.

/// Longer names are not compared.
const LONGEST: usize = 64;
/// Most names that are looked at.
const MOST: usize = 2000;

/// The nearest of these names, if any is near. Case does not matter; the first of equals wins.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let most = length.div_ceil(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known.into_iter().take(MOST) {
        let lower = candidate.to_lowercase();
        if lower.chars().count() > LONGEST || lower == name {
            continue;
        }
        let distance = if plural_or_part(&name, &lower) {
            1
        } else {
            strsim::osa_distance(&name, &lower)
        };
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `user` and `users`, `userid` and `user_id`, `name` and `customer_name`.
fn plural_or_part(left: &str, right: &str) -> bool {
    let bare = |text: &str| text.replace('_', "");
    let (short, long) = if left.len() < right.len() {
        (left, right)
    } else {
        (right, left)
    };
    if short.len() < 3 {
        return false;
    }
    bare(short) == bare(long)
        || long
            .strip_prefix(short)
            .is_some_and(|rest| matches!(rest, "s" | "es") || rest.starts_with('_'))
        || long
            .strip_suffix(short)
            .is_some_and(|rest| rest.ends_with('_'))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found() {
        let known = ["user_id", "first_name", "email", "created_at"];
        let near = |name| nearest(name, known);
        assert_eq!(near("userid"), Some("user_id"));
        assert_eq!(near("name"), Some("first_name"));
        assert_eq!(near("emial"), Some("email"));
        assert_eq!(near("price"), None);
        assert_eq!(nearest("user", ["orders", "users"]), Some("users"));
        assert_eq!(nearest("x", ["y"]), Some("y"));
        assert_eq!(nearest(&"x".repeat(100), ["y"]), None);
    }
}
