//! A phone with its disk, a hall, and a net between them that can be cut, all in one struct.

use std::collections::VecDeque;
use std::time::Duration;

use domain::{CommandId, Timestamp};
use protocol::{Entry, ToHall, ToUnit};

use super::disk::Disk;
use super::pretend_hall::PretendHall;
use super::spent::Spent;
use crate::{Change, Disconnection, FieldUnit, Input, Notice, Output, PhoneTime, Restored};

/// How far the phone's wall clock is behind the hall's at first.
const WALL_CLOCK_BEHIND_MS: i64 = 180_000;
const HALL_STARTED_MS: i64 = 1_790_000_000_000;

pub(super) struct World {
    pub(super) now: PhoneTime,
    pub(super) phone: FieldUnit,
    pub(super) hall: PretendHall,
    pub(super) notices: Vec<Notice>,
    /// Every entry ever made that was not thinned out, in sequence.
    pub(super) made: Vec<CommandId>,
    pub(super) disk: Disk,
    /// Whether the net carries anything.
    pub(super) net: bool,
    /// How long a message travels one way.
    pub(super) latency: Duration,
    pub(super) calls: usize,
    pub(super) transcript: Vec<String>,
    pub(super) spent: Spent,
    socket: Option<Socket>,
    restarts: u64,
    /// What the hall's clock showed when the phone's own began.
    booted_ms: i64,
    /// How far the phone's wall clock is behind the hall's.
    behind_ms: i64,
}

struct Socket {
    /// When it opens, if it ever does.
    opened_at: Option<PhoneTime>,
    open: bool,
    to_hall: VecDeque<(PhoneTime, ToHall)>,
    to_unit: VecDeque<(PhoneTime, ToUnit)>,
}

impl World {
    pub(super) fn new() -> Self {
        let now = PhoneTime::from_millis(50_000);
        let mut world = Self {
            now,
            phone: start(
                now,
                wall_clock(now, HALL_STARTED_MS, WALL_CLOCK_BEHIND_MS),
                1,
                &Disk::default(),
            ),
            hall: PretendHall::new(),
            notices: Vec::new(),
            made: Vec::new(),
            disk: Disk::default(),
            net: true,
            latency: Duration::from_millis(40),
            calls: 0,
            transcript: Vec::new(),
            spent: Spent::default(),
            socket: None,
            restarts: 0,
            booted_ms: HALL_STARTED_MS,
            behind_ms: WALL_CLOCK_BEHIND_MS,
        };
        world.drain();
        world
    }

    /// A world whose phone is online and on duty.
    pub(super) fn on_duty() -> Self {
        let mut world = Self::new();
        world.run(Duration::from_secs(1));
        world.input(Input::DutyTapped { on_duty: true });
        world.run(Duration::from_secs(1));
        assert!(world.phone.is_online() && world.hall.on_duty);
        world.notices.clear();
        world.transcript.clear();
        world
    }

    pub(super) fn input(&mut self, input: Input) {
        self.spent.awake(self.now);
        self.phone.handle_input(self.now, input);
        self.drain();
    }

    /// Lets time pass, with everything that falls due in it.
    pub(super) fn run(&mut self, time: Duration) {
        let end = self.now.after(time);
        while let Some(next) = self.next_moment().filter(|next| *next <= end) {
            self.now = self.now.max(next);
            self.step();
        }
        self.now = end;
    }

    /// The net breaks: what is under way is lost, though the hall may have heard some of it.
    pub(super) fn cut(&mut self) {
        self.net = false;
        self.broken(Disconnection::Lost);
    }

    /// The socket breaks, or cannot be opened.
    pub(super) fn broken(&mut self, why: Disconnection) {
        if self.socket.take().is_some() {
            self.input(Input::Disconnected(why));
        }
    }

    pub(super) fn mend(&mut self) {
        self.net = true;
    }

