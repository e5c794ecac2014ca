//! What a server's SDP lacks, told as sentences.

use super::lacks;

const WHOLE: &str = "v=0\r\n\
    m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n\
    a=sendrecv\r\n\
    m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n\
    a=rtpmap:96 VP8/90000\r\n\
    a=rtcp-fb:96 nack\r\n\
    a=rtcp-fb:96 nack pli\r\n\
    a=rtcp-fb:96 transport-cc\r\n\
    a=rtpmap:97 rtx/90000\r\n\
    a=fmtp:97 apt=96\r\n\
    a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n";

fn without(lines: &[&str]) -> String {
    let kept = WHOLE.lines().filter(|line| !lines.contains(line));
    kept.flat_map(|line| [line, "\r\n"]).collect()
}

#[test]
fn a_server_that_takes_all_three_lacks_nothing() {
    assert!(lacks(WHOLE).is_empty());
}

#[test]
fn a_server_that_only_takes_key_frame_requests_lacks_nack() {
    assert_eq!(lacks(&without(&["a=rtcp-fb:96 nack"])), ["nack"]);
}

#[test]
fn repair_of_another_codec_is_no_repair() {
    let other = WHOLE.replace("apt=96", "apt=98");
    assert_eq!(lacks(&other), ["rtx"]);
}

#[test]
fn transport_feedback_takes_the_feedback_as_well_as_the_numbers() {
    let numbers = "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    assert_eq!(lacks(&without(&[numbers])), ["twcc"]);
    assert_eq!(lacks(&without(&["a=rtcp-fb:96 transport-cc"])), ["twcc"]);
}

#[test]
fn what_another_section_takes_does_not_count() {
    let bare = without(&[
        "a=rtcp-fb:96 nack",
        "a=rtcp-fb:96 transport-cc",
        "a=fmtp:97 apt=96",
    ]);
    let audio = format!("{bare}m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=rtcp-fb:96 nack\r\na=fmtp:97 apt=96\r\n");
    assert_eq!(lacks(&audio), ["nack", "rtx", "twcc"]);
}

#[test]
fn a_session_with_no_video_yet_lacks_nothing() {
    assert!(lacks("v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n").is_empty());
}
