//! A phone of the first protocol, as recorded, carries an order out in a hall of today.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Role;
use domain::order::Addressee;
use protocol::api::{OrderState, OrderView};
use reqwest::{Client, Method};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::district::{north_of, scene};
use tests::test_hall::fresh;
use tests::{Desk, TestHall};
use tokio::time::sleep;

mod old_order;
mod old_phone;
mod old_words;
mod recording;

use old_phone::OldPhone;
use old_words::{SignedIn, ToUnit};
use recording::{Answered, Deed, Line, Names, lines};

/// What `recorded/README.md` tells of.
const RECORDED: &str = include_str!("an_older_phone_is_served/recorded/first.jsonl");

/// What the officer of the recording is called.
const OFFICER: &str = "Vaduz 1";

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_of_the_first_protocol_carries_an_order_out() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer(OFFICER, town).await;
    let dispatcher = hall.dispatcher().await;
    let administrator = hall.seat("administrator", Role::Administrator).await;
    let path = format!("/api/units/{}/duty", officer.unit);
    let off_duty = json!({ "on_duty": false });
    let put = administrator.call::<Value>(Method::PUT, &path, Some(&off_duty));
    put.await.unwrap();
    let mut names = Names::default();
    names.learn("town", &town);
    names.learn("unit", &officer.unit);
    names.learn("dispatcher", &dispatcher.session.person);

    let mut phone = OldPhone::new(hall.url());
    let mut order = None;
    let mut recorded = lines(RECORDED);
    let mut before = Duration::ZERO;
    while let Some((at, line)) = recorded.next() {
        // As long after the last one as it was, or longer: nothing may lie before what it came from.
        sleep(at.saturating_sub(before)).await;
        before = at;
        match line {
            Line::PhoneCalls(call) => {
                let Some((_, Line::HallAnswers(then))) = recorded.next() else {
                    panic!("a call without its answer: {call:?}");
                };
                let now = phone.call(&call, &mut names, &then).await;
                assert_eq!(
                    (now.status, &now.headers),
                    (then.status, &then.headers),
                    "{call:?}"
                );
                as_then(&then, now, &mut names);
            }
            Line::HallAnswers(answer) => panic!("nobody called for {answer:?}"),
            Line::PhoneSays(text) => phone.say(names.fill(text)).await,
            Line::HallSays(text) => phone.hear(&read(&names.fill(text))).await,
            Line::PhoneHangsUp => phone.hang_up().await,
            Line::Desk(Deed::SendsAnOrder) => {
                let sent = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
                names.learn("order", &sent.id);
                names.learn("assignment", &sent.assignments[0].id);
                order = Some(sent.id);
            }
            Line::Desk(Deed::ClosesTheOrder) => {
                let position = dispatcher.unit(officer.unit).await.position.unwrap();
                assert!(
                    position.at.distance_m(north_of(scene(), 12.0)) < 1.0,
                    "{position:?}"
                );
                let measured = (position.accuracy_m, position.speed_mps, position.battery_pct);
                assert_eq!(measured, (6.0, Some(0.2), Some(80)));
                let path = format!("/api/orders/{}/close", order.unwrap());
                let _: OrderView = dispatcher.post(&path, &()).await;
            }
        }
    }
    println!("{} messages of newer kinds were passed over", phone.passed_over);

    let kept: OrderView = dispatcher.get(&format!("/api/orders/{}", order.unwrap())).await;
    assert_eq!(kept.status, OrderState::Closed);
    for leg in [&kept.legs.arrived, &kept.legs.reported] {
        let leg = leg.as_ref().unwrap();
        assert_eq!(leg.unit, officer.unit);
        assert!(leg.met_at <= kept.due_at.unwrap(), "{kept:?}");
    }
    assert!(kept.legs.on_video.is_none());
    let report = &kept.reports[0];
    assert_eq!(
        (kept.reports.len(), report.text.as_str()),
        (1, "火已扑灭 the fire is out")
    );
    let photo = photo(&dispatcher, report.photo.as_deref().unwrap()).await;
    assert_eq!(photo, recorded_photo());
    hall.stop().await;
}

