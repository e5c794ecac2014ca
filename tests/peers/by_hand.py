"""What no honest WebRTC stack sends: forged checks, broken SDP, endless requests, RTP that claims more than there is.

RTP goes out by aiortc's transport, past its checks: in the profile AES128_CM_SHA1_80 (RFC 5764) a packet's signature is
an HMAC over whatever bytes there are (RFC 3711, section 4.2), so the hall finds these packets authentic.
"""

import hashlib
import hmac
import os
import socket
import struct

from aiortc import rtcdtlstransport, rtcrtpsender
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_MAGIC_COOKIE = 0x2112A442
_AUTHENTICATION = 1
_TAG = 10


# The payload types that WebRTC hands out.
DYNAMIC_KINDS = range(96, 128)

# Where aiortc's numbers start, and those of the forged packets; near enough for none to be taken for a rollover.
_FIRST_SEQUENCE = 1_000
_FORGED_SEQUENCE = 10_000


def sign_by_sha1():
    """Has every aiortc peer made from now on agree to the one profile whose signatures are made here."""
    rtcdtlstransport.SRTP_PROFILES[:] = [rtcdtlstransport.SRTP_AES128_CM_SHA1_80]
    rtcrtpsender.random16 = lambda: _FIRST_SEQUENCE


def flood(addresses, ufrag_length, rounds):
    """Sends checks in the names of nobody, and noise, from many ports: how many datagrams."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(16)]
    sent = 0
    for _ in range(rounds):
        for out in sockets:
            name = os.urandom(ufrag_length).hex()[:ufrag_length].encode() + b":stranger"
            attribute = struct.pack("!HH", 6, len(name)) + name.ljust(-(-len(name) // 4) * 4, b"\0")
            check = struct.pack("!HHI", 1, len(attribute), _MAGIC_COOKIE) + os.urandom(12) + attribute
            noise = os.urandom(1) + os.urandom(200)
            for datagram in (check, b"\x80" + noise, b"\x16" + noise, noise):
                for address in addresses:
                    out.sendto(datagram, address)
                    sent += 1
    for out in sockets:
        out.close()
    return sent


class ForgingPublisher:
    """Signs any bytes as the publisher behind an aiortc sender does."""

    def __init__(self, sender):
        self._transport = sender.transport
        self.ssrc = sender._ssrc
        profile = rtcdtlstransport.SRTP_AES128_CM_SHA1_80
        keys = self._transport._ssl.export_keying_material(
            b"EXTRACTOR-dtls_srtp", 2 * (profile.key_length + profile.salt_length)
        )
        ours = profile.get_key_and_salt(keys, 1 if self._transport._role == "server" else 0)
        self._key = _derived(ours[: profile.key_length], ours[profile.key_length :])

        self._sequence = _FORGED_SEQUENCE
        self._must_sign_as_libsrtp_does()

    async def send_impossible(self, kind):
        """Sends one of each impossible packet, under a payload type; each has a number of its own."""
        for packet in impossible_packets(self.ssrc, kind, self._sequence):
            await self._transport.transport._send(packet + self._tag(packet))
            self._sequence += 1

    def _tag(self, packet):
        rollovers = struct.pack("!I", 0)
        return hmac.new(self._key, packet + rollovers, hashlib.sha1).digest()[:_TAG]

    def _must_sign_as_libsrtp_does(self):
        sound = struct.pack("!BBHII", 0x80, DYNAMIC_KINDS[0], 1, 0, 1) + b"sound"
        signed = self._transport._tx_srtp.protect(sound)
        assert self._tag(signed[:-_TAG]) == signed[-_TAG:]


class GreedyViewer:
    """Asks for packets again that an aiortc receiver has, in its name and by its keys."""

    # As many as aiortc seals at a time; each names seventeen packets.
    _ENTRIES = 290

    def __init__(self, receiver):
        self._receiver = receiver

    async def ask_for_everything(self):
        """Asks for the newest packets of the picture, over and over (RFC 4585, section 6.2.1)."""
        streams = self._receiver._RTCRtpReceiver__remote_streams
        ssrc, stream = max(streams.items(), key=lambda known: known[1].packets_received)
        firsts = [stream.max_seq - 16 - 17 * (entry % 10) & 0xFFFF for entry in range(self._ENTRIES)]
        entries = b"".join(struct.pack("!HH", first, 0xFFFF) for first in firsts)
        request = struct.pack("!BBHII", 0x81, 205, 2 + self._ENTRIES, 1, ssrc) + entries
        await self._receiver.transport._send_rtp(request)


def impossible_packets(ssrc, payload_type, sequence):
    """RTP (RFC 3550, section 5.1; RFC 8285) that contradicts itself, under sequence numbers from `sequence` on."""

    def header(first, number):
        return struct.pack("!BBHII", first, payload_type, number, 0, ssrc)

    bodies = [
        # Fifteen contributing sources in a packet that holds one.
        (0x8F, b"\0" * 4),
        # Nothing but a fixed header that announces fifteen.
        (0x8F, b""),
        # An extension of 65,535 words in eight bytes.
        (0x90, b"\xbe\xde\xff\xff" + b"\0" * 4),
        # An extension announced, and no room for its own header.
        (0x90, b"\xbe"),
        # An element of sixteen bytes in an extension of four.
        (0x90, b"\xbe\xde\0\x01" + b"\x3f\0\0\0" + b"\x41" * 8),
        # A two-byte element that is longer than the extension.
        (0x90, b"\x10\x00\0\x01" + b"\x03\xff\0\0" + b"\x41" * 8),
        # 255 bytes of padding in eight.
        (0xA0, b"\x41" * 7 + b"\xff"),
        # Padding of no bytes, which would have to count itself.
        (0xA0, b"\x41" * 7 + b"\0"),
        # Padding alone, with nothing before it.
        (0xA0, b"\x01"),
        # All of it at once.
        (0xBF, b"\xff" * 40),
        # Another version of RTP.
        (0x40, b"\x41" * 20),
    ]
    return [header(first, sequence + at & 0xFFFF) + body for at, (first, body) in enumerate(bodies)]


def _derived(key, salt):
    """The session key that packets are signed with (RFC 3711, section 4.3.1, at a derivation rate of zero)."""
    start = bytearray(salt.ljust(16, b"\0"))
    start[7] ^= _AUTHENTICATION
    stream = Cipher(algorithms.AES(key), modes.CTR(bytes(start))).encryptor()
    return stream.update(b"\0" * 20)
