//! What happens in the pretend district: a seeded row of incidents.
//!
//! They come by chance, independent of each other, on the streets of the towns. Who enters them is
//! the shell's business; what follows is the dispatcher's.

use std::sync::Arc;
use std::time::Duration;

use domain::{IncidentKind, Place, Timestamp};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::ground::Ground;
use crate::stretches::StreetPoint;

/// No pause is longer than this many mean ones, so that a demonstration never falls asleep.
const LONGEST_PAUSE: f64 = 3.0;
/// How often a point is drawn again in search of a street with a name.
const NAME_TRIES: usize = 12;

/// Something that happens in the pretend district.
#[derive(Clone, Debug, PartialEq)]
pub struct PretendIncident {
    /// What kind of thing.
    pub kind: IncidentKind,
    /// Where, with the name of the street.
    pub place: Place,
    /// The place in the district's list of the town on whose ground it is.
    pub town: usize,
    /// What the caller says.
    pub note: String,
}

/// The row of incidents.
#[derive(Debug)]
pub struct PretendIncidents {
    ground: Arc<Ground>,
    rng: ChaCha8Rng,
    mean: Duration,
    next: Timestamp,
}

impl PretendIncidents {
    /// Incidents from `start` on with pauses of `mean` on average; the first one comes at once.
    pub fn new(ground: Arc<Ground>, start: Timestamp, mean: Duration, seed: u64) -> Self {
        Self {
            ground,
            rng: ChaCha8Rng::seed_from_u64(seed),
            mean,
            next: start,
        }
    }

    /// When the next incident happens.
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        Some(self.next)
    }

    /// The incident that is due at `now`, if one is; ask until there is none.
    pub fn poll(&mut self, now: Timestamp) -> Option<PretendIncident> {
        if now < self.next {
            return None;
        }
        let pauses = -self.rng.random_range(f64::MIN_POSITIVE..1.0).ln();
        // From now, not from when it was due: a shell that slept owes no burst.
        self.next = now.after(
            self.mean
                .mul_f64(pauses.min(LONGEST_PAUSE))
                .max(Duration::from_millis(1)),
        );
        self.draw()
    }

    /// An incident out of turn; none only if no town has a street.
    pub fn draw(&mut self) -> Option<PretendIncident> {
        let towns = self.ground.district().reserve();
        let first = self.rng.random_range(0..towns.max(1));
        // A town may be without streets; then its neighbour in the list has the incident.
        let (town, point) = (0..towns).map(|step| (first + step) % towns).find_map(|town| {
            let point = self.named_point(town)?;
            Some((town, point))
        })?;
        let (kind, notes) = KINDS.choose(&mut self.rng)?;
        let note = notes
            .choose(&mut self.rng)
            .copied()
            .unwrap_or_default()
            .to_owned();
        let name = self.ground.district().towns().get(town)?.name.clone();
        let place = match point.street {
            Some(street) => Place {
                at: point.at,
                address: format!("{street}, {name}"),
                name: street,
            },
            None => Place {
                at: point.at,
                address: String::new(),
                name,
            },
        };
        Some(PretendIncident {
            kind: *kind,
            place,
            town,
            note,
        })
    }

    /// A point of `town`, on a street with a name if there is one to be found.
    fn named_point(&mut self, town: usize) -> Option<StreetPoint> {
        let mut point = self.ground.point_on_street(town, &mut self.rng)?;
        for _ in 0..NAME_TRIES {
            if point.street.is_some() {
                break;
            }
            point = self.ground.point_on_street(town, &mut self.rng)?;
        }
        Some(point)
    }
}

const KINDS: [(IncidentKind, &[&str]); 7] = [
    (
        IncidentKind::Fire,
        &[
            "居民楼冒烟 Smoke from a house",
            "垃圾箱起火 A waste container burns",
        ],
    ),
    (
        IncidentKind::Traffic,
        &[
            "两车追尾 Two cars collided",
            "货车故障占道 A broken-down lorry blocks the road",
        ],
    ),
    (
        IncidentKind::Medical,
        &[
            "老人摔倒 An old man has fallen",
            "路人昏倒 A passer-by has fainted",
        ],
    ),
    (
        IncidentKind::Crowd,
        &[
            "人群聚集 A crowd is gathering",
            "排队过长堵住出口 A queue blocks the exit",
        ],
    ),
    (
        IncidentKind::Flooding,
        &["路面积水 Water on the road", "水管破裂 A water main has burst"],
    ),
    (
        IncidentKind::PublicOrder,
        &[
            "邻里纠纷 A quarrel between neighbours",
            "噪音扰民 Complaints about noise",
        ],
    ),
    (
        IncidentKind::Other,
        &[
            "树木倒伏 A tree has come down",
            "路灯损坏 A street lamp is broken",
        ],
    ),
];

#[cfg(test)]
mod tests;
