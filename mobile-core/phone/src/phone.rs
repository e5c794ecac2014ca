//! The handle of a running phone.

use std::sync::Arc;

use domain::order::DeclineReason;
use domain::reachability::Permissions;
use domain::{CommandId, OrderId, Timestamp};
use field_unit::{Input, Measurement, ShownOrder};
use tokio::sync::{mpsc, oneshot, watch};

use crate::door::{Door, keep_signed_in};
use crate::feed::{Feed, Listener};
use crate::live::{GoLiveError, Live, LiveConfig};
use crate::running::{self, Command};
use crate::{NotAProxy, Notice, PhoneConfig, PhoneError, Snapshot, boot_time};

mod reaching;
mod suspending;
mod talking;
mod way;
mod writing;

pub use self::reaching::ReachError;
pub use self::way::{Way, WayError};
pub use self::writing::{AttachmentError, ReportError, WriteError};

/// A running phone. Cheap to clone; it stops when the last clone is dropped, or on [`Phone::shutdown`].
#[derive(Clone)]
pub struct Phone {
    commands: mpsc::Sender<Command>,
    snapshot: watch::Receiver<Arc<Snapshot>>,
    notices: Arc<Feed<Notice>>,
    networks: watch::Receiver<u64>,
    door: Arc<Door>,
    /// Whether the camera's connection carries the line to talk.
    camera_talks: watch::Sender<bool>,
}

/// The phone was shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the phone was shut down")]
pub struct Stopped;

/// Why no proxy is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// The phone was shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// Its address is none.
    #[error(transparent)]
    NotAnAddress(#[from] NotAProxy),
}

/// Why what an officer did is not taken, or not safe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TapError {
    /// The phone was shut down.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// It cannot be.
    #[error("{message}")]
    Refused {
        /// The stable name of the reason.
        code: String,
        /// The reason in English.
        message: String,
    },
    /// The outbox is full of things that may not be lost.
    #[error("too many things wait for the net")]
    OutboxFull,
    /// The disk does not take it; it is held in memory and tried again, and lost if the app ends before.
    #[error("the phone's disk takes nothing more")]
    NotStored,
}

impl TapError {
    /// What a notice says against a tap that brought it about.
    pub(crate) fn of(notice: &field_unit::Notice) -> Option<Self> {
        match notice {
            field_unit::Notice::Refused { code, message, .. } => Some(Self::Refused {
                code: code.clone(),
                message: message.clone(),
            }),
            field_unit::Notice::OutboxFull => Some(Self::OutboxFull),
            _ => None,
        }
    }
}

impl Phone {
    /// Starts a phone on the running tokio runtime; the net may be away.
    pub fn start(config: PhoneConfig) -> Result<Self, PhoneError> {
        let door = Arc::new(Door::new(&config)?);
        let notices = Arc::new(Feed::new());
        let enrolled = config.enrolled.is_some();
        let (commands, snapshot, networks) = running::start(config, Arc::clone(&door), Arc::clone(&notices))?;
        if enrolled {
            tokio::spawn(keep_signed_in(Arc::downgrade(&door)));
        }
        Ok(Self {
            commands,
            snapshot,
            notices,
            networks,
            door,
            camera_talks: watch::Sender::new(false),
        })
    }

    /// Hands in a position; off duty, or when it tells nothing new, nothing comes of it.
    ///
    /// It never waits: a phone too busy to take a position in passes it over.
    pub fn fix(&self, measured: Measurement) {
        let _ = self
            .commands
            .try_send(Command::Input(Input::FixMeasured(measured), None));
    }

    /// The officer says yes. Done when it is stored; what the hall says comes as a notice.
    pub async fn accept(&self, order: OrderId) -> Result<(), TapError> {
        self.input(Input::AcceptTapped { order }).await
    }

    /// The officer says no. Done when it is stored.
    pub async fn decline(&self, order: OrderId, reason: DeclineReason) -> Result<(), TapError> {
        self.input(Input::DeclineTapped { order, reason }).await
    }

    /// The officer sets off. Done when it is stored.
    pub async fn set_off(&self, order: OrderId) -> Result<(), TapError> {
        self.input(Input::SetOffTapped { order }).await
    }

    /// The officer says to be at the place, whatever the receiver makes of it. Done when it is stored.
    pub async fn arrived(&self, order: OrderId) -> Result<(), TapError> {
        self.input(Input::ArrivedTapped { order }).await
    }

    /// The officer ticks an item of an order's checklist, or takes the tick back. Done when it is stored.
    pub async fn check_item(&self, order: OrderId, item: String, done: bool) -> Result<(), TapError> {
        self.input(Input::ItemTapped { order, item, done }).await
    }

    /// The officer has read messages; what is read already is passed over. Done when it is stored.
    pub async fn read_messages(&self, order: OrderId, messages: Vec<CommandId>) -> Result<(), TapError> {
        self.input(Input::MessagesRead { order, messages }).await
    }

