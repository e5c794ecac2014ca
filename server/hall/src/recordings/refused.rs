//! The sources that cannot be recorded though they are to be: said when that begins, and when it ends.
//!
//! It is tried again every second, which nobody wants to read.

use std::collections::BTreeSet;

use domain::{OrderId, RecordingId, Source};

use super::RecordFault;

/// Which they are.
#[derive(Debug, Default)]
pub(super) struct Refused(BTreeSet<Source>);

impl Refused {
    /// Only these are to be recorded now and are not.
    pub(super) fn keep(&mut self, wished: &[(Source, Option<OrderId>)]) {
        self.0.retain(|refused| {
            let stays = wished.iter().any(|(source, _)| source == refused);
            if !stays {
                tracing::info!(source.id = %refused.id(), "a recording that could not be begun is not wanted any more");
            }
            stays
        });
    }

    /// A source's recording was tried to begin.
    pub(super) fn take_in(&mut self, source: Source, begun: Result<RecordingId, &RecordFault>) {
        match begun {
            Ok(recording) => {
                if self.0.remove(&source) {
                    tracing::info!(recording.id = %recording, source.id = %source.id(), "a recording could be begun at last");
                }
            }
            Err(error) => {
                if self.0.insert(source) {
                    tracing::error!(%error, source.id = %source.id(), "a recording could not be begun; it is tried again and again");
                }
            }
        }
    }
}
