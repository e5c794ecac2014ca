//! The load of turnover: viewers who join, see the picture, leave; others who never get in.
//!
//! A server that runs for months must give back what each of them took. It is looked at before, after a first round that
//! fills what is filled once, and after all; each time when whoever fell silent has been given up.

pub(crate) mod report;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures_util::StreamExt as _;
use futures_util::stream;
use str0m::media::Direction;
use tokio::time::{sleep, timeout};

use self::report::{Measured, Snapshot};
use crate::client::{Client, Video};
use crate::publisher::Publisher;
use crate::target::{Side, Target, TargetArgs};
use crate::viewers::Viewers;

/// How long a viewer waits for the picture.
const PICTURE_WITHIN: Duration = Duration::from_secs(15);
/// How long a handshake that must fail is given.
const FAILS_WITHIN: Duration = Duration::from_millis(500);
/// After this long a server has given up whoever fell silent (the hall does after 20 s, RFC 7675 after 30 s), and has done what
/// it does once a minute, whose memory would be taken for the viewers'.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(65);

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct ChurnArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// How many viewers join, see the picture and leave.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    joins: u32,
    /// How many offers are answered and come to nothing: half of them never connect, half have another key than they said.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    failed: u32,
    /// Every how many viewers one falls silent instead of saying that it leaves; 0 for none.
    #[arg(long, default_value_t = 10)]
    silent_every: u32,
    /// How much of all that goes before, to fill what is filled once, in hundredths.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=100))]
    warm_up_percent: u32,
    /// How many come at a time.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=256))]
    side_by_side: u16,
    /// The rate of the one stream.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(50..=20_000))]
    kbps: u32,
    /// Gives up after so long.
    #[arg(long, default_value_t = 1_800, value_parser = clap::value_parser!(u64).range(180..=86_400))]
    at_most_seconds: u64,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// What one who comes does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visit {
    Leave,
    FallSilent,
    NeverConnect,
    HaveAnotherKey,
}

/// How the visits went.
#[derive(Debug, Default)]
struct Went {
    with_picture: AtomicU64,
    without_picture: AtomicU64,
    failed: AtomicU64,
}

/// Runs the load.
pub(crate) async fn run(args: ChurnArgs) -> anyhow::Result<()> {
    let longest = Duration::from_secs(args.at_most_seconds);
    let target = Target::reach(&args.target).await?;
    timeout(longest, Box::pin(load(&args, &target)))
        .await
        .with_context(|| {
            format!(
                "the load took longer than {} s; give fewer --joins or more --at-most-seconds",
                longest.as_secs()
            )
        })?
}

async fn load(args: &ChurnArgs, target: &Target) -> anyhow::Result<()> {
    let client = target.publish(0).await.context("letting the publisher in")?;
    let publisher = Publisher::start(client, 0, args.kbps);
    let viewers = Viewers::start(None);
    sleep(Duration::from_secs(3)).await;
    let before = Snapshot::take(target).await?;

    let warm_up =
        |of: u32| u32::try_from(u64::from(of) * u64::from(args.warm_up_percent) / 100).unwrap_or(of);
    let went = Went::default();
    let first = visits(
        warm_up(args.joins).max(1),
        warm_up(args.failed),
        args.silent_every,
    );
    let mut while_coming = Vec::new();
    come_and_go(args, target, &viewers, &first, &went, &mut while_coming).await?;
    sleep(GIVEN_UP_AFTER).await;
    let warm = Snapshot::take(target).await?;

    let (went, began) = (Went::default(), Instant::now());
    let all = visits(args.joins, args.failed, args.silent_every);
    while_coming.clear();
    come_and_go(args, target, &viewers, &all, &went, &mut while_coming).await?;
    let span = began.elapsed();
    sleep(GIVEN_UP_AFTER).await;
    let after = Snapshot::take(target).await?;
    viewers.stop()?;
    publisher.stop()?;
    let measured = Measured {
        joins: args.joins,
        with_picture: went.with_picture.into_inner(),
        without_picture: went.without_picture.into_inner(),
        failed: went.failed.into_inner(),
        span,
        before,
        warm,
        after,
        while_coming,
    };
    measured.report(args.json)
}

