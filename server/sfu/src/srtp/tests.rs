//! Keys as RFC 3711 derives them; what one side seals, the other opens. The packets of RFC 7714 are with the cipher.

use str0m::crypto::dtls::SrtpProfile;

use super::{Srtp, keys};
use proptest::prelude::*;

const PROFILES: [SrtpProfile; 3] = [
    SrtpProfile::AES128_CM_SHA1_80,
    SrtpProfile::AEAD_AES_128_GCM,
    SrtpProfile::AEAD_AES_256_GCM,
];

/// A client and its server.
pub(crate) fn pair(profile: SrtpProfile) -> (Srtp, Srtp) {
    let crypto = str0m::crypto::from_feature_flags();
    let material: Vec<u8> = (0..).take(profile.keying_material_len()).collect();
    let side = |is_client| Srtp::new(&crypto, profile, &material, is_client).unwrap();
    (side(true), side(false))
}

/// An RTCP packet: a receiver report without blocks.
const REPORT: [u8; 8] = [0x80, 201, 0, 1, 0xCA, 0xFE, 0xBA, 0xBE];

/// RFC 3711 appendix B.3.
#[test]
fn keys_are_derived_as_the_rfc_shows() {
    let mut material = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    material.extend([0; 16]);
    material.extend(hex("0EC675AD498AFEEBB6960B3AABE6"));
    material.extend([0; 14]);
    let crypto = str0m::crypto::from_feature_flags();
    let aes = crypto.srtp_provider;
    let profile = SrtpProfile::AES128_CM_SHA1_80;
    let master = keys::Master::read(profile, &material, true).unwrap();
    let label = keys::Label::Rtp;
    assert_eq!(
        master.key::<16>(aes, label).to_vec(),
        hex("C61E7A93744F39EE10734AFE3FF7A087")
    );
    assert_eq!(
        master.salt::<14>(aes, label).to_vec(),
        hex("30CBBC08863D8C85D49DB34A9AE1")
    );
    assert_eq!(
        master.authentication::<20>(aes, label).to_vec(),
        hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")
    );
}

#[test]
fn what_one_side_seals_the_other_opens_once() {
    for profile in PROFILES {
        let (mut client, mut server) = pair(profile);
        for packet in [REPORT.to_vec(), [&REPORT[..], &REPORT[..], &[7; 400]].concat()] {
            let sealed = client.seal_rtcp(&packet).unwrap();
            assert_eq!(server.open_rtcp(&sealed), Some(packet.clone()), "{profile}");
            assert_eq!(server.open_rtcp(&sealed), None, "{profile}: it came before");
            assert_eq!(client.open_rtcp(&sealed), None, "{profile}: it is one's own");
        }
    }
}

#[test]
fn rtp_is_opened_under_its_number_only() {
    for profile in PROFILES {
        let (mut client, mut server) = pair(profile);
        let header = [0x80, 96, 0, 7, 0, 0, 0, 1, 0, 0, 0, 9];
        for (seq, payload) in [(7, &[][..]), (65_543, &[1, 2, 3]), (1 << 33 | 7, &[9; 1_200])] {
            let mut packet = header.to_vec();
            client.seal_rtp(&mut packet, 9, seq, payload).unwrap();
            let mut opened = Vec::new();
            assert!(server.open_rtp(&packet, 12, 9, seq, &mut opened), "{profile}");
            assert_eq!(opened, payload);
            assert!(
                !server.open_rtp(&packet, 12, 9, seq + 65_536, &mut opened),
                "another round"
            );
            packet[0] ^= 0x20;
            assert!(
                !server.open_rtp(&packet, 12, 9, seq, &mut opened),
                "another header"
            );
            assert!(
                !server.open_rtp(&packet, packet.len(), 9, seq, &mut opened),
                "no tag"
            );
        }
    }
}

#[test]
fn a_late_packet_is_opened_a_very_late_one_is_not() {
    let (mut client, mut server) = pair(SrtpProfile::AEAD_AES_128_GCM);
    let sealed: Vec<_> = (0..100).map(|_| client.seal_rtcp(&REPORT).unwrap()).collect();
    assert!(server.open_rtcp(&sealed[0]).is_some());
    assert!(server.open_rtcp(&sealed[99]).is_some());
    assert!(server.open_rtcp(&sealed[50]).is_some(), "late");
    assert!(server.open_rtcp(&sealed[50]).is_none(), "twice");
    assert!(server.open_rtcp(&sealed[35]).is_none(), "very late");
}

proptest! {
    #[test]
    fn a_changed_bit_is_noticed(profile in 0..3_usize, bit in 0..300_usize, body in proptest::collection::vec(any::<u8>(), 0..64)) {
        let (mut client, mut server) = pair(PROFILES[profile]);
        let packet = [&REPORT[..], &body].concat();
        let mut sealed = client.seal_rtcp(&packet).unwrap();
        let bit = bit % (8 * sealed.len());
        sealed[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(server.open_rtcp(&sealed), None);
    }

    #[test]
    fn nonsense_is_refused(profile in 0..3_usize, bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let (_, mut server) = pair(PROFILES[profile]);
        prop_assert_eq!(server.open_rtcp(&bytes), None);
    }
}

pub(super) fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
