"""Foreign peers and a real hall: who publishes, who watches, and what the watcher sees and hears.

What they do to each other is honest here; `test_hostile` has the others.
"""

import asyncio
import unittest

import by_aiortc
import by_ffmpeg
import by_webrtc_rs
import filming
from hall import Hall, Refused

# How long a wish may take to come true, connecting included, in seconds.
SOON = 30

# What is watched: three seconds and a bit.
PICTURES = 3 * filming.FPS
SOUNDS = 3 * 50
# Sound that an ear is done with settling on.
STEADY = 50


class ForeignPeers(unittest.IsolatedAsyncioTestCase):
    """Pictures and sound go through the hall whole, whoever made the WebRTC stack."""

    def setUp(self):
        self.hall = self.enterContext(Hall())
        self.officer = self.hall.seat("officer")
        self.leader = self.hall.seat("leader")

    async def test_aiortc_shows_h264_to_aiortc(self):
        async with by_aiortc.publishing(self.officer, "H264"):
            await self.see_and_hear()

    async def test_aiortc_shows_vp8_to_aiortc(self):
        async with by_aiortc.publishing(self.officer, "VP8"):
            await self.see_and_hear()

    async def test_a_viewer_who_comes_before_the_picture_sees_it_come_and_come_again(self):
        async with by_aiortc.watching(self.leader, self.officer.unit) as seen:
            async with by_aiortc.publishing(self.officer, "H264"):
                await seen.until(lambda seen: len(seen.numbers) >= PICTURES, SOON)
            await self.until_live(False)
            before = len(seen.numbers)
            async with by_aiortc.publishing(self.officer, "H264"):
                await seen.until(lambda seen: len(seen.numbers) >= before + PICTURES, SOON)

    async def test_a_second_viewer_costs_the_first_nothing(self):
        async with by_aiortc.publishing(self.officer, "H264"):
            async with by_aiortc.watching(self.leader, self.officer.unit) as first:
                await first.until(lambda seen: len(seen.numbers) >= filming.FPS, SOON)
                for _ in range(2):
                    await self.see_and_hear()
                self.assert_in_order(first.numbers)

    async def test_aiortc_does_not_publish_for_another_unit(self):
        units = [unit["id"] for unit in self.hall.seat("dispatcher").get("/api/units")]
        self.officer.unit = next(unit for unit in units if unit != self.officer.unit)
        with self.assertRaises(Refused) as refused:
            async with by_aiortc.publishing(self.officer, "H264"):
                pass
        self.assertEqual(refused.exception.status, 403)

    @unittest.skipUnless(by_ffmpeg.is_there(), "the FFmpeg in PyAV has no WHIP muxer")
    async def test_ffmpeg_shows_h264_to_aiortc(self):
        with by_ffmpeg.publishing(self.officer):
            await self.see_and_hear()

    async def test_webrtc_rs_watches_h264_and_passes_it_on(self):
        await self.see_what_webrtc_rs_passes_on("H264")

    async def test_webrtc_rs_watches_vp8_and_passes_it_on(self):
        await self.see_what_webrtc_rs_passes_on("VP8")

    async def see_what_webrtc_rs_passes_on(self, codec):
        other = self.hall.seat("officer", 1)
        async with (
            by_aiortc.publishing(self.officer, codec),
            by_webrtc_rs.passing_on(self.leader, self.officer.unit, other),
        ):
            await self.see_and_hear(other.unit)

    async def see_and_hear(self, unit=None):
        async with by_aiortc.watching(self.leader, unit or self.officer.unit) as seen:
            await seen.until(lambda seen: len(seen.numbers) >= PICTURES and len(seen.sound) >= SOUNDS, SOON)
        self.assert_in_order(seen.numbers)
        self.assertAlmostEqual(filming.pitch_of(seen.sound[-STEADY:]), filming.TONE_HZ, delta=5)

    async def until_live(self, live):
        async with asyncio.timeout(SOON):
            while True:
                units = await asyncio.to_thread(self.leader.get, "/api/units")
                if any(unit["id"] == self.officer.unit and unit["live"] == live for unit in units):
                    return
                await asyncio.sleep(0.1)

    def assert_in_order(self, numbers):
        """Every picture once, in the order of filming; none missing where nothing was lost."""
        steps = {(after - before) % filming.NUMBERS for before, after in zip(numbers, numbers[1:])}
        self.assertEqual(steps, {1}, numbers)
