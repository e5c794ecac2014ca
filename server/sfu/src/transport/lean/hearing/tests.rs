//! What comes of a publisher's datagrams, well meant or not.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use str0m::crypto::dtls::SrtpProfile;
use str0m::format::{Codec, PayloadParams};
use str0m::rtp::{Extension, ExtensionMap};

use super::{Came, Heard, Hearing, MOST_SOURCES, SILENT_AFTER};
use crate::codecs;
use crate::peer::Received;
use crate::rtp::Numbers;
use crate::srtp::{Srtp, tests::pair};

const MEDIA: u32 = 7;
const REPAIRS: u32 = 8;
const OWN: u32 = 1;
const MS: Duration = Duration::from_millis(1);

struct Story {
    now: Instant,
    phone: Srtp,
    server: Srtp,
    hearing: Hearing,
    video: PayloadParams,
}

#[expect(clippy::disallowed_methods, reason = "an Instant has no other origin")]
fn story() -> Story {
    let now = Instant::now();
    let (phone, server) = pair(SrtpProfile::AEAD_AES_128_GCM);
    let mut config = codecs::rtp_config(false);
    let codecs = config.codec_config().params().to_vec();
    let video = *codecs
        .iter()
        .find(|codec| codec.spec().codec == Codec::Vp8)
        .unwrap();
    let mut numbers = ExtensionMap::empty();
    numbers.set(3, Extension::TransportSequenceNumber);
    numbers.set(4, Extension::RtpStreamId);
    numbers.set(5, Extension::RepairedRtpStreamId);
    let agreed = Heard {
        codecs,
        numbers: Numbers::new(&numbers),
        repairs: vec![(MEDIA, REPAIRS)],
        own: OWN,
    };
    Story {
        now,
        phone,
        server,
        hearing: Hearing::new(now, agreed),
        video,
    }
}

impl Story {
    /// Hears a packet whose header is followed by extensions.
    fn hear(&mut self, payload_type: u8, ssrc: u32, number: u64, elements: &[u8], payload: &[u8]) -> Came {
        let packet = self.seal(payload_type, ssrc, number, elements, payload);
        self.hearing.hear(self.now, &mut self.server, &packet)
    }

    fn seal(&mut self, payload_type: u8, ssrc: u32, number: u64, elements: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut packet = vec![0x90, payload_type];
        packet.extend(u16::try_from(number & 0xFFFF).unwrap().to_be_bytes());
        packet.extend([0, 0, 0, 5]);
        packet.extend(ssrc.to_be_bytes());
        packet.extend([0xBE, 0xDE, 0, u8::try_from(elements.len() / 4).unwrap()]);
        packet.extend(elements);
        self.phone.seal_rtp(&mut packet, ssrc, number, payload).unwrap();
        packet
    }

    fn media(&mut self, number: u64) -> Option<Received> {
        received(self.hear(*self.video.pt(), MEDIA, number, &[], &[1, 2, 3]))
    }

    fn repair(&mut self, number: u64, original: u16) -> Option<Received> {
        let payload = [&original.to_be_bytes()[..], &[4, 5]].concat();
        let resend = self.video.resend()?;
        received(self.hear(*resend, REPAIRS, number, &[], &payload))
    }

    /// What is asked for over a while, by number.
    fn asked_within(&mut self, span: Duration) -> Vec<u16> {
        let until = self.now + span;
        let mut asked = Vec::new();
        while let Some(at) = self.hearing.due_at().filter(|&at| at <= until) {
            self.now = at;
            for compound in self.hearing.speak(at).compounds {
                crate::rtcp::read(&compound, |feedback| {
                    if let crate::rtcp::Feedback::Missing { ssrc, first, more } = feedback {
                        assert_eq!(ssrc, MEDIA);
                        asked.push(first);
                        asked.extend(
                            (0..16)
                                .filter(|bit| more >> bit & 1 == 1)
                                .map(|bit| first.wrapping_add(bit + 1)),
                        );
                    }
                });
            }
        }
        self.now = until;
        asked
    }
}

fn received(came: Came) -> Option<Received> {
    match came {
        Came::Packet(packet) => Some(packet),
        Came::Refused | Came::Nothing => None,
    }
}

#[test]
fn a_packet_comes_once_by_itself_or_as_a_repair() {
    let mut story = story();
    assert_eq!(story.media(65_535).unwrap().seq, 65_535);
    assert_eq!(story.media(65_539).unwrap().seq, 65_539);
    assert_eq!(story.asked_within(10 * MS), [0, 1, 2]);
    let repaired = story.repair(100, 1).unwrap();
    assert_eq!(
        (repaired.ssrc, repaired.seq, repaired.payload_type),
        (MEDIA, 65_537, story.video.pt())
    );
    assert_eq!(*repaired.payload, [4, 5]);
    assert!(story.repair(101, 1).is_none(), "repaired twice");
    assert!(story.media(65_537).is_none(), "it comes after all");
    assert!(story.media(65_536).is_some(), "late");
    let asked = story.asked_within(500 * MS);
    assert!(
        !asked.is_empty() && asked.iter().all(|&seq| seq == 2),
        "{asked:?}"
    );
}

#[test]
fn a_replayed_packet_proves_nothing() {
    let mut story = story();
    story.media(10);
    assert!(matches!(
        story.hear(*story.video.pt(), MEDIA, 10, &[], &[]),
        Came::Refused
    ));
    assert!(matches!(
        story.hear(*story.video.pt(), MEDIA, 11, &[], &[]),
        Came::Packet(_)
    ));
}

