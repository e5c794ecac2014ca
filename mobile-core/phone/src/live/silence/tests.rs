//! Shows what `silence` promises.

use super::*;

fn later(seconds: u64) -> Instant {
    Instant::now() + Duration::from_secs(seconds)
}

#[test]
fn an_encoder_that_hands_in_nothing_is_missed() {
    let silence = Silence::new();
    assert!(!silence.lasts(later(4)), "a camera takes a while");
    assert!(silence.lasts(later(6)));
    silence.broken();
    assert!(!silence.lasts(later(4)));
    assert!(silence.lasts(later(6)), "it may stop later, too");
}

#[test]
fn what_is_not_asked_for_is_not_missed() {
    let silence = Silence::new();
    let pauses: [fn(&Silence, bool); 3] = [Silence::rest, Silence::stills, |silence, off| {
        silence.layer(0, !off);
    }];
    for pause in pauses {
        pause(&silence, true);
        assert!(!silence.lasts(later(60)));
        pause(&silence, false);
        assert!(!silence.lasts(later(4)), "it has its time from then on");
        assert!(silence.lasts(later(6)));
    }
}

#[test]
fn one_layer_is_enough_to_be_asked_for() {
    let silence = Silence::new();
    silence.layer(0, true);
    silence.layer(1, false);
    assert!(silence.lasts(later(6)));
    silence.layer(0, false);
    assert!(!silence.lasts(later(60)));
}

#[tokio::test]
async fn it_is_told_once_and_so_is_its_end() {
    let (silence, events) = (Arc::new(Silence::new()), Arc::new(Feed::new()));
    let mut heard = events.listen(|count| LiveEvent::Missed { count });
    let watching = tokio::spawn(watch(Arc::clone(&silence), Arc::clone(&events)));
    silence.lock().since -= SILENT_AFTER;
    assert_eq!(heard.next().await, Some(LiveEvent::Silent { silent: true }));
    silence.broken();
    assert_eq!(heard.next().await, Some(LiveEvent::Silent { silent: false }));
    watching.abort();
}
