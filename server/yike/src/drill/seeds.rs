//! The drills of all seeds side by side, put together in the sequence of the seeds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

use domain::order::DispatchRule;
use rehearsal::drill::{self, Line, Plan, Scenario, Score, Tally, Terrain};

use super::Seeds;

/// What to drill.
pub(super) struct Work<'a> {
    pub(super) terrain: &'a Terrain,
    pub(super) world: &'a Scenario,
    pub(super) plan: Plan,
    pub(super) seeds: Seeds,
    /// Whether the straight line is drilled beside.
    pub(super) baseline: bool,
}

struct Drilled {
    lines: Vec<Line>,
    counted: Tally,
    straight_line: Option<Tally>,
}

impl Work<'_> {
    /// Drills every seed, on as many threads as there are processors; `write` gets the logs in sequence.
    pub(super) fn run(&self, mut write: impl FnMut(&[Line]) -> anyhow::Result<()>) -> anyhow::Result<Score> {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let next = AtomicU64::new(self.seeds.first);
        let (done, drilled) = mpsc::sync_channel(2 * threads);
        thread::scope(|scope| {
            for _ in 0..threads {
                let (done, next) = (done.clone(), &next);
                scope.spawn(move || {
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        // Nobody listens any more once the log could not be written.
                        if seed > self.seeds.last || done.send((seed, self.one(seed))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            let (mut all, mut straight_line) = (Tally::default(), self.baseline.then(Tally::default));
            let mut early = BTreeMap::new();
            let mut turn = self.seeds.first;
            for (seed, drilled) in drilled {
                early.insert(seed, drilled);
                while let Some(drilled) = early.remove(&turn) {
                    write(&drilled.lines)?;
                    all.add(drilled.counted);
                    if let (Some(all), Some(one)) = (&mut straight_line, drilled.straight_line) {
                        all.add(one);
                    }
                    turn = turn.saturating_add(1);
                }
            }
            Ok(all.score_beside(straight_line.as_ref()))
        })
    }

    fn one(&self, seed: u64) -> Drilled {
        let drilled = |terrain: &Terrain, plan: &Plan| drill::run(terrain, self.world.clone(), plan, seed);
        let lines = drilled(self.terrain, &self.plan);
        let straight_line = self.baseline.then(|| {
            let plan = Plan {
                rule: DispatchRule::Nearest,
                ..self.plan
            };
            Tally::of(&drilled(&self.terrain.unknown_to_the_hall(), &plan))
        });
        Drilled {
            counted: Tally::of(&lines),
            lines,
            straight_line,
        }
    }
}
