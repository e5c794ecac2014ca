//! Telling those who told of a notice that it is on record.

use dispatch::{Board, Input};
use domain::order::Notice;
use tokio::sync::oneshot;

use super::DispatchLoop;
use crate::desk::{AskFault, Noted};

/// Somebody who told of a notice, with what it came to.
pub(super) struct Waiting {
    reply: oneshot::Sender<Result<Noted, AskFault>>,
    noted: Noted,
}

impl DispatchLoop {
    /// Takes in what became of a notice; whoever tells it hears so once it is on the disk.
    pub(super) fn note(&mut self, input: &Input, reply: oneshot::Sender<Result<Noted, AskFault>>) {
        let before = on_record(self.dispatch.board(), input).copied();
        self.happened(input.clone());
        let noted = match (before, on_record(self.dispatch.board(), input)) {
            (None, _) | (_, None) => Noted::NoSuchNotice,
            (Some(before), Some(after)) if before == *after => Noted::Known,
            _ => Noted::News,
        };
        self.noted.push(Waiting { reply, noted });
    }

    /// What was told is on the disk.
    pub(super) fn say_noted(&mut self) {
        for Waiting { reply, noted } in self.noted.drain(..) {
            // Whoever told it may have given up.
            let _ = reply.send(Ok(noted));
        }
    }

    /// What was told could not be kept.
    pub(super) fn not_noted(&mut self) {
        for Waiting { reply, .. } in self.noted.drain(..) {
            let _ = reply.send(Err(AskFault::NotKept));
        }
    }
}

/// The notice that is told of, if there is such a one.
fn on_record<'a>(board: &'a Board, told: &Input) -> Option<&'a Notice> {
    let Input::NoticeHeard {
        order,
        assignment,
        notice,
        ..
    } = told
    else {
        return None;
    };
    let known = board.orders.get(order)?.assignments.get(assignment)?;
    known.notices.get(usize::from(*notice))
}
