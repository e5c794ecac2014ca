//! How long an offer may go unanswered.

use super::*;

#[test]
fn silence_leads_to_the_next_within_45_seconds_whatever_the_kind() {
    for kind in OrderKind::ALL {
        let mut hall = all_four();
        let order = match best_placed(1) {
            Ask::SendOrder {
                incident,
                place,
                addressee,
                note,
                ..
            } => Ask::SendOrder {
                id: None,
                kind,
                incident,
                place,
                addressee,
                note,
            },
            other => other,
        };
        let order = hall.send(dispatcher(), order);
        assert_eq!(asked(&hall, order), [1]);
        hall.until(45);
        assert_eq!(asked(&hall, order), [3], "{kind:?}");
    }
}
