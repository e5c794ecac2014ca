//! A table of what operators get wrong, with what they are told.

mod secrecy;

use tempfile::TempDir;

use super::*;

/// Reads `toml` from a file, with `{dir}` in it and in the environment standing for its folder.
fn read(toml: &str, environment: &[(&str, &str)]) -> (TempDir, Result<Config, ConfigFaults>) {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().to_string_lossy().into_owned();
    for file in [
        "cert.pem",
        "key.pem",
        "map.pmtiles",
        "district.osm.pbf",
        "places.csv",
    ] {
        std::fs::write(folder.path().join(file), "something").unwrap();
    }
    let file = folder.path().join("yike.toml");
    std::fs::write(&file, toml.replace("{dir}", &dir)).unwrap();
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).into(), value.replace("{dir}", &dir).into()));
    let config = Config::read(Some(&file), environment);
    (folder, config)
}

#[test]
fn nothing_said_is_a_hall_for_this_machine_only() {
    let config = Config::read(None, []).unwrap();

    let expected = Config {
        bind: "127.0.0.1:8443".parse().unwrap(),
        data: "yike-data".into(),
        tls: None,
        media_port: 8443,
        media_tcp_port: 8444,
        media_shards: shard_for_each_core(),
        prefer_h265: false,
        advertise: "127.0.0.1".parse().unwrap(),
        turn: None,
        basemap: None,
        roads: None,
        gazetteer_csv: None,
        checklists: crate::checklists::shipped().unwrap(),
        recordings: RecordingRule {
            orders: true,
            store: None,
            days: 30,
            most_bytes: None,
            reserve_bytes: 2_000_000_000,
        },
        notices: NoticeRule::default(),
        telephone: None,
        log: LogFilter::parse("info").unwrap(),
        log_format: LogFormat::Text,
    };
    assert_eq!(config, expected);
}

#[test]
fn everything_said_is_taken_and_the_environment_wins() {
    let toml = r#"
        bind = "0.0.0.0:443"
        data = "{dir}/data"
        tls_certificate = "{dir}/cert.pem"
        tls_key = "{dir}/key.pem"
        tls_next_key = "{dir}/key.pem"
        media_port = 4000
        media_tcp_port = 6000
        media_shards = 3
        prefer_h265 = true
        advertise = "192.0.2.7"
        basemap = "{dir}/map.pmtiles"
        roads = "{dir}/district.osm.pbf"
        gazetteer_csv = "{dir}/places.csv"
        recording = "off"
        recordings_store = "s3://hall/recordings"
        recordings_days = 7
        recordings_max_gb = 200
        recordings_reserve_gb = 10
        telephone = "+44 20 7946-0015"
        log = "warn,hall::store=trace"
        log_format = "json"
    "#;
    let environment = [
        ("YIKE_MEDIA_PORT", "5000"),
        ("YIKE_CONFIG", "ignored"),
        ("PATH", "/bin"),
        ("YIKE_LOG", "debug"),
    ];
    let (folder, config) = read(toml, &environment);
    let dir = folder.path();

    let expected = Config {
        bind: "0.0.0.0:443".parse().unwrap(),
        data: dir.join("data"),
        tls: Some(TlsFiles {
            certificate: dir.join("cert.pem"),
            key: dir.join("key.pem"),
            next_key: Some(dir.join("key.pem")),
        }),
        media_port: 5000,
        media_tcp_port: 6000,
        media_shards: NonZeroU8::new(3).unwrap(),
        prefer_h265: true,
        advertise: "192.0.2.7".parse().unwrap(),
        turn: None,
        basemap: Some(dir.join("map.pmtiles")),
        roads: Some(dir.join("district.osm.pbf")),
        gazetteer_csv: Some(dir.join("places.csv")),
        checklists: crate::checklists::shipped().unwrap(),
        recordings: RecordingRule {
            orders: false,
            store: Some("s3://hall/recordings".to_owned()),
            days: 7,
            most_bytes: Some(200_000_000_000),
            reserve_bytes: 10_000_000_000,
        },
        notices: NoticeRule::default(),
        telephone: Some("+442079460015".to_owned()),
        log: LogFilter::parse("debug").unwrap(),
        log_format: LogFormat::Json,
    };
    assert_eq!(config.unwrap(), expected);
}

