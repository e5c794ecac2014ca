//! Shows what `bringing` writes.

use super::*;

#[test]
fn base64_is_that_of_its_standard() {
    // RFC 4648 section 10.
    for (text, written) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
        ("image/jpeg", "aW1hZ2UvanBlZw=="),
    ] {
        assert_eq!(base64(text.as_bytes()), written);
    }
    assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
}
