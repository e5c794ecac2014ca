//! What the hall counts, for Prometheus.
//!
//! The machines hand out cumulative values; they are read when somebody asks, so nothing is lost
//! between two looks. No figure names a person, a unit or a place.

use std::sync::atomic::Ordering;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use crate::clock;
use crate::state::Shared;

/// Every figure in the OpenMetrics text format.
pub(crate) async fn text(hall: &Shared) -> String {
    let mut registry = Registry::with_prefix("yike");
    let (live, open) = hall.feed.counts();
    gauge(
        &mut registry,
        "units_live",
        "Units whose picture can be watched.",
        live,
    );
    gauge(&mut registry, "orders_open", "Orders that have not ended.", open);
    gauge(
        &mut registry,
        "storage_fault",
        "1 while the hall cannot write to its disk.",
        usize::from(hall.health.fault().is_some()),
    );
    gauge(
        &mut registry,
        "uptime_seconds",
        "Seconds since the hall started.",
        hall.started.elapsed().as_secs(),
    );
    gauge(
        &mut registry,
        "tasks",
        "Asynchronous tasks that have not ended.",
        tokio::runtime::Handle::current().metrics().num_alive_tasks(),
    );
    let (sightings, learnt_to) = hall.learnt.now();
    registry.register(
        "learnt_sightings",
        "Stretches of trail that have shown how fast roads are.",
        ConstCounter::new(sightings),
    );
    if let Some(to) = learnt_to {
        gauge(
            &mut registry,
            "learnt_age_seconds",
            "Seconds since the latest trail that was learnt from.",
            clock::now().since(to).as_secs(),
        );
    }
    registry.register(
        "notices",
        "Notices to officers, by channel and what became of them.",
        hall.notifier.counts(),
    );
    registry.register(
        "push_service_fault",
        "1 while a push service for apps will not have the hall's credentials or settings.",
        hall.notifier.faults(),
    );
    recordings(&mut registry, hall);
    registry.register(
        "promise_map_seconds",
        "Time from a position that came in to the promise map that shows it.",
        hall.promptness.figures(),
    );
    gauge(
        &mut registry,
        "media_sessions",
        "Media sessions that sign-ins hold.",
        hall.live.held(),
    );
    for (name, help, count) in hall.turned_away.calls().into_iter().chain(hall.people.refused()) {
        registry.register(name, help, ConstCounter::new(count));
    }
    if let Ok(media) = hall.live.door().counters().await {
        for (name, help, value) in media.named() {
            registry.register(name, help, ConstCounter::new(value));
        }
        for (name, help, value) in media.present() {
            gauge(&mut registry, name, help, value);
        }
    }
    let mut text = String::new();
    match encode(&mut text, &registry) {
        Ok(()) => text,
        // Writing into a string does not fail.
        Err(_) => String::new(),
    }
}

fn recordings(registry: &mut Registry, hall: &Shared) {
    gauge(
        registry,
        "recordings_active",
        "Streams that are being recorded.",
        hall.recordings.active(),
    );
    gauge(
        registry,
        "recordings_no_room",
        "1 while nothing is recorded because the disk is nearly full.",
        usize::from(hall.recordings.has_no_room()),
    );
    let counts = hall.recordings.counts();
    for (name, help, count) in [
        (
            "recording_bytes_written",
            "Bytes of recordings written.",
            &counts.bytes_written,
        ),
        (
            "recording_packets_dropped",
            "Packets missing in recordings because the disk was too slow or a recorder had ended.",
            &counts.packets_dropped,
        ),
        (
            "recording_write_faults",
            "Times that a recording could not be written.",
            &counts.write_faults,
        ),
        (
            "recording_breakdowns",
            "Times that what a stream sent was too much for its recording.",
            &counts.breakdowns,
        ),
    ] {
        registry.register(name, help, ConstCounter::new(count.load(Ordering::Relaxed)));
    }
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: impl TryInto<i64>) {
    registry.register(name, help, ConstGauge::new(value.try_into().unwrap_or(i64::MAX)));
}
