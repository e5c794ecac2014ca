//! Rehearsals that dispatchers run, beside the real work.
//!
//! One at a time, on a thread of its own, on the roads as they were when it was asked for; others wait. The last ones
//! are kept in memory, to be compared; they end with the hall.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::DrillId;
use domain::order::DispatchRule;
use protocol::api::{DrillScore, DrillState, DrillView, NewDrill};
use rehearsal::drill::{Drill, Plan, Progress, Scenario, Tally, Terrain};
use roads::RoadNetwork;

use self::view::view_of;
use crate::{clock, ids};

mod view;

/// Rehearsals that are kept, the oldest forgotten first.
const KEPT: usize = 20;

/// Rehearsals that may wait.
const WAITING: usize = 8;

/// Virtual time between two looks at whether somebody stopped it.
const STEP: Duration = Duration::from_mins(10);

/// The stable name of a fault in the rehearsal itself; its cause is in the hall's log.
const BROKE_DOWN: &str = "drill_broke_down";

/// The rehearsals of this hall.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drills(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    /// The latest first.
    drills: VecDeque<Kept>,
    /// A thread works through those that wait.
    working: bool,
    /// The hall stops: nothing is begun any more.
    closed: bool,
}

#[derive(Debug)]
struct Kept {
    view: DrillView,
    world: Arc<Scenario>,
    /// Until it has ended.
    roads: Option<RoadNetwork>,
    stopped: Arc<AtomicBool>,
}

/// Why there is no rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DrillRefusal {
    /// Many wait already.
    #[error("enough drills wait to be run; wait until one is done, or stop one")]
    Busy,
    /// There are no roads to drill on.
    #[error("the hall has no roads; set `roads` to drill")]
    NoRoads,
    /// The one to be repeated is not known.
    #[error("there is no such drill; GET /api/drills lists them")]
    NoSuchDrill,
    /// The hall stops.
    #[error("the hall stops; start the drill once it is back")]
    Stopping,
}

impl Drills {
    /// Begins a rehearsal of `plan`, whose number of units is set, in `world`, or lets it wait.
    pub(crate) fn start(
        &self,
        roads: RoadNetwork,
        world: Scenario,
        plan: NewDrill,
    ) -> Result<DrillView, DrillRefusal> {
        let id = DrillId(ids::fresh());
        self.begin(fresh(id, id, plan, Arc::new(world), roads))
    }

    /// The same rehearsal as `drill`, under another rule; on `roads`, unless those of `drill` are still in use.
    pub(crate) fn again(
        &self,
        drill: DrillId,
        rule: DispatchRule,
        roads: Option<RoadNetwork>,
    ) -> Result<DrillView, DrillRefusal> {
        let again = self.with(|held| {
            let known = held.drills.iter().find(|known| known.view.id == drill);
            let known = known.ok_or(DrillRefusal::NoSuchDrill)?;
            let roads = known.roads.clone().or(roads).ok_or(DrillRefusal::NoRoads)?;
            let plan = NewDrill {
                rule,
                ..known.view.plan.clone()
            };
            let id = DrillId(ids::fresh());
            Ok(fresh(id, known.view.of, plan, Arc::clone(&known.world), roads))
        })?;
        self.begin(again)
    }

    /// All that are kept, the latest first.
    pub(crate) fn list(&self) -> Vec<DrillView> {
        self.with(|held| held.drills.iter().map(|known| known.view.clone()).collect())
    }

    pub(crate) fn get(&self, id: DrillId) -> Option<DrillView> {
        self.look(id, |known| known.view.clone())
    }

    /// The world of a rehearsal.
    pub(crate) fn world(&self, id: DrillId) -> Option<Arc<Scenario>> {
        self.look(id, |known| Arc::clone(&known.world))
    }

    /// Stops a rehearsal; whether there is such.
    pub(crate) fn stop(&self, id: DrillId) -> bool {
        self.look(id, Kept::stop).is_some()
    }

    /// Stops whatever runs or waits, for good: the hall stops.
    pub(crate) fn close(&self) {
        self.with(|held| {
            held.closed = true;
            held.drills.iter_mut().for_each(Kept::stop);
        });
    }

