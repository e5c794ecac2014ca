//! Draws from the distributions that pretend people and receivers are made of.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A normally distributed number (Box and Muller, 1958).
pub(crate) fn gauss(rng: &mut impl Rng) -> f64 {
    let (radius, turn): (f64, f64) = (rng.random_range(f64::MIN_POSITIVE..1.0), rng.random());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}

/// A factor around 1 whose logarithm has the standard deviation `spread`.
pub(crate) fn factor(rng: &mut impl Rng, spread: f64) -> f64 {
    (spread * gauss(rng)).exp()
}

/// A pause between things that happen by chance, `mean` on average.
pub(crate) fn pause(rng: &mut impl Rng, mean: f64) -> f64 {
    -mean * rng.random_range(f64::MIN_POSITIVE..1.0).ln()
}

/// A number evenly between two, the first of which may equal the second.
pub(crate) fn between(rng: &mut impl Rng, [least, most]: [f64; 2]) -> f64 {
    least + (most - least) * rng.random::<f64>()
}

/// A source of chance of its own for what `keys` name.
///
/// Equal keys give equal draws, so that two drills that differ in their rule alone share the chances of
/// every officer with every order.
pub(crate) fn keyed(seed: u64, keys: &[u64]) -> ChaCha8Rng {
    let mixed = keys.iter().fold(seed, |mixed, key| {
        // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
        let mut z = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(*key);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    });
    ChaCha8Rng::seed_from_u64(mixed)
}
