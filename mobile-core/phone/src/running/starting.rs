//! The start of a phone's loop, from what its store holds.

use std::sync::Arc;

use field_unit::{FieldUnit, Restored};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::{CameraSession, Command, Running, TalkSession, Telling};
use crate::door::Door;
use crate::feed::Feed;
use crate::saving::Saving;
use crate::store::{self, Measured, Ways};
use crate::{Notice, PhoneConfig, PhoneError, Snapshot, boot_time};

/// Commands that wait at most.
const QUEUED: usize = 256;

type Handles = (
    mpsc::Sender<Command>,
    watch::Receiver<Arc<Snapshot>>,
    watch::Receiver<u64>,
);

/// Opens the store and starts the loop.
pub(crate) fn start(
    config: PhoneConfig,
    door: Arc<Door>,
    notices: Arc<Feed<Notice>>,
) -> Result<Handles, PhoneError> {
    let owner = format!("{} at {}", config.name, door.origin());
    let mut opened = store::open(&config.store, &owner).map_err(PhoneError::Store)?;
    if let Some(reason) = opened.set_aside {
        tracing::warn!(reason, "the phone's store was moved aside");
        notices.tell(Notice::StoreSetAside { reason });
    }
    if opened.kept.unreadable > 0 {
        let count = opened.kept.unreadable;
        notices.tell(Notice::EntriesSetAside { count });
    }
    let boot = boot_time::boot_id();
    let measured = opened.store.measured_in(boot.as_deref()).unwrap_or_else(|error| {
        tracing::error!(
            error = error.chain(),
            "what was known of the hall's clock cannot be read"
        );
        Measured::default()
    });
    let ways = opened.store.ways().unwrap_or_else(|error| {
        tracing::error!(
            error = error.chain(),
            "it cannot be read how the officer is reached"
        );
        Ways::default()
    });
    let (now, wall_clock) = (boot_time::phone_time(), boot_time::wall_clock());
    let restored = Restored {
        now,
        wall_clock,
        entries: opened.kept.entries,
        guessed: measured.guessed,
        memory: opened.kept.memory,
        reading: measured.reading,
    };
    let seed = getrandom::u64().map_err(|_| PhoneError::Randomness)?;
    let unit = FieldUnit::new(seed, config.app, restored);
    let (snapshot, snapshots) = watch::channel(Arc::new(Snapshot::of(&unit, None, None)));
    let (networks, network) = watch::channel(0);
    let (commands, queue) = mpsc::channel(QUEUED);
    let running = Running {
        unit,
        door,
        notices,
        snapshot,
        networks,
        saving: Saving::new(opened.store, owner),
        save_at: None,
        socket: None,
        sending: None,
        send_at: Instant::now(),
        send_failures: 0,
        telling: Telling::new(ways),
        ways: super::Ways::default(),
        camera: CameraSession::default(),
        filming: false,
        talk: TalkSession::default(),
        suspended: false,
    };
    tokio::spawn(running.run(queue));
    Ok((commands, snapshots, network))
}
