//! Who may listen in, only because the operator said so outright.

use super::read;

#[test]
fn plain_http_beyond_this_machine_needs_an_outright_word() {
    for bind in ["127.0.0.1:80", "127.8.0.1:80", "[::1]:80"] {
        assert!(read("", &[("YIKE_BIND", bind)]).1.is_ok(), "{bind}");
    }
    for bind in ["192.0.2.7:80", "0.0.0.0:80", "[::]:80", "[2001:db8::1]:80"] {
        let environment = [("YIKE_BIND", bind), ("YIKE_ADVERTISE", "192.0.2.7")];
        let faults = read("", &environment).1.unwrap_err();
        assert!(
            faults.to_string().contains("YIKE_BIND: plain HTTP"),
            "{bind}: {faults}"
        );
        assert!(read("insecure_http = true", &environment).1.is_ok(), "{bind}");
    }
}
