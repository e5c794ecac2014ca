//! Sites: what has a name but is no street.

use std::collections::BTreeMap;

use domain::LatLon;

use crate::entry::HitKind;
use crate::flat::Flat;
use crate::names::folded;

/// Things of one name and kind nearer together than this are one: a school with its building, the two
/// poles of a bus stop.
const SAME_M: f64 = 150.0;

/// Something that has a name.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// What it is called, the usual name first.
    pub(crate) names: Vec<String>,
    pub(crate) kind: HitKind,
    pub(crate) at: LatLon,
    /// Street and house number; empty if unknown.
    pub(crate) address: String,
}

/// Leaves out what is there twice.
pub(crate) fn merge(flat: Flat, sites: Vec<Site>) -> Vec<Site> {
    let mut kept: Vec<Site> = Vec::new();
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for site in sites {
        let Some(name) = site.names.first() else { continue };
        let places = alike.entry((folded(name), site.kind)).or_default();
        let near = |&&place: &&usize| {
            kept.get(place)
                .is_some_and(|known| flat.metres(known.at, site.at) <= SAME_M)
        };
        if let Some(known) = places.iter().find(near).and_then(|&place| kept.get_mut(place)) {
            if known.address.is_empty() {
                known.address = site.address;
            }
            for name in site.names {
                if !known.names.contains(&name) {
                    known.names.push(name);
                }
            }
        } else {
            places.push(kept.len());
            kept.push(site);
        }
    }
    kept
}
