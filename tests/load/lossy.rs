//! The load of a bad mobile network: a phone publishes over it, viewers count how long the picture stands still.
//!
//! The phone is the real uplink with real H.264, whose rate follows what the uplink asks for. The network loses at random
//! both ways, takes its time, and narrows in a saw-tooth towards the hall.

mod camera;
mod freezes;
mod phone;
mod pictures;
mod report;
mod screen;
mod seeing;
mod virtual_time;
mod watching;

use std::net::{Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context as _;
use str0m::media::Direction;
use uplink::{Input, Uplink, UplinkConfig, VideoCodec};

use self::camera::Camera;
use self::phone::Phone;
use self::report::Measured;
use self::watching::Watching;
use crate::client::{Client, Video};
use crate::path::{Link, PathSpec, Rate};
use crate::relay::{Relay, Weather};
use crate::sdp;
use crate::target::{Side, Target, TargetArgs};

/// How long the network and the encoder get to know each other before it counts.
const SETTLES_IN: Duration = Duration::from_secs(10);
/// What the encoder starts with.
const FIRST_RATE: u32 = 500_000;

/// The load.
#[derive(Debug, clap::Args)]
pub(crate) struct LossyArgs {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// The share of datagrams lost each way, at random.
    #[arg(long, default_value_t = 0.1, value_parser = share)]
    loss: f64,
    /// The round trip, without waiting for the link.
    #[arg(long, default_value_t = 150, value_parser = clap::value_parser!(u64).range(0..=5_000))]
    rtt_ms: u64,
    /// The rate of the link towards the hall, from which to which.
    #[arg(long, default_value = "300-800", value_parser = rates)]
    kbps: (u32, u32),
    /// How long the rate takes to rise before it falls.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    period_seconds: u64,
    /// How many datagrams may wait for the link.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(2..=10_000))]
    queue: u16,
    /// How long to measure.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(5..=7_200))]
    seconds: u64,
    /// Viewers with a clean path.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    viewers: u8,
    /// Viewers who lose and wait as the phone does, with no narrow link.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=20))]
    lossy_viewers: u8,
    /// Pictures a second.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u8).range(1..=30))]
    fps: u8,
    /// The most that the encoder is asked for.
    #[arg(long, default_value_t = 2_500, value_parser = clap::value_parser!(u32).range(80..=20_000))]
    max_kbps: u32,
    /// Chooses which datagrams are lost.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// No server: so many runs of the phone's and the hall's machines in virtual time, each with a seed of its own, to find out
    /// whether a change of their rules helps. It leaves out the noise of a machine.
    #[arg(long, value_name = "RUNS", value_parser = clap::value_parser!(u16).range(1..=1_000))]
    virtual_time: Option<u16>,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

impl LossyArgs {
    fn path(&self) -> PathSpec {
        PathSpec {
            loss: self.loss,
            delay: Duration::from_millis(self.rtt_ms) / 2,
            link: None,
        }
    }

    fn way_up(&self) -> PathSpec {
        PathSpec {
            link: Some(Link {
                rate: self.rate(),
                room: self.queue.into(),
            }),
            ..self.path()
        }
    }

    fn rate(&self) -> Rate {
        Rate::SawTooth {
            low: self.kbps.0,
            high: self.kbps.1,
            period: Duration::from_secs(self.period_seconds),
        }
    }
}

/// Runs the load.
pub(crate) async fn run(args: LossyArgs) -> anyhow::Result<()> {
    if let Some(runs) = args.virtual_time {
        return virtual_time::run(&args, runs);
    }
    let target = Target::reach(&args.target).await?;
    let began = Instant::now();
    let (phone, relay) = publish(&args, &target, began)
        .await
        .context("letting the phone in")?;
    let fps = u32::from(args.fps);
    let mut watching = Vec::new();
    let mut relays = Vec::new();
    for n in 0..args.viewers + args.lossy_viewers {
        let is_lossy = n >= args.viewers;
        let (client, relay) = watch(&args, &target, is_lossy, n)
            .await
            .context("letting a viewer in")?;
        relays.extend(relay);
        watching.push((
            is_lossy,
            Watching::start(client, fps, began, began.elapsed() + SETTLES_IN),
        ));
    }
    tokio::time::sleep(SETTLES_IN).await;
    let settled_after = began.elapsed();
    let until = Instant::now() + Duration::from_secs(args.seconds);
    while Instant::now() < until && phone.is_running() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let span = began.elapsed().saturating_sub(settled_after);
    let counts = target.counts().await?;
    let mut saw = Vec::new();
    for (is_lossy, one) in watching {
        saw.push((is_lossy, one.stop()?));
    }
    let did = phone.stop()?;
    Measured {
        args: &args,
        settled_after,
        span,
        did,
        saw,
        relay: &relay,
        counts,
    }
    .report(args.json)
}

async fn publish(args: &LossyArgs, target: &Target, began: Instant) -> anyhow::Result<(Phone, Relay)> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let config = UplinkConfig {
        local: socket.local_addr()?,
        video: &[VideoCodec::H264],
        sound: false,
        hears: false,
        layers: 1,
        max_bitrate_bps: u64::from(args.max_kbps) * 1_000,
        hall_time: SystemTime::now(),
    };
    let (mut uplink, offer) = Uplink::new(Instant::now(), config)?;
    let answered = target.post(Side::Publishing, 0, offer).await?;
    let up = args.way_up();
    let weather = Weather {
        up,
        down: args.path(),
        seed: args.seed,
    };
    let relay = Relay::start(sdp::address(&answered.sdp)?, weather)?;
    let sdp = sdp::diverted(&answered.sdp, relay.at);
    uplink.handle_input(Instant::now(), Input::Answered { sdp: &sdp });
    let camera = Camera::start(args.fps.into(), FIRST_RATE, began);
    Ok((Phone::start(uplink, socket, camera, began), relay))
}

async fn watch(
    args: &LossyArgs,
    target: &Target,
    is_lossy: bool,
    n: u8,
) -> anyhow::Result<(Client, Option<Relay>)> {
    let (offering, offer) = Client::offering(Direction::RecvOnly, "video", Video::H264)?;
    let answered = target.post(Side::Watching, 0, offer).await?;
    if !is_lossy {
        return Ok((offering.accept(&answered.sdp)?, None));
    }
    let weather = Weather {
        up: args.path(),
        down: args.path(),
        seed: args.seed.wrapping_add(1_000 * (u64::from(n) + 1)),
    };
    let relay = Relay::start(sdp::address(&answered.sdp)?, weather)?;
    let client = offering.accept(&sdp::diverted(&answered.sdp, relay.at))?;
    Ok((client, Some(relay)))
}

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text
        .parse()
        .map_err(|_| "give a number from 0 to 0.9".to_owned())?;
    if (0.0..=0.9).contains(&share) {
        Ok(share)
    } else {
        Err("give a number from 0 to 0.9".to_owned())
    }
}

fn rates(text: &str) -> Result<(u32, u32), String> {
    let needed = || "give two rates in kbit/s, the lower first, such as 300-800".to_owned();
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let read = |rate: &str| rate.parse::<u32>().map_err(|_| needed());
    let (low, high) = (read(low)?, read(high)?);
    if (30..=1_000_000).contains(&low) && low <= high {
        Ok((low, high))
    } else {
        Err(needed())
    }
}

#[cfg(test)]
mod tests;
