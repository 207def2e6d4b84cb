//! Estimates the tokens of a file from some of its parts: the ratio estimator, with the interval that goes with it.
//!
//! Source: Cochran, *Sampling Techniques*, 3rd edition (Wiley 1977), chapter 6: the total is estimated as (tokens / bytes of the sample) × bytes, its
//! variance by equation 6.13 with the sample's own mean. Parts lie evenly over the file and are treated as drawn at random (chapter 8), which
//! is cautious unless the file repeats itself with their distance. What was counted is exact; only the rest is estimated, by those
//! parts that lie in the rest, so that a file whose records grow longer towards its end does not mislead.

/// The fewest parts an estimate is made from: with fewer, nobody knows how much they differ.
const FEWEST: usize = 5;

/// A part of a file that was counted to estimate the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampledPart {
    /// Where it begins in the file.
    pub offset: u64,
    /// Its length.
    pub bytes: u64,
    /// What was counted in it.
    pub tokens: u64,
}

/// How far the count of a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Bytes of the file that are counted, from its start.
    pub bytes: u64,
    /// All bytes of the file.
    pub of_bytes: u64,
    /// What was counted in them.
    pub tokens: u64,
}

/// Where a sum lies, in 95 of 100 cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Its lower end.
    pub low: u64,
    /// The likeliest value.
    pub middle: u64,
    /// Its upper end.
    pub high: u64,
}

/// The sum over the whole file; nothing where the sample says too little. Exact once everything is counted.
#[must_use]
pub fn estimate_total(sample: &[SampledPart], counted: Counted) -> Option<Interval> {
    let Counted {
        bytes,
        of_bytes,
        tokens,
    } = counted;
    let rest = of_bytes.saturating_sub(bytes);
    if rest == 0 {
        return Some(Interval {
            low: tokens,
            middle: tokens,
            high: tokens,
        });
    }
    let ahead: Vec<_> = sample
        .iter()
        .copied()
        .filter(|part| part.offset >= bytes)
        .collect();
    // Near the end too few parts lie ahead; then all of them speak for the little that is left.
    let parts = if ahead.len() < FEWEST { sample } else { &ahead };
    let known: u64 = ahead.iter().map(|part| part.bytes).sum();
    let (estimate, margin) = ratio_estimate(parts, known, rest)?;
    let sum = |rest: f64| tokens.saturating_add(rest.max(0.0).round() as u64);
    Some(Interval {
        low: sum(estimate - margin),
        middle: sum(estimate),
        high: sum(estimate + margin),
    })
}

/// The tokens in the rest of a file, and how far off that is at most in 95 of 100 cases. `known` bytes of the rest are in the sample.
fn ratio_estimate(parts: &[SampledPart], known: u64, rest: u64) -> Option<(f64, f64)> {
    let count = parts.len() as f64;
    let bytes: f64 = parts.iter().map(|part| part.bytes as f64).sum();
    if parts.len() < FEWEST || bytes == 0.0 {
        return None;
    }
    let ratio = parts.iter().map(|part| part.tokens as f64).sum::<f64>() / bytes;
    let squares: f64 = parts
        .iter()
        .map(|part| (part.tokens as f64 - ratio * part.bytes as f64).powi(2))
        .sum();
    let rest = rest as f64;
    // What is known needs no estimate.
    let share = (known as f64 / rest).min(1.0);
    let mean = bytes / count;
    let deviation = ((1.0 - share) * squares / (count - 1.0) / count).sqrt() / mean;
    let margin = students_t(count - 1.0) * deviation * rest;
    Some((ratio * rest, margin))
}

/// The 97.5th percentile of Student's distribution: Cornish-Fisher, as in Abramowitz and Stegun 26.7.5. Off by less than 0.01 from 4 degrees on.
fn students_t(degrees: f64) -> f64 {
    let z: f64 = 1.959_963_985;
    let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
    z + (z3 + z) / (4.0 * degrees)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * degrees.powi(2))
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * degrees.powi(3))
}

#[cfg(test)]
mod tests {
    use super::{Counted, SampledPart, estimate_total, students_t};

