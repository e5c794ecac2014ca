//! The demonstration: a hall with a pretend district that lives.
//!
//! Everything in it is real except the people: the hall, the phones' core, the sockets and the
//! pictures. The rehearsal's officers drive real phones; its dispatcher uses the same API as a person.

mod camera;
mod dispatcher;
mod enrolment;
mod officer;
mod phones;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use hall::config::shard_for_each_core;
use hall::pages::Basemap;
use hall::{Hall, HallOptions, MediaPorts, NoticeRule, RecordingRule};
use rehearsal::Ground;
use tokio::sync::watch;

use self::enrolment::Cast;
use crate::district::District;

/// The demo district: OpenStreetMap data under the `ODbL` 1.0 (see `data/README.md`).
pub const DISTRICT_PBF: &[u8] = include_bytes!("../data/liechtenstein-2013-08-03.osm.pbf");

/// The street map made from it.
pub const DISTRICT_MAP: &[u8] = include_bytes!("../data/liechtenstein.pmtiles");

/// How long the pretend officers may take to put their phones away.
const GOING_HOME: Duration = Duration::from_secs(5);

/// Bytes of recordings that a demonstration may leave behind.
const RECORDED_MOST: u64 = 2_000_000_000;

/// Where pretend officers call it: a number that Ofcom keeps for plays, so that nobody answers.
const TELEPHONE: &str = "+442079460015";

/// Shows a hall with a pretend district.
#[derive(Clone, Debug, clap::Args)]
pub struct DemoArgs {
    /// The TCP port of HTTP and the UDP port of media; 0 takes free ones.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The address that carries HTTP, plain even where others can listen in, with the media beside it:
    /// one of this machine's own, since phones and browsers are told to reach it there.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_parser = particular)]
    pub bind: IpAddr,
    /// The folder to keep everything in; a fresh temporary one if left out.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Makes the officers, their routes and the incidents.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many pretend officers are on duty.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub units: u16,
    /// How many of them send video all the time; others do so at a scene. With 0, nobody does.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u16).range(0..=200))]
    pub cameras: u16,
    /// Has phones whose apps can send H.265 do so: a better picture for the same bits, for viewers who decode it, and
    /// no recording.
    #[arg(long)]
    pub prefer_h265: bool,
}

/// An address that others can be told.
fn particular(text: &str) -> Result<IpAddr, String> {
    let address: IpAddr = text.parse().map_err(|_| "this is no IP address".to_owned())?;
    if address.is_unspecified() || address.is_multicast() {
        return Err(
            "give one address of this machine, such as 127.0.0.1, that browsers can reach".to_owned(),
        );
    }
    Ok(address)
}

/// Runs the demonstration until SIGTERM or Ctrl-C.
pub async fn run(args: DemoArgs) -> anyhow::Result<()> {
    let stopped = crate::stop_signal::stop_signal()?;
    let temporary = tempfile::Builder::new()
        .prefix("yike-demo-")
        .tempdir()
        .context("making a temporary folder")?;
    let data = args.data.as_deref().unwrap_or_else(|| temporary.path());
    if !args.bind.is_loopback() {
        tracing::warn!(
            "the demonstration listens on {} by plain HTTP: anyone near can listen in",
            args.bind
        );
    }

    let district = District::embedded(DISTRICT_PBF).await?;
    let checklists = hall::checklists::shipped()?;
    let hall = Box::pin(Hall::start(HallOptions {
        data: data.to_owned(),
        bind: SocketAddr::new(args.bind, args.port),
        media: MediaPorts {
            bind: SocketAddr::new(args.bind, args.port),
            tcp: 0,
            advertise: None,
            shards: shard_for_each_core(),
            prefers_h265: args.prefer_h265,
        },
        turn: None,
        tls: None,
        pins: Vec::new(),
        basemap: Basemap::Embedded(DISTRICT_MAP),
        roads: district.roads,
        gazetteer: district.gazetteer,
        checklists,
        room: None,
        recordings: RecordingRule {
            most_bytes: Some(RECORDED_MOST),
            ..RecordingRule::default()
        },
        notices: NoticeRule::default(),
        telephone: Some(TELEPHONE.to_owned()),
    }))
    .await?;
    let ground = Arc::new(ground().await?);
    let cast = enrolment::enrol(&hall, &ground, data, &args)
        .await
        .context("enrolling the pretend district")?;
    announce(hall.address, &cast)?;

    let (curtain, fallen) = watch::channel(false);
    let mut play = pin!(play(&args, hall.address, ground, &cast, data, fallen));
    let played = tokio::select! {
        played = &mut play => played,
        () = stopped => {
            let _ = curtain.send(true);
            // Officers who do not go home in time are left to the end of the process.
            tokio::time::timeout(GOING_HOME, play).await.unwrap_or(Ok(()))
        }
    };
    hall.stop().await;
    played
}

/// The pretend district of the demonstration.
async fn ground() -> anyhow::Result<Ground> {
    let read = tokio::task::spawn_blocking(|| Ground::from_pbf(DISTRICT_PBF));
    Ok(read.await.context("reading the district")??)
}

/// Plays until the curtain falls.
async fn play(
    args: &DemoArgs,
    address: SocketAddr,
    ground: Arc<Ground>,
    cast: &Cast,
    data: &Path,
    fallen: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let url = format!("http://{address}");
    let phones = phones::start(args, &url, &ground, cast, data, &fallen)?;
    if args.units > 0 {
        dispatcher::play(&url, cast, Arc::clone(&ground), args.seed, fallen.clone()).await?;
    }
    let mut fallen = fallen;
    let _ = fallen.wait_for(|fallen| *fallen).await;
    for phone in phones {
        let _ = phone.await;
    }
    Ok(())
}

/// Prints the one line that tools read.
#[expect(
    clippy::print_stdout,
    reason = "the address and the logins are this command's output"
)]
fn announce(address: SocketAddr, cast: &Cast) -> anyhow::Result<()> {
    let ready = serde_json::json!({ "url": format!("http://{address}"), "logins": cast.logins });
    println!("{}", serde_json::to_string(&ready)?);
    Ok(())
}
