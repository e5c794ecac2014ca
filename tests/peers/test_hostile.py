"""What hostile peers can do to a real hall: nothing that a viewer beside them would notice.

In every story a viewer watches one unit from the first picture to the last, and has to see each of them in its order.
"""

import asyncio
import contextlib
import re
import unittest

import by_aiortc
import by_hand
import filming
from hall import Hall, Refused

SOON = 30
# A viewer that neither checks nor acknowledges is gone after this long: the hall's twenty seconds, and some to notice.
GONE_WITHIN = 35

SDP_HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
TRANSPORT = (
    "c=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n"
    f"a=fingerprint:sha-256 {':'.join(['AB'] * 32)}\r\na=setup:actpass\r\na=rtcp-mux\r\n"
)
SECTION = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"
CANDIDATE = "a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n"

# What is offered, with the status, the code and the cure it is answered by.
BOMBS = {
    "more than a body may have": (SDP_HEAD + "a=x\r\n" * 60_000, 413, "too_large", "at most"),
    "more than an offer may have": (SDP_HEAD + "a=x\r\n" * 14_000, 400, "offer_too_large", "fewer"),
    "ten thousand sections": (SDP_HEAD + SECTION * 10_000, 413, "too_large", "at most"),
    "a thousand sections": (SDP_HEAD + TRANSPORT + SECTION * 1_000, 400, "offer_too_many_sections", "at most"),
    "ten thousand candidates": (SDP_HEAD + SECTION + CANDIDATE * 10_000, 413, "too_large", "at most"),
    "a thousand candidates": (SDP_HEAD + SECTION + CANDIDATE * 1_000, 400, "offer_too_many_candidates", "in use"),
    "one endless attribute": (
        SDP_HEAD + SECTION + TRANSPORT + "a=mid:0\r\na=sendonly\r\na=fmtp:96 " + "x=1;" * 15_000 + "\r\n",
        400,
        "",
        "offer",
    ),
    "simulcast of simulcast": (
        SDP_HEAD + SECTION + TRANSPORT + "a=mid:0\r\na=sendonly\r\na=simulcast:send " + "a,~b;" * 12_000 + "\r\n",
        400,
        "",
        "offer",
    ),
    "nothing": ("", 400, "offer_not_sdp", "send"),
}


