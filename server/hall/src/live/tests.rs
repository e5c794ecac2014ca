//! What becomes of those who ask at once.

use std::num::NonZeroU8;

use dispatch::Board;
use domain::{PersonId, Role, Timestamp, TownId};

use super::*;
use crate::clock;
use crate::media_loop::{MediaLoop, MediaPorts};

const DESK: Source = Source::Desk(TownId(Uuid::from_u128(20)));

/// A seat of the desk.
fn seat(number: u128) -> Session {
    let Source::Desk(town) = DESK else {
        panic!("it is a desk")
    };
    Session {
        id: SessionId(Uuid::from_u128(number)),
        person: PersonId(Uuid::from_u128(number)),
        name: String::new(),
        role: Role::TownDesk { town },
        expires_at: Timestamp::from_millis(i64::MAX),
    }
}

#[tokio::test]
async fn of_two_seats_of_a_desk_that_ask_at_once_one_gets_the_camera() {
    let ports = MediaPorts {
        bind: "127.0.0.1:0".parse().unwrap(),
        tcp: 0,
        advertise: None,
        shards: NonZeroU8::MIN,
    };
    let (door, _events) = MediaLoop::start(ports).unwrap();
    let (talk, _letters) = TalkDoor::new(door.clone());
    let feed = Feed::new(clock::now(), &Board::default());
    let live = LiveSessions::new(
        door.clone(),
        SessionWatch::default(),
        feed,
        talk,
        Recorded::default(),
    );
    let (one, other) = (seat(1), seat(2));
    // The media loop takes neither, but that is said later: it shows who got as far as to be asked.
    let ask = |seat| {
        live.open(
            Wanted::Stream(Side::Publishing, DESK),
            seat,
            "nonsense".to_owned(),
        )
    };
    for (first, second) in [(&one, &other), (&other, &one)] {
        let (first, second) = tokio::join!(ask(first), ask(second));
        assert!(matches!(first, Err(OpenFault::Media(_))), "{first:?}");
        assert!(matches!(second, Err(OpenFault::Elsewhere)), "{second:?}");
    }
    let (page, again) = tokio::join!(ask(&one), ask(&one));
    assert!(matches!(page, Err(OpenFault::Media(_))), "{page:?}");
    assert!(
        matches!(again, Err(OpenFault::Media(_))),
        "a page may publish anew: {again:?}"
    );
    // Whoever gives up while the media loop is asked leaves no claim.
    {
        let mut given_up = std::pin::pin!(ask(&one));
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(given_up.as_mut().poll(context)));
        assert!(polled.await.is_pending());
    }
    let later = ask(&other).await;
    assert!(matches!(later, Err(OpenFault::Media(_))), "{later:?}");
    door.shutdown().await;
}
