//! Finding places by what somebody typed.

use std::collections::BTreeSet;

use domain::LatLon;

use crate::coordinates;
use crate::entry::{Entry, Hit, HitKind, HowMatched};
use crate::gazetteer::Gazetteer;
use crate::house_number;
use crate::matching::Typed;

/// Streets in which a house number is looked up.
const STREETS: usize = 30;

/// Each letter of a name counts like this many metres: of two names equally far, the shorter one says
/// more of what was typed.
const METRES_PER_LETTER: f64 = 25.0;

/// The places that fit `text`.
pub(crate) fn search(gazetteer: &Gazetteer, text: &str, focus: Option<LatLon>, most: usize) -> Vec<Hit> {
    let text = text.trim();
    if let Some(at) = coordinates::read(text, gazetteer.corners) {
        return vec![point(gazetteer, at)].into_iter().take(most).collect();
    }
    let everywhere = Search {
        gazetteer,
        focus,
        town: None,
    };
    let mut found = everywhere.run(text, most);
    for (town, rest) in gazetteer.towns.readings(text) {
        let inside = Search {
            town: Some(town),
            ..everywhere
        };
        found.extend(inside.run(rest, most));
    }
    found.sort_by_key(|found| found.rank);
    let mut seen = BTreeSet::new();
    found.retain(|found| seen.insert((found.entry, found.house)));
    found
        .into_iter()
        .take(most)
        .filter_map(|found| found.hit(gazetteer))
        .collect()
}

fn point(gazetteer: &Gazetteer, at: LatLon) -> Hit {
    let nearest = gazetteer.nearest_address(at);
    let words = nearest.map(|near| {
        [Some(near.name), near.town]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    });
    Hit {
        name: format!("{:.6}, {:.6}", at.lat(), at.lon()),
        detail: words.unwrap_or_default().join(", "),
        kind: HitKind::Coordinates,
        at,
        matched: HowMatched::Exact,
    }
}

/// A question to the gazetteer.
#[derive(Clone, Copy)]
struct Search<'a> {
    gazetteer: &'a Gazetteer,
    focus: Option<LatLon>,
    /// Only what lies in it.
    town: Option<&'a str>,
}

/// Something that fits.
#[derive(Clone, Debug)]
struct Found {
    rank: Rank,
    entry: usize,
    house: Option<usize>,
}

/// How well it fits; the least first. The metres are rounded, so that they can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    matched: HowMatched,
    slips: usize,
    metres: u64,
}

impl Found {
    fn hit(&self, gazetteer: &Gazetteer) -> Option<Hit> {
        let entry = gazetteer.entries.get(self.entry)?;
        match self.house {
            None => Some(entry.hit(self.rank.matched)),
            Some(house) => entry
                .houses
                .get(house)
                .map(|house| entry.house_hit(house, self.rank.matched)),
        }
    }
}

