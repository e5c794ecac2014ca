//! The time as a bar code, so that a program can read how old a picture is.
//!
//! The code runs along the lower edge, from 86 % of the height down. The width is cut into twenty
//! bars; the first and the last two are black. Bars 1 to 16 are the low 16 bits of the hall's time
//! in milliseconds, lowest bit first, white for one; bar 17 makes the number of white bars even.
//! A reader compares the brightness in the middle of a bar with medium grey. The time wraps after
//! 65.536 seconds; an age is the difference modulo that.

use domain::Timestamp;

use super::picture::{Area, Colour, Picture};

/// Bars that carry the time.
pub const TIME_BARS: usize = 16;
/// The width of the picture in bars.
pub const BARS_ACROSS: usize = 20;
/// The bar of the lowest bit, counted from the left edge.
pub const FIRST_BAR: usize = 1;
/// Where the code begins, in hundredths of the height.
pub const TOP_PERCENT: usize = 86;
/// Brighter than this is white.
pub const THRESHOLD: u8 = 126;

/// Draws the code of `now`.
pub(super) fn draw(picture: &mut Picture, now: Timestamp) {
    let strip = bar(picture, 0);
    picture.fill(
        Area {
            width: picture.width(),
            ..strip
        },
        Colour::BLACK,
    );
    let time = now.as_millis() & 0xffff;
    let bits = (0..TIME_BARS).map(|place| time >> place & 1 == 1);
    let parity = time.count_ones() % 2 == 1;
    for (place, white) in bits.chain([parity]).enumerate() {
        if white {
            picture.fill(bar(picture, FIRST_BAR + place), Colour::WHITE);
        }
    }
}

/// The low 16 bits of the time in milliseconds, unless the parity is wrong.
///
/// A picture that is black below reads as zero.
pub fn read(picture: &Picture) -> Option<u16> {
    let white = |place| Some(picture.brightness(middle(bar(picture, place)))? > u64::from(THRESHOLD));
    let mut time = 0;
    let mut parity = white(FIRST_BAR + TIME_BARS)?;
    for place in 0..TIME_BARS {
        let one = white(FIRST_BAR + place)?;
        time |= u16::from(one) << place;
        parity ^= one;
    }
    (!parity).then_some(time)
}

fn bar(picture: &Picture, place: usize) -> Area {
    let width = picture.width() / BARS_ACROSS;
    let y = picture.height() * TOP_PERCENT / 100;
    Area {
        x: place * width,
        y,
        width,
        height: picture.height() - y,
    }
}

fn middle(bar: Area) -> Area {
    Area {
        x: bar.x + bar.width / 4,
        y: bar.y + bar.height / 4,
        width: bar.width / 2,
        height: bar.height / 2,
    }
}
