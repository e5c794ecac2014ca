//! Closed rings from the pieces of a border.
//!
//! A relation lists the ways of a border in no order and either direction; a way may be a whole
//! ring by itself.

/// Joins `parts`, each a row of node numbers, into closed rings; none if a ring stays open.
pub(super) fn join(parts: &[&[i64]]) -> Option<Vec<Vec<i64>>> {
    let mut loose: Vec<&[i64]> = parts.iter().copied().filter(|part| part.len() > 1).collect();
    let mut rings = Vec::new();
    while let Some(part) = loose.pop() {
        let mut ring = part.to_vec();
        while ring.first() != ring.last() {
            let end = *ring.last()?;
            let next = loose
                .iter()
                .position(|part| part.first() == Some(&end) || part.last() == Some(&end))?;
            let next = loose.swap_remove(next);
            if next.first() == Some(&end) {
                ring.extend(next.iter().skip(1));
            } else {
                ring.extend(next.iter().rev().skip(1));
            }
        }
        rings.push(ring);
    }
    Some(rings)
}

#[cfg(test)]
mod tests;
