//! Whatever the net, the app, the phone, its disk, its clocks and the hall do: nothing lost, nothing doubled, the sequence kept, and
//! phone and hall of one mind in the end.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::LatLon;
use domain::order::DeclineReason;
use proptest::prelude::*;
use protocol::Told;

use super::pretend_hall::scene;
use super::seeing_to::gas_off;
use super::world::World;
use crate::{CAPACITY, Input, Measurement};

#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Measure { north_m: f64, speed_mps: f64 },
    Accept(prop::sample::Index),
    Decline(prop::sample::Index),
    SetOff(prop::sample::Index),
    Report(prop::sample::Index),
    Write(prop::sample::Index),
    Read(prop::sample::Index),
    Tick(prop::sample::Index, bool),
    OtherTicks(prop::sample::Index, bool),
    HallWrites(prop::sample::Index),
    HallReads(prop::sample::Index),
    Duty(bool),
    Cut,
    Mend,
    Restart,
    Reboot,
    Sleep(u64),
    SetWallClock { behind_ms: i64 },
    FillDisk(bool),
    SendOrder,
    Offer(prop::sample::Index),
    Withdraw(prop::sample::Index),
    Cancel(prop::sample::Index),
    RefuseNext,
    NetworkChanged,
}

fn step() -> impl Strategy<Value = Step> {
    let which = any::<prop::sample::Index>;
    prop_oneof![
        6 => (1_u64..4000).prop_map(Step::Wait),
        1 => (10_000_u64..90_000).prop_map(Step::Wait),
        6 => (0.0_f64..90.0, 0.0_f64..3.0).prop_map(|(north_m, speed_mps)| Step::Measure { north_m, speed_mps }),
        3 => which().prop_map(Step::Accept),
        1 => which().prop_map(Step::Decline),
        2 => which().prop_map(Step::SetOff),
        2 => which().prop_map(Step::Report),
        2 => which().prop_map(Step::Write),
        2 => which().prop_map(Step::Read),
        3 => (which(), any::<bool>()).prop_map(|(order, done)| Step::Tick(order, done)),
        2 => (which(), any::<bool>()).prop_map(|(order, done)| Step::OtherTicks(order, done)),
        2 => which().prop_map(Step::HallWrites),
        1 => which().prop_map(Step::HallReads),
        1 => any::<bool>().prop_map(Step::Duty),
        2 => Just(Step::Cut),
        3 => Just(Step::Mend),
        1 => Just(Step::Restart),
        1 => Just(Step::Reboot),
        1 => (1_000_u64..900_000).prop_map(Step::Sleep),
        // Somebody plays with the date, or the battery was out.
        1 => (-172_800_000_i64..172_800_000).prop_map(|behind_ms| Step::SetWallClock { behind_ms }),
        2 => any::<bool>().prop_map(Step::FillDisk),
        2 => Just(Step::SendOrder),
        1 => which().prop_map(Step::Offer),
        1 => which().prop_map(Step::Withdraw),
        1 => which().prop_map(Step::Cancel),
        1 => Just(Step::RefuseNext),
        1 => Just(Step::NetworkChanged),
    ]
}

fn perform(world: &mut World, step: &Step) {
    let known: Vec<_> = world.hall.orders.keys().copied().collect();
    let pick = |index: &prop::sample::Index| (!known.is_empty()).then(|| known[index.index(known.len())]);
    let now = world.hall_time();
    match step {
        Step::Wait(millis) => world.run(Duration::from_millis(*millis)),
        Step::Measure { north_m, speed_mps } => {
            let (north_m, speed_mps) = (*north_m, *speed_mps);
            let at = LatLon::new(scene().lat() + north_m / 111_195.0, scene().lon()).unwrap();
            let measured = Measurement {
                speed_mps: Some(speed_mps),
                ..Measurement::fresh(at, 8.0)
            };
            world.input(Input::FixMeasured(measured));
        }
        Step::Accept(index) => each(world, pick(index), |order| Input::AcceptTapped { order }),
        Step::Decline(index) => each(world, pick(index), |order| Input::DeclineTapped {
            order,
            reason: DeclineReason::Engaged,
        }),
        Step::SetOff(index) => each(world, pick(index), |order| Input::SetOffTapped { order }),
        Step::Report(index) => each(world, pick(index), |order| Input::ReportWritten {
            order,
            text: "seen".to_owned(),
            photo: None,
        }),
        Step::Write(index) => each(world, pick(index), |order| Input::MessageWritten {
            order,
            text: "门锁着".to_owned(),
            attachment: None,
        }),
        Step::Read(index) => {
            if let Some(order) = pick(index) {
                world.read_all(order);
            }
        }
        Step::Tick(index, done) => each(world, pick(index), |order| gas_off(order, *done)),
        Step::OtherTicks(index, done) => {
            let said = pick(index).and_then(|order| world.hall.other_ticks(now, order, *done));
            world.say(said);
        }
        Step::HallWrites(index) => {
            let said = pick(index).and_then(|order| world.hall.write(now, order, "back door"));
            world.say(said);
        }
        Step::HallReads(index) => {
            let said = pick(index).and_then(|order| world.hall.read_all(now, order));
            world.say(said);
        }
        Step::Duty(on_duty) => world.input(Input::DutyTapped { on_duty: *on_duty }),
        Step::Cut => world.cut(),
        Step::Mend => world.mend(),
        Step::Restart => world.restart(),
        Step::Reboot => world.reboot(),
        Step::Sleep(millis) => world.sleep(Duration::from_millis(*millis)),
        Step::SetWallClock { behind_ms } => world.set_wall_clock(*behind_ms),
        Step::FillDisk(full) => world.disk.fill(*full),
        Step::SendOrder => {
            let (_, message) = world.hall.send_order(now);
            world.say(Some(message));
        }
        Step::Offer(index) => {
            let said = pick(index).and_then(|order| world.hall.offer(now, order));
            world.say(said);
        }
        Step::Withdraw(index) => {
            let said = pick(index).and_then(|order| world.hall.withdraw(now, order));
            world.say(said);
        }
        Step::Cancel(index) => {
            let said = pick(index).and_then(|order| world.hall.cancel(now, order));
            world.say(said);
        }
        Step::RefuseNext => world.hall.refuses = 1,
        Step::NetworkChanged => world.input(Input::NetworkChanged),
    }
}