impl Search<'_> {
    fn run(&self, text: &str, most: usize) -> Vec<Found> {
        let mut found = Vec::new();
        for (street, number) in house_number::readings(text) {
            let is_street = |entry: &Entry| entry.kind == HitKind::Street;
            let streets = self.names(street, is_street, STREETS);
            let best = streets.first().map(|street| street.rank.matched);
            let streets = streets.iter().filter(|street| Some(street.rank.matched) == best);
            found.extend(streets.flat_map(|street| self.houses(street, &number)));
        }
        // Names with digits in them are not looked for with slips where a street has been understood.
        let named = if found.is_empty() {
            self.names(text, |_| true, most)
        } else {
            self.fitting(text, |_| true, most)
        };
        found.extend(named);
        found
    }

    /// The best entries among those that `wanted` lets pass, with a slip if nothing but initials fits.
    fn names(&self, text: &str, wanted: impl Fn(&Entry) -> bool, most: usize) -> Vec<Found> {
        let mut found = self.fitting(text, &wanted, most);
        if found
            .iter()
            .all(|found| found.rank.matched == HowMatched::Initials)
        {
            found.extend(self.slipped(text, &wanted, most));
            let mut seen = BTreeSet::new();
            found.retain(|found| seen.insert(found.entry));
        }
        found
    }

    /// The best entries that fit without a slip.
    fn fitting(&self, text: &str, wanted: impl Fn(&Entry) -> bool, most: usize) -> Vec<Found> {
        let Some(typed) = Typed::new(text) else {
            return Vec::new();
        };
        self.best(wanted, most, |entry| {
            let keys = entry.keys.iter();
            let matched = keys.filter_map(|key| typed.matched(&self.gazetteer.alphabet, key));
            matched.min().map(|matched| (matched, 0))
        })
    }

    /// The best entries that fit with a slip, or by their sound.
    fn slipped(&self, text: &str, wanted: impl Fn(&Entry) -> bool, most: usize) -> Vec<Found> {
        let typed = Typed::new(text);
        let sound = typed.as_ref().and_then(Typed::by_sound);
        let forms: Vec<Typed> = typed.into_iter().chain(sound).collect();
        self.best(wanted, most, |entry| {
            let forms_of = |key| {
                let slips = forms.iter().map(move |typed| (typed, typed.slips()));
                slips.filter_map(move |(typed, most)| typed.slips_in(&self.gazetteer.alphabet, key, most))
            };
            let slips = entry.keys.iter().flat_map(forms_of);
            slips.min().map(|slips| (HowMatched::Typo, slips))
        })
    }

    /// The `most` best of the entries that `fits`.
    fn best(
        &self,
        wanted: impl Fn(&Entry) -> bool,
        most: usize,
        fits: impl Fn(&Entry) -> Option<(HowMatched, usize)>,
    ) -> Vec<Found> {
        let entries = self.gazetteer.entries.iter().enumerate();
        let mut found: Vec<Found> = entries
            .filter(|(_, entry)| {
                wanted(entry) && self.town.is_none_or(|town| entry.town.as_deref() == Some(town))
            })
            .filter_map(|(number, entry)| {
                let (matched, slips) = fits(entry)?;
                Some(Found {
                    rank: self.rank(entry, entry.at, matched, slips),
                    entry: number,
                    house: None,
                })
            })
            .collect();
        found.sort_by_key(|found| found.rank);
        found.truncate(most);
        found
    }

    /// The house of a street, then those whose number begins alike, then the street without it.
    fn houses(&self, street: &Found, number: &str) -> Vec<Found> {
        let Some(entry) = self.gazetteer.entries.get(street.entry) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (place, house) in entry.houses.iter().enumerate() {
            let matched = if house.folded == number {
                street.rank.matched
            } else if house.folded.starts_with(number) {
                street.rank.matched.max(HowMatched::Prefix)
            } else {
                continue;
            };
            found.push(Found {
                rank: self.rank(entry, house.at, matched, street.rank.slips),
                entry: street.entry,
                house: Some(place),
            });
        }
        if !found
            .iter()
            .any(|found| found.rank.matched == street.rank.matched)
        {
            let matched = street.rank.matched.max(HowMatched::Inside);
            found.push(Found {
                rank: Rank {
                    matched,
                    ..street.rank
                },
                ..street.clone()
            });
        }
        found
    }

    fn rank(&self, entry: &Entry, at: LatLon, matched: HowMatched, slips: usize) -> Rank {
        let letters = entry.keys.first().map_or(0, |key| key.glyphs.len());
        let letters = f64::from(u32::try_from(letters).unwrap_or(u32::MAX)) * METRES_PER_LETTER;
        let away = self
            .focus
            .map_or(0.0, |focus| self.gazetteer.flat.metres(focus, at));
        let metres = away + entry.kind.handicap_m() + letters;
        Rank {
            matched,
            slips,
            metres: rounded(metres),
        }
    }
}

/// Metres as a whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
fn rounded(metres: f64) -> u64 {
    metres.clamp(0.0, 1e9) as u64
}
