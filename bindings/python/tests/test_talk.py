"""Officers talk with one another through a real hall."""

import asyncio
import contextlib

from case import DistrictCase
from field_unit_ffi import OwnTalk, Speaker, Tap, Notice, TalkGroup
from officer import eventually

# An Opus packet that says nothing of use, and how loud it is said to be: a voice.
PACKET = b"\x78" * 60
VOICE = 30


class Ear(Speaker):
    """Remembers what is played."""

    def __init__(self):
        self.packets = []

    def play(self, taken_at_ms, packet):
        self.packets.append(packet)

    def on_missed(self, count):
        raise AssertionError(f"{count} packets went by")


class Talk(DistrictCase):
    """One presses, the other hears."""

    async def line(self, phone, heard):
        """An open line that sounds, with who listens."""
        ear = Ear()
        line = await phone.open_talk(ear)
        self.addAsyncCleanup(line.close)
        await heard.known(lambda known: known.talk.sounds and known.talk.own)
        return line, ear

    @contextlib.asynccontextmanager
    async def speaking(self, line):
        """A microphone that is handed in as long as the block lasts."""

        async def speak():
            for number in range(3_000):
                line.sound(number * 20, VOICE, PACKET)
                await asyncio.sleep(0.02)

        speaks = asyncio.create_task(speak())
        try:
            yield
        finally:
            speaks.cancel()

    async def test_who_presses_is_heard_and_nobody_else(self):
        officer, phone, heard = await self.ready()
        _, other, heard_by_other = await self.ready()
        line, own_ear = await self.line(phone, heard)
        _, ear = await self.line(other, heard_by_other)
        unit = (await heard.known(lambda known: known.unit)).unit
        async with self.speaking(line):
            await asyncio.sleep(0.5)
            self.assertEqual(ear.packets, [], "nobody pressed")
            await line.press(TalkGroup.TOWN(town=unit.town))
            known = await heard.known(lambda known: isinstance(known.talk.own, OwnTalk.GRANTED))
            self.assertTrue(known.talk.out)
            self.assertEqual(known.talk.own.group, TalkGroup.TOWN(town=unit.town))
            await eventually("a voice", lambda: len(ear.packets) > 10)
            self.assertEqual(set(ear.packets), {PACKET})
            shown = await heard_by_other.known(lambda known: known.talk.heard)
            self.assertEqual([(voice.name, voice.role) for voice in shown.talk.heard], [(officer.name, "officer")])
            await line.release()
            known = await heard.known(lambda known: isinstance(known.talk.own, OwnTalk.IDLE))
            self.assertFalse(known.talk.out)
            await asyncio.sleep(0.3)
            before = len(ear.packets)
            await asyncio.sleep(0.3)
            self.assertEqual(len(ear.packets), before, "the key is let go")
        self.assertEqual(own_ear.packets, [], "nobody hears himself")

    async def test_what_cannot_be_is_refused_with_its_reason(self):
        officer, phone, heard = await self.ready()
        own = TalkGroup.UNIT(unit=officer.unit)
        line, _ = await self.line(phone, heard)
        await self.assert_fault("talk_open_already", phone.open_talk(Ear()))
        await self.assert_fault("not_an_id", line.press(TalkGroup.UNIT(unit="Vaduz 1")))
        fault = await self.assert_fault("refused", line.hang_up())
        self.assertEqual(fault.reason, "no_call")
        await line.press(TalkGroup.ALL())
        await heard.known(lambda known: isinstance(known.talk.own, OwnTalk.ENDED))
        await phone.go_off_duty()
        await heard.known(lambda known: not known.talk.open)
        fault = await self.assert_fault("refused", line.press(own))
        self.assertEqual(fault.reason, "talk_closed")
        await heard.notice(Notice.REFUSED, tap=Tap.TALK, reason="talk_closed")
        await self.assert_fault("off_duty", phone.open_talk(Ear()))
        await line.close()
        await self.assert_fault("stopped", line.press(own))
