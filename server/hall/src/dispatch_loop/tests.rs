//! What the loop does when the disk or the letters make trouble.

mod map;
mod noting;

use std::time::Duration;

use dispatch::{Ask, Record, Recorded, Seat};
use domain::order::{Addressee, Channel, Leg, Moment, NoticeGiven, OrderEvent, OrderKind, OrderSent};
use domain::{
    AssignmentId, LatLon, Order, OrderId, PersonId, Place, Role, Source, Timestamp, Town, TownId, Unit,
    UnitId,
};
use tempfile::TempDir;

use super::*;
use crate::desk::Desk;
use crate::ids;

/// A hall's loop on a folder of its own, with one unit that accepted an order at `accepted`.
struct Scene {
    desk: Desk,
    driver: DispatchLoop,
    unit: UnitId,
    order: OrderId,
    _folder: TempDir,
}

impl Scene {
    async fn new(accepted: Timestamp) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let (unit, order) = (UnitId(ids::fresh()), OrderId(ids::fresh()));
        store.commit(&past(accepted, unit, order)).await.unwrap();
        let machine = restore(&store).await.unwrap();
        let feed = Feed::new(clock::now(), machine.board());
        let (desk, letters) = Desk::new();
        Self {
            desk,
            driver: DispatchLoop::new(
                machine,
                store,
                feed,
                Health::default(),
                letters,
                crate::notifier::queue().0,
                Promptness::default(),
            ),
            unit,
            order,
            _folder: folder,
        }
    }

    /// The order as the disk holds it.
    async fn kept(&self) -> Order {
        let machine = restore(&self.driver.store).await.unwrap();
        machine.board().orders[&self.order].clone()
    }

    async fn step(&mut self) {
        assert!(self.driver.step().await);
    }
}

fn past(at: Timestamp, unit: UnitId, order: OrderId) -> Vec<Write> {
    let (town, by, assignment) = (
        TownId(ids::fresh()),
        PersonId(ids::fresh()),
        AssignmentId(ids::fresh()),
    );
    let when = Moment { at, learnt_at: at };
    let (name, address) = (String::new(), String::new());
    let place = Place {
        at: LatLon::new(47.141, 9.5209).unwrap(),
        name: name.clone(),
        address,
    };
    let sent = OrderSent {
        order,
        kind: OrderKind::Emergency,
        limit: OrderKind::Emergency.limit(),
        arrival_radius_m: domain::order::ARRIVAL_RADIUS_M,
        incident: None,
        place,
        addressee: Addressee::Unit(unit),
        note: String::new(),
        checklist: Vec::new(),
        by,
        from_town: None,
        at,
    };
    let (id, on_duty) = (town, true);
    let town = Town {
        id,
        name: name.clone(),
    };
    let added = Unit {
        id: unit,
        name,
        town: id,
        mode: domain::TravelMode::Car,
    };
    let events = [
        OrderEvent::Sent(sent),
        OrderEvent::Offered {
            choice: None,
            assignment,
            unit,
            at,
            by,
        },
        OrderEvent::NoticeGiven(NoticeGiven {
            assignment,
            channel: Channel::Push,
            at,
        }),
        OrderEvent::Accepted { assignment, when },
    ];
    let board = [
        Record::TownAdded { town },
        Record::UnitAdded { unit: added },
        Record::DutyChanged {
            unit,
            on_duty,
            until: None,
            for_help: false,
        },
    ];
    let events = events.map(|event| Record::Order { order, event });
    let kept = |record| {
        Write::Record(Recorded {
            at,
            cause: None,
            record,
        })
    };
    board.into_iter().chain(events).map(kept).collect()
}

fn dispatcher() -> Seat {
    Seat {
        person: PersonId(ids::fresh()),
        role: Role::Dispatcher,
    }
}

#[tokio::test]
async fn what_is_due_is_done_however_many_letters_come() {
    let mut scene = Scene::new(clock::now().before(Duration::from_mins(20))).await;
    for _ in 0..2 * BATCH {
        scene.desk.tell(Input::UnitHeard(scene.unit)).await;
    }
    scene.step().await;
    assert!(scene.kept().await.legs.breach(Leg::Reported).is_some());
}

#[tokio::test]
async fn an_ask_that_nobody_waits_for_is_not_done() {
    let mut scene = Scene::new(clock::now()).await;
    let (desk, order) = (scene.desk.clone(), scene.order);
    let asked = tokio::spawn(async move { desk.ask(dispatcher(), Ask::CloseOrder(order)).await });
    while scene.driver.letters.is_empty() {
        tokio::task::yield_now().await;
    }
    asked.abort();
    let _ = asked.await;
    scene.step().await;
    assert!(scene.kept().await.is_open());
}

#[tokio::test]
async fn a_leg_met_while_the_disk_failed_is_kept_once_it_works() {
    let mut scene = Scene::new(clock::now()).await;
    let picture = Input::VideoStarted(Source::Unit(scene.unit));
    scene.driver.store.refuse_records().await;
    scene.desk.tell(picture).await;
    scene.step().await;
    assert!(scene.driver.health.fault().is_some());
    let seen = |scene: &Scene| scene.driver.feed.order(Role::Dispatcher, scene.order).unwrap();
    assert_eq!(
        seen(&scene).legs.on_video,
        None,
        "nobody is told what is not kept"
    );
    let unit = scene.driver.feed.unit(Role::Dispatcher, scene.unit).unwrap();
    assert!(unit.live, "the picture is there all the same");

    scene.step().await;
    assert!(scene.driver.health.fault().is_some());
    scene.driver.store.take_records().await;
    scene.step().await;
    assert_eq!(scene.driver.health.fault(), None);
    let stamp = scene.kept().await.legs.get(Leg::OnVideo);
    assert!(stamp.is_some());
    assert_eq!(seen(&scene).legs.on_video, stamp);
}

#[tokio::test]
async fn a_disk_that_cannot_be_read_either_is_waited_for() {
    let mut scene = Scene::new(clock::now()).await;
    let (store, desk, order) = (scene.driver.store.clone(), scene.desk.clone(), scene.order);
    store.lose_log().await;
    let mend = async move {
        let answer = desk.ask(dispatcher(), Ask::CloseOrder(order)).await;
        assert_eq!(answer.unwrap_err(), AskFault::NotKept);
        store.find_log().await;
    };
    let ((), ()) = tokio::join!(scene.step(), mend);
    let open = &scene.driver.dispatch.board().orders[&scene.order];
    assert!(open.is_open(), "what was not kept is not on the board");
}

#[tokio::test]
async fn only_phones_whose_words_were_lost_lose_their_line() {
    let mut scene = Scene::new(clock::now()).await;
    let other = UnitId(ids::fresh());
    let (lines, mut phones): (Vec<_>, Vec<_>) = (0..2).map(|_| mpsc::channel(64)).unzip();
    for (serial, (unit, to_unit)) in [scene.unit, other].into_iter().zip(lines).enumerate() {
        let serial = serial as u64;
        scene.driver.lines.insert(unit, UnitLine { serial, to_unit });
    }
    scene.driver.store.refuse_records().await;
    let (unit, command) = (scene.unit, domain::CommandId(ids::fresh()));
    let told = UnitTold::Duty(false);
    scene.desk.tell(Input::UnitTold { unit, command, told }).await;
    scene.step().await;
    let closed = |phone: &mut mpsc::Receiver<ToUnit>| {
        matches!(phone.try_recv(), Err(mpsc::error::TryRecvError::Disconnected))
    };
    let ended: Vec<_> = phones.iter_mut().map(closed).collect();
    assert_eq!(ended, [true, false]);
}
