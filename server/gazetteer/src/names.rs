//! A name, ready to be compared with what somebody types.

use std::collections::HashMap;

use crate::spelling::{Spellings, plain, spellings};

/// Letters of a name beyond these are not compared.
const LONGEST: usize = 96;

/// One name of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) glyphs: Box<[Glyph]>,
    /// Every letter that any way of typing the name takes.
    pub(crate) letters: LetterSet,
}

/// One character of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    /// Its number in the [`Alphabet`].
    pub(crate) number: usize,
    /// Whether a word begins with it; each Chinese character is a word.
    pub(crate) begins: bool,
}

/// The characters of all names, each once, with the ways of typing them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alphabet {
    numbers: HashMap<char, usize>,
    spellings: Vec<Spellings>,
}

impl Alphabet {
    pub(crate) fn key(&mut self, name: &str) -> Key {
        let mut glyphs = Vec::new();
        let mut letters = LetterSet::default();
        let mut begins = true;
        for letter in plain(name).take(LONGEST) {
            if letter == ' ' {
                begins = true;
                continue;
            }
            let number = self.number(letter);
            let chinese = self.spellings(number).is_some_and(|known| known.abbreviates);
            glyphs.push(Glyph {
                number,
                begins: begins || chinese,
            });
            begins = chinese;
            for way in self.spellings(number).into_iter().flat_map(|known| &known.ways) {
                for &letter in way {
                    letters.add(letter);
                }
            }
        }
        Key {
            glyphs: glyphs.into(),
            letters,
        }
    }

    pub(crate) fn spellings(&self, number: usize) -> Option<&Spellings> {
        self.spellings.get(number)
    }

    fn number(&mut self, letter: char) -> usize {
        *self.numbers.entry(letter).or_insert_with(|| {
            self.spellings.push(spellings(letter));
            self.spellings.len() - 1
        })
    }
}

/// A set of letters, small enough to compare at once; letters beyond a to z share places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LetterSet(u64);

impl LetterSet {
    pub(crate) fn add(&mut self, letter: char) {
        let place = if letter.is_ascii_lowercase() {
            u32::from(letter) - u32::from('a')
        } else {
            26 + u32::from(letter) % 38
        };
        self.0 |= 1 << place;
    }

    /// How many letters of `self` are surely not in `other`.
    pub(crate) const fn missing_in(self, other: Self) -> u32 {
        (self.0 & !other.0).count_ones()
    }
}

/// The name without accents, case or spaces: equal for names that differ in writing only.
pub(crate) fn folded(name: &str) -> String {
    plain(name)
        .filter(|&letter| letter != ' ')
        .flat_map(crate::spelling::typed)
        .collect()
}
