//! What the machine works out ahead of time, beside the board.
//!
//! Nothing here is recorded: it follows from the board, the units' positions and the roads.

use crate::travel::Travel;

/// Everything worked out.
#[derive(Debug, Default)]
pub(crate) struct Foresight {
    pub(crate) travel: Travel,
}
