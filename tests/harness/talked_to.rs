//! What an officer hears on the phone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use phone::{Listener, Sound};

use crate::eventually;

/// How long silence is listened to, to be sure that it is one.
const LISTEN: Duration = Duration::from_millis(300);

/// Somebody who listens to a phone.
pub struct TalkedTo {
    pieces: Arc<AtomicU64>,
}

impl TalkedTo {
    /// Listens from now on.
    pub fn by(mut heard: Listener<Sound>) -> Self {
        let pieces = Arc::new(AtomicU64::new(0));
        let own = Arc::clone(&pieces);
        tokio::spawn(async move {
            while let Some(sound) = heard.next().await {
                if matches!(sound, Sound::Piece { .. }) {
                    own.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        Self { pieces }
    }

    /// Waits until a voice is heard.
    pub async fn must_hear(&self, what: &str) {
        let before = self.heard();
        eventually(what, async || (self.heard() > before + 5).then_some(())).await;
    }

    /// Listens for a while: there must be silence.
    pub async fn must_not_hear(&self, what: &str) {
        // What is on its way still comes.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let before = self.heard();
        tokio::time::sleep(LISTEN).await;
        assert_eq!(self.heard(), before, "{what}");
    }

    fn heard(&self) -> u64 {
        self.pieces.load(Ordering::Relaxed)
    }
}
