//! Sound: what was lost is put back from its repetitions, or told.

use crate::Depacketiser;
use crate::depacketiser::window::PATIENCE_MS;
use crate::media::{Codec, Media, SoundFrame, Track};
use crate::sender::{Sender, Sent, fits, opus_packets, red_payload};

/// The tone with each packet repeated in the two behind it.
fn repeated() -> Vec<Sent> {
    let packets = opus_packets();
    let mut sender = Sender::new(Codec::OpusRed);
    let sent = (0..packets.len()).flat_map(|index| {
        let earlier = (index.saturating_sub(2)..index)
            .map(|before| (960 * fits::<u32, _>(index - before), packets[before].as_slice()));
        let payload = red_payload(&packets[index], &earlier.collect::<Vec<_>>());
        sender.send(
            vec![payload],
            960 * fits::<u32, _>(index),
            20 * fits::<i64, _>(index),
        )
    });
    sent.collect()
}

/// What comes out without the packets of these places.
fn without(sent: &[Sent], lost: &[usize]) -> Vec<Media> {
    let mut depacketiser = Depacketiser::new();
    let kept = (0..).zip(sent).filter(|(index, _)| !lost.contains(index));
    let mut media: Vec<_> = kept
        .flat_map(|(_, sent)| depacketiser.push(sent.packet()))
        .collect();
    media.extend(depacketiser.expire(20 * 51 + PATIENCE_MS));
    media
}

fn whole() -> Vec<Media> {
    let packets = opus_packets().into_iter().zip(0..);
    let frames = packets.map(|(data, index)| SoundFrame {
        timestamp: 960 * index,
        arrived_ms: 20 * i64::from(index),
        data,
    });
    frames.map(Media::Sound).collect()
}

#[test]
fn opus_comes_out_as_it_was_sent() {
    let mut sender = Sender::new(Codec::Opus);
    let sent: Vec<_> = opus_packets()
        .into_iter()
        .zip(0..)
        .flat_map(|(packet, index)| sender.send(vec![packet], 960 * index, 20 * i64::from(index)))
        .collect();
    assert_eq!(without(&sent, &[]), whole());
    let media = without(&sent, &[7]);
    assert_eq!(media[7], Media::Lost(Track::Sound));
    assert_eq!(media.len(), 51);
}

#[test]
fn repetitions_are_left_out_when_nothing_is_lost() {
    assert_eq!(without(&repeated(), &[]), whole());
}

#[test]
fn one_or_two_in_a_row_are_put_back() {
    assert_eq!(without(&repeated(), &[7]), whole());
    assert_eq!(without(&repeated(), &[7, 8, 20, 21, 30]), whole());
}

#[test]
fn of_three_in_a_row_two_are_put_back_and_the_loss_is_told() {
    let media = without(&repeated(), &[7, 8, 9]);
    let mut expected = whole();
    expected[7] = Media::Lost(Track::Sound);
    assert_eq!(media, expected);
}

#[test]
fn a_repetition_of_another_payload_type_is_no_sound_of_ours() {
    let mut sent = repeated();
    // The header of the older repetition in the packet behind the lost one.
    sent[8].payload[0] = 0x80 | 0x0D;
    sent[8].payload[4] = 0x80 | 0x0D;
    let media = without(&sent, &[7]);
    assert_eq!(media[7], Media::Lost(Track::Sound));
}
