//! Trails of a real district change how long its roads take.

use std::sync::LazyLock;

use dispatch::{Board, Record, Recorded, Travel};
use domain::order::{Addressee, Moment, OrderEvent, OrderKind, OrderSent};
use domain::{AssignmentId, CommandId, LatLon, OrderId, PersonId, Place, Town, TownId, Unit};
use tempfile::TempDir;

use super::*;
use crate::desk::{Desk, Letter};
use crate::ids;
use crate::roads::Upkeep;
use crate::store::Write;

static LIECHTENSTEIN: LazyLock<RoadNetwork> = LazyLock::new(|| {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    );
    RoadNetwork::from_pbf(&std::fs::read(path).unwrap()).unwrap()
});

/// How much longer than the roads assume the officers take.
const SLOWER: f64 = 2.0;

const VADUZ: (f64, f64) = (47.1410, 9.5209);
const BALZERS: (f64, f64) = (47.0670, 9.5040);
const SCHAAN: (f64, f64) = (47.1650, 9.5090);
const RUGGELL: (f64, f64) = (47.2380, 9.5250);

fn place((lat, lon): (f64, f64)) -> LatLon {
    LatLon::new(lat, lon).unwrap()
}

fn at(second: u64) -> Timestamp {
    Timestamp::from_millis(1_795_420_800_000).after(Duration::from_secs(second))
}

/// A hall's memory with one unit that set off for an order at second 0.
struct Scene {
    store: Store,
    feed: Feed,
    roads: Roads,
    unit: UnitId,
    _folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (board, unit) = board();
        Self {
            store,
            feed: Feed::new(at(0), &board),
            roads: Roads::new(Some(LIECHTENSTEIN.clone())),
            unit,
            _folder: folder,
        }
    }

    /// The unit drives to and fro from second `begins` on for some two hours; when that ends.
    async fn drive(&self, begins: u64) -> u64 {
        let (mut writes, mut second) = (Vec::new(), begins);
        let round = [VADUZ, BALZERS, SCHAAN, RUGGELL, VADUZ];
        while second < begins + 7_000 {
            for way in round.windows(2) {
                let route = LIECHTENSTEIN.route(place(way[0]), place(way[1])).unwrap();
                let mut driven = 0.0;
                while driven < route.seconds {
                    writes.push(self.fix(route.at(driven), second));
                    second += 10;
                    driven += 10.0 / SLOWER;
                }
            }
        }
        self.store.commit(&writes).await.unwrap();
        second
    }

    fn fix(&self, moment: ::roads::Moment, second: u64) -> Write {
        Write::Fix {
            unit: self.unit,
            command: CommandId(ids::fresh()),
            fix: Fix {
                at: moment.at,
                accuracy_m: 5.0,
                speed_mps: Some(moment.speed_mps / SLOWER),
                heading_deg: Some(moment.heading_deg),
                altitude_m: None,
                mock: false,
                battery_pct: None,
                taken_at: at(second),
                taken_at_error_ms: 0,
                activity: None,
                datum: None,
            },
        }
    }

    fn learning(&self) -> (Learning, watch::Receiver<Speeds>) {
        Learning::new(self.store.clone(), self.feed.clone(), self.roads.clone())
    }
}

/// A board on which a unit is under way since second 0.
fn board() -> (Board, UnitId) {
    let (town, unit, order) = (TownId(ids::fresh()), UnitId(ids::fresh()), OrderId(ids::fresh()));
    let (by, assignment) = (PersonId(ids::fresh()), AssignmentId(ids::fresh()));
    let (name, when) = (
        String::new(),
        Moment {
            at: at(0),
            learnt_at: at(0),
        },
    );
    let sent = OrderSent {
        order,
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: place(RUGGELL),
            name: name.clone(),
            address: name.clone(),
        },
        addressee: Addressee::Unit(unit),
        note: name.clone(),
        checklist: Vec::new(),
        by,
        from_town: None,
        at: at(0),
    };
    let offered = OrderEvent::Offered {
        choice: None,
        assignment,
        unit,
        at: at(0),
        by,
    };
    let happened = [
        Record::TownAdded {
            town: Town {
                id: town,
                name: name.clone(),
            },
        },
        Record::UnitAdded {
            unit: Unit {
                id: unit,
                name,
                town,
                mode: TravelMode::Car,
            },
        },
    ]
    .into_iter()
    .chain(
        [
            OrderEvent::Sent(sent),
            offered,
            OrderEvent::Accepted { assignment, when },
            OrderEvent::SetOff { assignment, when },
        ]
        .map(|event| Record::Order { order, event }),
    );
    let mut board = Board::default();
    for record in happened {
        board.apply(&Recorded {
            at: at(0),
            cause: None,
            record,
        });
    }
    (board, unit)
}

