//! An officer of the drill: answers, drives, goes live, reports, works, and goes back to the post.
//!
//! Unlike the demonstration's [`crate::PretendOfficer`], whose life is looked at every second, this one
//! knows beforehand when it does what, so that a day of sixty officers passes in seconds. Arrival is the
//! phone's to find out; orders are the hall's.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::order::{DeclineReason, OrderKind};
use domain::{LatLon, OrderId, Timestamp};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use roads::Moment;

use self::step::Step;
use super::character::{Answer, Character, Conduct};
use super::surroundings::Surroundings;
use super::trip::Trip;

mod idling;
mod step;

/// Who cannot do something because the phone is dead tries again after this.
const TRY_AGAIN: Duration = Duration::from_secs(15);
/// So long an officer waits at the scene for the hall to hear of everything.
const PATIENCE: Duration = Duration::from_mins(5);
/// Who has done an order drives off after this.
const PACKING_UP: Duration = Duration::from_secs(20);

/// An officer on a shift.
#[derive(Debug)]
pub(super) struct Officer {
    pub(super) character: Character,
    post: LatLon,
    /// Where the hall wants it to stand by, instead of at the post, and by which order.
    standby: Option<(OrderId, LatLon)>,
    trip: Trip,
    ringing: BTreeMap<OrderId, Ringing>,
    task: Option<Task>,
    /// When it drives to where it is to stand by.
    moves_at: Option<Timestamp>,
    /// When it does the next thing of its own accord, if it has no task.
    idle_until: Timestamp,
    rng: ChaCha8Rng,
    acts: Vec<Act>,
}

/// An order as it rings on the phone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard {
    pub(super) order: OrderId,
    /// Its number in the drill.
    pub(super) number: u32,
    pub(super) place: LatLon,
    pub(super) kind: OrderKind,
}

#[derive(Clone, Copy, Debug)]
struct Ringing {
    heard: Heard,
    conduct: Conduct,
    answer_at: Timestamp,
}

#[derive(Clone, Copy, Debug)]
struct Task {
    heard: Heard,
    conduct: Conduct,
    step: Step,
}

/// What an officer does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Act {
    Accept(OrderId),
    Decline(OrderId, DeclineReason),
    TapUnderWay(OrderId),
    Live(bool),
    Report(OrderId),
    /// The work at the scene is done; the seat hears of it by radio.
    Done(OrderId),
    /// Drives to where the hall wants it, so many metres.
    Moves(OrderId, f64),
    /// Goes another way from now on, or stays.
    Turns,
}

impl Officer {
    /// An officer who begins a shift at `post`.
    pub(super) fn new(character: Character, post: LatLon, now: Timestamp, mut rng: ChaCha8Rng) -> Self {
        let idle_until = now.after(Duration::from_secs_f64(rng.random_range(1.0..300.0)));
        Self {
            character,
            post,
            standby: None,
            trip: Trip::standing(post, now),
            ringing: BTreeMap::new(),
            task: None,
            moves_at: None,
            idle_until,
            rng,
            acts: Vec::new(),
        }
    }

    /// Where the officer truly is.
    pub(super) fn at(&self, now: Timestamp) -> Moment {
        self.trip.at(now)
    }

    pub(super) fn trip(&self) -> &Trip {
        &self.trip
    }

    pub(super) fn is_moving(&self, now: Timestamp) -> bool {
        now < self.trip.ends()
    }

    pub(super) fn is_on_task(&self) -> bool {
        self.task.is_some()
    }

    /// The order that the officer has said yes to and not done yet, with its place.
    pub(super) fn task(&self) -> Option<(OrderId, LatLon)> {
        self.task.map(|task| (task.heard.order, task.heard.place))
    }

    /// Where an order wants the officer to be that it has said yes to and not done yet.
    pub(super) fn goal_of(&self, order: OrderId) -> Option<LatLon> {
        let mut all = self.task().into_iter().chain(self.standby);
        all.find(|(known, _)| *known == order).map(|(_, goal)| goal)
    }

    /// When to let the officer [`Self::act`] next.
    pub(super) fn wakes_at(&self) -> Timestamp {
        let answers = self.ringing.values().map(|ringing| ringing.answer_at);
        let task = self.task.map(|task| task.step.due());
        let idle = Some(self.idle_until).filter(|_| task.is_none());
        let all = answers.chain(task).chain(idle).chain(self.moves_at);
        all.min().unwrap_or(Timestamp::MAX)
    }

