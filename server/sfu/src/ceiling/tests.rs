//! When a smaller layer is given, and when a larger one is tried.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Carried, Ceiling, FIRST_CALM, LONGEST_CALM, SETTLES, per_mille};
use crate::allocation::Layer;

const SPAN: Duration = Duration::from_secs(1);
const SMALL: usize = 1;
const MIDDLE: usize = 2;
const LARGE: usize = 0;
const LAYERS: [Layer; 3] = [
    Layer {
        bps: 1_500_000,
        height: 720,
    },
    Layer {
        bps: 150_000,
        height: 180,
    },
    Layer {
        bps: 500_000,
        height: 360,
    },
];

/// A viewer that is given the largest layer its ceiling allows, as a network lets it.
struct Viewer {
    now: Instant,
    ceiling: Ceiling,
    layer: usize,
    /// Each layer it turned to, and when.
    turned: Vec<(Duration, usize)>,
    began: Instant,
}

impl Viewer {
    #[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
    fn new() -> Self {
        let now = Instant::now();
        Self {
            now,
            ceiling: Ceiling::default(),
            layer: LARGE,
            turned: Vec::new(),
            began: now,
        }
    }

    fn watch(&mut self, span: Duration, carries_bps: u64) {
        self.watch_losing(span, |sent| sent.min(carries_bps));
    }

    fn watch_losing(&mut self, span: Duration, arrives: impl Fn(u64) -> u64) {
        let until = self.now + span;
        while self.now < until {
            let since = self.now;
            self.now += SPAN;
            let sent_bps = LAYERS[self.layer].bps;
            let arrived_bps = arrives(sent_bps);
            let carried = Carried {
                since,
                sent_bps,
                arrived_bps,
                lost_per_mille: per_mille(sent_bps - arrived_bps, sent_bps),
            };
            self.ceiling.carried(self.now, carried);
            self.choose();
        }
    }

    fn choose(&mut self) {
        let most = self.ceiling.bps(self.now, &LAYERS, Some(self.layer));
        let fits = |&layer: &usize| most.is_none_or(|most| LAYERS[layer].bps <= most);
        let layer = (0..LAYERS.len())
            .filter(fits)
            .max_by_key(|&layer| LAYERS[layer].bps);
        let layer = layer.expect("something is always given");
        if layer != self.layer {
            self.layer = layer;
            self.turned.push((self.now - self.began, layer));
        }
    }
}

#[test]
fn a_moments_losses_change_nothing() {
    let mut viewer = Viewer::new();
    for _ in 0..20 {
        viewer.watch(SPAN, 100_000);
        viewer.watch(SPAN, u64::MAX);
    }
    assert!(viewer.turned.is_empty(), "{:?}", viewer.turned);
}

#[test]
fn losses_that_stay_below_a_tenth_change_nothing() {
    let mut viewer = Viewer::new();
    viewer.watch_losing(60 * SPAN, |sent| sent - sent / 10);
    assert!(viewer.turned.is_empty(), "{:?}", viewer.turned);
}

#[test]
fn losses_that_stay_give_what_would_have_arrived() {
    for (carries, layer) in [(600_000, MIDDLE), (499_000, SMALL), (20_000, SMALL)] {
        let mut viewer = Viewer::new();
        viewer.watch(2 * SPAN, carries);
        assert_eq!(viewer.turned, [(2 * SPAN, layer)], "at {carries} bit/s");
    }
}

#[test]
fn a_network_that_loses_some_of_anything_gets_something_smaller() {
    let mut viewer = Viewer::new();
    viewer.watch_losing(2 * SPAN, |sent| sent * 85 / 100);
    assert_eq!(viewer.layer, MIDDLE);
    viewer.watch_losing(SETTLES + 2 * SPAN, |sent| sent * 85 / 100);
    assert_eq!(viewer.layer, SMALL);
    viewer.watch_losing(60 * SPAN, |sent| sent * 85 / 100);
    assert_eq!(viewer.turned.len(), 2, "there is nothing smaller");
}

#[test]
fn what_still_arrives_of_the_former_layer_is_not_held_against_the_smaller_one() {
    let mut viewer = Viewer::new();
    viewer.watch(2 * SPAN, 600_000);
    viewer.watch(SETTLES, 100_000);
    viewer.watch(5 * SPAN, 600_000);
    assert_eq!(viewer.layer, MIDDLE);
}