    /// Lines of a file: bytes and tokens. `grows` makes later lines longer.
    fn lines(rng: &mut fastrand::Rng, count: usize, grows: bool) -> Vec<(u64, u64)> {
        (0..count)
            .map(|line| {
                // Skewed, as conversations are: a few are very long.
                let length = 100.0 * (3.0 * rng.f64().powi(3)).exp();
                let scale = if grows {
                    1.0 + 4.0 * line as f64 / count as f64
                } else {
                    1.0
                };
                let bytes = (length * scale) as u64 + 40;
                let per_token = 3.0 + 2.0 * rng.f64();
                (bytes, (bytes as f64 / per_token) as u64)
            })
            .collect()
    }

    /// Lines that begin in `count` windows that lie evenly over the file.
    fn sample(lines: &[(u64, u64)], count: u64, window: u64) -> Vec<SampledPart> {
        let size: u64 = lines.iter().map(|line| line.0).sum();
        let mut parts: Vec<SampledPart> = (0..count)
            .map(|part| SampledPart {
                offset: size * part / count,
                ..SampledPart::default()
            })
            .collect();
        let mut at = 0;
        for (bytes, tokens) in lines {
            let part = parts
                .iter_mut()
                .find(|part| (part.offset..part.offset + window).contains(&at));
            if let Some(part) = part {
                part.bytes += bytes;
                part.tokens += tokens;
            }
            at += bytes;
        }
        parts
    }

    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says() {
        let mut rng = fastrand::Rng::with_seed(7);
        for (grows, half) in [(false, false), (true, false), (false, true), (true, true)] {
            let mut held = 0;
            let mut width = 0.0;
            for _ in 0..400 {
                let lines = lines(&mut rng, 4000, grows);
                let sizes: u64 = lines.iter().map(|line| line.0).sum();
                let total: u64 = lines.iter().map(|line| line.1).sum();
                let seen = &lines[..if half { lines.len() / 2 } else { 0 }];
                let counted = Counted {
                    bytes: seen.iter().map(|line| line.0).sum(),
                    of_bytes: sizes,
                    tokens: seen.iter().map(|line| line.1).sum(),
                };
                let parts = sample(&lines, 40, 2000);
                let interval = estimate_total(&parts, counted).unwrap();
                held += u32::from((interval.low..=interval.high).contains(&total));
                width += (interval.high - interval.low) as f64 / total as f64 / 400.0;
            }
            assert!((365..=398).contains(&held), "{grows} {half}: {held} of 400");
            assert!(width < 0.15, "{grows} {half}: {width}");
        }
    }

    #[test]
    fn what_is_counted_is_exact_and_the_interval_closes_upon_it() {
        let mut rng = fastrand::Rng::with_seed(8);
        let lines = lines(&mut rng, 8000, false);
        let parts = sample(&lines, 80, 2000);
        let of_bytes = lines.iter().map(|line| line.0).sum();
        let width = |share: f64| {
            let seen = &lines[..(lines.len() as f64 * share) as usize];
            let counted = Counted {
                bytes: seen.iter().map(|line| line.0).sum(),
                of_bytes,
                tokens: seen.iter().map(|line| line.1).sum(),
            };
            let interval = estimate_total(&parts, counted).unwrap();
            assert!(interval.low >= counted.tokens);
            assert!((interval.low..=interval.high).contains(&interval.middle));
            assert_eq!(interval.high == interval.low, share == 1.0);
            interval.high - interval.low
        };
        let widths = [0.0, 0.3, 0.6, 0.9, 0.99, 1.0].map(width);
        assert!(widths.is_sorted_by(|a, b| a > b), "{widths:?}");
        assert_eq!(widths[5], 0);
    }

    #[test]
    fn too_small_a_sample_says_nothing() {
        let part = SampledPart {
            offset: 0,
            bytes: 100,
            tokens: 25,
        };
        let counted = |bytes| Counted {
            bytes,
            of_bytes: 1000,
            tokens: 0,
        };
        assert_eq!(estimate_total(&[part; 4], counted(0)), None);
        assert_eq!(
            estimate_total(&[SampledPart::default(); 9], counted(0)),
            None
        );
        let alike = estimate_total(&[part; 5], counted(0)).unwrap();
        assert_eq!((alike.low, alike.middle, alike.high), (250, 250, 250));
        assert_eq!(
            estimate_total(&[], counted(1000)).map(|all| all.high),
            Some(0)
        );
    }

    #[test]
    fn the_distribution_is_that_of_the_tables() {
        for (degrees, expected) in [(4.0, 2.776), (9.0, 2.262), (30.0, 2.042), (63.0, 1.998)] {
            let found = students_t(degrees);
            assert!((found - expected).abs() < 0.01, "{degrees}: {found}");
        }
    }
}
