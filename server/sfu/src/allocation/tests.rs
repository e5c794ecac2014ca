//! Who gets which layer.

use proptest::prelude::*;

use super::{Layer, Wish, allocate};

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

fn wish(height: u16, priority: u8, present: Option<usize>) -> Wish<'static> {
    Wish {
        layers: &LAYERS,
        height,
        priority,
        present,
        may_rise: true,
    }
}

#[test]
fn without_an_estimate_the_tile_decides() {
    let of = |height| allocate(None, &[wish(height, 0, None)])[0];
    assert_eq!(of(0), None, "what is not seen is not sent");
    assert_eq!(of(120), Some(1));
    assert_eq!(of(225), Some(1), "drawn a quarter larger it looks the same");
    assert_eq!(of(226), Some(2));
    assert_eq!(of(2_000), Some(0), "the largest there is");
}

#[test]
fn every_slot_gets_a_picture_before_any_gets_a_better_one() {
    let wishes = [wish(720, 1, None), wish(720, 9, None), wish(720, 5, None)];
    assert_eq!(allocate(Some(460_000), &wishes), [Some(1), Some(1), Some(1)]);
    assert_eq!(
        allocate(Some(310_000), &wishes),
        [None, Some(1), Some(1)],
        "the least important goes without"
    );
    assert_eq!(
        allocate(Some(810_000), &wishes),
        [Some(1), Some(2), Some(1)],
        "the most important rises first"
    );
    assert_eq!(allocate(Some(100_000), &wishes), [None; 3]);
}

#[test]
fn a_rise_needs_room_to_spare_and_a_fall_does_not() {
    assert_eq!(
        allocate(Some(510_000), &[wish(720, 0, Some(1))]),
        [Some(1)],
        "500 kbit/s would just fit"
    );
    assert_eq!(allocate(Some(600_000), &[wish(720, 0, Some(1))]), [Some(2)]);
    assert_eq!(
        allocate(Some(510_000), &[wish(720, 0, Some(2))]),
        [Some(2)],
        "what it has, it keeps"
    );
    assert_eq!(allocate(Some(490_000), &[wish(720, 0, Some(2))]), [Some(1)]);
    let patient = Wish {
        may_rise: false,
        ..wish(720, 0, Some(1))
    };
    assert_eq!(allocate(Some(9_000_000), &[patient]), [Some(1)]);
}

#[test]
fn a_layer_that_is_not_sent_is_given_to_nobody() {
    let layers = [Layer { bps: 0, height: 720 }, LAYERS[1]];
    let wish = Wish {
        layers: &layers,
        present: Some(0),
        ..wish(720, 0, None)
    };
    assert_eq!(allocate(None, &[wish]), [Some(1)]);
}

proptest! {
    #[test]
    fn nobody_is_given_more_than_the_network_carries(
        budget in 0_u64..10_000_000,
        slots in prop::collection::vec((prop::collection::vec((0_u64..3_000_000, 0_u16..1_200), 0..4), 0_u16..1_200, any::<u8>(), prop::option::of(0_usize..4)), 0..17),
    ) {
        let layers: Vec<Vec<Layer>> = slots
            .iter()
            .map(|(layers, ..)| layers.iter().map(|&(bps, height)| Layer { bps, height }).collect())
            .collect();
        let wishes: Vec<_> = slots
            .iter()
            .zip(&layers)
            .map(|(&(_, height, priority, present), layers)| Wish { layers, height, priority, present, may_rise: true })
            .collect();
        let given = allocate(Some(budget), &wishes);
        let spent: u64 = given.iter().zip(&layers).filter_map(|(given, layers)| Some(layers[(*given)?].bps)).sum();
        prop_assert!(spent <= budget);
        for ((given, wish), layers) in given.iter().zip(&wishes).zip(&layers) {
            prop_assert!(given.is_none_or(|layer| wish.height > 0 && layers[layer].bps > 0));
        }
    }
}
