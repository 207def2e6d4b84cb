//! What can be found, how much it costs, and where it was found.

/// A kind of personal data or secret. The order is that of precedence: where two overlap, the earlier one stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    PrivateKey,
    Token,
    Password,
    Email,
    Iban,
    Card,
    NationalId,
    Ip,
    Mac,
    Phone,
}

impl Kind {
    pub(crate) const ALL: [Self; 10] = [
        Self::PrivateKey,
        Self::Token,
        Self::Password,
        Self::Email,
        Self::Iban,
        Self::Card,
        Self::NationalId,
        Self::Ip,
        Self::Mac,
        Self::Phone,
    ];

    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::PrivateKey => "private-key",
            Self::Token => "token",
            Self::Password => "password",
            Self::Email => "email",
            Self::Iban => "iban",
            Self::Card => "payment-card",
            Self::NationalId => "national-id",
            Self::Ip => "ip-address",
            Self::Mac => "mac-address",
            Self::Phone => "phone",
        }
    }

    /// Share of the score it costs, however often it comes.
    pub(crate) fn severity(self) -> f64 {
        match self {
            Self::PrivateKey | Self::Token | Self::Card => 0.9,
            Self::Password | Self::NationalId => 0.8,
            Self::Iban => 0.7,
            Self::Email | Self::Phone => 0.5,
            Self::Ip => 0.3,
            Self::Mac => 0.2,
        }
    }

    /// What may stand in its place.
    pub(crate) fn replacement(self) -> &'static str {
        match self {
            Self::PrivateKey => "[PRIVATE_KEY]",
            Self::Token => "[TOKEN]",
            Self::Password => "[PASSWORD]",
            Self::Email => "[EMAIL]",
            Self::Iban => "[IBAN]",
            Self::Card => "[CARD]",
            Self::NationalId => "[NATIONAL_ID]",
            Self::Ip => "[IP]",
            Self::Mac => "[MAC]",
            Self::Phone => "[PHONE]",
        }
    }

    /// One, and several of them, for people.
    pub(crate) fn words(self) -> [&'static str; 2] {
        match self {
            Self::PrivateKey => ["private key", "private keys"],
            Self::Token => ["access token", "access tokens"],
            Self::Password => ["password", "passwords"],
            Self::Email => ["email address", "email addresses"],
            Self::Iban => ["bank account number", "bank account numbers"],
            Self::Card => ["payment card number", "payment card numbers"],
            Self::NationalId => ["national id", "national ids"],
            Self::Ip => ["IP address", "IP addresses"],
            Self::Mac => ["MAC address", "MAC addresses"],
            Self::Phone => ["phone number", "phone numbers"],
        }
    }
}

/// Where something was found: byte offsets in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// More exactly: the country of an id, the service of a token, the brand of a card.
    pub(crate) detail: &'static str,
    /// A published sample does not count, but neither does what seems to stand inside it.
    pub(crate) counts: bool,
}

impl Found {
    pub(crate) fn new(kind: Kind, start: usize, end: usize, detail: &'static str) -> Self {
        Self {
            kind,
            start,
            end,
            detail,
            counts: true,
        }
    }

    pub(crate) fn counting(self, counts: bool) -> Self {
        Self { counts, ..self }
    }
}

/// Sorts by place; of those that overlap the one of the stronger kind stays, then the longer one.
pub(crate) fn settle(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end), it.kind));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        let mut lost = false;
        while let Some(last) = kept.last().filter(|last| last.end > next.start) {
            let wider = (last.end - last.start) >= (next.end - next.start);
            if last.kind < next.kind || (last.kind == next.kind && wider) {
                lost = true;
                break;
            }
            kept.pop();
        }
        if !lost {
            kept.push(next);
        }
    }
    kept.retain(|it| it.counts);
    kept
}

#[cfg(test)]
mod tests {
    use super::{Found, Kind, settle};

    #[test]
    fn the_stronger_kind_wins() {
        let at = |kind, start, end| Found::new(kind, start, end, "");
        let found = vec![
            at(Kind::Phone, 0, 12),
            at(Kind::Card, 3, 19),
            at(Kind::Email, 20, 30),
            at(Kind::Email, 22, 30),
        ];
        assert_eq!(
            settle(found),
            [at(Kind::Card, 3, 19), at(Kind::Email, 20, 30)]
        );
    }
}
