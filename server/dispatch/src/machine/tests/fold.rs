//! What holds for any sequence of inputs; above all that the board is the fold of the log.

use domain::order::{Correspondent, DeclineReason, MessageWritten, MessagesSeen};
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

/// Something that happens, with choices that are made from the board as it is then.
#[derive(Clone, Debug)]
struct Step {
    pause_s: i64,
    what: u8,
    unit: u64,
    seat: u8,
    /// How far behind (or ahead) a phone's time is.
    behind_s: i64,
    order: Index,
    assignment: Index,
    again: Index,
}

fn step() -> impl Strategy<Value = Step> {
    let pause = prop_oneof![30 => 0_i64..20, 5 => 20_i64..400, 1 => Just(50_000)];
    let behind = prop_oneof![4 => Just(0), 4 => -10_i64..120, 1 => -90_000_i64..90_000];
    let (order, assignment, again) = (any::<Index>(), any::<Index>(), any::<Index>());
    (
        pause,
        0_u8..42,
        1_u64..5,
        0_u8..4,
        behind,
        order,
        assignment,
        again,
    )
        .prop_map(
            |(pause_s, what, unit, seat, behind_s, order, assignment, again)| Step {
                pause_s,
                what,
                unit,
                seat,
                behind_s,
                order,
                assignment,
                again,
            },
        )
}

/// What phones have told so far, to be told again.
type Told = Vec<(UnitId, CommandId, UnitTold)>;

fn take(hall: &mut Hall, told: &mut Told, step: &Step) {
    hall.deadlines(
        hall.now
            .after(std::time::Duration::from_secs(step.pause_s.unsigned_abs())),
    );
    let by = [dispatcher(), desk(1), desk(2), dispatcher()][usize::from(step.seat)];
    let (own, now) = (unit(step.unit), hall.now.as_millis() - at(0).as_millis());
    let second = now / 1000 - step.behind_s;
    let north_m = f64::from(step.seat) * 40.0;
    match step.what {
        0..=3 => tell(hall, told, own, UnitTold::Fix(fix(second, north_m))),
        4 => tell(hall, told, own, UnitTold::Duty(step.seat < 3)),
        5 => drop(hall.input("", Input::UnitConnected(own))),
        6 => drop(hall.input("", Input::UnitHeard(own))),
        7 => drop(hall.input("", Input::VideoStarted(Source::Unit(own)))),
        8 => drop(hall.input("", Input::VideoStopped(Source::Unit(own)))),
        9 => drop(hall.input("", Input::Timeout)),
        10 => hall.restart(),
        11 => drop(hall.raise(by)),
        12 | 13 => {
            let addressee = match step.seat {
                0 => Addressee::Town(town(step.unit.div_ceil(2))),
                1 => Addressee::Team(vec![own, unit(step.unit % 4 + 1)]),
                2 => Addressee::BestPlaced(if step.unit > 3 { 2 } else { 1 }),
                _ => Addressee::Unit(own),
            };
            let incidents: Vec<_> = hall.machine.board().incidents.keys().copied().collect();
            let incident = (!incidents.is_empty()).then(|| *step.order.get(&incidents));
            let _ = hall.ask(
                by,
                Ask::SendOrder {
                    id: None,
                    kind: OrderKind::Emergency,
                    incident,
                    place: Some(place(0.0)),
                    addressee,
                    note: String::new(),
                },
            );
        }
        28 => {
            let at = (step.seat == 0).then(|| place(north_m).at);
            tell(hall, told, own, UnitTold::Sos { at });
        }
        14 if !told.is_empty() => {
            let (unit, command, words) = step.again.get(told).clone();
            // What time alone or a sign of life brings about comes first.
            hall.input("", Input::UnitHeard(unit));
            let before = hall.machine.board().snapshot();
            let known = hall.machine.board().has_applied(command);
            let _ = hall.told_as(unit, command, words);
            assert!(
                !known || hall.machine.board().snapshot() == before,
                "counted twice"
            );
        }
        38 => drop(hall.ask(by, ask_for_camera(step.unit))),
        39 => drop(hall.ask(by, Ask::WithdrawCameraRequest(own))),
        40 => {
            let request = hall.machine.board().units[&own].camera_request.as_ref();
            let since = request.map_or(hall.now, |request| request.asked.since);
            hall.input("", Input::CameraDeclined { unit: own, since });
        }
        41 => drop(hall.input("", Input::UnitGone(own))),
        31..=33 => about_incidents(hall, step, by),
        _ => about_an_order(hall, told, step, by, second),
    }
}

