//! The text of a file that somebody wrote with an office program.
//!
//! It has to be UTF-8. What such programs write instead, GBK or UTF-16, is recognised and refused, since a
//! guess at names would be found out only in an emergency.

/// Why a file is not taken for text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodingFault {
    /// It is in the encoding of Chinese Windows.
    #[error(
        "line {line} is not UTF-8 but looks like GBK; save the file as \"CSV UTF-8\" (or run iconv -f GBK -t UTF-8)"
    )]
    Gbk {
        /// The first line that shows it, counted from 1.
        line: u64,
    },
    /// It is in UTF-16, as "Unicode text" of office programs.
    #[error("the file is UTF-16; save it as \"CSV UTF-8\"")]
    Utf16,
    /// It is in no encoding that is known here.
    #[error("line {line} is not UTF-8; save the file as \"CSV UTF-8\"")]
    NotUtf8 {
        /// The first line that shows it, counted from 1.
        line: u64,
    },
}

/// The text of a file, without the mark that may stand before it.
pub fn spreadsheet_text(bytes: &[u8]) -> Result<&str, EncodingFault> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(EncodingFault::Utf16);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|fault| {
        let (good, _) = bytes.split_at(fault.valid_up_to());
        let line = good
            .iter()
            .filter(|&&byte| byte == b'\n')
            .fold(1, |line, _| line + 1);
        // From the start of its line: inside, a pair of GBK could be cut in two.
        let start = good
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |end| end + 1);
        if bytes.get(start..).is_some_and(is_gbk) {
            EncodingFault::Gbk { line }
        } else {
            EncodingFault::NotUtf8 { line }
        }
    })
}

/// Whether all bytes beyond ASCII are pairs as GBK has them.
fn is_gbk(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        if byte.is_ascii() {
            continue;
        }
        let second = bytes.next();
        if !(0x81..=0xfe).contains(byte)
            || !second.is_some_and(|byte| (0x40..=0xfe).contains(byte) && *byte != 0x7f)
        {
            return false;
        }
    }
    true
}
