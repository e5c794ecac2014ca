//! The thread of a media loop.
//!
//! Sleeps in one place, for three things: the ports, the waker, the shard's next deadline. Everything is taken in
//! batches, so that no flood, of datagrams, of commands or of what other shards say, starves the others.

mod acting;
mod obeying;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use mio::net::TcpListener;
use mio::{Events, Poll, Token};
use sfu::{Input, PeerAddress, PeerId, Sfu};

use super::door::{AmendmentReply, Command, Reply};
use super::egress::Egress;
use super::events::Outbox;
use super::intake::Intake;
use super::neighbours::{Neighbours, Words};
use super::port::Port;
use super::taps::Taps;
use super::tcp::Connections;

/// What a command wakes the thread with.
pub(super) const WAKER: Token = Token(0);
/// What the port wakes it with: media, feedback.
pub(super) const PORT: [Token; 2] = [MEDIA, FEEDBACK];
const MEDIA: Token = Token(1);
const FEEDBACK: Token = Token(2);
/// The listener's; connections have those after it.
const LISTENER: Token = Token(3);
/// Events taken out of a poll at a time.
const EVENTS: usize = 64;

/// How often datagrams are taken in before anything else gets its turn.
const INTAKES_AT_ONCE: u32 = 16;
/// How long the rest of a picture is waited for, if nothing else is there to do: about as long as a camera takes to hand a
/// picture's packets to the network.
const REST_OF_A_PICTURE: Duration = Duration::from_micros(30);
/// How often.
const WAITS_FOR_THE_REST: u32 = 2;
/// Connections that frames are taken from before anything else gets its turn.
const CONNECTIONS_AT_ONCE: usize = 16;
/// Commands taken in before anything else gets its turn.
const COMMANDS_AT_ONCE: usize = 64;
/// What other shards say taken in before anything else gets its turn.
const WORDS_AT_ONCE: usize = 256;
/// The longest sleep, after which a thread that lost its door notices.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// The longest sleep while the hall is slow to take events.
const BACKLOG_SLEEP: Duration = Duration::from_millis(20);

/// Whom the thread listens to and talks to, besides its port.
#[derive(Debug)]
pub(super) struct Mailboxes {
    /// The door's commands.
    pub(super) inbox: Receiver<Command>,
    /// What other shards say.
    pub(super) words: Words,
    /// The other shards.
    pub(super) neighbours: Neighbours,
    /// The hall.
    pub(super) outbox: Outbox,
    /// Where the door reads how many peers there are.
    pub(super) peers: Arc<AtomicUsize>,
}

/// Everything the thread owns.
#[derive(Debug)]
pub(super) struct ShardThread {
    poll: Poll,
    port: Port,
    sfu: Sfu,
    mailboxes: Mailboxes,
    replies: BTreeMap<PeerId, Reply>,
    amending: Option<AmendmentReply>,
    peers: BTreeSet<PeerId>,
    more_waits: bool,
    stopping: bool,
    egress: Egress,
    tcp: Connections,
    taps: Taps,
}

impl ShardThread {
    /// Makes ready to run.
    pub(super) fn new(
        poll: Poll,
        port: Port,
        listener: TcpListener,
        sfu: Sfu,
        mailboxes: Mailboxes,
    ) -> std::io::Result<Self> {
        let tcp = Connections::new(listener, poll.registry().try_clone()?, LISTENER)?;
        Ok(Self {
            poll,
            port,
            sfu,
            mailboxes,
            replies: BTreeMap::new(),
            amending: None,
            peers: BTreeSet::new(),
            more_waits: false,
            stopping: false,
            egress: Egress::new(),
            tcp,
            taps: Taps::default(),
        })
    }

