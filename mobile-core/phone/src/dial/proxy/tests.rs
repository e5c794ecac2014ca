//! Which addresses are a proxy's.

use super::*;

fn read(address: &str) -> Option<(String, u16, Option<String>)> {
    let proxy = Proxy::read(address).ok()?;
    Some((proxy.host, proxy.port, proxy.authorization))
}

#[test]
fn an_address_has_a_host_and_may_have_port_and_password() {
    let basic = |shown: &str| Some(format!("Basic {}", STANDARD.encode(shown)));
    for (address, host, port, shown) in [
        ("http://proxy.example:3128", "proxy.example", 3128, None),
        ("http://proxy.example", "proxy.example", 80, None),
        ("http://10.0.0.1:8080/", "10.0.0.1", 8080, None),
        ("http://[fd00::1]:8080", "fd00::1", 8080, None),
        (
            "http://officer:pass@proxy:3128",
            "proxy",
            3128,
            basic("officer:pass"),
        ),
        (
            "http://%E6%9D%8E:p%40ss@proxy:3128",
            "proxy",
            3128,
            basic("李:p@ss"),
        ),
        ("http://officer@proxy:3128", "proxy", 3128, basic("officer:")),
    ] {
        assert_eq!(read(address), Some((host.to_owned(), port, shown)), "{address}");
    }
}

#[test]
fn what_is_no_address_of_a_proxy_is_said_without_its_password() {
    for address in [
        "",
        "proxy:3128",
        "10.0.0.1:8080",
        "http://",
        "http://proxy:99999",
        "https://proxy:443",
        "socks5://proxy:1080",
        "http://officer:secret@proxy:3128/path",
        "http://proxy:3128?secret",
        "http://proxy:3128#secret",
    ] {
        let said = Proxy::read(address).err().map(|error| error.to_string()).unwrap();
        assert_eq!(
            said,
            "proxy must be http://host:port, with user:password@ before the host if it asks for them"
        );
    }
}
