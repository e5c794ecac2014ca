//! What a phone or a desk has yet to hear of its picture.
//!
//! Whether the camera is needed, with which layers, is told at once, since somebody waits; who watches at most once a
//! second, since a wall that is rearranged changes it often.

use std::time::Duration;

use protocol::{ToUnit, ToViewer, Watcher};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::live::Picture;

/// How often one hears who watches, at most.
const WATCHERS_EVERY: Duration = Duration::from_secs(1);

/// What is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Whether it is needed.
    Needed(bool),
    /// Whether anybody needs each of its layers.
    Layers(Vec<bool>),
    /// Who watches.
    Watched(Vec<Watcher>),
}

impl From<Told> for ToUnit {
    fn from(told: Told) -> Self {
        match told {
            Told::Needed(needed) => Self::CameraNeeded { needed },
            Told::Layers(wanted) => Self::LayersWanted { wanted },
            Told::Watched(watchers) => Self::WatchedBy { watchers },
        }
    }
}

impl Told {
    /// What a desk's page is told; its browser encodes all layers or none.
    pub(super) fn for_page(self) -> Option<ToViewer> {
        match self {
            Self::Needed(needed) => Some(ToViewer::CameraNeeded { needed }),
            Self::Layers(_) => None,
            Self::Watched(watchers) => Some(ToViewer::WatchedBy { watchers }),
        }
    }
}

/// The news of one picture.
pub(super) struct PictureNews {
    picture: watch::Receiver<Picture>,
    /// What is known already.
    told: Picture,
    watchers_at: Instant,
}

impl PictureNews {
    /// Begins with nothing known yet.
    pub(super) fn new(picture: watch::Receiver<Picture>) -> Self {
        Self {
            picture,
            told: Picture::default(),
            watchers_at: Instant::now(),
        }
    }

    /// Waits for the next news. Safe to cancel.
    pub(super) async fn next(&mut self) -> Told {
        loop {
            let Picture {
                needed,
                layers,
                watchers,
            } = self.picture.borrow_and_update().clone();
            if needed != self.told.needed {
                self.told.needed = needed;
                return Told::Needed(needed);
            }
            if layers != self.told.layers {
                self.told.layers.clone_from(&layers);
                return Told::Layers(layers);
            }
            let others = watchers != self.told.watchers;
            if others && self.watchers_at <= Instant::now() {
                self.watchers_at = Instant::now() + WATCHERS_EVERY;
                self.told.watchers.clone_from(&watchers);
                return Told::Watched(watchers);
            }
            tokio::select! {
                changed = self.picture.changed() => if changed.is_err() {
                    // The hall is ending, and says so elsewhere.
                    std::future::pending::<()>().await;
                },
                () = sleep_until(self.watchers_at), if others => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
