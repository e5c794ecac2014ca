//! What is ticked at the scene.

use super::*;

pub(super) fn of_fire() -> Vec<ChecklistItem> {
    let item = |id: &str, zh: &str, en: &str| ChecklistItem {
        id: id.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    vec![
        item("people_back", "疏散围观人员", "Keep people back"),
        item("gas_off", "关闭燃气和电源", "Gas and power off"),
    ]
}

/// The unit of assignment `number` ticks at second `second`; the tick is called by both and `item`.
pub(super) fn check(number: u128, item: &str, done: bool, second: i64) -> OrderCommand {
    let name = number + 16 * u128::from(second.unsigned_abs()) + (u128::from(done) << 64);
    OrderCommand::CheckItem(ItemChecked {
        id: CommandId(Uuid::from_u128((0x7 << 100) + name)),
        assignment: assignment(number),
        item: item.to_owned(),
        done,
        name: format!("unit {number}"),
        at: at(second),
        error_ms: 30,
    })
}

fn offered_to_two() -> Order {
    let mut order = sent(to_team());
    tell(&mut order, at(1), offer(1, unit(1))).unwrap();
    tell(&mut order, at(1), offer(2, unit(2))).unwrap();
    order
}

/// How an item stands: done, by whom, at which moment.
fn stands(order: &Order, item: &str) -> Option<(bool, UnitId, Timestamp)> {
    let tick = order.item(item).and_then(CheckedItem::tick)?;
    Some((tick.done, tick.unit, tick.when.at))
}

#[test]
fn a_tick_says_who_and_when_and_the_rest_stays_open() {
    let mut order = offered_to_two();
    tell(&mut order, at(50), check(1, "gas_off", true, 40)).unwrap();
    let item = order.item("gas_off").unwrap();
    let tick = item.tick().unwrap();
    assert!(item.is_done());
    assert_eq!(
        (tick.when.at, tick.when.learnt_at, tick.error_ms),
        (at(40), at(50), 30)
    );
    assert_eq!((tick.unit, tick.name.as_str()), (unit(1), "unit 1"));
    let open: Vec<_> = order.checklist.iter().filter(|item| !item.is_done()).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].item.id, "people_back");
}

#[test]
fn the_last_word_by_time_counts_whichever_is_learnt_last() {
    let words = [
        check(1, "gas_off", true, 40),
        check(2, "gas_off", false, 60),
        check(1, "gas_off", true, 50),
    ];
    for sequence in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut order = offered_to_two();
        for (learnt, place) in (100..).zip(sequence) {
            tell(&mut order, at(learnt), words[place].clone()).unwrap();
        }
        assert_eq!(stands(&order, "gas_off"), Some((false, unit(2), at(60))));
        assert!(!order.item("gas_off").unwrap().is_done());
        assert_eq!(stands(&order, "people_back"), None);
    }
}

#[test]
fn a_tick_told_again_counts_once() {
    let mut order = offered_to_two();
    tell(&mut order, at(50), check(1, "gas_off", true, 40)).unwrap();
    let before = order.clone();
    let again = tell(&mut order, at(60), check(1, "gas_off", true, 40));
    assert_eq!(again, Err(OrderRefusal::AlreadySo));
    assert_eq!(order, before);
}

#[test]
fn only_what_is_on_the_list_is_ticked_and_only_by_who_was_asked() {
    let order = offered_to_two();
    let table = [
        (check(1, "gas", true, 40), OrderRefusal::NoSuchItem),
        (check(1, "", true, 40), OrderRefusal::NoSuchItem),
        (check(3, "gas_off", true, 40), OrderRefusal::NoSuchAssignment),
    ];
    for (command, refusal) in table {
        assert_eq!(order.decide(at(50), command), Err(refusal));
    }
    assert_eq!(OrderRefusal::NoSuchItem.code(), "no_such_item");
}

