"""No net, no hall, no such officer: what an app is told, and that nothing is lost."""

import asyncio
import os
import pathlib
import tempfile

from case import DistrictCase
from field_unit_ffi import Notice, core_version
from officer import Camera, Officer, eventually, live_settings, standing
from relay import Relay

JPEG = b"\xff\xd8\xff\xdb" + os.urandom(20_000).replace(b"\xff", b"\xfe") + b"\xff\xd9"
NOBODYS_ORDER = "01980000-0000-7000-8000-000000000000"


class Trouble(DistrictCase):
    """What goes wrong has a name."""

    async def test_a_wrong_password_is_told(self):
        officer = self.district.officer()
        _, heard = await self.phone_of(officer, password="a wrong one")
        await heard.notice(Notice.SIGN_IN_REFUSED)
        self.assertFalse(heard.snapshots and heard.snapshots[-1].online)

    async def test_a_hall_that_is_away_costs_nothing_but_the_wait(self):
        with tempfile.TemporaryDirectory() as folder:
            away = Officer("http://127.0.0.1:9", "somebody", "a password", None, pathlib.Path(folder) / "phone.db")
            phone, heard = await self.phone_of(away)
            await phone.go_on_duty()
            phone.fix(standing())
            await heard.known(lambda known: known.on_duty and known.waiting == 2)
            self.assertFalse(phone.snapshot().online)
            await self.assert_fault("unit_unknown", phone.go_live(live_settings(), Camera(), None))
            await phone.shutdown()

    async def test_a_store_that_is_spoilt_is_set_aside_and_told(self):
        officer = self.district.officer()
        with tempfile.TemporaryDirectory() as folder:
            store = pathlib.Path(folder) / "phone.db"
            spoilt = b"no database" * 2_000
            store.write_bytes(spoilt)
            phone, heard = await self.phone_of(officer, store=str(store))
            notice = await heard.notice(Notice.STORE_SET_ASIDE)
            self.assertIn("database", notice.detail)
            await heard.known(lambda known: known.online)
            self.assertEqual(store.with_name("phone.db.broken").read_bytes(), spoilt)
            await phone.shutdown()

    async def test_what_cannot_be_started_says_why(self):
        officer = self.district.officer()
        for code, other in {
            "hall_address": {"hall": "no address"},
            "proxy_address": {"proxy": "no address"},
            "store": {"store": "/proc/nowhere/phone.db"},
            "certificates": {"hall": "https://hall.invalid", "ca": b"no certificate"},
        }.items():
            with self.subTest(code):
                await self.assert_fault(code, officer.phone(**other))

    async def test_a_strange_certificate_is_never_trusted(self):
        officer = self.district.officer()
        # The hall speaks plain HTTP, so that no handshake can come about.
        host, port = self.district.address
        phone, heard = await self.phone_of(officer, hall=f"https://{host}:{port}")
        await phone.go_on_duty()
        await asyncio.sleep(2)
        self.assertFalse(phone.snapshot().online)
        self.assertEqual(heard.snapshots[-1].waiting, 1)

    async def test_what_an_officer_cannot_do_is_refused_with_its_reason(self):
        _, phone, _ = await self.ready()
        await self.assert_fault("not_an_id", phone.accept("7"))
        refused = await self.assert_fault("refused", phone.accept(NOBODYS_ORDER))
        self.assertTrue(refused.reason and refused.detail)
        await self.assert_fault("photo_not_jpeg", phone.report(NOBODYS_ORDER, "", b"\x89PNG"))
        huge = b"\xff\xd8\xff" + bytes(8 * 1024 * 1024)
        await self.assert_fault("photo_too_big", phone.report(NOBODYS_ORDER, "", huge))

    async def test_a_measurement_that_is_none_is_told(self):
        _, phone, heard = await self.ready()
        phone.fix(standing(accuracy_m=-1.0))
        notice = await heard.notice(Notice.FIX_UNUSABLE)
        self.assertIn("accuracy_m", notice.detail)

    async def test_a_phone_that_is_suspended_stores_and_tells_later(self):
        _, phone, heard = await self.ready()
        await phone.suspend()
        await heard.known(lambda known: not known.online)
        await phone.go_off_duty()
        await asyncio.sleep(1)
        latest = heard.snapshots[-1]
        self.assertTrue(latest.waiting and not latest.online, latest)
        await phone.resume()
        await heard.known(lambda known: known.online and not known.on_duty and known.waiting == 0)

    async def test_a_phone_that_was_shut_down_does_nothing_more(self):
        officer, phone, _ = await self.ready()
        before = threads()
        self.assertTrue([name for name in before if name.startswith("yike-")], before)
        await phone.shutdown()
        await eventually("no thread", lambda: not [name for name in threads() if name.startswith("yike-")])
        await self.assert_fault("stopped", phone.go_on_duty())
        await self.assert_fault("stopped", phone.report(NOBODYS_ORDER, "late", None))
        await self.assert_fault("stopped", phone.go_live(live_settings(), Camera(), None))
        await self.assert_fault("stopped", phone.network_changed())
        phone.fix(standing())
        await phone.shutdown()

    async def test_a_call_that_is_given_up_is_carried_out_all_the_same(self):
        _, phone, heard = await self.ready()
        going = asyncio.create_task(phone.go_off_duty())
        await asyncio.sleep(0)
        going.cancel()
        await heard.known(lambda known: not known.on_duty and known.waiting == 0)

    async def test_the_core_says_its_version(self):
        self.assertRegex(core_version(), r"^\d+\.\d+\.\d+$")


