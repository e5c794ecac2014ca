//! Coordinates that somebody typed.
//!
//! Two numbers in either sequence, as decimals or as degrees, minutes and seconds. Which is north
//! is said by N and E, or by the range, or by the district: the sequence that lies in it is meant.

use domain::LatLon;

/// The corners of a district, south-west and north-east.
pub(crate) type Corners = (LatLon, LatLon);

/// The point that `text` names; none if it is not two numbers.
pub(crate) fn read(text: &str, district: Option<Corners>) -> Option<LatLon> {
    let (first, second) = two_angles(text)?;
    let point = |lat: &Angle, lon: &Angle| {
        let fits = lat.axis != Some(Axis::East) && lon.axis != Some(Axis::North);
        LatLon::new(lat.degrees, lon.degrees).ok().filter(|_| fits)
    };
    let as_typed = point(&first, &second);
    let swapped = point(&second, &first);
    let inside = |at: &LatLon| district.is_some_and(|corners| holds(corners, *at));
    match (as_typed, swapped) {
        (Some(as_typed), Some(swapped)) if !inside(&as_typed) && inside(&swapped) => Some(swapped),
        (as_typed, swapped) => as_typed.or(swapped),
    }
}

fn holds((south_west, north_east): Corners, at: LatLon) -> bool {
    (south_west.lat()..=north_east.lat()).contains(&at.lat())
        && (south_west.lon()..=north_east.lon()).contains(&at.lon())
}

struct Angle {
    degrees: f64,
    axis: Option<Axis>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    North,
    East,
}

/// Reads exactly two angles.
fn two_angles(text: &str) -> Option<(Angle, Angle)> {
    let text = text.trim().trim_start_matches("geo:");
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let number_end = rest
            .char_indices()
            .find(|&(place, letter)| {
                !(letter.is_ascii_digit() || letter == '.' || place == 0 && "+-−".contains(letter))
            })
            .map_or(rest.len(), |(place, _)| place);
        if letter.is_ascii_digit() || "+-−".contains(letter) {
            let (number, after) = rest.split_at_checked(number_end)?;
            parts.push(Part::Number(number.replace('−', "-").parse().ok()?));
            rest = after;
        } else {
            parts.push(mark(letter)?);
            rest = rest.get(letter.len_utf8()..)?;
        }
    }
    angles(&parts)
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Number(f64),
    Degrees,
    Minutes,
    Seconds,
    Axis(Axis, f64),
    Comma,
    Gap,
}

/// What a letter between numbers means; none if it has no place in coordinates.
fn mark(letter: char) -> Option<Part> {
    Some(match letter {
        '°' | 'º' | '度' => Part::Degrees,
        '\'' | '′' | '’' | '分' => Part::Minutes,
        '"' | '″' | '”' | '秒' => Part::Seconds,
        'N' | 'n' | '北' => Part::Axis(Axis::North, 1.0),
        'S' | 's' | '南' => Part::Axis(Axis::North, -1.0),
        'E' | 'e' | '东' => Part::Axis(Axis::East, 1.0),
        'W' | 'w' | '西' => Part::Axis(Axis::East, -1.0),
        ',' | '，' | ';' | '/' => Part::Comma,
        // 北纬 and 东经: latitude north, longitude east.
        '纬' | '经' | '(' | ')' => Part::Gap,
        letter if letter.is_whitespace() => Part::Gap,
        _ => return None,
    })
}

fn angles(parts: &[Part]) -> Option<(Angle, Angle)> {
    let said = parts.iter().filter(|part| matches!(part, Part::Axis(..))).count();
    let leading = matches!(
        parts.iter().find(|part| **part != Part::Gap),
        Some(Part::Axis(..))
    );
    let mut angles: Vec<Angle> = Vec::new();
    let mut ahead = None;
    let mut open = false;
    let mut rest = parts.iter().peekable();
    while let Some(part) = rest.next() {
        match *part {
            Part::Number(number) => {
                let unit = rest.next_if(|next| matches!(next, Part::Degrees | Part::Minutes | Part::Seconds));
                let size = number.abs();
                match (unit, angles.last_mut().filter(|_| open)) {
                    (Some(Part::Minutes), Some(angle)) => angle.add(size / 60.0)?,
                    (Some(Part::Seconds), Some(angle)) => angle.add(size / 3600.0)?,
                    (None | Some(Part::Degrees), _) => {
                        let axis: Option<(Axis, f64)> = ahead.take();
                        let sign = axis.map_or(1.0, |(_, sign)| sign);
                        angles.push(Angle {
                            degrees: number * sign,
                            axis: axis.map(|(axis, _)| axis),
                        });
                        open = unit.is_some();
                    }
                    _ => return None,
                }
            }
            Part::Axis(named, sign) if leading => ahead = Some((named, sign)),
            Part::Axis(named, sign) => {
                let angle = angles.last_mut().filter(|angle| angle.axis.is_none())?;
                angle.degrees *= sign;
                angle.axis = Some(named);
                open = false;
            }
            Part::Comma => open = false,
            Part::Gap => {}
            Part::Degrees | Part::Minutes | Part::Seconds => return None,
        }
    }
    match <[Angle; 2]>::try_from(angles) {
        Ok([first, second]) if said == 0 || (said == 2 && first.axis != second.axis) => Some((first, second)),
        _ => None,
    }
}

impl Angle {
    /// Goes on from the zero by a part of a degree; none if that is no part.
    fn add(&mut self, part: f64) -> Option<()> {
        if part >= 1.0 {
            return None;
        }
        self.degrees += part.copysign(self.degrees);
        Some(())
    }
}

#[cfg(test)]
mod tests;
