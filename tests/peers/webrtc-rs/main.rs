//! webrtc-rs as a viewer that passes on what it sees as a publisher.
//!
//! It encodes nothing: packets of one unit's picture and sound, received by WHEP, go out by WHIP as another's, so that whoever
//! watches that one sees what has been through this stack in both directions. It leaves HTTP to who started it: an offer
//! is printed, its answer read, each ended by a line with a dot. It ends with its input.

use std::io::{BufRead, Write, stdin, stdout};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rtc::peer_connection::configuration::interceptor_registry::register_default_interceptors;
use rtc::peer_connection::configuration::media_engine::MediaEngine;
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtp::Packet;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind,
};
use rtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use webrtc::media_stream::MediaStreamTrack;
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::{
    PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCConfigurationBuilder,
    RTCIceGatheringState, Registry,
};
use webrtc::runtime::default_runtime;

/// How long anything may take that has to come.
const SOON: Duration = Duration::from_secs(20);
/// How often a key frame is asked for, so that a viewer who comes later finds one.
const KEY_FRAME_EVERY: Duration = Duration::from_secs(1);
/// How many packets may wait to be passed on.
const WAITING: usize = 1_024;
/// The source under which packets of the first kind are passed on; the next kind has the next.
const SSRC: u32 = 0x5941_4b45;
/// What is passed on.
const KINDS: [RtpCodecKind; 2] = [RtpCodecKind::Audio, RtpCodecKind::Video];

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(stand_between())
}

async fn stand_between() -> Result<()> {
    let (tracks, mut coming) = mpsc::channel(KINDS.len());
    let (viewer, gathered) = peer(tracks).await?;
    for kind in KINDS {
        let receiving = RTCRtpTransceiverInit {
            direction: RTCRtpTransceiverDirection::Recvonly,
            ..Default::default()
        };
        viewer.add_transceiver_from_kind(kind, Some(receiving)).await?;
    }
    negotiate(&*viewer, gathered).await?;

    let (nobodys, _) = mpsc::channel(1);
    let (publisher, gathered) = peer(nobodys).await?;
    let mut passing = Vec::new();
    for ssrc in (SSRC..).take(KINDS.len()) {
        let track: Arc<dyn TrackRemote> = timeout(SOON, coming.recv())
            .await
            .context("no picture, or no sound, came")?
            .context("the viewer is gone")?;
        let source = *track.ssrcs().await.first().context("a track without a source")?;
        let codec = track.codec(source).await.context("a track without a codec")?;
        let out = Arc::new(outgoing(track.kind().await, ssrc, codec));
        let (packets, passed_on) = mpsc::channel(WAITING);
        if track.kind().await == RtpCodecKind::Video {
            tokio::spawn(ask_for_key_frames(Arc::clone(&track), source));
        }
        tokio::spawn(watch(track, packets));
        publisher
            .add_track(Arc::clone(&out) as Arc<dyn TrackLocal>)
            .await?;
        passing.push((passed_on, ssrc, out));
    }
    negotiate(&*publisher, gathered).await?;
    for (passed_on, ssrc, out) in passing {
        tokio::spawn(pass_on(passed_on, ssrc, out));
    }

    let ended = tokio::task::spawn_blocking(|| stdin().lines().last());
    ended.await?;
    publisher.close().await?;
    viewer.close().await?;
    Ok(())
}

/// What a peer tells of itself.
struct Told {
    tracks: mpsc::Sender<Arc<dyn TrackRemote>>,
    gathered: mpsc::Sender<()>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Told {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            // It is told once; who has heard it needs no more.
            let _ = self.gathered.try_send(());
        }
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        // Who has enough of them takes no more.
        let _ = self.tracks.try_send(track);
    }
}

async fn peer(
    tracks: mpsc::Sender<Arc<dyn TrackRemote>>,
) -> Result<(Arc<dyn PeerConnection>, mpsc::Receiver<()>)> {
    let (told, gathered) = mpsc::channel(1);
    let mut media = MediaEngine::default();
    media.register_default_codecs()?;
    let registry = register_default_interceptors(Registry::new(), &mut media)?;
    let handler = Told {
        tracks,
        gathered: told,
    };
    let building = PeerConnectionBuilder::new()
        .with_configuration(RTCConfigurationBuilder::new().build())
        .with_media_engine(media)
        .with_interceptor_registry(registry)
        .with_handler(Arc::new(handler))
        .with_runtime(default_runtime().context("no runtime")?)
        .with_udp_addrs(vec!["127.0.0.1:0"])
        .build();
    let peer = Box::pin(building).await?;
    Ok((Arc::new(peer), gathered))
}

async fn negotiate(peer: &dyn PeerConnection, mut gathered: mpsc::Receiver<()>) -> Result<()> {
    let offer = peer.create_offer(None).await?;
    peer.set_local_description(offer).await?;
    timeout(SOON, gathered.recv()).await.context("no candidates")?;
    let offer = peer.local_description().await.context("no offer")?;
    let mut out = stdout().lock();
    write!(out, "{}\n.\n", offer.sdp.trim_end())?;
    out.flush()?;
    drop(out);
    let answer = tokio::task::spawn_blocking(read_answer).await??;
    peer.set_remote_description(RTCSessionDescription::answer(answer)?)
        .await?;
    Ok(())
}

fn read_answer() -> Result<String> {
    let mut answer = String::new();
    for line in stdin().lock().lines() {
        let line = line?;
        if line == "." {
            return Ok(answer);
        }
        answer.push_str(&line);
        answer.push_str("\r\n");
    }
    bail!("the answer broke off")
}

async fn ask_for_key_frames(track: Arc<dyn TrackRemote>, source: u32) {
    let wish = PictureLossIndication {
        sender_ssrc: 0,
        media_ssrc: source,
    };
    while track.write_rtcp(vec![Box::new(wish.clone())]).await.is_ok() {
        sleep(KEY_FRAME_EVERY).await;
    }
}

async fn watch(track: Arc<dyn TrackRemote>, packets: mpsc::Sender<Packet>) {
    while let Some(event) = track.poll().await {
        if let TrackRemoteEvent::OnRtpPacket(packet) = event {
            // Nobody takes them before the publisher is there.
            let _ = packets.try_send(packet);
        }
    }
}

fn outgoing(kind: RtpCodecKind, ssrc: u32, codec: RTCRtpCodec) -> TrackLocalStaticRTP {
    let coding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..Default::default()
        },
        codec,
        ..Default::default()
    };
    let name = || "passed-on".to_owned();
    TrackLocalStaticRTP::new(MediaStreamTrack::new(
        name(),
        format!("passed-on-{ssrc}"),
        name(),
        kind,
        vec![coding],
    ))
}

async fn pass_on(mut packets: mpsc::Receiver<Packet>, ssrc: u32, out: Arc<TrackLocalStaticRTP>) {
    while let Some(mut packet) = packets.recv().await {
        packet.header.ssrc = ssrc;
        // Until it is connected there is nobody to send to.
        let _ = out.write_rtp(packet).await;
    }
}