#[test]
fn a_field_that_is_renamed_would_be_noticed() {
    let mut names = Names::default();
    for name in ["town", "unit", "dispatcher", "person", "order", "assignment"] {
        names.learn(name, &fresh());
    }
    names.learn("token", &"a-token");
    let mut renamed = 0;
    for (_, line) in lines(RECORDED) {
        let (said, differs): (Value, fn(&Value, &Value) -> bool) = match line {
            Line::HallSays(text) => (json_of(&names.fill(text)), differ::<ToUnit>),
            Line::HallAnswers(Answered { body: Some(body), .. }) => {
                (json_of(&names.fill(&body.to_string())), differ::<SignedIn>)
            }
            _ => continue,
        };
        for (path, other) in with_one_key_renamed(&said) {
            assert!(differs(&said, &other), "nobody would notice: {path} of {said}");
            renamed += 1;
        }
    }
    println!("{renamed} renamings were noticed");
    assert!(renamed > 500, "{renamed}");
}

/// The bytes of a photo in the hall.
async fn photo(desk: &Desk, name: &str) -> Vec<u8> {
    let url = format!("{}/api/photos/{name}", desk.url);
    let answer = Client::new()
        .get(url)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    answer.error_for_status().unwrap().bytes().await.unwrap().to_vec()
}

/// A message of the hall's, read by the rules of then.
fn read(text: &str) -> ToUnit {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Holds an answer's body to the recorded one; what only the hall can name is learnt from it.
fn as_then(then: &Answered, now: Answered, names: &mut Names) {
    let Some(recorded) = &then.body else { return };
    let now: SignedIn = serde_json::from_value(now.body.expect("a body as then")).unwrap();
    names.learn("token", &now.token);
    names.learn("person", &now.session.person);
    let then: SignedIn = serde_json::from_value(json_of(&names.fill(&recorded.to_string()))).unwrap();
    assert_eq!(now, then);
}

fn recorded_photo() -> Vec<u8> {
    let put = lines(RECORDED).find_map(|(_, line)| match line {
        Line::PhoneCalls(call) => call.base64,
        _ => None,
    });
    STANDARD.decode(put.unwrap()).unwrap()
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Whether two messages are not the same to the old phone; one that it cannot read differs from any.
fn differ<T: DeserializeOwned + PartialEq>(one: &Value, other: &Value) -> bool {
    let read = |said: &Value| serde_json::from_value::<T>(said.clone());
    let Ok(other) = read(other) else { return true };
    read(one).unwrap() != other
}

/// A message as often as it has keys, each time with another one renamed. A key whose value is as good as none was of no use to the
/// phone in that message: it is renamed in one where it was.
fn with_one_key_renamed(said: &Value) -> Vec<(String, Value)> {
    let within = |key: &str, part: &Value, put: &dyn Fn(Value) -> Value| {
        let deeper = with_one_key_renamed(part).into_iter();
        deeper
            .map(|(path, part)| (format!("{key}/{path}"), put(part)))
            .collect::<Vec<_>>()
    };
    match said {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, part)| {
                let put = |part| {
                    let mut whole = fields.clone();
                    whole.insert(key.clone(), part);
                    Value::Object(whole)
                };
                let mut renamed = fields.clone();
                renamed.remove(key);
                renamed.insert(format!("{key}_by_another_name"), part.clone());
                let here =
                    (![json!(null), json!("")].contains(part)).then(|| (key.clone(), Value::Object(renamed)));
                here.into_iter()
                    .chain(within(key, part, &put))
                    .collect::<Vec<_>>()
            })
            .collect(),
        Value::Array(parts) => (0..parts.len())
            .flat_map(|at| {
                let put = |part| {
                    let mut whole = parts.clone();
                    whole[at] = part;
                    Value::Array(whole)
                };
                within(&at.to_string(), &parts[at], &put)
            })
            .collect(),
        _ => Vec::new(),
    }
}
