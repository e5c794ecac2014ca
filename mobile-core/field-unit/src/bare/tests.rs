//! What leaves the phone of a clip, a sound note or a photo, and what is refused.

mod any_bytes;
mod clips;
mod other_tracks;
mod photos;

use domain::order::MediaType;

use super::{Unfit, make_bare};

/// A second of pictures and sound, with where and by what it was taken and a track of time codes (`bindings/clip`).
const FILMED: &[u8] = include_bytes!("../../../../bindings/clip/filmed.mp4");

/// The same in fragments.
const FRAGMENTED: &[u8] = include_bytes!("../../../../bindings/clip/fragmented.mp4");

/// Where a clip was taken, as it stands in it.
const PLACE: &[u8] = b"+47.1410+009.5209/";

/// A box of this name around bytes.
fn mp4_box(name: &[u8], inside: &[&[u8]]) -> Vec<u8> {
    let inside = inside.concat();
    let length = u32::try_from(inside.len() + 8).unwrap();
    [&length.to_be_bytes(), name, &inside].concat()
}

/// Numbers of four bytes, one after the other.
fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A track of this kind with samples of these kinds, among these boxes.
fn track(kind: &[u8], codecs: &[&[u8; 4]], beside: &[Vec<u8>], tables: &[Vec<u8>]) -> Vec<u8> {
    let entries: Vec<_> = codecs
        .iter()
        .map(|codec| mp4_box(*codec, &[b"how to decode it"]))
        .collect();
    let count = u32::try_from(entries.len()).unwrap();
    let described = mp4_box(b"stsd", &[&numbers(&[0, count]), &entries.concat()]);
    let handler = mp4_box(b"hdlr", &[&numbers(&[0, 0]), kind, &[0; 13]]);
    let stbl = mp4_box(b"stbl", &[&described, &tables.concat()]);
    let mdia = mp4_box(b"mdia", &[&handler, &mp4_box(b"minf", &[&stbl])]);
    mp4_box(b"trak", &[&mdia, &beside.concat()])
}

/// A file of these tracks and a sample, with these boxes among and after them.
fn file(tracks: &[Vec<u8>], among: &[Vec<u8>], after: &[Vec<u8>]) -> Vec<u8> {
    let moov = mp4_box(
        b"moov",
        &[
            &mp4_box(b"mvhd", &[&[0; 12], b"how long"]),
            &tracks.concat(),
            &among.concat(),
        ],
    );
    let sample = mp4_box(b"mdat", &[b"a sample"]);
    [mp4_box(b"ftyp", &[b"isom"]), moov, sample, after.concat()].concat()
}

/// What is left of a clip.
fn bare(clip: &[u8]) -> Result<Vec<u8>, Unfit> {
    let mut bytes = clip.to_vec();
    make_bare(MediaType::Clip, &mut bytes).map(|()| bytes)
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
