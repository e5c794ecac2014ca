//! Addresses of halls in the one form that both sides sign.
//!
//! A phone signs the origin that it dials, as its URL parser writes it (WHATWG URL section 4.7), and the hall checks against
//! the text that its administrator gave. An address that the parser would write otherwise enrols phones that never sign in.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether this is an `http` or `https` address of a host and perhaps a port that a URL parser writes just as it is: in lower
/// case, without a path, without a port that the scheme names already.
pub fn is_origin(text: &str) -> bool {
    let (rest, default) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(rest), _) => (rest, 443),
        (_, Some(rest)) => (rest, 80),
        (None, None) => return false,
    };
    // The colons of an IPv6 address are within its brackets.
    let end = rest.find(']').map_or(0, |end| end + 1);
    let (host, port) = match rest.get(end..).and_then(|after| after.find(':')) {
        Some(colon) => rest.split_at(end + colon),
        None => (rest, ""),
    };
    is_host(host) && (port.is_empty() || is_port(port, default))
}

fn is_port(text: &str, default: u16) -> bool {
    let number = text
        .strip_prefix(':')
        .and_then(|number| number.parse::<u16>().ok());
    number.is_some_and(|port| port != 0 && port != default && text == format!(":{port}"))
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or_default();
        // One that holds an IPv4 address is written otherwise by URLs than by everybody else.
        return address
            .parse::<Ipv6Addr>()
            .is_ok_and(|parsed| parsed.to_ipv4_mapped().is_none() && parsed.to_string() == address);
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    // Whatever ends in a number is taken for an IPv4 address.
    let is_number = match last.strip_prefix("0x") {
        Some(hex) => hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    };
    if is_number {
        return host
            .parse::<Ipv4Addr>()
            .is_ok_and(|parsed| parsed.to_string() == host);
    }
    host.len() <= 253 && host.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_');
    (1..=63).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests;
