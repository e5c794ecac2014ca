//! What references say, and that nobody makes one up.

use super::*;
use crate::ids;

fn referred(channel: Channel) -> Referred {
    Referred {
        order: OrderId(ids::fresh()),
        assignment: AssignmentId(ids::fresh()),
        notice: 3,
        channel,
    }
}

#[test]
fn a_reference_is_read_as_it_was_written_and_fits_a_path() {
    let references = References::new(b"a key of the hall");
    for channel in Channel::ALL {
        let of = referred(channel);
        let reference = references.write(of);
        assert_eq!(references.read(&reference), Some(of));
        assert_eq!(reference.len(), 68);
        assert!(
            reference
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
    }
}

#[test]
fn no_other_byte_makes_a_reference() {
    let references = References::new(b"a key of the hall");
    let reference = references.write(referred(Channel::Push));
    let bytes = URL_SAFE_NO_PAD.decode(&reference).unwrap();
    for place in 0..bytes.len() {
        let mut spoiled = bytes.clone();
        spoiled[place] ^= 1;
        assert_eq!(
            references.read(&URL_SAFE_NO_PAD.encode(&spoiled)),
            None,
            "byte {place}"
        );
    }
    for cut in 0..bytes.len() {
        assert_eq!(references.read(&URL_SAFE_NO_PAD.encode(&bytes[..cut])), None);
    }
    let another = References::new(b"the key of another");
    assert_eq!(another.read(&reference), None);
    assert_eq!(references.read("no reference"), None);
}
