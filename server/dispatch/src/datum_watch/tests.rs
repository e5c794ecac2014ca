//! Shows what `datum_watch` promises, on real roads.
//!
//! The roads are Liechtenstein's, the shifts Shanghai's: the district is looked at as if it lay in
//! Baoshan, so that a confused source is as far off as it would be there.

use std::sync::LazyLock;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use roads::{RoadNetwork, Route};

use super::*;

static ROADS: LazyLock<RoadNetwork> = LazyLock::new(|| {
    let extract = include_bytes!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
    ));
    RoadNetwork::from_pbf(extract).unwrap()
});

const HERE: [f64; 2] = [47.16, 9.52];
const BAOSHAN: [f64; 2] = [31.39, 121.40];

fn moved(at: LatLon, from: [f64; 2], to: [f64; 2]) -> LatLon {
    let [shrunk, grown] = [from, to].map(|[lat, _]| lat.to_radians().cos());
    let east = (at.lon() - from[1]) * shrunk / grown;
    LatLon::new(at.lat() - from[0] + to[0], east + to[1]).unwrap()
}

fn in_baoshan(at: LatLon) -> LatLon {
    moved(at, HERE, BAOSHAN)
}

fn nearest(at: LatLon) -> Option<LatLon> {
    let snap = ROADS.nearest_road(moved(at, BAOSHAN, HERE))?;
    Some(in_baoshan(snap.at))
}

fn gauss(rng: &mut impl Rng) -> f64 {
    let (radius, turn): (f64, f64) = (rng.random_range(f64::MIN_POSITIVE..1.0), rng.random());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}

/// A drive of some kilometres.
fn drive(rng: &mut ChaCha8Rng) -> Route {
    loop {
        let [from, to] = [(); 2]
            .map(|()| LatLon::new(rng.random_range(47.08..47.24), rng.random_range(9.49..9.56)).unwrap());
        if let Some(route) = ROADS.route(from, to).filter(|route| route.seconds > 400.0) {
            return route;
        }
    }
}

/// The judgement on a source of that shift when there is one, with the second of the drive.
fn judged(seed: u64, shift: Option<Shift>, sigma_m: f64, memory: f64) -> Option<(Judgement, u32)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let route = drive(&mut rng);
    let mut watch = DatumWatch::default();
    let mut error = [0.0; 2].map(|_: f64| sigma_m * gauss(&mut rng));
    for second in 0..400_u32 {
        let fresh = sigma_m * (1.0 - memory * memory).sqrt();
        error = error.map(|error| memory * error + fresh * gauss(&mut rng));
        let truth = in_baoshan(route.at(f64::from(second)).at);
        let at = LatLon::new(
            truth.lat() + error[0] / 111_195.0,
            truth.lon() + error[1] / (111_195.0 * truth.lat().to_radians().cos()),
        )
        .unwrap();
        watch.observe(&Fix {
            // What undoes a shift also makes its opposite.
            at: match shift {
                None => at,
                Some(Shift::MeasuredIn(datum)) => datum.from_wgs84_anywhere(at),
                Some(Shift::ConvertedFrom(datum)) => datum.to_wgs84_anywhere(at),
            },
            accuracy_m: 1.51 * sigma_m,
            speed_mps: None,
            heading_deg: None,
            altitude_m: None,
            mock: false,
            battery_pct: None,
            taken_at: Timestamp::from_millis(1_790_000_000_000 + i64::from(second) * 1000),
            taken_at_error_ms: 50,
            activity: None,
            datum: None,
        });
        if let Some(judgement) = watch.judge(nearest) {
            return Some((judgement, second));
        }
    }
    None
}

/// Of so many drives: how many were judged, found shifted, found shifted as they are.
fn tally(drives: u64, shift: Option<Shift>, sigma_m: f64, memory: f64) -> [u32; 3] {
    let mut tally = [0; 3];
    for (judgement, _) in (0..drives).filter_map(|seed| judged(seed, shift, sigma_m, memory)) {
        let found = matches!(judgement, Judgement::Shifted(_));
        let right = shift.is_some_and(|shift| judgement == Judgement::Shifted(shift));
        for (count, counts) in tally.iter_mut().zip([true, found, right]) {
            *count += u32::from(counts);
        }
    }
    tally
}

#[test]
fn a_confused_source_is_found_by_its_trail() {
    for shift in Shift::ALL {
        let [judged, _, right] = tally(60, Some(shift), 15.0, 0.0);
        assert!(
            judged >= 40 && right * 100 >= judged * 95,
            "{shift:?}: {right} of {judged}"
        );
    }
}

#[test]
fn a_sound_source_is_left_in_peace() {
    for memory in [0.0, 0.9] {
        let [judged, found, _] = tally(150, None, 15.0, memory);
        assert!(judged >= 100 && found * 100 <= judged, "{found} of {judged}");
    }
}

#[test]
fn a_short_or_straight_trail_says_nothing() {
    let trail = |points: &[(f64, f64)]| DatumWatch {
        trail: points
            .iter()
            .map(|(east, north)| LatLon::new(31.39 + north / 111_195.0, 121.4 + east / 94_900.0).unwrap())
            .collect(),
        ..DatumWatch::default()
    };
    let straight: Vec<_> = (0..30).map(|step| (0.0, 60.0 * f64::from(step))).collect();
    assert_eq!(trail(&straight).judge(nearest), None);
    let short: Vec<_> = [(0.0, 0.0), (0.0, 100.0), (100.0, 100.0), (100.0, 200.0)].into();
    assert_eq!(trail(&short).judge(nearest), None);
}

#[test]
fn a_trail_off_all_roads_is_not_judged_by_them() {
    let zigzag = (0..40).map(|step| {
        let (east, north) = (f64::from(step / 2), f64::from((step + 1) / 2));
        LatLon::new(31.39 + north * 0.002, 121.4 + east * 0.002).unwrap()
    });
    let watch = DatumWatch {
        trail: zigzag.collect(),
        ..DatumWatch::default()
    };
    assert_eq!(watch.judge(|_| None), Some(Judgement::Sound));
}

/// The figures: `cargo test --release -p dispatch datum_figures -- --ignored --nocapture`.
#[test]
#[ignore = "some minutes of figures"]
fn datum_figures() {
    let shifts: Vec<_> = std::iter::once(None).chain(Shift::ALL.map(Some)).collect();
    for (sigma_m, memory) in [(15.0, 0.0), (15.0, 0.9), (5.0, 0.9), (25.0, 0.0)] {
        for shift in &shifts {
            let [judged, found, right] = tally(500, *shift, sigma_m, memory);
            println!(
                "σ {sigma_m} m, memory {memory}, {shift:?}: {judged} judged, {found} found shifted, {right} rightly"
            );
        }
    }
}