/// All the visits, the failing ones spread evenly among them.
fn visits(joins: u32, failed: u32, silent_every: u32) -> Vec<Visit> {
    let all = u64::from(joins) + u64::from(failed);
    let (mut visits, mut joined, mut has_failed) = (Vec::new(), 0_u32, 0_u32);
    for n in 1..=all {
        if u64::from(has_failed) < n * u64::from(failed) / all {
            has_failed += 1;
            visits.push(if has_failed.is_multiple_of(2) {
                Visit::HaveAnotherKey
            } else {
                Visit::NeverConnect
            });
        } else {
            joined += 1;
            let is_silent = silent_every > 0 && joined.is_multiple_of(silent_every);
            visits.push(if is_silent {
                Visit::FallSilent
            } else {
                Visit::Leave
            });
        }
    }
    visits
}

async fn come_and_go(
    args: &ChurnArgs,
    target: &Target,
    viewers: &Viewers,
    visits: &[Visit],
    went: &Went,
    while_coming: &mut Vec<u64>,
) -> anyhow::Result<()> {
    let look_every = visits.len().div_ceil(10).max(1);
    let coming = stream::iter(visits).map(|&visit| Box::pin(come(target, viewers, visit, went)));
    let mut coming = coming.buffer_unordered(args.side_by_side.into()).enumerate();
    while let Some((n, came)) = coming.next().await {
        came.with_context(|| format!("the visit number {n}"))?;
        if (n + 1).is_multiple_of(look_every) {
            while_coming.push(crate::process::read(target.pid())?.rss_kib);
        }
    }
    Ok(())
}

async fn come(target: &Target, viewers: &Viewers, visit: Visit, went: &Went) -> anyhow::Result<()> {
    let joined_at = Instant::now();
    let (offering, offer) = Client::offering(Direction::RecvOnly, "video", Video::Vp8)?;
    let offer = if visit == Visit::HaveAnotherKey {
        with_another_fingerprint(&offer).context("the offer has no fingerprint")?
    } else {
        offer
    };
    let answered = target.post(Side::Watching, 0, offer).await?;
    if visit == Visit::NeverConnect {
        went.failed.fetch_add(1, Ordering::Relaxed);
        return Ok(());
    }
    let (number, joined) = viewers.add_told(offering.accept(&answered.sdp)?, joined_at);
    let patience = if visit == Visit::HaveAnotherKey {
        FAILS_WITHIN
    } else {
        PICTURE_WITHIN
    };
    let has_picture = matches!(timeout(patience, joined).await, Ok(Ok(_)));
    viewers.forget(number);
    let count = match (visit, has_picture) {
        (Visit::HaveAnotherKey, true) => {
            anyhow::bail!("a viewer with another key than it said saw the picture")
        }
        (Visit::HaveAnotherKey, false) => &went.failed,
        (_, true) => &went.with_picture,
        (_, false) => &went.without_picture,
    };
    count.fetch_add(1, Ordering::Relaxed);
    if visit == Visit::Leave
        && let Some(resource) = answered.resource
    {
        target.end(&resource).await?;
    }
    Ok(())
}

/// An offer whose fingerprint is that of no key of ours.
fn with_another_fingerprint(offer: &str) -> Option<String> {
    let at = offer.find("a=fingerprint:")?;
    let digits = at + offer.get(at..)?.find(' ')? + 1;
    let first = offer.get(digits..=digits)?;
    let another = if first == "0" { "1" } else { "0" };
    let (before, after) = (offer.get(..digits)?, offer.get(digits + 1..)?);
    Some(format!("{before}{another}{after}"))
}

#[cfg(test)]
mod tests;
