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

/// One drill that is over.
struct Drilled {
    lines: Vec<Line>,
    counted: Tally,
    /// Whether the hall went by straight lines.
    is_baseline: bool,
}

impl Work<'_> {
    /// Drills every seed, on as many threads as there are processors; `write` gets the logs in sequence.
    pub(super) fn run(&self, mut write: impl FnMut(&[Line]) -> anyhow::Result<()>) -> anyhow::Result<Score> {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (next, last) = (AtomicU64::new(0), self.drills());
        let (done, drilled) = mpsc::sync_channel(2 * threads);
        thread::scope(|scope| {
            for _ in 0..threads {
                let (done, next) = (done.clone(), &next);
                scope.spawn(move || {
                    loop {
                        let turn = next.fetch_add(1, Ordering::Relaxed);
                        // Nobody listens any more once the log could not be written.
                        if turn >= last || done.send((turn, self.one(turn))).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            let (mut all, mut straight_line) = (Tally::default(), self.baseline.then(Tally::default));
            let mut early = BTreeMap::new();
            let mut turn = 0;
            for (number, drilled) in drilled {
                early.insert(number, drilled);
                while let Some(drilled) = early.remove(&turn) {
                    turn = turn.saturating_add(1);
                    match &mut straight_line {
                        Some(straight_line) if drilled.is_baseline => straight_line.add(drilled.counted),
                        _ => {
                            write(&drilled.lines)?;
                            all.add(drilled.counted);
                        }
                    }
                }
            }
            Ok(all.score_beside(straight_line.as_ref()))
        })
    }

    /// How many drills there are: a seed's baseline follows it.
    fn drills(&self) -> u64 {
        let seeds = self.seeds.last - self.seeds.first + 1;
        seeds.saturating_mul(self.of_a_seed())
    }

    fn of_a_seed(&self) -> u64 {
        if self.baseline { 2 } else { 1 }
    }

    fn one(&self, turn: u64) -> Drilled {
        let seed = self.seeds.first + turn / self.of_a_seed();
        let drilled = |terrain: &Terrain, plan: &Plan| drill::run(terrain, self.world.clone(), plan, seed);
        if turn.is_multiple_of(self.of_a_seed()) {
            let lines = drilled(self.terrain, &self.plan);
            return Drilled {
                counted: Tally::of(&lines),
                lines,
                is_baseline: false,
            };
        }
        let plan = Plan {
            rule: DispatchRule::Nearest,
            ..self.plan
        };
        let lines = drilled(&self.terrain.unknown_to_the_hall(), &plan);
        Drilled {
            counted: Tally::of(&lines),
            lines: Vec::new(),
            is_baseline: true,
        }
    }
}
