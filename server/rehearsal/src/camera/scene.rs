//! The street in front of a pretend camera.
//!
//! The upper part carries the name and the clock on black, the middle a street with traffic that
//! never stops; the lower edge is left to the bars of time.

use domain::Timestamp;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::letters::{LETTER, write};
use super::picture::{Area, Colour, Picture};

/// The black band with name and clock, in hundredths of the height.
const BAND: usize = 34;
const HOUSES: usize = 52;
const ROAD: usize = 60;
const ROAD_END: usize = 84;
const CARS: usize = 5;
/// Letters that the clock has room for.
const CLOCK_LETTERS: usize = 10;

const SKY: Colour = Colour(170, 150, 110);
const WALLS: [Colour; 4] = [
    Colour(120, 118, 142),
    Colour(140, 120, 132),
    Colour(100, 126, 130),
    Colour(155, 116, 134),
];
const PAVEMENT: Colour = Colour(130, 128, 128);
const ASPHALT: Colour = Colour(62, 129, 127);
const LINES: Colour = Colour(180, 128, 128);
const PAINTS: [Colour; CARS] = [
    Colour(90, 90, 220),
    Colour(70, 200, 100),
    Colour(200, 60, 140),
    Colour(225, 128, 128),
    Colour(120, 100, 80),
];

/// A street with a name over it.
pub(super) struct Scene {
    still: Picture,
    cars: Vec<Car>,
}

struct Car {
    y: usize,
    width: usize,
    height: usize,
    paint: Colour,
    /// Pixels it covers in a minute.
    pixels_a_minute: u64,
    /// Where it was at the epoch.
    start: u64,
    leftward: bool,
}

impl Scene {
    pub(super) fn new(name: &str, width: usize, height: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut still = Picture::black(width, height);
        let at = |hundredths: usize| height * hundredths / 100;
        let across = |top: usize, bottom: usize| Area {
            x: 0,
            y: at(top),
            width,
            height: at(bottom) - at(top),
        };
        still.fill(across(BAND, ROAD), SKY);
        draw_houses(&mut still, at(BAND), at(HOUSES) - at(BAND), &mut rng);
        still.fill(across(HOUSES, ROAD), PAVEMENT);
        still.fill(across(ROAD, ROAD_END), ASPHALT);
        let dash = width / 20;
        for x in (0..width).step_by(2 * dash.max(1)) {
            still.fill(
                Area {
                    x,
                    y: at(72),
                    width: dash,
                    height: at(1).max(2),
                },
                LINES,
            );
        }
        let scale = (width / (LETTER * name.chars().count().max(14))).max(1);
        write(&mut still, name, LETTER, at(2), scale, Colour::WHITE);
        let cars = PAINTS
            .iter()
            .enumerate()
            .map(|(place, paint)| Car::new(place, *paint, width, height, &mut rng));
        Self {
            cars: cars.collect(),
            still,
        }
    }

    /// What is seen at `now`, with `clock` written over it.
    pub(super) fn draw(&self, now: Timestamp, clock: &str) -> Picture {
        let mut picture = self.still.clone();
        for car in &self.cars {
            car.draw(&mut picture, now);
        }
        let (width, height) = (picture.width(), picture.height());
        let scale = (width * 9 / 10 / (LETTER * CLOCK_LETTERS))
            .min(height * 18 / 100 / LETTER)
            .max(1);
        write(
            &mut picture,
            clock,
            LETTER,
            height * 14 / 100,
            scale,
            Colour::WHITE,
        );
        picture
    }
}

impl Car {
    fn new(place: usize, paint: Colour, width: usize, height: usize, rng: &mut impl Rng) -> Self {
        let leftward = place.is_multiple_of(2);
        let lane = if leftward { 62 } else { 75 };
        let speed = rng.random_range(15..40) * width as u64;
        Self {
            y: height * lane / 100,
            width: width * rng.random_range(7..13) / 100,
            height: height * 7 / 100,
            paint,
            pixels_a_minute: speed,
            start: rng.random_range(0..2 * width as u64),
            leftward,
        }
    }

    fn draw(&self, picture: &mut Picture, now: Timestamp) {
        let lap = (picture.width() + 2 * self.width) as u64;
        let driven = now.as_millis().unsigned_abs().wrapping_mul(self.pixels_a_minute) / 60_000;
        let place = usize::try_from(self.start.wrapping_add(driven) % lap).unwrap_or(0);
        let right = if self.leftward {
            picture.width() + 2 * self.width - place
        } else {
            place
        };
        let left = right.saturating_sub(self.width);
        let body = Area {
            x: left,
            y: self.y,
            width: right - left,
            height: self.height,
        };
        picture.fill(body, self.paint);
        let wheel = self.height / 4;
        picture.fill(
            Area {
                y: self.y + self.height,
                height: wheel,
                ..body
            },
            Colour::BLACK,
        );
    }
}

fn draw_houses(picture: &mut Picture, top: usize, room: usize, rng: &mut impl Rng) {
    let mut x = 0;
    while x < picture.width() {
        let width = picture.width() * rng.random_range(6..14) / 100;
        let height = room * rng.random_range(35..95) / 100;
        let wall = WALLS
            .get(rng.random_range(0..WALLS.len()))
            .copied()
            .unwrap_or(PAVEMENT);
        picture.fill(
            Area {
                x,
                y: top + room - height,
                width,
                height,
            },
            wall,
        );
        x += width + picture.width() / 50;
    }
}
