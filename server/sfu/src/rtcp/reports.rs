//! Writing what a peer is told: sender reports with the source's name (RFC 3550 sections 6.4.1, 6.5), what of its own
//! sources came (6.4.2), goodbyes (6.6).

const VERSION: u8 = 2 << 6;
const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const SOURCE_DESCRIPTION: u8 = 202;
const GOODBYE: u8 = 203;
const CNAME: u8 = 1;
/// The longest name that its length can tell.
const LONGEST_NAME: usize = 255;

/// How far a source has come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SenderReport {
    pub(crate) ssrc: u32,
    /// The wall clock, in 32.32 fixed point since 1900.
    pub(crate) ntp: u64,
    /// The media's clock at that time.
    pub(crate) timestamp: u32,
    pub(crate) packets: u32,
    pub(crate) bytes: u32,
}

impl SenderReport {
    /// Appends the report and the source's canonical name.
    pub(crate) fn write(&self, compound: &mut Vec<u8>, cname: &str) {
        compound.extend_from_slice(&[VERSION, SENDER_REPORT, 0, 6]);
        compound.extend_from_slice(&self.ssrc.to_be_bytes());
        compound.extend_from_slice(&self.ntp.to_be_bytes());
        compound.extend_from_slice(&self.timestamp.to_be_bytes());
        compound.extend_from_slice(&self.packets.to_be_bytes());
        compound.extend_from_slice(&self.bytes.to_be_bytes());

        let name = cname
            .as_bytes()
            .get(..cname.len().min(LONGEST_NAME))
            .unwrap_or_default();
        // At least one zero ends the items.
        let chunk = (4 + 2 + name.len() + 1).next_multiple_of(4);
        let words = u16::try_from(chunk / 4).unwrap_or_default();
        compound.extend_from_slice(&[VERSION | 1, SOURCE_DESCRIPTION]);
        compound.extend_from_slice(&words.to_be_bytes());
        let end = compound.len() + chunk;
        compound.extend_from_slice(&self.ssrc.to_be_bytes());
        compound.extend_from_slice(&[CNAME, u8::try_from(name.len()).unwrap_or_default()]);
        compound.extend_from_slice(name);
        compound.resize(end, 0);
    }
}

/// What of a peer's source came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReceptionReport {
    pub(crate) ssrc: u32,
    /// The part of the packets since the last report that was lost, in 1/256.
    pub(crate) lost_lately: u8,
    /// All packets lost; 24 bits of it are told.
    pub(crate) lost: u32,
    /// The highest number, with how often the numbers have begun anew.
    pub(crate) highest: u32,
    /// By how much arrivals waver, in ticks of the media's clock.
    pub(crate) jitter: u32,
    /// The middle 32 bits of the NTP time in the source's last report; 0 if there was none.
    pub(crate) last_report: u32,
    /// How long ago that came, in 1/65,536 s.
    pub(crate) delay: u32,
}

/// Appends a receiver's report; it has room for 31 sources.
pub(crate) fn write_receptions(compound: &mut Vec<u8>, own: u32, receptions: &[ReceptionReport]) {
    let receptions = receptions.get(..receptions.len().min(31)).unwrap_or_default();
    let count = u8::try_from(receptions.len()).unwrap_or_default();
    compound.extend_from_slice(&[VERSION | count, RECEIVER_REPORT, 0, 1 + 6 * count]);
    compound.extend_from_slice(&own.to_be_bytes());
    for report in receptions {
        let [_, lost @ ..] = report.lost.min(0x7F_FFFF).to_be_bytes();
        compound.extend_from_slice(&report.ssrc.to_be_bytes());
        compound.push(report.lost_lately);
        compound.extend_from_slice(&lost);
        for word in [report.highest, report.jitter, report.last_report, report.delay] {
            compound.extend_from_slice(&word.to_be_bytes());
        }
    }
}

/// Appends the end of a source.
pub(crate) fn goodbye(compound: &mut Vec<u8>, ssrc: u32) {
    compound.extend_from_slice(&[VERSION | 1, GOODBYE, 0, 1]);
    compound.extend_from_slice(&ssrc.to_be_bytes());
}
