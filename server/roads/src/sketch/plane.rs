//! Lines on a flat piece of the earth, in metres east and north of its middle.

use domain::LatLon;

/// Metres east and north.
pub(super) type Point = [f64; 2];

const METRES_PER_DEGREE: f64 = 111_195.0;

/// A plane that touches the earth at one point; true to a share of a thousand over some tens of kilometres.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    lat: f64,
    lon: f64,
    metres_per_lon: f64,
}

impl Plane {
    fn at(lat: f64, lon: f64) -> Self {
        // At a pole every place is at the same longitude.
        let metres_per_lon = METRES_PER_DEGREE * lat.to_radians().cos().max(1e-6);
        Self {
            lat,
            lon,
            metres_per_lon,
        }
    }

    pub(super) fn project(self, at: LatLon) -> Point {
        [
            (at.lon() - self.lon) * self.metres_per_lon,
            (at.lat() - self.lat) * METRES_PER_DEGREE,
        ]
    }

    /// Where on the earth; nowhere beyond its edges.
    pub(super) fn unproject(self, [east, north]: Point) -> Option<LatLon> {
        LatLon::new(
            self.lat + north / METRES_PER_DEGREE,
            self.lon + east / self.metres_per_lon,
        )
        .ok()
    }
}

/// What lies inside of a straight line, with whether its own ends do.
struct Cut {
    begin: Point,
    end: Point,
    has_start: bool,
    has_stop: bool,
}

/// The piece of the earth that is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) plane: Plane,
    /// Half its width and half its height.
    half: Point,
}

impl Frame {
    /// What holds all of `points`, with a margin that depends on its longer side; none without a point.
    pub(super) fn around(points: &[LatLon], margin_m: impl Fn(f64) -> f64) -> Option<Self> {
        let first = points.first()?;
        let mut low = [first.lat(), first.lon()];
        let mut high = low;
        for at in points {
            low = [low[0].min(at.lat()), low[1].min(at.lon())];
            high = [high[0].max(at.lat()), high[1].max(at.lon())];
        }
        let plane = Plane::at(f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1]));
        let east = (high[1] - low[1]) * plane.metres_per_lon / 2.0;
        let north = (high[0] - low[0]) * METRES_PER_DEGREE / 2.0;
        let margin = margin_m(2.0 * east.max(north));
        Some(Self {
            plane,
            half: [east + margin, north + margin],
        })
    }

    /// The same with its shorter side at least this share of the longer one.
    pub(super) fn squarer(self, share: f64) -> Self {
        let least = share * self.longer_m() / 2.0;
        let half = self.half.map(|half| half.max(least));
        Self { half, ..self }
    }

    pub(super) fn longer_m(&self) -> f64 {
        2.0 * self.half[0].max(self.half[1])
    }

    /// Its south-western and its north-eastern corner, as far as they lie on the earth.
    pub(super) fn corners(&self) -> (LatLon, LatLon) {
        let corner = |sign: f64| {
            let [east, north] = self.half.map(|half| sign * half);
            let lat = (self.plane.lat + north / METRES_PER_DEGREE).clamp(-90.0, 90.0);
            let lon = (self.plane.lon + east / self.plane.metres_per_lon).clamp(-180.0, 180.0);
            LatLon::new(lat, lon).unwrap_or(LatLon::ORIGIN)
        };
        (corner(-1.0), corner(1.0))
    }

    /// The parts of `line` that lie inside.
    pub(super) fn clip(&self, line: &[Point]) -> Vec<Vec<Point>> {
        let mut parts: Vec<Vec<Point>> = Vec::new();
        let mut goes_on = false;
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            let Some(cut) = self.inside(*from, *to) else {
                goes_on = false;
                continue;
            };
            match parts.last_mut().filter(|_| goes_on && cut.has_start) {
                Some(part) => part.push(cut.end),
                None => parts.push(vec![cut.begin, cut.end]),
            }
            goes_on = cut.has_stop;
        }
        parts
    }

    /// The part of a straight line that lies inside (Liang and Barsky 1984).
    fn inside(&self, from: Point, to: Point) -> Option<Cut> {
        let along = [to[0] - from[0], to[1] - from[1]];
        let (mut begin, mut end) = (0.0_f64, 1.0_f64);
        for ((start, step), half) in from.into_iter().zip(along).zip(self.half) {
            for (toward, room) in [(-step, start + half), (step, half - start)] {
                if toward == 0.0 {
                    if room < 0.0 {
                        return None;
                    }
                } else if toward < 0.0 {
                    begin = begin.max(room / toward);
                } else {
                    end = end.min(room / toward);
                }
            }
        }
        let at = |share: f64| [from[0] + share * along[0], from[1] + share * along[1]];
        let (has_start, has_stop) = (begin <= 0.0, end >= 1.0);
        (begin < end).then(|| Cut {
            begin: if has_start { from } else { at(begin) },
            end: if has_stop { to } else { at(end) },
            has_start,
            has_stop,
        })
    }
}

/// `line` without the points that lie within `bends_m` of what is left (Douglas and Peucker 1973).
pub(super) fn simplify(line: &[Point], bends_m: f64) -> Vec<Point> {
    let Some(last) = line.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut keeps = vec![false; line.len()];
    let mut open = vec![(0, last)];
    while let Some((begin, end)) = open.pop() {
        for place in [begin, end] {
            if let Some(keeps) = keeps.get_mut(place) {
                *keeps = true;
            }
        }
        let (Some(from), Some(to)) = (line.get(begin), line.get(end)) else {
            continue;
        };
        let inner = line.iter().enumerate().take(end).skip(begin + 1);
        let off = inner.map(|(place, at)| (place, to_segment(*at, *from, *to)));
        if let Some((place, metres)) = off.max_by(|(_, one), (_, other)| one.total_cmp(other))
            && metres > bends_m
        {
            open.extend([(begin, place), (place, end)]);
        }
    }
    let kept = line.iter().zip(keeps).filter(|(_, keeps)| *keeps);
    kept.map(|(at, _)| *at).collect()
}

/// Metres between two lines at their nearest; a line of one point is that point.
pub(super) fn between(one: &[Point], other: &[Point]) -> f64 {
    let mut least = f64::INFINITY;
    for (a, b) in parts(one) {
        for (c, d) in parts(other) {
            if cross(a, b, c, d) {
                return 0.0;
            }
            let ends = [
                to_segment(a, c, d),
                to_segment(b, c, d),
                to_segment(c, a, b),
                to_segment(d, a, b),
            ];
            least = ends.into_iter().fold(least, f64::min);
        }
    }
    least
}

/// The straight parts of a line; of a single point, that from it to itself.
fn parts(line: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    let single = match line {
        [only] => Some((*only, *only)),
        _ => None,
    };
    let pairs = line
        .iter()
        .zip(line.iter().skip(1))
        .map(|(from, to)| (*from, *to));
    single.into_iter().chain(pairs)
}

/// Whether two straight lines cross inside both.
fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |from: Point, to: Point, at: Point| {
        (to[0] - from[0]) * (at[1] - from[1]) - (to[1] - from[1]) * (at[0] - from[0])
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Metres from a point to the straight line between two others.
fn to_segment(at: Point, from: Point, to: Point) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let there = [at[0] - from[0], at[1] - from[1]];
    let length_2 = along[0] * along[0] + along[1] * along[1];
    let share = if length_2 > 0.0 {
        ((there[0] * along[0] + there[1] * along[1]) / length_2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (there[0] - share * along[0]).hypot(there[1] - share * along[1])
}

#[cfg(test)]
mod tests;
