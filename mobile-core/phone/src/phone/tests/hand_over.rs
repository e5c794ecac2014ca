//! A live picture whose phone changes networks again and again.

use std::time::Instant;

use super::*;

#[tokio::test]
async fn the_stream_is_offered_once_a_second_at_most() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.take_streams();
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    let live = phone.go_live(LiveConfig::default()).await.unwrap();
    let mut camera = Camera::on(&live);
    soon(camera.film(|| hall.streams_taken() == 1)).await;
    let began = Instant::now();
    for taken in 2..=4 {
        phone.network_changed().await.unwrap();
        soon(camera.film(|| hall.streams_taken() == taken)).await;
    }
    // The second stream may come at once, if the first took its time.
    assert!(began.elapsed() >= Duration::from_millis(1900));
    soon(live.stop()).await;
    phone.shutdown().await;
}
