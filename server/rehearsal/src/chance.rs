//! Draws from the distributions that pretend people and receivers are made of.

use rand::{Rng, RngExt};

/// A normally distributed number (Box and Muller, 1958).
pub(crate) fn gauss(rng: &mut impl Rng) -> f64 {
    let (radius, turn): (f64, f64) = (rng.random_range(f64::MIN_POSITIVE..1.0), rng.random());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}
