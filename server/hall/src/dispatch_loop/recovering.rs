//! What follows when a turn cannot be committed: the machine is folded anew from what the disk holds.

use std::time::Duration;

use dispatch::{Board, Dispatch, Input, Output, Settings};
use domain::{Source, UnitId};

use super::DispatchLoop;
use crate::desk::AskFault;
use crate::ids;
use crate::store::{Store, StoreError};

/// The first wait before the disk is tried again, doubled each time.
const TRY_AGAIN: Duration = Duration::from_millis(250);

/// The longest such wait.
const TRY_AGAIN_AT_MOST: Duration = Duration::from_secs(5);

impl DispatchLoop {
    /// Forgets what could not be kept, with the effects it would have had.
    pub(super) async fn recover(&mut self, error: &StoreError, lost: &[Output]) {
        self.health.not_kept(error);
        for (_, reply) in std::mem::take(&mut self.asked) {
            let _ = reply.send(Err(AskFault::NotKept));
        }
        self.not_noted();
        // A phone that is not answered comes back and says again what its outbox still holds.
        for effect in lost {
            if let Output::AnswerUnit { unit, .. } | Output::SendOrders { unit, .. } = effect {
                self.lines.remove(unit);
            }
        }
        let mut restored = self.restored().await;
        restored.set_travel(self.travel.clone());
        restored.set_checklists(self.dispatch.checklists().clone());
        if let Some(memory) = self.dispatch.map_memory(self.last) {
            restored.remember_map(memory);
        }
        let before = std::mem::replace(&mut self.dispatch, restored);
        let now = self.now();
        self.dispatch.take_over(now, before.board());
        self.feed.reset(now, self.dispatch.board());
        // A picture that came in the lost turn stamps its leg in the next one.
        for unit in live_units(before.board()) {
            self.happened(Input::VideoStarted(Source::Unit(unit)));
        }
        self.unfinished = true;
    }

    /// The machine as the disk holds it, once the disk can be read.
    async fn restored(&self) -> Dispatch {
        let mut wait = TRY_AGAIN;
        loop {
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(TRY_AGAIN_AT_MOST);
            match restore(&self.store).await {
                Ok(dispatch) => return dispatch,
                Err(error) => self.health.not_kept(&error),
            }
        }
    }
}

fn live_units(board: &Board) -> impl Iterator<Item = UnitId> {
    let live = board.units.values().filter(|known| known.live);
    live.map(|known| known.unit.id)
}

/// The machine as the disk holds it.
pub(crate) async fn restore(store: &Store) -> Result<Dispatch, StoreError> {
    let loaded = store.load().await?;
    let mut dispatch = Dispatch::restore(ids::seed(), loaded.snapshot, loaded.log, loaded.fixes);
    dispatch.set_up(Settings {
        // Moves are suggested; a person sends them.
        move_units: false,
        ..Settings::default()
    });
    if let Some(memory) = store.map_memory().await? {
        dispatch.remember_map(memory);
    }
    Ok(dispatch)
}
