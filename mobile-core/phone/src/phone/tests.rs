//! A phone against a small hall over real sockets.

use std::time::Duration;

use domain::LatLon;
use protocol::{ByeReason, ToUnit, Told};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use super::*;
use crate::{UnitNotice, attachments as files};
use small_hall::{PASSWORD, SmallHall};

mod attachments;
mod hand_over;
mod layers;
mod picture_taker;
mod proxied;
mod put_out;
mod reaching;
mod reports;
mod small_hall;
mod suspending;
mod uploads;
mod way;

fn config(hall: &SmallHall, folder: &TempDir) -> PhoneConfig {
    PhoneConfig {
        hall: hall.url(),
        name: "officer".to_owned(),
        password: PASSWORD.to_owned(),
        store: folder.path().join("phone.db"),
        app: "test 1".to_owned(),
        enrolled: None,
        connect_to: None,
        proxy: None,
        ca: None,
    }
}

async fn soon<T>(wait: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), wait)
        .await
        .expect("it takes too long")
}

fn here() -> Measurement {
    Measurement::fresh(LatLon::new(47.141, 9.521).unwrap(), 8.0)
}

#[tokio::test]
async fn signs_in_goes_on_duty_and_tells_where_it_is() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    phone.fix(here());
    soon(phone.until(|known| known.waiting == 0 && known.on_duty))
        .await
        .unwrap();
    soon(hall.until(|told| told.len() == 2)).await;
    assert!(matches!(hall.told()[..], [Told::GoOnDuty, Told::Fix { .. }]));
    let hall_clock = || boot_time::wall_clock().as_millis() + small_hall::AHEAD_MS;
    let before = hall_clock();
    let (at, error_ms) = phone.hall_time();
    let (at, after) = (at.as_millis(), hall_clock());
    // A millisecond for each of the two clocks that are cut to whole ones.
    let error = i64::from(error_ms) + 2;
    assert!(
        error_ms < 1000 && (before - error..=after + error).contains(&at),
        "{at} is not between {before} and {after}, give or take {error_ms}"
    );
    phone.shutdown().await;
    assert_eq!(
        phone.accept(OrderId(uuid::Uuid::nil())).await,
        Err(TapError::Stopped(Stopped))
    );
}

#[tokio::test]
async fn what_was_done_off_the_net_is_told_once_by_the_next_start() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away).unwrap();
    phone.go_on_duty().await.unwrap();
    phone.fix(here());
    soon(phone.until(|known| known.waiting == 2)).await.unwrap();
    phone.shutdown().await;

    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.waiting == 0 && known.online))
        .await
        .unwrap();
    assert!(matches!(hall.told()[..], [Told::GoOnDuty, Told::Fix { .. }]));
    phone.shutdown().await;
}

#[tokio::test]
async fn a_tunnel_is_dialled_instead_of_the_hall() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let through = PhoneConfig {
        hall: "http://hall.invalid:1".to_owned(),
        connect_to: Some(hall.address()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(through).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.shutdown().await;
}

#[tokio::test]
async fn a_refused_password_is_told_and_not_repeated() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let wrong = PhoneConfig {
        password: "wrong".to_owned(),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(wrong).unwrap();
    let mut notices = phone.notices();
    while soon(notices.next()).await != Some(Notice::Unit(UnitNotice::SignInRefused)) {}
    phone.network_changed().await.unwrap();
    sleep(Duration::from_secs(2)).await;
    assert_eq!(hall.sign_ins(), 1);
    phone.shutdown().await;
}

#[tokio::test]
async fn a_session_that_was_ended_is_begun_anew_once() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    hall.end_sessions();
    hall.say(ToUnit::Bye {
        reason: ByeReason::SignedOut,
        detail: String::new(),
    });
    soon(phone.until(|known| !known.online)).await.unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    assert_eq!(hall.sign_ins(), 2);
    phone.shutdown().await;
}

#[tokio::test]
async fn a_hall_that_went_away_is_found_again() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    hall.hang_up();
    soon(phone.until(|known| !known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    soon(phone.until(|known| known.online && known.waiting == 0))
        .await
        .unwrap();
    assert!(matches!(hall.told()[..], [Told::GoOnDuty]));
    phone.shutdown().await;
}

#[tokio::test]
async fn a_broken_file_is_told() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    std::fs::write(
        folder.path().join("phone.db"),
        "no database at all, not even nearly",
    )
    .unwrap();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    let first = soon(phone.notices().next()).await;
    assert!(matches!(first, Some(Notice::StoreSetAside { .. })));
    phone.shutdown().await;
}

#[tokio::test]
async fn a_fault_in_the_configuration_is_named() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let start = |change: fn(&mut PhoneConfig)| {
        let mut config = config(&hall, &folder);
        change(&mut config);
        Phone::start(config).err().map(|error| error.to_string())
    };
    assert!(
        start(|config| config.hall = "ftp://hall".to_owned())
            .unwrap()
            .contains("hall")
    );
    assert!(
        start(|config| config.hall = "not an address".to_owned())
            .unwrap()
            .contains("hall")
    );
    let with_ca = |config: &mut PhoneConfig| {
        config.hall = "https://hall.invalid".to_owned();
        config.ca = Some(b"no certificate".to_vec());
    };
    assert!(start(with_ca).unwrap().contains("ca must be"));
    assert!(
        start(|config| config.store = "/nowhere/at/all/phone.db".into())
            .unwrap()
            .contains("store")
    );
}

