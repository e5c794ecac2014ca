//! Why a recording does not begin or end as asked.

use dispatch::MOST_RECORDED;
use domain::Source;

use crate::media_loop::MediaRefusal;
use crate::recorder::Refusal;
use crate::store::StoreError;

/// Why a recording does not begin or end as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordFault {
    /// There is nothing to record.
    #[error("the {} sends no picture; ask again when it is live", .0.kind())]
    NotLive(Source),
    /// As many as there may be.
    #[error("{MOST_RECORDED} streams are recorded already; stop one of them")]
    TooMany,
    /// The order has it recorded.
    #[error("the order has it recorded, until it is closed")]
    Bound,
    /// The disk is nearly full.
    #[error(
        "nothing is recorded: the hall's disk has less room than recordings_reserve_gb; delete something"
    )]
    NoRoom,
    /// It could not be begun.
    #[error("the recorder does not take it; the hall's log says more")]
    Refused,
    /// The recorder does not take it.
    #[error(transparent)]
    Recorder(#[from] Refusal),
    /// The media loop does not copy it.
    #[error(transparent)]
    Media(#[from] MediaRefusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
