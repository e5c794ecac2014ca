//! `yike serve`: a hall, until it is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::Context as _;
use hall::config::Config;
use hall::{Hall, HallOptions, MediaPorts, checklists, tls};

use crate::district::District;
use crate::{logging, stop_signal::stop_signal};

/// What `yike serve` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct ServeArgs {
    /// A TOML file of settings; variables such as `YIKE_BIND` go over it.
    #[arg(long, env = "YIKE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print the checklists that are shipped, to start one's own from, and do nothing else.
    #[arg(long)]
    pub print_checklists: bool,
}

/// Prints the checklists that are shipped.
pub fn print_checklists(out: &mut impl Write) -> anyhow::Result<()> {
    out.write_all(checklists::SHIPPED.as_bytes()).context("writing")?;
    out.flush().context("writing")
}

/// Runs a hall until SIGTERM or Ctrl-C.
pub async fn run(args: ServeArgs) -> anyhow::Result<()> {
    let config = Config::read(args.config.as_deref(), std::env::vars_os())?;
    logging::start(&config.log, config.log_format)?;
    let stopped = stop_signal()?;
    let district = District::read(&config).await?;
    let hall = Box::pin(Hall::start(options(config, district)?)).await?;
    tracing::info!(http.address = %hall.address, media.address = %hall.media_address, "the hall is open");
    stopped.await;
    tracing::info!("the hall stops");
    hall.stop().await;
    Ok(())
}

fn options(config: Config, district: District) -> anyhow::Result<HallOptions> {
    let tls = config
        .tls
        .as_ref()
        .map(tls::read)
        .transpose()
        .context("reading the certificate")?;
    if tls.as_ref().is_some_and(|tls| tls.is_expired(SystemTime::now())) {
        tracing::warn!("the certificate has run out; browsers and phones will not trust this hall: renew it");
    }
    if config.prefer_h265 {
        tracing::warn!("prefer_h265: pictures that cameras send in H.265 are passed on, and not recorded");
    }
    Ok(HallOptions {
        data: config.data,
        bind: config.bind,
        media: MediaPorts {
            bind: SocketAddr::new(config.bind.ip(), config.media_port),
            tcp: config.media_tcp_port,
            advertise: Some(config.advertise),
            shards: config.media_shards,
            prefers_h265: config.prefer_h265,
        },
        turn: config.turn,
        pins: tls.as_ref().map(|tls| tls.pins.clone()).unwrap_or_default(),
        tls: tls.map(|tls| tls.config),
        basemap: config.basemap.into(),
        roads: district.roads,
        gazetteer: district.gazetteer,
        checklists: config.checklists,
        room: None,
        recordings: config.recordings,
        notices: config.notices,
        telephone: config.telephone,
    })
}