#[test]
fn each_try_that_fails_puts_the_next_one_off_for_longer() {
    let mut viewer = Viewer::new();
    viewer.watch(Duration::from_mins(30), 600_000);
    let tries: Vec<_> = viewer
        .turned
        .iter()
        .filter(|(_, layer)| *layer == LARGE)
        .collect();
    let apart: Vec<_> = tries
        .windows(2)
        .map(|pair| pair[1].0.abs_diff(pair[0].0))
        .collect();
    assert!(apart.is_sorted(), "{apart:?}");
    assert!(apart[0] >= 2 * FIRST_CALM, "{apart:?}");
    assert!(*apart.last().unwrap() >= LONGEST_CALM, "{apart:?}");
    assert!(tries.len() <= 12, "in half an hour: {tries:?}");
    for pair in viewer.turned.windows(2).filter(|pair| pair[0].1 == LARGE) {
        assert!(
            pair[1].0.abs_diff(pair[0].0) <= 2 * SPAN,
            "a failure is seen at once: {pair:?}"
        );
        assert_eq!(pair[1].1, MIDDLE);
    }
}

#[test]
fn a_try_that_fails_badly_gives_back_what_was_carried_before() {
    let mut viewer = Viewer::new();
    viewer.watch(2 * SPAN, 600_000);
    while viewer.layer != LARGE {
        viewer.watch(SPAN, 600_000);
    }
    viewer.watch(SPAN, 100_000);
    assert_eq!(viewer.layer, MIDDLE);
}

#[test]
fn a_network_that_recovers_gets_one_layer_more_after_the_other_and_is_trusted_again() {
    let mut viewer = Viewer::new();
    viewer.watch(12 * SPAN, 200_000);
    assert_eq!(viewer.layer, SMALL);
    viewer.turned.clear();
    viewer.watch(60 * SPAN, u64::MAX);
    let layers: Vec<_> = viewer.turned.iter().map(|(_, layer)| *layer).collect();
    assert_eq!(layers, [MIDDLE, LARGE]);
    assert!(
        viewer.ceiling.most.is_none(),
        "nothing is held against it any more"
    );
    // As long after, trouble is new trouble.
    viewer.watch(2 * SPAN, 600_000);
    assert_eq!(viewer.layer, MIDDLE);
    assert_eq!(viewer.ceiling.calm_for, FIRST_CALM);
}

#[test]
fn a_layer_that_comes_to_take_more_is_no_reason_to_give_it_up() {
    let mut viewer = Viewer::new();
    viewer.watch(2 * SPAN, 600_000);
    let mut layers = LAYERS;
    layers[MIDDLE].bps = 900_000;
    let most = viewer.ceiling.bps(viewer.now, &layers, Some(MIDDLE));
    assert_eq!(most, Some(900_000));
}

#[test]
fn a_viewers_own_estimate_below_what_it_is_sent_counts_as_loss() {
    let carried = Carried {
        since: Viewer::new().now,
        sent_bps: 1_000_000,
        arrived_bps: 1_000_000,
        lost_per_mille: 20,
    };
    let less = Carried {
        arrived_bps: 400_000,
        lost_per_mille: 600,
        ..carried
    };
    assert_eq!(carried.at_most(400_000), less);
    assert_eq!(carried.at_most(2_000_000), carried);
}

proptest! {
    #[test]
    fn whatever_is_reported_the_smallest_is_given(
        spans in prop::collection::vec((any::<u64>(), any::<u64>(), 0..20_000_u64), 0..60),
        layers in prop::collection::vec((0..3_000_000_u64, any::<u16>()), 0..4),
        present in prop::option::of(0..5_usize),
    ) {
        let mut viewer = Viewer::new();
        let layers: Vec<_> = layers.into_iter().map(|(bps, height)| Layer { bps, height }).collect();
        let smallest = layers.iter().map(|layer| layer.bps).filter(|&bps| bps > 0).min();
        for (sent_bps, arrived_bps, millis) in spans {
            let since = viewer.now;
            viewer.now += Duration::from_millis(millis);
            viewer.ceiling.carried(viewer.now, Carried { since, sent_bps, arrived_bps, lost_per_mille: sent_bps % 1_500 });
            let most = viewer.ceiling.bps(viewer.now, &layers, present);
            prop_assert!(most.is_none_or(|most| most >= smallest.unwrap_or(0)));
        }
    }
}
