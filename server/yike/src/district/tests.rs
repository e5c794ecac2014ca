//! Tests of reading a district's files, good and broken.

use hall::config::Config;

use super::*;

/// Reads a district whose settings name files with these contents.
async fn read(roads: Option<&[u8]>, list: Option<&[u8]>) -> anyhow::Result<District> {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::read(None, []).unwrap();
    for (name, content, setting) in [
        ("district.osm.pbf", roads, &mut config.roads),
        ("places.csv", list, &mut config.gazetteer_csv),
    ] {
        if let Some(content) = content {
            let file = folder.path().join(name);
            std::fs::write(&file, content).unwrap();
            *setting = Some(file);
        }
    }
    District::read(&config).await
}

const LIST: &[u8] = "name,lat,lon\n宝山泵站,31.39,121.40\n".as_bytes();

#[tokio::test]
async fn what_is_named_is_read() {
    assert_eq!(read(None, None).await.unwrap().gazetteer.len(), 0);
    assert_eq!(read(None, Some(LIST)).await.unwrap().gazetteer.len(), 1);
    let embedded = District::embedded(crate::demo::DISTRICT_PBF).await.unwrap();
    let both = read(Some(crate::demo::DISTRICT_PBF), Some(LIST)).await.unwrap();
    assert_eq!(both.gazetteer.len(), embedded.gazetteer.len() + 1);
}

#[tokio::test]
async fn a_broken_file_is_told_with_its_setting() {
    for (roads, list, named, said) in [
        (
            Some(&b""[..]),
            None,
            "roads ",
            "district.osm.pbf: the OpenStreetMap extract is empty",
        ),
        (
            Some(&b"no map"[..]),
            Some(LIST),
            "roads ",
            "district.osm.pbf: not a whole OpenStreetMap PBF file",
        ),
        (
            None,
            Some(&b"name,lat\n"[..]),
            "gazetteer_csv ",
            "places.csv: line 1 has no column `lon`",
        ),
        (
            None,
            Some(&b"name,lat,lon\n\xb1\xa6\xc9\xbd,31,121\n"[..]),
            "gazetteer_csv ",
            "places.csv: line 2 is not UTF-8 but looks like GBK; save",
        ),
    ] {
        let fault = format!("{:#}", read(roads, list).await.unwrap_err());
        assert!(fault.starts_with(named) && fault.contains(said), "{fault}");
    }
}
