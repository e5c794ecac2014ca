//! How a written character is typed.
//!
//! A Chinese character is typed as itself or in pinyin, by any of its readings: 重 is *chong* in
//! 重庆路 and *zhong* elsewhere, and no table of streets says which. A letter with an accent is typed
//! without it, ä also as *ae*.

use pinyin::ToPinyinMulti as _;
use unicode_normalization::UnicodeNormalization as _;

/// The ways of typing one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spellings {
    /// Each a row of letters; the first is the commonest, after the character itself.
    pub(crate) ways: Vec<Vec<char>>,
    /// Whether the beginning of a way may stand for the whole, as *r* for 人.
    pub(crate) abbreviates: bool,
}

/// The letters and digits of `text` in lower case, with full-width forms made narrow; everything
/// else comes as a space.
pub(crate) fn plain(text: &str) -> impl Iterator<Item = char> {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
}

/// The ways of typing a letter that [`plain`] gave.
pub(crate) fn spellings(letter: char) -> Spellings {
    if letter.is_ascii() {
        return Spellings {
            ways: vec![vec![letter]],
            abbreviates: false,
        };
    }
    let readings = readings(letter);
    if readings.is_empty() {
        let ways = latin(letter).map_or_else(
            || vec![vec![base(letter)]],
            |ways| ways.iter().map(|way| way.chars().collect()).collect(),
        );
        return Spellings {
            ways,
            abbreviates: false,
        };
    }
    let mut ways = vec![vec![letter]];
    ways.extend(readings);
    Spellings {
        ways,
        abbreviates: true,
    }
}

/// A letter of what somebody typed, without its accent.
pub(crate) fn typed(letter: char) -> impl Iterator<Item = char> {
    let way = latin(letter).and_then(|ways| ways.first());
    let base = if way.is_none() { Some(base(letter)) } else { None };
    way.into_iter().flat_map(|way| way.chars()).chain(base)
}

/// The readings of a Chinese character in plain pinyin, each once, the commonest first.
pub(crate) fn readings(letter: char) -> Vec<Vec<char>> {
    let mut readings: Vec<Vec<char>> = Vec::new();
    for reading in letter.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        // 吕 is typed lv on most keyboards, lu on a passport.
        for umlaut in ["v", "u"] {
            let way: Vec<char> = plain.replace('ü', umlaut).chars().collect();
            if !readings.contains(&way) {
                readings.push(way);
            }
        }
    }
    readings
}

/// Letters that are typed in a way of their own.
fn latin(letter: char) -> Option<&'static [&'static str]> {
    Some(match letter {
        'ä' => &["a", "ae"],
        'ö' | 'ø' => &["o", "oe"],
        'ü' => &["u", "ue"],
        'å' => &["a", "aa"],
        'ß' => &["ss", "s"],
        'æ' => &["ae"],
        'œ' => &["oe"],
        'ł' => &["l"],
        'đ' | 'ð' => &["d"],
        'ı' => &["i"],
        _ => return None,
    })
}

/// The letter without its accent.
fn base(letter: char) -> char {
    std::iter::once(letter).nfd().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests;
