//! RTCP (RFC 3550 section 6): what a viewer says of what it gets, and what it is told of it.

mod feedback;
mod reports;

pub(crate) use self::feedback::{Feedback, read};
pub(crate) use self::reports::{SenderReport, goodbye};
#[cfg(test)]
mod tests;
