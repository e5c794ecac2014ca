//! Taking a report in with its photo.

use domain::OrderId;
use field_unit::Input;
use tokio::time::Instant;

use super::Running;
use crate::phone::{ReportError, TapError};
use crate::photos;

impl Running {
    /// Stores the photo, then the report; a photo whose report is refused is not kept.
    pub(super) async fn report(
        &mut self,
        order: OrderId,
        text: String,
        photo: Option<Vec<u8>>,
    ) -> Result<(), ReportError> {
        let photo = match photo {
            Some(bytes) => Some(self.keep_photo(bytes).await?),
            None => None,
        };
        let input = Input::ReportWritten {
            order,
            text,
            photo: photo.as_ref().map(|(sha256, _)| sha256.clone()),
        };
        let taken = self.input(input).await;
        match (photo, &taken) {
            (None, _) => {}
            (Some((sha256, true)), Err(TapError::Refused { .. } | TapError::OutboxFull)) => {
                let _ = self.saving.with(move |store| store.remove_photo(&sha256)).await;
            }
            (Some(_), _) => self.photo_at = Instant::now(),
        }
        Ok(taken?)
    }

    /// Stores a photo; its name, and whether it was not there before.
    async fn keep_photo(&mut self, bytes: Vec<u8>) -> Result<(String, bool), ReportError> {
        let sha256 = photos::name(&bytes);
        let name = sha256.clone();
        let stored = self.saving.with(move |store| store.add_photo(&name, &bytes));
        let fresh = stored.await.map_err(ReportError::PhotoNotStored)?;
        Ok((sha256, fresh))
    }
}
