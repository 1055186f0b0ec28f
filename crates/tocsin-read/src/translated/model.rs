//! The linear model over runs of one to three shapes.

use super::shapes::{self, Shapes};
use std::sync::LazyLock;

const FILE: &[u8] = include_bytes!("../../../../models/translated/model.bin");
const MAGIC: &[u8; 8] = b"TOCTRAN1";
/// How many weights there are; runs share them by their hash.
pub(super) const BUCKETS: usize = 1 << 15;

struct Model {
    bias: f32,
    scale: f32,
    weights: &'static [u8],
}

/// The file is part of the program and a test reads it: it cannot fail at a user's.
static MODEL: LazyLock<Model> = LazyLock::new(|| read(FILE).expect("model.bin is tested"));

fn read(file: &'static [u8]) -> Result<Model, String> {
    let (magic, rest) = file.split_at_checked(8).ok_or("too short")?;
    let (numbers, weights) = rest.split_at_checked(8).ok_or("too short")?;
    if magic != MAGIC || weights.len() != BUCKETS {
        return Err(format!("no model of {BUCKETS} weights"));
    }
    let number = |at: usize| f32::from_le_bytes([numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]]);
    Ok(Model { bias: number(0), scale: number(4), weights })
}

/// The log odds that the text is translated.
pub(super) fn log_odds(shapes: &Shapes<'_>) -> f32 {
    let model = &*MODEL;
    let (mut sum, mut length) = (0.0f64, 0.0f64);
    for (bucket, count) in count(shapes) {
        let weight = f64::from(model.weights[bucket as usize].cast_signed()) * f64::from(model.scale);
        sum += weight * f64::from(count).sqrt();
        length += f64::from(count);
    }
    (sum / length.max(1.0).sqrt()) as f32 + model.bias
}

/// What the model sees of a text: buckets with the number of runs that fall there, in order. For training.
pub fn features(text: &str) -> Vec<(u16, u32)> {
    count(&shapes::of(text))
}

fn count(shapes: &Shapes<'_>) -> Vec<(u16, u32)> {
    let mut buckets: Vec<u16> = Vec::with_capacity(shapes.tokens.len() * 3);
    for start in 0..shapes.tokens.len() {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        let mut tells = false;
        for (n, token) in shapes.tokens[start..].iter().take(3).enumerate() {
            tells |= !matches!(*token, "X" | "#") && !token.starts_with('~');
            for byte in token.bytes().chain([b' ']) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            // Runs of nothing but content tell the topic.
            if n == 0 || tells {
                buckets.push(((hash ^ (hash >> 32)) % BUCKETS as u64) as u16);
            }
        }
    }
    buckets.sort_unstable();
    let mut counts: Vec<(u16, u32)> = Vec::new();
    for bucket in buckets {
        match counts.last_mut() {
            Some((last, count)) if *last == bucket => *count += 1,
            _ => counts.push((bucket, 1)),
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_file_is_a_model() {
        let model = read(FILE).unwrap();
        assert!(model.scale > 0.0 && model.bias.is_finite());
        assert!(model.weights.iter().any(|w| *w != 0));
        assert!(read(&FILE[..100]).is_err());
    }

    #[test]
    fn features_see_small_words_and_not_the_topic() {
        assert_eq!(features("The minister left the town."), features("The teacher built the house."));
        assert_ne!(features("The minister left the town."), features("The minister left of town."));
    }
}
