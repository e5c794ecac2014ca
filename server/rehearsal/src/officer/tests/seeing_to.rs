//! An officer who sees to what is on the order's list.

use super::*;

#[test]
fn what_is_on_the_list_is_seen_to_at_the_scene_one_after_the_other() {
    let story = accepted(4);
    let deeds = story.deeds();
    let place = |wanted: fn(&OfficerAction) -> bool| deeds.iter().position(|deed| wanted(deed)).unwrap();
    let live = place(|deed| matches!(deed, OfficerAction::GoLive));
    let over = place(|deed| matches!(deed, OfficerAction::StopLive));
    let item = OfficerAction::CheckNext { order: order(1) };
    let items: Vec<_> = (0..deeds.len()).filter(|at| *deeds[*at] == item).collect();
    assert!((3..=22).contains(&items.len()), "{deeds:?}");
    assert!(items.iter().all(|at| (live..over).contains(at)), "{deeds:?}");
}
