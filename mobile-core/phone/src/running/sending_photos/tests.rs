//! Shows what `sending_photos` promises.

use super::*;

#[test]
fn only_a_refusal_of_the_photo_itself_gives_it_up() {
    let given_up: Vec<_> = (400..600).filter(|status| is_final(*status)).collect();
    assert_eq!(given_up, [400, 413, 415, 422]);
}
