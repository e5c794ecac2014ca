"""An officer with a phone, as a test holds one: what the app around the core would be.

What the officer sees is folded from the core's calls, and waited for.
"""

import asyncio
import time

import clip
from field_unit_ffi import (
    CameraControl,
    FieldPhone,
    LiveSettings,
    LocationControl,
    Measurement,
    PhoneListener,
    PhoneSettings,
    VideoCodec,
)

# How long a wish may take to come true, in seconds.
SOON = 30

# A square in Vaduz, where the hall's demonstration has streets.
SCENE = {"lat": 47.1410, "lon": 9.5209}


class Heard(PhoneListener):
    """Remembers what it hears, and wakes whoever waits for it."""

    def __init__(self):
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Condition()
        self.notices = []
        self.snapshots = []

    def on_notice(self, notice):
        self._loop.call_soon_threadsafe(self._hear, self.notices, notice)

    def on_snapshot(self, snapshot):
        self._loop.call_soon_threadsafe(self._hear, self.snapshots, snapshot)

    def _hear(self, where, what):
        where.append(what)
        self._loop.create_task(self._wake())

    async def _wake(self):
        async with self._news:
            self._news.notify_all()

    async def until(self, wished):
        """Waits until `wished` of this says something, and passes that on."""
        try:
            async with asyncio.timeout(SOON), self._news:
                return await self._news.wait_for(lambda: wished(self))
        except TimeoutError:
            raise AssertionError(f"after {SOON} s: {self.notices} {self.snapshots[-1:]}") from None

    async def known(self, wished):
        """Waits until the latest snapshot is as wished."""
        return await self.until(
            lambda heard: heard.snapshots[-1] if heard.snapshots and wished(heard.snapshots[-1]) else None
        )

    async def notice(self, kind, **fields):
        """Waits for a notice of a kind with these fields."""

        def is_it(notice):
            return isinstance(notice, kind) and all(getattr(notice, name) == fields[name] for name in fields)

        return await self.until(lambda heard: next(filter(is_it, heard.notices), None))


class Officer:
    """An officer, known to a hall by name and password; a phone for each block."""

    def __init__(self, url, name, password, unit, store):
        self.unit = unit
        self.name = name
        self._given = {"hall": url, "name": name, "password": password, "store": str(store), "app": "python tests"}

    def settings(self, **other):
        """What the officer's phone is started with."""
        return PhoneSettings(**(self._given | other))

    async def phone(self, **other):
        """Starts a phone, and says what it hears."""
        heard = Heard()
        return await FieldPhone.start(self.settings(**other), heard), heard


class Receiver(LocationControl):
    """Remembers how it was told to measure, the last thing last."""

    def __init__(self):
        self.told = []

    def measure(self, cadence):
        self.told.append(cadence)


class Camera(CameraControl):
    """Films the clip, as the core has it filmed."""

    def __init__(self):
        self.codec = VideoCodec.H264
        self.states = []
        self.rates = {}
        self.key_frames = 0
        self.needed = True
        self.stills = False
        self.silent = False

    def encode_in(self, codec):
        self.codec = codec

    def set_bitrate(self, layer, bits_per_second):
        self.rates[layer] = bits_per_second

    def make_key_frame(self, layer):
        self.key_frames += 1

    def encode(self, needed):
        self.needed = needed

    def stills_only(self, on):
        self.stills = on

    def on_silent(self, silent):
        self.silent = silent

    def on_state(self, state):
        self.states.append(state)

    def on_refused(self, status):
        self.states.append(status)

    def on_missed(self, count):
        raise AssertionError(f"{count} calls went by")

    async def film(self, picture):
        """Hands in the clip at its own pace until it is cancelled."""
        began = time.monotonic()
        number = 0
        while True:
            access_units = clip.OF_CODEC[self.codec]
            picture.video(0, int(1000 * number / clip.FPS), access_units[number % len(access_units)])
            number += 1
            await asyncio.sleep(began + number / clip.FPS - time.monotonic())


def live_settings(h265=False):
    """A picture of one layer with sound."""
    return LiveSettings(sound=True, layers=1, max_bitrate_bps=1_000_000, h265=h265)


def standing(lat=SCENE["lat"], lon=SCENE["lon"], **other):
    """A measurement of somebody who stands still."""
    return Measurement(lat=lat, lon=lon, **({"accuracy_m": 6.0, "speed_mps": 0.2, "battery_pct": 80} | other))


async def eventually(what, wished, within=SOON):
    """Asks `wished`, which may block, again and again until it says something."""
    until = time.monotonic() + within
    while not (said := await asyncio.to_thread(wished)):
        if time.monotonic() > until:
            raise AssertionError(f"after {within} s there is not: {what}")
        await asyncio.sleep(0.1)
    return said
