//! Writing what a viewer is told: sender reports with the source's name (RFC 3550 sections 6.4.1, 6.5), goodbyes (6.6).

const VERSION: u8 = 2 << 6;
const SENDER_REPORT: u8 = 200;
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

/// Appends the end of a source.
pub(crate) fn goodbye(compound: &mut Vec<u8>, ssrc: u32) {
    compound.extend_from_slice(&[VERSION | 1, GOODBYE, 0, 1]);
    compound.extend_from_slice(&ssrc.to_be_bytes());
}
