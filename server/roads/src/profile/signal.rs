//! Whom the signals at a node stop.

use super::Tags;

/// Whom the signals at a node stop, as its way is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signals {
    /// Those who go as the way is drawn.
    pub(crate) forward: bool,
    /// Those who go against that.
    pub(crate) backward: bool,
}

impl Signals {
    /// The signals that a node of these tags has, for crossing traffic or for people who cross.
    pub(super) fn of(tags: Tags<'_>) -> Self {
        let any = tags.is("highway", &["traffic_signals"]) || tags.is("crossing", &["traffic_signals"]);
        // A signal drawn at the stop line stops those who come to the crossing, not those who leave it.
        let only = tags.get("traffic_signals:direction");
        Self {
            forward: any && only != Some("backward"),
            backward: any && only != Some("forward"),
        }
    }
}
