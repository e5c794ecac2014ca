//! Tests of reading points, good and bad.

use super::*;

fn fault(bytes: &[u8]) -> String {
    format!("{:#}", parse(bytes).unwrap_err())
}

#[test]
fn points_are_read_however_a_spreadsheet_writes_them() {
    let plain = parse(b"id,lat,lon\nU1,47.1,9.5\nU2,-1,-2.5\n").unwrap();
    assert_eq!(plain.len(), 2);
    assert_eq!((plain[0].id.as_str(), plain[0].line), ("U1", 2));
    assert_eq!(plain[1].at, LatLon::new(-1.0, -2.5).unwrap());
    let fancy = "\u{feff}lon, lat ,ID,note\r\n9.5,47.1,\"宝山 1\",\"a, b\"\r\n-2.5,-1,U2\r\n";
    let fancy = parse(fancy.as_bytes()).unwrap();
    assert_eq!(fancy[0].id, "宝山 1");
    assert_eq!(
        fancy.iter().map(|point| point.at).collect::<Vec<_>>(),
        plain.iter().map(|point| point.at).collect::<Vec<_>>()
    );
    assert_eq!(parse(b"id,lat,lon\n").unwrap(), []);
}

#[test]
fn a_fault_is_told_with_its_line_field_and_cure() {
    for (bytes, words) in [
        (&b""[..], &["empty", "id,lat,lon"][..]),
        (b"\xef\xbb\xbf \n", &["empty"]),
        (
            b"id,lat,lon\nU1,47.1,9.5\n\xb1\xa6\xc9\xbd,31.4,121.4\n",
            &["line 3", "UTF-8", "GBK"],
        ),
        (b"\xff\xfei\0d\0", &["UTF-16", "save it as"]),
        (
            b"id,latitude,lon\nU1,47,9\n",
            &["line 1", "column lat", "id,lat,lon"],
        ),
        (b"47.1,9.5\n", &["line 1", "column id"]),
        (b"id,lat,lon\nU1,47.1\n", &["line 2", "lon is missing"]),
        (
            b"id,lat,lon\nU1,47.1,9.5\n,47.1,9.5\n",
            &["line 3", "id is missing"],
        ),
        (
            b"id,lat,lon\nU1,north,9.5\n",
            &["line 2", "lat \"north\" is no number"],
        ),
        (
            b"id,lat,lon\nU1,121.4,31.4\n",
            &["line 2", "lat must be", "121.4,31.4", "lat comes first"],
        ),
        (b"id,lat,lon\nU1,47.1,NaN\n", &["line 2", "lon must be"]),
        (b"id,lat,lon\nU1,47.1,200\n", &["line 2", "lon must be"]),
    ] {
        let fault = fault(bytes);
        for word in words {
            assert!(fault.contains(word), "{fault:?} lacks {word:?}");
        }
    }
}
