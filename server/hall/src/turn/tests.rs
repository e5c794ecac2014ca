//! Who is let through the relays, and with what.

use domain::{PersonId, Timestamp};
use uuid::Uuid;

use super::TurnServers;

const URLS: &str = "turn:turn.example:3478?transport=udp turns:turn.example:443?transport=tcp";

fn relays() -> TurnServers {
    TurnServers::new(URLS, "north".into()).unwrap()
}

#[test]
fn a_password_is_the_signature_of_its_end_with_the_shared_secret() {
    let server = relays().admit(Timestamp::from_millis(1_000_000), PersonId(Uuid::nil()));
    assert_eq!(
        server.urls,
        [
            "turn:turn.example:3478?transport=udp",
            "turns:turn.example:443?transport=tcp"
        ]
    );
    assert_eq!(server.username, "4600:00000000-0000-0000-0000-000000000000");
    // printf %s "$username" | openssl dgst -sha1 -hmac north -binary | base64
    assert_eq!(server.credential, "wdsDiu0c+LPDAJ9PUHLJhmaqy5s=");
}

#[test]
fn what_is_no_turn_url_is_no_relay() {
    for urls in [
        "",
        "stun:turn.example",
        "https://turn.example",
        "turn:",
        "turn:turn.example http://x",
    ] {
        assert_eq!(TurnServers::new(urls, "north".into()), None, "{urls}");
    }
}

#[test]
fn the_secret_is_never_written_down() {
    assert!(!format!("{:?}", relays()).contains("north"));
}