    /// The phone rings.
    pub(super) fn hear(&mut self, now: Timestamp, heard: Heard, around: &Surroundings) {
        let conduct = self.character.conduct(&around.world, u64::from(heard.number));
        if conduct.answer != Answer::Silence {
            let answer_at = now.after(conduct.answer_after);
            self.ringing.insert(
                heard.order,
                Ringing {
                    heard,
                    conduct,
                    answer_at,
                },
            );
        }
    }

    /// The phone says that an order is over, or no longer this officer's.
    pub(super) fn forget(&mut self, now: Timestamp, order: OrderId) {
        self.ringing.remove(&order);
        if self.standby.is_some_and(|(standby, _)| standby == order) {
            self.standby = None;
            self.moves_at = None;
            self.idle_until = self.idle_until.min(now.after(PACKING_UP));
        }
        if self.task.is_some_and(|task| task.heard.order == order) {
            self.leave(now);
            if self.is_moving(now) {
                self.trip = Trip::standing(self.at(now).at, now);
                self.acts.push(Act::Turns);
            }
        }
    }

    /// Does what is due; without a phone some of it has to wait, and nobody leaves while the seat waits for
    /// what the hall is to hear of the task.
    pub(super) fn act(
        &mut self,
        now: Timestamp,
        phone_is_on: bool,
        seat_waits: bool,
        around: &Surroundings,
    ) -> Vec<Act> {
        self.answer(now, phone_is_on);
        self.step(now, phone_is_on, seat_waits, around);
        self.follow_the_hall(now, around);
        self.idle(now, around);
        std::mem::take(&mut self.acts)
    }

    fn answer(&mut self, now: Timestamp, phone_is_on: bool) {
        let due = |ringing: &&Ringing| ringing.answer_at <= now;
        let due: Vec<Ringing> = self.ringing.values().filter(due).copied().collect();
        for Ringing { heard, conduct, .. } in due {
            self.ringing.remove(&heard.order);
            if !phone_is_on {
                continue;
            }
            let is_free = self.task.is_none();
            if !is_free || conduct.answer == Answer::Decline {
                let reason = if is_free {
                    DeclineReason::Other
                } else {
                    DeclineReason::Engaged
                };
                self.acts.push(Act::Decline(heard.order, reason));
                continue;
            }
            self.acts.push(Act::Accept(heard.order));
            let off_at = now.after(conduct.start_after);
            if heard.kind == OrderKind::Standby {
                self.standby = Some((heard.order, heard.place));
                self.moves_at = Some(off_at);
            } else {
                self.moves_at = None;
                self.task = Some(Task {
                    heard,
                    conduct,
                    step: Step::SetOff(off_at),
                });
            }
        }
    }

    fn step(&mut self, now: Timestamp, phone_is_on: bool, seat_waits: bool, around: &Surroundings) {
        let Some(Task { heard, conduct, step }) = self.task else {
            return;
        };
        if step.due() > now {
            return;
        }
        let next = match step {
            Step::SetOff(_) => {
                if conduct.taps_under_way {
                    self.acts.push(Act::TapUnderWay(heard.order));
                }
                let goal = conduct.stop(heard.place);
                self.go(goal, now, conduct.pace, conduct.last_metres_s, around);
                Step::Travel(self.trip.ends())
            }
            Step::Travel(ends) => Step::GoLive(ends.after(conduct.live_after)),
            Step::GoLive(_) | Step::Report(_) if !phone_is_on => step.again(now.after(TRY_AGAIN)),
            Step::GoLive(_) => {
                self.acts.push(Act::Live(true));
                Step::Report(now.after(conduct.report_after))
            }
            Step::Report(_) => {
                self.acts.push(Act::Report(heard.order));
                Step::Work(self.trip.ends().after(conduct.work).max(now))
            }
            Step::Work(_) if seat_waits => Step::Wait(now.after(TRY_AGAIN), now.after(PATIENCE)),
            Step::Wait(_, until) if seat_waits && now < until => Step::Wait(now.after(TRY_AGAIN), until),
            Step::Work(_) | Step::Wait(..) => {
                self.acts.push(Act::Done(heard.order));
                return self.leave(now);
            }
        };
        if let Some(task) = &mut self.task {
            task.step = next;
        }
    }

    fn leave(&mut self, now: Timestamp) {
        if matches!(
            self.task,
            Some(Task {
                step: Step::Report(_) | Step::Work(_) | Step::Wait(..),
                ..
            })
        ) {
            self.acts.push(Act::Live(false));
        }
        self.task = None;
        self.idle_until = now.after(PACKING_UP);
    }

    fn go(&mut self, goal: LatLon, now: Timestamp, pace: f64, last_s: f64, around: &Surroundings) {
        let way = [self.at(now).at, goal];
        self.trip = around.trip(&self.character, way, now, pace, last_s);
        self.acts.push(Act::Turns);
    }
}
