//! Two units tick the checklist of a fire off the net, the hall restarts in between, and all agree in the end.

use domain::order::{Addressee, CheckedItem, OrderKind};
use domain::{IncidentKind, Role};
use phone::Phone;
use protocol::api::{IncidentView, KindReport, NewIncident, NewOrder, OrderView, Part};
use tests::district::scene;
use tests::relay::TcpRelay;
use tests::{Desk, TestHall, eventually};

fn place() -> domain::Place {
    domain::Place {
        at: scene(),
        name: "Rathaus 市政厅".to_owned(),
        address: String::new(),
    }
}

async fn sent(desk: &Desk, kind: OrderKind, addressee: Addressee) -> OrderView {
    let incident = NewIncident {
        id: None,
        kind: IncidentKind::Fire,
        place: place(),
        caller: None,
        note: None,
    };
    let incident: IncidentView = desk.post("/api/incidents", &incident).await;
    let order = NewOrder {
        id: None,
        kind: Some(kind),
        incident: Some(incident.id),
        place: None,
        addressee,
        note: None,
    };
    desk.post("/api/orders", &order).await
}

/// What is done of a checklist, in its sequence: by whom.
fn done(checklist: &[CheckedItem]) -> Vec<(&str, &str)> {
    let done = checklist.iter().filter(|item| item.is_done());
    done.map(|item| (item.item.id.as_str(), item.tick().unwrap().name.as_str()))
        .collect()
}

/// Waits until a phone shows these items as done by these units, and has told all it has to tell.
async fn shows(phone: &Phone, expected: &[(&str, &str)]) {
    eventually("the phone agrees", async || {
        let shown = phone.orders().pop()?;
        let agrees = shown.unsent_items.is_empty() && done(&shown.order.checklist) == expected;
        agrees.then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_units_tick_off_the_net_while_the_hall_restarts_and_all_agree() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officers = [
        hall.officer("Vaduz 1", town).await,
        hall.officer("Vaduz 2", town).await,
    ];
    let dispatcher = hall.dispatcher().await;
    let relays = [TcpRelay::to(hall.address).await, TcpRelay::to(hall.address).await];
    let first = hall.online_phone(&officers[0], Some(relays[0].address)).await;
    let second = hall.online_phone(&officers[1], Some(relays[1].address)).await;
    let team = Addressee::Team(officers.iter().map(|officer| officer.unit).collect());
    let order = sent(&dispatcher, OrderKind::Emergency, team).await;
    assert!(order.checklist.len() >= 3);
    assert!(done(&order.checklist).is_empty());
    for phone in [&first, &second] {
        eventually("the phone rings", async || phone.orders().pop()).await;
    }

    // On the net the other unit sees at once who has done what.
    first
        .check_item(order.id, "people_back".to_owned(), true)
        .await
        .unwrap();
    shows(&second, &[("people_back", "Vaduz 1")]).await;

    // Off the net both go on; the hall is gone for a while, too.
    relays.iter().for_each(TcpRelay::cut);
    first
        .check_item(order.id, "gas_power_off".to_owned(), true)
        .await
        .unwrap();
    second
        .check_item(order.id, "photo_of_whole".to_owned(), true)
        .await
        .unwrap();
    second
        .check_item(order.id, "people_back".to_owned(), false)
        .await
        .unwrap();
    second
        .check_item(order.id, "gas_power_off".to_owned(), true)
        .await
        .unwrap();
    let shown = second.orders().pop().unwrap();
    assert_eq!(shown.unsent_items.len(), 3);
    assert!(!shown.order.item("people_back").unwrap().is_done());
    let still: OrderView = dispatcher.get(&format!("/api/orders/{}", order.id)).await;
    assert_eq!(done(&still.checklist), [("people_back", "Vaduz 1")]);
    let hall = hall.restart().await;
    let still: OrderView = dispatcher.get(&format!("/api/orders/{}", order.id)).await;
    assert_eq!(done(&still.checklist), [("people_back", "Vaduz 1")]);

    let mended_at = hall::now();
    relays.iter().for_each(TcpRelay::mend);
    let expected = [("gas_power_off", "Vaduz 2"), ("photo_of_whole", "Vaduz 2")];
    let all = dispatcher
        .order_when("what was ticked", order.id, |order| {
            let ticks = order.checklist.iter().map(|item| item.ticks.len());
            ticks.sum::<usize>() == 5
        })
        .await;
    assert_eq!(done(&all.checklist), expected);
    for phone in [&first, &second] {
        shows(phone, &expected).await;
    }
    let gas = all
        .checklist
        .iter()
        .find(|item| item.item.id == "gas_power_off")
        .unwrap();
    let by: Vec<_> = gas.ticks.iter().map(|tick| tick.unit).collect();
    assert_eq!(by, [officers[0].unit, officers[1].unit], "both are on record");
    assert!(
        gas.ticks
            .iter()
            .all(|tick| tick.when.at < mended_at && tick.when.learnt_at >= mended_at)
    );

    // The report by kind counts it.
    let report: Vec<KindReport> = dispatcher.get("/api/reports/orders?kind=emergency").await;
    let of = u32::try_from(all.checklist.len()).unwrap();
    assert_eq!(report[0].items_done, Some(Part { count: 2, of }));
    first.shutdown().await;
    second.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_is_not_on_the_list_is_refused_and_who_stands_by_has_no_list() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let desk = hall.seat("desk-vaduz", Role::TownDesk { town }).await;
    let phone = hall.online_phone(&officer, None).await;
    let standby = sent(&dispatcher, OrderKind::Standby, Addressee::Unit(officer.unit)).await;
    assert!(standby.checklist.is_empty());
    let visit = sent(&dispatcher, OrderKind::Routine, Addressee::Unit(officer.unit)).await;
    eventually("both orders", async || (phone.orders().len() == 2).then_some(())).await;
    let refused = phone.check_item(visit.id, "hydrant".to_owned(), true).await;
    assert!(format!("{refused:?}").contains("no_such_item"), "{refused:?}");
    phone
        .check_item(visit.id, "what_burns".to_owned(), true)
        .await
        .unwrap();
    // The town's desk sees it as the hall does.
    desk.order_when("ticked", visit.id, |order| {
        done(&order.checklist) == [("what_burns", "Vaduz 1")]
    })
    .await;
    phone.shutdown().await;
    hall.stop().await;
}
