//! How packets are numbered on past 65,535, and told apart.

use super::Window;

#[test]
fn numbers_go_on_past_their_end_in_both_directions() {
    let mut window = Window::default();
    assert_eq!(window.guess(65_534), Some(65_534));
    assert!(window.note(65_534));
    assert_eq!(window.guess(2), Some(65_538));
    assert!(window.note(65_538));
    assert_eq!(
        window.guess(65_535),
        Some(65_535),
        "a late one is of the round before"
    );
    assert!(window.note(65_535));
    assert!(!window.note(65_535), "twice");
    assert_eq!(window.highest(), Some(65_538));
}

#[test]
fn nothing_comes_before_the_first_round() {
    let mut window = Window::default();
    window.note(3);
    assert_eq!(window.guess(65_533), None);
}

#[test]
fn what_is_older_than_the_window_has_come_before() {
    let mut window = Window::default();
    window.note(10_000);
    assert!(window.is_new(9_000));
    assert!(!window.is_new(10_000 - 1_024));
    window.note(10_700);
    assert!(window.is_new(9_990) && !window.is_new(10_000), "one bit for each");
    window.note(20_000);
    assert!(window.is_new(19_500), "a leap forgets what is behind it");
    assert!(!window.is_new(10_701));
}
