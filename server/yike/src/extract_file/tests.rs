//! Tests of reading an extract, good and broken.

use super::*;
use crate::demo::DISTRICT_PBF;

#[test]
fn a_fault_is_told_with_what_named_the_file_and_its_cure() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("district.osm.pbf");
    let named = format!("--roads {}: ", file.display());
    let fault = |read: anyhow::Result<RoadNetwork>| format!("{:#}", read.unwrap_err());
    let gone = fault(ExtractFile::read("--roads", &file).and_then(|extract| extract.roads()));
    assert!(
        gone.starts_with(&format!("{named}cannot be read; give the path")),
        "{gone}"
    );
    for (bytes, said) in [
        (&b""[..], "the OpenStreetMap extract is empty; download"),
        (b"no map", "not a whole OpenStreetMap PBF file"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let extract = ExtractFile::read("--roads", &file).unwrap();
        let why = fault(extract.roads());
        assert!(why.starts_with(&format!("{named}{said}")), "{why}");
        let again = extract.gazetteer().unwrap_err().to_string();
        assert_eq!(why, again, "whoever reads it first");
    }
}

#[test]
fn a_whole_extract_has_roads_with_names() {
    let extract = ExtractFile::embedded(DISTRICT_PBF);
    assert!(extract.roads().unwrap().streets().count() > 1000);
    assert!(extract.gazetteer().unwrap().len() > 1000);
}