    /// The app is killed and started: only the disk is left.
    pub(super) fn restart(&mut self) {
        self.restarts += 1;
        self.socket = None;
        let taken = &self.hall.taken;
        let mut lost = self.disk.lose_unsaved();
        lost.retain(|id| !taken.iter().any(|entry| entry.id == *id));
        self.made.retain(|id| !lost.contains(id));
        let wall_clock = wall_clock(self.now, self.booted_ms, self.behind_ms);
        self.phone = start(self.now, wall_clock, 1 + self.restarts, &self.disk);
        self.drain();
    }

    /// The phone is switched off and on: its own clock starts anew.
    pub(super) fn reboot(&mut self) {
        let booted = PhoneTime::from_millis(5_000);
        self.booted_ms += self.now.as_millis().cast_signed() - booted.as_millis().cast_signed();
        self.now = booted;
        self.disk.boot();
        self.restart();
    }

    /// Somebody sets the phone's wall clock.
    pub(super) const fn set_wall_clock(&mut self, behind_ms: i64) {
        self.behind_ms = behind_ms;
    }

    /// The phone sleeps: time passes, and nothing of the app runs until it is over.
    pub(super) fn sleep(&mut self, time: Duration) {
        self.now = self.now.after(time);
    }

    /// The hall tells the phone something, if it is connected.
    pub(super) fn say(&mut self, message: Option<ToUnit>) {
        let due = self.now.after(self.latency);
        if let (Some(socket), Some(message)) = (&mut self.socket, message)
            && socket.open
        {
            socket.to_unit.push_back((due, message));
        }
    }

    pub(super) fn hall_time(&self) -> Timestamp {
        Timestamp::from_millis(self.booted_ms + self.now.as_millis().cast_signed())
    }

    /// Runs until nothing waits any more.
    pub(super) fn settle(&mut self) {
        self.disk.fill(false);
        self.mend();
        for _ in 0..600 {
            self.run(Duration::from_secs(1));
            if self.phone.is_online() && self.phone.waiting() == 0 {
                self.run(Duration::from_secs(1));
                return;
            }
        }
        panic!("{} entries still wait", self.phone.waiting());
    }

    fn next_moment(&self) -> Option<PhoneTime> {
        let socket = self.socket.iter().flat_map(|socket| {
            let messages = [
                socket.to_hall.front().map(|m| m.0),
                socket.to_unit.front().map(|m| m.0),
            ];
            messages
                .into_iter()
                .chain([socket.opened_at.filter(|_| !socket.open)])
                .flatten()
        });
        socket.chain(self.phone.poll_timeout()).min()
    }

    fn step(&mut self) {
        let hall_time = self.hall_time();
        if let Some(socket) = &mut self.socket {
            if !socket.open && socket.opened_at.is_some_and(|at| at <= self.now) {
                socket.open = true;
                self.phone.handle_input(self.now, Input::Connected);
                return self.drain();
            }
            if let Some((_, message)) = socket.to_hall.pop_front_if(|m| m.0 <= self.now) {
                let due = self.now.after(self.latency);
                let said = self.hall.hear(hall_time, message);
                socket
                    .to_unit
                    .extend(said.into_iter().map(|message| (due, message)));
                return;
            }
            if let Some((_, message)) = socket.to_unit.pop_front_if(|m| m.0 <= self.now) {
                self.spent.heard(&message);
                return self.input(Input::MessageReceived(message));
            }
        }
        self.input(Input::Timeout);
    }

    fn drain(&mut self) {
        while let Some(output) = self.phone.poll_output() {
            self.transcript.push(brief(&output));
            match output {
                Output::Connect => {
                    assert!(self.socket.is_none(), "one socket at a time");
                    self.calls += 1;
                    let opened_at = self.net.then(|| self.now.after(self.latency));
                    self.socket = Some(Socket {
                        opened_at,
                        open: false,
                        to_hall: VecDeque::new(),
                        to_unit: VecDeque::new(),
                    });
                    if !self.net {
                        self.socket = None;
                        self.phone
                            .handle_input(self.now, Input::Disconnected(Disconnection::Lost));
                    }
                }
                Output::Disconnect => self.socket = None,
                Output::Send(message) => {
                    self.check_stored(&message);
                    self.spent.sent(&message);
                    let due = self.now.after(self.latency);
                    if let Some(socket) = &mut self.socket {
                        socket.to_hall.push_back((due, message));
                    }
                }
                Output::Store(change) => self.store(change),
                Output::Notify(notice) => self.notices.push(notice),
            }
        }
    }

