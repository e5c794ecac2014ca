//! Writing which packets of a transport have arrived, and when (draft-holmer-rmcat-transport-wide-cc-extensions-01).

const VERSION: u8 = 2 << 6;
const TRANSPORT_FEEDBACK: u8 = 205;
const ARRIVED: u8 = 15;
/// What the reference time counts, in ticks.
const TICKS_PER_REFERENCE: i64 = 256;
/// The symbols of a chunk: not arrived, arrived with a delta of one octet, with one of two.
const NOT: u8 = 0;
const SMALL: u8 = 1;
const LARGE: u8 = 2;
/// From so many alike on, counting them takes less room than naming each.
const RUN: usize = 14;
const LONGEST_RUN: usize = 0x1FFF;

/// The packets of one report.
pub(crate) struct ArrivalReport<'a> {
    /// Who reports.
    pub(crate) own: u32,
    /// A source of the transport's.
    pub(crate) ssrc: u32,
    /// The number of the first packet.
    pub(crate) first: u16,
    /// When each arrived, in ticks of 250 µs, if it did.
    pub(crate) arrivals: &'a [Option<i64>],
    /// The number of the report.
    pub(crate) number: u8,
}

impl ArrivalReport<'_> {
    /// Appends the report; returns how many of the packets it tells of, which are all but those that arrived eight seconds
    /// before or after the one before them. None are told of if none arrived.
    pub(crate) fn write(&self, compound: &mut Vec<u8>) -> usize {
        let Some(first) = self.arrivals.iter().flatten().next() else {
            return 0;
        };
        let reference = first.div_euclid(TICKS_PER_REFERENCE);
        let (symbols, deltas) = self.deltas(reference * TICKS_PER_REFERENCE);
        let start = compound.len();
        compound.extend_from_slice(&[VERSION | ARRIVED, TRANSPORT_FEEDBACK, 0, 0]);
        compound.extend_from_slice(&self.own.to_be_bytes());
        compound.extend_from_slice(&self.ssrc.to_be_bytes());
        compound.extend_from_slice(&self.first.to_be_bytes());
        compound.extend_from_slice(&u16::try_from(symbols.len()).unwrap_or_default().to_be_bytes());
        let [.., high, middle, low] = reference.to_be_bytes();
        compound.extend_from_slice(&[high, middle, low, self.number]);
        write_chunks(compound, &symbols);
        compound.extend_from_slice(&deltas);
        compound.resize((compound.len() - start).next_multiple_of(4) + start, 0);
        let words = u16::try_from((compound.len() - start) / 4 - 1).unwrap_or_default();
        if let Some(length) = compound.get_mut(start + 2..start + 4) {
            length.copy_from_slice(&words.to_be_bytes());
        }
        symbols.len()
    }

    fn deltas(&self, mut before: i64) -> (Vec<u8>, Vec<u8>) {
        let (mut symbols, mut deltas) = (Vec::new(), Vec::new());
        for arrival in self.arrivals {
            let Some(at) = arrival else {
                symbols.push(NOT);
                continue;
            };
            let delta = at - before;
            if let Ok(small) = u8::try_from(delta) {
                symbols.push(SMALL);
                deltas.push(small);
            } else if let Ok(large) = i16::try_from(delta) {
                symbols.push(LARGE);
                deltas.extend_from_slice(&large.to_be_bytes());
            } else {
                break;
            }
            before = *at;
        }
        (symbols, deltas)
    }
}

fn write_chunks(compound: &mut Vec<u8>, mut symbols: &[u8]) {
    while let Some(&first) = symbols.first() {
        let alike = symbols
            .iter()
            .take(LONGEST_RUN)
            .take_while(|&&symbol| symbol == first);
        let alike = alike.count();
        let (chunk, told) = if alike >= RUN || alike == symbols.len() {
            let count = u16::try_from(alike).unwrap_or_default();
            (u16::from(first) << 13 | count, alike)
        } else if symbols.iter().take(14).all(|&symbol| symbol != LARGE) {
            (1 << 15 | vector(symbols, 14, 1), 14)
        } else {
            (3 << 14 | vector(symbols, 7, 2), 7)
        };
        compound.extend_from_slice(&chunk.to_be_bytes());
        symbols = symbols.get(told..).unwrap_or_default();
    }
}

/// The first so many symbols, each in so many bits, the first one highest.
fn vector(symbols: &[u8], count: usize, bits: u32) -> u16 {
    let padded = symbols.iter().copied().chain(std::iter::repeat(NOT)).take(count);
    padded.fold(0, |vector, symbol| vector << bits | u16::from(symbol))
}
