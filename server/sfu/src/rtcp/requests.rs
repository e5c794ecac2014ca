//! Writing what is asked of a publisher: lost packets, key frames (RFC 4585 sections 6.2.1, 6.3.1).

const VERSION: u8 = 2 << 6;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;
const NACK: u8 = 1;
const PICTURE_LOSS: u8 = 1;
/// How many packets after the first one an entry can name.
const NAMED: u16 = 16;

/// Appends a request for packets of a source; their numbers ascend.
pub(crate) fn ask_again(compound: &mut Vec<u8>, own: u32, ssrc: u32, missing: &[u16]) {
    if missing.is_empty() {
        return;
    }
    let start = compound.len();
    compound.extend_from_slice(&[VERSION | NACK, TRANSPORT_FEEDBACK, 0, 0]);
    compound.extend_from_slice(&own.to_be_bytes());
    compound.extend_from_slice(&ssrc.to_be_bytes());
    let mut rest = missing.iter().copied().peekable();
    while let Some(first) = rest.next() {
        let mut more = 0_u16;
        while let Some(behind) = rest.peek().map(|seq| seq.wrapping_sub(first)) {
            if !(1..=NAMED).contains(&behind) {
                break;
            }
            more |= 1 << (behind - 1);
            rest.next();
        }
        compound.extend_from_slice(&first.to_be_bytes());
        compound.extend_from_slice(&more.to_be_bytes());
    }
    let words = u16::try_from((compound.len() - start) / 4 - 1).unwrap_or(u16::MAX);
    if let Some(length) = compound.get_mut(start + 2..start + 4) {
        length.copy_from_slice(&words.to_be_bytes());
    }
}

/// Appends a request for a key frame of a source.
pub(crate) fn ask_key_frame(compound: &mut Vec<u8>, own: u32, ssrc: u32) {
    compound.extend_from_slice(&[VERSION | PICTURE_LOSS, PAYLOAD_FEEDBACK, 0, 2]);
    compound.extend_from_slice(&own.to_be_bytes());
    compound.extend_from_slice(&ssrc.to_be_bytes());
}
