//! A pretend player: what a recorder's outputs show, read box by box.

use mp4_atom::{Codec, Decode as _, FourCC, Free, Ftyp, Header, Moof, Moov, Prft, ReadFrom as _};

use crate::media::Track;
use crate::{Input, Output, Recorder, SEAL};

/// A recorder's outputs, sorted.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    pub(crate) files: Vec<File>,
    pub(crate) gaps: Vec<(Track, i64, i64)>,
    /// When key frames were asked for.
    pub(crate) asks: Vec<i64>,
}

/// One file as it was written.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) init: Vec<u8>,
    pub(crate) starts_at_ms: i64,
    pub(crate) codecs: String,
    pub(crate) size: Option<(u16, u16)>,
    pub(crate) fragments: Vec<Fragment>,
}

#[derive(Debug)]
pub(crate) struct Fragment {
    /// With its seal.
    pub(crate) bytes: Vec<u8>,
    /// As it was before.
    pub(crate) unsealed: Vec<u8>,
    pub(crate) starts_at_ms: i64,
    pub(crate) duration_ms: u32,
    pub(crate) has_key_frame: bool,
    /// When it was handed out.
    pub(crate) written_ms: i64,
}

/// One frame as a player finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) track: Track,
    /// In ticks since the file's own time began.
    pub(crate) at: u64,
    pub(crate) duration: u32,
    pub(crate) key: bool,
    pub(crate) data: Vec<u8>,
}

impl Tape {
    /// Tells the recorder what happened and takes down what it says.
    pub(crate) fn record(&mut self, recorder: &mut Recorder, now_ms: i64, input: impl Into<Input>) {
        recorder.handle_input(now_ms, input.into());
        while let Some(output) = recorder.poll_output() {
            match output {
                Output::Init {
                    bytes,
                    starts_at_ms,
                    codecs,
                    size,
                } => self.files.push(File {
                    init: bytes,
                    starts_at_ms,
                    codecs,
                    size,
                    fragments: Vec::new(),
                }),
                Output::Fragment {
                    bytes: unsealed,
                    seal_at,
                    starts_at_ms,
                    duration_ms,
                    has_key_frame,
                } => self.files.last_mut().unwrap().fragments.push(Fragment {
                    bytes: sealed(&unsealed, seal_at),
                    unsealed,
                    starts_at_ms,
                    duration_ms,
                    has_key_frame,
                    written_ms: now_ms,
                }),
                Output::Gap {
                    track,
                    from_ms,
                    to_ms,
                } => self.gaps.push((track, from_ms, to_ms)),
                Output::WantKeyFrame => self.asks.push(now_ms),
            }
        }
    }

    /// The only file.
    pub(crate) fn file(&self) -> &File {
        assert_eq!(self.files.len(), 1);
        &self.files[0]
    }
}

impl File {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let fragments = self.fragments.iter().map(|fragment| fragment.bytes.as_slice());
        std::iter::once(self.init.as_slice())
            .chain(fragments)
            .collect::<Vec<_>>()
            .concat()
    }

    pub(crate) fn shown(&self, track: Track) -> Vec<Shown> {
        let shown = self.fragments.iter().flat_map(|fragment| shown(&fragment.bytes));
        shown.filter(|shown| shown.track == track).collect()
    }

    /// The wall clock at a frame, in milliseconds.
    pub(crate) fn wall_ms(&self, shown: &Shown) -> i64 {
        self.starts_at_ms + shown.track.ms(shown.at.cast_signed())
    }

    /// The tracks that the header names, with their codecs.
    pub(crate) fn tracks(&self) -> Vec<(Track, Codec)> {
        let mut rest = self.init.as_slice();
        Ftyp::decode(&mut rest).unwrap();
        let moov = Moov::decode(&mut rest).unwrap();
        Free::decode(&mut rest).unwrap();
        assert!(rest.is_empty());
        let tracks = moov.trak.into_iter().map(|trak| {
            let track = track(trak.tkhd.track_id);
            assert_eq!(trak.mdia.mdhd.timescale, track.rate());
            (track, trak.mdia.minf.stbl.stsd.codecs[0].clone())
        });
        tracks.collect()
    }
}

/// The whole boxes at the beginning of `bytes`, each with its end; what is behind them is cut off.
pub(crate) fn whole_boxes(bytes: &[u8]) -> Vec<(FourCC, usize)> {
    let mut boxes = Vec::new();
    let mut at = 0;
    while let Some((length, behind)) = bytes.get(at..).and_then(|rest| rest.split_first_chunk::<4>()) {
        let end = at + u32::from_be_bytes(*length) as usize;
        let Some(kind) = behind.first_chunk::<4>().filter(|_| end <= bytes.len()) else {
            break;
        };
        boxes.push((FourCC::new(kind), end));
        at = end;
    }
    boxes
}

/// A fragment's wall clock in NTP's format, with the media time it belongs to.
pub(crate) fn reference_time(fragment: &[u8]) -> (u64, u64) {
    let prft = Prft::decode(&mut &*fragment).unwrap();
    (prft.ntp_timestamp, prft.media_time)
}

fn sealed(unsealed: &[u8], seal_at: usize) -> Vec<u8> {
    let mut bytes = unsealed.to_vec();
    bytes[seal_at..seal_at + 4].copy_from_slice(&SEAL);
    bytes
}

/// The frames of a fragment, with their bytes where the fragment says that they are.
pub(crate) fn shown(fragment: &[u8]) -> Vec<Shown> {
    let mut rest = fragment;
    Prft::decode(&mut rest).unwrap();
    let moof_at = fragment.len() - rest.len();
    let moof = Moof::decode(&mut rest).unwrap();
    let mdat = Header::read_from(&mut rest).unwrap();
    assert_eq!(mdat.size, Some(rest.len()), "the fragment ends with its frames");
    let mut shown = Vec::new();
    for traf in moof.traf {
        assert!(traf.tfhd.default_base_is_moof);
        let [run] = traf.trun.as_slice() else {
            panic!("{:?}", traf.trun);
        };
        let mut at = traf.tfdt.unwrap().base_media_decode_time;
        let mut from = moof_at + usize::try_from(run.data_offset.unwrap()).unwrap();
        for entry in &run.samples {
            let (duration, size) = (entry.duration.unwrap(), entry.size.unwrap() as usize);
            shown.push(Shown {
                track: track(traf.tfhd.track_id),
                at,
                duration,
                key: entry.flags.unwrap() & 0x0001_0000 == 0,
                data: fragment[from..from + size].to_vec(),
            });
            at += u64::from(duration);
            from += size;
        }
    }
    shown
}

fn track(id: u32) -> Track {
    match id {
        1 => Track::Video,
        2 => Track::Sound,
        other => panic!("{other}"),
    }
}
