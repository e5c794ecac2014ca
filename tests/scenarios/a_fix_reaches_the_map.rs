//! A phone's position reaches the dispatcher's map, and only those who may see it.

use domain::{Activity, Role, UnitState};
use phone::Measurement;
use tests::district::{scene, standing};
use tests::{TestHall, Viewer, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_fix_reaches_the_map() {
    let hall = TestHall::start().await;
    let (vaduz, schaan) = (hall.town("Vaduz").await, hall.town("Schaan").await);
    let officer = hall.officer("Vaduz 1", vaduz).await;
    let dispatcher = hall.dispatcher().await;
    let neighbour = hall.seat("desk-schaan", Role::TownDesk { town: schaan }).await;
    let mut map = Viewer::open(&dispatcher).await;

    let phone = hall.online_phone(&officer, None).await;
    phone.fix(Measurement {
        activity: Some(Activity::Walking),
        ..standing(scene())
    });

    let shown = map
        .until("the unit on the map", |map| {
            map.positions.get(&officer.unit).cloned()
        })
        .await;
    assert!(shown.at.distance_m(scene()) < 0.5);
    assert_eq!(shown.battery_pct, Some(80));
    assert_eq!(shown.activity, Some(Activity::Walking));
    let unit = eventually("the unit in the list", async || {
        Some(dispatcher.unit(officer.unit).await).filter(|unit| unit.position.is_some())
    })
    .await;
    assert_eq!(unit.state, UnitState::Available);
    let elsewhere: Vec<protocol::api::UnitView> = neighbour.get("/api/units").await;
    assert_eq!(elsewhere, [], "a town's desk sees its own town");
    phone.shutdown().await;
    hall.stop().await;
}
