//! A pretend officer: patrols, answers orders, drives there, goes live and reports.
//!
//! The officer does what a person with a phone does and knows what such a person knows: when it
//! rang, where to go, when it was over. Fixes go to the phone core, which decides about arrival.
//! Every officer has a pace of its own, hidden from the hall, so that forecasts have something to
//! learn. Drive it like the other machines: an input, then drain the outputs, then wait.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use domain::order::DeclineReason;
use domain::{LatLon, OrderId, Timestamp};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub use self::exchange::{OfficerAction, OfficerInput};
use self::motion::Motion;
use self::receiver::Receiver;
use self::task::{Ringing, Step, Task};
use self::words::REPORTS;
use crate::ground::Ground;

mod exchange;
mod motion;
mod receiver;
mod task;
mod words;

/// How many orders can ring at once; further ones are declined unheard.
const RINGING_MAX: usize = 4;
/// How many actions may wait; a fix beyond that is not taken.
const ACTIONS_MAX: usize = 64;
/// One in so many orders is declined because the car will not start.
const DECLINES_ONE_IN: u32 = 40;
const FIX_EVERY: Duration = Duration::from_secs(1);

/// An officer of the pretend district.
#[derive(Debug)]
pub struct PretendOfficer {
    ground: Arc<Ground>,
    town: usize,
    rng: ChaCha8Rng,
    pace: f64,
    receiver: Receiver,
    motion: Option<Motion>,
    next_fix: Timestamp,
    ringing: BTreeMap<OrderId, Ringing>,
    task: Option<Task>,
    patrol_at: Option<Timestamp>,
    live: bool,
    actions: VecDeque<OfficerAction>,
}

impl PretendOfficer {
    /// An officer of the town at place `town` of the district; `seed` makes its character.
    pub fn new(ground: Arc<Ground>, town: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let pace = rng.random_range(0.8..1.3);
        let receiver = Receiver::new(&mut rng);
        Self {
            ground,
            town,
            rng,
            pace,
            receiver,
            motion: None,
            next_fix: Timestamp::MAX,
            ringing: BTreeMap::new(),
            task: None,
            patrol_at: None,
            live: false,
            actions: VecDeque::new(),
        }
    }

    /// Takes note of what happened at `now`.
    pub fn handle_input(&mut self, now: Timestamp, input: OfficerInput) {
        match input {
            OfficerInput::Began => self.begin(now),
            OfficerInput::OrderRang { order, place } => self.hear(now, order, place),
            OfficerInput::OrderEnded { order } => self.forget(now, order),
            OfficerInput::Timeout => {}
        }
        self.act(now);
    }

    /// What the officer does; ask until there is no more.
    pub fn poll_output(&mut self) -> Option<OfficerAction> {
        self.actions.pop_front()
    }

