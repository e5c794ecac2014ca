//! The media ports.
//!
//! A key frame for many viewers is a burst, and the kernel's default buffers are sized for less.

use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

/// What is asked of the kernel for each direction; it may grant less (`net.core.rmem_max`, `wmem_max`).
const BUFFER_BYTES: usize = 8 * 1024 * 1024;

/// What is asked of the kernel for what a connection sends: the rest waits here, where it is known to be late.
const SENT_BYTES: usize = 128 * 1024;
/// How many connections wait to be taken.
const BACKLOG: i32 = 128;

/// Opens the TCP port, ready for polling.
pub(super) fn listen(address: SocketAddr) -> std::io::Result<mio::net::TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // Connections of the hall before a restart may linger.
    socket.set_reuse_address(true)?;
    socket.set_send_buffer_size(SENT_BYTES)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(mio::net::TcpListener::from_std(socket.into()))
}

/// Opens the UDP port, ready for polling.
pub(super) fn bind(address: SocketAddr) -> std::io::Result<mio::net::UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    // Smaller buffers lose packets under load, which is no reason not to start.
    if let Err(error) = socket
        .set_recv_buffer_size(BUFFER_BYTES)
        .and_then(|()| socket.set_send_buffer_size(BUFFER_BYTES))
    {
        tracing::info!(%error, "the media port keeps its default buffers");
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    Ok(mio::net::UdpSocket::from_std(socket.into()))
}
