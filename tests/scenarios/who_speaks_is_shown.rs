//! Whoever sees several pictures is told which of them speaks; who sees none of them is told nothing.

use std::time::Duration;

use domain::{Role, TalkGroup, UnitId};
use tests::filming::Filming;
use tests::native_voice::{SILENCE, VOICE};
use tests::wall::Wall;
use tests::{Desk, Officer, Talker, TestHall, Viewer};
use uuid::Uuid;

/// How long somebody speaks, or is silent, to be sure of what is said about it.
const A_WHILE: Duration = Duration::from_secs(2);

/// A seat with a wall.
struct Seat {
    viewer: Viewer,
    wall: Wall,
}

impl Seat {
    async fn of(desk: &Desk, shown: &[UnitId]) -> Self {
        let mut viewer = Viewer::open(desk).await;
        let wall = Wall::hang(desk, 3).await;
        let units: Vec<_> = shown.iter().copied().map(Some).collect();
        wall.place(&mut viewer, &units).await;
        Self { viewer, wall }
    }

    /// Waits until it is said that just these speak.
    async fn until_speak(&mut self, what: &str, wished: &[UnitId]) {
        let wished: Vec<Uuid> = wished.iter().map(|unit| unit.0).collect();
        let last = |known: &Viewer| {
            known
                .spoke
                .last()
                .is_some_and(|last| *last == wished)
                .then_some(())
        };
        self.viewer.until(what, last).await;
    }

    /// All that was said of who speaks.
    async fn said(&mut self) -> Vec<Vec<Uuid>> {
        self.viewer.catch_up().await;
        std::mem::take(&mut self.viewer.spoke)
    }
}

async fn live(hall: &TestHall, officer: &Officer) -> (phone::Phone, Filming) {
    let phone = Box::pin(hall.online_phone(officer, None)).await;
    let camera = Filming::start_with_sound(&phone, &officer.name).await;
    (phone, camera)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_shows_who_speaks_of_those_who_hang_on_it() {
    let hall = Box::pin(TestHall::start()).await;
    let (town, elsewhere) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let anna = hall.officer("Anna", town).await;
    let bert = hall.officer("Bert", town).await;
    let carla = hall.officer("Carla", town).await;
    let (phone, camera) = live(&hall, &anna).await;
    let (other_phone, other_camera) = live(&hall, &bert).await;
    let all = [anna.unit, bert.unit, carla.unit];

    let leader = hall.seat("leader", Role::Leader).await;
    let mut leader = Seat::of(&leader, &all).await;
    let dispatcher = hall.dispatcher().await;
    let mut dispatcher = Seat::of(&dispatcher, &[]).await;
    let stranger = hall.seat("desk-schaan", Role::TownDesk { town: elsewhere }).await;
    let mut stranger = Seat::of(&stranger, &all).await;
    leader
        .viewer
        .until("both are live", |known| {
            let live = |unit: &UnitId| known.units.get(unit).is_some_and(|unit| unit.live);
            (live(&anna.unit) && live(&bert.unit)).then_some(())
        })
        .await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(leader.said().await, Vec::<Vec<Uuid>>::new(), "all are silent");

    camera.speak_at(VOICE);
    leader.until_speak("Anna speaks", &[anna.unit]).await;
    tokio::time::sleep(A_WHILE).await;
    // Whoever turns to her meanwhile is told as well.
    assert_eq!(dispatcher.said().await, Vec::<Vec<Uuid>>::new());
    let turned_to = [Some(anna.unit)];
    dispatcher.wall.place(&mut dispatcher.viewer, &turned_to).await;
    dispatcher.until_speak("Anna speaks here too", &[anna.unit]).await;
    dispatcher.wall.place(&mut dispatcher.viewer, &[None]).await;
    dispatcher.until_speak("she hangs here no more", &[]).await;

    camera.speak_at(SILENCE);
    leader.until_speak("Anna is silent", &[]).await;
    for said in leader.said().await {
        assert!(said.is_empty() || said == [anna.unit.0], "not Bert: {said:?}");
    }

    // A voice on a line counts while somebody is to hear it.
    let desk = Desk::sign_in(&hall.url(), &carla.name, &carla.password).await;
    let mut line = Talker::in_the_field(&desk).await.with_sound(1).await;
    line.voice.as_ref().unwrap().speak(true);
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(
        leader.said().await,
        Vec::<Vec<Uuid>>::new(),
        "Carla has not pressed"
    );
    line.take_the_floor(TalkGroup::Town { town }).await;
    leader.until_speak("Carla speaks", &[carla.unit]).await;
    line.let_go().await;
    leader.until_speak("Carla is silent", &[]).await;

    assert_eq!(
        stranger.said().await,
        Vec::<Vec<Uuid>>::new(),
        "not theirs to see"
    );
    camera.stop().await;
    other_camera.stop().await;
    drop((line, leader, dispatcher, stranger));
    phone.shutdown().await;
    other_phone.shutdown().await;
    hall.stop().await;
}
