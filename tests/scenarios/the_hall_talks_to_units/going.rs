//! Who goes while there is talk: from a call, off duty, to another network.

use domain::Role;
use protocol::{CallWith, OwnTalk, TalkEnd, TalkView};
use reqwest::header::{CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tests::voice::Voice;
use tests::{Desk, Talker};

use super::{Night, ended};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_with_a_phone_that_is_gone_ends() {
    let night = Night::begin().await;
    let mut leader = night.seat("leader", Role::Leader).await;
    let unit = night.officers[0].unit;
    leader.call(CallWith::Unit { unit }).await;
    leader
        .until("the call", |view| matches!(view.own, OwnTalk::InCall { .. }))
        .await;
    leader.voice.as_ref().unwrap().speak(true);
    night.units[0].must_hear("the unit hears the leader").await;
    let [gone, stays] = night.units;
    drop(gone);
    leader
        .until("nobody there", |view| ended(view, TalkEnd::NobodyThere))
        .await;
    drop((leader, stays));
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_goes_off_duty_hears_no_more() {
    let night = Night::begin().await;
    let mut dispatcher = night.seat("dispatcher", Role::Dispatcher).await;
    let administrator = night.hall.seat("administrator", Role::Administrator).await;
    dispatcher.take_the_floor(night.town).await;
    night.units[1].must_hear("the unit hears the dispatcher").await;

    let path = format!("/api/units/{}/duty", night.officers[1].unit);
    let _: Value = administrator
        .call(Method::PUT, &path, Some(&json!({ "on_duty": false })))
        .await
        .unwrap_or_else(|(status, fault): (StatusCode, _)| panic!("{status} {fault:?}"));
    let one = |view: &TalkView| {
        matches!(
            view.own,
            OwnTalk::Granted {
                heard_by: 1,
                units: 1,
                ..
            }
        )
    };
    dispatcher.until("one hears it", one).await;
    night.units[1].must_not_hear("it is off duty").await;
    night.units[0].must_hear("the other still hears it").await;
    drop((dispatcher, night.units));
    night.hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_changes_networks_by_patch() {
    const FRAGMENT: &str = "application/trickle-ice-sdpfrag";
    let night = Night::begin().await;
    let officer = &night.officers[0];
    let own = Desk::sign_in(&night.hall.url(), &officer.name, &officer.password).await;
    let other = night.hall.seat("dispatcher", Role::Dispatcher).await;
    let talker = Talker::in_the_field(&own).await;
    let (_, offer) = Voice::offer(1);
    let opened = Client::new()
        .post(format!("{}/whip/talk/{}", own.url, talker.view.line))
        .bearer_auth(&own.token)
        .header(CONTENT_TYPE, "application/sdp")
        .body(offer)
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::CREATED);
    let tag = opened.headers()[ETAG].to_str().unwrap().to_owned();
    let sound = format!("{}{}", own.url, opened.headers()[LOCATION].to_str().unwrap());
    let patch = async |desk: &Desk, condition: Option<&str>| {
        let request = Client::new()
            .patch(&sound)
            .bearer_auth(&desk.token)
            .header(CONTENT_TYPE, FRAGMENT)
            .body("a=ice-ufrag:fresh\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\n");
        let request = match condition {
            Some(condition) => request.header(IF_MATCH, condition),
            None => request,
        };
        request.send().await.unwrap()
    };

    for (desk, condition, status) in [
        (&other, Some("*"), StatusCode::NOT_FOUND),
        (&own, None, StatusCode::PRECONDITION_REQUIRED),
        (&own, Some("\"another\""), StatusCode::PRECONDITION_FAILED),
    ] {
        let answer = patch(desk, condition).await;
        assert_eq!(answer.status(), status, "{condition:?}");
    }
    let restarted = patch(&own, Some(&tag)).await;
    assert_eq!(restarted.status(), StatusCode::OK);
    assert_ne!(restarted.headers()[ETAG].to_str().unwrap(), tag);
    assert!(restarted.text().await.unwrap().contains("a=ice-ufrag:"));
    let outdated = patch(&own, Some(&tag)).await;
    assert_eq!(outdated.status(), StatusCode::PRECONDITION_FAILED);
    drop((talker, night.units));
    night.hall.stop().await;
}