/// How much longer than without any learning the roads take from one end to the other.
fn longer(roads: &RoadNetwork) -> f64 {
    let seconds = |roads: &RoadNetwork| roads.route(place(BALZERS), place(RUGGELL)).unwrap().seconds;
    seconds(roads) / seconds(&LIECHTENSTEIN)
}

#[tokio::test]
async fn drives_at_half_the_speed_make_the_halls_roads_take_longer() {
    let scene = Scene::new().await;
    let ended = scene.drive(0).await;
    let (learning, speeds) = scene.learning();
    let progress = learning.progress();
    let (desk, mut letters) = Desk::new();
    let (_stop, stopping) = watch::channel(false);
    let upkeep = Upkeep::begin(scene.roads.clone(), scene.feed.clone(), desk, speeds).await;
    tokio::spawn(upkeep.unwrap().run(stopping));
    assert!(matches!(
        letters.recv().await,
        Some(Letter::TravelChanged(Travel::Surveyed(..)))
    ));
    assert!((longer(&scene.roads.now().unwrap()) - 1.0).abs() < 1e-9);

    learning.learn(at(ended + 300)).await.unwrap();
    let (sightings, to) = progress.now();
    assert!(sightings > 300, "{sightings} stretches of trail");
    assert_eq!(to, Some(at(ended + 180)));
    // Nobody waits for the new roads: they come with what coverage needs of them.
    let told = letters.recv().await;
    assert!(
        matches!(told, Some(Letter::TravelChanged(Travel::Surveyed(..)))),
        "{told:?}"
    );
    let longer = longer(&scene.roads.now().unwrap());
    assert!((1.4..2.1).contains(&longer), "{longer} times as long");
}

#[tokio::test]
async fn a_restart_forgets_nothing_and_counts_nothing_twice() {
    let scene = Scene::new().await;
    let ended = scene.drive(0).await;
    let (learning, speeds) = scene.learning();
    learning.learn(at(ended / 2)).await.unwrap();
    learning.learn(at(ended + 300)).await.unwrap();
    let (learnt, sightings) = (*speeds.borrow(), learning.progress().now().0);
    assert!(learnt.difference(&Speeds::default()) > 0.2);

    let (again, speeds) = scene.learning();
    again.learn(at(ended + 300)).await.unwrap();
    assert_eq!(again.progress().now().0, sightings);
    assert!(speeds.borrow().difference(&learnt) < MATTERS);
}

#[tokio::test]
async fn the_first_roads_after_a_restart_are_as_fast_as_was_learnt() {
    let scene = Scene::new().await;
    let ended = scene.drive(0).await;
    scene.learning().0.learn(at(ended + 300)).await.unwrap();

    let (again, speeds) = scene.learning();
    let (desk, _letters) = Desk::new();
    again.recall(at(ended + 300)).await;
    let mut heard = speeds.clone();
    heard.mark_unchanged();
    let upkeep = Upkeep::begin(scene.roads.clone(), scene.feed.clone(), desk, speeds).await;
    assert!(upkeep.is_some());
    let longer = longer(&scene.roads.now().unwrap());
    assert!((1.4..2.1).contains(&longer), "{longer} times as long");
    again.learn(at(ended + 300)).await.unwrap();
    assert!(!heard.has_changed().unwrap(), "they would be made again");
}

#[tokio::test]
async fn whoever_is_not_under_way_teaches_nothing() {
    let mut scene = Scene::new().await;
    let (other, _) = board();
    scene.drive(0).await;
    // On this board nobody of that name is under way.
    scene.feed = Feed::new(at(0), &other);
    let (learning, speeds) = scene.learning();
    learning.learn(at(9_000)).await.unwrap();
    assert_eq!(learning.progress().now().0, 0);
    assert!(speeds.borrow().difference(&Speeds::default()) < 1e-9);
}

#[test]
fn a_drive_ends_with_the_arrival_and_fixes_close_together_are_one() {
    let fix = |second: u64, mock: bool| Fix {
        at: place(VADUZ),
        accuracy_m: 5.0,
        speed_mps: None,
        heading_deg: None,
        altitude_m: None,
        mock,
        battery_pct: None,
        taken_at: at(second),
        taken_at_error_ms: 0,
        activity: None,
        datum: None,
    };
    let fixes: Vec<Fix> = [0, 4, 8, 12, 20, 30, 40, 55]
        .map(|second| fix(second, second == 30))
        .into();
    let ends = |after: u64| -> Vec<(f64, Timestamp)> {
        let shown = stretches(&[at(2)..=at(41)], &fixes, at(after));
        shown.iter().map(|shown| (shown.seconds, shown.at)).collect()
    };
    assert_eq!(ends(0), [(8.0, at(12)), (8.0, at(20)), (20.0, at(40))]);
    assert_eq!(
        ends(20),
        [(20.0, at(40))],
        "what was looked at before is not counted again"
    );
}
