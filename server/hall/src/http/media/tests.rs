//! What is documented of the doors to live media.

use axum::http::StatusCode;

use crate::http::{HttpFault, api};
use crate::live::OpenFault;
use crate::media_loop::MediaRefusal;

#[test]
fn every_refusal_of_a_door_is_documented() {
    let documented = serde_json::to_value(api().split_for_parts().1).unwrap();
    let refused = [
        HttpFault::from(OpenFault::TooMany),
        OpenFault::Ended.into(),
        OpenFault::Media(MediaRefusal::Full).into(),
        HttpFault::bad("sdp", ""),
        HttpFault::forbidden(""),
        HttpFault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "", ""),
    ];
    let elsewhere = HttpFault::from(OpenFault::Elsewhere);
    for path in ["/whip/{source}", "/whep/{source}", "/whep"] {
        let responses = &documented["paths"][path]["post"]["responses"];
        let only_here = (path == "/whip/{source}").then_some(&elsewhere);
        for fault in refused.iter().chain(only_here) {
            let status = fault.status().as_u16().to_string();
            assert!(responses.get(&status).is_some(), "{path} may answer {status}");
        }
    }
}
