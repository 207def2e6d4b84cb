//! Tokens that begin as their service says. Public keys and keys of test systems (`pk_live_`, `sk_test_`) are no secrets.

use aho_corasick::{AhoCorasick, MatchKind};

use super::{is_mixed, is_placeholder, is_random};
use crate::found::{Found, Kind};

/// Which signs follow the prefix.
#[derive(Clone, Copy)]
enum Signs {
    Alphanumeric,
    Upper,
    Hex,
    /// Letters, digits, `-` and `_`.
    Url,
    /// `Url`, and `.`, `/`, `+`, `=`.
    Wide,
}

/// service, prefix, signs, fewest, most.
type Form = (&'static str, &'static str, Signs, usize, usize);

const FORMS: [Form; 64] = [
    ("OpenAI", "sk-proj-", Signs::Url, 32, 200),
    ("OpenAI", "sk-svcacct-", Signs::Url, 32, 200),
    ("OpenAI", "sk-admin-", Signs::Url, 32, 200),
    ("Anthropic", "sk-ant-", Signs::Url, 32, 200),
    ("OpenRouter", "sk-or-v1-", Signs::Hex, 64, 64),
    ("OpenAI", "sk-", Signs::Alphanumeric, 20, 100),
    ("GitHub", "ghp_", Signs::Alphanumeric, 36, 40),
    ("GitHub", "gho_", Signs::Alphanumeric, 36, 40),
    ("GitHub", "ghu_", Signs::Alphanumeric, 36, 40),
    ("GitHub", "ghs_", Signs::Alphanumeric, 36, 40),
    ("GitHub", "ghr_", Signs::Alphanumeric, 36, 80),
    ("GitHub", "github_pat_", Signs::Url, 60, 100),
    ("GitLab", "glpat-", Signs::Url, 20, 60),
    ("GitLab", "glrt-", Signs::Url, 20, 60),
    ("GitLab", "gldt-", Signs::Url, 20, 60),
    ("AWS", "AKIA", Signs::Upper, 16, 16),
    ("AWS", "ASIA", Signs::Upper, 16, 16),
    ("Google", "AIza", Signs::Url, 35, 35),
    ("Google", "ya29.", Signs::Wide, 30, 300),
    ("Google", "GOCSPX-", Signs::Url, 28, 28),
    ("Slack", "xoxb-", Signs::Url, 20, 100),
    ("Slack", "xoxp-", Signs::Url, 20, 100),
    ("Slack", "xoxa-", Signs::Url, 20, 100),
    ("Slack", "xoxr-", Signs::Url, 20, 100),
    ("Slack", "xoxs-", Signs::Url, 20, 100),
    ("Slack", "xoxe.", Signs::Wide, 20, 300),
    ("Slack", "xapp-", Signs::Url, 20, 120),
    ("Slack", "hooks.slack.com/services/T", Signs::Wide, 30, 80),
    ("Discord", "discord.com/api/webhooks/", Signs::Wide, 60, 120),
    ("Stripe", "sk_live_", Signs::Alphanumeric, 24, 120),
    ("Stripe", "rk_live_", Signs::Alphanumeric, 24, 120),
    ("Stripe", "whsec_", Signs::Wide, 32, 100),
    ("Square", "sq0atp-", Signs::Url, 22, 60),
    ("Square", "sq0csp-", Signs::Url, 43, 60),
    ("PayPal", "access_token$production$", Signs::Wide, 40, 120),
    ("SendGrid", "SG.", Signs::Wide, 60, 70),
    ("Twilio", "SK", Signs::Hex, 32, 32),
    ("Mailgun", "key-", Signs::Hex, 32, 32),
    ("Mailchimp", "md-", Signs::Url, 22, 22),
    ("npm", "npm_", Signs::Alphanumeric, 36, 36),
    ("PyPI", "pypi-AgEIcHlwaS5vcmc", Signs::Url, 50, 300),
    ("RubyGems", "rubygems_", Signs::Hex, 48, 48),
    ("Docker Hub", "dckr_pat_", Signs::Url, 27, 40),
    ("Hugging Face", "hf_", Signs::Alphanumeric, 34, 40),
    ("Replicate", "r8_", Signs::Alphanumeric, 37, 40),
    ("Groq", "gsk_", Signs::Alphanumeric, 40, 60),
    ("xAI", "xai-", Signs::Alphanumeric, 60, 100),
    ("Perplexity", "pplx-", Signs::Alphanumeric, 40, 60),
    ("DigitalOcean", "dop_v1_", Signs::Hex, 64, 64),
    ("DigitalOcean", "doo_v1_", Signs::Hex, 64, 64),
    ("Shopify", "shpat_", Signs::Hex, 32, 32),
    ("Shopify", "shpss_", Signs::Hex, 32, 32),
    ("Databricks", "dapi", Signs::Hex, 32, 34),
    ("HashiCorp Vault", "hvs.", Signs::Url, 24, 200),
    ("Terraform Cloud", "atlasv1.", Signs::Url, 60, 70),
    ("Postman", "PMAK-", Signs::Url, 50, 70),
    ("Linear", "lin_api_", Signs::Alphanumeric, 32, 48),
    ("Notion", "ntn_", Signs::Alphanumeric, 40, 60),
    ("Figma", "figd_", Signs::Url, 40, 60),
    ("Atlassian", "ATATT3", Signs::Wide, 60, 250),
    ("Grafana", "glsa_", Signs::Url, 32, 60),
    ("New Relic", "NRAK-", Signs::Alphanumeric, 27, 27),
    ("Doppler", "dp.pt.", Signs::Alphanumeric, 40, 50),
    ("age", "AGE-SECRET-KEY-1", Signs::Upper, 58, 58),
];

