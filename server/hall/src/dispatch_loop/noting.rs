//! Telling those who told of a notice that it is on record.

use dispatch::{Board, Input};
use domain::order::Heard;
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
    pub(super) fn note(&mut self, input: Input, reply: oneshot::Sender<Result<Noted, AskFault>>) {
        let before = heard(self.dispatch.board(), &input);
        self.happened(input.clone());
        let noted = match (before, heard(self.dispatch.board(), &input)) {
            (None, _) | (_, None) => Noted::NoSuchNotice,
            (before, after) if before == after => Noted::Known,
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

/// What is on record of the notice that is told of; none if there is no such notice.
fn heard(board: &Board, told: &Input) -> Option<Option<Heard>> {
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
    Some(known.notices.get(usize::from(*notice))?.heard)
}
