//! How the transport acts on what a peer sends: a publisher's media, anybody's feedback.

use std::time::{Duration, Instant};

use str0m::media::Mid;

use crate::peer::{Broken, Said};
use crate::rtcp::{self, Feedback};

use super::super::{MOST_REPAIRABLE, Wire};
use super::hearing::Came;
use super::{LONGEST_ROUND_TRIP, Lean, Line, SHORTEST_ROUND_TRIP};

/// How long a viewer's own estimate holds; who sends any sends one a second.
const ESTIMATE_HOLDS: Duration = Duration::from_secs(3);

impl Lean {
    /// Takes in media; tells whether it is the publisher's.
    pub(super) fn hear(
        &mut self,
        now: Instant,
        bytes: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<bool, Broken> {
        let came = match (&mut self.hearing, &mut self.srtp) {
            (Some(hearing), Some(srtp)) => hearing.hear(now, srtp, bytes),
            _ => Came::Refused,
        };
        match came {
            Came::Refused => {
                wire.counters().datagrams_refused += 1;
                return Ok(false);
            }
            Came::Nothing => {}
            Came::Packet(packet) => wire.say(Said::Packet(packet)),
        }
        self.speak(now, wire)?;
        Ok(true)
    }

    /// Tells the publisher what is due.
    pub(super) fn speak(&mut self, now: Instant, wire: &mut Wire<'_, '_>) -> Result<(), Broken> {
        let Some(hearing) = self.hearing.as_mut() else {
            return Ok(());
        };
        if hearing.due_at().is_none_or(|at| now < at) {
            return Ok(());
        }
        let words = hearing.speak(now);
        for ssrc in words.broken {
            wire.say(Said::PictureBroken(ssrc));
        }
        for compound in words.compounds {
            self.tell(&compound, wire)?;
        }
        Ok(())
    }

    /// Does what a peer's feedback asks for, and takes note of its reports.
    pub(super) fn heed(
        &mut self,
        now: Instant,
        compound: &[u8],
        wire: &mut Wire<'_, '_>,
    ) -> Result<(), Broken> {
        let (mut wanted, mut missing, mut carried) = (None::<Mid>, Vec::new(), None);
        // Nobody misses more than can be repaired, although a datagram can name a multiple of it.
        let mut heard = MOST_REPAIRABLE;
        rtcp::read(compound, |feedback| match feedback {
            Feedback::KeyFrameWanted { ssrc } => {
                let line = self.lines.iter().find(|line| line.ssrc() == ssrc);
                wanted = line.map(Line::mid).or(wanted);
            }
            Feedback::Missing { ssrc, first, more } => {
                let Some(left) = heard.checked_sub(1 + more.count_ones() as usize) else {
                    return;
                };
                heard = left;
                if let Some(line) = self.lines.iter_mut().find(|line| line.ssrc() == ssrc) {
                    line.find_missing(now, self.round_trip, first, more, &mut missing);
                }
            }
            Feedback::Estimated { bps } => self.estimate = Some((now, bps)),
            Feedback::Reported {
                ssrc,
                lost,
                highest,
                last_report,
                delay,
            } => {
                let line = self.lines.iter_mut().find(|line| line.ssrc() == ssrc);
                carried = line
                    .and_then(|line| line.reported(now, highest, lost))
                    .or(carried);
                if let Some(round_trip) = self.epoch.round_trip(now, last_report, delay) {
                    self.round_trip = round_trip.clamp(SHORTEST_ROUND_TRIP, LONGEST_ROUND_TRIP);
                }
            }
            Feedback::Sent { ssrc, report } => {
                if let Some(hearing) = &mut self.hearing {
                    hearing.reported(now, ssrc, report);
                }
            }
            Feedback::Ended { ssrc } => {
                if let Some(hearing) = &mut self.hearing {
                    hearing.ended(ssrc);
                }
            }
        });
        if let Some(mid) = wanted {
            wire.say(Said::KeyFrameWanted(mid));
        }
        if let Some(carried) = carried {
            let estimate = self.estimate.filter(|(at, _)| *at + ESTIMATE_HOLDS > now);
            let carried = estimate.map_or(carried, |(_, bps)| carried.at_most(bps));
            wire.say(Said::Carried(carried));
        }
        for packet in missing {
            if wire.pacer.lets_go(now) {
                self.write(now, packet, wire)?;
            } else if wire.pacer.is_full() || wire.pacer.wait(packet).is_err() {
                // So much waits that nothing is to be added; what is missing will be asked for again.
                break;
            }
        }
        Ok(())
    }
}