    /// Runs until it is told to stop, or its door is gone.
    pub(super) fn run(mut self) {
        let mut events = Events::with_capacity(EVENTS);
        let mut intake = Intake::new();
        while !self.stopping {
            match self.poll.poll(&mut events, Some(self.sleep())) {
                Ok(()) => self.note(&events),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    tracing::error!(%error, "the media loop cannot wait for its port");
                    break;
                }
            }
            self.more_waits = false;
            self.take_commands();
            self.take_words();
            if self.port.media_waits() {
                self.take_media(&mut intake);
            }
            self.take_feedback(&mut intake);
            self.take_frames();
            let now = Instant::now();
            self.tcp.look_after(now);
            if self.sfu.poll_timeout().is_some_and(|at| at <= now) {
                self.give(now, Input::Timeout);
            }
            self.mailboxes.outbox.flush();
        }
        self.send_everybody_away();
        tracing::info!("media loop stopped");
    }

    fn note(&mut self, events: &Events) {
        for event in events {
            match event.token() {
                WAKER => {}
                MEDIA => self.port.note_media(),
                FEEDBACK => self.port.note_feedback(),
                _ => self.tcp.note(event),
            }
        }
    }

    fn sleep(&self) -> Duration {
        if self.port.is_waiting() || self.more_waits || self.tcp.is_waiting() {
            return Duration::ZERO;
        }
        let longest = if self.mailboxes.outbox.is_waiting() {
            BACKLOG_SLEEP
        } else {
            LONGEST_SLEEP
        };
        let due = self
            .sfu
            .poll_timeout()
            .into_iter()
            .chain(self.port.wake_at())
            .min();
        let due = due.map(|at| at.saturating_duration_since(Instant::now()));
        due.map_or(longest, |due| due.min(longest))
    }

    fn take_commands(&mut self) {
        for _ in 0..COMMANDS_AT_ONCE {
            match self.mailboxes.inbox.try_recv() {
                Ok(command) => self.obey(command),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.stopping = true;
                    return;
                }
            }
        }
        self.more_waits = true;
    }

    /// Takes in what other shards say, all of it before any of it is forwarded.
    fn take_words(&mut self) {
        for taken in 0..=WORDS_AT_ONCE {
            let Ok((from, crossing)) = self.mailboxes.words.try_recv() else {
                if taken > 0 {
                    self.carry_out();
                }
                return;
            };
            let crossing = &crossing;
            self.sfu
                .handle_input(Instant::now(), Input::Crossed { from, crossing });
        }
        self.carry_out();
        self.more_waits = true;
    }

    /// Takes media until there is none, or others need a turn; the poll only tells of what is new.
    fn take_media(&mut self, intake: &mut Intake) {
        let mut waited = 0;
        for _ in 0..INTAKES_AT_ONCE {
            let more = self.port.take_media(intake);
            self.give_all(intake);
            if more {
                self.carry_out();
            } else if waited < WAITS_FOR_THE_REST && self.sfu.is_picture_arriving() {
                waited += 1;
                std::thread::sleep(REST_OF_A_PICTURE);
            } else {
                break;
            }
        }
        self.carry_out();
    }

    /// Takes feedback likewise.
    fn take_feedback(&mut self, intake: &mut Intake) {
        for _ in 0..INTAKES_AT_ONCE {
            let more = self.port.take_feedback(Instant::now(), intake);
            self.give_all(intake);
            if !more {
                break;
            }
        }
        self.carry_out();
    }

    fn give_all(&mut self, intake: &Intake) {
        let now = Instant::now();
        for (from, bytes) in intake.datagrams() {
            let from = PeerAddress::udp(from);
            self.sfu.handle_input(now, Input::Datagram { from, bytes });
        }
    }

    /// Takes what came over TCP, from one connection after the other.
    fn take_frames(&mut self) {
        for _ in 0..CONNECTIONS_AT_ONCE {
            if !self.tcp.is_readable() {
                break;
            }
            let Self { tcp, sfu, .. } = self;
            tcp.take_some(|from, bytes| {
                let from = PeerAddress::tcp(from);
                sfu.handle_input(Instant::now(), Input::Datagram { from, bytes });
            });
            self.carry_out();
        }
        self.tcp.flush();
    }

    fn give(&mut self, now: Instant, input: Input<'_>) {
        self.sfu.handle_input(now, input);
        self.carry_out();
    }

    /// Does all that the shard has to say.
    fn carry_out(&mut self) {
        while let Some(output) = self.sfu.poll_output() {
            if let Some(peer) = self.act(output) {
                self.sfu.handle_input(Instant::now(), Input::Left { peer });
            }
        }
        self.egress.flush(&self.port);
        self.tcp.flush();
        self.mailboxes.neighbours.wake();
        self.mailboxes.peers.store(self.peers.len(), Ordering::Relaxed);
    }

    fn send_everybody_away(&mut self) {
        let now = Instant::now();
        for peer in std::mem::take(&mut self.peers) {
            self.give(now, Input::Left { peer });
        }
        self.mailboxes.outbox.flush();
    }
}
