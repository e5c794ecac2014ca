//! Rehearsals that dispatchers run, beside the real work.
//!
//! One at a time, on a thread of its own, on the roads as they are now. The last ones are kept in memory, to be
//! compared; they end with the hall.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::DrillId;
use protocol::api::{DrillScore, DrillState, DrillView, NewDrill};
use rehearsal::drill::{Drill, Plan, Progress, Scenario, Score, Tally, Terrain};
use roads::RoadNetwork;

use crate::{clock, ids};

/// Rehearsals that are kept, the oldest forgotten first.
const KEPT: usize = 20;

/// Virtual time between two looks at whether somebody stopped it.
const STEP: Duration = Duration::from_mins(10);

/// The rehearsals of this hall.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drills(Arc<Mutex<VecDeque<Kept>>>);

#[derive(Debug)]
struct Kept {
    view: DrillView,
    stopped: Arc<AtomicBool>,
}

/// Why there is no rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DrillRefusal {
    /// One runs already.
    #[error("a drill is running; wait until it is done, or stop it")]
    Busy,
    /// There are no roads to drill on.
    #[error("the hall has no roads; set `roads` to drill")]
    NoRoads,
}

impl Drills {
    /// Begins a rehearsal of `plan`.
    pub(crate) fn start(
        &self,
        roads: Option<RoadNetwork>,
        plan: NewDrill,
    ) -> Result<DrillView, DrillRefusal> {
        let roads = roads.ok_or(DrillRefusal::NoRoads)?;
        let view = DrillView {
            id: DrillId(ids::fresh()),
            plan: plan.clone(),
            started_at: clock::now(),
            state: DrillState::Running,
            progress_pct: 0,
            score: None,
            fault: None,
        };
        let stopped = Arc::new(AtomicBool::new(false));
        self.with(|kept| {
            if kept.iter().any(|known| known.view.state == DrillState::Running) {
                return Err(DrillRefusal::Busy);
            }
            kept.truncate(KEPT - 1);
            kept.push_front(Kept {
                view: view.clone(),
                stopped: Arc::clone(&stopped),
            });
            Ok(())
        })?;
        let (drills, id) = (self.clone(), view.id);
        tokio::task::spawn_blocking(move || {
            let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                drills.run(id, &roads, &plan, &stopped)
            }));
            let broke_down = || "the drill broke down; its cause is in the hall's log".to_owned();
            let ended = ended.unwrap_or_else(|_| Err(broke_down()));
            drills.change(id, |view| match ended {
                Ok(Some(score)) => {
                    (view.state, view.progress_pct) = (DrillState::Done, 100);
                    view.score = Some(score);
                }
                Ok(None) => view.state = DrillState::Cancelled,
                Err(fault) => (view.state, view.fault) = (DrillState::Failed, Some(fault)),
            });
        });
        Ok(view)
    }

    /// All that are kept, the latest first.
    pub(crate) fn list(&self) -> Vec<DrillView> {
        self.with(|kept| kept.iter().map(|known| known.view.clone()).collect())
    }

    pub(crate) fn get(&self, id: DrillId) -> Option<DrillView> {
        self.with(|kept| {
            let known = kept.iter().find(|known| known.view.id == id);
            known.map(|known| known.view.clone())
        })
    }

    /// Stops a rehearsal; whether there is such.
    pub(crate) fn stop(&self, id: DrillId) -> bool {
        self.with(|kept| {
            let known = kept.iter().find(|known| known.view.id == id);
            known
                .map(|known| known.stopped.store(true, Ordering::Relaxed))
                .is_some()
        })
    }

    /// Stops whatever runs: the hall stops.
    pub(crate) fn stop_all(&self) {
        self.with(|kept| {
            for known in kept {
                known.stopped.store(true, Ordering::Relaxed);
            }
        });
    }

    /// Runs all of it; none if somebody stopped it.
    fn run(
        &self,
        id: DrillId,
        roads: &RoadNetwork,
        plan: &NewDrill,
        stopped: &AtomicBool,
    ) -> Result<Option<DrillScore>, String> {
        let began = Instant::now();
        let world = Scenario::read("").map_err(|error| error.to_string())?;
        let terrain = Terrain::new(roads.clone(), &world, plan.rule);
        let drilled = Plan {
            units: plan.units.into(),
            hours: plan.hours.into(),
            orders_per_hour: plan.orders_per_hour.into(),
            rule: plan.rule,
        };
        let mut all = Tally::default();
        for run in 0..plan.runs {
            let mut drill = Drill::new(&terrain, world.clone(), &drilled, u64::from(run) + 1);
            while let Progress::Running { passed, of } = drill.run_for(STEP) {
                if stopped.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                self.change(id, |view| {
                    view.progress_pct = progress(run, plan.runs, passed.as_secs_f64() / of.as_secs_f64());
                });
            }
            all.add(Tally::of(&drill.take_lines()));
        }
        Ok(Some(view_of(&all.score(), began.elapsed().as_secs_f64())))
    }

    fn change(&self, id: DrillId, change: impl FnOnce(&mut DrillView)) {
        self.with(|kept| {
            if let Some(known) = kept.iter_mut().find(|known| known.view.id == id) {
                change(&mut known.view);
            }
        });
    }

    fn with<T>(&self, look: impl FnOnce(&mut VecDeque<Kept>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
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

fn view_of(score: &Score, wall_s: f64) -> DrillScore {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    DrillScore {
        orders: count(score.orders),
        arrived_in_limit: count(score.arrived_in_limit),
        all_legs_in_limit: count(score.all_legs_in_limit),
        late_share: score.late_share.unwrap_or_default(),
        mean_response_s: score.mean_response_s.unwrap_or(0.0),
        p90_response_s: score.p90_response_s.unwrap_or(0.0),
        moves_km: score.moves_km,
        breaches: count(score.forecast.breaches),
        announced_4min: count(score.forecast.announced_4min),
        false_alarms: count(score.forecast.false_alarms),
        reliability_error: score.forecast.reliability_error.unwrap_or(0.0),
        unavoidable_late_share: score.bound.late_share.unwrap_or_default(),
        wall_s,
    }
}
