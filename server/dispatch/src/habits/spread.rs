//! How long something takes: a log-normal duration.

use std::f64::consts::FRAC_1_SQRT_2;

/// A log-normal distribution of seconds, or of a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    /// Mean of the logarithm.
    pub(crate) mu: f64,
    /// Standard deviation of the logarithm.
    pub(crate) sigma: f64,
}

impl Spread {
    /// The log-normal with this mean and variance.
    pub(crate) fn with_moments(mean: f64, variance: f64) -> Self {
        let mean = mean.max(1e-3);
        let sigma_2 = (variance.max(0.0) / (mean * mean)).ln_1p();
        Self {
            mu: mean.ln() - sigma_2 / 2.0,
            sigma: sigma_2.sqrt().max(1e-3),
        }
    }

    /// The same, `factor` times as long.
    pub(crate) fn times(self, factor: f64) -> Self {
        Self {
            mu: self.mu + factor.max(1e-6).ln(),
            ..self
        }
    }

    /// The same, known less well: for what is guessed.
    pub(crate) fn vaguer(self) -> Self {
        Self {
            sigma: self.sigma.hypot(0.25),
            ..self
        }
    }

    pub(crate) fn mean(self) -> f64 {
        (self.mu + self.sigma * self.sigma / 2.0).exp()
    }

    pub(crate) fn variance(self) -> f64 {
        let sigma_2 = self.sigma * self.sigma;
        sigma_2.exp_m1() * (2.0 * self.mu + sigma_2).exp()
    }

    /// The probability of at most `x`.
    pub(crate) fn at_most(self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        normal_below((x.ln() - self.mu) / self.sigma)
    }

    /// The probability of at most `x` more, given that it has taken `so_far`.
    pub(crate) fn at_most_more(self, so_far: f64, x: f64) -> f64 {
        let left = normal_above((so_far.max(1e-9).ln() - self.mu) / self.sigma);
        if left < 1e-9 || so_far <= 0.0 {
            // So far out in the tail, all that is known is that it takes about as long again.
            return if so_far <= 0.0 {
                self.at_most(x)
            } else {
                1.0 - (-x.max(0.0) / so_far).exp()
            };
        }
        let still = normal_above(((so_far + x.max(0.0)).ln() - self.mu) / self.sigma);
        (1.0 - still / left).clamp(0.0, 1.0)
    }

    /// How much longer it is expected to take, given that it has taken `so_far`.
    pub(crate) fn mean_more(self, so_far: f64) -> f64 {
        if so_far <= 0.0 {
            return self.mean();
        }
        let z = (so_far.ln() - self.mu) / self.sigma;
        let left = normal_above(z);
        if left < 1e-9 {
            return so_far;
        }
        self.mean() * normal_above(z - self.sigma) / left - so_far
    }
}

/// The standard normal distribution's probability below `z`.
pub(crate) fn normal_below(z: f64) -> f64 {
    normal_above(-z)
}

/// The standard normal distribution's probability above `z`, good in the far tail too.
fn normal_above(z: f64) -> f64 {
    erfc(z * FRAC_1_SQRT_2) / 2.0
}

/// The complementary error function, to 1.2e-7 of itself (Press et al., Numerical Recipes, 6.2).
fn erfc(x: f64) -> f64 {
    const TERMS: [f64; 10] = [
        0.170_872_77,
        -0.822_152_23,
        1.488_515_87,
        -1.135_203_98,
        0.278_868_07,
        -0.186_288_06,
        0.096_784_18,
        0.374_091_96,
        1.000_023_68,
        -1.265_512_23,
    ];
    let t = 1.0 / (1.0 + x.abs() / 2.0);
    let polynomial = TERMS.iter().fold(0.0, |sum, term| sum * t + term);
    let tail = t * (-x * x + polynomial).exp();
    if x >= 0.0 { tail } else { 2.0 - tail }
}
