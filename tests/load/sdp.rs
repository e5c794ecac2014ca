//! Where a server's SDP says it is to be reached.

use std::net::{IpAddr, SocketAddr};

use anyhow::Context as _;

/// The first UDP address of a server's answer.
pub(crate) fn address(sdp: &str) -> anyhow::Result<SocketAddr> {
    sdp.lines()
        .find_map(udp_candidate)
        .context("the server's answer names no UDP address")
}

/// The same answer, as if the server were to be reached at one other address only.
pub(crate) fn diverted(sdp: &str, to: SocketAddr) -> String {
    let mut is_told = false;
    let lines = sdp.lines().filter_map(|line| {
        if !line.starts_with("a=candidate:") {
            return Some(line.to_owned());
        }
        // One a section is enough; the sections are bundled, so the first serves.
        if is_told || udp_candidate(line).is_none() {
            return None;
        }
        is_told = true;
        let mut fields: Vec<String> = line.split(' ').map(str::to_owned).collect();
        *fields.get_mut(ADDRESS)? = to.ip().to_string();
        *fields.get_mut(ADDRESS + 1)? = to.port().to_string();
        Some(fields.join(" "))
    });
    lines.flat_map(|line| [line, "\r\n".to_owned()]).collect()
}

/// The place of the address in a candidate's line (RFC 8839 section 5.1).
const ADDRESS: usize = 4;

fn udp_candidate(line: &str) -> Option<SocketAddr> {
    let fields: Vec<&str> = line.strip_prefix("a=candidate:")?.split(' ').collect();
    let is_udp = fields.get(2)?.eq_ignore_ascii_case("udp");
    let address: IpAddr = fields.get(ADDRESS)?.parse().ok()?;
    let port = fields.get(ADDRESS + 1)?.parse().ok()?;
    is_udp.then(|| SocketAddr::new(address, port))
}

#[cfg(test)]
mod tests;