fn each(world: &mut World, order: Option<domain::OrderId>, input: impl Fn(domain::OrderId) -> Input) {
    if let Some(order) = order {
        world.input(input(order));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn nothing_is_lost_or_doubled_and_both_sides_agree(
        steps in prop::collection::vec(step(), 1..80),
        answers_first in any::<bool>(),
    ) {
        let mut world = World::on_duty();
        world.hall.answers_first = answers_first;
        for step in steps {
            perform(&mut world, &step);
        }
        world.settle();

        let taken: Vec<_> = world.hall.taken.iter().map(|entry| entry.id).collect();
        prop_assert_eq!(&taken, &world.made, "each entry once, in sequence");
        prop_assert!(world.disk.entries.is_empty());
        prop_assert_eq!(world.phone.is_on_duty(), world.hall.on_duty);

        let shown: Vec<_> = world.phone.orders().map(|shown| shown.order).collect();
        let told: Vec<_> = world.hall.standing().cloned().collect();
        prop_assert_eq!(&shown, &told);
        let whole = |shown: crate::ShownOrder| !shown.provisional && shown.unsent.is_empty() && shown.unsent_items.is_empty();
        prop_assert!(world.phone.orders().all(whole));
        let mut written = BTreeSet::new();
        for message in world.hall.orders.values().flat_map(|order| &order.messages) {
            prop_assert!(written.insert(message.id), "a message is doubled");
        }
        let sent = world.hall.taken.iter().filter(|entry| matches!(entry.told, Told::Message { .. }));
        for entry in sent {
            prop_assert!(written.contains(&entry.id), "a message is lost");
        }
        prop_assert_eq!(&world.disk.memory.orders, &told);
    }
}

#[test]
fn a_long_time_off_the_net_fills_no_disk_and_loses_no_fact() {
    let mut world = World::on_duty();
    let (order, message) = world.hall.send_order(world.hall_time());
    world.say(Some(message));
    world.run(Duration::from_secs(1));
    world.cut();
    world.input(Input::AcceptTapped { order });
    for second in 0..20_000 {
        let at = LatLon::new(47.0 + f64::from(second) * 1e-5, 9.6).unwrap();
        let measured = Measurement {
            speed_mps: Some(10.0),
            ..Measurement::fresh(at, 8.0)
        };
        world.input(Input::FixMeasured(measured));
        if second % 1000 == 0 {
            world.input(Input::ReportWritten {
                order,
                text: format!("at second {second}"),
                photo: None,
            });
        }
        world.now = world.now.after(Duration::from_secs(1));
        assert!(world.phone.waiting() <= CAPACITY);
    }
    assert_eq!(world.disk.entries.len(), world.phone.waiting());
    world.settle();
    assert_eq!(world.hall.orders[&order].reports.len(), 20);
    let trail: Vec<_> = world
        .hall
        .taken
        .iter()
        .filter(|entry| matches!(entry.told, Told::Fix { .. }))
        .collect();
    let widest = trail
        .windows(2)
        .map(|pair| pair[1].at.since(pair[0].at))
        .max()
        .unwrap();
    assert!(
        widest <= Duration::from_secs(64),
        "the trail has a hole of {widest:?}"
    );
}
