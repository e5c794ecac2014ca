//! Who may read the figures.

use super::*;

#[test]
fn figures_are_for_this_machine_and_administrators() {
    let near = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];
    let far = ["192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7"];
    for peer in near.map(|peer| peer.parse().unwrap()) {
        assert!(may_count(peer, None), "{peer}");
    }
    for peer in far.map(|peer| peer.parse().unwrap()) {
        assert!(!may_count(peer, None), "{peer}");
        assert!(!may_count(peer, Some(Role::Leader)), "{peer}");
        assert!(may_count(peer, Some(Role::Administrator)), "{peer}");
    }
}