    /// When to come back with [`OfficerInput::Timeout`], at the latest; none before the shift.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        self.motion.as_ref()?;
        let answers = self.ringing.values().map(|ringing| ringing.answer_at);
        let step = self.task.and_then(Task::due);
        answers
            .chain(step)
            .chain(self.patrol_at)
            .chain([self.next_fix])
            .min()
    }

    /// Whether the officer has accepted an order and not left it.
    pub fn is_on_task(&self) -> bool {
        self.task.is_some()
    }

    fn begin(&mut self, now: Timestamp) {
        if self.motion.is_some() {
            return;
        }
        let start = self
            .ground
            .point_on_street(self.town, &mut self.rng)
            .map(|point| point.at);
        self.motion = Some(Motion::standing(
            start.unwrap_or_else(|| self.ground.district().centre()),
        ));
        self.next_fix = now;
        self.patrol_at = Some(self.soon(now, 0.0..20.0));
    }

    fn hear(&mut self, now: Timestamp, order: OrderId, place: LatLon) {
        let known = self.ringing.contains_key(&order) || self.task.is_some_and(|task| task.order == order);
        if known || self.motion.is_none() {
            return;
        }
        if self.ringing.len() >= RINGING_MAX {
            self.actions.push_back(OfficerAction::Decline {
                order,
                reason: DeclineReason::Engaged,
            });
            return;
        }
        let answer_at = self.soon(now, 3.0..15.0);
        self.ringing.insert(order, Ringing { place, answer_at });
    }

    fn forget(&mut self, now: Timestamp, order: OrderId) {
        self.ringing.remove(&order);
        let leave = Step::Leave(self.soon(now, 1.0..4.0));
        if let Some(task) = self.task.as_mut().filter(|task| task.order == order) {
            // Whoever has reported packs up in their own time.
            if !matches!(task.step, Step::Leave(_)) {
                task.step = leave;
            }
        }
    }

    /// Does what is due at `now`.
    fn act(&mut self, now: Timestamp) {
        self.answer(now);
        self.step(now);
        self.see_to_things(now);
        self.patrol(now);
        self.measure(now);
    }

    fn answer(&mut self, now: Timestamp) {
        let due = self
            .ringing
            .iter()
            .filter(|(_, ringing)| ringing.answer_at <= now);
        for (order, place) in due
            .map(|(order, ringing)| (*order, ringing.place))
            .collect::<Vec<_>>()
        {
            self.ringing.remove(&order);
            if self.task.is_some() {
                self.actions.push_back(OfficerAction::Decline {
                    order,
                    reason: DeclineReason::Engaged,
                });
            } else if self.rng.random_ratio(1, DECLINES_ONE_IN) {
                self.actions.push_back(OfficerAction::Decline {
                    order,
                    reason: DeclineReason::Broken,
                });
            } else {
                self.actions.push_back(OfficerAction::Accept { order });
                let step = Step::SetOff(self.soon(now, 4.0..20.0));
                self.task = Some(Task {
                    order,
                    place,
                    step,
                    item_at: None,
                });
                self.patrol_at = None;
            }
        }
    }

    fn step(&mut self, now: Timestamp) {
        let Some(task) = self.task else { return };
        let next = match task.step {
            Step::SetOff(at) if at <= now => {
                self.actions
                    .push_back(OfficerAction::SetOff { order: task.order });
                self.travel(now, task.place);
                Step::Travel
            }
            Step::Travel if self.motion.as_ref().is_none_or(|motion| motion.is_over(now)) => {
                Step::GoLive(self.soon(now, 2.0..8.0))
            }
            Step::GoLive(at) if at <= now => {
                self.live = true;
                self.actions.push_back(OfficerAction::GoLive);
                Step::Report(self.soon(now, 15.0..40.0))
            }
            Step::Report(at) if at <= now => {
                let text = REPORTS
                    .choose(&mut self.rng)
                    .copied()
                    .unwrap_or_default()
                    .to_owned();
                self.actions.push_back(OfficerAction::Report {
                    order: task.order,
                    text,
                });
                Step::Leave(self.soon(now, 30.0..90.0))
            }
            Step::Leave(at) if at <= now => return self.leave(now),
            same => same,
        };
        self.task = Some(Task { step: next, ..task });
    }

    /// Ticks one thing after the other off, from going live until leaving; whatever is left then stays open.
    fn see_to_things(&mut self, now: Timestamp) {
        let Some(task) = self.task else { return };
        let begins = task.item_at.is_none() && matches!(task.step, Step::Report(_));
        let due = task.item_at.is_some_and(|at| at <= now);
        if due {
            let order = task.order;
            self.actions.push_back(OfficerAction::CheckNext { order });
        }
        if begins || due {
            let item_at = Some(self.soon(now, 6.0..18.0));
            self.task = Some(Task { item_at, ..task });
        }
    }

    fn leave(&mut self, now: Timestamp) {
        if std::mem::take(&mut self.live) {
            self.actions.push_back(OfficerAction::StopLive);
        }
        self.task = None;
        self.patrol_at = Some(self.soon(now, 5.0..30.0));
    }

    fn patrol(&mut self, now: Timestamp) {
        if self.task.is_some() {
            return;
        }
        if self.patrol_at.is_some_and(|at| at <= now) {
            self.patrol_at = None;
            if let Some(goal) = self.ground.point_on_street(self.town, &mut self.rng) {
                self.travel(now, goal.at);
            }
        } else if self.patrol_at.is_none() && self.motion.as_ref().is_some_and(|motion| motion.is_over(now)) {
            self.patrol_at = Some(self.soon(now, 5.0..60.0));
        }
    }

    fn travel(&mut self, now: Timestamp, goal: LatLon) {
        if let Some(motion) = &self.motion {
            let from = motion.at(now).at;
            self.motion = Some(Motion::to(self.ground.roads(), from, goal, now, self.pace));
        }
    }

    fn measure(&mut self, now: Timestamp) {
        let Some(motion) = self.motion.as_ref().filter(|_| self.next_fix <= now) else {
            return;
        };
        self.next_fix = now.after(FIX_EVERY);
        if self.actions.len() < ACTIONS_MAX {
            let fix = self.receiver.measure(now, motion.at(now), &mut self.rng);
            self.actions.push_back(OfficerAction::Stand { fix });
        }
    }

    fn soon(&mut self, now: Timestamp, seconds: std::ops::Range<f64>) -> Timestamp {
        now.after(Duration::from_secs_f64(self.rng.random_range(seconds)))
    }
}

#[cfg(test)]
mod tests;