#[test]
fn each_fault_names_its_field_and_the_cure() {
    let table: &[(&str, &str, &str)] = &[
        (r#"bind = "localhost""#, "bind: ", "such as 127.0.0.1:8443"),
        (r#"bind = "127.0.0.1""#, "bind: ", "with a port"),
        (r#"bind = "127.0.0.1:70000""#, "bind: ", "with a port"),
        ("bind = 8443", "bind: ", "with a port"),
        (r#"data = " ""#, "data: ", "a folder"),
        (
            r#"tls_key = "{dir}/key.pem""#,
            "tls_certificate: missing",
            "leave both out",
        ),
        (
            r#"tls_certificate = "{dir}/cert.pem""#,
            "tls_key: missing",
            "leave both out",
        ),
        (
            r#"tls_next_key = "{dir}/key.pem""#,
            "tls_next_key: there is no key before it",
            "leave this out",
        ),
        (
            "tls_certificate = \"{dir}/nowhere.pem\"\ntls_key = \"{dir}/key.pem\"",
            "tls_certificate: there is no file",
            "a PEM file",
        ),
        (
            "tls_certificate = \"{dir}/cert.pem\"\ntls_key = \"{dir}/key.pem\"\ninsecure_http = true",
            "insecure_http: ",
            "leave this out",
        ),
        (r#"insecure_http = "yes""#, "insecure_http: ", "true or false"),
        ("media_port = 65536", "media_port: ", "0 to 65535"),
        ("media_tcp_port = 65536", "media_tcp_port: ", "0 to 65535"),
        ("media_shards = 0", "media_shards: ", "1 to 255"),
        ("media_shards = 256", "media_shards: ", "1 to 255"),
        ("media_port = -1", "media_port: ", "0 to 65535"),
        ("media_port = 1.5", "media_port: ", "not a float"),
        (r#"advertise = "example.org""#, "advertise: ", "an IP address"),
        (r#"advertise = "0.0.0.0""#, "advertise: ", "that phones reach"),
        (r#"advertise = "224.0.0.1""#, "advertise: ", "that phones reach"),
        (
            "bind = \"0.0.0.0:80\"\ninsecure_http = true",
            "advertise: bind names no single address",
            "which IP",
        ),
        (
            r#"basemap = "{dir}/nowhere.pmtiles""#,
            "basemap: there is no file",
            "a .pmtiles file",
        ),
        (
            r#"roads = "{dir}/nowhere.osm.pbf""#,
            "roads: there is no file",
            "an .osm.pbf file",
        ),
        (
            r#"gazetteer_csv = "{dir}/nowhere.csv""#,
            "gazetteer_csv: there is no file",
            "a CSV file",
        ),
        (r#"log = "loud""#, "log: ", "info,hall=debug"),
        (r#"log = "hall=""#, "log: ", "a log filter"),
        (r#"log = "7""#, "log: ", "a log filter"),
        (r#"log_format = "xml""#, "log_format: ", "text or json"),
        (r#"recording = "all""#, "recording: ", "orders or off"),
        (
            r#"recordings_store = "ftp://x/y""#,
            "recordings_store: ",
            "s3://bucket/prefix",
        ),
        ("recordings_days = 0", "recordings_days: ", "days"),
        (
            "recordings_reserve_gb = -1",
            "recordings_reserve_gb: ",
            "gigabytes",
        ),
        ("recordings_max_gb = 0", "recordings_max_gb: ", "gigabytes"),
        (r#"telephone = "the hall""#, "telephone: ", "3 to 15 digits"),
        (r#"telephone = "12""#, "telephone: ", "3 to 15 digits"),
        (
            "telephone = \"+86\\t2155\"",
            "telephone: ",
            "such as +44 20 7946 0015",
        ),
        (
            r#"bnid = "127.0.0.1:80""#,
            "bnid: nobody knows this setting",
            "bind, data",
        ),
        ("[bind]\nport = 80", "bind: a setting is one value", "not a table"),
        (r"bind = []", "bind: a setting is one value", "not an array"),
        ("bind = ", "the file is no TOML", "line 1"),
    ];
    for (toml, field, cure) in table {
        let faults = read(toml, &[]).1.expect_err(toml);
        assert_eq!(faults.0.len(), 1, "{toml}: {faults}");
        let said = faults.to_string();
        assert!(said.contains(field) && said.contains(cure), "{toml}: {said}");
    }
}

#[test]
fn what_cameras_had_best_send_is_a_yes_or_a_no() {
    let said = |value: &str| read(&format!("prefer_h265 = {value}"), &[]).1;
    assert!(said("true").unwrap().prefer_h265);
    assert!(!said("false").unwrap().prefer_h265);
    let fault = said("\"H.264\"").unwrap_err().to_string();
    assert!(
        fault.contains("prefer_h265: ") && fault.contains("true or false"),
        "{fault}"
    );
}

#[test]
fn all_faults_are_told_together_and_each_where_it_was_written() {
    let toml = "bind = \"nowhere\"\nlog_format = \"xml\"\ncolour = \"red\"\ntls_key = \"{dir}/key.pem\"";
    let environment = [
        ("YIKE_MEDIA_PORT", "many"),
        ("YIKE_BNID", "127.0.0.1:80"),
        ("YIKE_LOG_FORMAT", "csv"),
    ];

    let faults = read(toml, &environment).1.unwrap_err();

    let fields: Vec<_> = faults.0.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "bind",
            "tls_certificate",
            "YIKE_MEDIA_PORT",
            "YIKE_LOG_FORMAT",
            "colour",
            "YIKE_BNID"
        ]
    );
    assert_eq!(faults.to_string().lines().count(), 7);
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_environments_faults() {
    let environment = [("YIKE_BIND".into(), "nowhere".into())];
    let faults = Config::read(Some(Path::new("/nowhere/yike.toml")), environment).unwrap_err();
    let fields: Vec<_> = faults.0.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["/nowhere/yike.toml", "YIKE_BIND"]);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_reported_by_its_name() {
    use std::os::unix::ffi::OsStringExt as _;
    let garbage = || OsString::from_vec(vec![0xff]);
    let environment = [
        (OsString::from("YIKE_DATA"), garbage()),
        (OsString::from("OTHER"), garbage()),
        (garbage(), garbage()),
    ];

    let faults = Config::read(None, environment).unwrap_err();

    assert_eq!(faults.0.len(), 1, "{faults}");
    assert!(
        faults.to_string().contains("YIKE_DATA: the value is not UTF-8"),
        "{faults}"
    );
}
