//! What a line asks for, done and answered.

use domain::order::DeclineReason;
use domain::{LatLon, OrderId};
use phone::{Measurement, Phone, ReportError, TapError};
use serde::{Deserialize, Serialize};

use super::lines::Line;

/// What an officer without a screen does.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
enum Asked {
    /// A position in WGS-84, just measured.
    Fix {
        lat: f64,
        lon: f64,
        accuracy_m: f64,
    },
    Duty {
        on: bool,
    },
    Accept {
        order: OrderId,
    },
    Decline {
        order: OrderId,
        reason: DeclineReason,
    },
    SetOff {
        order: OrderId,
    },
    Arrived {
        order: OrderId,
    },
    Report {
        order: OrderId,
        text: String,
    },
    /// A call for help.
    Sos {},
    /// This phone has the word again, after another of the unit took it.
    TakeOver {},
}

/// What became of a line.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Answer {
    /// It is done, and on the disk; a position may yet be passed over.
    Done { line: u64, done: bool },
    /// It is not.
    Fault { line: u64, fault: Fault },
}

/// Why not.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Fault {
    /// A stable name.
    pub(super) code: String,
    /// The same in English, with the field.
    pub(super) message: String,
}

/// Does what a line asks for.
pub(super) async fn answer(phone: &Phone, line: &Line) -> Answer {
    let done = match read(line) {
        Ok(asked) => act(phone, asked).await,
        Err(message) => Err(fault("bad_line", message)),
    };
    match done {
        Ok(()) => Answer::Done {
            line: line.number,
            done: true,
        },
        Err(fault) => Answer::Fault {
            line: line.number,
            fault,
        },
    }
}

fn read(line: &Line) -> Result<Asked, String> {
    let bytes = line.bytes.as_deref().map_err(|_| "a line has at most 64 KiB")?;
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

async fn act(phone: &Phone, asked: Asked) -> Result<(), Fault> {
    match asked {
        Asked::Fix { lat, lon, accuracy_m } => {
            let at =
                LatLon::new(lat, lon).map_err(|error| fault("bad_line", format!("lat and lon: {error}")))?;
            phone.fix(Measurement::fresh(at, accuracy_m));
            Ok(())
        }
        Asked::Duty { on: true } => phone.go_on_duty().await.map_err(|error| of_tap(&error)),
        Asked::Duty { on: false } => phone.go_off_duty().await.map_err(|error| of_tap(&error)),
        Asked::Accept { order } => phone.accept(order).await.map_err(|error| of_tap(&error)),
        Asked::Decline { order, reason } => {
            phone.decline(order, reason).await.map_err(|error| of_tap(&error))
        }
        Asked::SetOff { order } => phone.set_off(order).await.map_err(|error| of_tap(&error)),
        Asked::Arrived { order } => phone.arrived(order).await.map_err(|error| of_tap(&error)),
        Asked::Report { order, text } => match phone.report(order, text, None).await {
            Ok(()) => Ok(()),
            Err(ReportError::Tap(error)) => Err(of_tap(&error)),
            Err(error) => Err(fault("bad_photo", error.to_string())),
        },
        Asked::Sos {} => phone.call_for_help().await.map_err(|error| of_tap(&error)),
        Asked::TakeOver {} => {
            let took = phone.take_over().await;
            took.map_err(|stopped| of_tap(&stopped.into()))
        }
    }
}

fn of_tap(error: &TapError) -> Fault {
    let code = match error {
        TapError::Stopped(_) => "stopped",
        TapError::Refused { code, .. } => code,
        TapError::OutboxFull => "outbox_full",
        TapError::NotStored => "not_stored",
    };
    fault(code, error.to_string())
}

fn fault(code: &str, message: String) -> Fault {
    Fault {
        code: code.to_owned(),
        message,
    }
}
