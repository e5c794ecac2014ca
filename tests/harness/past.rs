//! A hall whose log begins in the past.
//!
//! A story about a limit of fifteen minutes cannot wait for it, and the hall's clock is nobody's to
//! turn. So the log of what happened a while ago is written first, as a hall then would have, and the
//! hall started on it.

use std::time::Duration;

use dispatch::{Record, Recorded};
use domain::order::{Addressee, Moment, OrderEvent, OrderKind, OrderSent, Receiver};
use domain::{AssignmentId, OrderId, PersonId, Place, Role, Timestamp, Town, TownId, Unit, UnitId};
use hall::people::People;
use hall::store::{Store, Write};

use crate::district::scene;
use crate::test_hall::{PASSWORD, fresh};
use crate::{Officer, TestHall};

/// A hall with one unit, and an emergency order that it has had for a while.
pub struct Past {
    /// The hall, running.
    pub hall: TestHall,
    /// The officer of the unit.
    pub officer: Officer,
    /// The order.
    pub order: OrderId,
    /// When the phone received it.
    pub received_at: Timestamp,
}

/// Starts a hall in which a unit received an order, and accepted it if so, `ago`.
pub async fn order_received(ago: Duration, accepted: bool) -> Past {
    let folder = tempfile::tempdir().unwrap();
    let received_at = hall::now().before(ago);
    let town = Town {
        id: TownId(fresh()),
        name: "Vaduz".to_owned(),
    };
    let unit = Unit {
        id: UnitId(fresh()),
        name: "Vaduz 1".to_owned(),
        town: town.id,
        mode: domain::TravelMode::Car,
    };
    let officer = Officer {
        unit: unit.id,
        name: unit.name.clone(),
        password: PASSWORD.to_owned(),
    };
    let (order, assignment, by) = (OrderId(fresh()), AssignmentId(fresh()), PersonId(fresh()));
    let when = Moment {
        at: received_at,
        learnt_at: received_at,
    };
    let mut events = vec![
        OrderEvent::Sent(OrderSent {
            order,
            kind: OrderKind::Emergency,
            limit: OrderKind::Emergency.limit(),
            arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
            incident: None,
            place: place(),
            addressee: Addressee::Unit(unit.id),
            note: String::new(),
            checklist: Vec::new(),
            by,
            from_town: None,
            at: received_at,
        }),
        OrderEvent::Offered {
            choice: None,
            assignment,
            unit: unit.id,
            at: received_at,
            by,
        },
        OrderEvent::Received {
            receiver: Receiver::Phone(assignment),
            when,
        },
    ];
    if accepted {
        events.push(OrderEvent::Accepted { assignment, when });
    }
    let records = [
        Record::TownAdded { town },
        Record::UnitAdded { unit },
        Record::DutyChanged {
            unit: officer.unit,
            on_duty: true,
            until: None,
            for_help: false,
        },
    ];
    let events = events.into_iter().map(|event| Record::Order { order, event });
    let writes: Vec<_> = records
        .into_iter()
        .chain(events)
        .map(|record| {
            Write::Record(Recorded {
                at: received_at,
                cause: None,
                record,
            })
        })
        .collect();

    let store = Store::open(folder.path()).await.unwrap();
    store.commit(&writes).await.unwrap();
    let people = People::new(store.clone());
    people
        .add_person(
            &officer.name,
            PASSWORD.to_owned().into(),
            Role::Officer { unit: officer.unit },
        )
        .await
        .unwrap();
    drop(people);
    store.close().await;
    let hall = TestHall::start_with(folder, |_| ()).await;
    Past {
        hall,
        officer,
        order,
        received_at,
    }
}

fn place() -> Place {
    Place {
        at: scene(),
        name: "Städtle".to_owned(),
        address: String::new(),
    }
}
