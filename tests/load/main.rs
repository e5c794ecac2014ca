//! `yike-load`: publishers and viewers against a media server, orders against a hall; to size a machine or to compare servers.
//!
//! Every client is a real one (ICE, DTLS, SRTP, repair, transport feedback); what it received is counted by itself, and the
//! server's processor time and memory are read from outside.

mod churn;
mod client;
mod figures;
mod frame;
mod handover;
mod http;
mod idle;
mod lacks;
mod ladder;
mod lossy;
mod path;
mod printing;
mod process;
mod processor;
mod publisher;
mod relay;
mod sdp;
mod sfu;
mod stamp;
mod target;
mod viewers;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Loads a media server and tells how it fared.
#[derive(Debug, Parser)]
#[command(name = "yike-load", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Publishes streams, lets viewers watch them; tells packets, latency, joining, processor time and memory.
    Sfu(sfu::SfuArgs),
    /// Connects viewers of streams that nobody publishes; tells what waiting costs.
    Idle(idle::IdleArgs),
    /// Lets viewers join and leave, others fail to; tells memory, tasks, sockets and peers before and after.
    Churn(churn::ChurnArgs),
    /// Publishes over a bad mobile network; tells how long the picture stands still.
    Lossy(lossy::LossyArgs),
    /// Changes a publisher's address again and again; tells how long the picture is away.
    Handover(handover::HandoverArgs),
    /// Sends orders to phones in pockets while ways to them are lossy or dead; tells how many rang, by what and how soon.
    Ladder(ladder::LadderArgs),
}

impl Command {
    fn server_core(&self) -> Option<usize> {
        match self {
            Self::Sfu(args) => args.target.server_core,
            Self::Idle(args) => args.target.server_core,
            Self::Churn(args) => args.target.server_core,
            Self::Lossy(args) => args.target.server_core,
            Self::Handover(args) => args.target.server_core,
            Self::Ladder(_) => None,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Installed twice only if a library did it first.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    match share(arguments.command.server_core()).and_then(|()| run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("yike-load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Leaves a server its processor, before there is any other thread: each may run where the one may that starts it.
fn share(server_core: Option<usize>) -> anyhow::Result<()> {
    if let Some(core) = server_core
        && !processor::leave_to_server(core)?
    {
        eprintln!("yike-load: there is no processor but {core}: the clients share the server's");
    }
    Ok(())
}

#[tokio::main]
async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Sfu(args) => sfu::run(args).await,
        Command::Idle(args) => idle::run(args).await,
        Command::Churn(args) => churn::run(args).await,
        Command::Lossy(args) => lossy::run(args).await,
        Command::Handover(args) => handover::run(args).await,
        Command::Ladder(args) => ladder::run(args).await,
    }
}
