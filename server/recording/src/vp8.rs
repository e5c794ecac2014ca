//! What a VP8 frame says of itself in its first bytes (RFC 6386, section 9.1).

/// The size of VP8 pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vp8Format {
    width: u16,
    height: u16,
}

impl Vp8Format {
    /// Reads a key frame's header; `None` if `frame` is no key frame or its header is broken.
    pub fn of_key_frame(frame: &[u8]) -> Option<Self> {
        let &[
            tag,
            _,
            _,
            0x9D,
            0x01,
            0x2A,
            width_low,
            width_high,
            height_low,
            height_high,
            ..,
        ] = frame
        else {
            return None;
        };
        // The upper two bits ask the player to scale; they are no part of the size.
        let width = u16::from_le_bytes([width_low, width_high]) & 0x3FFF;
        let height = u16::from_le_bytes([height_low, height_high]) & 0x3FFF;
        (tag & 1 == 0 && width > 0 && height > 0).then_some(Self { width, height })
    }

    /// Width and height in pixels, neither of them zero.
    pub fn size(self) -> (u16, u16) {
        (self.width, self.height)
    }
}

/// Whether the frame says that it needs the ones before it.
pub(crate) fn is_delta(frame: &[u8]) -> bool {
    frame.first().is_some_and(|tag| tag & 1 == 1)
}
