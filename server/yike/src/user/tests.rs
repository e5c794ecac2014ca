//! The commands as an operator types them.

use std::net::{IpAddr, Ipv4Addr};

use clap::Parser;
use dispatch::{Record, Recorded};
use domain::{Timestamp, Town, TownId, Unit, UnitId};
use hall::store::Write as Keep;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::{Arguments, Command};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

const UNIT: UnitId = UnitId(Uuid::from_u128(7));
const TOWN: TownId = TownId(Uuid::from_u128(3));

/// A hall that has a town and a unit, with a file that holds a password.
struct World {
    folder: TempDir,
    hall: Store,
}

impl World {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let hall = Store::open(folder.path()).await.unwrap();
        let record = |record| {
            Keep::Record(Recorded {
                at: Timestamp::from_millis(7),
                cause: None,
                record,
            })
        };
        let town = Town {
            id: TOWN,
            name: "Balzers".to_owned(),
        };
        let unit = Unit {
            id: UNIT,
            name: "B 7".to_owned(),
            town: TOWN,
            mode: domain::TravelMode::Car,
        };
        hall.commit(&[
            record(Record::TownAdded { town }),
            record(Record::UnitAdded { unit }),
        ])
        .await
        .unwrap();
        std::fs::write(folder.path().join("password"), "correct horse\r\nsecond line\n").unwrap();
        Self { folder, hall }
    }

    /// Types `yike user …`, with where the data and the password are.
    async fn types(&self, line: &str) -> Result<String, String> {
        let folder = self.folder.path().to_str().unwrap();
        let password = self.folder.path().join("password");
        let mut words = vec!["yike", "user"];
        words.extend(line.split(' '));
        words.extend(["--data", folder]);
        if line.starts_with("add") {
            words.extend(["--password-file", password.to_str().unwrap()]);
        }
        let arguments = Arguments::try_parse_from(words).map_err(|error| error.to_string())?;
        let Command::User(command) = arguments.command else {
            panic!("another command")
        };
        let mut out = Vec::new();
        run(command, &mut out)
            .await
            .map_err(|error| format!("{error:#}"))?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn people(&self) -> People {
        People::new(self.hall.clone())
    }

    async fn sign_in(&self, name: &str) -> Option<hall::people::SignedIn> {
        self.people()
            .sign_in(HERE, name, "correct horse".into(), hall::now())
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn everybody_is_added_beside_a_running_hall_and_listed() {
    let world = World::new().await;
    world.types("add Li --role officer --unit=B_7").await.unwrap_err();
    let by_identity = format!("add Li --role officer --unit {UNIT}");
    assert!(
        world
            .types(&by_identity)
            .await
            .unwrap()
            .starts_with("Li may sign in as officer (")
    );
    world
        .types("add Desk --role town-desk --town Balzers")
        .await
        .unwrap();
    world.types("add Chen --role leader").await.unwrap();

    assert_eq!(
        world.types("list").await.unwrap(),
        "Chen\tleader\nDesk\ttown_desk\tBalzers\nLi\tofficer\tB 7\n"
    );
    let signed_in = world.sign_in("Li").await.expect("the first line is the password");
    assert_eq!(signed_in.session.role, Role::Officer { unit: UNIT });
}

#[tokio::test]
async fn a_revocation_counts_in_the_running_hall_at_once() {
    let world = World::new().await;
    world.types("add Li --role dispatcher").await.unwrap();
    let first = world.sign_in("Li").await.unwrap().session.id;

    assert_eq!(
        world.types("revoke Li --sessions-only").await.unwrap(),
        "Li is signed out; 1 session(s) ended\n"
    );
    assert_eq!(
        world.people().ended_among([first], hall::now()).await.unwrap(),
        [first].into()
    );
    let second = world.sign_in("Li").await.unwrap().session.id;

    assert_eq!(
        world.types("revoke Li").await.unwrap(),
        "Li may sign in no more; 1 session(s) ended\n"
    );
    assert_eq!(
        world.people().ended_among([second], hall::now()).await.unwrap(),
        [second].into()
    );
    assert!(world.sign_in("Li").await.is_none());
    assert_eq!(world.types("list").await.unwrap(), "Li\tdispatcher\t(revoked)\n");

    world.types("add Li --role leader").await.unwrap();
    assert_eq!(world.sign_in("Li").await.unwrap().session.role, Role::Leader);
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_cure() {
    let world = World::new().await;
    world.types("add Li --role dispatcher").await.unwrap();
    for (line, cure) in [
        ("add Li --role leader", "choose another"),
        ("add Wang --role officer", "--unit <UNIT>"),
        ("add Wang --role town-desk", "--town <TOWN>"),
        ("add Wang --role leader --unit B", "--unit is for officers only"),
        (
            "add Wang --role officer --unit nobody",
            "an administrator adds it first",
        ),
        ("add Wang --role emperor", "possible values: officer, dispatcher"),
        (
            "add Wang --role leader --password secret",
            "unexpected argument '--password'",
        ),
        ("revoke Wang", "see yike user list"),
    ] {
        let error = world.types(line).await.unwrap_err();
        assert!(error.contains(cure), "{line}: {error}");
    }
    std::fs::write(world.folder.path().join("password"), "short\n").unwrap();
    let error = world.types("add Wang --role leader").await.unwrap_err();
    assert!(error.contains("8 to 200 characters"), "{error}");
    assert_eq!(world.types("list").await.unwrap(), "Li\tdispatcher\n");
}
