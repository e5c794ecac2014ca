//! Packets sealed by AES-GCM, octet by octet as RFC 7714 shows them in sections 16 (SRTP), 17 (SRTCP).
//!
//! The RFC gives the keys of the session, not those they are derived from, so that these stories begin behind the
//! derivation.

use str0m::crypto::dtls::SrtpProfile;

use super::super::tests::hex;
use super::{Cipher, RTCP_HEADER};

const PROFILES: [SrtpProfile; 2] = [SrtpProfile::AEAD_AES_128_GCM, SrtpProfile::AEAD_AES_256_GCM];

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const SALT: &str = "517569642070726f2071756f";

const RTP_HEADER: &str = "8040f17b8041f8d35501a0b2";
const RTP_PAYLOAD: &str = "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
const RTP_SSRC: u32 = 0x5501_a0b2;
const RTP_SEQ: u64 = 0xf17b;
/// Sections 16.1.1, 16.2.1: what follows the header, tag included.
const RTP_SEALED: [&str; 2] = [
    "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833\
     899d7f27beb16a9152cf765ee4390cce",
    "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b\
     7aa3db36dfffd6b0f9bb7878d7a76c13",
];

const RTCP: &str = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61\
                    deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
const RTCP_INDEX: u32 = 0x5d4;
/// Sections 17.1, 17.2: what follows the header, tag and index included.
const RTCP_SEALED: [&str; 2] = [
    "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b\
     c84aa45896cf4d2fc5abf87245d9eade800005d4",
    "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad\
     1d1eb30c4446839f57ff6f6cb26ac3be800005d4",
];
/// Sections 17.3, 17.4: what follows a packet that is authenticated only.
const RTCP_TAGGED: [&str; 2] = [
    "841dd9683dd78ec92ae58790125f62b3000005d4",
    "91db4afbfeee5a978fab4393ed2615fe000005d4",
];

/// The cipher of a profile under the RFC's key.
fn cipher(profile: SrtpProfile) -> Cipher {
    let aes = str0m::crypto::from_feature_flags().srtp_provider;
    let (key, salt) = (hex(KEY), hex(SALT).try_into().unwrap());
    if profile == SrtpProfile::AEAD_AES_128_GCM {
        let key = *key.first_chunk().unwrap();
        Cipher::Gcm128 {
            cipher: aes.aead_aes_128_gcm().create_cipher(key, true),
            salt,
        }
    } else {
        let key = *key.first_chunk().unwrap();
        Cipher::Gcm256 {
            cipher: aes.aead_aes_256_gcm().create_cipher(key, true),
            salt,
        }
    }
}

#[test]
fn rtp_is_sealed_as_the_rfc_shows() {
    for (profile, sealed) in PROFILES.into_iter().zip(RTP_SEALED) {
        let mut packet = hex(RTP_HEADER);
        cipher(profile)
            .seal_rtp(&mut packet, RTP_SSRC, RTP_SEQ, &hex(RTP_PAYLOAD))
            .unwrap();
        assert_eq!(packet, [hex(RTP_HEADER), hex(sealed)].concat(), "{profile}");
    }
}

#[test]
fn rtp_is_opened_as_the_rfc_shows() {
    for (profile, sealed) in PROFILES.into_iter().zip(RTP_SEALED) {
        let (header, mut opened) = (hex(RTP_HEADER), Vec::new());
        let packet = [&header[..], &hex(sealed)].concat();
        let mut cipher = cipher(profile);
        assert!(cipher.open_rtp(&packet, header.len(), RTP_SSRC, RTP_SEQ, &mut opened));
        assert_eq!(opened, hex(RTP_PAYLOAD), "{profile}");
    }
}

#[test]
fn rtcp_is_sealed_as_the_rfc_shows() {
    for (profile, sealed) in PROFILES.into_iter().zip(RTCP_SEALED) {
        let packet = cipher(profile).seal_rtcp(&hex(RTCP), RTCP_INDEX).unwrap();
        let expected = [&hex(RTCP)[..RTCP_HEADER], &hex(sealed)].concat();
        assert_eq!(packet, expected, "{profile}");
    }
}

#[test]
fn rtcp_is_opened_as_the_rfc_shows() {
    for (profile, sealed) in PROFILES.into_iter().zip(RTCP_SEALED) {
        let packet = [&hex(RTCP)[..RTCP_HEADER], &hex(sealed)].concat();
        let opened = cipher(profile).open_rtcp(&packet);
        assert_eq!(opened, Some((RTCP_INDEX, hex(RTCP))), "{profile}");
    }
}

#[test]
fn rtcp_in_the_clear_is_not_heard_though_its_tag_is_true() {
    for (profile, tag) in PROFILES.into_iter().zip(RTCP_TAGGED) {
        let packet = [hex(RTCP), hex(tag)].concat();
        assert_eq!(cipher(profile).open_rtcp(&packet), None, "{profile}");
    }
}
