//! A unit that says no is followed by another; the clock goes on and the first is out of it.

use domain::order::{Addressee, AssignmentState, DeclineReason};
use tests::district::scene;
use tests::{TestHall, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_anew_keeps_the_clock() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let (first, second) = (
        hall.officer("Vaduz 1", town).await,
        hall.officer("Vaduz 2", town).await,
    );
    let dispatcher = hall.dispatcher().await;
    let (phone_1, phone_2) = (
        hall.online_phone(&first, None).await,
        hall.online_phone(&second, None).await,
    );

    let sent = dispatcher.order(Addressee::Unit(first.unit), scene()).await;
    eventually("the first phone rings", async || phone_1.orders().pop()).await;
    let running = dispatcher
        .order_when("the clock runs", sent.id, |order| order.started_at.is_some())
        .await;
    phone_1.decline(sent.id, DeclineReason::TooFar).await.unwrap();
    let declined = dispatcher
        .order_when("declined", sent.id, |order| {
            order.assignments[0].state == AssignmentState::Declined
        })
        .await;
    assert_eq!(
        declined.assignments[0].declined_because,
        Some(DeclineReason::TooFar)
    );

    let offered = dispatcher.offer(sent.id, second.unit).await;
    assert_eq!(
        (offered.started_at, offered.due_at),
        (running.started_at, running.due_at)
    );
    eventually("the second phone rings", async || phone_2.orders().pop()).await;
    phone_2.accept(sent.id).await.unwrap();
    let accepted = dispatcher
        .order_when("accepted", sent.id, |order| {
            order.assignments[1].state == AssignmentState::Accepted
        })
        .await;
    assert_eq!(accepted.started_at, running.started_at);

    dispatcher.offer(sent.id, first.unit).await;
    let moved = dispatcher
        .order_when("taken back", sent.id, |order| order.assignments.len() == 3)
        .await;
    assert_eq!(
        moved.assignments[1].state,
        AssignmentState::Withdrawn,
        "there are never two winners"
    );
    eventually("the second phone lets go", async || {
        phone_2.orders().is_empty().then_some(())
    })
    .await;
    phone_1.shutdown().await;
    phone_2.shutdown().await;
    hall.stop().await;
}