#[tokio::test]
async fn going_live_needs_a_unit_and_duty() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away).unwrap();
    assert!(matches!(
        phone.go_live(LiveConfig::default()).await,
        Err(GoLiveError::UnitUnknown)
    ));
    phone.shutdown().await;

    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    assert!(matches!(
        phone.go_live(LiveConfig::default()).await,
        Err(GoLiveError::OffDuty)
    ));
    phone.go_on_duty().await.unwrap();
    let live = phone.go_live(LiveConfig::default()).await.unwrap();
    assert!(matches!(
        phone.go_live(LiveConfig::default()).await,
        Err(GoLiveError::LiveAlready)
    ));
    let mut events = live.events();
    let refused = soon(events.next()).await;
    assert_eq!(
        refused,
        Some(crate::LiveEvent::Refused { status: 404 }),
        "this hall takes no streams"
    );
    phone.go_off_duty().await.unwrap();
    soon(live.stop()).await;
    assert!(!phone.snapshot().live);
    phone.shutdown().await;
}

#[tokio::test]
async fn of_two_who_go_live_at_once_one_does() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let one = phone.go_live(LiveConfig::default());
    let other = phone.go_live(LiveConfig::default());
    let (one, other) = tokio::join!(one, other);
    assert!(one.is_ok());
    assert!(matches!(other, Err(GoLiveError::LiveAlready)));
    phone.shutdown().await;
}

#[tokio::test]
async fn the_end_of_an_old_picture_does_not_end_a_new_one() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let old = phone.go_live(LiveConfig::default()).await.unwrap();
    phone.go_off_duty().await.unwrap();
    phone.go_on_duty().await.unwrap();
    let new = phone.go_live(LiveConfig::default()).await.unwrap();
    soon(old.stop()).await;
    assert!(phone.snapshot().live);
    soon(new.stop()).await;
    assert!(!phone.snapshot().live);
    phone.shutdown().await;
}

const KEY: [u8; 26] = [
    0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, 0, 0, 0, 1, 0x68, 0xce, 0x3c, 0x80, 0, 0, 0, 1, 0x65, 0x88, 0x84,
    0x21, 0xa0, 0x11,
];
const DELTA: [u8; 9] = [0, 0, 0, 1, 0x41, 0x9a, 0x02, 0x33, 0x44];

/// A camera that makes a key frame whenever one is asked for.
struct Camera<'a> {
    live: &'a Live,
    events: Listener<crate::LiveEvent>,
    filmed: u32,
}

impl<'a> Camera<'a> {
    fn on(live: &'a Live) -> Self {
        Self {
            live,
            events: live.events(),
            filmed: 0,
        }
    }

    async fn film(&mut self, enough: impl Fn() -> bool) {
        let mut key = false;
        while !enough() {
            while let Ok(event) = timeout(Duration::ZERO, self.events.next()).await {
                key |= event == Some(crate::LiveEvent::KeyFrameWanted { layer: 0 });
            }
            let at = Duration::from_millis(40) * self.filmed;
            let picture = if std::mem::take(&mut key) {
                KEY.to_vec()
            } else {
                DELTA.to_vec()
            };
            self.live.video(at, picture).unwrap();
            self.live.sound(at, Some(30), vec![0xf8; 60]);
            self.filmed += 1;
            sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn pictures_and_sound_reach_the_hall_over_one_network_and_another() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.take_streams();
    let arrived = hall.arrived();
    let count = || arrived.pictures.lock().unwrap().len();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let live = phone.go_live(LiveConfig::default()).await.unwrap();
    let mut camera = Camera::on(&live);
    soon(camera.film(|| count() >= 20)).await;
    assert!(
        arrived.pictures.lock().unwrap()[0].ends_with(&KEY[20..]),
        "a key frame comes first"
    );
    assert!(*arrived.sounds.lock().unwrap() >= 15);

    phone.network_changed().await.unwrap();
    let before = count();
    let sources = || arrived.sources.lock().unwrap().clone();
    soon(camera.film(|| count() >= before + 20 && sources().len() == 2)).await;
    assert_eq!(hall.asked_of_streams(), ["take 1"], "it goes on as it is");

    soon(live.stop()).await;
    assert_eq!(hall.streams(), 0, "the hall was told of the end");
    assert!(!phone.snapshot().live);
    phone.shutdown().await;
}

#[tokio::test]
async fn a_stream_the_media_server_forgot_is_offered_again() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.take_streams();
    let arrived = hall.arrived();
    let count = || arrived.pictures.lock().unwrap().len();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let live = phone
        .go_live(LiveConfig {
            sound: false,
            ..LiveConfig::default()
        })
        .await
        .unwrap();
    let mut camera = Camera::on(&live);
    soon(camera.film(|| count() >= 5)).await;
    hall.forget_streams();
    hall.hang_up();
    let before = count();
    let again = camera.film(|| count() >= before + 5 && hall.streams_taken() == 2);
    timeout(Duration::from_secs(15), again)
        .await
        .expect("the picture stays away");
    phone.go_off_duty().await.unwrap();
    soon(async {
        while hall.streams() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    phone.shutdown().await;
}
