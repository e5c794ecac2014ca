//! Big letters on a picture, from an 8 × 8 font.
//!
//! Characters that the font lacks, Chinese among them, are drawn as boxes: the unit's name is also
//! on the screen beside the picture.

use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};

use super::picture::{Area, Colour, Picture};

/// Pixels of a letter on each side, before scaling.
pub(super) const LETTER: usize = 8;

const MISSING: [u8; 8] = [0x7e, 0x42, 0x42, 0x42, 0x42, 0x42, 0x7e, 0x00];

/// Writes `text` with its upper left corner at `x`, `y`, each of the font's pixels `scale` wide.
pub(super) fn write(picture: &mut Picture, text: &str, x: usize, y: usize, scale: usize, colour: Colour) {
    for (place, letter) in text.chars().enumerate() {
        let glyph = BASIC_FONTS
            .get(letter)
            .or_else(|| LATIN_FONTS.get(letter))
            .unwrap_or(MISSING);
        for (row, bits) in glyph.into_iter().enumerate() {
            for column in (0..LETTER).filter(|column| bits >> column & 1 == 1) {
                let pixel = Area {
                    x: x + (place * LETTER + column) * scale,
                    y: y + row * scale,
                    width: scale,
                    height: scale,
                };
                picture.fill(pixel, colour);
            }
        }
    }
}
