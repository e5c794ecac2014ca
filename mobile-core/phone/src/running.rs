//! The loop of a phone: wait, hand in what happened, do what follows.
//!
//! It owns everything and nothing shares it. What to do is decided in `field-unit`; here is only
//! how: the store before the socket, in the sequence given.

use std::sync::Arc;
use std::time::Duration;

use field_unit::{FieldUnit, Input, Output};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::door::Door;
use crate::feed::Feed;
use crate::phone::TapError;
use crate::saving::{News, Saving, TRY_AGAIN};
use crate::socket::{Heard, Socket};
use crate::{Notice, Snapshot, boot_time};

/// The runtime's timers stand still while the phone sleeps, so they are looked after this often.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);

mod camera;
mod command;
mod leading;
mod sending;
mod starting;
mod suspending;
mod talking;
mod telling_ways;
mod writing;

pub(crate) use camera::CameraSession;
pub(crate) use command::Command;
pub(crate) use leading::WayKnown;
use leading::Ways;
use sending::Sent;
pub(crate) use starting::start;
pub(crate) use talking::TalkSession;
pub(crate) use telling_ways::Reach;
use telling_ways::{Telling, WaysTold};

struct Running {
    unit: FieldUnit,
    door: Arc<Door>,
    notices: Arc<Feed<Notice>>,
    snapshot: watch::Sender<Arc<Snapshot>>,
    networks: watch::Sender<u64>,
    saving: Saving,
    save_at: Option<Instant>,
    socket: Option<Socket>,
    /// The photo or sound note that is on its way to the hall.
    sending: Option<JoinHandle<Sent>>,
    send_at: Instant,
    send_failures: u32,
    telling: Telling,
    ways: Ways,
    /// The latest time that the camera was on.
    camera: CameraSession,
    /// Whether somebody films for it: a call for help switches the camera on before anybody does.
    filming: bool,
    /// The latest time that the line to talk was open.
    talk: TalkSession,
    suspended: bool,
}

/// What the loop waits for.
enum Woken {
    Commanded(Option<Command>),
    Heard(Heard),
    Sent(Option<Sent>),
    WaysTold(Option<WaysTold>),
    TimePassed,
}

impl Running {
    async fn run(mut self, mut queue: mpsc::Receiver<Command>) {
        self.carry_out().await;
        let done = loop {
            match self.wait(&mut queue).await {
                Woken::Commanded(Some(Command::Shutdown(done))) => break Some(done),
                Woken::Commanded(Some(command)) => self.commanded(command).await,
                Woken::Commanded(None) => break None,
                Woken::Heard(heard) => self.heard(heard).await,
                Woken::Sent(sent) => self.sent(sent).await,
                Woken::WaysTold(told) => self.ways_told(told).await,
                Woken::TimePassed => self.time_passed().await,
            }
        };
        queue.close();
        if let Some(socket) = self.socket.take() {
            socket.close().await;
        }
        self.stop_sending();
        self.telling.stop();
        self.saving.close().await;
        done.map(|done| done.send(()));
    }

    async fn wait(&mut self, queue: &mut mpsc::Receiver<Command>) -> Woken {
        if self.suspended {
            return Woken::Commanded(queue.recv().await);
        }
        let until = self.next_moment();
        let heard = async {
            match &mut self.socket {
                Some(socket) => socket.hear().await,
                None => std::future::pending().await,
            }
        };
        let sent = async {
            match &mut self.sending {
                Some(sending) => sending.await.ok(),
                None => std::future::pending().await,
            }
        };
        let told = self.telling.done();
        tokio::select! {
            command = queue.recv() => Woken::Commanded(command),
            heard = heard => Woken::Heard(heard),
            sent = sent => Woken::Sent(sent),
            told = told => Woken::WaysTold(told),
            () = sleep_until(until) => Woken::TimePassed,
        }
    }

    fn next_moment(&self) -> Instant {
        let (now, phone_now) = (Instant::now(), boot_time::phone_time());
        let decides = self.unit.poll_timeout().map(|at| now + at.since(phone_now));
        let sending = (self.sending.is_none() && self.unit.is_online()).then_some(self.send_at);
        let ways = self.ways_at();
        let wakes = [decides, self.save_at, sending, ways].into_iter().flatten();
        wakes.chain([now + LONGEST_SLEEP]).min().unwrap_or(now)
    }

    /// Hands something in and does what follows; whether an officer's deed was taken and stored.
    async fn input(&mut self, input: Input) -> Result<(), TapError> {
        self.unit.handle_input(boot_time::phone_time(), input);
        let refusal = self.carry_out().await;
        match refusal {
            Some(refusal) => Err(refusal),
            None if self.saving.is_failing() => Err(TapError::NotStored),
            None => Ok(()),
        }
    }

    async fn heard(&mut self, heard: Heard) {
        let input = match heard {
            Heard::Connected => {
                self.telling.connected();
                self.send_at = Instant::now();
                Input::Connected
            }
            Heard::Message(message) => Input::MessageReceived(message),
            Heard::Ended(why) => {
                self.socket = None;
                Input::Disconnected(why)
            }
        };
        let _ = self.input(input).await;
    }

    async fn time_passed(&mut self) {
        if self
            .unit
            .poll_timeout()
            .is_some_and(|at| at <= boot_time::phone_time())
        {
            let _ = self.input(Input::Timeout).await;
        }
        if self.save_at.is_some_and(|at| at <= Instant::now()) {
            self.save().await;
        }
        if self.sending.is_none() && self.unit.is_online() && self.send_at <= Instant::now() {
            self.send().await;
        }
        if self.ways_at().is_some_and(|at| at <= Instant::now()) {
            self.tell_ways();
        }
    }

    /// Does everything the machine asks for, and shows what it knows; what it refused, if anything.
    async fn carry_out(&mut self) -> Option<TapError> {
        let mut told = Vec::new();
        let mut lost = false;
        while let Some(output) = self.unit.poll_output() {
            match output {
                Output::Connect => self.socket = Some(Socket::call(Arc::clone(&self.door))),
                Output::Disconnect => self.socket = None,
                Output::Send(message) => {
                    self.save().await;
                    lost |= self.socket.as_ref().is_some_and(|socket| !socket.send(message));
                }
                Output::Store(change) => self.saving.add(change),
                Output::Notify(notice) => told.push(notice),
            }
        }
        self.save().await;
        self.filming &= self.unit.is_live();
        let camera = self.unit.is_live().then_some(self.camera);
        let talk = self.unit.talk().is_open().then_some(self.talk);
        self.snapshot
            .send_replace(Arc::new(Snapshot::of(&self.unit, camera, talk)));
        let refusal = told.iter().find_map(TapError::of);
        for notice in told {
            self.notices.tell(Notice::Unit(notice));
        }
        if lost {
            self.socket = None;
            let why = field_unit::Disconnection::Lost;
            self.unit
                .handle_input(boot_time::phone_time(), Input::Disconnected(why));
            Box::pin(self.carry_out()).await;
        }
        refusal
    }

    async fn save(&mut self) {
        let news = self.saving.save().await;
        self.saved(news);
    }

    /// Tells how saving went.
    fn saved(&mut self, news: Option<News>) {
        match news {
            Some(News::Failing(reason)) => {
                tracing::error!(reason, "the phone's disk takes nothing more");
                self.notices.tell(Notice::StoreFailing { reason });
            }
            Some(News::Recovered) => self.notices.tell(Notice::StoreRecovered),
            None => {}
        }
        self.save_at = self.saving.is_failing().then(|| Instant::now() + TRY_AGAIN);
    }
}
