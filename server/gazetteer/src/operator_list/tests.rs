//! Tests of the operator's list, whole and broken.

use super::*;

/// 宝山站 in GBK.
const BAOSHAN_STATION_IN_GBK: &[u8] = &[0xb1, 0xa6, 0xc9, 0xbd, 0xd5, 0xbe];

#[test]
fn a_list_is_read() {
    let list = "\u{feff}lat,Name,lon,aliases,address,keeper\r\n\
                31.39,宝山站,121.40,宝站；老站 ; ,友谊路 1 号,\r\n\
                31.4,\"A, B\",121.5,,,x\r\n";
    let sites = read(list.as_bytes()).unwrap();
    let [station, other] = &sites[..] else {
        panic!("{sites:?}")
    };
    assert_eq!(station.names, ["宝山站", "宝站", "老站"]);
    assert_eq!((station.at.lat(), station.at.lon()), (31.39, 121.40));
    assert_eq!(station.address, "友谊路 1 号");
    assert_eq!((other.names[0].as_str(), other.address.as_str()), ("A, B", ""));
}

#[test]
fn each_fault_names_its_line_and_column() {
    let gbk = |before: &str| [before.as_bytes(), BAOSHAN_STATION_IN_GBK, b",31,121\n"].concat();
    for (bytes, message) in [
        (b"".to_vec(), "the list is empty"),
        (b" \n".to_vec(), "the list is empty"),
        (
            gbk("name,lat,lon\n"),
            "line 2 is not UTF-8 but looks like GBK; save the file as \"CSV UTF-8\"",
        ),
        (b"name,lat,lon\nCaf\xe9,31,121\n".to_vec(), "line 2 is not UTF-8"),
        (
            b"name,lat,lon\nx\xff\xff\xff,31,121\n".to_vec(),
            "line 2 is not UTF-8;",
        ),
        (b"\xff\xfen\0a\0".to_vec(), "the file is UTF-16"),
        (b"name,lat\nx,31\n".to_vec(), "line 1 has no column `lon`"),
        (
            b"name;lat;lon\nx;31;121\n".to_vec(),
            "line 1 has no column `name`",
        ),
        (
            b"name,lat,lon\nx,31,121\ny,31\n".to_vec(),
            "line 3: 2 fields, but the header has 3",
        ),
        (
            b"name,lat,lon\nx,31,east\n".to_vec(),
            "line 2, column `lon`: `east` is no number",
        ),
        (
            b"name,lat,lon\nx,31,121\ny,,121\n".to_vec(),
            "line 3, column `lat`: `` is no number",
        ),
        (
            b"name,lat,lon\nx,121,31\n".to_vec(),
            "line 2, column `lat`: lat must be",
        ),
        (
            b"name,lat,lon\nx,31,NaN\n".to_vec(),
            "line 2, column `lon`: lon must be",
        ),
        (
            b"name,lat,lon\n ,31,121\n".to_vec(),
            "line 2, column `name`: the name is empty",
        ),
    ] {
        let fault = read(&bytes).unwrap_err().to_string();
        assert!(fault.starts_with(message), "{fault}\nnot {message}");
    }
}
