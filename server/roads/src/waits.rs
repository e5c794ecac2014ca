//! What makes travellers wait on their way: signals, gates.

use domain::TravelMode;

use crate::profile::NodeMarks;

/// How often those who pass a stretch or a junction wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waits {
    /// The signals for those who go as the way is drawn.
    forward_signals: u16,
    /// The signals for those who go against that.
    backward_signals: u16,
    /// Gates, which open for both.
    gates: u16,
}

impl Waits {
    /// Those at one node.
    pub(crate) fn at(marks: NodeMarks) -> Self {
        Self::default().with(marks)
    }

    /// These, with those at a node more.
    pub(crate) fn with(self, marks: NodeMarks) -> Self {
        let more = |count: u16, one: bool| count.saturating_add(u16::from(one));
        Self {
            forward_signals: more(self.forward_signals, marks.signals.forward),
            backward_signals: more(self.backward_signals, marks.signals.backward),
            gates: more(self.gates, marks.gate),
        }
    }

    /// How long they take `mode`, as the way is drawn or against it, in milliseconds.
    pub(crate) fn millis(self, mode: TravelMode, forward: bool) -> u32 {
        let signals = if forward {
            self.forward_signals
        } else {
            self.backward_signals
        };
        let all = |count: u16, each_ms: u32| u32::from(count).saturating_mul(each_ms);
        all(signals, signal_ms(mode)).saturating_add(all(self.gates, gate_ms(mode)))
    }
}

/// What a signal costs on average, in milliseconds.
const fn signal_ms(mode: TravelMode) -> u32 {
    match mode {
        TravelMode::Car => 2_000,
        TravelMode::EBike => 4_000,
        TravelMode::Foot => 6_000,
    }
}

/// What a gate costs that nobody is said to hold open, in milliseconds: a driver gets out to open it.
///
/// OSRM assumes a minute, Valhalla half of one.
const fn gate_ms(mode: TravelMode) -> u32 {
    match mode {
        TravelMode::Car => 40_000,
        TravelMode::EBike => 10_000,
        TravelMode::Foot => 5_000,
    }
}

#[cfg(test)]
mod tests;
