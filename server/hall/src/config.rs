//! What the operator decides: a TOML file, overridden by the environment.
//!
//! Everything is read once, checked once, and every fault is reported together, each with its cure, so
//! that nobody mends a file one line at a time. What is done with the values is the callers' business.

use std::ffi::OsString;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::num::{NonZeroU8, NonZeroUsize};
use std::path::{Path, PathBuf};

mod checklists;
mod log_filter;
mod notices;
mod recordings;
mod settings;
mod tls;
mod turn;

pub use log_filter::LogFilter;
pub use tls::TlsFiles;

use dispatch::Checklists;
use protocol::api::Telephone;
use settings::{Setting, Settings};
use tls::{check_secrecy, tls};
use turn::turn;

use crate::turn::TurnServers;

use crate::notifier::NoticeRule;
use crate::recordings::RecordingRule;

/// Where the hall listens if nobody says otherwise.
const DEFAULT_BIND: &str = "127.0.0.1:8443";

/// Where the hall keeps its data if nobody says otherwise.
const DEFAULT_DATA: &str = "yike-data";

/// What a telephone number looks like, for people.
const TELEPHONE: &str = "a telephone number, such as +44 20 7946 0015: 3 to 15 digits, after a + if the country's code is among them";

/// Everything the operator decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `bind`: where HTTP is served.
    pub bind: SocketAddr,
    /// `data`: the folder of the store.
    pub data: PathBuf,
    /// `tls_certificate`, `tls_key`, `tls_next_key`; plain HTTP without.
    pub tls: Option<TlsFiles>,
    /// `media_port`: the UDP port for media; that of `bind` if left out.
    pub media_port: u16,
    /// `media_tcp_port`: the TCP port for media, where no UDP gets through; one above `media_port` if left out, since HTTP
    /// has that number.
    pub media_tcp_port: u16,
    /// `media_shards`: how many threads forward media, each with ports of its own from `media_port` and `media_tcp_port`
    /// upwards; one for each core if left out.
    pub media_shards: NonZeroU8,
    /// `prefer_h265`: whether cameras that can are to send H.265, which is passed on to viewers who decode it, and not recorded.
    pub prefer_h265: bool,
    /// `advertise`: the address at which phones and browsers reach the media port.
    pub advertise: IpAddr,
    /// `turn` and `turn_secret`: relays for networks that let no media through.
    pub turn: Option<TurnServers>,
    /// `basemap`: a `.pmtiles` file in place of the built-in map.
    pub basemap: Option<PathBuf>,
    /// `roads`: an OpenStreetMap extract (`.osm.pbf`) of the district, for its names.
    pub roads: Option<PathBuf>,
    /// `gazetteer_csv`: the operator's own list of places.
    pub gazetteer_csv: Option<PathBuf>,
    /// `checklists`: what officers see to at each kind of incident; what is shipped if left out.
    pub checklists: Checklists,
    /// `recording`, `recordings_store`, `recordings_days`, `recordings_max_gb`, `recordings_reserve_gb`: what is
    /// recorded, where to, for how long, how much of the disk.
    pub recordings: RecordingRule,
    /// `push_services`, `push_contact`, `fcm_…`, `hms_…`, `mi_…`, `sms_…`, `call_…`: how officers are
    /// told when the app's line is not there.
    pub notices: NoticeRule,
    /// `telephone`: where officers call the hall: digits, perhaps after a `+`.
    pub telephone: Option<String>,
    /// `log`: what is logged.
    pub log: LogFilter,
    /// `log_format`: how.
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// `text`: lines for people.
    #[default]
    Text,
    /// `json`: an object a line for machines.
    Json,
}

impl LogFormat {
    /// Parses `text` or `json`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Something the operator has to mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct ConfigFault {
    /// The key in the file, the variable in the environment, or the file itself.
    pub field: String,
    /// What is wrong, and the cure.
    pub problem: String,
}

/// Everything the operator has to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFaults(pub Vec<ConfigFault>);

impl fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} fault(s):", self.0.len())?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for ConfigFaults {}

