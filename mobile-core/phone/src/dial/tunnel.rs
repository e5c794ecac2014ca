//! A way through a proxy (RFC 9110 section 9.3.6).

use std::io::{Error, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::DialError;

/// A proxy that says more than this has nothing to say.
const MOST_HEAD: usize = 8 * 1024;

/// Has the proxy at the other end of `stream` carry all that follows to `hall`, a host with a port.
pub(super) async fn open<Stream: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut Stream,
    hall: &str,
    authorization: Option<&str>,
) -> Result<(), DialError> {
    let shown = authorization.map_or_else(String::new, |shown| format!("Proxy-Authorization: {shown}\r\n"));
    let asked = format!("CONNECT {hall} HTTP/1.1\r\nHost: {hall}\r\n{shown}\r\n");
    let answered = async {
        stream.write_all(asked.as_bytes()).await?;
        head(stream).await
    };
    let head = answered.await.map_err(DialError::ProxyAway)?;
    match status(&head) {
        Some(200..=299) => Ok(()),
        Some(status) => Err(DialError::Proxy(status)),
        None => Err(DialError::ProxyAway(nonsense())),
    }
}

/// What the proxy says. The hall says nothing before it is asked, so nothing comes behind it.
async fn head<Stream: AsyncRead + Unpin>(stream: &mut Stream) -> Result<Vec<u8>, Error> {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await?;
        let read = chunk.get(..read).filter(|read| !read.is_empty());
        head.extend_from_slice(read.ok_or(ErrorKind::UnexpectedEof)?);
        // The page that goes with a refusal is nobody's to read.
        if status(&head).is_some_and(|status| !(200..=299).contains(&status)) {
            break;
        }
        if head.len() > MOST_HEAD {
            return Err(nonsense());
        }
    }
    Ok(head)
}

fn status(head: &[u8]) -> Option<u16> {
    let line = head.strip_prefix(b"HTTP/1.")?;
    let status = line.get(2..5)?;
    std::str::from_utf8(status).ok()?.parse().ok()
}

fn nonsense() -> Error {
    Error::new(ErrorKind::InvalidData, "the proxy does not speak HTTP")
}

#[cfg(test)]
mod tests;