#[test]
fn repairs_of_layers_find_theirs_by_name() {
    let mut story = story();
    let (media, resend) = (*story.video.pt(), *story.video.resend().unwrap());
    for (ssrc, layer) in [(20, b'h'), (30, b'l')] {
        for number in [5, 7] {
            let came = story.hear(media, ssrc, number, &[0x40, layer, 0, 0], &[1]);
            assert!(matches!(came, Came::Packet(_)));
        }
    }
    let came = story.hear(resend, 31, 1, &[0x50, b'l', 0, 0], &[0, 6, 9]);
    assert_eq!(received(came).unwrap().ssrc, 30);
    let came = story.hear(resend, 32, 1, &[], &[0, 6, 9]);
    assert!(matches!(came, Came::Nothing), "it could be of either");
}

#[test]
fn a_flood_of_sources_is_bounded_and_makes_room_in_time() {
    let mut story = story();
    let media = *story.video.pt();
    for ssrc in 1_000..3_000 {
        story.hear(media, ssrc, 1, &[], &[1]);
        assert!(story.hearing.sources.len() <= MOST_SOURCES);
    }
    assert!(story.media(1).is_none(), "there is no room");
    story.now += SILENT_AFTER;
    assert!(story.media(2).is_some());
}

#[test]
fn a_source_that_made_room_is_not_opened_twice() {
    let mut story = story();
    let media = *story.video.pt();
    let mut first = Vec::new();
    for ssrc in 1_000..1_000 + u32::try_from(MOST_SOURCES).unwrap() {
        first.push(story.seal(media, ssrc, 7, &[], &[1]));
        let packet = first.last().unwrap();
        assert!(!matches!(
            story.hearing.hear(story.now, &mut story.server, packet),
            Came::Refused
        ));
    }
    story.now += SILENT_AFTER;
    assert!(
        story.media(1).is_some(),
        "another takes the place of the quietest"
    );
    for packet in &first {
        let came = story.hearing.hear(story.now, &mut story.server, packet);
        assert!(matches!(came, Came::Refused));
    }
    for ssrc in 2_000..3_000 {
        story.hear(media, ssrc, 1, &[], &[1]);
        story.now += SILENT_AFTER / 8;
        assert!(story.hearing.gone.len() <= super::MOST_GONE);
    }
}

#[test]
fn what_is_padding_only_is_empty_and_too_much_of_it_is_nothing() {
    let mut story = story();
    let header = |number: u8| [0xA0, *story.video.pt(), 0, number, 0, 0, 0, 5, 0, 0, 0, 7];
    let packets = [
        (1, vec![0, 0, 3], Some(0)),
        (2, vec![9, 1], Some(1)),
        (3, vec![9, 3], None),
        (4, vec![0], None),
    ];
    let headers = packets.map(|(number, payload, left)| (header(number), number, payload, left));
    for (header, number, payload, left) in headers {
        let mut packet = header.to_vec();
        story
            .phone
            .seal_rtp(&mut packet, MEDIA, number.into(), &payload)
            .unwrap();
        let came = story.hearing.hear(story.now, &mut story.server, &packet);
        assert_eq!(received(came).map(|packet| packet.payload.len()), left);
    }
}

#[test]
fn a_report_tells_what_was_lost() {
    let mut story = story();
    (0..100).filter(|number| number % 4 != 1).for_each(|number| {
        story.media(number);
    });
    story.hearing.reported(story.now, MEDIA, 0xABCD);
    story.now += Duration::from_secs(1);
    let words = story.hearing.speak(story.now);
    let report = &words.compounds[0];
    assert_eq!(report[..4], [0x81, 201, 0, 7]);
    assert_eq!(report[8..12], MEDIA.to_be_bytes());
    assert_eq!(report[12], 64, "a quarter");
    assert_eq!(report[13..20], [0, 0, 25, 0, 0, 0, 99]);
    assert_eq!(report[24..32], [0, 0, 0xAB, 0xCD, 0, 1, 0, 0]);
}

proptest! {
    #[test]
    fn impossible_headers_are_borne(
        packets in prop::collection::vec((any::<[u8; 12]>(), prop::collection::vec(any::<u8>(), 0..80), 0..4_usize), 1..100),
        is_true in any::<bool>(),
    ) {
        let mut story = story();
        let types = [*story.video.pt(), *story.video.resend().unwrap(), 111, 5];
        for (mut header, rest, kind) in packets {
            header[0] = 0x80 | header[0] & 0x3F;
            header[1] = header[1] & 0x80 | types[kind];
            let whole = [&header[..], &rest].concat();
            let number = u64::from(u16::from_be_bytes([header[2], header[3]]));
            let ssrc = u32::from_be_bytes([header[8], header[9], header[10], header[11]]) % 4;
            header[8..].copy_from_slice(&ssrc.to_be_bytes());
            let mut packet = [&header[..], &rest].concat();
            if let Some(read) = crate::rtp::read(&whole).filter(|_| is_true) {
                let payload = packet.split_off(read.length);
                story.phone.seal_rtp(&mut packet, ssrc, number, &payload).unwrap();
            }
            story.hearing.hear(story.now, &mut story.server, &packet);
            story.now += 10 * MS;
            let asked = story.hearing.speak(story.now).compounds;
            prop_assert!(asked.iter().all(|compound| compound.len() <= 1_500));
        }
        prop_assert!(story.hearing.sources.len() <= MOST_SOURCES);
    }
}
