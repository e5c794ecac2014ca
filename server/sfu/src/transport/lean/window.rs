//! Which of a source's latest packets have come (RFC 3711 section 3.3).
//!
//! A repair without a source of its own, as well as one of it, comes up to a second late, so that the window is wider than
//! the least there may be.

/// How far back packets are told apart; older ones are taken for replayed.
const WIDTH: u64 = 1_024;
const WORD: u64 = 64;
const WORDS: usize = 16;

/// The packets of one source, numbered on past 65,535.
#[derive(Debug, Default)]
pub(super) struct Window {
    highest: Option<u64>,
    /// One bit for each number modulo the width.
    bits: [u64; WORDS],
}

impl Window {
    /// The highest number that came.
    pub(super) fn highest(&self) -> Option<u64> {
        self.highest
    }

    /// The whole of a number of which only the lower half is told: the one that is closest to the highest. `None` if there
    /// can be none.
    pub(super) fn guess(&self, seq: u16) -> Option<u64> {
        let Some(highest) = self.highest else {
            return Some(u64::from(seq));
        };
        let ahead = u64::from(seq).wrapping_sub(highest) & 0xFFFF;
        if ahead < 1 << 15 {
            highest.checked_add(ahead)
        } else {
            highest.checked_sub(0x1_0000 - ahead)
        }
    }

    /// Tells whether a packet has not come before, as far as is known.
    pub(super) fn is_new(&self, number: u64) -> bool {
        let Some(highest) = self.highest else {
            return true;
        };
        number > highest || (highest - number < WIDTH && !self.has(number))
    }

    /// Takes note of a packet; tells whether it is the first time.
    pub(super) fn note(&mut self, number: u64) -> bool {
        if !self.is_new(number) {
            return false;
        }
        match self.highest {
            Some(highest) if number > highest => {
                if number - highest >= WIDTH {
                    self.bits = [0; WORDS];
                } else {
                    (highest + 1..number).for_each(|between| self.set(between, false));
                }
                self.highest = Some(number);
            }
            Some(_) => {}
            None => self.highest = Some(number),
        }
        self.set(number, true);
        true
    }

    fn has(&self, number: u64) -> bool {
        let word = self.bits.get(place(number)).copied().unwrap_or_default();
        word >> (number % WORD) & 1 == 1
    }

    fn set(&mut self, number: u64, came: bool) {
        if let Some(word) = self.bits.get_mut(place(number)) {
            let bit = 1 << (number % WORD);
            *word = if came { *word | bit } else { *word & !bit };
        }
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number % WIDTH / WORD).unwrap_or_default()
}

#[cfg(test)]
mod tests;
