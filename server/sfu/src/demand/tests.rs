//! When a layer rests and when it is asked for.

use super::*;

#[expect(
    clippy::disallowed_methods,
    reason = "virtual time has to start somewhere, and an Instant has no other origin"
)]
fn origin() -> Instant {
    Instant::now()
}

fn only(layer: usize) -> LayerSet {
    [layer].into_iter().collect()
}

fn told(demand: &mut Demand, now: Instant, needs: LayerSet) -> Option<Vec<bool>> {
    demand.weigh(now, needs).map(|layers| layers.iter().collect())
}

#[test]
fn a_layer_goes_on_for_a_while_after_it_was_last_needed() {
    let began = origin();
    let at = |millis| began + Duration::from_millis(millis);
    let mut demand = Demand::of(began, 3).unwrap();
    assert_eq!(told(&mut demand, at(1_499), only(0)), None);
    assert_eq!(
        told(&mut demand, at(1_500), only(0)),
        Some(vec![true, false, false])
    );
    assert_eq!(told(&mut demand, at(9_000), only(0)), None, "once is enough");
}

#[test]
fn a_layer_is_asked_for_at_once() {
    let began = origin();
    let at = |millis| began + Duration::from_millis(millis);
    let mut demand = Demand::of(began, 2).unwrap();
    demand.weigh(at(2_000), only(0));
    assert_eq!(told(&mut demand, at(2_001), only(1)), Some(vec![true, true]));
    assert_eq!(
        told(&mut demand, at(3_000), only(1)),
        None,
        "the other is kept yet"
    );
    assert_eq!(told(&mut demand, at(3_500), only(1)), Some(vec![false, true]));
}

#[test]
fn a_publisher_of_a_single_layer_is_asked_for_nothing() {
    assert!(Demand::of(origin(), 0).is_none());
    assert!(Demand::of(origin(), 1).is_none());
}
