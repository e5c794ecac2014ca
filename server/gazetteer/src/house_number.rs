//! House numbers, as mapped or as typed.
//!
//! 12号, "12" and "Nr. 12" are the same house; 12弄3号 is number 3 in lane 12.

use domain::LatLon;

use crate::spelling::plain;

/// A house of a street.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct House {
    /// As people write it.
    pub(crate) number: String,
    /// As it is compared.
    pub(crate) folded: String,
    pub(crate) at: LatLon,
}

impl House {
    /// None if the number has no digit.
    pub(crate) fn new(number: &str, at: LatLon) -> Option<Self> {
        Some(Self {
            number: number.trim().to_owned(),
            folded: folded(number)?,
            at,
        })
    }

    /// Where it stands in its street's row: 2 comes before 10, 10 before 10a.
    pub(crate) fn rank(&self) -> (u64, String) {
        let end = self.folded.find(|letter: char| !letter.is_ascii_digit());
        let digits = self.folded.get(..end.unwrap_or(self.folded.len()));
        let number = digits.and_then(|digits| digits.parse().ok());
        (number.unwrap_or(u64::MAX), self.folded.clone())
    }

    /// The street with the number, written as is usual in the street's language.
    pub(crate) fn address_in(&self, street: &str) -> String {
        let chinese = street
            .chars()
            .last()
            .is_some_and(|letter| !crate::spelling::readings(letter).is_empty());
        if !chinese {
            return format!("{street} {}", self.number);
        }
        let bare = self
            .number
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        format!("{street}{}{}", self.number, if bare { "号" } else { "" })
    }
}

/// A house number as it is compared; none without a digit.
pub(crate) fn folded(number: &str) -> Option<String> {
    let letters: String = plain(number)
        .filter(|letter| !" 号號".contains(*letter))
        .collect();
    let from = letters.find(|letter: char| letter.is_ascii_digit())?;
    letters.get(from..).map(str::to_owned)
}

/// The ways of reading `text` as a street with a house number.
pub(crate) fn readings(text: &str) -> Vec<(&str, String)> {
    let mut readings: Vec<(&str, String)> = Vec::new();
    let mut before = None;
    let mut splits = Vec::new();
    for (place, letter) in text.char_indices() {
        let digit = letter.is_numeric();
        if digit && before.is_some_and(|before: char| !before.is_numeric() && !before.is_ascii_alphabetic()) {
            splits.push(place);
        }
        before = Some(letter);
    }
    // 人民路12弄3号 from its first number on, "Rua 31 de Janeiro 5" from its last.
    for place in splits
        .first()
        .into_iter()
        .chain(splits.last().filter(|_| splits.len() > 1))
    {
        let (street, number) = text.split_at(*place);
        readings.extend(reading(street, number));
    }
    // "12 Rue de la Paix".
    if let Some((number, street)) = text.trim_start().split_once([' ', ','])
        && number.starts_with(|letter: char| letter.is_ascii_digit())
    {
        readings.extend(reading(street, number));
    }
    readings
}

fn reading<'a>(street: &'a str, number: &str) -> Option<(&'a str, String)> {
    let street = street
        .trim()
        .trim_end_matches([',', '，', '.', '#'])
        .trim_end_matches(" Nr")
        .trim_end_matches(" No")
        .trim();
    let worded = street.chars().any(char::is_alphabetic);
    folded(number).filter(|_| worded).map(|number| (street, number))
}

#[cfg(test)]
mod tests;
