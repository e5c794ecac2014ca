//! Addresses that are signed as they are, and others.

use super::*;

#[test]
fn what_a_url_parser_writes_just_so_is_an_origin() {
    for good in [
        "https://hall.example",
        "https://hall.example:8443",
        "http://hall.example:443",
        "https://hall.example:80",
        "http://localhost:1",
        "http://127.0.0.1:65535",
        "https://[::1]:8443",
        "https://[2001:db8::1]",
        "https://xn--pss25c.example",
        "https://hall_1.a-b.example",
    ] {
        assert!(is_origin(good), "{good}");
    }
}

#[test]
fn what_it_writes_otherwise_is_none() {
    for bad in [
        "",
        "hall.example",
        "ftp://hall.example",
        "https://",
        "https://:8443",
        "HTTPS://hall.example",
        "https://Hall.example",
        "https://hall.example/",
        "https://hall.example/path",
        "https://hall.example?query",
        "https://hall.example#part",
        "https://user@hall.example",
        "https://hall.example:",
        "https://hall.example:443",
        "http://hall.example:80",
        "https://hall.example:0443",
        "https://hall.example:08443",
        "https://hall.example:+8443",
        "https://hall.example:0",
        "https://hall.example:65536",
        "https://hall.example:8443:1",
        "https://hall..example",
        "https://.hall.example",
        "https://hall.example.",
        "https://-hall.example",
        "https://1",
        "https://127.1",
        "https://127.0.0.01",
        "https://127.0.0.256",
        "https://hall.0x7f",
        "https://hall.1",
        "https://[::1",
        "https://::1",
        "https://[::1]8443",
        "https://[0::1]",
        "https://[::ABCD]",
        "https://[2001:db8:0:0:0:0:0:1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::ffff:7f00:1]",
        "https://[fe80::1%25eth0]",
        "https://\u{5927}.example",
        "https://hall.example\u{a0}",
        "https://hall.exa mple",
    ] {
        assert!(!is_origin(bad), "{bad}");
    }
}
