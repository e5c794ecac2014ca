//! Who comes how, told as sentences.

use super::{Visit, visits, with_another_fingerprint};

fn count(visits: &[Visit], what: Visit) -> usize {
    visits.iter().filter(|&&visit| visit == what).count()
}

#[test]
fn all_that_were_asked_for_come_and_every_tenth_falls_silent() {
    let visits = visits(1_000, 100, 10);
    assert_eq!(count(&visits, Visit::Leave), 900);
    assert_eq!(count(&visits, Visit::FallSilent), 100);
    assert_eq!(count(&visits, Visit::NeverConnect), 50);
    assert_eq!(count(&visits, Visit::HaveAnotherKey), 50);
}

#[test]
fn those_that_fail_are_spread_among_the_others() {
    let visits = visits(90, 10, 0);
    for ten in visits.chunks(10) {
        let failing = count(ten, Visit::NeverConnect) + count(ten, Visit::HaveAnotherKey);
        assert_eq!(failing, 1, "{ten:?}");
    }
}

#[test]
fn another_fingerprint_differs_in_one_digit() {
    let offer = "v=0\r\na=fingerprint:sha-256 0A:11\r\na=setup:actpass\r\n";
    let other = with_another_fingerprint(offer).unwrap();
    assert_eq!(other, offer.replace("0A:11", "1A:11"));
    assert_eq!(with_another_fingerprint("v=0\r\n"), None);
}