/// Finds the prefixes.
pub(super) fn needles() -> Result<AhoCorasick, String> {
    let prefixes = FORMS.iter().map(|form| form.1);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(prefixes)
        .map_err(|error| format!("the prefixes of tokens can not be searched: {error}"))
}

/// Adds the tokens of a text.
pub(super) fn find(
    text: &str,
    needles: &AhoCorasick,
    with_test_values: bool,
    found: &mut Vec<Found>,
) {
    let bytes = text.as_bytes();
    for hit in needles.find_iter(text) {
        let (service, prefix, signs, fewest, most) = FORMS[hit.pattern().as_usize()];
        let starts = hit.start() == 0
            || !(bytes[hit.start() - 1].is_ascii_alphanumeric()
                || matches!(bytes[hit.start() - 1], b'_' | b'-'));
        // Links begin earlier.
        let starts = starts || prefix.contains(".com/");
        let rest = &bytes[hit.end()..bytes.len().min(hit.end() + most + 1)];
        let length = rest.iter().take_while(|byte| fits(signs, **byte)).count();
        let value = text[hit.end()..hit.end() + length].trim_end_matches(['.', '=', '-', '_', '/']);
        // Why: random text of letters and digits has a digit; words joined by dashes do not.
        let looks_random = is_mixed(value) && is_random(value);
        let secret = with_test_values || !is_placeholder(value);
        if starts && (fewest..=most).contains(&value.len()) && looks_random && secret {
            found.push(Found::new(
                Kind::Token,
                hit.start(),
                hit.end() + value.len(),
                service,
            ));
        }
    }
}

fn fits(signs: Signs, byte: u8) -> bool {
    match signs {
        Signs::Alphanumeric => byte.is_ascii_alphanumeric(),
        Signs::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        Signs::Hex => byte.is_ascii_hexdigit(),
        Signs::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
        Signs::Wide => byte.is_ascii_alphanumeric() || b"-_./+=".contains(&byte),
    }
}

#[cfg(test)]
mod tests {
    use super::{find, needles};

    /// Joined here, so that no scanner takes this file for a leak.
    const BODY: &str = "q7Zr3mT9xKb2Lw8Vn5Yc1Hd6Fp4Js0GtRu3Qe";

    #[test]
    fn finds_tokens_and_nothing_like_them() {
        let needles = needles().unwrap();
        let services = |text: &str| {
            let mut found = Vec::new();
            find(text, &needles, false, &mut found);
            found.iter().map(|it| it.detail).collect::<Vec<_>>()
        };
        assert_eq!(services(&format!("key: ghp_{}", &BODY[..36])), ["GitHub"]);
        assert_eq!(services(&format!("`sk-{BODY}`")), ["OpenAI"]);
        assert_eq!(services(&format!("sk-proj-{BODY}.")), ["OpenAI"]);
        assert_eq!(services(&format!("sk-ant-api03-{BODY}")), ["Anthropic"]);
        assert_eq!(services("AKIA2E0A8F3B7C9D1K4M"), ["AWS"]);
        assert_eq!(
            services(&format!("https://hooks.slack.com/services/T{BODY}")),
            ["Slack"]
        );
        for none in [
            "AKIAIOSFODNN7EXAMPLE",
            "sk-your-api-key-goes-here-please",
            "sk-learn-preprocessing-pipelines-x1",
            "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "risk-aversionandmoretextfollows12",
            "task-12345678901234567890ab",
            "dapi",
        ] {
            assert_eq!(services(none), Vec::<&str>::new(), "{none}");
        }
    }
}
