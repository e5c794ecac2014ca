//! Word of whether anybody needs the picture.
//!
//! A phone that encodes for nobody wastes its battery; the app is told, and what it encodes all the same goes nowhere.

use std::sync::Arc;

use tokio::sync::watch;

use super::LiveEvent;
use super::frames::Frames;
use super::silence::Silence;
use crate::Snapshot;
use crate::feed::Feed;

/// Passes the word on as long as it is polled.
pub(super) async fn pass_on(
    mut snapshot: watch::Receiver<Arc<Snapshot>>,
    frames: Arc<Frames>,
    silence: Arc<Silence>,
    events: Arc<Feed<LiveEvent>>,
) {
    let mut told = true;
    loop {
        let needed = snapshot.borrow_and_update().camera_needed;
        if needed != told {
            told = needed;
            frames.rest(!needed);
            silence.rest(!needed);
            events.tell(LiveEvent::CameraNeeded { needed });
        }
        if snapshot.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
