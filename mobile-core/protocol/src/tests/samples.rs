//! One thing of each kind, for messages to carry.

use std::time::Duration;

use domain::incident::{Caller, IncidentKind};
use domain::order::{Addressee, ByHand, DeclineReason, Leg, OrderCommand, OrderKind, OrderSent, Receiver};
use domain::reachability::{Doubt, LocationPermission, Permissions, PhoneCondition};
use domain::{
    Activity, CameraAsked, CameraRequest, CameraRequestState, Datum, Fix, Incident, LatLon, Order, Place,
    Reachability, Role, Timestamp, Town, Unit, UnitState,
};

use crate::api::{IncidentView, OrderView, PositionView, SessionView, UnitView};
use crate::to_unit::UnitOrder;

pub(super) mod checklist;
pub(super) mod correspondence;

pub(super) fn condition() -> PhoneCondition {
    PhoneCondition {
        permissions: Some(Permissions {
            location: LocationPermission::WhileInUse,
            notifications: true,
            battery_exempt: false,
        }),
        battery_pct: Some(81),
        fix_age_s: Some(4),
    }
}

/// The id that ends in `number`.
pub(super) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u32) -> T {
    format!("01980000-0000-7000-8000-{number:012x}").parse().unwrap()
}

/// So many seconds after the order was sent.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_795_421_700_250 + seconds * 1000)
}

pub(super) fn place() -> Place {
    Place {
        at: LatLon::new(47.141, 9.521).unwrap(),
        name: "Rathaus 市政厅".to_owned(),
        address: "Städtle 6".to_owned(),
    }
}

pub(super) fn fix() -> Fix {
    Fix {
        at: LatLon::new(47.1415, 9.5205).unwrap(),
        accuracy_m: 8.5,
        speed_mps: Some(1.25),
        heading_deg: Some(270.0),
        altitude_m: Some(455.0),
        mock: false,
        battery_pct: Some(81),
        taken_at: at(30),
        taken_at_error_ms: 20,
        activity: Some(Activity::Walking),
        datum: None,
    }
}

pub(super) fn bare_fix() -> Fix {
    Fix {
        speed_mps: None,
        heading_deg: None,
        altitude_m: None,
        battery_pct: None,
        activity: None,
        datum: Some(Datum::Cgcs2000),
        ..fix()
    }
}

pub(super) fn town() -> Town {
    Town {
        id: id(0x70),
        name: "Vaduz".to_owned(),
    }
}

pub(super) fn unit() -> Unit {
    Unit {
        id: id(0x10),
        name: "Vaduz 1".to_owned(),
        town: id(0x70),
        mode: domain::TravelMode::Car,
    }
}

pub(super) fn unit_view() -> UnitView {
    let doubts = vec![Doubt::NotificationsOff, Doubt::BatteryLow];
    let reachability = Reachability::of(doubts, at(20), None);
    UnitView::new(
        &unit(),
        UnitState::Busy,
        true,
        Some(&fix()),
        Some(at(31)),
        Some(reachability),
        Some(at(3600)),
    )
}

pub(super) fn camera_request() -> CameraRequest {
    CameraRequest {
        asked: CameraAsked::new(at(12), session().name, session().role),
        state: CameraRequestState::Declined,
    }
}

pub(super) fn position() -> PositionView {
    PositionView::from(&bare_fix())
}

pub(super) fn session() -> SessionView {
    SessionView {
        person: id(0xd),
        name: "desk-vaduz".to_owned(),
        role: Role::TownDesk { town: id(0x70) },
    }
}

pub(super) fn caller() -> Caller {
    Caller {
        name: "Wang".to_owned(),
        phone: "021 5678 0000".to_owned(),
    }
}

pub(super) fn incident() -> Incident {
    Incident {
        id: id(0x1),
        kind: IncidentKind::PublicOrder,
        place: place(),
        place_known: true,
        town: Some(id(0x70)),
        caller: Some(caller()),
        note: "a quarrel".to_owned(),
        raised_at: at(-20),
        raised_by: domain::RaisedBy::Person(id(0xd)),
    }
}

