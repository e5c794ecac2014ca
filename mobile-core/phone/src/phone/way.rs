//! The way to an order's scene, on the net and off it.

use domain::OrderId;
use protocol::api::WayView;

use super::{Phone, Stopped};
use crate::running::Command;

/// The way to a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What the hall said; streets as far as they are known, and nobody else's position if it is `kept`.
    pub view: WayView,
    /// Whether the hall cannot be asked, or has not answered, so that this is from before; `made_at` says of when.
    pub kept: bool,
}

/// Why there is no way to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WayError {
    /// The phone was shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The order is none of those at hand.
    #[error("order is none of those at hand: ask for one of the unit's open orders")]
    NotAtHand,
    /// No way is kept, and the hall cannot be reached or has yet to answer.
    #[error("no way to the place of this order is kept, and the hall cannot be reached or has yet to answer")]
    Away,
    /// The hall will not tell a way.
    #[error("the hall tells no way ({status}): {reason}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it says, in English.
        reason: String,
    },
    /// What the hall said is no way.
    #[error("what the hall said is no way to the place of this order")]
    Unreadable,
}

impl Way {
    pub(crate) fn of(newest: &WayView, kept: bool) -> Self {
        let mut view = newest.clone();
        if kept {
            view.team.clear();
        }
        Self { view, kept }
    }
}

impl Phone {
    /// The way from where the officer was last to the place of one of the orders at hand. It may be wanted as often as a screen is
    /// drawn: the hall is asked when there is reason to, and answers within a quarter of a minute or not at all. Off the net it is the
    /// newest that was told before, whichever start of the phone that was in.
    pub async fn way(&self, order: OrderId) -> Result<Way, WayError> {
        let known = self.answered(|done| Command::Way(order, done)).await??;
        let Some(wanted) = known.wanted else {
            return known.way;
        };
        let told = self.door.scene_way(order, wanted.streets).await;
        self.answered(|done| Command::WayTold(order, told, done)).await?
    }
}
