//! How many ears an answer speaks of.

use super::ears_in;

#[test]
fn a_peer_hears_where_the_answer_sends_sound() {
    let answer = "v=0\r\na=ice-lite\r\nm=audio 9 X 111\r\na=sendrecv\r\nm=audio 9 X 111\r\na=sendonly\r\n\
        m=video 9 X 96\r\na=sendonly\r\nm=audio 9 X 111\r\na=recvonly\r\n";
    assert_eq!(ears_in(answer), 2);
    assert_eq!(ears_in("v=0\r\nm=audio 9 X 111\r\na=inactive\r\n"), 0);
    assert_eq!(ears_in(""), 0);
}