class OffTheNet(DistrictCase):
    """What was done without a net is in the hall afterwards, once."""

    async def test_nothing_done_off_the_net_is_lost_or_doubled(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await heard.known(lambda known: known.online and known.unit)
            await phone.go_on_duty()
            await heard.known(lambda known: known.on_duty and known.waiting == 0)
            order = self.district.send_order(officer)
            await heard.notice(Notice.ORDER_RANG, order=order)
            # The receipt is in the hall, not only yet to come.
            await eventually(
                "the receipt", lambda: self.district.order(order)["assignments"][0]["state"] == "delivered"
            )
            await heard.known(lambda known: known.waiting == 0)

            relay.cut()
            await heard.known(lambda known: not known.online)
            await phone.accept(order)
            await phone.set_off(order)
            await phone.arrived(order)
            await phone.report(order, "all quiet", JPEG)
            await heard.known(lambda known: known.waiting == 4 and known.orders[0].provisional)
            self.assertEqual(self.district.order(order)["reports"], [])

            # The app is ended, as by the system, and comes back before the net does.
            await phone.shutdown()
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            known = await heard.known(lambda known: known.orders)
            self.assertEqual((known.waiting, known.orders[0].reports[0].text), (4, "all quiet"))

            relay.mend()
            await phone.network_changed()
            await heard.known(lambda known: known.online and known.waiting == 0)
            told = self.district.order(order)
            self.assertEqual([report["text"] for report in told["reports"]], ["all quiet"])
            self.assertEqual(told["assignments"][0]["state"], "under_way")
            self.assertTrue(told["legs"]["arrived"])
            photo = told["reports"][0]["photo"]
            await eventually("the photo", lambda: self.district.file(f"/api/photos/{photo}") == JPEG)

            # Once more, and nothing is told again.
            relay.cut()
            await heard.known(lambda known: not known.online)
            relay.mend()
            await phone.network_changed()
            await heard.known(lambda known: known.online)
            self.assertEqual(len(self.district.order(order)["reports"]), 1)
            await phone.shutdown()


def threads():
    """The names of this process's threads."""
    tasks = pathlib.Path("/proc/self/task").iterdir()
    return [(task / "comm").read_text().strip() for task in tasks]
