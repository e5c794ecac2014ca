//! What goes over the wire, from a real socket.

use std::collections::BTreeMap;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use std::path::PathBuf;

/// Bytes of which each says where it is.
static MAP: [u8; 200_000] = {
    let mut map = [0; 200_000];
    let mut at = 0;
    while at < map.len() {
        map[at] = at.to_le_bytes()[0] ^ at.to_le_bytes()[1];
        at += 1;
    }
    map
};

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

async fn ask(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut socket = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let server = tokio::spawn(axum::serve(listener, router.clone()).into_future());
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: hall\r\nconnection: close\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    socket
        .write_all(format!("{request}\r\n").as_bytes())
        .await
        .unwrap();
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).await.unwrap();
    server.abort();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap()[9..12].parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Answer {
        status,
        headers: headers.collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

/// The same map from memory and from a file.
fn maps() -> (TempDir, [Router; 2]) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("map.pmtiles");
    std::fs::write(&file, MAP).unwrap();
    (
        folder,
        [router(Basemap::Embedded(&MAP)), router(Some(file).into())],
    )
}

const PATH: &str = "/basemap.pmtiles";

#[tokio::test]
async fn a_browser_gets_just_the_part_of_the_map_that_it_asks_for() {
    for map in maps().1 {
        let whole = ask(&map, "GET", PATH, &[]).await;
        assert_eq!((whole.status, whole.header("content-length")), (200, "200000"));
        assert_eq!(whole.header("accept-ranges"), "bytes");
        assert!(whole.body == MAP);

        for (range, said, part) in [
            ("bytes=0-16383", "bytes 0-16383/200000", &MAP[..16384]),
            (
                "bytes=70000-170000",
                "bytes 70000-170000/200000",
                &MAP[70_000..170_001],
            ),
            ("bytes=199999-", "bytes 199999-199999/200000", &MAP[199_999..]),
            ("bytes=-7", "bytes 199993-199999/200000", &MAP[199_993..]),
            (
                "bytes=150000-900000",
                "bytes 150000-199999/200000",
                &MAP[150_000..],
            ),
        ] {
            let answer = ask(&map, "GET", PATH, &[("range", range)]).await;
            assert_eq!(
                (answer.status, answer.header("content-range")),
                (206, said),
                "{range}"
            );
            assert_eq!(answer.header("content-length"), part.len().to_string(), "{range}");
            assert!(answer.body == part, "{range}");
        }

        let beyond = ask(&map, "GET", PATH, &[("range", "bytes=200000-")]).await;
        assert_eq!(
            (beyond.status, beyond.header("content-range")),
            (416, "bytes */200000")
        );
        assert!(beyond.body.is_empty());
    }
}

#[tokio::test]
async fn a_head_says_how_long_the_map_is_and_sends_none_of_it() {
    for map in maps().1 {
        let answer = ask(&map, "HEAD", PATH, &[("range", "bytes=0-9")]).await;
        assert_eq!((answer.status, answer.header("content-length")), (200, "200000"));
        assert!(answer.body.is_empty());
    }
}

#[tokio::test]
async fn parts_of_two_maps_are_never_mixed() {
    let (folder, maps) = maps();
    for map in &maps {
        let etag = ask(map, "HEAD", PATH, &[]).await.header("etag").to_owned();
        let part = [("range", "bytes=0-9"), ("if-range", &etag)];
        assert_eq!(ask(map, "GET", PATH, &part).await.status, 206);
        let stale = [("range", "bytes=0-9"), ("if-range", "\"another\"")];
        let answer = ask(map, "GET", PATH, &stale).await;
        assert_eq!((answer.status, answer.body.len()), (200, 200_000));
        assert_eq!(
            ask(map, "GET", PATH, &[("if-none-match", &etag)]).await.status,
            304
        );
    }
    let etag = ask(&maps[1], "HEAD", PATH, &[]).await.header("etag").to_owned();
    std::fs::write(folder.path().join("map.pmtiles"), "a newer map").unwrap();
    let part = [("range", "bytes=0-3"), ("if-range", &etag)];
    let answer = ask(&maps[1], "GET", PATH, &part).await;
    assert_eq!(
        (answer.status, answer.body.as_slice()),
        (200, b"a newer map".as_slice())
    );
}

#[tokio::test]
async fn a_map_that_is_not_there_is_not_made_up() {
    assert_eq!(ask(&router(Basemap::None), "GET", PATH, &[]).await.status, 404);
    let gone = router(Some(PathBuf::from("/nowhere/map.pmtiles")).into());
    let answer = ask(&gone, "GET", PATH, &[]).await;
    assert_eq!(answer.status, 500);
    assert!(
        !String::from_utf8(answer.body).unwrap().contains("nowhere"),
        "strangers learn no paths"
    );
}

#[tokio::test]
async fn every_answer_forbids_what_pages_do_not_need() {
    let pages = router(Basemap::None);
    for path in ["/", "/field", PATH, "/nowhere"] {
        let answer = ask(&pages, "GET", path, &[]).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(
            policy.contains("script-src 'self';"),
            "{path} lets no inline script run: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn nothing_outside_the_pages_is_served() {
    let pages = router(Basemap::None);
    for path in [
        "/nowhere",
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/assets/../../package.json",
        "//etc/passwd",
        "/assets/",
    ] {
        assert_eq!(ask(&pages, "GET", path, &[]).await.status, 404, "{path}");
    }
    assert_eq!(ask(&pages, "POST", "/nowhere", &[]).await.status, 405);
}

#[tokio::test]
async fn the_pages_are_served_or_the_cure_is_told() {
    let pages = router(Basemap::None);
    for (path, name) in [("/", "index.html"), ("/field", "field.html")] {
        let answer = ask(&pages, "GET", path, &[]).await;
        let Some(built) = Pages::get(name) else {
            assert_eq!(answer.status, 503, "{path}");
            assert!(
                String::from_utf8(answer.body)
                    .unwrap()
                    .contains("cargo xtask build")
            );
            continue;
        };
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(answer.body == *built.data, "{path}");
        let again = ask(&pages, "GET", path, &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
    let asset = Pages::iter().find(|name| name.starts_with(HASHED));
    if let Some(asset) = asset {
        let answer = ask(&pages, "GET", &format!("/{asset}"), &[]).await;
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (200, "public, max-age=31536000, immutable")
        );
    }
}

#[test]
fn a_known_tag_is_found_among_others() {
    let with = |value: &'static str| HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(value))]);
    for (value, known) in [
        ("\"a\"", true),
        ("\"b\", \"a\"", true),
        ("W/\"a\"", true),
        ("*", true),
        ("\"b\"", false),
        ("a", false),
    ] {
        assert_eq!(names(&with(value), "\"a\""), known, "{value}");
    }
}
