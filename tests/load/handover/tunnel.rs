//! A long time without any network, and what comes after.
//!
//! No server keeps a silent publisher for so long, nor does a phone wait for it: it begins anew as soon as there is a network.
//! The viewer stays, and the stream is the same one.

use std::time::Duration;

use serde_json::{Value, json};

use super::stream::Stream;
use super::{How, arrived, ms};
use crate::publisher::Change;
use crate::stamp::now_ns;
use crate::target::Target;
use crate::viewers::Seen;

/// How long the stream is watched afterwards.
const WATCHED_FOR: Duration = Duration::from_secs(5);
/// What marks the packets of the publisher that begins anew: not those of the first one, which a viewer has had already.
const SIGNED_ANEW: u32 = 1_000;

/// Passes through; when the network went, and when it came again, in nanoseconds since 1970.
pub(super) async fn pass(
    stream: Stream,
    target: &Target,
    span: Duration,
    kbps: u32,
) -> anyhow::Result<Vec<u64>> {
    let number = stream.number;
    let went = now_ns();
    stream.publisher.change(Change::Vanish);
    tokio::time::sleep(span).await;
    stream.publisher.stop()?;
    let came = now_ns();
    let signed = SIGNED_ANEW + u32::try_from(number)?;
    let anew = Stream::begin(target, number, signed, How::Tunnel, kbps).await?;
    tokio::time::sleep(WATCHED_FOR).await;
    anew.publisher.stop()?;
    Ok(vec![went, came])
}

/// What the viewer saw of it.
pub(super) fn figures(seen: &Seen, changed_ns: &[u64], seconds: u64) -> Value {
    let came = changed_ns.get(1).copied().unwrap_or(u64::MAX);
    let back = back_after(&arrived(seen), came);
    json!({
        "seconds": seconds,
        "back_for_the_same_viewer": back.is_some(),
        "back_after_ms": back.map(ms),
        "viewer_fault": seen.fault,
    })
}

/// How long after the network came the first packet did, in nanoseconds.
fn back_after(arrived: &[u64], came: u64) -> Option<u64> {
    // What was on its way when the network went is long there.
    let first = arrived.iter().filter(|&&at| at >= came).min()?;
    Some(first - came)
}

#[cfg(test)]
mod tests {
    use super::back_after;
    use crate::handover::NS_PER_MS;

    #[test]
    fn the_first_packet_after_the_network_came_counts() {
        let ms = |at: u64| at * NS_PER_MS;
        assert_eq!(back_after(&[ms(10), ms(900), ms(930)], ms(800)), Some(ms(100)));
        assert_eq!(back_after(&[ms(10), ms(20)], ms(800)), None);
    }
}
