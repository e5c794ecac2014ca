//! A picture of a live stream as it is now.
//!
//! Decoding takes tens of milliseconds of a processor, so few are made at a time, off the threads that serve.

use std::sync::Arc;
use std::time::Duration;

use domain::{Source, Timestamp};
use recording::{Depacketiser, Media, VideoFrame};
use sfu::CopiedPacket;
use tokio::sync::Semaphore;

use crate::clock;
use crate::live::LiveSessions;
use crate::media_loop::MediaRefusal;
use crate::people::Session;
use crate::recorder::read;

/// Pictures decoded at a time.
const AT_ONCE: usize = 2;
/// How long one may wait for its turn.
const TURN_WITHIN: Duration = Duration::from_secs(2);

/// Makes stills; clones share the turns.
#[derive(Clone, Debug)]
pub(crate) struct Stills {
    live: LiveSessions,
    turns: Arc<Semaphore>,
}

/// A still.
#[derive(Debug)]
pub(crate) struct Still {
    pub(crate) jpeg: Vec<u8>,
    /// When the picture came to the hall.
    pub(crate) came_at: Timestamp,
}

/// Why there is no still.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StillFault {
    /// No picture came.
    #[error("no picture came within three seconds; ask again while the camera is on")]
    NoPicture,
    /// The media loop says no.
    #[error(transparent)]
    Media(MediaRefusal),
    /// Others are first.
    #[error("too many stills are being made; ask again in a moment")]
    Busy,
    /// It came but is none.
    #[error("the picture cannot be decoded ({0}); ask again")]
    Broken(String),
}

impl Stills {
    pub(crate) fn new(live: LiveSessions) -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { live, turns }
    }

    /// A source's picture as a JPEG of at most `max_width` pixels across, for whoever is signed in so.
    pub(crate) async fn of(
        &self,
        source: Source,
        signed: &Session,
        max_width: u32,
    ) -> Result<Still, StillFault> {
        let packets = self.live.glance(source, signed).await;
        let packets = packets.map_err(|refusal| match refusal {
            MediaRefusal::TimedOut => StillFault::NoPicture,
            MediaRefusal::Busy => StillFault::Busy,
            other => StillFault::Media(other),
        })?;
        let age = packets.first().map(|packet| packet.arrived_at.elapsed());
        let came_at = clock::now().before(age.unwrap_or_default());
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = tokio::time::timeout(TURN_WITHIN, turn).await;
        let Ok(Ok(turn)) = turn else {
            return Err(StillFault::Busy);
        };
        let made = tokio::task::spawn_blocking(move || {
            // Held until the picture is made, whoever still waits for it.
            let _turn = turn;
            jpeg(&packets, max_width)
        });
        let jpeg = made
            .await
            .unwrap_or_else(|error| Err(StillFault::Broken(error.to_string())))?;
        Ok(Still { jpeg, came_at })
    }
}

fn jpeg(packets: &[CopiedPacket], max_width: u32) -> Result<Vec<u8>, StillFault> {
    let now_ms = clock::now().as_millis();
    let mut depacketiser = Depacketiser::new();
    let media = packets
        .iter()
        .flat_map(|packet| depacketiser.push(read(packet, now_ms)));
    let frame = media.into_iter().find_map(|media| match media {
        Media::Video(VideoFrame {
            key: Some(format),
            data,
            ..
        }) => Some((format, data)),
        _ => None,
    });
    let Some((format, data)) = frame else {
        return Err(StillFault::Broken("it is not whole".to_owned()));
    };
    recording::jpeg(&format, &data, max_width).map_err(|error| StillFault::Broken(error.to_string()))
}
