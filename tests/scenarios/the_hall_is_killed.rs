//! `kill -9` at any moment, then a start: the same board, and nothing acknowledged is missing.
//!
//! `YIKE_KILLS` says how often (10 if left out); `cargo xtask kill --times N` sets it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::LatLon;
use domain::order::Addressee;
use phone::{Phone, PhoneConfig};
use protocol::api::{OrderState, OrderView};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use tests::desk::order_to;
use tests::district::{north_of, scene, standing};
use tests::{Desk, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn the_hall_is_killed() {
    tests::choose_cryptography();
    let kills: u32 = std::env::var("YIKE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let seed = getrandom::u64().unwrap();
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut hall = Running::start(folder.path(), 0);
    let officers = hall.officers();
    let phones: Vec<_> = officers
        .iter()
        .enumerate()
        .map(|(number, login)| hall.phone(login, folder.path(), number))
        .collect();
    let mut told = 0;
    for round in 0..kills {
        let desk = hall.dispatcher().await;
        for phone in &phones {
            eventually("the phone is back by itself", async || {
                phone.snapshot().online.then_some(())
            })
            .await;
        }
        let acknowledged = work(&desk, &phones, &mut chance, &mut told).await;
        let kill_after = Duration::from_millis(chance.random_range(0..400));
        let working = tokio::spawn(keep_working(desk, phones.clone()));
        tokio::time::sleep(kill_after).await;
        let port = hall.port();
        hall.kill();
        let late = working.await.unwrap();

        hall = Running::start(folder.path(), port);
        let desk = hall.dispatcher().await;
        let board: Vec<OrderView> = desk.get("/api/orders").await;
        for order in acknowledged.iter().chain(&late) {
            let kept = board.iter().find(|known| known.id == order.id);
            let kept = kept
                .unwrap_or_else(|| panic!("round {round}: an acknowledged order is missing (seed {seed})"));
            assert!(kept.started_at >= order.started_at || order.started_at.is_none());
            assert!(
                order.legs.reported.is_none() || kept.legs.reported.is_some(),
                "round {round}, seed {seed}"
            );
            assert!(kept.assignments.len() >= order.assignments.len());
            assert!(
                order.status == OrderState::Open || kept.status == order.status,
                "an ended order stays ended"
            );
        }
        let log = Command::new(binary())
            .args(["log", "verify", "--data"])
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(
            log.status.success(),
            "round {round}, seed {seed}: {}",
            String::from_utf8_lossy(&log.stderr)
        );
    }
    let desk = hall.dispatcher().await;
    for phone in &phones {
        eventually("every report is in the hall", async || {
            (phone.snapshot().waiting == 0).then_some(())
        })
        .await;
        phone.shutdown().await;
    }
    let board: Vec<OrderView> = desk.get("/api/orders").await;
    let mut texts: Vec<_> = board
        .iter()
        .flat_map(|order| &order.reports)
        .map(|report| report.text.clone())
        .collect();
    texts.sort();
    let before = texts.len();
    texts.dedup();
    assert_eq!(before, texts.len(), "no report is doubled (seed {seed})");
    assert_eq!(texts.len(), told, "no report is missing (seed {seed})");
    hall.kill();
}

/// Gives orders that phones accept and report on; what the hall acknowledged of it.
async fn work(desk: &Desk, phones: &[Phone], chance: &mut ChaCha8Rng, told: &mut usize) -> Vec<OrderView> {
    let mut acknowledged = Vec::new();
    for phone in phones {
        let unit = phone.snapshot().unit.as_ref().unwrap().id;
        let at = north_of(scene(), chance.random_range(-500.0..500.0));
        let sent = desk.order(Addressee::Unit(unit), at).await;
        phone.fix(standing(at));
        eventually("it rings", async || {
            phone.orders().into_iter().find(|known| known.order.id == sent.id)
        })
        .await;
        phone.accept(sent.id).await.unwrap();
        phone
            .report(sent.id, format!("report {told}"), None)
            .await
            .unwrap();
        *told += 1;
        acknowledged.push(sent);
    }
    acknowledged.extend(desk.get::<Vec<OrderView>>("/api/orders").await);
    acknowledged
}

/// Goes on giving orders until the hall is gone; those that it acknowledged.
async fn keep_working(desk: Desk, phones: Vec<Phone>) -> Vec<OrderView> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let phone = &phones[number % phones.len()];
        let Some(unit) = phone.snapshot().unit.as_ref().map(|unit| unit.id) else {
            break;
        };
        let new = order_to(Addressee::Unit(unit), LatLon::new(47.1, 9.5).unwrap());
        let post = reqwest::Client::new()
            .post(format!("{}/api/orders", desk.url))
            .bearer_auth(&desk.token)
            .json(&new);
        let Ok(answer) = post.send().await else { break };
        match answer.json::<OrderView>().await {
            Ok(order) => acknowledged.push(order),
            Err(_) => break,
        }
    }
    acknowledged
}

/// A hall in a process of its own.
struct Running {
    child: Child,
    ready: Value,
}

impl Running {
    fn start(data: &Path, port: u16) -> Self {
        let mut command = Command::new(binary());
        command
            .args([
                "demo",
                "--units",
                "0",
                "--cameras",
                "0",
                "--port",
                &port.to_string(),
                "--data",
            ])
            .arg(data);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("the hall did not start: {line:?}"));
        Self { child, ready }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    fn port(&self) -> u16 {
        self.url().rsplit(':').next().unwrap().parse().unwrap()
    }

    fn login(&self, role: &str) -> Value {
        self.ready["logins"]
            .as_array()
            .unwrap()
            .iter()
            .find(|login| login["role"] == role)
            .unwrap()
            .clone()
    }

    fn officers(&self) -> Vec<Value> {
        let logins = self.ready["logins"].as_array().unwrap().iter();
        logins
            .filter(|login| login["role"] == "officer")
            .cloned()
            .collect()
    }

    async fn dispatcher(&self) -> Desk {
        let login = self.login("dispatcher");
        Desk::sign_in(
            self.url(),
            login["name"].as_str().unwrap(),
            login["password"].as_str().unwrap(),
        )
        .await
    }

    fn phone(&self, login: &Value, data: &Path, number: usize) -> Phone {
        Phone::start(PhoneConfig {
            hall: self.url().to_owned(),
            name: login["name"].as_str().unwrap().to_owned(),
            password: login["password"].as_str().unwrap().to_owned(),
            store: data.join(format!("story-phone-{number}.db")),
            app: "stories".to_owned(),
            connect_to: None,
            ca: None,
        })
        .unwrap()
    }
}

/// The binary under test, built by `cargo xtask build`.
fn binary() -> PathBuf {
    let beside_the_tests = || {
        std::env::current_exe()
            .unwrap()
            .ancestors()
            .nth(2)
            .unwrap()
            .join("yike")
    };
    std::env::var_os("YIKE_BIN").map_or_else(beside_the_tests, PathBuf::from)
}
