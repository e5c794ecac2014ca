//! A real hall on loopback with a folder of its own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use dispatch::{Ask, Seat};
use domain::{IdSource, PersonId, Role, Town, TownId, Unit, UnitId};
use hall::pages::Basemap;
use hall::{Hall, HallOptions};
use phone::{Phone, PhoneConfig};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Desk, eventually};

/// A hall for one story.
pub struct TestHall {
    /// Where HTTP listens.
    pub address: SocketAddr,
    /// Where media listens.
    pub media_address: SocketAddr,
    hall: Option<Hall>,
    folder: TempDir,
}

/// How an officer's phone signs in.
#[derive(Clone, Debug)]
pub struct Officer {
    /// The unit the officer is.
    pub unit: UnitId,
    /// The name to sign in with.
    pub name: String,
    /// The password.
    pub password: String,
}

/// The password of everybody in stories.
pub const PASSWORD: &str = "a password for stories";

impl TestHall {
    /// Starts a hall that knows nothing.
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), 0, None).await
    }

    /// Starts a hall whose media is reached at `advertise`, on the UDP port that it listens on.
    pub async fn start_behind(advertise: IpAddr) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), 0, Some(advertise)).await
    }

    /// Starts a hall whose database may take `room` bytes.
    pub async fn start_with_room(room: u64) -> Self {
        Self::start_with(tempfile::tempdir().unwrap(), 0, None, Some(room)).await
    }

    /// Starts a hall on what `folder` holds.
    pub async fn start_in(folder: TempDir, port: u16, advertise: Option<IpAddr>) -> Self {
        Self::start_with(folder, port, advertise, None).await
    }

    async fn start_with(folder: TempDir, port: u16, advertise: Option<IpAddr>, room: Option<u64>) -> Self {
        crate::choose_cryptography();
        let hall = Hall::start(HallOptions {
            data: folder.path().to_owned(),
            bind: SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port),
            media_port: 0,
            advertise,
            tls: None,
            basemap: Basemap::None,
            room,
        })
        .await
        .unwrap();
        Self {
            address: hall.address,
            media_address: hall.media_address,
            hall: Some(hall),
            folder,
        }
    }

    /// Stops the hall and starts it again at the same address.
    pub async fn restart(self) -> Self {
        let port = self.address.port();
        Self::start_in(self.stop().await, port, None).await
    }

    /// Stops the hall; what is left is its folder.
    pub async fn stop(mut self) -> TempDir {
        if let Some(hall) = self.hall.take() {
            hall.stop().await;
        }
        self.folder
    }

    /// The address as a URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The folder of the hall's data.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Puts a town on the board.
    pub async fn town(&self, name: &str) -> TownId {
        let town = Town {
            id: TownId(fresh()),
            name: name.to_owned(),
        };
        self.administer(Ask::AddTown(town.clone())).await;
        town.id
    }

    /// Puts a unit on the board and on duty, with an officer.
    pub async fn officer(&self, name: &str, town: TownId) -> Officer {
        let unit = Unit {
            id: UnitId(fresh()),
            name: name.to_owned(),
            town,
        };
        let officer = Officer {
            unit: unit.id,
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
        };
        self.administer(Ask::AddUnit(unit)).await;
        self.administer(Ask::SetDuty(officer.unit, true)).await;
        self.person(name, Role::Officer { unit: officer.unit }).await;
        officer
    }

    /// Lets somebody sign in.
    pub async fn person(&self, name: &str, role: Role) -> PersonId {
        self.hall()
            .people
            .add_person(name, PASSWORD.to_owned().into(), role)
            .await
            .unwrap()
    }

    /// Signs somebody new in.
    pub async fn seat(&self, name: &str, role: Role) -> Desk {
        self.person(name, role).await;
        Desk::sign_in(&self.url(), name, PASSWORD).await
    }

    /// A dispatcher's seat.
    pub async fn dispatcher(&self) -> Desk {
        self.seat("dispatcher", Role::Dispatcher).await
    }

    /// Starts the officer's phone, with a store in the hall's folder; `through` is a relay, if any.
    pub fn phone(&self, officer: &Officer, through: Option<SocketAddr>) -> Phone {
        Phone::start(PhoneConfig {
            hall: self.url(),
            name: officer.name.clone(),
            password: officer.password.clone(),
            store: self.folder.path().join(format!("{}.phone.db", officer.unit)),
            app: "stories".to_owned(),
            connect_to: through,
            ca: None,
        })
        .unwrap()
    }

    /// Starts the officer's phone and waits until it is online.
    pub async fn online_phone(&self, officer: &Officer, through: Option<SocketAddr>) -> Phone {
        let phone = self.phone(officer, through);
        eventually("the phone is online", async || {
            phone.snapshot().online.then_some(())
        })
        .await;
        phone
    }

    /// Ends every session of a person.
    pub async fn revoke(&self, name: &str) {
        let person = self.hall().people.person_named(name).await.unwrap().unwrap();
        self.hall().people.end_sessions_of(person.id).await.unwrap();
    }

    async fn administer(&self, ask: Ask) {
        let administrator = Seat {
            person: PersonId(Uuid::nil()),
            role: Role::Administrator,
        };
        self.hall().desk.ask(administrator, ask).await.unwrap();
    }

    fn hall(&self) -> &Hall {
        self.hall.as_ref().unwrap()
    }
}

/// A fresh id.
pub fn fresh() -> Uuid {
    IdSource::new(getrandom::u64().unwrap()).next(hall::now())
}
