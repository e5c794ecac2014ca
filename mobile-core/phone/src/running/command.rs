//! What the handles ask of the loop.

use domain::OrderId;
use field_unit::Input;
use protocol::api::WayView;
use tokio::sync::oneshot;

use super::{CameraSession, Reach, Running, TalkSession, WayKnown};
use crate::live::GoLiveError;
use crate::phone::{ReportError, TapError, WriteError};
use crate::talk::OpenTalkError;
use crate::{NewAttachment, Way, WayError};

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
    /// Store a message with what goes with it.
    Write {
        order: OrderId,
        text: String,
        attachment: NewAttachment,
        done: oneshot::Sender<Result<(), WriteError>>,
    },
    /// Say what is here of this name.
    Attachment(String, oneshot::Sender<Option<Vec<u8>>>),
    /// Keep what the hall showed, to be seen again.
    KeepAttachment(String, Vec<u8>, oneshot::Sender<()>),
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
    /// Open the line to talk, and say for which session.
    OpenTalk(oneshot::Sender<Result<TalkSession, OpenTalkError>>),
    /// Close it if it is open for this session, and say when that is done.
    CloseTalk(TalkSession, oneshot::Sender<()>),
    /// Take note of whether its sound goes through.
    TalkSounds(TalkSession, bool),
    /// Hold neither socket nor file until [`Command::Resume`], and say when all is closed.
    Suspend(oneshot::Sender<()>),
    /// Go on after [`Command::Suspend`].
    Resume(oneshot::Sender<()>),
    /// Stop, and say when all is closed.
    Shutdown(oneshot::Sender<()>),
}

impl Running {
    /// Does what is asked; shutting down is the loop's own.
    pub(super) async fn commanded(&mut self, command: Command) {
        match command {
            Command::Input(input, done) => {
                if input == Input::NetworkChanged {
                    self.networks.send_modify(|count| *count = count.wrapping_add(1));
                    self.send_anew();
                }
                if matches!(input, Input::Pushed | Input::SosPressed) {
                    // Neither may wait until the app is resumed.
                    self.resume().await;
                }
                let taken = self.input(input).await;
                self.let_go_if_suspended().await;
                done.map(|done| done.send(taken));
            }
            Command::Report {
                order,
                text,
                photo,
                done,
            } => {
                let reported = self.report(order, text, photo).await;
                self.let_go_if_suspended().await;
                let _ = done.send(reported);
            }
            Command::Write {
                order,
                text,
                attachment,
                done,
            } => {
                let written = self.write(order, text, attachment).await;
                self.let_go_if_suspended().await;
                let _ = done.send(written);
            }
            Command::Attachment(sha256, done) => {
                let here = self.attachment(sha256).await;
                self.let_go_if_suspended().await;
                let _ = done.send(here);
            }
            Command::KeepAttachment(sha256, bytes, done) => {
                self.keep_attachment(sha256, bytes).await;
                self.let_go_if_suspended().await;
                let _ = done.send(());
            }
            Command::Reach(by, done) => {
                let kept = self.reach(by).await;
                self.let_go_if_suspended().await;
                let _ = done.send(kept);
            }
            Command::Way(order, done) => {
                let known = self.way(order).await;
                self.let_go_if_suspended().await;
                let _ = done.send(known);
            }
            Command::WayTold(order, told, done) => {
                let way = self.way_told(order, told).await;
                self.let_go_if_suspended().await;
                let _ = done.send(way);
            }
            Command::GoLive(done) => self.go_live(done).await,
            Command::StopLive(session, done) => {
                self.stop_live(session).await;
                let _ = done.send(());
            }
            Command::OpenTalk(done) => self.open_talk(done).await,
            Command::CloseTalk(session, done) => {
                self.close_talk(session).await;
                let _ = done.send(());
            }
            Command::TalkSounds(session, sounds) => self.talk_sounds(session, sounds).await,
            Command::Suspend(done) => {
                self.suspend().await;
                let _ = done.send(());
            }
            Command::Resume(done) => {
                self.resume().await;
                let _ = done.send(());
            }
            Command::Shutdown(done) => drop(done),
        }
    }
}
