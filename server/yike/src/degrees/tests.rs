//! Tests of typed places.

use super::*;

#[test]
fn a_place_is_two_numbers_in_their_sequence() {
    let vaduz = LatLon::new(47.14, 9.52).unwrap();
    assert_eq!(pair("47.14,9.52").unwrap(), vaduz);
    assert_eq!(pair(" 47.14 , 9.52 ").unwrap(), vaduz);
    for (text, said) in [
        ("47.14", "with a comma between"),
        ("north,9", "lat \"north\" is no number"),
        ("47,", "lon \"\" is no number"),
        ("95,9", "lat must be"),
        ("47,NaN", "lon must be"),
        ("121.4,31.4", "lat comes first"),
    ] {
        let fault = format!("{:#}", pair(text).unwrap_err());
        assert!(fault.contains(said), "{text}: {fault}");
    }
}
