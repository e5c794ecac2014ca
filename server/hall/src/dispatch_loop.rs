//! The loop that drives the dispatch machine.
//!
//! It owns the machine and the phones' lines; nothing shares them. Each turn takes in what waits,
//! commits what the machine recorded in one transaction, and only then tells anybody. If the commit
//! fails, nobody is told anything: the machine is folded anew from what the disk holds, and the loop
//! does nothing else until that has worked.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use dispatch::{Answered, Change, Dispatch, Input, NoticeWanted, Output, RequestId, Travel, UnitTold};
use domain::{Timestamp, UnitId};
use protocol::{ByeReason, ToUnit};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::clock;
use crate::desk::{AskFault, Letter, UnitLine};
use crate::feed::Feed;
use crate::health::Health;
use crate::promptness::{Promptness, Unmapped};
use crate::store::{Store, Write};

mod effects;
mod mapping;
mod noting;
mod recovering;

pub(crate) use self::mapping::{cells_id, map_view};
pub(crate) use self::recovering::restore;

/// Letters taken in before one commit.
const BATCH: usize = 256;

/// How often it is kept what the promise map remembers.
const MAP_KEPT_EVERY: Duration = Duration::from_mins(1);

/// Records after which a new snapshot is worth its while.
const SNAPSHOT_EVERY: usize = 2_000;

pub(crate) struct DispatchLoop {
    dispatch: Dispatch,
    store: Store,
    feed: Feed,
    health: Health,
    letters: mpsc::Receiver<Letter>,
    /// Where notices to officers go.
    notices: mpsc::Sender<NoticeWanted>,
    /// The ways that a restored machine is to know as well.
    travel: Travel,
    suggested: mapping::Suggested,
    unmapped: Unmapped,
    lines: HashMap<UnitId, UnitLine>,
    /// Where officers call the hall.
    telephone: Option<String>,
    asked: BTreeMap<RequestId, oneshot::Sender<Result<Answered, AskFault>>>,
    next_request: RequestId,
    /// Who waits to hear that what they told of a notice is on record.
    noted: Vec<noting::Waiting>,
    /// Whether the machine has outputs that wait for a turn.
    unfinished: bool,
    records_since_snapshot: usize,
    map_kept_at: Timestamp,
    /// What is on its way to the disk of what the promise map remembers.
    map_keeping: Option<JoinHandle<()>>,
    last: Timestamp,
}

impl DispatchLoop {
    pub(crate) fn new(
        dispatch: Dispatch,
        store: Store,
        feed: Feed,
        health: Health,
        letters: mpsc::Receiver<Letter>,
        notices: mpsc::Sender<NoticeWanted>,
        promptness: Promptness,
    ) -> Self {
        let now = clock::now();
        Self {
            dispatch,
            store,
            feed,
            health,
            letters,
            notices,
            travel: Travel::default(),
            suggested: mapping::Suggested::default(),
            unmapped: Unmapped::new(promptness),
            lines: HashMap::new(),
            telephone: None,
            asked: BTreeMap::new(),
            next_request: 0,
            noted: Vec::new(),
            unfinished: false,
            records_since_snapshot: 0,
            map_kept_at: now,
            map_keeping: None,
            last: now,
        }
    }

    /// The same, that tells phones where officers call the hall.
    pub(crate) fn with_telephone(self, telephone: Option<String>) -> Self {
        Self { telephone, ..self }
    }

    /// Runs until every [`crate::desk::Desk`] is gone, then writes a snapshot.
    pub(crate) async fn run(mut self) {
        while self.step().await {}
        self.snapshot().await;
        self.map_is_kept().await;
        self.keep_map();
        self.map_is_kept().await;
    }

