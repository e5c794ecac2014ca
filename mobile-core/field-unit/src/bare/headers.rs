//! What boxes that a player needs tell beside what it needs: when a file was made, and by whose camera.

use std::ops::Range;

use super::Unfit;
use super::boxes::{four, wipe};

/// Writes over when a movie, a track or its media was made and changed (ISO/IEC 14496-12 sections 8.2.2, 8.3.2, 8.4.2).
pub(super) fn wipe_times(file: &mut [u8], header: Range<usize>) -> Result<(), Unfit> {
    let [version, ..] = four(file, header.start)?;
    let end = header.start + if version == 1 { 20 } else { 12 };
    if end > header.end {
        return Err(Unfit::Unreadable);
    }
    wipe(file, header.start + 4..end)
}

/// Writes over what a handler is called, which is for people to read (section 8.4.3).
pub(super) fn wipe_handler_name(file: &mut [u8], handler: Range<usize>) -> Result<(), Unfit> {
    wipe(file, (handler.start + 24).min(handler.end)..handler.end)
}

/// Writes over what an encoder of pictures calls itself, in an entry of a sample description (section 12.1.3).
pub(super) fn wipe_encoder_name(file: &mut [u8], entry: Range<usize>) -> Result<(), Unfit> {
    let within = |at: usize| (entry.start + at).min(entry.end);
    wipe(file, within(42)..within(74))
}
