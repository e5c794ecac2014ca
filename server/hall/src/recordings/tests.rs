//! What begins and ends, as people and the disk want it.

use std::num::NonZeroU8;

use ::recording::Reserve;
use dispatch::{Board, Change, UnitShown};
use domain::{TownId, TravelMode, Unit, UnitId, UnitState};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tracing::Level;
use uuid::Uuid;

use super::*;
use crate::clock;
use crate::health::Health;
use crate::logged::Logged;
use crate::media_loop::{MediaEvent, MediaLoop, MediaPorts};
use crate::recorder::RoomWatch;
use crate::store::Note;

const RESERVE: u64 = 1_000;

/// A hall's recordings with one unit that is live, on a disk that is as full as is said.
struct Scene {
    recordings: Recordings,
    disk: RoomWatch,
    unit: Source,
    desk: Source,
    by: PersonId,
    _folder: TempDir,
    _events: mpsc::Receiver<MediaEvent>,
    _notes: mpsc::Receiver<Note>,
}

impl Scene {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let ports = MediaPorts {
            bind: "127.0.0.1:0".parse().unwrap(),
            tcp: 0,
            advertise: None,
            shards: NonZeroU8::MIN,
            prefers_h265: false,
        };
        let (media, events) = MediaLoop::start(ports).unwrap();
        let feed = Feed::new(clock::now(), &Board::default());
        let (town, unit) = (TownId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
        let live = UnitShown {
            unit: Unit {
                id: unit,
                name: String::new(),
                town,
                mode: TravelMode::Car,
            },
            state: UnitState::Available,
            live: true,
            fix: None,
            heard_at: None,
            reachability: None,
            shift_ends: None,
            camera_request: None,
        };
        let towns = BTreeSet::from([town]);
        feed.show(clock::now(), Change::Unit { unit: live, towns });
        let lies_in = store.recordings_folder();
        let (disk, room) = RoomWatch::new(lies_in.clone(), Reserve(RESERVE));
        let (door, notes) = RecorderDoor::start(&lies_in, &media, &Health::default(), room).unwrap();
        let recordings = Recordings::new(
            store,
            feed,
            media,
            door,
            Archive::open(lies_in, None).unwrap(),
            Recorded::default(),
            &RecordingRule::default(),
        );
        Self {
            recordings,
            disk,
            unit: Source::Unit(unit),
            desk: Source::Desk(town),
            by: PersonId(Uuid::from_u128(3)),
            _folder: folder,
            _events: events,
            _notes: notes,
        }
    }

    /// What is recorded once so many bytes of the disk are free.
    async fn look(&self, free: u64) -> Option<RecordingId> {
        self.disk.take_in(Ok(free));
        let mut state = self.recordings.state.lock().await;
        self.recordings.look(&mut state).await;
        state.active.get(&self.unit).map(|active| active.id)
    }
}

#[tokio::test]
async fn what_a_person_stopped_while_the_disk_was_full_does_not_begin_when_there_is_room() {
    let scene = Scene::new().await;
    let first = scene.recordings.begin(scene.unit, scene.by).await.unwrap();
    assert_eq!(scene.look(0).await, None, "there is no room");
    let second = scene.look(RESERVE * 1_000).await.unwrap();
    assert_ne!(first, second, "it is still wanted");
    assert_eq!(scene.look(0).await, None);
    scene.recordings.end(scene.unit, second).await.unwrap();
    assert_eq!(scene.look(RESERVE * 1_000).await, None, "it was stopped");
}

#[tokio::test]
async fn to_stop_again_what_ended_long_ago_stops_nothing_that_somebody_began_since() {
    let scene = Scene::new().await;
    let first = scene.recordings.begin(scene.unit, scene.by).await.unwrap();
    scene.recordings.end(scene.unit, first).await.unwrap();
    let second = scene.recordings.begin(scene.unit, scene.by).await.unwrap();
    scene.recordings.end(scene.unit, first).await.unwrap();
    assert_eq!(scene.look(RESERVE * 1_000).await, Some(second));
    scene.recordings.end(scene.unit, second).await.unwrap();
    assert_eq!(scene.look(RESERVE * 1_000).await, None);
}

#[tokio::test]
async fn a_desk_is_recorded_while_it_shows_its_camera_as_a_unit_is() {
    let scene = Scene::new().await;
    let refused = scene.recordings.begin(scene.desk, scene.by).await.unwrap_err();
    assert!(
        matches!(refused, RecordFault::NotLive(source) if source == scene.desk),
        "{refused}"
    );
    assert_eq!(
        refused.to_string(),
        "the desk sends no picture; ask again when it is live"
    );
    scene.recordings.feed.show_live(scene.desk, true);
    let begun = scene.recordings.begin(scene.desk, scene.by).await.unwrap();
    assert_eq!(
        scene.recordings.begin(scene.desk, scene.by).await.unwrap(),
        begun,
        "it goes on"
    );
    assert_eq!(
        scene.recordings.recorded.sources(),
        BTreeSet::from([scene.desk]),
        "its camera must not rest"
    );
    let view = scene.recordings.store.recording(begun).await.unwrap().unwrap();
    assert_eq!((view.source(), view.by_hand), (Some(scene.desk), true));
    scene.recordings.end(scene.desk, begun).await.unwrap();
    assert_eq!(scene.recordings.recorded.sources(), BTreeSet::new());
}

#[tokio::test]
async fn that_a_recording_cannot_be_begun_is_said_when_it_begins_and_when_it_ends() {
    let scene = Scene::new().await;
    scene.recordings.begin(scene.unit, scene.by).await.unwrap();
    assert_eq!(
        scene.look(0).await,
        None,
        "there is no room, but it is still wanted"
    );
    let store = scene.recordings.store.clone();
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON recording BEGIN SELECT RAISE(ABORT, 'no'); END";
    store.alter(refuse).await.unwrap();
    let (logged, _listening) = Logged::listen();
    for _ in 0..3 {
        assert_eq!(scene.look(RESERVE * 1_000).await, None, "the database refuses");
    }
    let errors = || logged.count(Level::ERROR, "a recording could not be begun");
    let mended = || logged.count(Level::INFO, "a recording could be begun at last");
    assert_eq!((errors(), mended()), (1, 0));

    store.alter("DROP TRIGGER refuse").await.unwrap();
    for _ in 0..3 {
        assert!(scene.look(RESERVE * 1_000).await.is_some());
    }
    assert_eq!((errors(), mended()), (1, 1));

    // Another time is told as well; and that nobody wants it any more.
    let begun = scene.look(RESERVE * 1_000).await.unwrap();
    assert_eq!(scene.look(0).await, None);
    store.alter(refuse).await.unwrap();
    scene.look(RESERVE * 1_000).await;
    scene.recordings.end(scene.unit, begun).await.unwrap();
    scene.look(RESERVE * 1_000).await;
    assert_eq!((errors(), mended()), (2, 1));
    assert_eq!(
        logged.count(Level::INFO, "a recording that could not be begun"),
        1
    );
}
