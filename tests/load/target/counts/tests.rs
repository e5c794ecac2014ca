//! What is read of a hall's figures, told as sentences.

use super::of_peers;

#[test]
fn peers_are_read_and_the_rest_is_left() {
    let text = "# HELP yike_media_peers Peers present.\n# TYPE yike_media_peers gauge\nyike_media_peers 3\n\
        yike_uptime_seconds 12\nyike_tasks 31\nyike_media_peers_connected_total 40\n# EOF\n";
    assert_eq!(
        of_peers(text),
        [
            ("peers".to_owned(), 3),
            ("tasks".to_owned(), 31),
            ("peers_connected".to_owned(), 40)
        ]
    );
}
