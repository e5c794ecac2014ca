//! Media datagrams over TCP: frames, each behind its length of two bytes (RFC 4571).
//!
//! Where a network lets no UDP through, phone and hall carry the same datagrams over a connection (RFC 6544). It leaves the
//! connection, with what waits on it, to either end.

/// No datagram of WebRTC is larger; whoever says that one is speaks of something else.
pub const LONGEST_MEDIA_FRAME: usize = 1_500;

/// How many bytes go before a datagram.
pub const MEDIA_FRAME_LENGTH_BYTES: usize = 2;

/// What goes before a datagram; `None` if it is too long to be one.
pub fn media_frame_length(datagram: &[u8]) -> Option<[u8; MEDIA_FRAME_LENGTH_BYTES]> {
    let length = u16::try_from(datagram.len()).ok()?;
    (datagram.len() <= LONGEST_MEDIA_FRAME).then(|| length.to_be_bytes())
}

/// Takes whole frames out of what was read, and leaves the beginning of the next one; how many, or `None` if one is too long.
///
/// A frame without content is counted, but says nothing.
pub fn take_media_frames(read: &mut Vec<u8>, mut give: impl FnMut(&[u8])) -> Option<usize> {
    let (mut rest, mut count) = (read.as_slice(), 0);
    while let Some((&length, tail)) = rest.split_first_chunk::<MEDIA_FRAME_LENGTH_BYTES>() {
        let length = usize::from(u16::from_be_bytes(length));
        if length > LONGEST_MEDIA_FRAME {
            return None;
        }
        let Some((frame, next)) = tail.split_at_checked(length) else {
            break;
        };
        if !frame.is_empty() {
            give(frame);
        }
        count += 1;
        rest = next;
    }
    let taken = read.len() - rest.len();
    read.drain(..taken);
    Some(count)
}

#[cfg(test)]
mod tests;
