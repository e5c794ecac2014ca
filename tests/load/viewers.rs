//! The viewers' thread: it serves all of them, and counts what each received.
//!
//! One thread for all, so that thousands cost little. What each one sees is `viewer`'s.

pub(crate) mod router;
mod viewer;

use std::collections::{BTreeMap, BTreeSet};
use std::os::fd::AsRawFd as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use nix::sys::socket::{setsockopt, sockopt};
use tokio::sync::oneshot;

use self::router::RouterSpec;
use self::viewer::Viewer;
pub(crate) use self::viewer::{Arrival, Seen};
use crate::client::Client;

const EVENTS: usize = 1_024;
/// The longest sleep, after which commands and timers are looked at.
const SLEEP: Duration = Duration::from_millis(2);

enum Command {
    Add(Box<Newcomer>),
    Forget(usize),
    Measure,
    Stop,
}

struct Newcomer {
    number: usize,
    client: Client,
    joined_at: Instant,
    told: Option<oneshot::Sender<Joined>>,
}

/// How far a viewer has come when its being let in is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Joined;

/// The running thread.
pub(crate) struct Viewers {
    commands: Sender<Command>,
    next: AtomicUsize,
    thread: JoinHandle<anyhow::Result<Vec<Seen>>>,
}

impl Viewers {
    /// Starts it; each viewer is behind such a router, if any.
    pub(crate) fn start(router: Option<RouterSpec>) -> Self {
        let (commands, inbox) = channel();
        let thread = std::thread::spawn(move || serve(&inbox, router));
        Self {
            commands,
            next: AtomicUsize::new(0),
            thread,
        }
    }

    /// Adds a viewer that began to join at a time; returns its number.
    pub(crate) fn add(&self, client: Client, joined_at: Instant) -> usize {
        self.send(client, joined_at, None)
    }

    /// Adds a viewer, and lets it be told when its first media come; returns its number.
    pub(crate) fn add_told(&self, client: Client, joined_at: Instant) -> (usize, oneshot::Receiver<Joined>) {
        let (told, joined) = oneshot::channel();
        (self.send(client, joined_at, Some(told)), joined)
    }

    /// Drops a viewer without a word.
    pub(crate) fn forget(&self, number: usize) {
        let _ = self.commands.send(Command::Forget(number));
    }

    /// Counts from here on.
    pub(crate) fn measure(&self) {
        let _ = self.commands.send(Command::Measure);
    }

    /// Stops it; returns what each viewer saw that was not forgotten.
    pub(crate) fn stop(self) -> anyhow::Result<Vec<Seen>> {
        let _ = self.commands.send(Command::Stop);
        self.thread
            .join()
            .map_err(|_| anyhow::anyhow!("the viewers' thread panicked"))?
    }

    fn send(&self, client: Client, joined_at: Instant, told: Option<oneshot::Sender<Joined>>) -> usize {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let newcomer = Newcomer {
            number,
            client,
            joined_at,
            told,
        };
        // A thread that has ended tells why when it is stopped.
        let _ = self.commands.send(Command::Add(Box::new(newcomer)));
        number
    }
}

fn serve(inbox: &Receiver<Command>, router: Option<RouterSpec>) -> anyhow::Result<Vec<Seen>> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(EVENTS);
    let mut viewers: BTreeMap<usize, Viewer> = BTreeMap::new();
    let mut unread: BTreeSet<usize> = BTreeSet::new();
    loop {
        let sleep = if unread.is_empty() { SLEEP } else { Duration::ZERO };
        match poll.poll(&mut events, Some(sleep)) {
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => return Err(error.into()),
            _ => unread.extend(events.iter().map(|event| event.token().0)),
        }
        for command in inbox.try_iter() {
            match command {
                Command::Add(newcomer) => {
                    let Newcomer {
                        number,
                        client,
                        joined_at,
                        told,
                    } = *newcomer;
                    setsockopt(&client.socket, sockopt::ReceiveTimestampns, &true)?;
                    poll.registry().register(
                        &mut SourceFd(&client.socket.as_raw_fd()),
                        Token(number),
                        Interest::READABLE,
                    )?;
                    unread.insert(number);
                    viewers.insert(number, Viewer::new(client, joined_at, told, router));
                }
                Command::Forget(number) => {
                    viewers.remove(&number);
                }
                Command::Measure => viewers.values_mut().for_each(Viewer::measure),
                Command::Stop => return Ok(viewers.into_values().map(Viewer::leave).collect()),
            }
        }
        for number in std::mem::take(&mut unread) {
            if viewers.get_mut(&number).is_some_and(Viewer::read) {
                unread.insert(number);
            }
        }
        let now = Instant::now();
        for viewer in viewers.values_mut().filter(|viewer| viewer.wake_at() <= now) {
            viewer.wake(now);
        }
    }
}
