//! A live picture whose phone changes networks again and again.

use super::*;

#[tokio::test]
async fn the_stream_goes_on_over_every_network() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.take_streams();
    let arrived = hall.arrived();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let live = phone.go_live(LiveConfig::default()).await.unwrap();
    let mut camera = Camera::on(&live);
    let sources = || arrived.sources.lock().unwrap().len();
    soon(camera.film(|| sources() == 1)).await;
    for networks in 2..=6 {
        phone.network_changed().await.unwrap();
        soon(camera.film(|| sources() == networks)).await;
    }
    assert_eq!(hall.asked_of_streams(), ["take 1"]);
    soon(live.stop()).await;
    assert_eq!(hall.asked_of_streams(), ["take 1", "end 1"]);
    phone.shutdown().await;
}
