//! Shows what `reachability` promises.

use super::*;

fn well() -> PhoneCondition {
    PhoneCondition {
        permissions: Some(Permissions {
            location: LocationPermission::Always,
            notifications: true,
            battery_exempt: true,
        }),
        battery_pct: Some(80),
        fix_age_s: Some(3),
    }
}

fn with(change: impl FnOnce(&mut Permissions)) -> PhoneCondition {
    let mut condition = well();
    condition.permissions.as_mut().map(change).unwrap();
    condition
}

#[test]
fn each_condition_raises_its_own_doubt() {
    let battery = |percent| PhoneCondition {
        battery_pct: Some(percent),
        ..well()
    };
    let table = [
        (well(), None),
        (PhoneCondition::default(), None),
        (
            with(|p| p.location = LocationPermission::Denied),
            Some(Doubt::LocationDenied),
        ),
        (
            with(|p| p.location = LocationPermission::WhileInUse),
            Some(Doubt::LocationWhileInUse),
        ),
        (with(|p| p.notifications = false), Some(Doubt::NotificationsOff)),
        (with(|p| p.battery_exempt = false), Some(Doubt::BatteryOptimised)),
        (battery(16), None),
        (battery(15), Some(Doubt::BatteryLow)),
        (battery(5), Some(Doubt::BatteryCritical)),
    ];
    for (condition, doubt) in table {
        assert_eq!(condition.doubts(), Vec::from_iter(doubt), "{condition:?}");
    }
}

#[test]
fn the_gravest_doubt_decides_and_comes_first() {
    let now = Timestamp::from_millis(1_795_421_700_000);
    let of = |doubts: &[Doubt]| Reachability::of(doubts.to_vec(), now, None);
    assert_eq!(of(&[]).state, Reach::Reachable);
    assert_eq!(of(&[Doubt::BatteryLow]).state, Reach::Reachable);
    let doubtful = of(&[
        Doubt::BatteryLow,
        Doubt::NotificationsOff,
        Doubt::NotificationsOff,
    ]);
    assert_eq!(doubtful.state, Reach::Doubtful);
    assert_eq!(doubtful.reasons, [Doubt::NotificationsOff, Doubt::BatteryLow]);
    let dark = of(&[Doubt::NotificationsOff, Doubt::Dark]);
    assert_eq!((dark.state, dark.reasons[0]), (Reach::Dark, Doubt::Dark));
}

#[test]
fn a_state_that_goes_on_keeps_its_beginning() {
    let at = |second: i64| Timestamp::from_millis(1_795_421_700_000 + second * 1000);
    let first = Reachability::of(vec![Doubt::StaleFix], at(0), None);
    let next = Reachability::of(vec![Doubt::Silent], at(60), Some(&first));
    assert_eq!(next.since, at(0));
    let dark = Reachability::of(vec![Doubt::Dark], at(150), Some(&next));
    assert_eq!(dark.since, at(150));
}
