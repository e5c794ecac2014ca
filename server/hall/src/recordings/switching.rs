//! A recording is begun or ended: the row, the recorder and the media loop told of it.
//!
//! Whoever is too busy to hear of an end is told again at each look; a recording that cannot be begun is no recording.

use domain::{OrderId, PersonId, RecordingId, Source};

use super::state::{Owed, State};
use super::{RecordFault, Recordings};
use crate::clock;
use crate::ids;
use crate::media_loop::MediaRefusal;
use crate::recorder::Refusal;
use crate::store::NewRow;

impl Recordings {
    pub(super) async fn start(
        &self,
        state: &mut State,
        source: Source,
        order: Option<OrderId>,
        by: Option<PersonId>,
    ) -> Result<RecordingId, RecordFault> {
        let (id, stream) = (RecordingId(ids::fresh()), source.id().as_u128());
        let row = NewRow {
            id,
            source,
            order,
            by,
            started_at: clock::now(),
        };
        self.store.begin_recording(row).await?;
        if let Err(refusal) = self.recorder.begin(id, stream) {
            self.store.forget_recording(id).await?;
            return Err(refusal.into());
        }
        // To begin anew is an end as well, so that none is owed any more.
        state.owed.remove(&source);
        if let Err(fault) = self.tap(stream) {
            self.owe_end(state, source, id);
            self.store.forget_recording(id).await?;
            return Err(fault);
        }
        tracing::info!(recording.id = %id, source.id = %source.id(), "a recording began");
        Ok(id)
    }

    pub(super) fn stop(&self, state: &mut State, source: Source, recording: RecordingId) {
        self.owe_end(state, source, recording);
        tracing::info!(recording.id = %recording, source.id = %source.id(), "a recording ended");
    }

    /// Tells of ends what has not been heard yet: whoever is busy is told again.
    pub(super) fn tell_what_is_owed(&self, state: &mut State) {
        state.owed.retain(|source, owed| {
            let stream = source.id().as_u128();
            owed.media = owed.media && self.media.tap(stream, None) == Err(MediaRefusal::Busy);
            owed.recorder = owed.recorder && self.recorder.end(owed.recording, stream) == Err(Refusal::Busy);
            owed.media || owed.recorder
        });
    }

    fn owe_end(&self, state: &mut State, source: Source, recording: RecordingId) {
        let owed = Owed {
            recording,
            media: true,
            recorder: true,
        };
        state.owed.insert(source, owed);
        self.tell_what_is_owed(state);
    }

    fn tap(&self, stream: u128) -> Result<(), RecordFault> {
        let sink = self.recorder.sink(stream)?;
        Ok(self.media.tap(stream, Some(sink))?)
    }
}