#[test]
fn a_tick_counts_after_the_units_part_and_after_the_end() {
    let mut order = offered_to_two();
    tell(&mut order, at(30), withdraw(1)).unwrap();
    tell(&mut order, at(50), check(1, "gas_off", true, 40)).unwrap();
    tell(&mut order, at(60), close()).unwrap();
    tell(&mut order, at(70), check(2, "people_back", true, 65)).unwrap();
    assert!(order.checklist.iter().all(CheckedItem::is_done));
    assert_eq!(order.legs, Legs::default());
}

#[test]
fn nothing_was_ticked_before_it_was_asked_or_later_than_now() {
    let mut order = offered_to_two();
    tell(&mut order, at(50), check(1, "gas_off", true, -60)).unwrap();
    tell(&mut order, at(50), check(2, "people_back", true, 90)).unwrap();
    assert_eq!(stands(&order, "gas_off"), Some((true, unit(1), at(0))));
    assert_eq!(stands(&order, "people_back"), Some((true, unit(2), at(50))));
}

#[test]
fn so_many_ticks_of_an_item_are_kept_the_latest() {
    let mut order = offered_to_two();
    let most = i64::try_from(MOST_TICKS).unwrap();
    for second in 10..10 + 3 * most {
        tell(&mut order, at(200), check(1, "gas_off", second % 2 == 0, second)).unwrap();
    }
    let kept = &order.item("gas_off").unwrap().ticks;
    assert_eq!(kept.len(), MOST_TICKS);
    assert_eq!(kept.first().unwrap().when.at, at(10 + 2 * most));
    // What is older than all that is kept changes nothing, and is no tick to anybody.
    let old = order.decide(at(201), check(2, "gas_off", true, 5));
    assert_eq!(old, Err(OrderRefusal::AlreadySo));
}

#[test]
fn an_item_that_nobody_can_read_or_name_is_none() {
    let item = |id: &str, zh: &str, en: &str| {
        let [id, zh, en] = [id, zh, en].map(str::to_owned);
        ChecklistItem { id, zh, en }.check()
    };
    let longest = "字".repeat(MOST_ITEM_CHARS);
    let table = [
        (item("gas_off", "关气", "Gas off"), Ok(())),
        (item("a1", &longest, "x"), Ok(())),
        (item("", "关气", "Gas off"), Err(ItemFault::BadId)),
        (item("Gas", "关气", "Gas off"), Err(ItemFault::BadId)),
        (item("gas off", "关气", "Gas off"), Err(ItemFault::BadId)),
        (item(&"a".repeat(33), "关气", "Gas off"), Err(ItemFault::BadId)),
        (item("a", " ", "Gas off"), Err(ItemFault::BadText("zh"))),
        (item("a", "关气", ""), Err(ItemFault::BadText("en"))),
        (item("a", "关\n气", "x"), Err(ItemFault::BadText("zh"))),
        (
            item("a", &format!("{longest}x"), "x"),
            Err(ItemFault::BadText("zh")),
        ),
    ];
    for (answer, expected) in table {
        assert_eq!(answer, expected);
    }
}

#[test]
fn an_order_of_a_time_before_checklists_has_none() {
    let mut order = sent(to_unit());
    order.checklist.clear();
    let written = serde_json::to_value(&order).unwrap();
    assert!(written.get("checklist").is_none());
    assert_eq!(serde_json::from_value::<Order>(written).unwrap(), order);
}

#[test]
fn a_tick_in_the_log_reads_so() {
    let mut order = offered_to_two();
    let event = tell(&mut order, at(50), check(1, "gas_off", true, 40)).unwrap();
    let written = serde_json::to_value(&event).unwrap();
    assert_eq!(written["event"], "item_ticked");
    assert_eq!(
        (&written["item"], &written["done"]),
        (&"gas_off".into(), &true.into())
    );
    assert_eq!(serde_json::from_value::<OrderEvent>(written).unwrap(), event);
}
