//! Whether what was typed fits a name.
//!
//! All ways of typing a name are followed at once: bit *n* of a word stands for "the first *n*
//! letters of what was typed are accounted for". A letter of the name shifts the bits whose next typed
//! letter it is (Baeza-Yates and Gonnet 1992). With slips it is one such word per number of slips (Wu
//! and Manber 1992), with two neighbours swapped counting as one slip (Damerau 1964).

use crate::entry::HowMatched;
use crate::names::{Alphabet, Key, LetterSet};
use crate::spelling::{plain, readings, typed};

/// As many letters as are compared: one bit each, with one for the end.
const LONGEST: usize = 63;

/// Slips that are forgiven at most.
const MOST_SLIPS: usize = 2;

/// What somebody typed.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    letters: Vec<char>,
    /// For each ASCII letter, where it was typed.
    ascii: [u64; 128],
    /// Where words of it begin.
    begins: u64,
    set: LetterSet,
}

impl Typed {
    /// None if there is no letter in it.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let mut letters = Vec::new();
        let mut begins = 1;
        for letter in plain(text) {
            if letter == ' ' {
                begins |= bit(letters.len());
            } else {
                letters.extend(typed(letter));
            }
        }
        Self::of(letters, begins)
    }

    /// The same in pinyin, for who chose a character of the same sound; none if nothing changes.
    pub(crate) fn by_sound(&self) -> Option<Self> {
        let spoken = |&letter: &char| {
            readings(letter)
                .into_iter()
                .next()
                .unwrap_or_else(|| vec![letter])
        };
        let letters: Vec<char> = self.letters.iter().flat_map(spoken).collect();
        let changes = letters != self.letters;
        Self::of(letters, 1).filter(|_| changes)
    }

    fn of(mut letters: Vec<char>, begins: u64) -> Option<Self> {
        letters.truncate(LONGEST);
        let mut ascii = [0; 128];
        let mut set = LetterSet::default();
        for (place, &letter) in letters.iter().enumerate() {
            set.add(letter);
            if let Some(places) = ascii.get_mut(letter as usize) {
                *places |= bit(place);
            }
        }
        (!letters.is_empty()).then_some(Self {
            letters,
            ascii,
            begins,
            set,
        })
    }

    /// How many slips are forgiven: none in short words, where they would make another word.
    pub(crate) fn slips(&self) -> usize {
        match self.letters.len() {
            0..4 => 0,
            4..8 => 1,
            _ => MOST_SLIPS,
        }
    }

    /// How `key` fits without a slip.
    pub(crate) fn matched(&self, alphabet: &Alphabet, key: &Key) -> Option<HowMatched> {
        if self.set.missing_in(key.letters) > 0 {
            return None;
        }
        let first = self.follow(alphabet, key, Start::Name);
        if first == Some(HowMatched::Exact) || first == Some(HowMatched::Prefix) {
            return first;
        }
        let length = self.letters.len();
        let later = self
            .follow(alphabet, key, Start::Words)
            // Two initials from the middle of a name would fit every other name.
            .filter(|&matched| matched != HowMatched::Initials || length > 2);
        let inside = || (length > 2).then(|| self.follow(alphabet, key, Start::Letters))?;
        match later {
            Some(HowMatched::WordPrefix) => later,
            _ => inside().into_iter().chain(first).chain(later).min(),
        }
    }

    /// With how many slips, at most `most`, the name or a later word of it begins like what was typed.
    ///
    /// A Chinese name is compared from its beginning only: with slips, too much fits its middle.
    pub(crate) fn slips_in(&self, alphabet: &Alphabet, key: &Key, most: usize) -> Option<usize> {
        if self.set.missing_in(key.letters) as usize > most {
            return None;
        }
        let end = bit(self.letters.len());
        let mut reached = Slips::default();
        let mut fewest = None;
        for (place, glyph) in key.glyphs.iter().enumerate() {
            let Some(spellings) = alphabet.spellings(glyph.number) else {
                continue;
            };
            if place == 0 || (glyph.begins && !spellings.abbreviates) {
                reached.begin(most);
            } else if reached.is_nowhere() {
                continue;
            }
            let mut next = Slips::default();
            for way in &spellings.ways {
                // A Chinese character that was not typed is not one letter that slipped, but a syllable.
                if spellings.abbreviates && way.iter().all(|&own| !own.is_ascii() && self.places(own) == 0) {
                    continue;
                }
                let mut along = reached;
                for &letter in way {
                    along.step(self.places(letter), most);
                    let found = along.exactly.iter().position(|bits| bits & end != 0);
                    fewest = fewest.into_iter().chain(found).min();
                }
                next.join(&along);
            }
            reached = next;
        }
        fewest
    }

    fn follow(&self, alphabet: &Alphabet, key: &Key, start: Start) -> Option<HowMatched> {
        let end = bit(self.letters.len());
        // Reached with every character typed out; with some abbreviated; waiting for a word to begin.
        let (mut whole, mut short) = (bit(0), 0);
        let mut waiting = if start == Start::Words { bit(0) } else { 0 };
        let (mut prefix, mut initials) = (false, false);
        for glyph in &key.glyphs {
            match start {
                Start::Name if whole | short == 0 => break,
                Start::Words if glyph.begins => whole |= waiting,
                Start::Letters => whole |= bit(0),
                Start::Name | Start::Words => {}
            }
            let (mut next_whole, mut next_short) = (0, 0);
            let spellings = alphabet.spellings(glyph.number);
            let abbreviates = spellings.is_some_and(|known| known.abbreviates);
            for way in spellings.into_iter().flat_map(|known| &known.ways) {
                let (mut along, mut along_short) = (whole, short);
                for (place, &letter) in way.iter().enumerate() {
                    let places = self.places(letter);
                    along = (along & places) << 1;
                    along_short = (along_short & places) << 1;
                    if along | along_short == 0 {
                        break;
                    }
                    if place + 1 < way.len() {
                        prefix |= along & end != 0;
                        initials |= along_short & end != 0;
                        if abbreviates && is_initial(place, letter) {
                            next_short |= along | along_short;
                        }
                    }
                }
                next_whole |= along;
                next_short |= along_short;
            }
            (whole, short) = (next_whole, next_short);
            prefix |= whole & end != 0;
            initials |= short & end != 0;
            if start == Start::Words {
                waiting |= whole & self.begins;
            }
        }
        match start {
            Start::Name if whole & end != 0 => Some(HowMatched::Exact),
            Start::Name if prefix => Some(HowMatched::Prefix),
            Start::Words if prefix => Some(HowMatched::WordPrefix),
            Start::Letters if prefix => Some(HowMatched::Inside),
            Start::Name | Start::Words if initials => Some(HowMatched::Initials),
            _ => None,
        }
    }

    /// Where `letter` was typed.
    fn places(&self, letter: char) -> u64 {
        if let Some(&places) = self.ascii.get(letter as usize) {
            return places;
        }
        self.letters
            .iter()
            .enumerate()
            .filter(|&(_, &typed)| typed == letter)
            .fold(0, |places, (place, _)| places | bit(place))
    }
}

