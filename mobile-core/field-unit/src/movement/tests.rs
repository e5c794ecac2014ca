//! Shows what `movement` promises, a row at a time.

use TravelMode::{Car, EBike, Foot};

use super::*;

const NOW: Option<u64> = Some(0);

#[test]
fn each_row_of_the_table() {
    use Activity as A;
    use Movement as M;
    // What it travels by, what its sensors say, whether and how fast it moves, when it was last fast: how it moves.
    let table = [
        // Without sensors, by speed and by what it travels by.
        (Car, None, (false, 0.1), None, M::Still),
        (Foot, None, (true, 1.4), None, M::Walking),
        (Car, None, (true, 1.4), None, M::Walking),
        (Car, None, (true, 12.0), NOW, M::Driving),
        (Foot, None, (true, 12.0), NOW, M::Driving),
        (EBike, None, (true, 6.0), NOW, M::Cycling),
        // At a light a car is still driven, however its sensors see it; who has parked, or goes by other means, is not.
        (Car, None, (false, 0.0), Some(90), M::Driving),
        (Car, Some(A::Still), (false, 0.0), Some(90), M::Driving),
        (Car, None, (true, 1.4), Some(20), M::Driving),
        (Car, None, (false, 0.0), Some(91), M::Still),
        (Car, Some(A::Walking), (true, 1.4), Some(20), M::Walking),
        (EBike, None, (false, 0.0), Some(20), M::Still),
        (Foot, None, (false, 0.0), Some(20), M::Still),
        // What the sensors are sure of wins over a slow speed, by whatever it travels.
        (Car, Some(A::Driving), (false, 0.0), None, M::Driving),
        (Foot, Some(A::Driving), (true, 1.4), None, M::Driving),
        (Foot, Some(A::Cycling), (false, 0.0), None, M::Cycling),
        (Foot, Some(A::Running), (true, 4.5), NOW, M::Running),
        (Foot, Some(A::Walking), (false, 0.0), None, M::Walking),
        // Nobody walks as fast as a car.
        (Car, Some(A::Walking), (true, 9.0), NOW, M::Driving),
        (EBike, Some(A::Still), (true, 6.0), NOW, M::Cycling),
        // Somebody at rest who is carried far was not at rest.
        (Foot, Some(A::Still), (false, 2.0), None, M::Still),
        (Foot, Some(A::Still), (true, 2.0), None, M::Walking),
    ];
    for row @ (mode, activity, (moving, speed_mps), fast_s, moves) in table {
        let seen = Seen {
            activity,
            moving,
            speed_mps,
            fast_ago: fast_s.map(Duration::from_secs),
        };
        assert_eq!(movement(mode, seen), moves, "{row:?}");
    }
}
