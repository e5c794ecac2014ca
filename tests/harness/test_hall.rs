//! A real hall on loopback with a folder of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU8;

use dispatch::{Ask, Seat};
use domain::{IdSource, PersonId, Role, Town, TownId, Unit, UnitId};
use gazetteer::Gazetteer;
use hall::pages::Basemap;
use hall::{Hall, HallOptions, MediaPorts, NoticeRule, RecordingRule};
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
    url: String,
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
        Self::start_with(tempfile::tempdir().unwrap(), |_| ()).await
    }

    /// Starts a hall on what `folder` holds, with options changed as the story needs it.
    pub async fn start_with(folder: TempDir, change: impl FnOnce(&mut HallOptions)) -> Self {
        crate::choose_cryptography();
        let mut options = HallOptions {
            data: folder.path().to_owned(),
            bind: (Ipv4Addr::LOCALHOST, 0).into(),
            media: MediaPorts {
                bind: (Ipv4Addr::LOCALHOST, 0).into(),
                tcp: 0,
                advertise: None,
                shards: NonZeroU8::MIN.saturating_add(1),
                prefers_h265: false,
            },
            turn: None,
            tls: None,
            pins: Vec::new(),
            basemap: Basemap::None,
            roads: None,
            gazetteer: Gazetteer::empty(),
            checklists: hall::checklists::shipped().unwrap(),
            room: None,
            recordings: RecordingRule::default(),
            notices: NoticeRule::default(),
            telephone: None,
        };
        change(&mut options);
        let secure = options.tls.is_some();
        let hall = Box::pin(Hall::start(options)).await.unwrap();
        let port = hall.address.port();
        Self {
            address: hall.address,
            media_address: hall.media_address,
            url: if secure {
                format!("https://localhost:{port}")
            } else {
                format!("http://{}", hall.address)
            },
            hall: Some(hall),
            folder,
        }
    }

    /// Stops the hall and starts it again at the same address.
    pub async fn restart(self) -> Self {
        let address = self.address;
        Self::start_with(self.stop().await, |options| options.bind = address).await
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
        self.url.clone()
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
            mode: domain::TravelMode::Car,
        };
        let officer = Officer {
            unit: unit.id,
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
        };
        self.administer(Ask::AddUnit(unit)).await;
        self.administer(Ask::SetDuty {
            unit: officer.unit,
            on_duty: true,
            until: None,
        })
        .await;
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
        let config = PhoneConfig {
            connect_to: through,
            ..self.phone_config(officer)
        };
        Phone::start(config).unwrap()
    }

    /// What the officer's phone is told at its start.
    pub fn phone_config(&self, officer: &Officer) -> PhoneConfig {
        PhoneConfig {
            hall: self.url(),
            name: officer.name.clone(),
            password: officer.password.clone(),
            store: self.folder.path().join(format!("{}.phone.db", officer.unit)),
            app: "stories".to_owned(),
            enrolled: None,
            connect_to: None,
            proxy: None,
            ca: None,
        }
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

    /// Takes away a person's right to sign in.
    pub async fn remove(&self, name: &str) {
        let person = self.hall().people.person_named(name).await.unwrap().unwrap();
        self.hall().people.revoke_person(person.id).await.unwrap();
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
