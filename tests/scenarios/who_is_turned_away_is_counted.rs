//! Strangers at the doors to live media are counted, as are those who want what is not theirs.

use reqwest::{Client, StatusCode};
use tests::TestHall;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_turned_away_at_the_doors_to_live_media_is_counted() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let knock = async |door: &str, token: Option<&str>| {
        let url = format!("{}/{door}/{}", hall.url(), officer.unit);
        let mut request = Client::new()
            .post(url)
            .header("Content-Type", "application/sdp")
            .body("v=0");
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().status()
    };
    for door in ["whip", "whep", "whep"] {
        assert_eq!(knock(door, None).await, StatusCode::UNAUTHORIZED);
    }
    for _ in 0..2 {
        assert_eq!(
            knock("whip", Some(&dispatcher.token)).await,
            StatusCode::FORBIDDEN
        );
    }
    // A better offer would be taken, and nobody at another door counts.
    assert_eq!(
        knock("whep", Some(&dispatcher.token)).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(knock("api/units", None).await, StatusCode::METHOD_NOT_ALLOWED);
    let figures = reqwest::get(format!("{}/metrics", hall.url())).await.unwrap();
    let figures = figures.text().await.unwrap();
    for line in [
        "yike_media_calls_of_strangers_total 3",
        "yike_media_calls_of_others_total 2",
        "yike_media_offers_refused_total 1",
    ] {
        assert!(
            figures.lines().any(|known| known == line),
            "{line} is not in {figures}"
        );
    }
    hall.stop().await;
}
