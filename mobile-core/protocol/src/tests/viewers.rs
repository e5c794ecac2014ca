//! Samples of the messages of a browser's socket, both ways.

use domain::{TalkGroup, TownId, UnitId};

use super::foresight::{closure, forecasts, promise_map};
use super::samples::{at, id, incident_view, order_view, position, session, town, unit_view};
use super::talk::talk_view;
use crate::api::SeatView;
use crate::to_viewer::UnitMove;
use crate::viewer_to_hall::SlotPlaced;
use crate::{ByeReason, CallWith, ToViewer, VERSION, ViewerToHall, Watcher};

pub(super) fn viewer_to_hall() -> Vec<(&'static str, ViewerToHall)> {
    vec![
        ("order_received", ViewerToHall::OrderReceived { order: id(0x0) }),
        ("ask_time", ViewerToHall::AskTime { asked_at: 1234.5 }),
        (
            "press",
            ViewerToHall::Press {
                group: TalkGroup::All,
            },
        ),
        (
            "call",
            ViewerToHall::Call {
                with: CallWith::Desk { town: id(0x70) },
            },
        ),
        ("release", ViewerToHall::Release),
        (
            "place",
            ViewerToHall::Place {
                wall: id(0xa11),
                slots: vec![
                    placed(0, Some(id(0x10)), None, 360),
                    placed(1, None, Some(id(0x70)), 180),
                    placed(2, None, None, 0),
                ],
            },
        ),
        ("unknown", ViewerToHall::Unknown),
    ]
}

pub(super) fn to_viewer() -> Vec<(&'static str, ToViewer)> {
    let (hall_time, asked_at, position) = (at(31), 1234.5, position());
    let board = ToViewer::Board {
        version: VERSION,
        hall_time,
        viewer: session(),
        seat: SeatView::new(session().role, true),
        rule: domain::order::DispatchRule::Cover,
        towns: vec![town()],
        desks: vec![town().id],
        units: vec![unit_view()],
        incidents: vec![incident_view()],
        orders: vec![order_view()],
    };
    let units = vec![UnitMove {
        unit: id(0x10),
        position,
    }];
    let incident = incident_view();
    let (reason, detail) = (ByeReason::Stopping, String::new());
    vec![
        ("board", board),
        ("unit_changed", ToViewer::UnitChanged { unit: unit_view() }),
        ("units_moved", ToViewer::UnitsMoved { units }),
        ("incident_changed", ToViewer::IncidentChanged { incident }),
        ("order_changed", ToViewer::OrderChanged { order: order_view() }),
        (
            "forecasts",
            ToViewer::Forecasts {
                order: id(0x2),
                forecasts: forecasts(),
            },
        ),
        ("promise_map", ToViewer::PromiseMap { map: promise_map() }),
        (
            "closures_changed",
            ToViewer::ClosuresChanged {
                closures: vec![closure()],
            },
        ),
        (
            "desk_live",
            ToViewer::DeskLive {
                town: id(0x70),
                live: true,
            },
        ),
        ("camera_needed", ToViewer::CameraNeeded { needed: false }),
        (
            "watched_by",
            ToViewer::WatchedBy {
                watchers: vec![Watcher {
                    name: session().name,
                    role: session().role,
                    since: at(12),
                }],
            },
        ),
        ("time", ToViewer::Time { asked_at, hall_time }),
        ("bye", ToViewer::Bye { reason, detail }),
        ("talk", ToViewer::Talk { talk: talk_view() }),
        ("recording_room", ToViewer::RecordingRoom { short: true }),
        (
            "undecodable",
            ToViewer::Undecodable {
                wall: id(0xa11),
                slot: 1,
                unit: None,
                desk: Some(id(0x70)),
                codec: Some("VP9".to_owned()),
            },
        ),
        (
            "speaking",
            ToViewer::Speaking {
                units: vec![id(0x10)],
                desks: vec![id(0x70)],
            },
        ),
        ("unknown", ToViewer::Unknown),
    ]
}

fn placed(slot: u8, unit: Option<UnitId>, desk: Option<TownId>, height: u16) -> SlotPlaced {
    SlotPlaced {
        slot,
        unit,
        desk,
        height,
        priority: 1,
    }
}
