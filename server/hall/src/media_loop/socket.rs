//! The media ports.
//!
//! A key frame for many viewers is a burst, and the kernel's default buffers are sized for less.

use std::net::SocketAddr;
use std::os::fd::AsFd;

use nix::libc::{
    BPF_ABS, BPF_ALU, BPF_AND, BPF_B, BPF_JEQ, BPF_JGE, BPF_JGT, BPF_JMP, BPF_K, BPF_LD, BPF_RET,
};
use nix::libc::{sock_filter, sock_fprog};
use nix::sys::socket::{SetSockOpt as _, sockopt};
use socket2::{Domain, Protocol, SockRef, Socket, Type};

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
    let socket = datagrams(address)?;
    socket.bind(&address.into())?;
    Ok(mio::net::UdpSocket::from_std(socket.into()))
}

/// Opens a second socket with the number of a first, which is left everything but feedback.
pub(super) fn bind_feedback(first: &mio::net::UdpSocket) -> std::io::Result<mio::net::UdpSocket> {
    let address = first.local_addr()?;
    let socket = datagrams(address)?;
    // The first was opened without, so that it is no other program's.
    SockRef::from(first).set_reuse_port(true)?;
    socket.set_reuse_port(true)?;
    socket.bind(&address.into())?;
    part_feedback(&socket)?;
    Ok(mio::net::UdpSocket::from_std(socket.into()))
}

fn datagrams(address: SocketAddr) -> std::io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    // Smaller buffers lose packets under load, which is no reason not to start.
    if let Err(error) = socket
        .set_recv_buffer_size(BUFFER_BYTES)
        .and_then(|()| socket.set_send_buffer_size(BUFFER_BYTES))
    {
        tracing::info!(%error, "the media port keeps its default buffers");
    }
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Has the kernel give the second socket of a port what has a packet type of RTCP (RFC 5761 section 4), the first all else.
fn part_feedback(second: &impl AsFd) -> std::io::Result<()> {
    let (load, and) = (BPF_LD | BPF_B | BPF_ABS, BPF_ALU | BPF_AND | BPF_K);
    let jump = BPF_JMP | BPF_K;
    let mut program = [
        step(load, 0, 0, 0),
        step(and, 0xC0, 0, 0),
        step(jump | BPF_JEQ, 0x80, 0, 4),
        step(load, 1, 0, 0),
        step(jump | BPF_JGE, 192, 0, 2),
        step(jump | BPF_JGT, 223, 1, 0),
        step(BPF_RET | BPF_K, 1, 0, 0),
        step(BPF_RET | BPF_K, 0, 0, 0),
    ];
    let program = sock_fprog {
        len: u16::try_from(program.len()).unwrap_or_default(),
        filter: program.as_mut_ptr(),
    };
    Ok(sockopt::AttachReusePortCbpf.set(second, &program)?)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the kernel's names are wider than its field"
)]
fn step(code: u32, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter {
        code: code as u16,
        jt,
        jf,
        k,
    }
}