    /// Waits for something to happen and takes its turn; whether anybody can bring letters still.
    async fn step(&mut self) -> bool {
        let wake = match self.dispatch.poll_timeout() {
            _ if self.unfinished => Duration::ZERO,
            Some(at) => at.since(clock::now()),
            None => Duration::from_mins(1),
        };
        match tokio::time::timeout(wake, self.letters.recv()).await {
            Ok(Some(letter)) => self.take_in(letter),
            Ok(None) => return false,
            Err(_) => {}
        }
        for _ in 1..BATCH {
            let Ok(letter) = self.letters.try_recv() else {
                break;
            };
            self.take_in(letter);
        }
        // However many letters there are, what is due is done.
        let now = self.now();
        if self.dispatch.poll_timeout().is_some_and(|at| at <= now) {
            self.happened(Input::Timeout);
        }
        self.turn().await;
        true
    }

    fn take_in(&mut self, letter: Letter) {
        match letter {
            Letter::Happened { input, posted } => {
                if let Input::UnitTold {
                    told: UnitTold::Fix(_),
                    ..
                } = input
                {
                    self.unmapped.came(posted);
                }
                self.happened(input);
            }
            Letter::Told { input, reply } => self.note(&input, reply),
            // Whoever asked was told that there is no answer, so there must be no deed either.
            Letter::Asked { reply, .. } if reply.is_closed() => {}
            Letter::Asked { by, ask, reply } => {
                let request = self.next_request;
                self.next_request = self.next_request.wrapping_add(1);
                self.asked.insert(request, reply);
                self.happened(Input::Asked { request, by, ask });
            }
            Letter::TravelChanged(travel) => {
                self.travel = travel.clone();
                self.dispatch.set_travel(travel);
            }
            Letter::UnitConnected { unit, line } => {
                if let Some(old) = self.lines.insert(unit, line) {
                    let bye = ToUnit::Bye {
                        reason: ByeReason::Replaced,
                        detail: String::new(),
                    };
                    let _ = old.to_unit.try_send(bye);
                }
                self.happened(Input::UnitConnected(unit));
            }
            Letter::UnitGone { unit, serial } => {
                // Another line may have taken its place; a line that was hung up is no longer here.
                if self.lines.get(&unit).is_none_or(|line| line.serial == serial) {
                    self.lines.remove(&unit);
                    self.happened(Input::UnitGone(unit));
                }
            }
        }
    }

    fn happened(&mut self, input: Input) {
        let now = self.now();
        self.dispatch.handle_input(now, input);
    }

    fn now(&mut self) -> Timestamp {
        // The wall clock may step back; the board's time does not.
        self.last = self.last.max(clock::now());
        self.last
    }

    /// Commits what was recorded, then does the rest.
    async fn turn(&mut self) {
        self.unfinished = false;
        let (mut writes, mut effects) = (Vec::new(), Vec::new());
        while let Some(output) = self.dispatch.poll_output() {
            match output {
                Output::Record(recorded) => writes.push(Write::Record(recorded)),
                Output::KeepFix { unit, command, fix } => writes.push(Write::Fix { unit, command, fix }),
                effect => effects.push(effect),
            }
        }
        if !writes.is_empty() {
            match self.store.commit(&writes).await {
                Ok(()) => self.health.kept(),
                Err(error) => return self.recover(&error, &effects).await,
            }
            self.records_since_snapshot += writes
                .iter()
                .filter(|write| matches!(write, Write::Record(_)))
                .count();
        }
        self.say_noted();
        let moves = |effect: &Output| matches!(effect, Output::Show(Change::Moved { .. }));
        self.unmapped.turned(effects.iter().any(moves));
        for effect in effects {
            self.perform(effect);
        }
        if self.records_since_snapshot >= SNAPSHOT_EVERY {
            self.snapshot().await;
        }
        if self.last >= self.map_kept_at.after(MAP_KEPT_EVERY) {
            self.keep_map();
        }
    }

    async fn snapshot(&mut self) {
        self.records_since_snapshot = 0;
        if let Err(error) = self.store.save_snapshot(&self.dispatch.board().snapshot()).await {
            self.health.not_kept(&error);
        }
    }
}

#[cfg(test)]
mod tests;
