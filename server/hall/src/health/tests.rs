//! What has ended is known, however it ended.

use super::*;

#[test]
fn what_ends_in_order_or_by_a_panic_is_known() {
    let health = Health::default();
    let (one, other) = (health.at_work("one"), health.at_work("the other"));
    assert_eq!(health.ended(), None);
    let panicked = std::thread::spawn(move || {
        let _at_work = other;
        panic!("as a fault would");
    });
    assert!(panicked.join().is_err());
    assert_eq!(health.ended(), Some("the other"));
    drop(one);
    assert_eq!(health.ended(), Some("one"));
}
