//! When pictures are shown, told as sentences.

use std::time::Duration;

use super::Screen;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn is_near(at: Duration, wanted: u64) -> bool {
    at.abs_diff(ms(wanted)) < Duration::from_micros(10)
}

#[test]
fn pictures_that_come_evenly_are_shown_as_they_come() {
    let mut screen = Screen::default();
    for n in 0..10 {
        let shown = screen.show(5 + 9_000 * n, ms(50 + 100 * u64::from(n)));
        assert!(is_near(shown, 50 + 100 * u64::from(n)), "{shown:?}");
    }
}

#[test]
fn after_a_late_picture_the_next_ones_are_held_back_as_long() {
    let mut screen = Screen::default();
    screen.show(0, ms(50));
    let late = screen.show(9_000, ms(350));
    assert!(is_near(late, 350), "{late:?}");
    let next = screen.show(18_000, ms(355));
    assert!(is_near(next, 450), "{next:?}");
}

#[test]
fn a_late_picture_is_forgotten_after_ten_seconds() {
    let mut screen = Screen::default();
    screen.show(0, ms(50));
    screen.show(9_000, ms(350));
    let later = screen.show(90_000 * 12, ms(12_050));
    assert!(is_near(later, 12_050), "{later:?}");
}

#[test]
fn a_clock_that_wraps_goes_on() {
    let mut screen = Screen::default();
    screen.show(u32::MAX - 4_499, ms(50));
    let next = screen.show(4_500, ms(150));
    assert!(is_near(next, 150), "{next:?}");
}