pub(super) fn incident_view() -> IncidentView {
    IncidentView {
        edited_at: Some(at(10)),
        closed_at: Some(at(3000)),
        closed_because: Some("made peace".to_owned()),
        merged_into: Some(id(0x3)),
        ..IncidentView::new(&incident())
    }
}

fn sent() -> Order {
    Order::sent(OrderSent {
        order: id(0x0),
        kind: OrderKind::Emergency,
        limit: Some(Duration::from_mins(15)),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: Some(id(0x1)),
        place: place(),
        addressee: Addressee::Team(vec![id(0x10), id(0x11)]),
        note: "two of you".to_owned(),
        checklist: checklist::list(),
        by: id(0xd),
        from_town: None,
        at: at(0),
    })
}

fn tell(order: &mut Order, second: i64, command: OrderCommand) {
    let event = order.decide(at(second), command).unwrap();
    order.apply(&event);
}

/// An order to a team, of which everything is known that can be.
pub(super) fn order() -> Order {
    let mut order = sent();
    let (first, second, by) = (id(0xa1), id(0xa2), id(0xd));
    for (assignment, unit) in [(first, id(0x10)), (second, id(0x11))] {
        tell(
            &mut order,
            0,
            OrderCommand::Offer {
                assignment,
                unit,
                by,
                choice: None,
            },
        );
    }
    let received = |assignment, second| OrderCommand::Receive {
        receiver: Receiver::Phone(assignment),
        at: at(second),
    };
    tell(&mut order, 2, received(first, 1));
    tell(&mut order, 9, received(second, 8));
    let assignment = first;
    tell(
        &mut order,
        20,
        OrderCommand::Accept {
            assignment,
            at: at(19),
        },
    );
    tell(
        &mut order,
        21,
        OrderCommand::Decline {
            assignment: second,
            at: at(20),
            reason: DeclineReason::TooFar,
        },
    );
    tell(
        &mut order,
        30,
        OrderCommand::SetOff {
            assignment,
            at: at(29),
        },
    );
    for leg in [Leg::Arrived, Leg::OnVideo] {
        tell(&mut order, 901, OrderCommand::DeclareBreach { leg });
    }
    let (leg, error_ms) = (Leg::Arrived, 20);
    tell(
        &mut order,
        1000,
        OrderCommand::MeetLeg {
            leg,
            assignment,
            at: at(500),
            error_ms,
            by_hand: Some(ByHand { by: Some(id(0xd)) }),
        },
    );
    tell(
        &mut order,
        1001,
        OrderCommand::Report {
            id: id(0xc1),
            assignment,
            at: at(600),
            error_ms,
            text: "all quiet".to_owned(),
            photo: Some("ab".repeat(32)),
        },
    );
    checklist::check(&mut order, assignment);
    correspondence::write(&mut order, by, assignment);
    tell(&mut order, 1100, OrderCommand::Withdraw { assignment, by });
    tell(
        &mut order,
        1160,
        OrderCommand::MeetLeg {
            leg: Leg::OnVideo,
            assignment,
            at: at(1150),
            error_ms,
            by_hand: None,
        },
    );
    order
}

/// The same order, closed; cancelled; given up.
pub(super) fn ended_orders() -> [Order; 3] {
    let (mut closed, mut cancelled, mut expired) = (order(), order(), sent());
    let (by, reason) = (id(0xd), "false alarm".to_owned());
    tell(&mut closed, 2000, OrderCommand::Close { by });
    tell(&mut cancelled, 2000, OrderCommand::Cancel { by, reason });
    tell(&mut expired, 900 + 12 * 3600, OrderCommand::Expire);
    [closed, cancelled, expired]
}

/// An order that waits for its first receipt.
pub(super) fn waiting_order() -> Order {
    let mut order = sent();
    order.addressee = Addressee::Town(id(0x70));
    order
}

pub(super) fn order_view() -> OrderView {
    OrderView::new(&order(), at(1200))
}

pub(super) fn unit_order() -> UnitOrder {
    UnitOrder {
        view: order_view(),
        order: order(),
    }
}
