//! Which voice goes into which ear: what is to be, against what is.
//!
//! A voice that is heard already stays where it is, so that nobody else's sound moves when one voice ends.

use std::collections::BTreeMap;

use sfu::{Placement, StreamKey};

use crate::media_loop::MediaDoor;

/// Which voice is in which ear of which peer.
#[derive(Debug, Default)]
pub(super) struct Ears {
    placed: BTreeMap<(u64, u8), u128>,
}

impl Ears {
    /// Makes it so that each peer hears what it is to hear, as far as it has ears; what cannot be done now is done when it
    /// is asked for again.
    pub(super) fn set(&mut self, media: &MediaDoor, wanted: &BTreeMap<u64, (u8, Vec<u128>)>) {
        let placed = std::mem::take(&mut self.placed);
        for (&(peer, ear), &stream) in &placed {
            let stays = wanted
                .get(&peer)
                .is_some_and(|(_, voices)| voices.contains(&stream));
            if stays || media.place(peer, ear, None).is_err() {
                self.placed.insert((peer, ear), stream);
            }
        }
        for (&peer, (ears, voices)) in wanted {
            for &voice in voices.iter().take(usize::from(*ears)) {
                let heard = |ear: u8| self.placed.get(&(peer, ear)).copied();
                if (0..*ears).any(|ear| heard(ear) == Some(voice)) {
                    continue;
                }
                if let Some(ear) = (0..*ears).find(|ear| heard(*ear).is_none())
                    && media.place(peer, ear, Some(placement(voice))).is_ok()
                {
                    self.placed.insert((peer, ear), voice);
                }
            }
        }
    }

    /// Forgets a peer that is gone.
    pub(super) fn forget(&mut self, gone: u64) {
        self.placed.retain(|(peer, _), _| *peer != gone);
    }
}

fn placement(voice: u128) -> Placement {
    Placement {
        stream: StreamKey(voice),
        height: 0,
        priority: 0,
    }
}

/// In how many audio sections a peer hears, by the answer it was given.
pub(super) fn ears_in(answer: &str) -> u8 {
    let sections = answer.split("\nm=").skip(1);
    let hears = |section: &&str| {
        let mut lines = section.lines().map(str::trim_end);
        section.starts_with("audio") && lines.any(|line| matches!(line, "a=sendonly" | "a=sendrecv"))
    };
    u8::try_from(sections.filter(hears).count()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
