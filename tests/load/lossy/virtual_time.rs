//! A bad network in virtual time: the phone's and the hall's machines in one thread, with no socket between them.
//!
//! Five minutes take a fifth of a second, so that many seeds show whether a change of a rule helps, which in real time hides
//! in the noise. What is left out: the machine, the encoder (pictures are filler of the size asked for), and the viewer's
//! own connection, since the stream is tapped in the hall.

mod machines;

use std::time::Duration;

use serde_json::json;

use self::machines::Machines;
use super::report::viewer;
use super::{LossyArgs, SETTLES_IN};
use crate::printing::print;

/// Runs it so many times; prints each, with what they come to.
pub(super) fn run(args: &LossyArgs, runs: u16) -> anyhow::Result<()> {
    let (mut viewers, mut decoded, mut played, mut encoded) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..u64::from(runs) {
        let seed = args.seed.wrapping_add(2 * run);
        let until = SETTLES_IN + Duration::from_secs(args.seconds);
        let mut machines = Machines::new(args, seed, SETTLES_IN)?;
        machines.run(until);
        encoded.push(machines.encoded_kbps(until));
        let saw = machines.end(until);
        decoded.push(saw.decoded.share());
        played.push(saw.played.share());
        viewers.push(viewer(false, &saw));
    }
    print(
        &json!({
            "virtual_time": true,
            "seconds": args.seconds,
            "loss": args.loss,
            "rtt_ms": args.rtt_ms,
            "kbps": [args.kbps.0, args.kbps.1],
            "runs": runs,
            "decoded_frozen_share": { "mean": mean(&decoded), "worst": worst(&decoded) },
            "played_frozen_share": { "mean": mean(&played), "worst": worst(&played) },
            "encoded_kbps": mean(&encoded),
            "viewers": viewers,
        }),
        args.json,
    )
}

fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
    let count = values.len().max(1) as f64;
    values.iter().sum::<f64>() / count
}

fn worst(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}
