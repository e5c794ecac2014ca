//! Headers of tus, right and wrong.

use axum::http::HeaderValue;

use super::*;

fn said(name: HeaderName, value: &str) -> HeaderMap {
    HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
}

#[test]
fn metadata_says_name_and_kind_in_any_sequence_among_other_things() {
    let sha256 = "ab".repeat(32);
    let (name, kind) = (
        STANDARD.encode(&sha256),
        STANDARD.encode("audio/webm;codecs=opus"),
    );
    let media_type = MediaType::WebM;
    for pairs in [
        format!("sha256 {name},filetype {kind}"),
        format!("filename d29ybGQ=, filetype {kind}, is_confidential, sha256 {name}"),
    ] {
        let read = Metadata::read(&said(UPLOAD_METADATA, &pairs)).unwrap();
        let sha256 = sha256.clone();
        assert_eq!(read, Metadata { sha256, media_type });
    }
}

#[test]
fn metadata_that_says_too_little_or_strange_things_is_refused_by_name() {
    let name = STANDARD.encode("ab".repeat(32));
    let png = STANDARD.encode("image/png");
    for (pairs, status) in [
        (String::new(), 400),
        (format!("sha256 {name}"), 400),
        ("filetype aW1hZ2UvanBlZw==".to_owned(), 400),
        (format!("sha256 {name},filetype *"), 400),
        (format!("sha256 {name},filetype {png}"), 415),
    ] {
        let fault = Metadata::read(&said(UPLOAD_METADATA, &pairs)).unwrap_err();
        assert_eq!(
            (fault.status().as_u16(), fault.field()),
            (status, Some("Upload-Metadata")),
            "{pairs}"
        );
    }
    assert!(Metadata::read(&HeaderMap::new()).is_err());
}

#[test]
fn numbers_are_digits_that_fit() {
    let length = HeaderName::from_static("upload-length");
    assert_eq!(
        number(&said(length.clone(), "8388608"), &length).unwrap(),
        8_388_608
    );
    for text in ["", "-1", "+1", "1.5", "99999999999999999999"] {
        let fault = number(&said(length.clone(), text), &length).unwrap_err();
        assert_eq!(fault.field(), Some("upload-length"), "{text}");
    }
    assert!(number(&HeaderMap::new(), &length).is_err());
}
