//! One order, from the lines that tell of it.

use crate::drill::log::What;

/// One order, as far as the lines say.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) limit_s: f64,
    pub(super) started_s: Option<f64>,
    pub(super) inside_s: Option<f64>,
    pub(super) legs_s: [Option<f64>; 3],
    pub(super) impossible: bool,
}

/// What became of an order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) due_s: f64,
    pub(super) breach: bool,
}

impl Told {
    pub(super) fn hear(&mut self, t_s: f64, what: &What) {
        match what {
            What::Clock { started_s, .. } => self.started_s = Some(*started_s),
            What::TruthInside { .. } => self.inside_s = self.inside_s.or(Some(t_s)),
            What::Leg { leg, met_s, .. } => {
                if let Some(known) = self.legs_s.get_mut(*leg as usize) {
                    *known = Some(*met_s);
                }
            }
            What::Impossible { .. } => self.impossible = true,
            _ => {}
        }
    }

    /// None for an order whose clock never started.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        let due_s = self.started_s? + self.limit_s;
        let met = |leg: &Option<f64>| leg.is_some_and(|met| met <= due_s);
        Some(Outcome {
            due_s,
            breach: !self.legs_s.iter().all(met),
        })
    }
}
