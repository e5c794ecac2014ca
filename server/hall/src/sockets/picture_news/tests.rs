//! When a phone hears what of its picture.

use std::time::Duration;

use domain::{Role, Timestamp};
use protocol::{ToUnit, Watcher};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::{PictureNews, Told};
use crate::live::Picture;

fn watched_by(names: &[&str]) -> Vec<Watcher> {
    let watcher = |name: &&str| Watcher {
        name: (*name).to_owned(),
        role: Role::Leader,
        since: Timestamp::from_millis(0),
    };
    names.iter().map(watcher).collect()
}

#[tokio::test]
async fn a_phone_hears_nothing_while_nothing_is_new() {
    let (_hall, picture) = watch::channel(Picture::default());
    let mut news = PictureNews::new(picture);
    assert!(timeout(Duration::from_millis(300), news.next()).await.is_err());
}

#[tokio::test]
async fn which_layers_are_needed_is_told_at_once_to_a_phone_and_not_to_a_page() {
    let (hall, picture) = watch::channel(Picture::default());
    let mut news = PictureNews::new(picture);
    for wanted in [vec![false, true], Vec::new()] {
        hall.send_modify(|picture| picture.layers.clone_from(&wanted));
        let told = timeout(Duration::from_millis(300), news.next()).await.unwrap();
        assert_eq!(told, Told::Layers(wanted.clone()));
        assert_eq!(ToUnit::from(told.clone()), ToUnit::LayersWanted { wanted });
        assert_eq!(told.for_page(), None);
    }
}

#[tokio::test]
async fn whether_the_camera_is_needed_is_told_at_once_and_who_watches_once_a_second() {
    let (hall, picture) = watch::channel(Picture::default());
    let mut news = PictureNews::new(picture);
    let began = Instant::now();
    hall.send_modify(|picture| picture.watchers = watched_by(&["leader"]));
    let watchers = watched_by(&["leader"]);
    assert_eq!(news.next().await, Told::Watched(watchers));
    hall.send_modify(|picture| *picture = Picture::default());
    hall.send_modify(|picture| picture.needed = false);
    assert_eq!(news.next().await, Told::Needed(false));
    hall.send_modify(|picture| picture.watchers = watched_by(&["desk"]));
    let watchers = watched_by(&["desk"]);
    assert_eq!(
        news.next().await,
        Told::Watched(watchers),
        "what was between is not told"
    );
    assert!(began.elapsed() >= Duration::from_secs(1));
}
