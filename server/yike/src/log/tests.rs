//! The command as an operator sees it.

use dispatch::{Record, Recorded};
use domain::{Timestamp, Town, TownId};
use hall::store::Write as Keep;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

async fn said(command: LogCommand) -> anyhow::Result<String> {
    let mut out = Vec::new();
    run(command, &mut out).await?;
    Ok(String::from_utf8(out)?)
}

async fn hall(folder: &TempDir) -> Store {
    let store = Store::open(folder.path()).await.unwrap();
    let town = |number: u128| {
        let town = Town {
            id: TownId(Uuid::from_u128(number)),
            name: format!("town {number}"),
        };
        Keep::Record(Recorded {
            at: Timestamp::from_millis(7),
            cause: None,
            record: Record::TownAdded { town },
        })
    };
    store.commit(&[town(1), town(2), town(3)]).await.unwrap();
    store
}

#[tokio::test]
async fn a_sound_log_is_verified_beside_a_running_hall() {
    let folder = TempDir::new().unwrap();
    let store = hall(&folder).await;
    let head = store.verify_log().await.unwrap().hash;

    let said = said(LogCommand::Verify {
        data: folder.path().into(),
    })
    .await
    .unwrap();

    assert_eq!(said, format!("3 entries, head {head}\n"));
}

#[tokio::test]
async fn a_log_that_was_tampered_with_fails_naming_the_entry() {
    let folder = TempDir::new().unwrap();
    hall(&folder).await.close().await;
    let file = folder.path().join("yike.db");
    let bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(6).position(|window| window == b"town 2").unwrap();
    let tampered = [&bytes[..at], b"town 9", &bytes[at + 6..]].concat();
    std::fs::write(&file, tampered).unwrap();

    let error = said(LogCommand::Verify {
        data: folder.path().into(),
    })
    .await
    .unwrap_err();

    assert_eq!(error.to_string(), "entry 2 was changed: its hash does not match");
}

#[tokio::test]
async fn the_log_is_shown_a_line_an_entry() {
    let folder = TempDir::new().unwrap();
    let _hall = hall(&folder).await;

    let said = said(LogCommand::Show {
        data: folder.path().into(),
        after: 1,
    })
    .await
    .unwrap();

    let lines: Vec<serde_json::Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<_> = lines
        .iter()
        .map(|line| line["entry"]["record"]["town"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["town 2", "town 3"]);
    assert_eq!(lines[1]["seq"], 3);
    assert_eq!(lines[1]["hash"].as_str().unwrap().len(), 64);
}

#[tokio::test]
async fn a_folder_without_a_hall_is_said_to_be_one() {
    let folder = TempDir::new().unwrap();
    let error = said(LogCommand::Verify {
        data: folder.path().into(),
    })
    .await
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("there is no hall's data in {}", folder.path().display())
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "looking makes nothing"
    );
}
