//! What another program finds in a file of video.

use std::path::Path;
use std::process::Command;

/// What `ffprobe` says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// Packets of pictures.
    pub pictures: usize,
    /// What it complains of; nothing if all is well.
    pub complaints: String,
}

/// Has a file looked through as it is.
pub fn ffprobe(file: &Path) -> Probed {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-count_packets", "-select_streams", "v:0"])
        .args(["-show_entries", "stream=nb_read_packets", "-of", "csv=p=0"])
        .arg(file)
        .output()
        .unwrap_or_else(|error| panic!("ffprobe: {error}; on Debian `apt-get install ffmpeg` brings it"));
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}: {complaints}", file.display());
    let count = String::from_utf8_lossy(&output.stdout);
    Probed {
        pictures: count.trim().trim_end_matches(',').parse().unwrap_or(0),
        complaints,
    }
}

/// The times of a file's pictures in seconds, in the sequence in which they are kept.
pub fn ffprobe_times(file: &Path) -> Vec<f64> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0"])
        .args(["-show_entries", "packet=pts_time", "-of", "csv=p=0"])
        .arg(file)
        .output()
        .unwrap_or_else(|error| panic!("ffprobe: {error}; on Debian `apt-get install ffmpeg` brings it"));
    let told = String::from_utf8_lossy(&output.stdout);
    let times = told
        .lines()
        .map(|line| line.trim_end_matches(',').parse().unwrap());
    times.collect()
}
