//! What a server's side of a viewer's session does not take of the three by which a stream is kept whole.
//!
//! It is read from the server's SDP, an answer or an offer, since a server is only bound to what it wrote there.

/// Any lost packet may be asked for again.
const NACK: &str = "nack";
/// Packets that are sent again have a stream of their own (RFC 4588).
const RTX: &str = "rtx";
/// Arrivals are told for all streams of a transport, which is what the sender's rate is found by.
const TWCC: &str = "twcc";
/// The header extension that numbers packets for it.
const TRANSPORT_WIDE: &str = "draft-holmer-rmcat-transport-wide-cc-extensions-01";

/// What the first VP8 of the first video in a server's SDP lacks; nothing if there is no such video.
pub(crate) fn lacks(sdp: &str) -> Vec<&'static str> {
    let video: Vec<&str> = sdp
        .lines()
        .skip_while(|line| !line.starts_with("m=video"))
        .enumerate()
        .take_while(|&(place, line)| place == 0 || !line.starts_with("m="))
        .map(|(_, line)| line.trim_end())
        .collect();
    let values = |name: &'static str| video.iter().filter_map(move |line| line.strip_prefix(name));
    let vp8 = values("a=rtpmap:").find_map(|map| {
        let (payload_type, codec) = map.split_once(' ')?;
        codec
            .to_ascii_uppercase()
            .starts_with("VP8/")
            .then_some(payload_type)
    });
    let Some(vp8) = vp8 else {
        return Vec::new();
    };
    let feeds_back = |what: &str| {
        values("a=rtcp-fb:")
            .filter_map(|feedback| feedback.split_once(' '))
            .any(|(of, feedback)| (of == vp8 || of == "*") && feedback == what)
    };
    let repairs = format!("apt={vp8}");
    let is_repaired = values("a=fmtp:")
        .filter_map(|format| format.split_once(' '))
        .any(|(_, format)| format.split(';').any(|parameter| parameter.trim() == repairs));
    let is_numbered = values("a=extmap:").any(|extension| extension.contains(TRANSPORT_WIDE));
    [
        (NACK, feeds_back("nack")),
        (RTX, is_repaired),
        (TWCC, feeds_back("transport-cc") && is_numbered),
    ]
    .into_iter()
    .filter_map(|(what, is_taken)| (!is_taken).then_some(what))
    .collect()
}

#[cfg(test)]
mod tests;
