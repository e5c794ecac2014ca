//! The loop that drives the dispatch machine.
//!
//! It owns the machine and the phones' lines; nothing shares them. Each turn takes in what waits,
//! commits what the machine recorded in one transaction, and only then tells anybody. If the commit
//! fails, nobody is told anything: the machine is folded anew from what the disk holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use dispatch::{Answered, Change, Dispatch, Input, Output, RequestId};
use domain::{Source, Timestamp, UnitId};
use protocol::to_unit::UnitOrder;
use protocol::{Answer, ByeReason, Outcome, ToUnit};
use tokio::sync::{mpsc, oneshot};

use crate::clock;
use crate::desk::{AskFault, Letter, UnitLine};
use crate::feed::Feed;
use crate::health::Health;
use crate::store::{Store, StoreError, Write};

/// Letters taken in before one commit.
const BATCH: usize = 256;

/// Records after which a new snapshot is worth its while.
const SNAPSHOT_EVERY: usize = 2_000;

pub(crate) struct DispatchLoop {
    dispatch: Dispatch,
    store: Store,
    feed: Feed,
    health: Health,
    letters: mpsc::Receiver<Letter>,
    lines: HashMap<UnitId, UnitLine>,
    live: BTreeSet<Source>,
    asked: BTreeMap<RequestId, oneshot::Sender<Result<Answered, AskFault>>>,
    next_request: RequestId,
    records_since_snapshot: usize,
    last: Timestamp,
}

impl DispatchLoop {
    pub(crate) fn new(
        dispatch: Dispatch,
        store: Store,
        feed: Feed,
        health: Health,
        letters: mpsc::Receiver<Letter>,
    ) -> Self {
        Self {
            dispatch,
            store,
            feed,
            health,
            letters,
            lines: HashMap::new(),
            live: BTreeSet::new(),
            asked: BTreeMap::new(),
            next_request: 0,
            records_since_snapshot: 0,
            last: clock::now(),
        }
    }

    /// Runs until every [`crate::desk::Desk`] is gone, then writes a snapshot.
    pub(crate) async fn run(mut self) {
        loop {
            let wake = self
                .dispatch
                .poll_timeout()
                .map_or(Duration::from_mins(1), |at| at.since(clock::now()));
            match tokio::time::timeout(wake, self.letters.recv()).await {
                Ok(Some(letter)) => self.take_in(letter),
                Ok(None) => break,
                Err(_) => self.happened(Input::Timeout),
            }
            for _ in 1..BATCH {
                let Ok(letter) = self.letters.try_recv() else {
                    break;
                };
                self.take_in(letter);
            }
            self.turn().await;
        }
        self.snapshot().await;
    }

    fn take_in(&mut self, letter: Letter) {
        match letter {
            Letter::Happened(input) => {
                match input {
                    Input::VideoStarted(source) => self.live.insert(source),
                    Input::VideoStopped(source) => self.live.remove(&source),
                    _ => false,
                };
                self.happened(input);
            }
            Letter::Asked { by, ask, reply } => {
                let request = self.next_request;
                self.next_request = self.next_request.wrapping_add(1);
                self.asked.insert(request, reply);
                self.happened(Input::Asked { request, by, ask });
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
                if self.lines.get(&unit).is_some_and(|line| line.serial == serial) {
                    self.lines.remove(&unit);
                }
            }
        }
    }

    fn happened(&mut self, input: Input) {
        // The wall clock may step back; the board's time does not.
        self.last = self.last.max(clock::now());
        self.dispatch.handle_input(self.last, input);
    }

    /// Commits what was recorded, then does the rest.
    async fn turn(&mut self) {
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
                Err(error) => return self.recover(&error).await,
            }
            self.records_since_snapshot += writes
                .iter()
                .filter(|write| matches!(write, Write::Record(_)))
                .count();
        }
        for effect in effects {
            self.perform(effect);
        }
        if self.records_since_snapshot >= SNAPSHOT_EVERY {
            self.snapshot().await;
        }
    }

    fn perform(&mut self, effect: Output) {
        match effect {
            Output::Record(_) | Output::KeepFix { .. } => {}
            Output::Answer { request, result } => {
                if let Some(reply) = self.asked.remove(&request) {
                    // Whoever asked may have given up.
                    let _ = reply.send(result.map_err(AskFault::from));
                }
            }
            Output::AnswerUnit {
                unit,
                command,
                result,
            } => {
                let outcome = match result {
                    Ok(()) => Outcome::Taken,
                    Err(refusal) => Outcome::Refused {
                        code: refusal.code().to_owned(),
                        message: refusal.to_string(),
                    },
                };
                self.send(
                    unit,
                    ToUnit::Answers {
                        answers: vec![Answer { id: command, outcome }],
                    },
                );
            }
            Output::SendOrders {
                unit,
                on_duty,
                orders,
            } => {
                let Some(known) = self.dispatch.board().units.get(&unit) else {
                    return;
                };
                let (version, hall_time) = (protocol::VERSION, self.last);
                self.send(
                    unit,
                    ToUnit::Welcome {
                        version,
                        unit: known.unit.clone(),
                        on_duty,
                        hall_time,
                    },
                );
                let orders = orders.into_iter().map(|order| self.for_unit(order)).collect();
                self.send(unit, ToUnit::Orders { orders });
            }
            Output::SendOrder { unit, order } => {
                let order = self.for_unit(order);
                self.send(unit, ToUnit::OrderChanged { order });
            }
            Output::Show(change) => self.show(change),
        }
    }

    fn for_unit(&self, order: domain::Order) -> UnitOrder {
        UnitOrder {
            view: protocol::api::OrderView::new(&order, self.last),
            order,
        }
    }

    fn show(&self, change: Change) {
        self.feed.show(self.last, change);
    }

    /// A phone that reads too slowly loses its line and comes back to the whole state.
    fn send(&mut self, unit: UnitId, message: ToUnit) {
        let Some(line) = self.lines.get(&unit) else { return };
        if line.to_unit.try_send(message).is_err() {
            self.lines.remove(&unit);
        }
    }

    /// Forgets what could not be kept.
    async fn recover(&mut self, error: &StoreError) {
        self.health.not_kept(error);
        for (_, reply) in std::mem::take(&mut self.asked) {
            let _ = reply.send(Err(AskFault::NotKept));
        }
        match restore(&self.store).await {
            Ok(dispatch) => self.dispatch = dispatch,
            Err(error) => {
                self.health.not_kept(&error);
                return;
            }
        }
        self.feed.reset(self.last, self.dispatch.board());
        for source in self.live.clone() {
            self.happened(Input::VideoStarted(source));
        }
        // Every phone asks again with what it still holds in its outbox.
        self.lines.clear();
        while let Some(output) = self.dispatch.poll_output() {
            if let Output::Show(change) = output {
                self.show(change);
            }
        }
    }

    async fn snapshot(&mut self) {
        self.records_since_snapshot = 0;
        if let Err(error) = self.store.save_snapshot(&self.dispatch.board().snapshot()).await {
            self.health.not_kept(&error);
        }
    }
}

/// The machine as the disk holds it.
pub(crate) async fn restore(store: &Store) -> Result<Dispatch, StoreError> {
    let loaded = store.load().await?;
    Ok(Dispatch::restore(
        seed(),
        loaded.snapshot,
        loaded.log,
        loaded.fixes,
    ))
}

fn seed() -> u64 {
    let fallback = u64::try_from(clock::now().as_millis()).unwrap_or_default();
    getrandom::u64().unwrap_or(fallback)
}
