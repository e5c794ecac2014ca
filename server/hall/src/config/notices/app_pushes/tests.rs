//! What is said of push services for apps, and what of it is at fault.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::RsaKeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::config::{Config, ConfigFaults};

const SECRET: &str = "a secret";

fn read(settings: &[(&str, &str)]) -> Result<AppPushes, ConfigFaults> {
    let environment = settings
        .iter()
        .map(|(key, value)| (format!("YIKE_{key}").into(), (*value).into()));
    Ok(Config::read(None, environment)?.notices.apps)
}

/// The text of a service account's file.
fn account() -> String {
    let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let key = STANDARD.encode(der.as_ref());
    let account = json!({
        "type": "service_account",
        "project_id": "a-project",
        "private_key_id": "key-1",
        "private_key": format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n"),
        "client_email": "hall@a-project.iam.gserviceaccount.com",
        "token_uri": "https://oauth2.googleapis.com/token",
    });
    account.to_string()
}

#[test]
fn everything_said_is_taken() {
    assert_eq!(read(&[]).unwrap(), AppPushes::default());
    let folder = TempDir::new().unwrap();
    let (file, text) = (folder.path().join("account.json"), account());
    fs::write(&file, &text).unwrap();
    let said = read(&[
        ("FCM_ACCOUNT", file.to_str().unwrap()),
        ("FCM_URL", "https://proxy.example/fcm"),
        ("HMS_APP", "104286000"),
        ("HMS_SECRET", SECRET),
        ("MI_PACKAGE", "org.example.yike"),
        ("MI_SECRET", "a-secret"),
        ("MI_CHANNEL", "100001"),
    ]);
    let channel = Some("100001".to_owned());
    let expected = AppPushes {
        fcm: Some(FcmAccount::new(&text, "https://proxy.example/fcm").unwrap()),
        hms: HmsApp::new("104286000", SECRET.into(), USUAL_HMS_URL, USUAL_HMS_TOKEN_URL),
        mi: MiApp::new("org.example.yike", "a-secret".into(), channel, USUAL_MI_URL),
    };
    assert!(expected.hms.is_some() && expected.mi.is_some());
    assert_eq!(said.unwrap(), expected);
}

#[test]
fn each_fault_names_its_field_and_the_cure() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("account.json");
    fs::write(&file, "{}").unwrap();
    let file = file.to_str().unwrap();
    for (settings, field, cure) in [
        (vec![("HMS_APP", "1")], "hms_secret: missing", "YIKE_HMS_SECRET"),
        (vec![("HMS_SECRET", SECRET)], "hms_app: missing", "leave both out"),
        (
            vec![("HMS_APP", "1/2"), ("HMS_SECRET", SECRET)],
            "YIKE_HMS_APP: ",
            "letters and digits",
        ),
        (
            vec![("HMS_APP", "1"), ("HMS_SECRET", SECRET), ("HMS_URL", "push")],
            "YIKE_HMS_URL: ",
            "an https address",
        ),
        (
            vec![
                ("HMS_APP", "1"),
                ("HMS_SECRET", SECRET),
                ("HMS_URL", "http://proxy.example"),
            ],
            "YIKE_HMS_URL: ",
            "only on this machine",
        ),
        (
            vec![("MI_PACKAGE", "org.example")],
            "mi_secret: missing",
            "YIKE_MI_SECRET",
        ),
        (
            vec![("MI_PACKAGE", "org example"), ("MI_SECRET", "s")],
            "YIKE_MI_PACKAGE: ",
            "org.example.app",
        ),
        (
            vec![("FCM_ACCOUNT", "/nowhere.json")],
            "YIKE_FCM_ACCOUNT: ",
            "cannot read",
        ),
        (
            vec![("FCM_ACCOUNT", file)],
            "YIKE_FCM_ACCOUNT: ",
            "Firebase console",
        ),
        (
            vec![("FCM_URL", "fcm.example")],
            "YIKE_FCM_URL: ",
            "an https address",
        ),
    ] {
        let faults = read(&settings).expect_err(field);
        assert_eq!(faults.0.len(), 1, "{faults}");
        let said = faults.to_string();
        assert!(said.contains(field) && said.contains(cure), "{said}");
    }
}
