//! `kill -9` while recording: what is left opens as it is, and less than a second is missing.
//!
//! `YIKE_CUTS` says how often (3 if left out).

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use phone::Phone;
use protocol::api::RecordingView;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tests::ffprobe::ffprobe;
use tests::filming::Filming;
use tests::running_hall::RunningHall;
use tests::{Desk, eventually};

/// What may be missing.
const LOST_MOST: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_cut_off() {
    tests::choose_cryptography();
    let cuts: u32 = std::env::var("YIKE_CUTS").map_or(3, |cuts| cuts.parse().unwrap());
    let seed = getrandom::u64().unwrap();
    println!("seed {seed}");
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let mut hall = RunningHall::start(folder.path(), 0);
    let phones: Vec<Phone> = hall.phones(folder.path()).into_iter().take(3).collect();
    assert!(!phones.is_empty());
    let (mut opened, mut lost_most) = (0, Duration::ZERO);
    let mut probed_before = BTreeSet::new();
    for round in 0..cuts {
        let when = format!("round {round}, seed {seed}");
        let desk = hall.dispatcher().await;
        let mut cameras = Vec::new();
        for (number, phone) in phones.iter().enumerate() {
            eventually("the phone is back by itself", async || {
                phone.snapshot().online.then_some(())
            })
            .await;
            cameras.push(Filming::start(phone, &format!("Camera {number}")).await);
        }
        let begun = begin(&desk, &phones).await;
        for begun in &begun {
            eventually("something is recorded", async || {
                let found: Vec<RecordingView> = desk.get("/api/recordings").await;
                let plays = |found: &RecordingView| found.id == begun.id && found.plays_ms > 0;
                found.iter().any(plays).then_some(())
            })
            .await;
        }
        tokio::time::sleep(Duration::from_millis(chance.random_range(1_500..3_000))).await;
        let port = hall.port();
        let killed_at = hall::now();
        hall.kill();
        for camera in cameras {
            camera.stop().await;
        }

        for file in fs::read_dir(folder.path().join("recordings")).unwrap() {
            let path = file.unwrap().path();
            // Those of former rounds are not written any more.
            if !probed_before.insert(path.clone()) {
                continue;
            }
            let probed = ffprobe(&path);
            assert_eq!(probed.complaints, "", "{when}: {}", path.display());
            assert!(probed.pictures > 0, "{when}: {}", path.display());
        }
        hall = RunningHall::start(folder.path(), port);
        let desk = hall.dispatcher().await;
        let found: Vec<RecordingView> = desk.get("/api/recordings").await;
        for begun in begun {
            let left = found.iter().find(|left| left.id == begun.id);
            let left = left.unwrap_or_else(|| panic!("{when}: a recording is missing"));
            let lost = killed_at.since(left.ended_at.expect("it was ended at the start"));
            assert!(lost <= LOST_MOST, "{when}: {lost:?} of {left:?}");
            lost_most = lost_most.max(lost);
            opened += 1;
        }
    }
    println!("{opened} recordings cut off, all opened; at most {lost_most:?} were missing");
    for phone in &phones {
        phone.shutdown().await;
    }
}

/// Has every phone's stream recorded.
async fn begin(desk: &Desk, phones: &[Phone]) -> Vec<RecordingView> {
    let mut begun = Vec::new();
    for phone in phones {
        let unit = phone.snapshot().unit.as_ref().unwrap().id;
        eventually("the unit is live", async || {
            desk.unit(unit).await.live.then_some(())
        })
        .await;
        begun.push(desk.post("/api/recordings", &json!({ "unit": unit })).await);
    }
    begun
}
