//! Tests of what is foreseen, as viewers read it.

use domain::order::Leg;
use domain::{Timestamp, TownId, TravelMode, Unit, UnitState};
use uuid::Uuid;

use super::*;

fn town(number: u128) -> TownId {
    TownId(Uuid::from_u128(number))
}

fn unit(number: u128) -> UnitId {
    UnitId(Uuid::from_u128(number))
}

/// Unit 1 of town 1, unit 2 of town 2.
fn units() -> BTreeMap<UnitId, (UnitView, BTreeSet<TownId>)> {
    let view = |number| {
        let unit = Unit {
            id: unit(number),
            name: String::new(),
            town: town(number),
            mode: TravelMode::Car,
        };
        let view = UnitView::new(&unit, UnitState::Available, false, None, None, None, None);
        (unit.id, (view, [unit.town].into()))
    };
    [1, 2].map(view).into()
}

fn forecast(cure: Cure) -> ForecastView {
    ForecastView {
        leg: Leg::Arrived,
        at: Timestamp::from_millis(0),
        in_time_pct: 30,
        expected_at: None,
        amber: true,
        cause: None,
        cure: Some(cure),
    }
}

#[test]
fn a_desk_is_told_of_its_own_towns_units_alone() {
    let (desk, in_time_pct) = (Role::TownDesk { town: town(1) }, 80);
    let other = |number| Cure::OtherUnit {
        unit: unit(number),
        in_time_pct,
    };
    let second = |number| Cure::SecondUnit {
        unit: unit(number),
        in_time_pct,
    };
    let call = Cure::Call { unit: unit(2) };
    let all = [other(1), other(2), second(1), second(2), call.clone()];
    let told = |role| {
        let forecasts = all.clone().map(forecast);
        let forecasts = forecasts_for(role, &units(), &forecasts);
        forecasts.into_iter().map(|known| known.cure).collect::<Vec<_>>()
    };
    assert_eq!(
        told(desk),
        [Some(other(1)), None, Some(second(1)), None, Some(call)]
    );
    assert_eq!(told(Role::Dispatcher), all.clone().map(Some));
}
