"""A live picture from prepared frames, on a real hall."""

import asyncio
import os
import statistics
import time

from case import DistrictCase
from clip import ACCESS_UNITS, OF_CODEC, is_key
from field_unit_ffi import LiveState, Notice, PhoneFault, VideoCodec, fault_code
from officer import Camera, eventually, live_settings

# A frame of 50 kB is to be handed over in this long, in seconds.
FRAME_WITHIN = 0.0005


class Live(DistrictCase):
    """What the camera films is in the hall."""

    async def test_the_clip_is_what_it_should_be(self):
        self.assertEqual(len(ACCESS_UNITS), 60)
        keys = [number for number, unit in enumerate(ACCESS_UNITS) if is_key(unit)]
        self.assertEqual(keys, [0, 15, 30, 45])

    async def test_a_picture_meets_the_orders_video_leg(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        async with self.filming(phone) as (camera, picture):
            await heard.notice(Notice.LIVE_CHANGED, on=True)
            leg = await eventually("a picture", lambda: self.district.order(order)["legs"]["on_video"])
            self.assertEqual(leg["unit"], officer.unit)
            await heard.known(lambda known: known.orders[0].on_video_at_ms)
            await eventually("a stream", lambda: self.district.unit(officer)["live"])
            self.assertIn(LiveState.CONNECTED, camera.states)
            self.assertGreater(camera.rates[0], 0)
            self.assertLessEqual(camera.rates[0], live_settings().max_bitrate_bps)
            still = await eventually("a still", lambda: self.district.file(f"/api/units/{officer.unit}/still"))
            self.assertEqual(still[:3], b"\xff\xd8\xff")
        await eventually("the stream's end", lambda: not self.district.unit(officer)["live"])
        await heard.known(lambda known: not known.live)

    async def test_an_encoder_that_stops_is_told_until_it_goes_on(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        camera = Camera()
        picture = await phone.go_live(live_settings(), camera, None)
        try:
            await eventually("word of the silence", lambda: camera.silent)
            shutter = asyncio.create_task(camera.film(picture))
            await eventually("word of its end", lambda: not camera.silent)
            await eventually("a stream", lambda: self.district.unit(officer)["live"])
            shutter.cancel()
        finally:
            await picture.stop()

    async def test_while_nobody_looks_none_need_be_encoded(self):
        _, phone, _ = await self.ready()
        async with self.filming(phone) as (camera, _):
            await eventually("rest", lambda: not camera.needed)

    async def test_going_off_duty_ends_the_picture(self):
        officer, phone, heard = await self.ready()
        async with self.filming(phone):
            await eventually("a stream", lambda: self.district.unit(officer)["live"])
            await phone.go_off_duty()
            await heard.notice(Notice.LIVE_CHANGED, on=False)
            await eventually("the stream's end", lambda: not self.district.unit(officer)["live"])
        await self.assert_fault("off_duty", phone.go_live(live_settings(), Camera(), None))

    async def test_there_is_one_picture_at_a_time(self):
        _, phone, _ = await self.ready()
        async with self.filming(phone):
            await self.assert_fault("live_already", phone.go_live(live_settings(), Camera(), None))
        async with self.filming(phone) as (camera, _):
            await eventually("the next picture", lambda: LiveState.CONNECTED in camera.states)

    async def test_a_frame_that_is_not_h264_is_refused_and_spoils_nothing(self):
        _, phone, _ = await self.ready()
        async with self.filming(phone) as (camera, picture):
            await eventually("a picture", lambda: LiveState.CONNECTED in camera.states)
            # A picture as in MP4, one of H.265, a JPEG, nothing.
            for strange in (b"\0\0\0\4\x65\1\2\3", b"\0\0\0\1\x40\1", b"\xff\xd8\xff\xe0", b""):
                with self.assertRaises(PhoneFault) as refused:
                    picture.video(0, 0, strange)
                self.assertEqual(fault_code(refused.exception), "frame_not_h264")
            self.assertEqual(camera.states[-1], LiveState.CONNECTED)

    async def test_a_hall_that_records_has_an_encoder_of_both_make_h264(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        async with self.filming(phone, h265=True) as (camera, picture):
            await eventually("a stream", lambda: self.district.unit(officer)["live"])
            await eventually("a still", lambda: self.district.file(f"/api/units/{officer.unit}/still"))
            self.assertEqual((camera.codec, picture.codec()), (VideoCodec.H264, VideoCodec.H264))
            self.assertEqual([each["unreadable"] for each in self.district.recordings(order)], [None])

    async def test_sound_goes_with_the_picture_and_nothing_after_its_end(self):
        _, phone, _ = await self.ready()
        async with self.filming(phone) as (camera, picture):
            await eventually("a picture", lambda: LiveState.CONNECTED in camera.states)
            # What was filmed before there was a connection has gone.
            dropped = picture.dropped()
            # Opus: 20 ms of silence (RFC 6716 section 3.2.1).
            for number in range(25):
                picture.sound(number * 20, 127, b"\xf8\xff\xfe")
                await asyncio.sleep(0.02)
            self.assertEqual(picture.dropped(), dropped)
        for hand_in in (lambda: picture.video(0, 0, ACCESS_UNITS[0]), lambda: picture.sound(0, None, b"\xf8")):
            with self.assertRaises(PhoneFault) as refused:
                hand_in()
            self.assertEqual(fault_code(refused.exception), "stopped")
        await picture.stop()

    async def test_a_frame_of_50_kb_is_handed_over_in_time(self):
        _, phone, _ = await self.ready()
        camera = Camera()
        picture = await phone.go_live(live_settings(), camera, None)
        # A picture that needs another, of noise in which no start code can be: as long to read as any.
        frame = b"\0\0\0\1\x41" + bytes(byte | 1 for byte in os.urandom(50_000))
        took = []
        for number in range(2_000):
            began = time.perf_counter()
            picture.video(0, number, frame)
            took.append(time.perf_counter() - began)
        await picture.stop()
        median, worst = statistics.median(took), statistics.quantiles(took, n=100)[98]
        print(f"\na frame of 50 kB from Python: median {median * 1e6:.0f} µs, p99 {worst * 1e6:.0f} µs")
        self.assertLess(median, FRAME_WITHIN)


class LiveInH265(DistrictCase):
    """What the camera films is in a hall that would rather have H.265."""

    hall_options = ("--prefer-h265",)

    async def test_an_encoder_of_both_makes_h265(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        async with self.filming(phone, h265=True) as (camera, picture):
            await eventually("the hall's choice", lambda: camera.codec == VideoCodec.H265)
            self.assertEqual(picture.codec(), VideoCodec.H265)
            await eventually("a picture", lambda: self.district.order(order)["legs"]["on_video"])
            # The hall does not read it, which it says of the recording that an order begins.
            codec = lambda: [each["unreadable"] for each in self.district.recordings(order)]
            await eventually("its codec", lambda: codec() == ["H.265"])
            # An encoder has pictures of the former codec yet; what is of neither is none.
            picture.video(0, 0, OF_CODEC[VideoCodec.H264][0])
            with self.assertRaises(PhoneFault) as refused:
                picture.video(0, 0, b"\xff\xd8\xff\xe0")
            self.assertEqual(fault_code(refused.exception), "frame_not_h265")
            self.assertIn(LiveState.CONNECTED, camera.states)
            # Its hardware fails, after all.
            picture.give_up_h265()
            await eventually("H.264", lambda: camera.codec == VideoCodec.H264)
            await eventually("what the hall reads", lambda: None in codec())

    async def test_an_encoder_of_h264_alone_makes_that(self):
        officer, phone, _ = await self.ready()
        async with self.filming(phone) as (camera, _):
            await eventually("a stream", lambda: self.district.unit(officer)["live"])
            await eventually("a still", lambda: self.district.file(f"/api/units/{officer.unit}/still"))
            self.assertEqual(camera.codec, VideoCodec.H264)
