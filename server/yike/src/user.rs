//! `yike user`: who may sign in.
//!
//! It writes to the hall's database beside the hall, which looks there for every request, so that a
//! revocation counts at once. A password never stands in the arguments, where every process can read it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use dispatch::Board;
use domain::Role;
use hall::people::People;
use hall::store::Store;

mod password;

/// What to do about somebody.
#[derive(Clone, Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody, or readmit somebody who was revoked; asks for the password.
    Add(AddArgs),
    /// Print everybody with their role.
    List {
        /// The hall's data folder.
        #[arg(long, env = "YIKE_DATA", value_name = "DIR")]
        data: PathBuf,
    },
    /// Sign somebody out everywhere, at once, and let them sign in no more.
    Revoke {
        /// Whom.
        name: String,
        /// The hall's data folder.
        #[arg(long, env = "YIKE_DATA", value_name = "DIR")]
        data: PathBuf,
        /// Sign them out only: they may sign in again.
        #[arg(long)]
        sessions_only: bool,
    },
}

/// Whom to add.
#[derive(Clone, Debug, Args)]
pub struct AddArgs {
    /// The name to sign in with.
    pub name: String,
    /// The hall's data folder; it is made if it is not there.
    #[arg(long, env = "YIKE_DATA", value_name = "DIR")]
    pub data: PathBuf,
    /// What they may do.
    #[arg(long, value_enum)]
    pub role: RoleName,
    /// The unit that an officer is: its name or identity.
    #[arg(long, required_if_eq("role", "officer"))]
    pub unit: Option<String>,
    /// The town that a desk is for: its name or identity.
    #[arg(long, required_if_eq("role", "town-desk"))]
    pub town: Option<String>,
    /// A file with the password in its first line, in place of asking.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// A field unit's officer.
    Officer,
    /// A seat in the hall.
    Dispatcher,
    /// Looks and talks, changes nothing.
    Leader,
    /// The same as a dispatcher, for one town.
    TownDesk,
    /// Enrols people, phones and places.
    Administrator,
}

/// Does it, and writes what became of it to `out`.
pub async fn run(command: UserCommand, out: &mut impl Write) -> anyhow::Result<()> {
    match command {
        UserCommand::Add(args) => add(args, out).await?,
        UserCommand::List { data } => list(&Store::open_existing(&data).await?, out).await?,
        UserCommand::Revoke {
            name,
            data,
            sessions_only,
        } => {
            let people = People::new(Store::open_existing(&data).await?);
            let person = people.person_named(&name).await?;
            let person =
                person.with_context(|| format!("there is nobody called {name}; see yike user list"))?;
            let (ended, now) = if sessions_only {
                (people.end_sessions_of(person.id).await?, "is signed out")
            } else {
                (people.revoke_person(person.id).await?, "may sign in no more")
            };
            writeln!(out, "{name} {now}; {} session(s) ended", ended.len())?;
        }
    }
    out.flush().context("writing")
}

async fn add(args: AddArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let store = Store::open_beside(&args.data).await?;
    let role = role(&args, &store).await?;
    let password = password::read(args.password_file.as_deref())?;
    let id = People::new(store).add_person(&args.name, password, role).await?;
    writeln!(out, "{} may sign in as {} ({id})", args.name, role.name())?;
    Ok(())
}

async fn list(store: &Store, out: &mut impl Write) -> anyhow::Result<()> {
    let board = board(store).await?;
    for person in People::new(store.clone()).people().await? {
        let bound = match person.role {
            Role::Officer { unit } => board
                .units
                .get(&unit)
                .map(|known| known.unit.name.clone())
                .or_else(|| Some(unit.to_string())),
            Role::TownDesk { town } => board
                .towns
                .get(&town)
                .map(|known| known.name.clone())
                .or_else(|| Some(town.to_string())),
            Role::Dispatcher | Role::Leader | Role::Administrator => None,
        };
        let bound = bound.map(|name| format!("\t{name}")).unwrap_or_default();
        let revoked = if person.revoked { "\t(revoked)" } else { "" };
        writeln!(out, "{}\t{}{bound}{revoked}", person.name, person.role.name())?;
    }
    Ok(())
}

async fn role(args: &AddArgs, store: &Store) -> anyhow::Result<Role> {
    if args.unit.is_some() && args.role != RoleName::Officer {
        bail!("--unit is for officers only");
    }
    if args.town.is_some() && args.role != RoleName::TownDesk {
        bail!("--town is for town desks only");
    }
    Ok(match (args.role, &args.unit, &args.town) {
        (RoleName::Officer, Some(unit), _) => {
            let board = board(store).await?;
            let units = board
                .units
                .values()
                .map(|known| (known.unit.id, known.unit.name.as_str()));
            Role::Officer {
                unit: find("unit", unit, units)?,
            }
        }
        (RoleName::TownDesk, _, Some(town)) => {
            let board = board(store).await?;
            Role::TownDesk {
                town: find(
                    "town",
                    town,
                    board.towns.values().map(|known| (known.id, known.name.as_str())),
                )?,
            }
        }
        (RoleName::Officer, None, _) => bail!("an officer is a unit: say which with --unit"),
        (RoleName::TownDesk, _, None) => bail!("a desk is for a town: say which with --town"),
        (RoleName::Dispatcher, ..) => Role::Dispatcher,
        (RoleName::Leader, ..) => Role::Leader,
        (RoleName::Administrator, ..) => Role::Administrator,
    })
}

/// The one of this name or identity.
fn find<'a, Id>(what: &str, wanted: &str, known: impl Iterator<Item = (Id, &'a str)>) -> anyhow::Result<Id>
where
    Id: std::str::FromStr + PartialEq,
{
    let identity = wanted.parse::<Id>().ok();
    let mut found = known.filter(|(id, name)| *name == wanted || identity.as_ref() == Some(id));
    match (found.next(), found.next()) {
        (Some((id, _)), None) => Ok(id),
        (None, _) => bail!("the hall has no {what} {wanted}; an administrator adds it first"),
        (Some(_), Some(_)) => bail!("there is more than one {what} {wanted}; name it by its identity"),
    }
}

async fn board(store: &Store) -> anyhow::Result<Board> {
    let loaded = store.load().await?;
    let mut board = Board::from(loaded.snapshot);
    loaded.log.iter().for_each(|recorded| board.apply(recorded));
    Ok(board)
}

#[cfg(test)]
mod tests;
