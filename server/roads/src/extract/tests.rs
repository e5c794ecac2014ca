//! Tests of reading extracts, whole and broken.

use super::*;

const LIECHTENSTEIN: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../yike/data/liechtenstein-2013-08-03.osm.pbf"
));

fn count(bytes: &[u8]) -> Result<(usize, usize, usize), ExtractError> {
    let (mut nodes, mut ways, mut relations) = (0, 0, 0);
    for_each_element(bytes, |element| match element {
        Element::Node(_) | Element::DenseNode(_) => nodes += 1,
        Element::Way(_) => ways += 1,
        Element::Relation(_) => relations += 1,
    })?;
    Ok((nodes, ways, relations))
}

#[test]
fn a_whole_extract_is_read() {
    assert_eq!(count(LIECHTENSTEIN), Ok((65_733, 7_121, 113)));
}

#[test]
fn a_broken_extract_is_an_error() {
    let bytes = LIECHTENSTEIN;
    assert_eq!(count(&[]), Err(ExtractError::Empty));
    for broken in [
        &b"hello, this is no map"[..],
        &[0; 64],
        &[0xff; 64],
        &bytes[..1000],
        &bytes[..bytes.len() - 1],
        &bytes[1..],
    ] {
        let fault = count(broken).unwrap_err();
        assert!(matches!(fault, ExtractError::Broken(_)), "{fault}");
    }
    let mut flipped = bytes.to_vec();
    flipped[bytes.len() / 2] ^= 0x10;
    assert!(matches!(count(&flipped), Err(ExtractError::Broken(_))));
}

#[test]
fn ids_that_overflow_are_an_error() {
    assert_eq!(count(&dense_nodes(&[1, 1, 1])), Ok((3, 0, 0)));
    let fault = count(&dense_nodes(&[i64::MAX, i64::MAX])).unwrap_err();
    assert_eq!(fault, ExtractError::Broken("numbers out of range".to_owned()));
}

/// An extract of dense nodes with the id differences `ids`, encoded by hand.
fn dense_nodes(ids: &[i64]) -> Vec<u8> {
    let zigzag = |value: i64| ((value << 1) ^ (value >> 63)).cast_unsigned();
    let packed: Vec<u8> = ids.iter().flat_map(|&id| varint(zigzag(id))).collect();
    let zeros = vec![0; ids.len()];
    let dense = [field(1, &packed), field(8, &zeros), field(9, &zeros)].concat();
    let block = [field(1, &field(1, b"")), field(2, &field(2, &dense))].concat();
    let blob = field(1, &block);
    let header = [field(1, b"OSMData"), vec![3 << 3], varint(blob.len() as u64)].concat();
    let length = u32::try_from(header.len()).unwrap().to_be_bytes();
    [&length[..], &header, &blob].concat()
}

/// A length-delimited protobuf field.
fn field(number: u8, content: &[u8]) -> Vec<u8> {
    [
        vec![number << 3 | 2],
        varint(content.len() as u64),
        content.to_vec(),
    ]
    .concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
