//! Which services the hall calls.

use super::*;

#[test]
fn the_usual_services_are_those_of_browsers_and_nobody_else() {
    let services = PushServices::default();
    for endpoint in [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://db5p.notify.windows.com/w/?token=abc",
    ] {
        assert!(services.has(endpoint), "{endpoint}");
    }
    for endpoint in [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://fcm.googleapis.com:8443/fcm/send/abc",
        "https://fcm.googleapis.com.example/abc",
        "https://name@fcm.googleapis.com/abc",
        "https://evil.example/https://fcm.googleapis.com",
        "https://push.apple.com/abc",
        "https://.push.apple.com/abc",
        "https://evilpush.apple.com/abc",
        "https://127.0.0.1/abc",
        "fcm.googleapis.com",
        "",
    ] {
        assert!(!services.has(endpoint), "{endpoint}");
    }
}

#[test]
fn the_operators_own_services_take_their_place() {
    let services = PushServices::new("https://push.example:8443 http://127.0.0.1:9000").unwrap();
    assert!(services.has("https://push.example:8443/a") && services.has("http://127.0.0.1:9000/a"));
    assert!(!services.has("http://127.0.0.1:9001/a") && !services.has("https://web.push.apple.com/abc"));
    for bad in [
        "push.example",
        "http://push.example",
        "https://push.example/path",
        "https://push.*.example",
        "*",
    ] {
        assert_eq!(PushServices::new(bad), Err(BadPushService(bad.to_owned())));
    }
}
