//! Tests of identities.

use proptest::prelude::*;

use super::*;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + millis)
}

#[test]
fn ids_are_uuids_of_version_7_and_carry_their_time() {
    let id = IdSource::new(7).next(at(0));
    assert_eq!(id.get_version_num(), 7);
    assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
    let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
    assert_eq!((seconds, nanos), (1_790_000_000, 0));
}

#[test]
fn an_id_is_written_as_its_uuid_alone() {
    let text = "018f4e2a-7c00-7abc-8def-0123456789ab";
    let id: UnitId = text.parse().unwrap();
    assert_eq!(id.to_string(), text);
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{text}\""));
    assert_eq!(
        serde_json::from_str::<UnitId>(&format!("\"{text}\"")).unwrap(),
        id
    );
    assert!("no uuid".parse::<UnitId>().is_err());
}

proptest! {
    #[test]
    fn later_ids_sort_behind_earlier_ones(seed: u64, other: u64, first in 0_i64..1_000_000, later in 1_i64..1_000_000) {
        let before = IdSource::new(seed).next(at(first));
        let after = IdSource::new(other).next(at(first + later));
        prop_assert!(before < after);
        prop_assert!(before.to_string() < after.to_string());
    }

    #[test]
    fn the_same_seed_makes_the_same_distinct_ids(seed: u64) {
        let (mut one, mut two) = (IdSource::new(seed), IdSource::new(seed));
        let made: Vec<_> = (0..100).map(|_| one.next(at(0))).collect();
        let again: Vec<_> = (0..100).map(|_| two.next(at(0))).collect();
        prop_assert_eq!(&made, &again);
        let distinct: std::collections::BTreeSet<_> = made.iter().collect();
        prop_assert_eq!(distinct.len(), made.len());
    }
}
