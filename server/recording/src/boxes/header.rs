//! A file's header: which tracks there are, how they are encoded (`ftyp`, `moov`).

use mp4_atom::{
    Audio, Avc1, Avcc, AvccExt, Codec, Dinf, Dops, Dref, DrefEntry, FixedPoint, FourCC, Free, Ftyp, Hdlr,
    Mdhd, Mdia, Minf, Moov, Mvex, Mvhd, Opus, Smhd, Stbl, Stco, Stsd, Stsz, StszSamples, Tkhd, Trak, Trex,
    Url, Visual, Vmhd, Vp08, VpcC, Zeroed,
};

use super::fragment::padding;
use super::{Unwritable, id, written};
use crate::h264::H264Format;
use crate::media::{Track, VideoFormat};

/// Seconds from 1904, when MP4's time begins, to 1970.
const SINCE_1904: i64 = 2_082_844_800;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) video: Option<VideoFormat>,
    pub(crate) sound: bool,
    /// The wall clock where the file's own time begins, in milliseconds since 1970.
    pub(crate) starts_at_ms: i64,
}

impl Header {
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Unwritable> {
        let created = u64::try_from(self.starts_at_ms / 1000 + SINCE_1904).unwrap_or(0);
        let mut traks = Vec::new();
        if let Some(format) = &self.video {
            traks.push(video(format, created));
        }
        if self.sound {
            traks.push(sound(created));
        }
        let ftyp = Ftyp {
            major_brand: FourCC::new(b"iso6"),
            minor_version: 0,
            compatible_brands: [b"iso6", b"mp41", b"cmfc"].map(FourCC::new).to_vec(),
        };
        let moov = Moov {
            mvhd: Mvhd {
                creation_time: created,
                modification_time: created,
                timescale: 1000,
                rate: FixedPoint::new(1, 0),
                volume: FixedPoint::new(1, 0),
                next_track_id: 3,
                ..Mvhd::default()
            },
            mvex: Some(Mvex {
                mehd: None,
                trex: traks.iter().map(|trak| extended(trak.tkhd.track_id)).collect(),
            }),
            trak: traks,
            ..Moov::default()
        };
        let mut bytes = written(&[&ftyp, &moov])?;
        let free = Free {
            zeroed: Zeroed {
                size: padding(bytes.len()),
            },
        };
        bytes.extend(written(&[&free])?);
        Ok(bytes)
    }
}

/// What is in a file, for a `codecs` parameter (RFC 6381).
pub(crate) fn codecs(video: Option<&VideoFormat>, sound: bool) -> String {
    let video = video.map(VideoFormat::codecs);
    let sound = sound.then(|| "opus".to_owned());
    video.into_iter().chain(sound).collect::<Vec<_>>().join(",")
}

fn extended(track_id: u32) -> Trex {
    Trex {
        track_id,
        default_sample_description_index: 1,
        ..Trex::default()
    }
}

fn video(format: &VideoFormat, created: u64) -> Trak {
    let (width, height) = format.size();
    let visual = Visual {
        data_reference_index: 1,
        width,
        height,
        ..Visual::default()
    };
    let codec = match format {
        VideoFormat::H264(format) => Codec::Avc1(Avc1 {
            visual,
            avcc: avcc(format),
            ..Avc1::default()
        }),
        VideoFormat::Vp8(_) => Codec::Vp08(Vp08 {
            visual,
            // VP8 tells no colours but those of BT.601, in 4:2:0.
            vpcc: VpcC {
                level: 10,
                color_primaries: 6,
                transfer_characteristics: 6,
                matrix_coefficients: 6,
                ..VpcC::default()
            },
            ..Vp08::default()
        }),
    };
    let mut trak = trak(Track::Video, codec, created);
    trak.tkhd.width = FixedPoint::new(width, 0);
    trak.tkhd.height = FixedPoint::new(height, 0);
    trak.mdia.minf.vmhd = Some(Vmhd::default());
    trak
}

fn avcc(format: &H264Format) -> Avcc {
    let [profile, compatible, level] = format.profile();
    Avcc {
        configuration_version: 1,
        avc_profile_indication: profile,
        profile_compatibility: compatible,
        avc_level_indication: level,
        length_size: 4,
        sequence_parameter_sets: vec![format.sps().to_vec()],
        picture_parameter_sets: format.pps().to_vec(),
        ext: format.chroma().map(|[chroma_format, luma, chroma]| AvccExt {
            chroma_format,
            bit_depth_luma: luma,
            bit_depth_chroma: chroma,
            sequence_parameter_sets_ext: Vec::new(),
        }),
    }
}

fn sound(created: u64) -> Trak {
    // RFC 7587 has every sender use 48 kHz and two channels, whatever is inside.
    let opus = Opus {
        audio: Audio {
            data_reference_index: 1,
            channel_count: 2,
            sample_size: 16,
            sample_rate: FixedPoint::new(48_000, 0),
        },
        dops: Dops {
            output_channel_count: 2,
            pre_skip: 0,
            input_sample_rate: 48_000,
            output_gain: 0,
            channel_mapping: None,
        },
        btrt: None,
    };
    let mut trak = trak(Track::Sound, Codec::Opus(opus), created);
    trak.tkhd.volume = FixedPoint::new(1, 0);
    trak.mdia.minf.smhd = Some(Smhd::default());
    trak
}

/// What the tracks have in common; none holds a frame outside the fragments.
fn trak(track: Track, codec: Codec, created: u64) -> Trak {
    let (handler, name) = match track {
        Track::Video => (b"vide", "video"),
        Track::Sound => (b"soun", "sound"),
    };
    Trak {
        tkhd: Tkhd {
            creation_time: created,
            modification_time: created,
            track_id: id(track),
            enabled: true,
            in_movie: true,
            ..Tkhd::default()
        },
        mdia: Mdia {
            mdhd: Mdhd {
                creation_time: created,
                modification_time: created,
                timescale: track.rate(),
                duration: 0,
                language: "und".to_owned(),
            },
            hdlr: Hdlr {
                handler: FourCC::new(handler),
                name: name.to_owned(),
            },
            minf: Minf {
                dinf: Dinf {
                    dref: Dref {
                        entries: vec![DrefEntry::Url(Url::default())],
                    },
                },
                stbl: Stbl {
                    stsd: Stsd { codecs: vec![codec] },
                    stco: Some(Stco::default()),
                    stsz: Stsz {
                        samples: StszSamples::Different { sizes: Vec::new() },
                    },
                    ..Stbl::default()
                },
                ..Minf::default()
            },
        },
        ..Trak::default()
    }
}
