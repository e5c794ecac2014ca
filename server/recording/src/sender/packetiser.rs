//! Frames cut into RTP payloads (RFC 6184, RFC 7741, RFC 2198).

const STAP_A: u8 = 24;
const FU_A: u8 = 28;
/// Opus's payload type, as browsers number it.
const OPUS: u8 = 111;

/// The NAL units of a stream in Annex B form.
pub(crate) fn annex_b_units(stream: &[u8]) -> Vec<Vec<u8>> {
    let mut units: Vec<Vec<u8>> = Vec::new();
    let mut zeros = 0;
    for &byte in stream {
        if zeros >= 2 && byte == 1 {
            if let Some(last) = units.last_mut() {
                last.truncate(last.len() - zeros);
            }
            units.push(Vec::new());
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        if let Some(last) = units.last_mut() {
            last.push(byte);
        }
    }
    units
}

/// An access unit's payloads: parameter sets together, what is too long in pieces.
pub(crate) fn h264_payloads(unit: &[u8], most: usize) -> Vec<Vec<u8>> {
    let mut payloads = Vec::new();
    let mut sets = vec![0x60 | STAP_A];
    for unit in annex_b_units(unit) {
        match unit[0] & 0x1F {
            7 | 8 => {
                sets.extend(u16::try_from(unit.len()).unwrap().to_be_bytes());
                sets.extend(&unit);
            }
            _ if unit.len() <= most => payloads.push(unit),
            kind => {
                let pieces = unit[1..].chunks(most - 2);
                let last = pieces.len() - 1;
                payloads.extend(pieces.enumerate().map(|(index, piece)| {
                    let begins = u8::from(index == 0) << 7;
                    let ends = u8::from(index == last) << 6;
                    [&[unit[0] & 0xE0 | FU_A, begins | ends | kind][..], piece].concat()
                }));
            }
        }
    }
    if sets.len() > 1 {
        payloads.insert(0, sets);
    }
    payloads
}

/// A frame's payloads, each with a picture number of 15 bits.
pub(crate) fn vp8_payloads(frame: &[u8], most: usize, number: u16) -> Vec<Vec<u8>> {
    let [high, low] = (number & 0x7FFF).to_be_bytes();
    let pieces = frame.chunks(most).enumerate();
    let payloads = pieces.map(|(index, piece)| {
        let begins = u8::from(index == 0) << 4;
        [&[0x80 | begins, 0x80, 0x80 | high, low][..], piece].concat()
    });
    payloads.collect()
}

/// An Opus packet with earlier ones, oldest first, each with its distance in samples.
pub(crate) fn red_payload(packet: &[u8], earlier: &[(u32, &[u8])]) -> Vec<u8> {
    let mut payload = Vec::new();
    for (behind, data) in earlier {
        let header = *behind << 10 | u32::try_from(data.len()).unwrap();
        let [_, a, b, c] = header.to_be_bytes();
        payload.extend([0x80 | OPUS, a, b, c]);
    }
    payload.push(OPUS);
    for (_, data) in earlier {
        payload.extend(*data);
    }
    payload.extend(packet);
    payload
}
