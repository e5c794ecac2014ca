//! How recording is started with the hall.

use ::recording::Reserve;
use anyhow::Context as _;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::spawn;
use crate::archive::Archive;
use crate::feed::Feed;
use crate::health::Health;
use crate::media_loop::MediaDoor;
use crate::recorder::{self, RecorderDoor, RoomWatch};
use crate::recordings::{Recorded, RecordingRule, Recordings};
use crate::retention;
use crate::store::Store;

/// Finds again what a hall before left, and starts what records from now on: the tasks that follow the board and keep the
/// index.
pub(super) async fn start_recordings(
    rule: &RecordingRule,
    store: &Store,
    (feed, media, health): (&Feed, &MediaDoor, &Health),
    recorded: Recorded,
    stopping: &watch::Receiver<bool>,
) -> anyhow::Result<(Recordings, [JoinHandle<()>; 2])> {
    recorder::recover(store)
        .await
        .context("finding recordings again")?;
    let folder = store.recordings_folder();
    let archive = Archive::open(folder.clone(), rule.store.as_deref())?;
    let (watch, room) = RoomWatch::new(folder.clone(), Reserve(rule.reserve_bytes));
    let (door, notes) = RecorderDoor::start(&folder, media, health, room.clone())?;
    let asking = watch.run(feed.clone(), stopping.clone());
    spawn(health, "the watch over the disk", asking);
    let indexing = recorder::index(store.clone(), notes);
    let index = spawn(health, "the index of recordings", indexing);
    let keeping = retention::recordings::run(
        store.clone(),
        archive.clone(),
        rule.clone(),
        room,
        stopping.clone(),
    );
    spawn(health, "the deleting of old recordings", keeping);
    let handing_over = retention::away::run(store.clone(), archive.clone(), stopping.clone());
    spawn(health, "the handing over of recordings", handing_over);
    let settling = retention::strays::run(store.clone(), rule.clone(), stopping.clone());
    spawn(health, "the search for files that no rule finds", settling);
    let recordings = Recordings::new(
        store.clone(),
        feed.clone(),
        media.clone(),
        door,
        archive,
        recorded,
        rule,
    );
    let following = recordings.clone().run(stopping.clone());
    let follow = spawn(health, "the watch over recordings", following);
    Ok((recordings, [follow, index]))
}
