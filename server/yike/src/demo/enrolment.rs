//! Who takes part in the demonstration.
//!
//! The cast is written down before the first of it is enrolled, so that a demonstration that was
//! killed finds the same people with the same passwords in its folder.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use dispatch::{Ask, Seat};
use domain::{IdSource, PersonId, Role, Timestamp, Town, TownId, Unit, UnitId};
use hall::Hall;
use hall::people::AddPersonError;
use rehearsal::Ground;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DemoArgs;

/// Towns of which a unit is left for a person to be its officer.
const FOR_PEOPLE: [&str; 3] = ["Vaduz", "Schaan", "Triesen"];

/// Everybody in the demonstration.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Cast {
    /// The towns, in the sequence of the district.
    pub(super) towns: Vec<Town>,
    /// The pretend officers with their units.
    pub(super) officers: Vec<PretendOfficerRole>,
    /// The pretend dispatcher.
    pub(super) dispatcher: Option<Login>,
    /// Those that a person may be.
    pub(super) logins: Vec<Login>,
    units: Vec<Unit>,
}

/// A pretend officer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PretendOfficerRole {
    /// The place of its town in the district.
    pub(super) town: usize,
    /// The unit's name.
    pub(super) name: String,
    /// How its phone signs in.
    pub(super) login: Login,
}

/// How somebody signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Login {
    /// The name of the role.
    pub(super) role: String,
    /// The name to sign in with.
    pub(super) name: String,
    /// The password.
    pub(super) password: String,
    /// The unit, for an officer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<UnitId>,
    /// The town, for a town's desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) town: Option<TownId>,
}

/// Reads the cast of this folder, or writes a new one; enrols whoever is not in the hall yet.
pub(super) async fn enrol(
    hall: &Hall,
    ground: &Ground,
    data: &Path,
    args: &DemoArgs,
) -> anyhow::Result<Cast> {
    let file = data.join("demo-cast.json");
    let mut cast: Cast = match fs::read(&file) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| format!("reading {}", file.display()))?,
        Err(_) => Cast::default(),
    };
    cast.complete(ground, usize::from(args.units))?;
    write_down(&file, &cast)?;
    cast.enter(hall).await?;
    cast.officers.truncate(usize::from(args.units));
    Ok(cast)
}

impl Cast {
    /// Makes up whoever is missing.
    fn complete(&mut self, ground: &Ground, units: usize) -> anyhow::Result<()> {
        let mut ids = IdSource::new(getrandom::u64()?);
        let mut id = || -> Uuid { ids.next(Timestamp::from_millis(0)) };
        if self.towns.is_empty() {
            let towns = ground.district().towns().iter();
            self.towns = towns
                .map(|town| Town {
                    id: TownId(id()),
                    name: town.name.clone(),
                })
                .collect();
            self.dispatcher = Some(Login::new("dispatcher", "rehearsal")?);
            self.logins.push(Login::new("dispatcher", "dispatcher")?);
            self.logins.push(Login::new("leader", "leader")?);
            self.logins.push(Login::new("administrator", "administrator")?);
            for town in self
                .towns
                .clone()
                .iter()
                .filter(|town| FOR_PEOPLE.contains(&town.name.as_str()))
            {
                let unit = Unit {
                    id: UnitId(id()),
                    name: format!("{} Guest", town.name),
                    town: town.id,
                    mode: domain::TravelMode::Car,
                };
                let name = format!("officer-{}", town.name.to_lowercase());
                self.logins.push(Login {
                    unit: Some(unit.id),
                    ..Login::new("officer", &name)?
                });
                if town.name == FOR_PEOPLE[0] {
                    let name = format!("desk-{}", town.name.to_lowercase());
                    self.logins.push(Login {
                        town: Some(town.id),
                        ..Login::new("town_desk", &name)?
                    });
                }
                self.units.push(unit);
            }
        }
        while self.officers.len() < units {
            let number = self.officers.len();
            let place = number % self.towns.len().max(1);
            let town = self.towns.get(place).context("the district has no town")?;
            let name = format!("{} {}", town.name, number / self.towns.len().max(1) + 1);
            let unit = Unit {
                id: UnitId(id()),
                name: name.clone(),
                town: town.id,
                mode: domain::TravelMode::Car,
            };
            let login = Login {
                unit: Some(unit.id),
                ..Login::new("officer", &format!("unit-{}", number + 1))?
            };
            self.officers.push(PretendOfficerRole {
                town: place,
                name,
                login,
            });
            self.units.push(unit);
        }
        Ok(())
    }

    /// Enrols whoever the hall does not know.
    async fn enter(&self, hall: &Hall) -> anyhow::Result<()> {
        let administrator = Seat {
            person: PersonId(Uuid::nil()),
            role: Role::Administrator,
        };
        let (towns, units) = hall.enrolled();
        for town in self.towns.iter().filter(|town| !towns.contains(&town.id)) {
            hall.desk.ask(administrator, Ask::AddTown(town.clone())).await?;
        }
        for unit in self.units.iter().filter(|unit| !units.contains(&unit.id)) {
            hall.desk.ask(administrator, Ask::AddUnit(unit.clone())).await?;
            // Whoever plays this unit is at work: orders may come before the phone does.
            hall.desk
                .ask(
                    administrator,
                    Ask::SetDuty {
                        unit: unit.id,
                        on_duty: true,
                        until: None,
                    },
                )
                .await?;
        }
        let people: BTreeSet<String> = hall
            .people
            .people()
            .await?
            .into_iter()
            .map(|person| person.name)
            .collect();
        let everybody = self
            .logins
            .iter()
            .chain(&self.dispatcher)
            .chain(self.officers.iter().map(|officer| &officer.login));
        for login in everybody.filter(|login| !people.contains(&login.name)) {
            match hall
                .people
                .add_person(&login.name, login.password.clone().into(), login.as_role()?)
                .await
            {
                Ok(_) | Err(AddPersonError::NameTaken) => {}
                Err(fault) => return Err(fault.into()),
            }
        }
        Ok(())
    }
}

impl Login {
    fn new(role: &str, name: &str) -> anyhow::Result<Self> {
        let password = format!("{:016x}", getrandom::u64()?);
        Ok(Self {
            role: role.to_owned(),
            name: name.to_owned(),
            password,
            unit: None,
            town: None,
        })
    }

    fn as_role(&self) -> anyhow::Result<Role> {
        let role = match (self.role.as_str(), self.unit, self.town) {
            ("officer", Some(unit), _) => Role::Officer { unit },
            ("town_desk", _, Some(town)) => Role::TownDesk { town },
            ("dispatcher", ..) => Role::Dispatcher,
            ("leader", ..) => Role::Leader,
            ("administrator", ..) => Role::Administrator,
            (role, ..) => anyhow::bail!("demo-cast.json holds a role that makes no sense: {role}"),
        };
        Ok(role)
    }
}

/// Writes the cast where only its owner may read it, all of it or nothing.
fn write_down(file: &Path, cast: &Cast) -> anyhow::Result<()> {
    let beside = file.with_extension("new");
    let mut options = fs::OpenOptions::new();
    let mut new = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)?;
    new.write_all(&serde_json::to_vec_pretty(cast)?)?;
    new.sync_all()?;
    fs::rename(&beside, file).with_context(|| format!("writing {}", file.display()))
}
