//! `kill -9` at any moment, then a start: the same board, and nothing acknowledged is missing.
//!
//! `YIKE_KILLS` says how often (10 if left out); `cargo xtask kill hall --times N` sets it.

use std::time::Duration;

use domain::order::Addressee;
use phone::Phone;
use protocol::api::{IncidentView, NewOrder, OrderView};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tests::board::Board;
use tests::desk::order_to;
use tests::district::{north_of, scene, standing};
use tests::running_hall::{self, RunningHall};
use tests::{Desk, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn the_hall_is_killed() {
    tests::choose_cryptography();
    let kills: u32 = std::env::var("YIKE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let seed = getrandom::u64().unwrap();
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut hall = RunningHall::start(folder.path(), 0);
    let phones = hall.phones(folder.path());
    assert!(!phones.is_empty());
    let (mut told, mut sent_to_the_last) = (Vec::new(), 0);
    for round in 0..kills {
        let when = format!("round {round}, seed {seed}");
        let desk = hall.dispatcher().await;
        for phone in &phones {
            eventually("the phone is back by itself", async || {
                phone.snapshot().online.then_some(())
            })
            .await;
        }
        work(&desk, &phones, &mut chance, &mut told).await;
        let acknowledged = Board::of(&desk).await;
        let working = tokio::spawn(keep_working(desk, phones.clone()));
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..400))).await;
        let port = hall.port();
        hall.kill();
        let late = working.await.unwrap();
        sent_to_the_last += late.len();

        hall = RunningHall::start(folder.path(), port);
        let board = Board::of(&hall.dispatcher().await).await;
        board.assert_holds(&acknowledged, &when);
        let late = Board {
            orders: late,
            ..Board::default()
        };
        board.assert_holds(&late, &when);
        let log = running_hall::verify_log(folder.path());
        assert!(
            log.status.success(),
            "{when}: {}",
            String::from_utf8_lossy(&log.stderr)
        );
    }
    assert!(sent_to_the_last > 0, "the hall was killed while it worked");
    for phone in &phones {
        eventually("every report is in the hall", async || {
            (phone.snapshot().waiting == 0).then_some(())
        })
        .await;
        phone.shutdown().await;
    }
    let board = Board::of(&hall.dispatcher().await).await;
    let mut texts: Vec<_> = board
        .orders
        .iter()
        .flat_map(|order| &order.reports)
        .map(|report| report.text.clone())
        .collect();
    texts.sort();
    told.sort();
    assert_eq!(texts, told, "every report is there once (seed {seed})");
}

/// Raises an incident and gives orders that phones accept and report on.
async fn work(desk: &Desk, phones: &[Phone], chance: &mut ChaCha8Rng, told: &mut Vec<String>) {
    for phone in phones {
        let unit = phone.snapshot().unit.as_ref().unwrap().id;
        let at = north_of(scene(), chance.random_range(-500.0..500.0));
        let raised = json!({ "kind": "medical", "place": { "lat": at.lat(), "lon": at.lon() } });
        let incident: IncidentView = desk.post("/api/incidents", &raised).await;
        let new = NewOrder {
            incident: Some(incident.id),
            ..order_to(Addressee::Unit(unit), at)
        };
        let sent: OrderView = desk.post("/api/orders", &new).await;
        phone.fix(standing(at));
        eventually("it rings", async || {
            phone.orders().into_iter().find(|known| known.order.id == sent.id)
        })
        .await;
        let text = format!("report {}", told.len());
        phone.accept(sent.id).await.unwrap();
        phone.report(sent.id, text.clone(), None).await.unwrap();
        told.push(text);
    }
}

/// Goes on giving orders until the hall is gone; those that it acknowledged.
async fn keep_working(desk: Desk, phones: Vec<Phone>) -> Vec<OrderView> {
    let mut acknowledged = Vec::new();
    for phone in phones.iter().cycle() {
        let Some(unit) = phone.snapshot().unit.as_ref().map(|unit| unit.id) else {
            break;
        };
        let new = order_to(Addressee::Unit(unit), scene());
        match desk.try_post("/api/orders", &new).await {
            Ok(order) => acknowledged.push(order),
            Err(error) if error.is_status() => panic!("the hall refused an order: {error}"),
            Err(_) => break,
        }
    }
    acknowledged
}
