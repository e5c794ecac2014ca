//! Incidents that a call may be about.
//!
//! A fire that forty people see is forty calls. Who takes one sees what is known already before
//! anything is saved: what is near in place and time, of the same kind or one that people mix up with it,
//! or told from the same telephone. The score only sorts; a person decides.

use std::time::Duration;

use domain::incident::{Caller, IncidentKind};
use domain::{LatLon, Timestamp};

use crate::{Dispatch, IncidentOnBoard, Seat};

/// How far apart two tellings of one thing may be, in metres.
const REACH_M: f64 = 300.0;

/// How long after the first telling another one may come.
const WITHIN: Duration = Duration::from_mins(30);

/// An open incident that may be meant, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// Which.
    pub known: IncidentOnBoard,
    /// How likely it is the same, 0 to 1: it sorts, and is no probability.
    pub score: f64,
    /// How far away it is.
    pub distance_m: f64,
    /// How long ago it was raised.
    pub age: Duration,
    /// Whether it is of the same kind, not only of a related one.
    pub same_kind: bool,
    /// Whether it was told from the same telephone.
    pub same_phone: bool,
}

impl Dispatch {
    /// The incidents of the seat's towns that may be meant, the likeliest first.
    pub(crate) fn duplicates(
        &self,
        now: Timestamp,
        by: Seat,
        kind: IncidentKind,
        at: LatLon,
        caller: Option<&Caller>,
    ) -> Vec<Duplicate> {
        let open = self
            .board
            .incidents
            .values()
            .filter(|known| known.closed.is_none());
        let fresh = open.filter(|known| now.since(known.incident.raised_at) <= WITHIN);
        let mut found: Vec<Duplicate> = fresh
            .filter(|known| self.has_incident(by, known.incident.id).is_ok())
            .filter_map(|known| compare(now, known, kind, at, caller))
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        found
    }
}

fn compare(
    now: Timestamp,
    known: &IncidentOnBoard,
    kind: IncidentKind,
    at: LatLon,
    caller: Option<&Caller>,
) -> Option<Duplicate> {
    let incident = &known.incident;
    let distance_m = incident.place.at.distance_m(at);
    let age = now.since(incident.raised_at);
    let same_kind = incident.kind == kind;
    let same_phone = caller
        .zip(incident.caller.as_ref())
        .is_some_and(|(new, known)| new.has_same_phone(known));
    let alike = distance_m <= REACH_M && incident.kind.is_related_to(kind);
    if !alike && !same_phone {
        return None;
    }
    let near = (1.0 - distance_m / REACH_M).max(0.0);
    let fresh = 1.0 - age.as_secs_f64() / WITHIN.as_secs_f64();
    let kinds = if same_kind { 1.0 } else { 0.3 };
    let score = 0.5 * near + 0.2 * fresh + 0.3 * kinds;
    Some(Duplicate {
        known: known.clone(),
        // Who calls twice within the half hour most likely means the same thing.
        score: if same_phone {
            f64::midpoint(score, 1.0)
        } else {
            score
        },
        distance_m,
        age,
        same_kind,
        same_phone,
    })
}
