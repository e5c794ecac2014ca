//! Who waits for a still gets it, or hears why not.

use super::*;

#[test]
fn one_too_many_hears_that_it_is_busy_and_the_others_get_their_still() {
    let (mut taps, stream) = (Taps::default(), StreamKey(7));
    let mut waiting: Vec<_> = (0..=MOST_WAITING)
        .map(|_| {
            let (reply, still) = oneshot::channel();
            taps.take(Wish::Still { stream, reply });
            still
        })
        .collect();
    let mut last = waiting.pop().unwrap();
    assert_eq!(last.try_recv(), Ok(Err(MediaRefusal::Busy)));
    taps.show(stream, &[]);
    for mut still in waiting {
        assert_eq!(still.try_recv(), Ok(Ok(Vec::new())));
    }
}

#[test]
fn who_gave_up_leaves_room_for_others() {
    let (mut taps, stream) = (Taps::default(), StreamKey(7));
    for _ in 0..MOST_WAITING {
        let (reply, _) = oneshot::channel();
        taps.take(Wish::Still { stream, reply });
    }
    let (reply, mut still) = oneshot::channel();
    taps.take(Wish::Still { stream, reply });
    taps.show(stream, &[]);
    assert_eq!(still.try_recv(), Ok(Ok(Vec::new())));
}

#[test]
fn who_waits_for_a_picture_that_cannot_be_read_hears_the_codec_and_the_cure() {
    let (mut taps, stream) = (Taps::default(), StreamKey(7));
    let (reply, mut still) = oneshot::channel();
    taps.take(Wish::Still { stream, reply });
    taps.refuse(stream, "AV1");
    let refusal = still.try_recv().unwrap().unwrap_err();
    assert_eq!(refusal, MediaRefusal::Unreadable("AV1"));
    assert!(refusal.to_string().contains("AV1") && refusal.to_string().contains("; have the camera send"));
}