/// Whether a syllable is abbreviated by its letters up to this one: r, or the zh, ch and sh of pinyin.
const fn is_initial(place: usize, letter: char) -> bool {
    place == 0 || (place == 1 && letter == 'h')
}

/// Where in a name the typed letters may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// With its first letter.
    Name,
    /// With any word, each typed word with a later one.
    Words,
    /// Anywhere.
    Letters,
}

/// How far what was typed is accounted for, by the number of slips.
#[derive(Clone, Copy, Default)]
struct Slips {
    exactly: [u64; MOST_SLIPS + 1],
    /// The same, but with the second of two swapped letters still to come.
    swapped: [u64; MOST_SLIPS + 1],
}

impl Slips {
    fn begin(&mut self, most: usize) {
        for (slips, bits) in self.exactly.iter_mut().enumerate().take(most + 1) {
            // A slip may be a letter too many at the very beginning.
            *bits |= bit(slips + 1) - 1;
        }
    }

    fn is_nowhere(&self) -> bool {
        self.exactly.iter().chain(&self.swapped).all(|&bits| bits == 0)
    }

    /// Goes on by a letter that was typed at `places`.
    fn step(&mut self, places: u64, most: usize) {
        let (mut fewer, mut fewer_next) = (0, 0);
        for (bits, swapped) in self.exactly.iter_mut().zip(&mut self.swapped).take(most + 1) {
            let before = *bits;
            let other_letter = fewer << 1;
            let letter_left_out = fewer;
            let letter_too_many = fewer_next << 1;
            *bits = (before & places) << 1
                | other_letter
                | letter_left_out
                | letter_too_many
                | (*swapped & places) << 2;
            *swapped = fewer & (places >> 1);
            (fewer, fewer_next) = (before, *bits);
        }
    }

    fn join(&mut self, other: &Self) {
        for (bits, others) in self.exactly.iter_mut().zip(other.exactly) {
            *bits |= others;
        }
        for (bits, others) in self.swapped.iter_mut().zip(other.swapped) {
            *bits |= others;
        }
    }
}

/// The word with bit `place` set; places beyond the longest count as the last.
const fn bit(place: usize) -> u64 {
    1 << if place > LONGEST { LONGEST } else { place }
}

#[cfg(test)]
mod tests;
