//! The media server that is loaded, by the way its clients get in.

mod whip;
mod yike;

use crate::client::Client;

/// Which server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// This project's own hall, in demonstration.
    Yike,
    /// Any that speaks WHIP and WHEP.
    Whip,
}

/// How it is reached.
#[derive(Debug, clap::Args)]
pub(crate) struct TargetArgs {
    /// Which server to load.
    #[arg(long, value_enum)]
    pub(crate) target: Kind,
    /// The process to watch; for yike, one of its own is started if left out.
    #[arg(long)]
    pub(crate) pid: Option<u32>,
    /// The processor that a server started here is kept on.
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
}

/// A server that is ready.
pub(crate) enum Target {
    Yike(yike::Yike),
    Whip(whip::Whip),
}

impl Target {
    /// Reaches the server, or starts it.
    pub(crate) async fn reach(args: &TargetArgs) -> anyhow::Result<Self> {
        Ok(match args.target {
            Kind::Yike => Self::Yike(yike::Yike::start(args).await?),
            Kind::Whip => Self::Whip(whip::Whip::new(args)?),
        })
    }

    /// The process that serves.
    pub(crate) fn pid(&self) -> u32 {
        match self {
            Self::Yike(yike) => yike.pid(),
            Self::Whip(whip) => whip.pid(),
        }
    }

    /// Lets the n-th publisher in.
    pub(crate) async fn publish(&self, n: usize) -> anyhow::Result<Client> {
        match self {
            Self::Yike(yike) => yike.publish(n).await,
            Self::Whip(whip) => whip.publish(n).await,
        }
    }

    /// Lets a viewer of the n-th publisher in.
    pub(crate) async fn watch(&self, n: usize) -> anyhow::Result<Client> {
        match self {
            Self::Yike(yike) => yike.watch(n).await,
            Self::Whip(whip) => whip.watch(n).await,
        }
    }
}