    fn begin(&self, drill: Kept) -> Result<DrillView, DrillRefusal> {
        let view = drill.view.clone();
        let idle = self.with(|held| {
            if held.closed {
                return Err(DrillRefusal::Stopping);
            }
            let waits = |known: &&Kept| known.view.state == DrillState::Waiting;
            if held.drills.iter().filter(waits).count() >= WAITING {
                return Err(DrillRefusal::Busy);
            }
            held.drills.truncate(KEPT - 1);
            held.drills.push_front(drill);
            Ok(!std::mem::replace(&mut held.working, true))
        })?;
        if idle {
            let drills = self.clone();
            tokio::task::spawn_blocking(move || while drills.run_next() {});
        }
        Ok(view)
    }

    /// Runs the one that has waited longest; whether there was one.
    fn run_next(&self) -> bool {
        let next = self.with(|held| {
            let mut waiting = held.drills.iter_mut().rev();
            let next = waiting.find(|known| known.view.state == DrillState::Waiting);
            let Some((next, roads)) = next.and_then(|next| next.roads.clone().map(|roads| (next, roads)))
            else {
                held.working = false;
                return None;
            };
            next.view.state = DrillState::Running;
            let (world, stopped) = (Arc::clone(&next.world), Arc::clone(&next.stopped));
            Some((next.view.clone(), world, roads, stopped))
        });
        let Some((view, world, roads, stopped)) = next else {
            return false;
        };
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            self.run(&view, &world, &roads, &stopped)
        }));
        let ended = ended.map_err(|_| BROKE_DOWN.to_owned());
        self.change(view.id, |known| {
            known.roads = None;
            let view = &mut known.view;
            match ended {
                Ok(Some(score)) => {
                    (view.state, view.progress_pct) = (DrillState::Done, 100);
                    view.score = Some(score);
                }
                Ok(None) => view.state = DrillState::Cancelled,
                Err(fault) => (view.state, view.fault) = (DrillState::Failed, Some(fault)),
            }
        });
        true
    }

    /// Runs all of it; none if somebody stopped it.
    fn run(
        &self,
        DrillView { id, plan, .. }: &DrillView,
        world: &Scenario,
        roads: &RoadNetwork,
        stopped: &AtomicBool,
    ) -> Option<DrillScore> {
        let began = Instant::now();
        let terrain = Terrain::new(roads.clone(), world, plan.rule);
        let drilled = Plan {
            units: plan.units.unwrap_or_default().into(),
            hours: plan.hours.into(),
            orders_per_hour: plan.orders_per_hour.into(),
            rule: plan.rule,
        };
        let mut all = Tally::default();
        for run in 0..plan.runs {
            let mut drill = Drill::new(&terrain, world.clone(), &drilled, u64::from(run) + 1);
            while let Progress::Running { passed, of } = drill.run_for(STEP) {
                if stopped.load(Ordering::Relaxed) {
                    return None;
                }
                self.change(*id, |known| {
                    let share = passed.as_secs_f64() / of.as_secs_f64();
                    known.view.progress_pct = progress(run, plan.runs, share);
                });
            }
            all.add(Tally::of(&drill.take_lines()));
        }
        Some(view_of(&all.score(), began.elapsed().as_secs_f64()))
    }

    fn look<T>(&self, id: DrillId, look: impl FnOnce(&mut Kept) -> T) -> Option<T> {
        self.with(|held| {
            let mut drills = held.drills.iter_mut();
            drills.find(|known| known.view.id == id).map(look)
        })
    }

    fn change(&self, id: DrillId, change: impl FnOnce(&mut Kept)) {
        // One that runs is among the latest, which are kept.
        let _ = self.look(id, change);
    }

    fn with<T>(&self, look: impl FnOnce(&mut Held) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    /// What runs ends at its next look; what waits is not begun.
    fn stop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        if self.view.state == DrillState::Waiting {
            (self.view.state, self.roads) = (DrillState::Cancelled, None);
        }
    }
}

fn fresh(id: DrillId, of: DrillId, mut plan: NewDrill, world: Arc<Scenario>, roads: RoadNetwork) -> Kept {
    plan.scenario = None;
    Kept {
        view: DrillView {
            id,
            plan,
            of,
            incidents: count(world.incidents.points.len()),
            started_at: clock::now(),
            state: DrillState::Waiting,
            progress_pct: 0,
            score: None,
            fault: None,
        },
        world,
        roads: Some(roads),
        stopped: Arc::default(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 99"
)]
fn progress(run: u8, runs: u8, share: f64) -> u8 {
    let done = (f64::from(run) + share.clamp(0.0, 1.0)) / f64::from(runs.max(1));
    (done * 100.0).clamp(0.0, 99.0) as u8
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
