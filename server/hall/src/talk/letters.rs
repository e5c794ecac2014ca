//! What the talk loop is told.

use domain::{TalkGroup, TalkLineId, UnitId};
use protocol::CallWith;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::line::{Line, Sound};
use crate::people::SessionId;

/// Something for the talk loop. Lines are named by their number, from outside by their id.
#[derive(Debug)]
pub(crate) enum Letter {
    /// A socket came.
    Opened { number: u64, line: Line },
    /// A socket is gone.
    Gone(u64),
    /// Somebody presses to talk.
    Pressed(u64, TalkGroup),
    /// Somebody calls.
    Called(u64, CallWith),
    /// Somebody lets go.
    Released(u64),
    /// Whether a line is there, and the session's own.
    Asked {
        line: TalkLineId,
        session: SessionId,
        reply: oneshot::Sender<bool>,
    },
    /// A line has sound now.
    SoundOpened {
        line: TalkLineId,
        sound: Uuid,
        peer: u64,
        ears: u8,
    },
    /// What a sound of the session's own is.
    SoundAsked {
        line: TalkLineId,
        session: SessionId,
        sound: Uuid,
        reply: oneshot::Sender<Option<Sound>>,
    },
    /// The sound of a peer has restarted ICE.
    SoundRestarted(u64),
    /// A line wants its sound no more.
    SoundClosed {
        line: TalkLineId,
        session: SessionId,
        sound: Uuid,
        reply: oneshot::Sender<bool>,
    },
    /// A unit's phone sends its picture.
    UnitPublished { unit: UnitId, peer: u64, ears: u8 },
    /// A voice was heard in a stream.
    VoiceHeard { stream: u128 },
    /// A peer is gone.
    PeerLeft { peer: u64 },
}