class HostilePeers(unittest.IsolatedAsyncioTestCase):
    """One unit is watched in peace, whatever others do."""

    def setUp(self):
        self.hall = self.enterContext(Hall())
        self.officer = self.hall.seat("officer")
        self.other = self.hall.seat("officer", 1)
        self.leader = self.hall.seat("leader")

    async def test_a_flood_of_checks_in_nobodys_name(self):
        async with self.peace():
            before, said = self.counted("strangers_dropped"), self.hall.said()
            sent = await asyncio.to_thread(by_hand.flood, self.hall.media, 12, 200)
            await asyncio.sleep(1)
            dropped = self.counted("strangers_dropped") - before
            self.assertGreater(dropped, sent / 4, "what the kernel's queue took")
            self.assertLessEqual(len(self.hall.said()) - len(said), 1, "told at most once")
            self.assertEqual(self.counted("peers"), 2)

    async def test_bombs_of_sdp(self):
        async with self.peace():
            for name, (bomb, status, code, cure) in BOMBS.items():
                for door, seat in (("whip", self.other), ("whep", self.leader)):
                    with self.subTest(name, door=door):
                        with self.assertRaises(Refused) as refused:
                            await asyncio.to_thread(seat.offer, door, self.other.unit, bomb)
                        fault = refused.exception.fault
                        self.assertEqual(refused.exception.status, status, fault)
                        self.assertEqual(fault["field"], "sdp", fault)
                        self.assertIn(code, fault["code"])
                        self.assertIn(cure, fault["message"])
            self.assertEqual(self.counted("peers"), 2)

    async def test_a_phone_that_claims_anothers_unit(self):
        async with self.peace():
            self.other.unit = self.officer.unit
            with self.assertRaises(Refused) as refused:
                async with by_aiortc.publishing(self.other, "H264"):
                    pass
            self.assertEqual(refused.exception.status, 403)
            self.assertIn("own officer", refused.exception.fault["message"])

    async def test_a_slow_viewer(self):
        async with self.peace(), by_aiortc.watching(self.leader, self.officer.unit) as slow:
            await slow.until(lambda seen: seen.numbers, SOON)
            slow.transport.hold = 0.2
            await asyncio.sleep(8)
            self.assertEqual(self.counted("peers"), 3)

    async def test_a_viewer_that_never_acknowledges(self):
        async with self.peace(), by_aiortc.watching(self.leader, self.officer.unit) as mute:
            mute.transport.mute_reports = True
            await mute.until(lambda seen: len(seen.numbers) > 5 * filming.FPS, SOON)
            self.assertEqual(self.counted("peers"), 3, "it may watch on, since it checks")

    async def test_a_viewer_that_asks_for_everything_again(self):
        async with self.peace(), by_aiortc.watching(self.leader, self.officer.unit) as greedy:
            await greedy.until(lambda seen: len(seen.numbers) >= filming.FPS, SOON)
            viewer = by_hand.GreedyViewer(greedy.transport.video)
            sent, forwarded = self.counted("datagrams_sent"), self.counted("rtp_forwarded")
            for _ in range(200):
                await viewer.ask_for_everything()
                await asyncio.sleep(0.01)
            sent, forwarded = self.counted("datagrams_sent") - sent, self.counted("rtp_forwarded") - forwarded
            self.assertGreater(sent, forwarded + 50, "some of it is sent again")
            self.assertLess(sent, 2 * forwarded, "within its share")
            self.assertEqual((self.counted("peers"), self.counted("peers_faulty")), (3, 0))

    async def test_a_viewer_that_vanishes(self):
        async with self.peace():
            with self.assertRaises(Refused) as refused:
                async with by_aiortc.watching(self.leader, self.officer.unit) as mute:
                    await mute.until(lambda seen: seen.numbers, SOON)
                    mute.transport.mute = True
                    async with asyncio.timeout(GONE_WITHIN):
                        while self.counted("peers") > 2:
                            await asyncio.sleep(0.5)
            self.assertEqual(refused.exception.status, 404, "its session is gone, too")

    async def test_rtp_with_impossible_headers(self):
        by_hand.sign_by_sha1()
        async with self.peace():
            async with by_aiortc.publishing(self.other, "H264") as peer:
                await by_aiortc.connected(peer)
                forgers = [by_hand.ForgingPublisher(sender) for sender in peer.getSenders()]
                async with by_aiortc.watching(self.leader, self.other.unit) as beside:
                    await beside.until(lambda seen: seen.numbers and seen.sound, SOON)
                    for kind in by_hand.DYNAMIC_KINDS:
                        for forger in forgers:
                            await forger.send_impossible(kind)
                        await asyncio.sleep(0.01)
                    await asyncio.sleep(1)
                    self.assertEqual(self.counted("peers"), 4, "the forger spoils but its own picture")
                    self.assertEqual(self.counted("peers_faulty"), 0)
            async with by_aiortc.publishing(self.other, "H264"):
                async with by_aiortc.watching(self.leader, self.other.unit) as after:
                    await after.until(lambda seen: len(seen.numbers) > filming.FPS, SOON)

    @contextlib.asynccontextmanager
    async def peace(self):
        """A unit and its viewer, from before the block till after it."""
        async with by_aiortc.publishing(self.officer, "H264"):
            async with by_aiortc.watching(self.leader, self.officer.unit) as seen:
                await seen.until(lambda seen: len(seen.numbers) >= filming.FPS, SOON)
                yield
                before = len(seen.numbers)
                await seen.until(lambda seen: len(seen.numbers) >= before + 2 * filming.FPS, SOON)
        steps = {(after - before) % filming.NUMBERS for before, after in zip(seen.numbers, seen.numbers[1:])}
        self.assertEqual(steps, {1}, seen.numbers)

    def counted(self, name):
        """A figure of the hall's media port."""
        found = re.search(rf"^\w*media_{name}(?:_total)? (\d+)", self.hall.metrics(), re.MULTILINE)
        self.assertTrue(found, name)
        return int(found[1])
