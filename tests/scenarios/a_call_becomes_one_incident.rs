//! Two people call about one fire: the second call shows the first, and both become one incident.

use domain::incident::{Caller, IncidentKind};
use domain::order::Addressee;
use domain::{IncidentId, Place, Role};
use protocol::api::{
    DuplicateView, EditIncident, Fault, IncidentView, MergeInto, NewIncident, NewOrder, OrderView, Reason,
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::desk::order_to;
use tests::district::{north_of, scene};
use tests::{Desk, TestHall, Viewer};

fn caller() -> Caller {
    Caller {
        name: "Frau Ospelt".to_owned(),
        phone: "+423 230 00 00".to_owned(),
    }
}

async fn call_in(desk: &Desk, kind: IncidentKind, north_m: f64) -> IncidentView {
    let new = NewIncident {
        id: None,
        kind,
        place: Place {
            at: north_of(scene(), north_m),
            name: "Städtle".to_owned(),
            address: String::new(),
        },
        caller: Some(caller()),
        note: None,
    };
    desk.post("/api/incidents", &new).await
}

fn path(incident: IncidentId, what: &str) -> String {
    format!("/api/incidents/{incident}{what}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_becomes_one_incident() {
    let hall = TestHall::start().await;
    let vaduz = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", vaduz).await;
    let dispatcher = hall.dispatcher().await;
    let mut screen = Viewer::open(&dispatcher).await;

    let first = call_in(&dispatcher, IncidentKind::Fire, 0.0).await;
    let question = json!({
        "kind": "medical", "at": north_of(scene(), 80.0), "caller": { "phone": "00423 2300000" },
    });
    let likely: Vec<DuplicateView> = dispatcher.post("/api/incidents/duplicates", &question).await;
    let [likely] = &likely[..] else {
        panic!("{likely:?}")
    };
    assert_eq!(likely.incident, first);
    assert!(likely.same_phone && !likely.same_kind);
    assert!((likely.distance_m - 80.0).abs() < 1.0 && likely.score > 0.5 && likely.age_s < 60);

    // Saved all the same; an order goes out, and then it shows that both are one.
    let second = call_in(&dispatcher, IncidentKind::Medical, 80.0).await;
    let new = NewOrder {
        incident: Some(second.id),
        ..order_to(Addressee::Unit(officer.unit), scene())
    };
    let order: OrderView = dispatcher.post("/api/orders", &new).await;
    let into = first.id;
    let merged: IncidentView = dispatcher
        .post(&path(second.id, "/merge"), &MergeInto { into })
        .await;
    assert_eq!((merged.id, merged.closed_at), (first.id, None));
    screen
        .until("the order at the incident that goes on", |screen| {
            let moved = screen.orders.get(&order.id)?.incident == Some(first.id);
            let ended = screen.incidents.get(&second.id)?.merged_into == Some(first.id);
            (moved && ended).then_some(())
        })
        .await;

    let edit = EditIncident {
        note: Some("two people inside".to_owned()),
        ..EditIncident::default()
    };
    let patched: IncidentView = dispatcher
        .call(Method::PATCH, &path(first.id, ""), Some(&edit))
        .await
        .unwrap();
    assert_eq!(patched.note, "two people inside");
    assert!(
        patched.edited_at.is_some() && patched.caller == Some(caller()),
        "the rest stays"
    );

    let reason = "the fire is out".to_owned();
    let closed: IncidentView = dispatcher
        .post(&path(first.id, "/close"), &Reason { reason })
        .await;
    assert_eq!(closed.closed_because.as_deref(), Some("the fire is out"));
    for (what, body) in [
        ("/merge", json!({ "into": second.id })),
        ("/close", json!({ "reason": "again" })),
    ] {
        let late: (StatusCode, Fault) = dispatcher
            .call::<()>(Method::POST, &path(first.id, what), Some(&body))
            .await
            .unwrap_err();
        assert_eq!(
            (late.0, late.1.code.as_str()),
            (StatusCode::CONFLICT, "incident_closed"),
            "{what}"
        );
    }
    // All of it is on record.
    let before: Vec<IncidentView> = dispatcher.get("/api/incidents").await;
    let hall = hall.restart().await;
    let dispatcher = Desk::sign_in(&hall.url(), "dispatcher", tests::test_hall::PASSWORD).await;
    assert_eq!(
        dispatcher.get::<Vec<IncidentView>>("/api/incidents").await,
        before
    );
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_called_is_for_those_who_deal_with_it() {
    let hall = TestHall::start().await;
    let (vaduz, schaan) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let desk = hall.seat("desk-vaduz", Role::TownDesk { town: vaduz }).await;
    let neighbour = hall.seat("desk-schaan", Role::TownDesk { town: schaan }).await;
    let leader = hall.seat("leader", Role::Leader).await;
    let administrator = hall.seat("administrator", Role::Administrator).await;
    let mut screens = Vec::new();
    for seat in [&desk, &leader, &administrator] {
        screens.push(Viewer::open(seat).await);
    }
    let raised = call_in(&desk, IncidentKind::Fire, 0.0).await;
    assert_eq!(raised.caller, Some(caller()));
    for (seat, screen, known) in [
        (&desk, &mut screens.remove(0), Some(caller())),
        (&leader, &mut screens.remove(0), None),
        (&administrator, &mut screens.remove(0), None),
    ] {
        let shown = screen
            .until("the incident", |screen| screen.incidents.get(&raised.id).cloned())
            .await;
        let listed: Vec<IncidentView> = seat.get("/api/incidents").await;
        // A board that is drawn anew holds no more than the change did.
        let anew = Viewer::open(seat).await.incidents.remove(&raised.id).unwrap();
        for seen in [&shown, &listed[0], &anew] {
            assert_eq!(seen.caller, known, "{:?}", seat.session.role);
        }
    }
    assert_eq!(neighbour.get::<Vec<IncidentView>>("/api/incidents").await, []);
    let question = json!({ "kind": "fire", "at": scene(), "caller": caller() });
    let likely: Vec<DuplicateView> = neighbour.post("/api/incidents/duplicates", &question).await;
    assert_eq!(likely, [], "another town's");
    hall.stop().await;
}
