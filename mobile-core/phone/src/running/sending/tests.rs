//! Shows what `sending` promises.

use super::*;

#[test]
fn only_a_refusal_of_the_thing_itself_gives_it_up() {
    let given_up: Vec<_> = (400..600).filter(|status| is_final(*status)).collect();
    assert_eq!(given_up, [400, 413, 415, 422]);
}
