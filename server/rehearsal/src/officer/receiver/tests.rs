//! The size of the error, and the faults a fix must not have.

use domain::LatLon;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;

#[test]
fn the_error_is_as_large_as_the_phone_says() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut receiver = Receiver::new(&mut rng);
    let truth = Moment {
        at: LatLon::new(47.14, 9.52).unwrap(),
        heading_deg: 0.0,
        speed_mps: 0.0,
    };
    let fixes: Vec<_> = (0..5000)
        .map(|second| receiver.measure(Timestamp::from_millis(1000 * second), truth, &mut rng))
        .collect();
    assert!(
        fixes
            .iter()
            .all(|fix| fix.fault().is_none() && fix.speed_mps.unwrap() < 1.0)
    );
    let inside = fixes
        .iter()
        .filter(|fix| fix.at.distance_m(truth.at) <= SIGMA_M * RADIUS_68)
        .count();
    assert!(
        (3000..3800).contains(&inside),
        "{inside} of 5000 within the 68 % radius"
    );
    let steps = fixes
        .windows(2)
        .map(|pair| pair[0].at.distance_m(pair[1].at))
        .sum::<f64>()
        / 4999.0;
    assert!(
        steps < SIGMA_M,
        "neighbouring fixes differ by {steps} m on average"
    );
}
