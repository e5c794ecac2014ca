//! What may be asked of a bad network, told as sentences.

use super::{rates, share};

#[test]
fn rates_are_read_from_low_to_high() {
    assert_eq!(rates("300-800"), Ok((300, 800)));
    assert_eq!(rates("500"), Ok((500, 500)));
    assert!(rates("800-300").is_err());
    assert!(rates("fast").is_err());
}

#[test]
fn a_loss_is_a_share() {
    assert_eq!(share("0.1"), Ok(0.1));
    assert!(share("10").is_err());
    assert!(share("-0.1").is_err());
}
