"""aiortc as a publisher and as a viewer.

aiortc is a WebRTC stack of its own, in Python: it gathers before it offers, knows neither simulcast nor TWCC, and
tells the far end's bandwidth by REMB. What is filmed and how it is read again is in `filming`.
"""

import asyncio
import contextlib
import time

import aioice.ice
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpSender, RTCSessionDescription

import filming

# Left to itself it offers every address but this one, and has none on a machine without a network.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


class _Camera(MediaStreamTrack):
    kind = "video"

    def __init__(self):
        super().__init__()
        self._began = None
        self._number = -1

    async def recv(self):
        self._number += 1
        self._began = self._began or time.monotonic()
        await asyncio.sleep(self._began + self._number / filming.FPS - time.monotonic())
        frame = filming.picture(self._number % filming.NUMBERS)
        frame.pts = self._number
        return frame


class _Microphone(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self._began = None
        self._number = -1

    async def recv(self):
        self._number += 1
        self._began = self._began or time.monotonic()
        await asyncio.sleep(self._began + self._number / 50 - time.monotonic())
        return filming.tone(self._number)


async def _negotiate(peer, seat, door, unit):
    await peer.setLocalDescription(await peer.createOffer())
    answer, session = await asyncio.to_thread(seat.offer, door, unit, peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return session


@contextlib.asynccontextmanager
async def publishing(seat, codec):
    """Publishes a unit's picture and sound for as long as the block lasts; `codec` is `H264` or `VP8`."""
    peer = RTCPeerConnection()
    try:
        peer.addTransceiver(_Microphone(), direction="sendonly")
        camera = peer.addTransceiver(_Camera(), direction="sendonly")
        known = RTCRtpSender.getCapabilities("video").codecs
        camera.setCodecPreferences([known for known in known if known.mimeType == f"video/{codec}"])
        session = await _negotiate(peer, seat, "whip", seat.unit)
        yield peer
        await asyncio.to_thread(seat.end, session)
    finally:
        await peer.close()


async def connected(peer):
    """Waits until media can flow."""
    async with asyncio.timeout(15):
        while peer.connectionState != "connected":
            await asyncio.sleep(0.05)


class _Manners:
    """What a viewer's transport sends and takes: by default, everything at once."""

    def __init__(self, peer):
        # Nothing at all goes out, neither checks nor reports.
        self.mute = False
        # No reports (RTCP) go out.
        self.mute_reports = False
        # How long each datagram is thought about, in seconds.
        self.hold = 0
        # Who takes the picture.
        self.video = next(receiver for receiver in peer.getReceivers() if receiver.track.kind == "video")
        dtls = peer.getReceivers()[0].transport
        ice = dtls.transport
        send, receive, report = ice._send, ice._recv, dtls._send_rtp

        async def sends(data):
            if not self.mute:
                await send(data)

        async def receives():
            await asyncio.sleep(self.hold)
            return await receive()

        async def reports(data):
            if not self.mute_reports:
                await report(data)

        ice._send, ice._recv, dtls._send_rtp = sends, receives, reports
        for protocol in ice._connection._protocols:
            self._hush(protocol)

    def _hush(self, protocol):
        send = protocol.send_stun

        def checks(*message):
            if not self.mute:
                send(*message)

        protocol.send_stun = checks


class Watching:
    """What a viewer saw and heard."""

    def __init__(self):
        self.numbers = []
        self.sound = []
        self.strange = []
        self.heard = asyncio.Condition()

    async def until(self, wished, within):
        """Waits until what was seen is as wished; says what was there if that does not come in time."""
        try:
            async with asyncio.timeout(within), self.heard:
                await self.heard.wait_for(lambda: self.strange or wished(self))
        except TimeoutError:
            raise AssertionError(f"after {within} s: {self}") from None
        assert not self.strange, self

    def __str__(self):
        return f"pictures {self.numbers}, {len(self.sound)} frames of sound, strange: {self.strange}"

    async def _take(self, track):
        while True:
            frame = await track.recv()
            async with self.heard:
                if track.kind == "audio":
                    self.sound.append(frame)
                else:
                    try:
                        self.numbers.append(filming.number_of(frame))
                    except ValueError as error:
                        self.strange.append(str(error))
                self.heard.notify_all()


@contextlib.asynccontextmanager
async def watching(seat, unit):
    """Watches a unit for as long as the block lasts."""
    peer = RTCPeerConnection()
    seen, takers = Watching(), []
    peer.on("track", lambda track: takers.append(asyncio.ensure_future(seen._take(track))))
    try:
        peer.addTransceiver("audio", direction="recvonly")
        peer.addTransceiver("video", direction="recvonly")
        session = await _negotiate(peer, seat, "whep", unit)
        seen.transport = _Manners(peer)
        yield seen
        await asyncio.to_thread(seat.end, session)
    finally:
        for taker in takers:
            taker.cancel()
        await peer.close()
