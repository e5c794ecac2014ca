//! How an open media session restarts ICE (RFC 9725 section 4.3).
//!
//! Each restart gives the session a new tag, so that what belongs to a former one is told from what is up to date.

use uuid::Uuid;

use super::{LiveSessions, Wanted};
use crate::media_loop::MediaRefusal;
use crate::people::SessionId;

/// Which ICE session an amendment is meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Whichever there is.
    Any,
    /// One of these tags.
    Tags(Vec<String>),
}

/// What came of an amendment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Amended {
    /// ICE restarts.
    Restarted {
        /// Names the new ICE session.
        tag: String,
        /// The fragment to answer with.
        answer: String,
    },
    /// There is nothing to answer.
    Noted,
}

/// Why a media session is not amended. It goes on as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AmendFault {
    /// There is none.
    #[error("there is no such media session")]
    Unknown,
    /// It is not said which ICE session is meant.
    #[error("send If-Match: * to restart ICE, or the session's ETag to add candidates")]
    Unconditional,
    /// Another ICE session is meant.
    #[error("the ETag is not that of the present ICE session; send If-Match: * to restart ICE")]
    Outdated,
    /// The media loop says no.
    #[error(transparent)]
    Media(#[from] MediaRefusal),
}

impl Condition {
    /// Whether an amendment under this condition is meant for the ICE session of a tag.
    pub(crate) fn must_admit(condition: Option<Self>, present: &String) -> Result<(), AmendFault> {
        match condition.ok_or(AmendFault::Unconditional)? {
            Self::Any => Ok(()),
            Self::Tags(tags) if tags.contains(present) => Ok(()),
            Self::Tags(_) => Err(AmendFault::Outdated),
        }
    }
}

/// The tag of a media session's ICE session.
pub(crate) fn tag(session: Uuid, restarts: u32) -> String {
    format!("\"{session}:{restarts}\"")
}

impl LiveSessions {
    /// Amends a media session of this sign-in.
    pub(crate) async fn amend(
        &self,
        what: Wanted,
        session: SessionId,
        id: Uuid,
        condition: Option<Condition>,
        fragment: String,
    ) -> Result<Amended, AmendFault> {
        let known = self.with(|held| {
            let known = held.find(id, session, what)?;
            Some((known.peer, known.restarts))
        });
        let (peer, restarts) = known.ok_or(AmendFault::Unknown)?;
        Condition::must_admit(condition, &tag(id, restarts))?;
        let Some(answer) = self.door.amend(peer, fragment).await? else {
            return Ok(Amended::Noted);
        };
        let restarts = self.with(|held| {
            let known = held.find(id, session, what)?;
            known.restarts = known.restarts.wrapping_add(1);
            Some(known.restarts)
        });
        let tag = tag(id, restarts.ok_or(AmendFault::Unknown)?);
        Ok(Amended::Restarted { tag, answer })
    }
}
