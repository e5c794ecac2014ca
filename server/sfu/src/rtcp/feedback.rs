//! Reading a peer's feedback (RFC 4585, RFC 5104), as well as what it reports of its own sources.
//!
//! A compound packet is read as far as it makes sense; what is not for us is passed over. Nothing is allocated.

const VERSION: u8 = 2;
const HEADER: usize = 4;
const REPORT_BLOCK: usize = 24;

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const GOODBYE: u8 = 203;
const TRANSPORT_FEEDBACK: u8 = 205;
const PAYLOAD_FEEDBACK: u8 = 206;

const NACK: u8 = 1;
const PICTURE_LOSS: u8 = 1;
const FULL_INTRA_REQUEST: u8 = 4;
const APPLICATION_LAYER: u8 = 15;
/// What an estimate begins with.
const ESTIMATE: u32 = u32::from_be_bytes(*b"REMB");

/// Something a peer said, of what it gets or of what it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feedback {
    /// It misses packets: `first`, and of the sixteen after it those whose bit is set, the lowest for the next.
    Missing {
        /// The source.
        ssrc: u32,
        /// The first one's number.
        first: u16,
        /// Those after it.
        more: u16,
    },
    /// It needs a key frame.
    KeyFrameWanted {
        /// The source.
        ssrc: u32,
    },
    /// It tells what came of a source, and of that one's reports: the middle of the newest one's time, and how long ago it
    /// came, both in 1/65,536 s.
    Reported {
        /// The source.
        ssrc: u32,
        /// All packets lost, in 24 bits with a sign.
        lost: u32,
        /// The highest number, with how often the numbers have begun anew.
        highest: u32,
        /// The middle 32 bits of the report's NTP time; 0 if it has had none.
        last_report: u32,
        /// The time since.
        delay: u32,
    },
    /// It estimates that its network carries so many bits a second (draft-alvestrand-rmcat-remb).
    Estimated {
        /// The bits.
        bps: u64,
    },
    /// It has sent a report of a source of its own.
    Sent {
        /// Its source.
        ssrc: u32,
        /// The middle 32 bits of the report's NTP time.
        report: u32,
    },
    /// A source of its own has ended.
    Ended {
        /// Its source.
        ssrc: u32,
    },
}

/// Reads a compound packet.
pub(crate) fn read(mut compound: &[u8], mut each: impl FnMut(Feedback)) {
    while let Some((header, rest)) = compound.split_first_chunk::<HEADER>() {
        let [first, kind, high, low] = *header;
        let length = usize::from(u16::from_be_bytes([high, low])) * 4;
        let Some(body) = rest.get(..length).filter(|_| first >> 6 == VERSION) else {
            return;
        };
        let count = first & 0x1F;
        match kind {
            SENDER_REPORT => {
                if let (Some(ssrc), Some(high), Some(low)) = (word(body, 0), word(body, 4), word(body, 8)) {
                    let report = high << 16 | low >> 16;
                    each(Feedback::Sent { ssrc, report });
                }
                read_reports(body.get(24..).unwrap_or_default(), count, &mut each);
            }
            GOODBYE => {
                for source in body.chunks_exact(4).take(usize::from(count)) {
                    if let Some(ssrc) = word(source, 0) {
                        each(Feedback::Ended { ssrc });
                    }
                }
            }
            RECEIVER_REPORT => read_reports(body.get(4..).unwrap_or_default(), count, &mut each),
            TRANSPORT_FEEDBACK if count == NACK => read_missing(body, &mut each),
            PAYLOAD_FEEDBACK if count == PICTURE_LOSS => {
                if let Some(ssrc) = word(body, 4) {
                    each(Feedback::KeyFrameWanted { ssrc });
                }
            }
            PAYLOAD_FEEDBACK if count == FULL_INTRA_REQUEST => {
                // The sources are in the entries, not in the header.
                for entry in body.get(8..).unwrap_or_default().chunks_exact(8) {
                    if let Some(ssrc) = word(entry, 0) {
                        each(Feedback::KeyFrameWanted { ssrc });
                    }
                }
            }
            PAYLOAD_FEEDBACK if count == APPLICATION_LAYER && word(body, 8) == Some(ESTIMATE) => {
                // Behind the number of sources: six bits of exponent, eighteen of mantissa.
                if let Some(estimate) = word(body, 12) {
                    let bps = u64::from(estimate & 0x3_FFFF) << (estimate >> 18 & 0x3F).min(32);
                    each(Feedback::Estimated { bps });
                }
            }
            _ => {}
        }
        compound = rest.get(length..).unwrap_or_default();
    }
}

fn read_reports(blocks: &[u8], count: u8, each: &mut impl FnMut(Feedback)) {
    for block in blocks.chunks_exact(REPORT_BLOCK).take(usize::from(count)) {
        let word = |at| word(block, at);
        let (Some(ssrc), Some(lost), Some(highest)) = (word(0), word(4), word(8)) else {
            continue;
        };
        if let (Some(last_report), Some(delay)) = (word(16), word(20)) {
            each(Feedback::Reported {
                ssrc,
                lost: lost & 0x00FF_FFFF,
                highest,
                last_report,
                delay,
            });
        }
    }
}

fn read_missing(body: &[u8], each: &mut impl FnMut(Feedback)) {
    let Some(ssrc) = word(body, 4) else {
        return;
    };
    for entry in body.get(8..).unwrap_or_default().chunks_exact(4) {
        if let Some(entry) = word(entry, 0) {
            let [first, more] =
                [entry >> 16, entry & 0xFFFF].map(|half| u16::try_from(half).unwrap_or_default());
            each(Feedback::Missing { ssrc, first, more });
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}
