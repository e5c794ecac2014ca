//! A picture in planes of brightness with quartered colour (I420).

use openh264::formats::YUVSource;

/// A picture of even width and height: luma first, then two planes of half size (BT.601, video range).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    luma: Vec<u8>,
    blue: Vec<u8>,
    red: Vec<u8>,
}

/// A colour as luma, blue difference, red difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

impl Colour {
    pub(super) const BLACK: Self = Self(16, 128, 128);
    pub(super) const WHITE: Self = Self(235, 128, 128);
}

/// A box in pixels; what lies outside the picture is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Picture {
    /// A black picture; odd sizes lose a row or column.
    pub(super) fn black(width: usize, height: usize) -> Self {
        let (width, height) = (width & !1, height & !1);
        let colour = vec![128; width * height / 4];
        Self {
            width,
            height,
            luma: vec![16; width * height],
            blue: colour.clone(),
            red: colour,
        }
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The brightness of each pixel, row by row, 16 (black) to 235 (white).
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }

    pub(super) fn fill(&mut self, area: Area, colour: Colour) {
        let half = Area {
            x: area.x / 2,
            y: area.y / 2,
            width: area.width.div_ceil(2),
            height: area.height.div_ceil(2),
        };
        fill(&mut self.luma, self.width, area, colour.0);
        fill(&mut self.blue, self.width / 2, half, colour.1);
        fill(&mut self.red, self.width / 2, half, colour.2);
    }

    /// The mean brightness of `area`; none if nothing of it lies inside.
    pub(super) fn brightness(&self, area: Area) -> Option<u64> {
        let rows = self.luma.chunks_exact(self.width).skip(area.y).take(area.height);
        let pixels = rows.flat_map(|row| row.iter().skip(area.x).take(area.width));
        let (count, sum) = pixels.fold((0_u64, 0_u64), |(count, sum), pixel| {
            (count + 1, sum + u64::from(*pixel))
        });
        sum.checked_div(count)
    }

    /// A picture from planes with half the colour's width and height, whose rows may be padded.
    pub fn from_source(source: &impl YUVSource) -> Self {
        let (width, height) = source.dimensions();
        let crop = |plane: &[u8], stride: usize, width: usize, height: usize| {
            plane
                .chunks(stride)
                .take(height)
                .flat_map(|row| row.iter().take(width).copied())
                .collect()
        };
        let (luma, blue, red) = source.strides();
        Self {
            width,
            height,
            luma: crop(source.y(), luma, width, height),
            blue: crop(source.u(), blue, width / 2, height / 2),
            red: crop(source.v(), red, width / 2, height / 2),
        }
    }
}

impl YUVSource for Picture {
    fn dimensions(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    fn strides(&self) -> (usize, usize, usize) {
        (self.width, self.width / 2, self.width / 2)
    }

    fn y(&self) -> &[u8] {
        &self.luma
    }

    fn u(&self) -> &[u8] {
        &self.blue
    }

    fn v(&self) -> &[u8] {
        &self.red
    }
}

fn fill(plane: &mut [u8], stride: usize, area: Area, value: u8) {
    for row in plane.chunks_exact_mut(stride).skip(area.y).take(area.height) {
        let end = (area.x + area.width).min(stride);
        if let Some(pixels) = row.get_mut(area.x.min(end)..end) {
            pixels.fill(value);
        }
    }
}
