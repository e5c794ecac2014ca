//! What was recorded is found again, once.

use domain::{IdSource, TownId, UnitId};
use protocol::api::{GapView, RecordingView};
use tempfile::TempDir;

use super::*;

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(ms)
}

fn fragment(offset: u64, starts_at: i64) -> FragmentRow {
    FragmentRow {
        offset,
        length: 1_000,
        starts_at: at(starts_at),
        duration_ms: 500,
        has_key_frame: offset == 700,
    }
}

#[tokio::test]
async fn a_recording_is_told_by_its_order_and_its_unit() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(3);
    let (unit, order) = (Source::Unit(UnitId(ids.next(at(0)))), OrderId(ids.next(at(0))));
    let recording = RecordingId(ids.next(at(0)));
    let row = NewRow {
        id: recording,
        source: unit,
        order: Some(order),
        by: None,
        started_at: at(1_000),
    };
    store.begin_recording(row).await.unwrap();
    let by_hand = NewRow {
        id: RecordingId(ids.next(at(0))),
        order: None,
        by: Some(PersonId(ids.next(at(0)))),
        started_at: at(9_000),
        ..row
    };
    store.begin_recording(by_hand).await.unwrap();
    assert_eq!(store.recordings_open().await.unwrap().len(), 2, "both go on");

    let gap = Note::Gap {
        recording,
        track: RecordedTrack::Sound,
        from: at(2_000),
        to: at(3_000),
    };
    let mut notes = vec![Note::File {
        recording,
        number: 0,
        init_length: 700,
    }];
    notes.extend(
        [(700, 1_000), (1_700, 1_500), (2_700, 1_700)].map(|(offset, starts_at)| Note::Fragment {
            recording,
            file: 0,
            fragment: fragment(offset, starts_at),
        }),
    );
    store.keep_notes(&notes).await.unwrap();
    notes.extend([
        gap,
        Note::Ended {
            recording,
            at: at(2_000),
        },
    ]);
    store.keep_notes(&notes).await.unwrap();

    let view = store.recording(recording).await.unwrap().unwrap();
    assert_eq!(
        (view.files, view.bytes, view.plays_ms),
        (1, 3_700, 1_200),
        "the last two overlap"
    );
    assert_eq!(
        (view.order, view.by_hand, view.ended_at),
        (Some(order), false, Some(at(2_000)))
    );
    assert_eq!(
        view.gaps,
        [GapView {
            track: RecordedTrack::Sound,
            from: at(2_000),
            to: at(3_000)
        }]
    );
    let found = async |sought| store.recordings(sought, |_, _| true).await.unwrap();
    let by_hand = |found: &[RecordingView]| found.iter().map(|view| view.by_hand).collect::<Vec<_>>();
    let of_order = found(Sought {
        order: Some(order),
        ..Sought::default()
    });
    assert_eq!(of_order.await, std::slice::from_ref(&view));
    let of_unit = found(Sought {
        source: Some(unit),
        ..Sought::default()
    });
    let of_unit = of_unit.await;
    assert_eq!(by_hand(&of_unit), [true, false]);
    assert_eq!(found(Sought::default()).await, of_unit);
    let going_on = found(Sought {
        going_on: true,
        ..Sought::default()
    });
    assert_eq!(by_hand(&going_on.await), [true]);
    let files = store.finished_files().await.unwrap();
    assert_eq!(files.iter().map(|file| file.size).collect::<Vec<_>>(), [3_700]);
    assert_eq!(store.recorded_here().await.unwrap(), 3_700);
    store.file_went_away(recording, 0).await.unwrap();
    assert_eq!(store.recorded_here().await.unwrap(), 0);
    assert_eq!(store.finished_files().await.unwrap(), []);

    store.forget_recording(recording).await.unwrap();
    assert_eq!(store.fragments(recording).await.unwrap(), []);
    store.keep_notes(&notes).await.unwrap();
    assert_eq!(
        store.recording_files(recording).await.unwrap(),
        [],
        "a late note revives nothing"
    );
}

#[tokio::test]
async fn what_is_not_shown_does_not_push_out_what_is() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(4);
    let (own, other, order) = (
        Source::Unit(UnitId(ids.next(at(0)))),
        Source::Unit(UnitId(ids.next(at(0)))),
        OrderId(ids.next(at(0))),
    );
    let mut begin = async |source, order, started_at| {
        let id = RecordingId(ids.next(at(0)));
        let row = NewRow {
            id,
            source,
            order,
            by: None,
            started_at: at(started_at),
        };
        store.begin_recording(row).await.unwrap();
        id
    };
    let first = begin(own, Some(order), 1).await;
    let second = begin(own, None, 2).await;
    for started_at in 3..520 {
        begin(other, Some(order), started_at).await;
    }
    let ids =
        |found: Vec<RecordingView>| -> Vec<_> { found.into_iter().map(|recording| recording.id).collect() };
    let all = store.recordings(Sought::default(), |_, _| true).await.unwrap();
    assert_eq!(all.len(), 500);
    let shown = store
        .recordings(Sought::default(), |source, _| source == own)
        .await
        .unwrap();
    assert_eq!(ids(shown), [second, first]);
    let of_both = store
        .recordings(
            Sought {
                order: Some(order),
                source: Some(own),
                ..Sought::default()
            },
            |_, _| true,
        )
        .await
        .unwrap();
    assert_eq!(ids(of_both), [first]);
}

#[tokio::test]
async fn a_desk_s_recording_is_no_unit_s() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(5);
    // One that a hall from before has written.
    let unit = UnitId(ids.next(at(0)));
    sqlx::query("INSERT INTO recording (id, unit, started_at) VALUES ($1, $2, 1)")
        .bind(ids.next(at(0)))
        .bind(unit.0)
        .execute(&store.writer)
        .await
        .unwrap();
    let town = TownId(unit.0);
    let row = NewRow {
        id: RecordingId(ids.next(at(0))),
        source: Source::Desk(town),
        order: None,
        by: Some(PersonId(ids.next(at(0)))),
        started_at: at(2),
    };
    store.begin_recording(row).await.unwrap();
    let of = async |source| {
        store
            .recordings(
                Sought {
                    source,
                    ..Sought::default()
                },
                |_, _| true,
            )
            .await
            .unwrap()
    };
    let of_desk = of(Some(Source::Desk(town))).await;
    assert_eq!(of_desk.len(), 1);
    assert_eq!(
        (of_desk[0].id, of_desk[0].unit, of_desk[0].desk),
        (row.id, None, Some(town))
    );
    let of_unit = of(Some(Source::Unit(unit))).await;
    assert_eq!(of_unit.len(), 1);
    assert_eq!((of_unit[0].unit, of_unit[0].desk), (Some(unit), None));
    assert_eq!(of(None).await.len(), 2);
    let desks = store
        .recordings(Sought::default(), |source, _| source == Source::Desk(town))
        .await
        .unwrap();
    assert_eq!(desks, of_desk);
}