    /// The officer goes on duty. Done when it is stored.
    pub async fn go_on_duty(&self) -> Result<(), TapError> {
        self.input(Input::DutyTapped { on_duty: true }).await
    }

    /// The officer goes off duty: no position leaves, the camera goes off. Done when it is stored.
    pub async fn go_off_duty(&self) -> Result<(), TapError> {
        self.input(Input::DutyTapped { on_duty: false }).await
    }

    /// The officer will not switch the camera on that the hall asks for; [`Self::go_live`] is the yes.
    pub async fn decline_camera(&self) -> Result<(), Stopped> {
        self.wake(Input::CameraDeclined).await
    }

    /// The app may do this from now on: the hall hears of it when it asks. To be told at the start too.
    pub async fn permissions_changed(&self, permissions: Permissions) -> Result<(), Stopped> {
        self.wake(Input::PermissionsChanged(permissions)).await
    }

    /// The officer is in danger and calls for help: the unit is on duty and the camera is to be on, so [`Self::go_live`]
    /// is to follow at once. Done when it is stored.
    pub async fn call_for_help(&self) -> Result<(), TapError> {
        self.input(Input::SosPressed).await
    }

    /// The phone changed networks or found one: the hall is called anew at once.
    pub async fn network_changed(&self) -> Result<(), Stopped> {
        self.wake(Input::NetworkChanged).await
    }

    /// The phone is on a network with this proxy from now on, or on one without: what is said to the hall goes that way. The hall is
    /// called anew at once if that is another way than before.
    pub async fn proxy_changed(&self, proxy: Option<&str>) -> Result<(), ProxyError> {
        let is_other = self.door.go_through(proxy)?;
        if is_other {
            self.network_changed().await?;
        }
        Ok(())
    }

    /// The officer wants this phone to have the word again, after another phone of the unit took it.
    pub async fn take_over(&self) -> Result<(), Stopped> {
        self.wake(Input::TakeOverTapped).await
    }

    /// The unit's open orders, with what the officer did folded in, oldest first.
    pub fn orders(&self) -> Vec<ShownOrder> {
        self.snapshot.borrow().orders.clone()
    }

    /// What the phone knows.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.borrow())
    }

    /// Waits until what the phone knows is as wished.
    pub async fn until(&self, wished: impl FnMut(&Arc<Snapshot>) -> bool) -> Result<Arc<Snapshot>, Stopped> {
        let mut snapshot = self.snapshot.clone();
        let known = snapshot.wait_for(wished).await.map_err(|_| Stopped)?;
        Ok(Arc::clone(&known))
    }

    /// Listens to notices; the first listener hears all from the start.
    pub fn notices(&self) -> Listener<Notice> {
        self.notices.listen(|count| Notice::Missed { count })
    }

    /// The hall's clock, with its error in milliseconds.
    pub fn hall_time(&self) -> (Timestamp, u32) {
        self.snapshot.borrow().clock.hall_time(boot_time::phone_time())
    }

    /// Switches the camera on: what is handed to [`Live`] goes to the hall until it is stopped.
    pub async fn go_live(&self, config: LiveConfig) -> Result<Live, GoLiveError> {
        let unit = self
            .snapshot
            .borrow()
            .unit
            .as_ref()
            .map(|unit| unit.id)
            .ok_or(GoLiveError::UnitUnknown)?;
        let flows = if config.sound && config.hears {
            self.camera_talks.clone()
        } else {
            watch::Sender::new(false)
        };
        Live::start(
            unit,
            config,
            Arc::clone(&self.door),
            self.snapshot.clone(),
            self.networks.clone(),
            self.commands.clone(),
            flows,
        )
        .await
    }

    /// Stops everything and closes the file; done when that is done.
    pub async fn shutdown(&self) {
        let _ = self.answered(Command::Shutdown).await;
    }

    /// Has an enrolled phone's session last anew; whether it does. It is done every hour anyway, while the app runs:
    /// this is for one that is woken seldom.
    pub async fn renew_session(&self) -> bool {
        self.door.renew().await.unwrap_or(false)
    }

    /// Stops everything and signs off; whether the hall knows of it. What waits to be told stays on the disk.
    pub async fn sign_off(&self) -> bool {
        self.shutdown().await;
        self.door.sign_off().await.is_ok()
    }

    /// Hands in what is nothing to be stored.
    async fn wake(&self, input: Input) -> Result<(), Stopped> {
        match self.input(input).await {
            Err(TapError::Stopped(stopped)) => Err(stopped),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// What the loop answers.
    pub(crate) async fn answered<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<T>) -> Command,
    ) -> Result<T, Stopped> {
        let (done, answer) = oneshot::channel();
        self.commands.send(command(done)).await.map_err(|_| Stopped)?;
        answer.await.map_err(|_| Stopped)
    }

    pub(crate) async fn input(&self, input: Input) -> Result<(), TapError> {
        self.answered(|done| Command::Input(input, Some(done))).await?
    }
}

#[cfg(test)]
mod tests;
