//! Tokens of an image, by the model's rule and the image's size. What stands inside an image's bytes is read in `image_header.rs`.
//!
//! Source: OpenAI vision guide, "Calculating costs" (copies read 2026-11). Silent there and decided here: images are only ever made smaller, scaled
//! sides of tiles are rounded down, products up, and an image at low detail costs its base for every family (published for the base of 85 alone).

/// How closely a model looks at an image: the `detail` of an image part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImageDetail {
    /// The whole image at a low resolution.
    Low,
    /// In pieces; what `auto` comes to for all but small images, and the dearer way.
    #[default]
    High,
}

/// How a family of models counts images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageRule {
    /// A base, and as much again for each square of 512 pixels.
    Tiles {
        /// Tokens of any image, and all of one at low detail.
        base: u64,
        /// Tokens of each square.
        tile: u64,
    },
    /// Squares of 32 pixels, at most 1,536, times a factor. The detail changes nothing.
    Patches {
        /// The factor in hundredths.
        hundredths: u64,
    },
}

const FIT: u64 = 2048;
const SHORT_SIDE: u64 = 768;
const TILE: u64 = 512;
const PATCH: u64 = 32;
const MOST_PATCHES: u64 = 1536;

/// Base model names and their rule; the first name that fits decides.
static BY_PREFIX: [(&str, ImageRule); 10] = [
    (
        "gpt-4o-mini",
        ImageRule::Tiles {
            base: 2833,
            tile: 5667,
        },
    ),
    (
        "gpt-4o",
        ImageRule::Tiles {
            base: 85,
            tile: 170,
        },
    ),
    ("gpt-4.1-mini", ImageRule::Patches { hundredths: 162 }),
    ("gpt-4.1-nano", ImageRule::Patches { hundredths: 246 }),
    (
        "gpt-4.1",
        ImageRule::Tiles {
            base: 85,
            tile: 170,
        },
    ),
    (
        "gpt-4.5",
        ImageRule::Tiles {
            base: 85,
            tile: 170,
        },
    ),
    ("o4-mini", ImageRule::Patches { hundredths: 172 }),
    ("o1-mini", ImageRule::Tiles { base: 0, tile: 0 }),
    (
        "o1",
        ImageRule::Tiles {
            base: 75,
            tile: 150,
        },
    ),
    (
        "o3",
        ImageRule::Tiles {
            base: 75,
            tile: 150,
        },
    ),
];

impl ImageRule {
    /// The rule of a model; nothing for models that take no images or whose rule is not known.
    #[must_use]
    pub fn of_model(model: &str) -> Option<Self> {
        let base = crate::base_model(model);
        BY_PREFIX
            .iter()
            .find(|(prefix, _)| {
                base.strip_prefix(prefix)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            })
            .map(|&(_, rule)| rule)
            .filter(|rule| *rule != Self::Tiles { base: 0, tile: 0 })
    }

    /// Tokens of an image of `width` by `height` pixels. An image without pixels counts as one pixel wide or high.
    #[must_use]
    pub fn tokens(self, width: u32, height: u32, detail: ImageDetail) -> u64 {
        let (width, height) = (u64::from(width).max(1), u64::from(height).max(1));
        match (self, detail) {
            (Self::Tiles { base, .. }, ImageDetail::Low) => base,
            (Self::Tiles { base, tile }, ImageDetail::High) => base + tile * tiles(width, height),
            (Self::Patches { hundredths }, _) => {
                (patches(width, height) * hundredths).div_ceil(100)
            }
        }
    }
}

fn tiles(width: u64, height: u64) -> u64 {
    let (width, height) = shrink(width, height, width.max(height), FIT);
    let (width, height) = shrink(width, height, width.min(height), SHORT_SIDE);
    width.div_ceil(TILE) * height.div_ceil(TILE)
}

/// Scales so that `side` becomes `limit`, if it is longer.
fn shrink(width: u64, height: u64, side: u64, limit: u64) -> (u64, u64) {
    if side <= limit {
        return (width, height);
    }
    let scaled = |length: u64| (length * limit / side).max(1);
    (scaled(width), scaled(height))
}

/// Patches of the image, made smaller where there would be too many: then one side is a whole number of patches.
fn patches(width: u64, height: u64) -> u64 {
    let all = width.div_ceil(PATCH) * height.div_ceil(PATCH);
    if all <= MOST_PATCHES {
        return all;
    }
    let (w, h) = (width as f64, height as f64);
    let scale = ((PATCH * PATCH * MOST_PATCHES) as f64 / (w * h)).sqrt();
    let across = w * scale / PATCH as f64;
    let down = h * scale / PATCH as f64;
    let fit = (across.floor().max(1.0) / across).min(down.floor().max(1.0) / down);
    // The little that is taken off is for sides that are whole but for rounding.
    let whole = |side: f64| (side * fit - 1e-9).ceil().max(1.0) as u64;
    (whole(across) * whole(down)).min(MOST_PATCHES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_cost_what_the_guide_says() {
        for (model, width, height, detail, tokens) in [
            ("gpt-4o", 1024, 1024, ImageDetail::High, Some(765)),
            ("gpt-4o", 2048, 4096, ImageDetail::High, Some(1105)),
            ("gpt-4o", 4096, 8192, ImageDetail::Low, Some(85)),
            ("gpt-4o", 512, 512, ImageDetail::High, Some(255)),
            ("gpt-4o", 513, 512, ImageDetail::High, Some(425)),
            ("gpt-4o", 1, 1, ImageDetail::High, Some(255)),
            ("gpt-4o", 0, 0, ImageDetail::High, Some(255)),
            ("gpt-4o", u32::MAX, 1, ImageDetail::High, Some(85 + 4 * 170)),
            (
                "ft:gpt-4o-mini-2024-07-18:a::b",
                512,
                512,
                ImageDetail::High,
                Some(8500),
            ),
            ("o1-pro", 512, 512, ImageDetail::High, Some(225)),
            ("gpt-4.1-mini", 1024, 1024, ImageDetail::High, Some(1659)),
            ("gpt-4.1-nano", 32, 32, ImageDetail::Low, Some(3)),
            ("o4-mini", 1800, 2400, ImageDetail::High, Some(2498)),
            ("gpt-3.5-turbo", 1, 1, ImageDetail::High, None),
        ] {
            let got = ImageRule::of_model(model).map(|rule| rule.tokens(width, height, detail));
            assert_eq!(got, tokens, "{model} {width}x{height}");
        }
    }

    #[test]
    fn patches_stay_below_their_limit() {
        assert_eq!(patches(1800, 2400), 1452);
        assert_eq!(patches(1024, 1536), 1536);
        for (width, height) in [
            (1, u64::from(u32::MAX)),
            (100_000, 3),
            (5000, 5001),
            (1025, 1536),
        ] {
            assert!((1..=MOST_PATCHES).contains(&patches(width, height)));
        }
    }
}