fn about_incidents(hall: &mut Hall, step: &Step, by: Seat) {
    let incidents: Vec<_> = hall.machine.board().incidents.keys().copied().collect();
    if incidents.is_empty() {
        return;
    }
    let (incident, into) = (*step.order.get(&incidents), *step.assignment.get(&incidents));
    let ask = match step.what {
        31 => Ask::MergeIncident { incident, into },
        33 => Ask::EditIncident {
            incident,
            edit: domain::IncidentEdit {
                kind: Some(if step.seat == 0 {
                    IncidentKind::Sos
                } else {
                    IncidentKind::Other
                }),
                ..domain::IncidentEdit::default()
            },
        },
        _ => Ask::EditIncident {
            incident,
            edit: domain::IncidentEdit {
                place: Some(place(f64::from(step.seat) * 100.0)),
                note: Some(step.unit.to_string()),
                ..domain::IncidentEdit::default()
            },
        },
    };
    let _ = hall.ask(by, ask);
}

fn tell(hall: &mut Hall, told: &mut Told, unit: UnitId, words: UnitTold) {
    let command = hall.new_command();
    told.push((unit, command, words.clone()));
    let _ = hall.told_as(unit, command, words);
}

fn about_an_order(hall: &mut Hall, told: &mut Told, step: &Step, by: Seat, second: i64) {
    let orders: Vec<_> = hall.machine.board().orders.keys().copied().collect();
    if orders.is_empty() {
        return;
    }
    let order = *step.order.get(&orders);
    let known: Vec<_> = hall.order(order).assignments.values().cloned().collect();
    let reason = String::new();
    let ask = match step.what {
        15 => Ask::ReceiveAtDesk(order),
        16 => Ask::Offer {
            order,
            unit: unit(step.unit),
        },
        29 => Ask::PassOn(order),
        30 => Ask::ExplainBreach {
            order,
            leg: Leg::Arrived,
            reason: domain::order::LateReason::Other,
            note: String::new(),
        },
        34 => Ask::WriteMessage {
            order,
            id: id(0xe000 + step.unit),
            text: "back door".to_owned(),
            attachment: None,
        },
        35 => Ask::ReadMessages {
            order,
            messages: hall
                .order(order)
                .messages
                .iter()
                .map(|message| message.id)
                .collect(),
        },
        17 if step.seat == 0 => Ask::CloseOrder(order),
        17 if step.seat == 1 => Ask::CancelOrder { order, reason },
        _ if known.is_empty() => return,
        17 => Ask::Withdraw {
            order,
            assignment: step.assignment.get(&known).id,
        },
        _ => {
            let chosen = step.assignment.get(&known);
            let (assignment, at) = (chosen.id, at(second));
            let command = match step.what {
                18 | 19 => OrderCommand::Receive {
                    receiver: Receiver::Phone(assignment),
                    at,
                },
                20..=22 => OrderCommand::Accept { assignment, at },
                23 => OrderCommand::Decline {
                    assignment,
                    at,
                    reason: DeclineReason::Other,
                },
                24 => OrderCommand::SetOff { assignment, at },
                25 => OrderCommand::MeetLeg {
                    leg: Leg::Arrived,
                    assignment,
                    at,
                    error_ms: 5,
                    by_hand: None,
                },
                36 => OrderCommand::Write(MessageWritten {
                    id: report_id(at),
                    from: Correspondent::Part(assignment),
                    at,
                    error_ms: 20,
                    text: "in".to_owned(),
                    attachment: None,
                }),
                37 => OrderCommand::Read(MessagesSeen {
                    messages: hall
                        .order(order)
                        .messages
                        .iter()
                        .map(|message| message.id)
                        .collect(),
                    by: Correspondent::Part(assignment),
                    at,
                }),
                _ => OrderCommand::Report {
                    id: report_id(at),
                    assignment,
                    at,
                    error_ms: 20,
                    text: String::new(),
                    photo: None,
                },
            };
            return tell(hall, told, chosen.unit, UnitTold::Order { order, command });
        }
    };
    let _ = hall.ask(by, ask);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_start_from_log_or_snapshot_gives_the_same_board(
        automatic in any::<bool>(),
        steps in prop::collection::vec(step(), 1..80),
        cut in any::<Index>(),
    ) {
        let mut hall = if automatic { Hall::automatic() } else { Hall::new() };
        let mut told = Told::new();
        for step in &steps {
            take(&mut hall, &mut told, step);
        }
        let whole = hall.machine.board().snapshot();
        let from_log = Dispatch::restore(1, Snapshot::default(), hall.log.clone(), []);
        prop_assert_eq!(from_log.board().snapshot(), whole.clone());

        let cut = cut.index(hall.log.len());
        let (head, tail) = hall.log.split_at(cut);
        let then = Dispatch::restore(1, Snapshot::default(), head.to_vec(), []).board().snapshot();
        let kept: Snapshot = serde_json::from_str(&serde_json::to_string(&then).unwrap()).unwrap();
        let from_snapshot = Dispatch::restore(1, kept, tail.to_vec(), []);
        prop_assert_eq!(from_snapshot.board().snapshot(), whole);
    }
}
