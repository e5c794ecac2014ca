//! A phone that tells how its officer is reached when the link is gone.

use protocol::api::PushVendor;

use super::*;

const APP: &str = r#"PUT /api/push/app {"vendor":"hms","token":"a-token"}"#;
const NUMBER: &str = r#"PUT /api/telephone {"number":"+86 138"}"#;

/// What a hall was told of how the officer is reached, and of pushes.
#[derive(Default)]
pub(super) struct Reached {
    told: Vec<String>,
    /// So many times more the hall has no answer.
    stumbles: usize,
}

impl Reached {
    pub(super) fn hear(&mut self, head: &str, body: &[u8]) -> (String, String) {
        if let Some(left) = self.stumbles.checked_sub(1) {
            self.stumbles = left;
            return ("503 Service Unavailable".to_owned(), "{}".to_owned());
        }
        let asked = head.split(" HTTP").next().unwrap();
        self.told
            .push(format!("{asked} {}", String::from_utf8_lossy(body)));
        ("204 No Content".to_owned(), String::new())
    }
}

impl SmallHall {
    fn ways(&self) -> Vec<String> {
        self.reached(|reached| reached.told.clone())
    }
}

async fn until_ways(hall: &SmallHall, ways: &[&str]) {
    let came = timeout(Duration::from_secs(20), async {
        while hall.ways() != ways {
            sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(came.await.is_ok(), "{:?}", hall.ways());
}

/// Says both; the second may be told before the first was told alone.
async fn say(phone: &Phone) {
    phone
        .push_token(PushVendor::Hms, "a-token".to_owned())
        .await
        .unwrap();
    phone.telephone(Some("+86 138".to_owned())).await.unwrap();
}

#[tokio::test]
async fn the_hall_is_told_in_each_session_anew() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let away = PhoneConfig {
        connect_to: Some("127.0.0.1:9".parse().unwrap()),
        ..config(&hall, &folder)
    };
    let phone = Phone::start(away).unwrap();
    say(&phone).await;
    phone.shutdown().await;

    let phone = Phone::start(config(&hall, &folder)).unwrap();
    until_ways(&hall, &[APP, NUMBER]).await;
    hall.end_sessions();
    hall.hang_up();
    until_ways(&hall, &[APP, NUMBER, APP, NUMBER]).await;
    hall.hang_up();
    soon(phone.until(|known| !known.online)).await.unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    sleep(Duration::from_secs(1)).await;
    assert_eq!(hall.ways().len(), 4, "the session is the same");
    phone.shutdown().await;
}

#[tokio::test]
async fn a_hall_that_stumbles_is_told_again() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    hall.reached(|reached| reached.stumbles = 1);
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    phone
        .push_token(PushVendor::Hms, "a-token".to_owned())
        .await
        .unwrap();
    until_ways(&hall, &[APP]).await;
    phone.shutdown().await;
}

#[tokio::test]
async fn a_number_is_taken_back_once() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    phone.telephone(Some("+86 138".to_owned())).await.unwrap();
    until_ways(&hall, &[NUMBER]).await;
    phone.telephone(None).await.unwrap();
    let all = [NUMBER, "DELETE /api/telephone "];
    until_ways(&hall, &all).await;
    // By then what came of it is kept.
    sleep(Duration::from_secs(1)).await;
    hall.end_sessions();
    hall.hang_up();
    soon(phone.until(|known| !known.online)).await.unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    sleep(Duration::from_secs(1)).await;
    assert_eq!(hall.ways(), all, "another number may be given elsewhere");
    phone.shutdown().await;
}

#[tokio::test]
async fn a_push_is_received_once_and_has_the_hall_called() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.pushed("a-reference".to_owned(), true).await.unwrap();
    phone.pushed("../another".to_owned(), true).await.unwrap();
    let receipt = r#"POST /api/notices/a-reference {"status":"shown"}"#;
    until_ways(&hall, &[receipt]).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(hall.ways(), [receipt]);
    assert!(phone.snapshot().online);
    phone.shutdown().await;
}

#[tokio::test]
async fn what_is_no_token_or_number_is_not_kept() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let phone = Phone::start(config(&hall, &folder)).unwrap();
    for token in [String::new(), "two words".to_owned(), "x".repeat(4_097)] {
        let refused = phone.push_token(PushVendor::Fcm, token).await;
        assert_eq!(refused, Err(ReachError::BadPushToken));
    }
    for number in ["12", "no number", "++86138"] {
        let refused = phone.telephone(Some(number.to_owned())).await;
        assert_eq!(refused, Err(ReachError::BadNumber));
    }
    soon(phone.until(|known| known.online)).await.unwrap();
    sleep(Duration::from_millis(500)).await;
    assert_eq!(hall.ways(), [""; 0]);
    phone.shutdown().await;
    let stopped = phone.telephone(None).await;
    assert_eq!(stopped, Err(ReachError::Tap(TapError::Stopped(Stopped))));
}
