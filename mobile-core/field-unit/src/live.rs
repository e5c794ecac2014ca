//! When the camera is on.
//!
//! The officer's tap decides, and nobody else's: a camera that the hall could switch on would be
//! covert watching. Going off duty ends it. Encoding and sending the picture belong to `phone`.

/// Whether the camera is on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Live {
    on: bool,
}

impl Live {
    pub(crate) const fn is_on(self) -> bool {
        self.on
    }

    /// The officer switched it; whether that changed anything.
    pub(crate) fn tapped(&mut self, on: bool) -> bool {
        std::mem::replace(&mut self.on, on) != on
    }
}