impl Config {
    /// Reads the file, if there is one, with the `YIKE_*` variables of `environment` over it.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigFaults> {
        let mut settings = Settings::read(file, environment);
        let config = Self::from_settings(&mut settings);
        let faults = settings.finish();
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(ConfigFaults(faults)),
        }
    }

    /// Looks at every setting, whatever is wrong with others; nothing if a fault was found.
    fn from_settings(settings: &mut Settings) -> Option<Self> {
        let bind = settings.parse("bind", "an address with a port, such as 127.0.0.1:8443", |text| {
            text.parse().ok()
        });
        let bind = bind.or_default(|| DEFAULT_BIND.parse().ok());
        let data = settings
            .parse("data", "a folder", path)
            .or_default(|| path(DEFAULT_DATA));
        let tls = tls(settings);
        let insecure = settings
            .parse("insecure_http", "true or false", truth)
            .or_default(|| Some(false));
        let media_port = settings.parse("media_port", "a port from 0 to 65535", |text| text.parse().ok());
        let media_tcp_port = settings.parse("media_tcp_port", "a port from 0 to 65535", |text| {
            text.parse().ok()
        });
        let media_shards = settings
            .parse("media_shards", "a number from 1 to 255", |text| text.parse().ok())
            .or_default(|| Some(shard_for_each_core()));
        let prefer_h265 = settings
            .parse("prefer_h265", "true or false", truth)
            .or_default(|| Some(false));
        let advertise = settings.parse(
            "advertise",
            "an IP address that phones reach, such as 192.0.2.7",
            reachable,
        );
        let turn = turn(settings);
        let basemap = existing_file(settings, "basemap", "a .pmtiles file");
        let roads = existing_file(settings, "roads", "an .osm.pbf file");
        let gazetteer_csv = existing_file(settings, "gazetteer_csv", "a CSV file");
        let checklists = checklists::checklists(settings);
        let recordings = recordings::recordings(settings);
        let notices = notices::notices(settings);
        let telephone = settings.parse("telephone", TELEPHONE, |number| {
            let number = number.to_owned();
            Telephone { number }.digits()
        });
        let log = settings.parse("log", log_filter::SHAPE, LogFilter::parse);
        let log_format = settings.parse("log_format", "text or json", LogFormat::parse);
        if let (Some(bind), Some(insecure)) = (bind, insecure) {
            match tls {
                Setting::Value(_) => check_secrecy(settings, bind, true, insecure),
                Setting::Absent => check_secrecy(settings, bind, false, insecure),
                Setting::Faulty => {}
            }
        }
        let advertise = match (advertise, bind) {
            (Setting::Value(advertise), _) => Some(advertise),
            (Setting::Absent, Some(bind)) if !bind.ip().is_unspecified() => Some(bind.ip()),
            (Setting::Absent, Some(_)) => {
                settings.fault(
                    "advertise",
                    "bind names no single address, so say which IP address phones reach",
                );
                None
            }
            (Setting::Faulty, _) | (Setting::Absent, None) => None,
        };
        let media_port = media_port.or_default(|| bind.map(|bind| bind.port()))?;
        Some(Self {
            bind: bind?,
            data: data?,
            tls: tls.optional().ok()?,
            media_shards: media_shards?,
            prefer_h265: prefer_h265?,
            media_port,
            media_tcp_port: media_tcp_port.or_default(|| Some(port_above(media_port)))?,
            advertise: advertise?,
            turn: turn.optional().ok()?,
            basemap: basemap.optional().ok()?,
            roads: roads.optional().ok()?,
            gazetteer_csv: gazetteer_csv.optional().ok()?,
            checklists: checklists?,
            recordings: recordings?,
            notices: notices?,
            telephone: telephone.optional().ok()?,
            log: log.or_default(|| Some(LogFilter::default()))?,
            log_format: log_format.or_default(|| Some(LogFormat::default()))?,
        })
    }
}

/// The next port; 0 still chooses a free one.
fn port_above(port: u16) -> u16 {
    if port == 0 { 0 } else { port.saturating_add(1) }
}

/// As many threads for media as there are cores to run them.
pub fn shard_for_each_core() -> NonZeroU8 {
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    NonZeroU8::new(u8::try_from(cores).unwrap_or(u8::MAX)).unwrap_or(NonZeroU8::MIN)
}

fn existing_file(settings: &mut Settings, key: &'static str, what: &str) -> Setting<PathBuf> {
    match settings.parse(key, what, path) {
        Setting::Value(file) if !file.is_file() => {
            settings.fault(key, format!("there is no file {}; name {what}", file.display()));
            Setting::Faulty
        }
        setting => setting,
    }
}

fn path(text: &str) -> Option<PathBuf> {
    (!text.trim().is_empty()).then(|| text.into())
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn reachable(text: &str) -> Option<IpAddr> {
    let address: IpAddr = text.parse().ok()?;
    (!address.is_unspecified() && !address.is_multicast()).then_some(address)
}

#[cfg(test)]
mod tests;
