//! A table of headers.

use super::*;

#[test]
fn one_range_of_bytes_is_read_as_the_standard_says() {
    let table: &[(&str, Wanted)] = &[
        ("bytes=0-0", Wanted::Part(0..=0)),
        ("bytes=0-99", Wanted::Part(0..=99)),
        ("bytes=10-19", Wanted::Part(10..=19)),
        ("bytes=10-", Wanted::Part(10..=99)),
        ("bytes=99-", Wanted::Part(99..=99)),
        ("bytes=90-1000", Wanted::Part(90..=99)),
        ("bytes=-1", Wanted::Part(99..=99)),
        ("bytes=-100", Wanted::Part(0..=99)),
        ("bytes=-1000", Wanted::Part(0..=99)),
        ("Bytes = 1 - 2 ", Wanted::Part(1..=2)),
        ("bytes=5-99999999999999999999999999", Wanted::Part(5..=99)),
        ("bytes=100-", Wanted::Unsatisfiable),
        ("bytes=100-200", Wanted::Unsatisfiable),
        ("bytes=99999999999999999999999999-", Wanted::Unsatisfiable),
        ("bytes=-0", Wanted::Unsatisfiable),
        ("bytes=20-10", Wanted::Whole),
        ("bytes=-", Wanted::Whole),
        ("bytes=a-b", Wanted::Whole),
        ("bytes=+1-2", Wanted::Whole),
        ("bytes=0-1,5-6", Wanted::Whole),
        ("bytes", Wanted::Whole),
        ("items=0-1", Wanted::Whole),
        ("", Wanted::Whole),
    ];
    for (header, expected) in table {
        assert_eq!(wanted(Some(header), 100), *expected, "{header}");
    }
    assert_eq!(wanted(None, 100), Wanted::Whole);
}

#[test]
fn no_range_of_nothing_can_be_served() {
    assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Unsatisfiable);
    assert_eq!(wanted(Some("bytes=-5"), 0), Wanted::Unsatisfiable);
    assert_eq!(wanted(None, 0), Wanted::Whole);
}
