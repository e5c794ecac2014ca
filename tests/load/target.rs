//! The media server that is loaded, by the way its clients get in.

mod counts;
mod galene;
mod janus;
mod livekit;
mod socket;
mod whip;
mod yike;

use std::time::Duration;

use anyhow::Context as _;
use str0m::media::Direction;
use tokio::time::timeout;

use crate::client::{Client, Video};
use crate::http::{self, Answered, Resource};

/// How long a server may take to let a client in.
const ENTERS_WITHIN: Duration = Duration::from_secs(30);

/// Which server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// This project's own hall, in demonstration.
    Yike,
    /// Any that speaks WHIP and WHEP.
    Whip,
    /// Janus, with its video room.
    Janus,
    /// Galene.
    Galene,
    /// `LiveKit`.
    Livekit,
}

/// How it is reached.
#[derive(Debug, clap::Args)]
pub(crate) struct TargetArgs {
    /// Which server to load.
    #[arg(long, value_enum, default_value = "yike")]
    pub(crate) target: Kind,
    /// The process to watch; not for yike, which is started from here.
    #[arg(long)]
    pub(crate) pid: Option<u32>,
    /// The processor that a server started here is kept on; this program leaves it to the server, whoever started that.
    #[arg(long)]
    pub(crate) server_core: Option<usize>,
    /// The program to start for yike.
    #[arg(long, default_value = "target/release/yike")]
    pub(crate) yike: std::path::PathBuf,
    /// Where to publish, for whip; `{n}` stands for the publisher's number.
    #[arg(long)]
    pub(crate) whip_url: Option<String>,
    /// Where to watch, for whip; `{n}` stands for the publisher's number.
    #[arg(long)]
    pub(crate) whep_url: Option<String>,
    /// A bearer token for both.
    #[arg(long)]
    pub(crate) token: Option<String>,
    /// Where janus has its HTTP API, galene or livekit its web sockets (`ws://host:port`); by default, where each listens
    /// by default.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// The room, or galene's group, of each publisher; `{n}` stands for the publisher's number. For janus, the number of the
    /// first publisher's room.
    #[arg(long, visible_alias = "group")]
    pub(crate) room: Option<String>,
    /// The name of livekit's key.
    #[arg(long)]
    pub(crate) api_key: Option<String>,
    /// The secret of livekit's key.
    #[arg(long)]
    pub(crate) api_secret: Option<String>,
}

impl TargetArgs {
    fn url_or<'a>(&'a self, default: &'a str) -> &'a str {
        self.url.as_deref().unwrap_or(default).trim_end_matches('/')
    }

    fn running(&self) -> anyhow::Result<u32> {
        self.pid
            .context("give the process of the server that is loaded as --pid; only yike is started from here")
    }
}

/// Which end of a stream a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Publishing,
    Watching,
    /// A viewer of many streams on one connection.
    Wall,
}

/// A server that is ready.
pub(crate) enum Target {
    Yike(yike::Yike),
    Whip(whip::Whip),
    Janus(janus::Janus),
    Galene(galene::Galene),
    LiveKit(livekit::LiveKit),
}

impl Target {
    /// Reaches the server, or starts it.
    pub(crate) async fn reach(args: &TargetArgs) -> anyhow::Result<Self> {
        Ok(match args.target {
            Kind::Yike => Self::Yike(yike::Yike::start(args).await?),
            Kind::Whip => Self::Whip(whip::Whip::new(args)?),
            Kind::Janus => Self::Janus(janus::Janus::reach(args).await?),
            Kind::Galene => Self::Galene(galene::Galene::new(args)?),
            Kind::Livekit => Self::LiveKit(livekit::LiveKit::new(args)?),
        })
    }

    /// How many streams it takes at a time.
    pub(crate) fn most_publishers(&self) -> usize {
        match self {
            Self::Yike(yike) => yike.most_publishers(),
            Self::Whip(_) | Self::Janus(_) | Self::Galene(_) | Self::LiveKit(_) => usize::MAX,
        }
    }

