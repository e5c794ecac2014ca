//! A shift without a net: the file stays small, the trail gets coarser, and nothing else is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use domain::order::{ARRIVAL_RADIUS_M, Addressee, OrderCommand, OrderKind, OrderSent};
use domain::{AssignmentId, Order, PersonId, Place, TownId, TravelMode, Unit, UnitId};
use field_unit::{Disconnection, FieldUnit, Input, Output, PhoneTime, Restored};
use uuid::Uuid;

use super::*;

const SHIFT: Duration = Duration::from_hours(8);
/// An officer who has much to say.
const SAYS_EVERY: Duration = Duration::from_mins(5);
const METRES_A_DEGREE: f64 = 111_195.0;
const WALKING_MPS: f64 = 1.4;

/// What an entry takes at most, with its place in the index and in the journal beside the file.
const BYTES_AN_ENTRY: u64 = 2_000;

fn scene() -> LatLon {
    LatLon::new(47.141, 9.521).unwrap()
}

/// A unit on duty with an order before it.
fn at_the_start(started: Timestamp) -> Memory {
    let unit = Unit {
        id: UnitId(Uuid::from_u128(7)),
        name: "Vaduz 1".to_owned(),
        town: TownId(Uuid::from_u128(1)),
        mode: TravelMode::Foot,
    };
    let by = PersonId(Uuid::from_u128(9));
    let mut order = Order::sent(OrderSent {
        order: OrderId(Uuid::from_u128(10)),
        kind: OrderKind::Routine,
        limit: OrderKind::Routine.limit(),
        arrival_radius_m: ARRIVAL_RADIUS_M,
        incident: None,
        place: Place {
            at: scene(),
            name: "Rathaus".to_owned(),
            address: String::new(),
        },
        addressee: Addressee::Unit(unit.id),
        note: String::new(),
        checklist: Vec::new(),
        by,
        from_town: None,
        at: started,
    });
    let offer = OrderCommand::Offer {
        assignment: AssignmentId(Uuid::from_u128(11)),
        unit: unit.id,
        by,
        choice: None,
    };
    let event = order.decide(started, offer).unwrap();
    order.apply(&event);
    Memory {
        unit: Some(unit),
        on_duty: true,
        orders: vec![order],
        ..Memory::default()
    }
}

/// The phone and its disk, with no net.
struct OffTheNet {
    now: PhoneTime,
    phone: FieldUnit,
    store: Store,
    /// What was kept that is no fix.
    told: BTreeSet<CommandId>,
    fixes: usize,
    gone: usize,
}

impl OffTheNet {
    fn input(&mut self, input: Input) {
        self.phone.handle_input(self.now, input);
        let (mut changes, mut tries) = (Vec::new(), 0);
        while let Some(output) = self.phone.poll_output() {
            match output {
                Output::Store(change) => changes.push(change),
                Output::Connect => tries += 1,
                _ => {}
            }
        }
        for change in &changes {
            match change {
                Change::Add(entry) if matches!(entry.told, Told::Fix { .. }) => self.fixes += 1,
                Change::Add(entry) => drop(self.told.insert(entry.id)),
                Change::Remove(ids) => self.gone += ids.len(),
                _ => {}
            }
        }
        self.store.apply(&changes).unwrap();
        for _ in 0..tries {
            self.input(Input::Disconnected(Disconnection::Lost));
        }
    }

    fn wait(&mut self, time: Duration) {
        let end = self.now.after(time);
        while let Some(due) = self.phone.poll_timeout().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.input(Input::Timeout);
        }
        self.now = end;
    }
}

/// What the file takes on the disk, with what SQLite keeps beside it.
fn size(path: &Path) -> u64 {
    ["", "-wal", "-shm"]
        .iter()
        .filter_map(|ending| std::fs::metadata(format!("{}{ending}", path.display())).ok())
        .map(|file| file.len())
        .sum()
}

#[test]
fn a_shift_without_a_net_stays_small_and_loses_no_more_than_fixes() {
    let folder = TempDir::new().unwrap();
    let store = fresh(&folder);
    let path = store.path().to_owned();
    let started = Timestamp::from_millis(1_790_000_000_000);
    let now = PhoneTime::from_millis(50_000);
    let memory = at_the_start(started);
    let order = memory.orders[0].id;
    let restored = Restored {
        now,
        wall_clock: started,
        entries: Vec::new(),
        guessed: BTreeMap::new(),
        memory,
        reading: None,
    };
    let mut off = OffTheNet {
        now,
        phone: FieldUnit::new(1, "test".to_owned(), restored),
        store,
        told: BTreeSet::new(),
        fixes: 0,
        gone: 0,
    };
    off.input(Input::AcceptTapped { order });
    off.input(Input::SetOffTapped { order });
    let (mut said, mut largest) = (0, 0);
    while off.now.since(now) < SHIFT {
        let shift = off.now.since(now);
        if shift >= SAYS_EVERY * said {
            said += 1;
            off.input(Input::MessageWritten {
                order,
                text: "A barrier at the bridge. ".repeat(20),
                attachment: None,
            });
        }
        let north_m = 500.0 + shift.as_secs_f64() * WALKING_MPS % 3_000.0;
        let at = LatLon::new(scene().lat() + north_m / METRES_A_DEGREE, scene().lon()).unwrap();
        off.input(Input::FixMeasured(Measurement {
            speed_mps: Some(WALKING_MPS),
            battery_pct: Some(60),
            ..Measurement::fresh(at, 8.0)
        }));
        let every = off.phone.cadence().unwrap().every;
        off.wait(every);
        largest = largest.max(size(&path));
    }
    off.input(Input::ReportWritten {
        order,
        text: "All is well.".to_owned(),
        photo: None,
    });

    let kept = off.store.load().unwrap().entries;
    println!(
        "{} fixes and {} other entries in {SHIFT:?}: {} kept, {} fixes thinned, at most {} kB on the disk",
        off.fixes,
        off.told.len(),
        kept.len(),
        off.gone,
        largest / 1_000
    );
    assert_eq!(
        kept.len(),
        off.fixes + off.told.len() - off.gone,
        "the disk holds what the phone has"
    );
    let left: BTreeSet<_> = kept.iter().map(|entry| entry.id).collect();
    assert!(off.told.is_subset(&left), "what is no fix is kept");
    // Receipt, acceptance, setting off and report.
    assert_eq!(off.told.len(), 4 + said as usize, "all of it was taken");
    assert!(off.gone > 0, "the shift was long enough to thin the trail");
    assert!(
        largest < field_unit::CAPACITY as u64 * BYTES_AN_ENTRY,
        "{largest}"
    );
    let trail = kept.iter().filter(|entry| matches!(entry.told, Told::Fix { .. }));
    let mut times = vec![started, started.after(SHIFT)];
    times.extend(trail.map(|entry| entry.at));
    times.sort_unstable();
    let gap = times.windows(2).map(|pair| pair[1].since(pair[0])).max();
    assert!(
        gap.unwrap() < Duration::from_mins(1),
        "the trail reaches over all of it: {gap:?}"
    );
}
