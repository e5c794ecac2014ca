//! What the operator says of recordings: which, where to, for how long, how much of the disk.

/// The operator's rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingRule {
    /// Whether the streams of orders are recorded without being asked to.
    pub orders: bool,
    /// Where finished files go: a folder or `s3://bucket/prefix`; they stay in the data folder without.
    pub store: Option<String>,
    /// How many days a recording is kept after its end.
    pub days: u32,
    /// How many bytes recordings may take in the data folder; as many as the disk has without.
    pub most_bytes: Option<u64>,
    /// How many bytes of the data folder's disk stay free: with fewer, nothing is recorded, and orders go on.
    pub reserve_bytes: u64,
}

impl Default for RecordingRule {
    fn default() -> Self {
        Self {
            orders: true,
            store: None,
            days: 30,
            most_bytes: None,
            reserve_bytes: 2_000_000_000,
        }
    }
}
