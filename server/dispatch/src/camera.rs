//! How the hall asks an officer to switch the camera on.
//!
//! It can ask and take that back, nothing more: the picture is the officer's to give. Who asked whom, and what became of it,
//! is on record. A request is for a phone whose line is open now: one that is told of it an hour later would ask for a picture
//! that nobody waits for.

use domain::{CameraAsked, CameraRequest, CameraRequestState, PersonId, Timestamp, UnitId};
use serde::{Deserialize, Serialize};

use crate::{Answered, Dispatch, Output, Record, Refusal, Seat, UnitOnBoard};

/// How a request for the camera ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameraRequestEnd {
    /// The picture came.
    Live,
    /// The officer said no.
    Declined,
    /// The officer said nothing in time.
    Lapsed,
    /// Somebody in the hall took it back.
    Withdrawn(PersonId),
}

impl UnitOnBoard {
    /// Who waits for the officer to switch the camera on, if somebody does.
    pub(crate) fn camera_asked(&self) -> Option<&CameraAsked> {
        self.camera_request.as_ref().and_then(CameraRequest::waiting)
    }

    pub(crate) fn camera_request_ended(&mut self, end: CameraRequestEnd) {
        let state = match end {
            CameraRequestEnd::Live | CameraRequestEnd::Withdrawn(_) => {
                self.camera_request = None;
                return;
            }
            CameraRequestEnd::Declined => CameraRequestState::Declined,
            CameraRequestEnd::Lapsed => CameraRequestState::Lapsed,
        };
        if let Some(request) = &mut self.camera_request {
            request.state = state;
        }
    }
}

impl Dispatch {
    /// `name` asks for the camera of `unit`.
    pub(crate) fn ask_for_camera(
        &mut self,
        now: Timestamp,
        by: Seat,
        unit: UnitId,
        name: String,
    ) -> Result<Answered, Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        if !known.on_duty {
            return Err(Refusal::OffDuty);
        }
        if known.live {
            return Err(Refusal::CameraLive);
        }
        if known.camera_asked().is_some() {
            return Err(Refusal::CameraAsked);
        }
        if !known.connected {
            return Err(Refusal::NotConnected);
        }
        let asked = CameraAsked::new(now, name, by.role);
        let by = by.person;
        self.record(now, None, Record::CameraAsked { unit, by, asked });
        self.camera_request_moved(now, unit);
        Ok(Answered::Done)
    }

    /// Takes back what was asked for, whoever asked; what has ended already stays so.
    pub(crate) fn withdraw_camera_request(
        &mut self,
        now: Timestamp,
        by: Seat,
        unit: UnitId,
    ) -> Result<Answered, Refusal> {
        let known = self.board.units.get(&unit).ok_or(Refusal::NoSuchUnit)?;
        if known.camera_asked().is_some() {
            self.end_camera_request(now, unit, CameraRequestEnd::Withdrawn(by.person));
        }
        Ok(Answered::Done)
    }

    /// The officer says no to what was asked for at `since`.
    pub(crate) fn camera_declined(&mut self, now: Timestamp, unit: UnitId, since: Timestamp) {
        let known = self.board.units.get(&unit);
        let asked = known.and_then(UnitOnBoard::camera_asked);
        if asked.is_some_and(|asked| asked.since == since) {
            self.end_camera_request(now, unit, CameraRequestEnd::Declined);
        }
    }

    /// A picture is the answer to whatever was asked; what was declined before is over with it, too.
    pub(crate) fn camera_came(&mut self, now: Timestamp, unit: UnitId) {
        let known = self.board.units.get(&unit);
        if known.is_some_and(|known| known.camera_request.is_some()) {
            self.end_camera_request(now, unit, CameraRequestEnd::Live);
        }
    }

    /// Ends the requests that have waited long enough.
    pub(crate) fn camera_requests_lapse(&mut self, now: Timestamp) {
        let units = self.board.units.values();
        let due = units.filter(|unit| next_of_camera(unit).is_some_and(|until| until <= now));
        let due: Vec<UnitId> = due.map(|unit| unit.unit.id).collect();
        for unit in due {
            self.end_camera_request(now, unit, CameraRequestEnd::Lapsed);
        }
    }

    fn end_camera_request(&mut self, now: Timestamp, unit: UnitId, end: CameraRequestEnd) {
        self.record(now, None, Record::CameraRequestEnded { unit, end });
        self.camera_request_moved(now, unit);
    }

    fn camera_request_moved(&mut self, now: Timestamp, unit: UnitId) {
        let known = self.board.units.get(&unit);
        let asked = known.and_then(UnitOnBoard::camera_asked).cloned();
        self.output(Output::SendCameraAsked { unit, asked });
        self.show_unit(now, unit);
    }
}

/// When a request lapses.
pub(crate) fn next_of_camera(unit: &UnitOnBoard) -> Option<Timestamp> {
    unit.camera_asked().map(|asked| asked.until)
}
