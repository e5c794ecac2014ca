//! The committed TypeScript is what the protocol crate generates.
//!
//! `YIKE_UPDATE=1 cargo test -p tests typescript` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use protocol::api::{
    ArrivedByHand, BreachReason, DrillAgain, DrillView, DuplicateQuestion, DuplicateView, Duty, EditIncident,
    EnrolmentView, KindReport, MediaView, MergeInto, NearestAddress, NewClosure, NewEnrolment, NewIncident,
    NewMessage, NewOffer, NewOrder, NewPerson, NewPush, NewRecording, NewSession, NewTown, NewUnit,
    NoticeReport, OrderKindView, OrderUnits, PersonView, PhoneView, PlacesFound, PromiseCells, PromiseMinute,
    PushKey, PushNotice, ReachView, ReadMessages, Reason, Recommendations, RecordingView, RouteView, Rule,
    SignedIn, Telephone, WayView,
};
use protocol::{ToHall, ToUnit, ToViewer, ViewerToHall, api::Fault};
use ts_rs::{Config, TS};

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../web-viewer/src/protocol");

#[test]
fn the_committed_typescript_is_fresh() {
    let fresh = tempfile::tempdir().unwrap();
    generate(fresh.path());
    if env::var("YIKE_UPDATE").is_ok_and(|word| word == "1") {
        let _ = fs::remove_dir_all(COMMITTED);
        generate(Path::new(COMMITTED));
    }
    let (committed, fresh) = (read(Path::new(COMMITTED)), read(fresh.path()));
    let names: BTreeSet<_> = committed.keys().chain(fresh.keys()).collect();
    let stale: Vec<_> = names
        .into_iter()
        .filter(|&name| committed.get(name) != fresh.get(name))
        .collect();
    assert_eq!(
        stale,
        Vec::<&String>::new(),
        "stale: run `YIKE_UPDATE=1 cargo test -p tests typescript` and commit web-viewer/src/protocol"
    );
}

fn generate(folder: &Path) {
    let config = Config::new().with_out_dir(folder);
    ToHall::export_all(&config).unwrap();
    ToUnit::export_all(&config).unwrap();
    ToViewer::export_all(&config).unwrap();
    ViewerToHall::export_all(&config).unwrap();
    ArrivedByHand::export_all(&config).unwrap();
    BreachReason::export_all(&config).unwrap();
    DrillView::export_all(&config).unwrap();
    DrillAgain::export_all(&config).unwrap();
    DuplicateQuestion::export_all(&config).unwrap();
    DuplicateView::export_all(&config).unwrap();
    Duty::export_all(&config).unwrap();
    EditIncident::export_all(&config).unwrap();
    EnrolmentView::export_all(&config).unwrap();
    Fault::export_all(&config).unwrap();
    KindReport::export_all(&config).unwrap();
    NewClosure::export_all(&config).unwrap();
    NewEnrolment::export_all(&config).unwrap();
    MediaView::export_all(&config).unwrap();
    MergeInto::export_all(&config).unwrap();
    NearestAddress::export_all(&config).unwrap();
    NewIncident::export_all(&config).unwrap();
    NewMessage::export_all(&config).unwrap();
    NewOffer::export_all(&config).unwrap();
    ReadMessages::export_all(&config).unwrap();
    OrderUnits::export_all(&config).unwrap();
    OrderKindView::export_all(&config).unwrap();
    NewOrder::export_all(&config).unwrap();
    NewPerson::export_all(&config).unwrap();
    NewPush::export_all(&config).unwrap();
    NoticeReport::export_all(&config).unwrap();
    PushKey::export_all(&config).unwrap();
    PushNotice::export_all(&config).unwrap();
    Telephone::export_all(&config).unwrap();
    WayView::export_all(&config).unwrap();
    NewRecording::export_all(&config).unwrap();
    NewSession::export_all(&config).unwrap();
    NewTown::export_all(&config).unwrap();
    NewUnit::export_all(&config).unwrap();
    PersonView::export_all(&config).unwrap();
    PhoneView::export_all(&config).unwrap();
    PromiseCells::export_all(&config).unwrap();
    PromiseMinute::export_all(&config).unwrap();
    ReachView::export_all(&config).unwrap();
    PlacesFound::export_all(&config).unwrap();
    Reason::export_all(&config).unwrap();
    Recommendations::export_all(&config).unwrap();
    RecordingView::export_all(&config).unwrap();
    RouteView::export_all(&config).unwrap();
    Rule::export_all(&config).unwrap();
    SignedIn::export_all(&config).unwrap();
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect()
}
