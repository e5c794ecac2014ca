//! `kill -9` of the phone at any moment, on the net and off it: what it said is safe reaches the hall, once and in sequence.
//!
//! `YIKE_KILLS` says how often (10 if left out); `cargo xtask kill phone --times N` sets it.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::order::{Addressee, AssignmentState};
use protocol::api::OrderView;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tests::TestHall;
use tests::district::scene;
use tests::relay::TcpRelay;
use tests::running_phone::RunningPhone;

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_is_killed() {
    let kills: u32 = std::env::var("YIKE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let seed = getrandom::u64().unwrap();
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let desk = hall.dispatcher().await;
    let relay = TcpRelay::to(hall.address).await;
    let url = format!("http://{}", relay.address);
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("phone.db");
    let start = || RunningPhone::start(&url, &officer.name, &officer.password, &store);

    let sent = desk.order(Addressee::Unit(officer.unit), scene()).await;
    let mut phone = start();
    phone.hear("the phone rings", |line| {
        line["orders"][0]["id"] == json!(sent.id)
    });
    let accepted = phone.tell(&json!({ "do": "accept", "order": sent.id }));
    phone.hear("the yes is stored", |line| line["line"] == accepted);
    drop(phone.kill());

    let (mut told, mut safe) = (0, BTreeSet::new());
    let mut off_the_net = 0;
    for round in 0..kills {
        let up = round % 2 == 0;
        if up {
            relay.mend();
        } else {
            relay.cut();
        }
        let mut phone = start();
        let mut lines = Vec::new();
        for _ in 0..chance.random_range(2..=10) {
            let at = scene();
            phone.tell(&json!({ "do": "fix", "lat": at.lat(), "lon": at.lon(), "accuracy_m": 8.0 }));
            let report = json!({ "do": "report", "order": sent.id, "text": text(told) });
            lines.push((phone.tell(&report), told));
            told += 1;
        }
        if round / 2 % 2 == 0 {
            tokio::time::sleep(Duration::from_millis(chance.random_range(0..150))).await;
        } else {
            // However slow the machine is, some are killed between two things they said.
            let stored = chance.random_range(1..lines.len());
            let (last, _) = lines[stored - 1];
            phone.hear("it is stored", |said| {
                said["line"] == last && said["done"] == true
            });
            off_the_net += if up { 0 } else { stored };
            safe.extend(lines.drain(..stored).map(|(_, number)| number));
        }
        let said = phone.kill();
        let done = |line: u64| {
            said.iter()
                .any(|said| said["line"] == line && said["done"] == true)
        };
        let kept: Vec<_> = lines
            .iter()
            .filter(|(line, _)| done(*line))
            .map(|(_, number)| *number)
            .collect();
        off_the_net += if up { 0 } else { kept.len() };
        safe.extend(kept);
    }
    assert!(
        off_the_net > 0,
        "it was killed while it worked off the net (seed {seed})"
    );

    relay.mend();
    let phone = start();
    phone.hear("everything is in the hall", |line| {
        line["online"] == true && line["waiting"] == 0
    });
    drop(phone.kill());
    let order: OrderView = desk.get(&format!("/api/orders/{}", sent.id)).await;
    let reports: Vec<_> = order.reports.iter().map(|report| report.text.clone()).collect();
    let expected: Vec<_> = (0..told)
        .map(text)
        .filter(|text| reports.contains(text))
        .collect();
    assert_eq!(
        reports, expected,
        "each at most once, and in sequence (seed {seed})"
    );
    let lost: Vec<_> = safe
        .iter()
        .filter(|number| !reports.contains(&text(**number)))
        .collect();
    assert!(
        lost.is_empty(),
        "said to be safe and not in the hall: {lost:?} (seed {seed})"
    );
    assert_eq!(order.assignments[0].state, AssignmentState::Accepted);
    println!(
        "{kills} kills: {} of {told} reports said to be safe, {} in the hall",
        safe.len(),
        reports.len()
    );
    hall.stop().await;
}

fn text(number: usize) -> String {
    format!("report {number}")
}
