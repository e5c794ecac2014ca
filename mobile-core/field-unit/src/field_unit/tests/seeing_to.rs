//! The checklist of an order: ticked here, ticked by others, off the net.

use domain::order::{ChecklistItem, ItemTicked, Moment, Tick};
use domain::{CommandId, OrderEvent, OrderId, Timestamp, UnitId};
use protocol::{ToUnit, Told};
use uuid::Uuid;

use super::pretend_hall::{PretendHall, told};
use super::transcripts::{SECOND, order_comes};
use super::world::World;
use crate::{Input, Notice, Tap};

const OTHER: UnitId = UnitId(Uuid::from_u128(8));

/// What the pretend hall has its orders see to.
pub(super) fn list() -> Vec<ChecklistItem> {
    let item = |id: &str, zh: &str, en: &str| ChecklistItem {
        id: id.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    vec![
        item("people_back", "疏散围观人员", "Keep people back"),
        item("gas_off", "关闭燃气", "Gas off"),
    ]
}

/// The officer ticks that the gas is off, or takes the tick back.
pub(super) fn gas_off(order: OrderId, done: bool) -> Input {
    let item = "gas_off".to_owned();
    Input::ItemTapped { order, item, done }
}

impl PretendHall {
    /// Another unit ticks that the gas is off, or takes the tick back.
    pub(super) fn other_ticks(&mut self, now: Timestamp, order: OrderId, done: bool) -> Option<ToUnit> {
        let tick = Tick {
            id: CommandId(self.make()),
            done,
            unit: OTHER,
            name: "Vaduz 2".to_owned(),
            when: Moment {
                at: now,
                learnt_at: now,
            },
            error_ms: 20,
        };
        let item = "gas_off".to_owned();
        let known = self.orders.get_mut(&order)?;
        known.apply(&OrderEvent::ItemTicked(ItemTicked { item, tick }));
        let order = told(known, now);
        Some(ToUnit::OrderChanged { order })
    }
}

fn with_order() -> (World, OrderId) {
    let mut world = World::on_duty();
    let order = order_comes(&mut world);
    world.run(SECOND);
    world.notices.clear();
    (world, order)
}

/// Whether the phone shows the gas as off, by whom, and whether the hall has yet to hear of that.
fn gas(world: &World) -> (bool, Option<UnitId>, bool) {
    let shown = world.phone.orders().next().unwrap();
    let item = shown.order.item("gas_off").unwrap();
    let unit = item.tick().map(|tick| tick.unit);
    (item.is_done(), unit, shown.unsent_items.contains("gas_off"))
}

#[test]
fn a_tick_shows_at_once_and_waits_for_the_hall() {
    let (mut world, order) = with_order();
    let own = Some(world.hall.unit.id);
    assert_eq!(gas(&world), (false, None, false));
    world.input(gas_off(order, true));
    assert_eq!(gas(&world), (true, own, true));
    assert!(world.notices.contains(&Notice::OrderChanged { order }));
    world.run(SECOND);
    assert_eq!(gas(&world), (true, own, false));
    assert!(world.hall.orders[&order].item("gas_off").unwrap().is_done());
}

#[test]
fn ticks_made_off_the_net_outlive_the_app_and_tell_when_they_were_made() {
    let (mut world, order) = with_order();
    world.cut();
    let own = Some(world.hall.unit.id);
    world.input(gas_off(order, true));
    world.input(gas_off(order, false));
    world.input(gas_off(order, true));
    let ticked_at = world.hall_time();
    world.restart();
    assert_eq!(gas(&world), (true, own, true));
    world.run(60 * SECOND);
    world.settle();
    assert_eq!(gas(&world), (true, own, false));
    let told = world.hall.orders[&order].item("gas_off").unwrap();
    assert_eq!(told.ticks.len(), 3);
    let tick = told.tick().unwrap();
    assert!(tick.when.at.as_millis().abs_diff(ticked_at.as_millis()) <= u64::from(tick.error_ms) + 1);
    assert!(tick.when.learnt_at.since(tick.when.at) >= 59 * SECOND);
}

#[test]
fn the_last_word_counts_even_if_it_was_made_off_the_net() {
    let (mut world, order) = with_order();
    world.cut();
    world.input(gas_off(order, true));
    world.run(5 * SECOND);
    // The gas turns out to be on: the other unit takes back what it never saw.
    let later = world.hall_time();
    world.hall.other_ticks(later, order, false).unwrap();
    world.run(5 * SECOND);
    assert_eq!(gas(&world), (true, Some(world.hall.unit.id), true));
    world.settle();
    assert_eq!(gas(&world), (false, Some(OTHER), false));
    assert_eq!(world.hall.orders[&order].item("gas_off").unwrap().ticks.len(), 2);
}

#[test]
fn what_is_done_is_not_ticked_once_more() {
    let (mut world, order) = with_order();
    let said = world.hall.other_ticks(world.hall_time(), order, true);
    world.say(said);
    world.run(SECOND);
    world.input(gas_off(order, true));
    assert_eq!(gas(&world), (true, Some(OTHER), false));
    world.input(gas_off(order, false));
    world.input(gas_off(order, false));
    world.run(SECOND);
    let taken = world.hall.taken.iter();
    let ticks = taken.filter(|entry| matches!(entry.told, Told::ItemChecked { .. }));
    assert_eq!(ticks.count(), 1);
    assert!(!gas(&world).0);
}

#[test]
fn an_item_that_is_not_on_the_list_is_refused_on_the_phone() {
    let (mut world, order) = with_order();
    let elsewhere = OrderId(Uuid::from_u128(5));
    for (order, expected) in [(order, "no_such_item"), (elsewhere, "order_ended")] {
        world.notices.clear();
        let item = "hydrant".to_owned();
        let done = true;
        world.input(Input::ItemTapped { order, item, done });
        let refused = world.notices.iter().any(
            |notice| matches!(notice, Notice::Refused { tap: Tap::Check, code, .. } if code == expected),
        );
        assert!(refused, "{expected}: {:?}", world.notices);
    }
    assert_eq!(world.phone.waiting(), 0);
}
