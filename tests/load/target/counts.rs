//! What a hall counts, as far as it bears on peers.

/// The figures of peers that are present, of those that came, and of what works for them.
const WANTED: [&str; 9] = [
    "yike_tasks",
    "yike_media_datagrams_received_total",
    "yike_media_datagrams_sent_total",
    "yike_media_peers",
    "yike_media_ufrags",
    "yike_media_sources",
    "yike_media_sessions",
    "yike_media_peers_connected_total",
    "yike_media_peers_faulty_total",
];

/// Reads them from the OpenMetrics text format: name and value.
pub(super) fn of_peers(text: &str) -> Vec<(String, u64)> {
    let samples = text.lines().filter_map(|line| line.split_once(' '));
    let wanted = samples.filter(|(name, _)| WANTED.contains(name));
    let read = wanted.filter_map(|(name, value)| {
        let name = name.trim_start_matches("yike_").trim_start_matches("media_");
        let name = name.trim_end_matches("_total");
        Some((name.to_owned(), value.trim().parse().ok()?))
    });
    read.collect()
}

#[cfg(test)]
mod tests;