    /// The process that serves.
    pub(crate) fn pid(&self) -> u32 {
        match self {
            Self::Yike(yike) => yike.pid(),
            Self::Whip(whip) => whip.pid(),
            Self::Janus(janus) => janus.pid(),
            Self::Galene(galene) => galene.pid(),
            Self::LiveKit(livekit) => livekit.pid(),
        }
    }

    /// Lets the n-th publisher in.
    pub(crate) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        let entering = async {
            match self {
                Self::Yike(_) | Self::Whip(_) => self.enter(Side::Publishing, n).await,
                Self::Janus(janus) => janus.publish(n).await,
                Self::Galene(galene) => galene.publish(n).await,
                Self::LiveKit(livekit) => livekit.publish(n).await,
            }
        };
        Box::pin(in_time(entering)).await
    }

    /// Lets a viewer of the n-th publisher in.
    pub(crate) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        let entering = async {
            match self {
                Self::Yike(_) | Self::Whip(_) => self.enter(Side::Watching, n).await,
                Self::Janus(janus) => janus.watch(n).await,
                Self::Galene(galene) => galene.watch(n).await,
                Self::LiveKit(livekit) => livekit.watch(n).await,
            }
        };
        Box::pin(in_time(entering)).await
    }

    /// Posts an offer to publish or to watch the n-th stream, to a server that takes it by HTTP.
    pub(crate) async fn post(&self, side: Side, n: usize, offer: String) -> anyhow::Result<Answered> {
        let posting = async {
            match self {
                Self::Yike(yike) => yike.post(side, n, offer).await,
                Self::Whip(whip) => whip.post(side, n, offer).await,
                _ => {
                    anyhow::bail!("this load takes a server that speaks WHIP and WHEP: --target yike or whip")
                }
            }
        };
        Box::pin(in_time(posting)).await
    }

    /// Ends a media session that was posted.
    pub(crate) async fn end(&self, resource: &Resource) -> anyhow::Result<()> {
        match self {
            Self::Yike(yike) => {
                http::delete(yike.http(), resource).await?;
                yike.ended(resource).await;
                Ok(())
            }
            Self::Whip(whip) => http::delete(whip.http(), resource).await,
            _ => Ok(()),
        }
    }

    /// Restarts ICE for a media session that was posted; returns the server's fragment.
    pub(crate) async fn restart(&self, resource: &Resource, fragment: String) -> anyhow::Result<String> {
        match self {
            Self::Yike(yike) => http::restart(yike.http(), resource, fragment).await,
            Self::Whip(whip) => http::restart(whip.http(), resource, fragment).await,
            _ => anyhow::bail!("ICE is restarted by PATCH only with --target yike or whip"),
        }
    }

    /// What the server itself counts, as far as it bears on peers; nothing if it does not tell.
    pub(crate) async fn counts(&self) -> anyhow::Result<Vec<(String, u64)>> {
        match self {
            Self::Yike(yike) => yike.counts().await.context("reading the hall's figures"),
            _ => Ok(Vec::new()),
        }
    }

    /// Lets in a wall of some slots, all of them empty.
    pub(crate) async fn hang(&self, slots: u8) -> anyhow::Result<Client> {
        let (offering, offer) = Client::offering_wall(slots)?;
        offering.accept(&self.post(Side::Wall, 0, offer).await?.sdp)
    }

    async fn enter(&self, side: Side, n: usize) -> anyhow::Result<Client> {
        let direction = match side {
            Side::Publishing => Direction::SendOnly,
            Side::Watching | Side::Wall => Direction::RecvOnly,
        };
        let (offering, offer) = Client::offering(direction, "video", Video::Vp8)?;
        offering.accept(&self.post(side, n, offer).await?.sdp)
    }

    /// Leaves the server as it was found, where that takes more than going away.
    pub(crate) async fn leave(self) -> anyhow::Result<()> {
        match self {
            Self::Janus(janus) => janus.leave().await,
            Self::Yike(_) | Self::Whip(_) | Self::Galene(_) | Self::LiveKit(_) => Ok(()),
        }
    }
}

async fn in_time<T>(entering: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let entered = timeout(ENTERS_WITHIN, entering).await;
    entered.with_context(|| format!("the server let nobody in within {} s", ENTERS_WITHIN.as_secs()))?
}
