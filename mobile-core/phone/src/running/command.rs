//! What the handles ask of the loop.

use domain::OrderId;
use field_unit::Input;
use protocol::api::WayView;
use tokio::sync::oneshot;

use super::{CameraSession, Reach, WayKnown};
use crate::live::GoLiveError;
use crate::phone::{ReportError, TapError};
use crate::{Way, WayError};

/// What the handles ask of the loop.
pub(crate) enum Command {
    /// Hand this in, and say what came of it.
    Input(Input, Option<oneshot::Sender<Result<(), TapError>>>),
    /// Store a report with its photo.
    Report {
        order: OrderId,
        text: String,
        photo: Option<Vec<u8>>,
        done: oneshot::Sender<Result<(), ReportError>>,
    },
    /// Keep how the officer can be reached when the link is gone, and tell the hall.
    Reach(Reach, oneshot::Sender<Result<(), TapError>>),
    /// Say which way leads to an order's scene, and what the hall is to be asked for.
    Way(OrderId, oneshot::Sender<Result<WayKnown, WayError>>),
    /// Take in what the hall said of the way to an order's scene, and say which way is known now.
    WayTold(
        OrderId,
        Result<WayView, WayError>,
        oneshot::Sender<Result<Way, WayError>>,
    ),
    /// Switch the camera on, and say for which session.
    GoLive(oneshot::Sender<Result<CameraSession, GoLiveError>>),
    /// Switch the camera off if it is on for this session, and say when that is done.
    StopLive(CameraSession, oneshot::Sender<()>),
    /// Hold neither socket nor file until [`Command::Resume`], and say when all is closed.
    Suspend(oneshot::Sender<()>),
    /// Go on after [`Command::Suspend`].
    Resume(oneshot::Sender<()>),
    /// Stop, and say when all is closed.
    Shutdown(oneshot::Sender<()>),
}
