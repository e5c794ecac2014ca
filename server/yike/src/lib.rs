//! The program's commands: `yike serve`, `yike demo`, `yike drill`, `yike user`, `yike places`, `yike roads`, `yike log`,
//! `yike gateways`, `yike phone`.
//!
//! What they do is done by the crates they start; here are only their arguments, their words and their
//! exit codes. `main.rs` is thin, so that tests can call everything here.

use anyhow::Context as _;
use clap::{Parser, Subcommand};

mod degrees;
pub mod demo;
mod district;
pub mod drill;
mod extract_file;
pub mod gateways;
pub mod log;
pub mod logging;
pub mod phone;
pub mod places;
pub mod roads;
pub mod serve;
mod stop_signal;
pub mod user;

/// Yike 一刻: field-unit live video and dispatch for a district's operations hall.
#[derive(Clone, Debug, Parser)]
#[command(name = "yike", version, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run a hall.
    Serve(serve::ServeArgs),
    /// Show a hall with a pretend district that lives.
    Demo(demo::DemoArgs),
    /// Drill a district's day in virtual time, and score it.
    Drill(drill::DrillArgs),
    /// Say who may sign in; works beside a running hall, at once.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Look places up as the hall would, in a map and a list of one's own.
    Places(places::PlacesArgs),
    /// Look at the log of everything the hall decided; works beside a running hall.
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Play the gateways for short messages and calls that a hall tells officers by; no phone rings.
    Gateways(gateways::GatewaysArgs),
    /// Be a unit without a screen, driven by lines of JSON.
    Phone(phone::PhoneArgs),
    /// Ask the roads of an extract, and see how long that takes.
    #[command(subcommand)]
    Roads(roads::RoadsCommand),
}

/// Does what was asked, until it is done.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Serve(args) if args.print_checklists => {
            serve::print_checklists(&mut std::io::stdout().lock())
        }
        Command::Serve(args) => Box::pin(serve::run(args)).await,
        Command::Demo(args) => {
            logging::start_from_environment("info")?;
            Box::pin(demo::run(args)).await
        }
        Command::Drill(args) => {
            let drilled =
                tokio::task::spawn_blocking(move || drill::run(&args, &mut std::io::stdout().lock()));
            drilled.await.context("drilling")?
        }
        Command::User(command) => {
            logging::start_from_environment("warn")?;
            user::run(command, &mut std::io::stdout().lock()).await
        }
        Command::Places(args) => places::run(&args, &mut std::io::stdout().lock()),
        Command::Log(command) => {
            logging::start_from_environment("warn")?;
            log::run(command, &mut std::io::stdout().lock()).await
        }
        Command::Gateways(args) => {
            logging::start_from_environment("info")?;
            gateways::run(args, &mut std::io::stdout()).await
        }
        Command::Phone(args) => {
            logging::start_from_environment("warn")?;
            Box::pin(phone::run(args, std::io::stdin(), &mut std::io::stdout())).await
        }
        Command::Roads(command) => roads::run(
            command,
            &mut std::io::stdout().lock(),
            &mut std::io::stderr().lock(),
        ),
    }
}
