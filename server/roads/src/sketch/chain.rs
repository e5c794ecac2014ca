//! Pieces of one street joined to lines that run on over its crossings.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is a stretch's number, below the length of each array"
)]

use std::collections::BTreeMap;

use super::plane::Point;

/// A stretch of street between two junctions.
pub(super) struct Stretch {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) line: Vec<Point>,
}

impl Stretch {
    /// The junction that it leads to.
    const fn head(&self, forward: bool) -> u32 {
        if forward { self.to } else { self.from }
    }
}

/// All of `stretches`, joined wherever just two of them meet.
pub(super) fn chained(stretches: &[Stretch]) -> Vec<Vec<Point>> {
    let mut meeting: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (number, stretch) in stretches.iter().enumerate() {
        for junction in [stretch.from, stretch.to] {
            meeting.entry(junction).or_default().push(number);
        }
    }
    let goes_on = |junction: u32| meeting.get(&junction).is_some_and(|all| all.len() == 2);
    let (mut firsts, mut rings) = (Vec::new(), Vec::new());
    for (number, stretch) in stretches.iter().enumerate() {
        if !goes_on(stretch.from) {
            firsts.push((number, true));
        } else if !goes_on(stretch.to) {
            firsts.push((number, false));
        } else {
            rings.push((number, true));
        }
    }
    let mut used = vec![false; stretches.len()];
    let mut lines = Vec::new();
    // A ring has no end: it begins anywhere, once all that has one is taken.
    for (first, forward) in firsts.into_iter().chain(rings) {
        if used[first] {
            continue;
        }
        let mut line: Vec<Point> = Vec::new();
        let mut next = Some((first, forward));
        while let Some((number, forward)) = next {
            used[number] = true;
            let stretch = &stretches[number];
            let seen = usize::from(!line.is_empty());
            if forward {
                line.extend(stretch.line.iter().skip(seen));
            } else {
                line.extend(stretch.line.iter().rev().skip(seen));
            }
            let junction = stretch.head(forward);
            let others = meeting.get(&junction).filter(|_| goes_on(junction));
            next = others
                .into_iter()
                .flatten()
                .find(|other| !used[**other])
                .map(|other| (*other, stretches[*other].from == junction));
        }
        lines.push(line);
    }
    lines
}
