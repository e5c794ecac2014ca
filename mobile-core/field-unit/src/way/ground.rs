//! The ground around a scene, flat: true to a metre over the kilometres of a way.

use domain::LatLon;
use protocol::api::WayView;

/// Metres in a degree of latitude.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// Streets are taken to be there so far beyond the outermost that is known, in metres.
const BEYOND_M: f64 = 30.0;

/// Metres east and north of a scene.
pub(super) struct Ground {
    scene: LatLon,
    per_lon: f64,
}

impl Ground {
    pub(super) fn new(scene: LatLon) -> Self {
        Self {
            scene,
            per_lon: METRES_PER_DEGREE * scene.lat().to_radians().cos(),
        }
    }

    /// How far a point is from a line, in metres; nothing if there is no line.
    pub(super) fn distance_m(&self, line: &[LatLon], at: LatLon) -> Option<f64> {
        let (x, y) = self.point(at);
        let points: Vec<(f64, f64)> = line.iter().map(|at| self.point(*at)).collect();
        let parts = points.iter().zip(points.get(1..)?);
        let distances = parts.map(|((ax, ay), (bx, by))| {
            let (east, north) = (bx - ax, by - ay);
            let length2 = east * east + north * north;
            let along = if length2 > 0.0 {
                (((x - ax) * east + (y - ay) * north) / length2).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (x - ax - along * east).hypot(y - ay - along * north)
        });
        distances.min_by(f64::total_cmp)
    }

    /// Whether the streets of `way` are those around all of `places`.
    pub(super) fn covers(&self, way: &WayView, places: &[LatLon]) -> bool {
        let lines = way.streets.iter().flatten().flat_map(|street| &street.lines);
        let known = lines
            .flat_map(|line| line.points(way.scene))
            .map(|at| self.point(at));
        let bounds = known.fold(None, |bounds: Option<Bounds>, at| {
            Some(bounds.map_or_else(|| Bounds::of(at), |bounds| bounds.with(at)))
        });
        bounds.is_some_and(|bounds| places.iter().all(|at| bounds.holds(self.point(*at))))
    }

    fn point(&self, at: LatLon) -> (f64, f64) {
        (
            (at.lon() - self.scene.lon()) * self.per_lon,
            (at.lat() - self.scene.lat()) * METRES_PER_DEGREE,
        )
    }
}

/// What lies between the outermost points.
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    const fn of((x, y): (f64, f64)) -> Self {
        Self {
            west: x,
            south: y,
            east: x,
            north: y,
        }
    }

    fn with(self, (x, y): (f64, f64)) -> Self {
        Self {
            west: self.west.min(x),
            south: self.south.min(y),
            east: self.east.max(x),
            north: self.north.max(y),
        }
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.west - BEYOND_M..=self.east + BEYOND_M).contains(&x)
            && (self.south - BEYOND_M..=self.north + BEYOND_M).contains(&y)
    }
}
