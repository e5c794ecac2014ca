//! How well free units guard the district, and what each of them is worth where it is.
//!
//! For the next incident, wherever it falls: the nearest free unit goes, unless it is taken by then;
//! then the second, and so on (the expected coverage of Daskin, 1983, with the chance of being late
//! in place of a radius; Jagtenberg, van den Berg, van der Mei, 2015, move units by it).

#![expect(
    clippy::indexing_slicing,
    reason = "every list is as long as the survey's places, or RANKS"
)]

/// How many units are looked at for each place.
const RANKS: usize = 6;

/// The chance that a unit that is free now cannot go when the next incident comes.
const TAKEN: f64 = 0.3;

/// The units' guard over the places of a survey.
#[derive(Debug)]
pub(crate) struct Guard {
    /// The share of incidents at each place.
    shares: Vec<f64>,
    /// By place: the harm if each of the nearest units goes, best first, with the unit.
    ranks: Vec<[(f32, u32); RANKS]>,
    chances: [f64; RANKS],
}

/// Nobody.
const NOBODY: u32 = u32::MAX;

impl Guard {
    /// The guard of units whose harm at every place is `harms`, where nobody at all does `worst` harm.
    pub(crate) fn new(shares: Vec<f64>, harms: &[Vec<f32>], worst: f32) -> Self {
        let mut ranks = vec![[(worst, NOBODY); RANKS]; shares.len()];
        for (unit, harms) in (0..).zip(harms) {
            for (rank, harm) in ranks.iter_mut().zip(harms) {
                insert(rank, *harm, unit);
            }
        }
        let mut chances = [0.0; RANKS];
        let mut left = 1.0;
        for chance in &mut chances {
            *chance = left * (1.0 - TAKEN);
            left *= TAKEN;
        }
        chances[RANKS - 1] += left;
        Self {
            shares,
            ranks,
            chances,
        }
    }

    /// The harm to be expected of the next incident.
    #[cfg(test)]
    pub(crate) fn harm(&self) -> f64 {
        let places = self.ranks.iter().zip(&self.shares);
        places.map(|(rank, share)| share * self.of(rank)).sum()
    }

    /// By how much the harm grows if each of `units` units leaves.
    pub(crate) fn missed(&self, units: usize, worst: f32) -> Vec<f64> {
        let mut missed = vec![0.0; units];
        for (rank, share) in self.ranks.iter().zip(&self.shares) {
            let with = self.of(rank);
            for place in 0..RANKS {
                let unit = rank[place].1;
                if unit != NOBODY {
                    missed[unit as usize] += share * (self.of(&without(rank, unit, worst)) - with);
                }
            }
        }
        missed
    }

    /// The same guard without a unit.
    pub(crate) fn without(&self, unit: usize, worst: f32) -> Self {
        let unit = u32::try_from(unit).unwrap_or(NOBODY);
        let ranks = self.ranks.iter().map(|rank| without(rank, unit, worst)).collect();
        Self {
            shares: self.shares.clone(),
            ranks,
            chances: self.chances,
        }
    }

    /// By how much the harm shrinks with one more unit whose harm at every place is `harms`.
    pub(crate) fn gained(&self, harms: &[f32]) -> f64 {
        let mut gained = 0.0;
        for ((rank, share), harm) in self.ranks.iter().zip(&self.shares).zip(harms) {
            if *harm < rank[RANKS - 1].0 {
                let mut with = *rank;
                insert(&mut with, *harm, NOBODY);
                gained += share * (self.of(rank) - self.of(&with));
            }
        }
        gained
    }

    fn of(&self, rank: &[(f32, u32); RANKS]) -> f64 {
        rank.iter()
            .zip(&self.chances)
            .map(|((harm, _), chance)| f64::from(*harm) * chance)
            .sum()
    }
}

fn insert(rank: &mut [(f32, u32); RANKS], harm: f32, unit: u32) {
    if harm >= rank[RANKS - 1].0 {
        return;
    }
    let mut place = RANKS - 1;
    while place > 0 && rank[place - 1].0 > harm {
        rank[place] = rank[place - 1];
        place -= 1;
    }
    rank[place] = (harm, unit);
}

fn without(rank: &[(f32, u32); RANKS], unit: u32, worst: f32) -> [(f32, u32); RANKS] {
    let Some(place) = rank.iter().position(|(_, known)| *known == unit) else {
        return *rank;
    };
    let mut rest = *rank;
    rest.copy_within(place + 1.., place);
    rest[RANKS - 1] = (worst, NOBODY);
    rest
}

#[cfg(test)]
mod tests;
