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
        phone: None,
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
        prefers_h265: false,
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
    let wanted = Wanted::Stream(Side::Publishing, DESK);
    // The media loop does not take it, but that is said later: it shows who got as far as to be asked.
    let ask = |seat| live.open(wanted, seat, "nonsense".to_owned());
    for (first, second) in [(&one, &other), (&other, &one)] {
        let asking = live.begin(wanted, first.id).unwrap();
        let elsewhere = ask(second).await;
        assert!(matches!(elsewhere, Err(OpenFault::Elsewhere)), "{elsewhere:?}");
        let again = ask(first).await;
        assert!(
            matches!(again, Err(OpenFault::Media(_))),
            "a page may publish anew: {again:?}"
        );
        drop(asking);
    }
    // Whoever gives up, however far it got, leaves no claim.
    {
        let mut given_up = std::pin::pin!(ask(&one));
        std::future::poll_fn(|context| {
            let _ = given_up.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
    }
    let later = ask(&other).await;
    assert!(matches!(later, Err(OpenFault::Media(_))), "{later:?}");
    door.shutdown().await;
}
