//! A file is read where it lies.

use domain::RecordingId;
use futures_util::TryStreamExt as _;
use tempfile::TempDir;

use super::*;
use crate::ids;

fn file(size: usize) -> (FileRow, Vec<u8>) {
    let bytes: Vec<u8> = (0..size)
        .map(|place| u8::try_from(place % 251).unwrap())
        .collect();
    let file = FileRow {
        recording: RecordingId(ids::fresh()),
        number: 3,
        init_length: 700,
        size: size as u64,
        away: false,
    };
    (file, bytes)
}

async fn part(archive: &Archive, file: &FileRow, range: Range<u64>) -> Vec<u8> {
    let chunks: Vec<Bytes> = archive
        .read(file, range)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    chunks.concat()
}

#[tokio::test]
async fn a_finished_file_is_handed_over_whole_and_read_alike() {
    let (here, away) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let target = away.path().join("recordings");
    let archive = Archive::open(here.path().to_owned(), Some(target.to_str().unwrap())).unwrap();
    let (mut file, bytes) = file(CHUNK * 2 + 4_711);
    let name = file_name(file.recording, file.number);
    std::fs::write(here.path().join(&name), &bytes).unwrap();
    assert_eq!(part(&archive, &file, 100..5_000).await, bytes[100..5_000]);

    archive.hand_over(&file).await.unwrap();
    assert_eq!(std::fs::read(target.join(&name)).unwrap(), bytes);
    file.away = true;
    archive.delete_here(&file).await.unwrap();
    archive.delete_here(&file).await.unwrap();
    assert!(!here.path().join(&name).exists());
    assert_eq!(part(&archive, &file, 0..file.size).await, bytes);
    assert_eq!(
        part(&archive, &file, 9_000_000..9_000_010).await,
        bytes[9_000_000..9_000_010]
    );

    archive.delete_away(&file).await.unwrap();
    archive.delete_away(&file).await.unwrap();
    assert!(!target.join(&name).exists());
    assert!(archive.read(&file, 0..1).await.is_err());
}

#[tokio::test]
async fn a_bucket_is_opened_by_its_address() {
    let here = TempDir::new().unwrap();
    let archive = Archive::open(here.path().to_owned(), Some("s3://hall/one/two/")).unwrap();
    let (file, _) = file(1);
    let away = archive.away.as_ref().unwrap();
    assert_eq!(
        away.key(&file).to_string(),
        format!("one/two/{}-3.mp4", file.recording)
    );
    assert!(archive.hands_over());
    assert!(!Archive::open(here.path().to_owned(), None).unwrap().hands_over());
}

/// `YIKE_S3=s3://bucket/prefix AWS_ENDPOINT=… cargo test --release -p hall -- --ignored a_bucket_takes`, with the other `AWS_`
/// variables that it needs.
#[tokio::test]
#[ignore = "takes the address of a bucket"]
async fn a_bucket_takes_a_file_gives_parts_of_it_and_deletes_it() {
    let here = TempDir::new().unwrap();
    let bucket = std::env::var("YIKE_S3").unwrap();
    let archive = Archive::open(here.path().to_owned(), Some(&bucket)).unwrap();
    let (mut file, bytes) = file(CHUNK * 2 + 4_711);
    let name = file_name(file.recording, file.number);
    std::fs::write(here.path().join(&name), &bytes).unwrap();
    archive.hand_over(&file).await.unwrap();
    file.away = true;
    archive.delete_here(&file).await.unwrap();
    assert_eq!(part(&archive, &file, 0..file.size).await, bytes);
    assert_eq!(
        part(&archive, &file, 9_000_000..9_000_010).await,
        bytes[9_000_000..9_000_010]
    );
    archive.delete_away(&file).await.unwrap();
    archive.delete_away(&file).await.unwrap();
    assert!(archive.read(&file, 0..1).await.is_err());
}
