//! How the small hall takes photos and sound notes.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;

/// A name, a kind and all bytes.
type Whole = (String, String, Vec<u8>);

/// How the small hall takes photos and sound notes.
#[derive(Default)]
pub(super) struct Uploads {
    /// Whether it is one of before there were uploads.
    pub(super) old: bool,
    /// After so many pieces it hangs up, having kept half of the next one.
    pub(super) breaks_after: Option<usize>,
    /// What has come in part, with its kind and its length.
    begun: BTreeMap<String, (String, usize, Vec<u8>)>,
    pub(super) whole: Vec<Whole>,
    /// What was asked, by method and offset.
    pub(super) asked: Vec<String>,
}

impl Uploads {
    /// Status with headers, and body; no status hangs up.
    pub(super) fn answer(
        &mut self,
        head: &str,
        header: impl Fn(&str) -> Option<String>,
        body: &[u8],
    ) -> (String, String) {
        let mut words = head.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let name = path.rsplit('/').next().unwrap().to_owned();
        if path.starts_with("/api/photos/") {
            let kind = header("content-type:").unwrap();
            self.whole.push((name, kind, body.to_vec()));
            return ("204 No Content".to_owned(), String::new());
        }
        if method == "GET" {
            // Sent as text: what is asked for in these stories is.
            let whole = self.whole.iter().find(|(known, ..)| *known == name);
            self.asked.push("GET".to_owned());
            return match whole {
                Some((.., bytes)) => ("200 OK".to_owned(), String::from_utf8(bytes.clone()).unwrap()),
                None => ("404 Not Found".to_owned(), "{}".to_owned()),
            };
        }
        if self.old {
            return ("404 Not Found".to_owned(), "{}".to_owned());
        }
        assert_eq!(header("tus-resumable:").as_deref(), Some("1.0.0"));
        if method == "POST" {
            let said = header("upload-metadata:").unwrap();
            let (name, kind) = said
                .strip_prefix("sha256 ")
                .unwrap()
                .split_once(",filetype ")
                .unwrap();
            let kind = match kind {
                "aW1hZ2UvanBlZw==" => "image/jpeg",
                "YXVkaW8vb2dn" => "audio/ogg",
                "dmlkZW8vbXA0" => "video/mp4",
                other => panic!("{other}"),
            };
            let length = header("upload-length:").unwrap().parse().unwrap();
            let name = String::from_utf8(STANDARD.decode(name).unwrap()).unwrap();
            let begun = self
                .begun
                .entry(name)
                .or_insert_with(|| (kind.to_owned(), length, Vec::new()));
            let offset = begun.2.len();
            self.asked.push(format!("POST {offset}"));
            return (format!("201 Created\r\nupload-offset: {offset}"), String::new());
        }
        assert_eq!(method, "PATCH");
        let offset: usize = header("upload-offset:").unwrap().parse().unwrap();
        self.asked.push(format!("PATCH {offset}"));
        let (kind, length, here) = self.begun.get_mut(&name).unwrap();
        assert_eq!(here.len(), offset);
        if self.breaks_after == Some(0) {
            self.breaks_after = None;
            here.extend_from_slice(&body[..body.len() / 2]);
            return (String::new(), String::new());
        }
        self.breaks_after = self.breaks_after.map(|left| left - 1);
        here.extend_from_slice(body);
        let offset = here.len();
        if offset == *length {
            self.whole.push((name, kind.clone(), here.clone()));
        }
        (
            format!("204 No Content\r\nupload-offset: {offset}"),
            String::new(),
        )
    }
}

impl SmallHall {
    pub(super) async fn until_whole(&self, count: usize) -> Vec<Whole> {
        loop {
            let whole = self.uploads(|uploads| uploads.whole.clone());
            if whole.len() >= count {
                return whole;
            }
            sleep(Duration::from_millis(10)).await;
        }
    }
}
