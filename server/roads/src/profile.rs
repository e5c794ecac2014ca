//! What the tags of a way mean for those who travel on it.
//!
//! Speeds are averages between crossings for a patrol that is not in a hurry; what crossings cost is
//! counted at the crossings. They are a start, to be corrected by what the units' own trails show.

use domain::TravelMode;

use crate::class::RoadClass;
use crate::mode::PerMode;

mod access;
mod barrier;
mod direction;
mod ferry;
mod signal;
mod speed;

pub(crate) use barrier::NodeMarks;

/// The tags of one object of the extract.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tags<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of `key`.
    pub(crate) fn get(self, key: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    }

    /// Whether `key` has one of `values`.
    pub(crate) fn is(self, key: &str, values: &[&str]) -> bool {
        self.get(key).is_some_and(|value| values.contains(&value))
    }
}

/// How a way may be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Profile {
    pub(crate) class: RoadClass,
    pub(crate) passages: PerMode<Passage>,
    pub(crate) roundabout: bool,
    /// How long a ferry takes from end to end; its passages are then a metre a second, which is put right when
    /// its length is known.
    pub(crate) crossing_s: Option<f32>,
}

/// How one mode may use a way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Passage {
    /// Metres a second as the way is drawn; zero where that is not allowed.
    pub(crate) forward_mps: f32,
    /// Metres a second against that; zero where that is not allowed.
    pub(crate) backward_mps: f32,
}

impl Passage {
    /// The same, `factor` times as fast.
    pub(crate) fn at_times(self, factor: f32) -> Self {
        Self {
            forward_mps: self.forward_mps * factor,
            backward_mps: self.backward_mps * factor,
        }
    }

    /// Whether there is any.
    pub(crate) fn is_open(self) -> bool {
        self.forward_mps > 0.0 || self.backward_mps > 0.0
    }
}

/// The profile of a way of these tags; none if nobody may use it.
pub(crate) fn profile(tags: Tags<'_>) -> Option<Profile> {
    let crossing_s = ferry::crossing_s(tags);
    let (class, link) = match crossing_s {
        Some(_) => (RoadClass::Ferry, false),
        None => RoadClass::of(tags.get("highway")?)?,
    };
    let is_area = tags.is("area", &["yes"]);
    let passages = PerMode::new(|mode| {
        if is_area && !goes_around(class, mode) {
            return Passage::default();
        }
        passage(tags, class, link, mode)
    });
    let open = TravelMode::ALL.iter().any(|&mode| passages.get(mode).is_open());
    open.then_some(Profile {
        class,
        passages,
        roundabout: direction::is_roundabout(tags),
        crossing_s,
    })
}

/// Whether `mode` gets past an area of `class` along its outline: over a square people go as they like, which
/// its outline shows better than no way at all.
fn goes_around(class: RoadClass, mode: TravelMode) -> bool {
    class == RoadClass::Path && mode != TravelMode::Car
}

fn passage(tags: Tags<'_>, class: RoadClass, link: bool, mode: TravelMode) -> Passage {
    let is_open = access::may_use(tags, class, mode);
    let (along, against) = direction::directions(tags, class, mode);
    let forward = access::toward(tags, mode, "forward").unwrap_or(is_open && along);
    let backward = access::toward(tags, mode, "backward").unwrap_or(is_open && against);
    if !forward && !backward {
        return Passage::default();
    }
    let mps = speed::average_kmh(tags, class, link, mode) / 3.6;
    Passage {
        forward_mps: if forward { mps } else { 0.0 },
        backward_mps: if backward { mps } else { 0.0 },
    }
}

#[cfg(test)]
mod tests;
