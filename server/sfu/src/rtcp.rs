//! RTCP (RFC 3550 section 6): what is said of media in both directions.

mod arrived;
mod feedback;
mod reports;
mod requests;

pub(crate) use self::arrived::ArrivalReport;
pub(crate) use self::feedback::{Feedback, read};
pub(crate) use self::reports::{ReceptionReport, SenderReport, goodbye, write_receptions};
pub(crate) use self::requests::{ask_again, ask_key_frame};
/// Tells RTCP from RTP on the same port, by its packet type (RFC 5761 section 4).
pub(crate) fn is_rtcp(datagram: &[u8]) -> bool {
    matches!(datagram, [128..=191, 192..=223, ..])
}

#[cfg(test)]
mod tests;
