//! What a phone learns of its picture, told as sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use domain::{PersonId, Role, Source, Timestamp, UnitId};
use tokio::sync::watch;
use uuid::Uuid;

use super::{Audiences, Picture};
use crate::live::held::{Use, Uses};

const UNIT: Source = Source::Unit(UnitId(Uuid::from_u128(10)));

struct Street {
    audiences: Audiences,
    phone: watch::Receiver<Picture>,
    began: Instant,
    /// Which layers of what the camera sends are needed.
    layers: Vec<bool>,
}

impl Street {
    fn new() -> Self {
        let mut audiences = Audiences::default();
        let phone = audiences.picture_of(UNIT);
        Self {
            audiences,
            phone,
            began: Instant::now(),
            layers: Vec::new(),
        }
    }

    /// Looks so many milliseconds after the beginning: who watches (and sees), and whether the camera has shown anything.
    fn look(&mut self, at_ms: u64, people: &[(u128, bool)], filming: bool) -> Picture {
        self.look_with(at_ms, people, filming, &BTreeSet::new())
    }

    fn look_with(
        &mut self,
        at_ms: u64,
        people: &[(u128, bool)],
        filming: bool,
        needed: &BTreeSet<Source>,
    ) -> Picture {
        let mut uses = Uses::default();
        for (person, seen) in people {
            let by = Use {
                name: format!("person {person}"),
                role: Role::Leader,
                seen: *seen,
            };
            let watching = uses.watching.entry(UNIT).or_insert_with(BTreeMap::new);
            watching.insert(PersonId(Uuid::from_u128(*person)), by);
        }
        uses.publishes(UNIT, filming, &self.layers);
        let now = Timestamp::from_millis(i64::try_from(at_ms).unwrap());
        let instant = self.began + Duration::from_millis(at_ms);
        self.audiences.look(now, instant, uses, needed);
        self.phone.borrow().clone()
    }
}

#[test]
fn a_camera_rests_a_second_after_the_last_viewer_and_is_wanted_at_once_by_the_next() {
    let mut street = Street::new();
    assert!(street.look(0, &[(1, true)], true).needed);
    assert!(street.look(100, &[], true).needed);
    assert!(street.look(1_000, &[], true).needed);
    assert!(!street.look(1_100, &[], true).needed);
    assert!(street.look(1_101, &[(2, true)], true).needed);
}

#[test]
fn a_camera_that_has_shown_nothing_yet_is_needed() {
    let mut street = Street::new();
    assert!(street.look(0, &[], false).needed);
    assert!(street.look(5_000, &[], false).needed);
}

#[test]
fn a_picture_that_nobody_sees_on_any_screen_is_not_needed_although_it_is_watched() {
    let mut street = Street::new();
    street.look(0, &[(1, false)], true);
    let picture = street.look(1_000, &[(1, false)], true);
    assert!(!picture.needed);
    assert_eq!(picture.watchers.len(), 1);
}

#[test]
fn an_order_that_waits_for_the_picture_keeps_the_camera_on() {
    let mut street = Street::new();
    let waits = BTreeSet::from([UNIT]);
    street.look_with(0, &[], true, &waits);
    assert!(street.look_with(9_000, &[], true, &waits).needed);
}

#[test]
fn who_watches_is_told_with_the_time_it_began() {
    let mut street = Street::new();
    street.look(100, &[(2, true)], true);
    let picture = street.look(300, &[(1, true), (2, true)], true);
    let watchers: Vec<_> = picture
        .watchers
        .iter()
        .map(|watcher| (watcher.name.as_str(), watcher.since.as_millis()))
        .collect();
    assert_eq!(watchers, [("person 2", 100), ("person 1", 300)]);
    assert!(street.look(400, &[], true).watchers.is_empty());
    let picture = street.look(500, &[(2, true)], true);
    assert_eq!(
        picture.watchers[0].since.as_millis(),
        500,
        "who comes again begins anew"
    );
}

#[test]
fn nothing_is_kept_of_a_unit_without_a_phone_that_nobody_watches() {
    let mut street = Street::new();
    let (_, gone) = watch::channel(Picture::default());
    street.phone = gone;
    street.look(0, &[(1, true)], true);
    assert_eq!(street.audiences.sources.len(), 1);
    street.look(1, &[], true);
    assert!(street.audiences.sources.is_empty());
}

#[test]
fn which_layers_are_needed_is_told_while_the_camera_is_published() {
    let mut street = Street::new();
    assert!(street.look(0, &[(1, true)], true).layers.is_empty());
    street.layers = vec![true, false];
    assert_eq!(street.look(100, &[(1, true)], true).layers, [true, false]);
    street.layers.clear();
    assert!(
        street.look(200, &[(1, true)], false).layers.is_empty(),
        "another begins with all"
    );
}