    fn check_stored(&self, message: &ToHall) {
        if let ToHall::Submit { entries } = message {
            for entry in entries {
                assert!(self.disk.has(entry), "sent before it was stored: {entry:?}");
            }
        }
    }

    fn store(&mut self, change: Change) {
        match &change {
            Change::Add(entry) => self.made.push(entry.id),
            Change::Remove(ids) => {
                let answered = |id: &CommandId| self.hall.taken.iter().any(|entry| entry.id == *id);
                let thinned: Vec<_> = ids.iter().filter(|id| !answered(id)).copied().collect();
                let only_fixes = thinned.iter().all(|id| self.disk.is_fix(*id));
                assert!(only_fixes, "only fixes are ever given up");
                self.made.retain(|id| !thinned.contains(id));
            }
            _ => {}
        }
        self.disk.take(change);
    }
}

fn wall_clock(now: PhoneTime, booted_ms: i64, behind_ms: i64) -> Timestamp {
    Timestamp::from_millis(booted_ms - behind_ms + now.as_millis().cast_signed())
}

fn start(now: PhoneTime, wall_clock: Timestamp, seed: u64, disk: &Disk) -> FieldUnit {
    FieldUnit::new(
        seed,
        "test 1".to_owned(),
        Restored {
            now,
            wall_clock,
            entries: disk.entries.clone(),
            guessed: disk.guessed.clone(),
            memory: disk.memory.clone(),
            reading: disk.reading,
        },
    )
}

/// An output in one line, without ids.
fn brief(output: &Output) -> String {
    let told = |entry: &Entry| {
        let told = serde_json::to_value(&entry.told).unwrap();
        format!(
            "{} at {} ±{}",
            told["told"].as_str().unwrap(),
            entry.at,
            entry.at_error_ms
        )
    };
    match output {
        Output::Connect => "connect".to_owned(),
        Output::Disconnect => "disconnect".to_owned(),
        Output::Send(ToHall::Submit { entries }) => {
            format!(
                "send submit [{}]",
                entries.iter().map(told).collect::<Vec<_>>().join(", ")
            )
        }
        Output::Send(ToHall::AskTime { asked_at }) => format!("send ask_time {asked_at}"),
        Output::Send(message) => format!("send {message:?}"),
        Output::Store(Change::Add(entry)) => format!("store {}", told(entry)),
        Output::Store(Change::Guessed(..)) => "store that this is a guess".to_owned(),
        Output::Store(Change::KeepReading(_)) => "store what the hall's clock showed".to_owned(),
        Output::Store(Change::Replace(entry)) => format!("store anew {}", told(entry)),
        Output::Store(Change::Remove(ids)) => format!("store without {} entries", ids.len()),
        Output::Store(Change::Remember(memory)) => {
            format!(
                "store memory: on duty {}, {} orders",
                memory.on_duty,
                memory.orders.len()
            )
        }
        Output::Notify(Notice::OrderRang { .. }) => "notify: order rang".to_owned(),
        Output::Notify(Notice::OrderChanged { .. }) => "notify: order changed".to_owned(),
        Output::Notify(Notice::OrderWithdrawn { .. }) => "notify: order withdrawn".to_owned(),
        Output::Notify(Notice::OrderEnded { .. }) => "notify: order ended".to_owned(),
        Output::Notify(Notice::Refused {
            tap, code, message, ..
        }) => {
            format!("notify: {tap:?} refused, {code}: {message}")
        }
        Output::Notify(notice) => format!("notify: {notice:?}"),
    }
}
