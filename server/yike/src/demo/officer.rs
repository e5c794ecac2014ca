//! One pretend officer with a real phone.

use std::time::Duration;

use domain::Timestamp;
use field_unit::Notice;
use phone::{Measurement, Phone};
use rehearsal::{OfficerAction, OfficerInput, PretendOfficer};
use tokio::sync::watch;

use super::camera::{self, Cameras};

/// Plays the officer until the curtain falls.
pub(super) async fn play(
    phone: Phone,
    mut officer: PretendOfficer,
    name: String,
    cameras: Cameras,
    seed: u64,
    mut fallen: watch::Receiver<bool>,
) {
    let mut notices = phone.notices();
    let (live, wanted) = watch::channel(cameras == Cameras::Always);
    let camera = tokio::spawn(camera::run(phone.clone(), name, seed, wanted));
    officer.handle_input(now(&phone), OfficerInput::Began);
    loop {
        while let Some(action) = officer.poll_output() {
            act(&phone, action, cameras, &live);
        }
        let wake = officer.poll_timeout().map_or(Duration::from_secs(1), |at| at.since(now(&phone)));
        let input = tokio::select! {
            () = tokio::time::sleep(wake) => Some(OfficerInput::Timeout),
            notice = notices.recv() => notice.ok().and_then(|notice| heard(&phone, &notice)),
            _ = fallen.wait_for(|fallen| *fallen) => break,
        };
        if let Some(input) = input {
            officer.handle_input(now(&phone), input);
        }
    }
    drop(live);
    let _ = camera.await;
    phone.shutdown().await;
}

fn now(phone: &Phone) -> Timestamp {
    phone.hall_time().0
}

/// What a notice of the phone means to the officer.
fn heard(phone: &Phone, notice: &Notice) -> Option<OfficerInput> {
    match *notice {
        Notice::OrderRang { order } => {
            let place = phone.orders().into_iter().find(|known| known.id == order)?.place.at;
            Some(OfficerInput::OrderRang { order, place })
        }
        Notice::OrderWithdrawn { order } | Notice::OrderEnded { order } => Some(OfficerInput::OrderEnded { order }),
        _ => None,
    }
}

fn act(phone: &Phone, action: OfficerAction, cameras: Cameras, live: &watch::Sender<bool>) {
    match action {
        OfficerAction::Stand { fix } => phone.fix(fix),
        OfficerAction::Accept { order } => phone.accept(order),
        OfficerAction::Decline { order, reason } => phone.decline(order, reason),
        OfficerAction::SetOff { order } => phone.set_off(order),
        OfficerAction::GoLive => show(live, cameras != Cameras::None),
        OfficerAction::StopLive => show(live, cameras == Cameras::Always),
        OfficerAction::Report { order, text } => phone.report(order, text, None),
    }
}

fn show(live: &watch::Sender<bool>, on: bool) {
    let _ = live.send(on);
}
