//! What follows when somebody in the hall asks for the camera.

use domain::CameraAsked;

use super::FieldUnit;
use crate::{Notice, Output, PhoneTime};

impl FieldUnit {
    /// The hall says who asks; it rings, unless the camera is on already.
    pub(super) fn camera_asked_for(&mut self, now: PhoneTime, asked: Option<CameraAsked>) {
        let told = self.camera_request.told(now, &self.clock, asked);
        self.outputs.extend(told.map(Output::Send));
        if self.on_duty
            && !self.live.is_on()
            && let Some(CameraAsked { name, role, .. }) = self.camera_request.ring()
        {
            self.notify(Notice::CameraAsked { name, role });
        }
    }

    /// The officer will not switch it on. Nothing is said to a hall that asks no more.
    pub(super) fn camera_declined(&mut self) {
        let told = self.camera_request.decline();
        self.outputs.extend(told.map(Output::Send));
    }

    /// Who asks the officer to switch the camera on; nobody once it is on.
    pub fn camera_asked(&self) -> Option<&CameraAsked> {
        let asked = self.camera_request.asked();
        asked.filter(|_| self.on_duty && !self.live.is_on())
    }
}
