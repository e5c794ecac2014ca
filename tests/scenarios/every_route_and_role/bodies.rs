//! What is sent to every route.

use serde_json::{Value, json};

pub(super) fn body(method: &str, path: &str, unit: &str, town: &str, person: &str) -> Option<Value> {
    let place = json!({ "lat": 47.141, "lon": 9.5209 });
    match path {
        _ if method == "GET" => None,
        "/api/push" if method == "PUT" => Some(json!({
            "endpoint": "https://push.example/one", "keys": { "p256dh": "none", "auth": "none" }, "language": "zh",
        })),
        "/api/push/app" => Some(json!({ "vendor": "fcm", "token": "a-token" })),
        "/api/telephone" => Some(json!({ "number": "none" })),
        "/api/notices/{none}" => Some(json!({ "status": "shown" })),
        "/api/towns" => Some(json!({ "name": "Balzers" })),
        "/api/units" => Some(json!({ "name": "Vaduz 2", "town": town })),
        path if path.ends_with("/duty") => Some(json!({ "on_duty": true })),
        "/api/session" => Some(json!({ "name": "nobody", "password": "nothing at all" })),
        "/api/session/challenge" => Some(json!({ "phone": unit })),
        "/api/session/proof" => Some(json!({ "phone": unit, "nonce": "none", "signature": "00" })),
        "/api/enrolments" => Some(json!({ "person": person, "hall": "https://hall.example" })),
        "/api/phones" => Some(json!({ "code": "none", "key": "none", "name": "a phone" })),
        "/api/incidents/duplicates" => Some(json!({ "kind": "fire", "at": place })),
        "/api/incidents/{none}" => Some(json!({ "note": "smoke" })),
        "/api/incidents/{none}/merge" => Some(json!({ "into": unit })),
        "/api/incidents" => Some(json!({ "kind": "fire", "place": place })),
        "/api/orders" => Some(json!({ "place": place, "addressee": { "unit": unit } })),
        "/api/recordings" => Some(json!({ "unit": unit })),
        "/api/rule" | "/api/drills/{none}/again" => Some(json!({ "rule": "cover" })),
        "/api/drills" => Some(json!({
            "rule": "cover", "units": 6, "hours": 1, "orders_per_hour": 6, "runs": 1,
        })),
        "/api/closures" => Some(json!({ "lat": 47.141, "lon": 9.5209, "note": "a burst pipe" })),
        "/api/people" => Some(json!({ "name": "somebody", "password": "long enough", "role": "leader" })),
        path if path.ends_with("/reason") => Some(json!({ "reason": "traffic" })),
        path if path.ends_with("/arrived") => Some(json!({ "assignment": unit })),
        path if path.ends_with("/messages") => Some(json!({ "id": unit, "text": "back door" })),
        path if path.ends_with("/messages/read") => Some(json!({ "messages": [unit] })),
        path if path.ends_with("/units") && method == "PUT" => Some(json!({ "units": [unit] })),
        path if path.ends_with("/offers") => Some(json!({ "unit": unit })),
        path if path.ends_with("/cancel") || path.ends_with("incidents/{none}/close") => {
            Some(json!({ "reason": "because" }))
        }
        _ => None,
    }
}
