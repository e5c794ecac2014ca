//! That somebody in the hall asks for the camera.
//!
//! It is shown and rings once; the camera is the officer's to switch on (see `live`). A no is told over the socket and stored
//! nowhere, since it is of the moment: a hall that still asks on the next line is told again.

use domain::{CameraAsked, Timestamp, camera_request::LAPSES_AFTER};
use protocol::ToHall;

use crate::{HallClock, PhoneTime};

/// What the hall asks, with what the officer said to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct CameraRequest {
    /// Who asks, until when by the phone's own clock.
    asked: Option<(CameraAsked, PhoneTime)>,
    /// Which request rang last.
    rung: Option<Timestamp>,
    /// Which request the officer declined last.
    declined: Option<Timestamp>,
}

impl CameraRequest {
    /// Who asks, unless the officer has said no.
    pub(crate) fn asked(&self) -> Option<&CameraAsked> {
        self.asked.as_ref().map(|(asked, _)| asked)
    }

    /// The hall says who asks, in place of who did before; what it is to be told.
    pub(crate) fn told(
        &mut self,
        now: PhoneTime,
        clock: &HallClock,
        asked: Option<CameraAsked>,
    ) -> Option<ToHall> {
        let declined = asked.as_ref().filter(|asked| self.declined == Some(asked.since));
        if let Some(CameraAsked { since, .. }) = declined {
            return Some(ToHall::CameraDeclined { since: *since });
        }
        let (hall_now, _) = clock.hall_time(now);
        self.asked = asked.map(|asked| {
            let left = asked.until.since(hall_now).min(LAPSES_AFTER);
            (asked, now.after(left))
        });
        None
    }

    /// The request that is to ring now: each does once.
    pub(crate) fn ring(&mut self) -> Option<CameraAsked> {
        let asked = self.asked().filter(|asked| self.rung != Some(asked.since));
        let asked = asked.cloned()?;
        self.rung = Some(asked.since);
        Some(asked)
    }

    /// The officer says no; what the hall is to be told, if it asks.
    pub(crate) fn decline(&mut self) -> Option<ToHall> {
        let (asked, _) = self.asked.take()?;
        self.declined = Some(asked.since);
        Some(ToHall::CameraDeclined { since: asked.since })
    }

    /// Nobody asks an officer off duty.
    pub(crate) fn forget(&mut self) {
        self.asked = None;
    }

    /// When the request lapses, whether the hall can be reached or not.
    pub(crate) fn lapses_at(&self) -> Option<PhoneTime> {
        self.asked.as_ref().map(|(_, until)| *until)
    }

    /// Forgets a request that has lapsed.
    pub(crate) fn time_passed(&mut self, now: PhoneTime) {
        self.asked.take_if(|(_, until)| *until <= now);
    }
}
