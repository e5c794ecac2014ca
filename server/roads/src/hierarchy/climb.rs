//! Climbing a hierarchy from both ends, and meeting at the top.
//!
//! Every quickest way climbs to its busiest lane and descends from there. So each goal leaves a note
//! at every lane it can be reached from by descending alone, and each start reads the notes on its
//! way up. A note that a detour over a higher lane would beat is never part of a quickest way.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a lane's rank, a goal's or an arc's number, below the length of each array"
)]

use super::{Arcs, Customised, Hierarchy};
use crate::search::NEVER;

/// Lanes with the milliseconds between their beginnings and a place.
pub(crate) type Leads = Vec<(u32, u32)>;

/// Milliseconds from starts to goals.
#[derive(Debug)]
pub(crate) struct Table {
    /// By start, then goal; [`NEVER`] where there is no way.
    pub(crate) rows: Vec<Vec<u32>>,
}

impl Table {
    /// The table from `starts` (what it takes to get to the beginnings of lanes) to `goals` (what it
    /// takes from there).
    pub(crate) fn of(hierarchy: &Hierarchy, times: &Customised, starts: &[Leads], goals: &[Leads]) -> Self {
        let mut climb = Climb::new(hierarchy);
        let notes = Notes::of(&mut climb, times, goals);
        let rows = starts.iter().map(|start| {
            let mut row = vec![NEVER; goals.len()];
            climb.climb(start, &hierarchy.up, &times.up);
            climb.leave(&hierarchy.down, &times.down, |rank, time| {
                for &(goal, left) in notes.at(rank) {
                    let best = &mut row[goal as usize];
                    *best = (*best).min(time.saturating_add(left));
                }
            });
            row
        });
        Self { rows: rows.collect() }
    }
}

/// What the goals left at the lanes, by rank: a goal and the milliseconds left to it.
struct Notes {
    first: Vec<u32>,
    notes: Vec<(u32, u32)>,
}

impl Notes {
    fn of(climb: &mut Climb<'_>, times: &Customised, goals: &[Leads]) -> Self {
        let hierarchy = climb.hierarchy;
        let mut left: Vec<(u32, u32, u32)> = Vec::new();
        for (number, goal) in (0_u32..).zip(goals) {
            climb.climb(goal, &hierarchy.down, &times.down);
            climb.leave(&hierarchy.up, &times.up, |rank, time| {
                left.push((rank, number, time));
            });
        }
        let mut first = vec![0_u32; hierarchy.lane_at.len() + 1];
        for (rank, ..) in &left {
            first[*rank as usize + 1] += 1;
        }
        for rank in 0..hierarchy.lane_at.len() {
            first[rank + 1] += first[rank];
        }
        let mut next = first.clone();
        let mut notes = vec![(0, 0); left.len()];
        for (rank, goal, time) in left {
            notes[next[rank as usize] as usize] = (goal, time);
            next[rank as usize] += 1;
        }
        Self { first, notes }
    }

    fn at(&self, rank: u32) -> &[(u32, u32)] {
        &self.notes[self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize]
    }
}

/// One climb after another.
pub(super) struct Climb<'a> {
    hierarchy: &'a Hierarchy,
    /// By rank; [`NEVER`] between climbs.
    time: Vec<u32>,
    /// One bit for each rank that is to be looked at.
    open: Vec<u64>,
    /// The ranks seen, in order.
    seen: Vec<u32>,
}

impl<'a> Climb<'a> {
    pub(super) fn new(hierarchy: &'a Hierarchy) -> Self {
        let ranks = hierarchy.lane_at.len();
        Self {
            hierarchy,
            time: vec![NEVER; ranks],
            open: vec![0; ranks.div_ceil(64)],
            seen: Vec::new(),
        }
    }

    /// Climbs from `leads` along `arcs`, which take `times`.
    pub(super) fn climb(&mut self, leads: &[(u32, u32)], arcs: &Arcs, times: &[u32]) {
        let mut word = self.open.len();
        for &(lane, lead) in leads {
            let rank = self.hierarchy.rank_of[lane as usize] as usize;
            self.time[rank] = self.time[rank].min(lead);
            self.open[rank / 64] |= 1 << (rank % 64);
            word = word.min(rank / 64);
        }
        while word < self.open.len() {
            let bits = self.open[word];
            if bits == 0 {
                word += 1;
                continue;
            }
            self.open[word] &= bits - 1;
            let place = word * 64 + bits.trailing_zeros() as usize;
            let Ok(rank) = u32::try_from(place) else { break };
            self.seen.push(rank);
            let here = self.time[place];
            let row = arcs.row(rank);
            for (&high, &through) in arcs.other[row.clone()].iter().zip(&times[row]) {
                let time = here.saturating_add(through);
                let high = high as usize;
                if time < self.time[high] {
                    self.time[high] = time;
                    self.open[high / 64] |= 1 << (high % 64);
                }
            }
        }
    }

    /// Ends climbing: the times by rank.
    pub(super) fn into_times(self) -> Vec<u32> {
        self.time
    }

    /// Ends the climb, with a look at each rank that `back`, arcs the other way, do not beat.
    fn leave(&mut self, back: &Arcs, times: &[u32], mut look: impl FnMut(u32, u32)) {
        for &rank in &self.seen {
            let here = self.time[rank as usize];
            let row = back.row(rank);
            let mut detours = back.other[row.clone()].iter().zip(&times[row]);
            let beaten =
                detours.any(|(&high, &through)| self.time[high as usize].saturating_add(through) < here);
            if !beaten {
                look(rank, here);
            }
        }
        for rank in self.seen.drain(..) {
            self.time[rank as usize] = NEVER;
        }
    }
}
