//! One pretend officer with a real phone.

use std::time::Duration;

use domain::{Fix, OrderId, Timestamp};
use phone::{Measurement, Notice, Phone, TapError, UnitNotice};
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
            act(&phone, action, cameras, &live).await;
        }
        let wake = officer
            .poll_timeout()
            .map_or(Duration::from_secs(1), |at| at.since(now(&phone)));
        let input = tokio::select! {
            () = tokio::time::sleep(wake) => Some(OfficerInput::Timeout),
            notice = notices.next() => match notice {
                Some(notice) => heard(&phone, &notice),
                None => break,
            },
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
        Notice::Unit(UnitNotice::OrderRang { order }) => {
            let place = phone
                .orders()
                .into_iter()
                .find(|known| known.order.id == order)?
                .order
                .place
                .at;
            Some(OfficerInput::OrderRang { order, place })
        }
        Notice::Unit(UnitNotice::OrderWithdrawn { order } | UnitNotice::OrderEnded { order }) => {
            Some(OfficerInput::OrderEnded { order })
        }
        _ => None,
    }
}

async fn act(phone: &Phone, action: OfficerAction, cameras: Cameras, live: &watch::Sender<bool>) {
    // A phone that was shut down takes nothing more, and the officer goes home with it.
    let _ = match action {
        OfficerAction::Stand { fix } => {
            phone.fix(measurement(&fix));
            Ok(())
        }
        OfficerAction::Accept { order } => phone.accept(order).await,
        OfficerAction::Decline { order, reason } => phone.decline(order, reason).await,
        OfficerAction::SetOff { order } => phone.set_off(order).await,
        OfficerAction::CheckNext { order } => check_next(phone, order).await,
        OfficerAction::GoLive => {
            show(live, cameras != Cameras::None);
            Ok(())
        }
        OfficerAction::StopLive => {
            show(live, cameras == Cameras::Always);
            Ok(())
        }
        OfficerAction::Report { order, text } => {
            let _ = phone.report(order, text, None).await;
            Ok(())
        }
    };
}

/// Ticks the first item of the order's checklist that is open.
async fn check_next(phone: &Phone, order: OrderId) -> Result<(), TapError> {
    let shown = phone.orders().into_iter().find(|known| known.order.id == order);
    let items = shown.into_iter().flat_map(|known| known.order.checklist);
    match items.into_iter().find(|item| !item.is_done()) {
        Some(open) => phone.check_item(order, open.item.id, true).await,
        None => Ok(()),
    }
}

fn measurement(fix: &Fix) -> Measurement {
    Measurement {
        speed_mps: fix.speed_mps,
        heading_deg: fix.heading_deg,
        altitude_m: fix.altitude_m,
        mock: fix.mock,
        battery_pct: fix.battery_pct,
        activity: fix.activity,
        ..Measurement::fresh(fix.at, fix.accuracy_m)
    }
}

fn show(live: &watch::Sender<bool>, on: bool) {
    let _ = live.send(on);
}
