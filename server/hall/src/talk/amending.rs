//! How the sound of a line changes networks (RFC 9725 section 4.3).

use domain::TalkLineId;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::TalkDoor;
use super::letters::Letter;
use crate::live::{AmendFault, Amended, Condition, tag};
use crate::people::SessionId;

impl TalkDoor {
    /// Amends the sound of a line of this sign-in.
    pub(crate) async fn amend_sound(
        &self,
        (line, sound): (TalkLineId, Uuid),
        session: SessionId,
        condition: Option<Condition>,
        fragment: String,
    ) -> Result<Amended, AmendFault> {
        let (reply, known) = oneshot::channel();
        let letter = Letter::SoundAsked {
            line,
            session,
            sound,
            reply,
        };
        self.post(letter).await;
        let known = known.await.ok().flatten().ok_or(AmendFault::Unknown)?;
        Condition::must_admit(condition, &tag(sound, known.restarts))?;
        let Some(answer) = self.media.amend(known.peer, fragment).await? else {
            return Ok(Amended::Noted);
        };
        self.post(Letter::SoundRestarted(known.peer)).await;
        let tag = tag(sound, known.restarts.wrapping_add(1));
        Ok(Amended::Restarted { tag, answer })
    }
}
