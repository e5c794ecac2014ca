//! An officer drives through a tunnel: a minute later the same stream goes on before the same viewer, and the recording
//! plays as one time line with the gap marked.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU8;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::Role;
use domain::order::Addressee;
use protocol::api::{OrderView, RecordedTrack, RecordingView};
use reqwest::Client;
use tests::district::scene;
use tests::ffprobe::{ffprobe, ffprobe_times};
use tests::filming::Filming;
use tests::relay::{TcpRelay, UdpRelay, Weather};
use tests::watcher::watch_from_within;
use tests::{Desk, SOON, TestHall, eventually};

/// Where phones reach the hall's media: through a relay that stands for the radio.
const OUTSIDE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
const TUNNEL: Duration = Duration::from_mins(1);
/// What may be lost on both sides of the tunnel: a fragment that waits for its end, and a key frame's wait.
const EDGE: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn sixty_seconds_in_a_tunnel() {
    let hall = TestHall::start_with(tempfile::tempdir().unwrap(), |options| {
        options.media.shards = NonZeroU8::MIN;
        options.media.advertise = Some(OUTSIDE);
    })
    .await;
    let (at, target) = (
        SocketAddr::new(OUTSIDE, hall.media_address.port()),
        hall.media_address,
    );
    let weather = Weather {
        loss: 0.0,
        delay: Duration::from_millis(20),
    };
    let radio = UdpRelay::between(at, target, weather, 7).await;
    let net = TcpRelay::to(hall.address).await;

    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let leader = hall.seat("leader", Role::Leader).await;
    let phone = hall.online_phone(&officer, Some(net.address)).await;
    let camera = Filming::start(&phone, "Vaduz 1").await;
    let order = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    eventually("the phone rings", async || phone.orders().pop()).await;
    phone.accept(order.id).await.unwrap();
    let [begun] = leader
        .recordings_when("the order is recorded", &order, |found| {
            found.len() == 1 && found[0].plays_ms > 3_000
        })
        .await
        .try_into()
        .unwrap();

    // One viewer, who does nothing from now on.
    let shown = Arc::new(Mutex::new(Vec::<Instant>::new()));
    let (seeing, looking, unit) = (Arc::clone(&shown), leader.clone(), officer.unit);
    let (enough, is_enough) = tokio::sync::watch::channel(false);
    let viewer = tokio::spawn(async move {
        watch_from_within(&looking, unit, OUTSIDE, TUNNEL + SOON * 2, move |seen| {
            let mut shown = seeing.lock().unwrap();
            if seen.last_at > shown.last().copied() {
                shown.extend(seen.last_at);
            }
            *is_enough.borrow()
        })
        .await
    });
    let shown_since = |moment: Instant| shown.lock().unwrap().iter().find(|&&at| at > moment).copied();
    let looks = Instant::now();
    eventually("the viewer sees the unit", async || shown_since(looks)).await;

    let (into, into_at) = (Instant::now(), hall::now());
    radio.cut();
    net.cut();
    eventually("the hall notices", async || {
        (!leader.unit(officer.unit).await.live).then_some(())
    })
    .await;
    tokio::time::sleep(TUNNEL.saturating_sub(into.elapsed())).await;
    let (out, out_at) = (Instant::now(), hall::now());
    assert_eq!(shown_since(into + EDGE), None, "nothing is seen out of a tunnel");
    radio.mend();
    net.mend();
    // So does a phone's system when there is a network again.
    phone.network_changed().await.unwrap();

    let seen_again = eventually("the same viewer sees the unit again", async || shown_since(out)).await;
    println!("seen again {:?} after the tunnel", seen_again.duration_since(out));
    eventually("the unit is live again", async || {
        leader.unit(officer.unit).await.live.then_some(())
    })
    .await;
    let again = leader
        .recordings_when("the recording goes on", &order, |found| {
            found[0].plays_ms > begun.plays_ms + 4_000 && found[0].gaps.iter().any(|gap| gap.to >= out_at)
        })
        .await;
    assert_eq!(
        (again.len(), again[0].id),
        (1, begun.id),
        "it is the same recording"
    );
    enough.send_replace(true);
    viewer.await.unwrap();

    let _: OrderView = dispatcher
        .post(&format!("/api/orders/{}/close", order.id), &())
        .await;
    let ended = leader
        .recordings_when("it ends with the order", &order, |found| {
            found[0].ended_at.is_some()
        })
        .await;
    let gap = ended[0].gaps.iter().find(|gap| gap.to >= out_at).unwrap();
    println!("the gap: {:?}", gap.to.since(gap.from));
    assert_eq!(gap.track, RecordedTrack::Video);
    assert!(
        gap.from.after(EDGE) >= into_at && gap.from <= into_at.after(EDGE),
        "{gap:?}"
    );
    assert!(gap.to.since(gap.from) >= TUNNEL.saturating_sub(EDGE), "{gap:?}");
    plays_as_one(&leader, &ended[0], gap.to.since(gap.from)).await;

    camera.stop().await;
    phone.shutdown().await;
    hall.stop().await;
}

/// The whole opens without a complaint, its time jumps once, by the gap, and the playlist says where.
async fn plays_as_one(desk: &Desk, recording: &RecordingView, gap: Duration) {
    let get = async |path: String| {
        let request = Client::new().get(format!("{}/recordings/{}{path}", desk.url, recording.id));
        let answer = request.bearer_auth(&desk.token).send().await.unwrap();
        answer.error_for_status().unwrap().bytes().await.unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.mp4");
    std::fs::write(&file, get(".mp4".to_owned()).await).unwrap();
    assert_eq!(ffprobe(&file).complaints, "");
    let times = ffprobe_times(&file);
    let jumps: Vec<f64> = times
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .filter(|&step| !(0.0..2.0).contains(&step))
        .collect();
    assert_eq!(jumps.len(), 1, "{jumps:?}");
    assert!((jumps[0] - gap.as_secs_f64()).abs() < 1.0, "{jumps:?}, {gap:?}");
    let playlist = String::from_utf8(get("/index.m3u8".to_owned()).await.to_vec()).unwrap();
    assert_eq!(
        playlist.matches("#EXT-X-DISCONTINUITY\n").count(),
        1,
        "{playlist}"
    );
}
