//! What a bad network did to the picture.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};

use super::LossyArgs;
use super::freezes::Freezes;
use super::phone::Did;
use super::seeing::Saw;
use crate::churn::report::counts;
use crate::figures::Spread;
use crate::printing::print;
use crate::relay::{Carried, Relay};

/// How far apart the rates over time are told.
const RATE_EVERY: u64 = 5;

/// Everything measured.
pub(super) struct Measured<'a> {
    pub(super) args: &'a LossyArgs,
    pub(super) settled_after: Duration,
    pub(super) span: Duration,
    pub(super) did: Did,
    /// Whether a viewer was on a lossy path, with what it saw.
    pub(super) saw: Vec<(bool, Saw)>,
    pub(super) relay: &'a Relay,
    pub(super) counts: Vec<(String, u64)>,
}

impl Measured<'_> {
    /// Prints it.
    pub(super) fn report(&self, as_json: bool) -> anyhow::Result<()> {
        let viewers: Vec<Value> = self
            .saw
            .iter()
            .map(|(is_lossy, saw)| viewer(*is_lossy, saw))
            .collect();
        let worst = self
            .saw
            .iter()
            .map(|(_, saw)| saw.decoded.share())
            .fold(0.0, f64::max);
        let whole = (self.settled_after + self.span).as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let (sent, pictures, repairs) = (
            self.did.media_bytes as f64,
            self.did.picture_bytes as f64,
            self.did.repairs as f64 / self.did.media_packets.max(1) as f64,
        );
        let (times, link, asked) = self.rates();
        print(
            &json!({
                "seconds": self.span.as_secs_f64(),
                "loss": self.args.loss,
                "rtt_ms": self.args.rtt_ms,
                "kbps": [self.args.kbps.0, self.args.kbps.1],
                "period_s": self.args.period_seconds,
                "queue": self.args.queue,
                "fps": self.args.fps,
                "frozen_share_worst": worst,
                "viewers": viewers,
                "phone": {
                    "pictures": self.did.pictures,
                    "encoded_kbps": pictures * 8.0 / 1_000.0 / whole,
                    "sent_kbps": sent * 8.0 / 1_000.0 / whole,
                    "media_packets": self.did.media_packets,
                    "repair_share": repairs,
                    "key_frames_wanted": self.did.key_frames_wanted,
                    "states": self.did.states.iter().map(|(at, state)| format!("{:.1}s:{state:?}", at.as_secs_f64())).collect::<Vec<_>>(),
                },
                "path_up": carried(&self.relay.up),
                "path_down": carried(&self.relay.down),
                "rate_over_time": { "s": times, "link_kbps": link, "asked_kbps": asked },
                "server": counts(&self.counts),
            }),
            as_json,
        )
    }

    /// The link's rate and the rate asked for, every few seconds.
    fn rates(&self) -> (Vec<u64>, Vec<u64>, Vec<u64>) {
        let until = (self.settled_after + self.span).as_secs();
        let (mut times, mut link, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for second in (0..until).step_by(usize::try_from(RATE_EVERY).unwrap_or(1)) {
            let at = Duration::from_secs(second);
            times.push(second);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kbit/s")]
            link.push((self.args.rate().bits_per_second(at) / 1_000.0) as u64);
            let known = self.did.rates.iter().take_while(|&&(since, _)| since <= at);
            asked.push(known.last().map_or(0, |&(_, rate)| rate / 1_000));
        }
        (times, link, asked)
    }
}

/// What a viewer saw, as JSON.
pub(super) fn viewer(is_lossy: bool, saw: &Saw) -> Value {
    json!({
        "path": if is_lossy { "lossy" } else { "clean" },
        "packets": saw.packets,
        "pictures": saw.pictures,
        "key_frames": saw.key_frames,
        "key_frames_asked": saw.key_frames_asked,
        "decoded": freezes(&saw.decoded),
        "played": freezes(&saw.played),
        "played_behind_ms": Spread::of(saw.behind_ms.clone()),
    })
}

fn freezes(freezes: &Freezes) -> Value {
    json!({
        "frozen_share": freezes.share(),
        "freezes": freezes.count,
        "frozen_s": freezes.frozen.as_secs_f64(),
        "longest_gap_ms": freezes.longest.as_secs_f64() * 1_000.0,
        "gaps_ended_s_took_ms": freezes.gaps.iter().map(|(at, gap)| [at.as_secs_f64(), gap.as_secs_f64() * 1_000.0]).collect::<Vec<_>>(),
    })
}

fn carried(carried: &Carried) -> Value {
    let [taken, lost, overflowed] =
        [&carried.taken, &carried.lost, &carried.overflowed].map(|count| count.load(Ordering::Relaxed));
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let share = |of: u64| of as f64 / taken.max(1) as f64;
    json!({ "datagrams": taken, "lost_share": share(lost), "overflowed_share": share(overflowed) })
}
