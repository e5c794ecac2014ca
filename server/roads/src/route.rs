//! A way through the streets, as a line that is walked by time.

use domain::LatLon;

/// A way from one point on a road to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Its shape, from start to goal; at least one point.
    pub line: Vec<LatLon>,
    /// How long it takes.
    pub seconds: f64,
    /// How long it is on the ground.
    pub metres: f64,
    /// When each point of `line` is passed, in seconds since the start.
    passed: Vec<f64>,
    /// Seconds spent on the spot, to be added to the next stretch.
    waited: f64,
    origin: LatLon,
}

/// Where a traveller on a route is at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Its position.
    pub at: LatLon,
    /// Its direction in degrees clockwise from north.
    pub heading_deg: f64,
    /// Its speed in metres a second; zero before the start and from the goal on.
    pub speed_mps: f64,
}

impl Route {
    pub(crate) fn start(at: LatLon) -> Self {
        Self {
            line: vec![at],
            seconds: 0.0,
            metres: 0.0,
            passed: vec![0.0],
            waited: 0.0,
            origin: at,
        }
    }

    /// Goes on through `points`, in `seconds` for all of them at an even speed.
    pub(crate) fn follow(&mut self, points: &[LatLon], seconds: f64) {
        let mut lengths = Vec::with_capacity(points.len());
        let mut before = self.goal();
        for &point in points {
            lengths.push(before.distance_m(point));
            before = point;
        }
        let all: f64 = lengths.iter().sum();
        if all <= 0.0 {
            self.waited += seconds;
            return;
        }
        let began = self.seconds;
        let seconds = seconds + std::mem::take(&mut self.waited);
        let mut gone = 0.0;
        for (&point, length) in points.iter().zip(lengths) {
            if length > 0.0 {
                gone += length;
                self.seconds = began + seconds * (gone / all);
                self.line.push(point);
                self.passed.push(self.seconds);
            }
        }
        self.metres += all;
    }

    /// Ends where it is, once all waiting is done.
    pub(crate) fn arrive(&mut self) {
        self.seconds += std::mem::take(&mut self.waited);
        if let Some(last) = self.passed.last_mut() {
            *last = self.seconds;
        }
    }

    /// Where the traveller is `seconds` after its start; before it and after its end it stands still.
    pub fn at(&self, seconds: f64) -> Moment {
        let passed = self.passed.partition_point(|&passed| passed <= seconds);
        let Some(leg) = self.leg(passed.clamp(1, self.line.len().max(2) - 1)) else {
            return Moment {
                at: self.origin,
                heading_deg: 0.0,
                speed_mps: 0.0,
            };
        };
        let moving = (0.0..self.seconds).contains(&seconds);
        let took = leg.ended - leg.began;
        Moment {
            at: leg.from.toward(leg.to, (seconds - leg.began) / took),
            heading_deg: leg.from.bearing_deg(leg.to),
            speed_mps: if moving {
                leg.from.distance_m(leg.to) / took
            } else {
                0.0
            },
        }
    }

    /// Where it ends.
    pub fn goal(&self) -> LatLon {
        self.line.last().copied().unwrap_or(self.origin)
    }

    /// The leg that ends at the point `end` of the line.
    fn leg(&self, end: usize) -> Option<Leg> {
        let begin = end.checked_sub(1)?;
        Some(Leg {
            from: *self.line.get(begin)?,
            to: *self.line.get(end)?,
            began: *self.passed.get(begin)?,
            ended: *self.passed.get(end)?,
        })
    }
}

struct Leg {
    from: LatLon,
    to: LatLon,
    began: f64,
    ended: f64,
}

#[cfg(test)]
mod tests;
