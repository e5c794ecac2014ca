//! The bits of a NAL unit, with the bytes that keep start codes away taken out (ITU-T H.264, sections 7.3.1 and 9.1).

/// Bits not read yet, most significant first.
pub(super) struct Bits<'a> {
    rest: &'a [u8],
    /// Bits of `current` not read yet.
    left: u32,
    current: u8,
    /// Zero bytes just before `rest`.
    zeros: u32,
}

impl<'a> Bits<'a> {
    /// The bits behind the unit's first `skipped` bytes, of which none may need taking out.
    pub(super) fn after(unit: &'a [u8], skipped: usize) -> Self {
        Self {
            rest: unit.get(skipped..).unwrap_or_default(),
            left: 0,
            current: 0,
            zeros: 0,
        }
    }

    pub(super) fn bit(&mut self) -> Option<bool> {
        if self.left == 0 {
            self.current = self.byte()?;
            self.left = 8;
        }
        self.left -= 1;
        Some(self.current >> self.left & 1 == 1)
    }

    /// `count` bits, at most 32, as a number.
    pub(super) fn bits(&mut self, count: u32) -> Option<u32> {
        (0..count).try_fold(0, |value, _| Some(value << 1 | u32::from(self.bit()?)))
    }

    /// `ue(v)`; `None` for what does not fit 31 bits, which nothing here needs.
    pub(super) fn golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.bit()? {
            zeros += 1;
            if zeros > 30 {
                return None;
            }
        }
        Some((1 << zeros | self.bits(zeros)?) - 1)
    }

    /// `se(v)`.
    pub(super) fn signed_golomb(&mut self) -> Option<i32> {
        let code = i32::try_from(self.golomb()?).ok()?;
        Some(if code % 2 == 0 { -(code / 2) } else { code / 2 + 1 })
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        if self.zeros >= 2 && byte == 3 {
            self.zeros = 0;
            return self.byte();
        }
        self.zeros = if byte == 0 { self.zeros + 1 } else { 0 };
        Some(byte)
    }
}
