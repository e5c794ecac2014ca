//! Where a server is to be reached, told as sentences.

use super::{address, diverted};

const ANSWER: &str = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n\
    a=candidate:1 1 tcp 9 192.0.2.1 443 typ host tcptype passive\r\n\
    a=candidate:2 1 udp 7 192.0.2.1 4000 typ host\r\n\
    a=candidate:3 1 udp 5 192.0.2.2 4001 typ host\r\n\
    a=end-of-candidates\r\n";

#[test]
fn a_server_is_where_its_first_udp_candidate_is() {
    assert_eq!(address(ANSWER).unwrap(), "192.0.2.1:4000".parse().unwrap());
    assert!(address("v=0\r\n").is_err());
}

#[test]
fn a_diverted_answer_names_the_other_address_alone() {
    let diverted = diverted(ANSWER, "127.0.0.1:5000".parse().unwrap());
    assert_eq!(address(&diverted).unwrap(), "127.0.0.1:5000".parse().unwrap());
    assert_eq!(diverted.matches("a=candidate").count(), 1);
    assert!(diverted.ends_with("a=end-of-candidates\r\n"));
}
