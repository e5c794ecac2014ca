"""An officer's order, from ringing to its report, on a real hall."""

import asyncio
import hashlib
import time

from case import DistrictCase
from field_unit_ffi import (
    AssignmentState,
    DeclineReason,
    FieldPhone,
    LocationPermission,
    Notice,
    OrderKind,
    Permissions,
    PhoneListener,
)
from officer import SCENE, SOON, eventually, standing

JPEG = b"\xff\xd8\xff\xdb" + b"a picture of a square" * 500 + b"\xff\xd9"


class Orders(DistrictCase):
    """What the officer does reaches the hall, and what the hall does the officer."""

    async def test_signing_in_says_which_unit_this_is_and_what_time_it_is(self):
        officer = self.district.officer()
        phone, heard = await self.phone_of(officer)
        known = await heard.known(lambda known: known.online and known.unit)
        self.assertEqual((known.unit.id, known.unit.name), (officer.unit, officer.name))
        await heard.notice(Notice.TIME_HEARD)
        told, here = phone.hall_time(), time.time() * 1000
        # A second is what a busy machine may take between the two readings.
        self.assertLess(abs(told.at_ms - here), told.error_ms + 1000, told)

    async def test_a_position_is_on_the_halls_board(self):
        officer, phone, _ = await self.ready()
        phone.fix(standing(accuracy_m=7.5))
        unit = await eventually("a position", lambda: self.position(officer))
        self.assertAlmostEqual(unit["lat"], SCENE["lat"], places=6)
        self.assertAlmostEqual(unit["lon"], SCENE["lon"], places=6)
        self.assertEqual((unit["accuracy_m"], unit["battery_pct"], unit["mock"]), (7.5, 80, False))

    async def test_an_order_rings_with_its_place_and_its_clock(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer, "two cars 两辆车")
        await heard.notice(Notice.ORDER_RANG, order=order)
        (shown,) = phone.orders()
        self.assertEqual((shown.id, shown.kind), (order, OrderKind.EMERGENCY))
        self.assertEqual((shown.note, shown.place.name), ("two cars 两辆车", "Rathaus 市政厅"))
        self.assertEqual((shown.place.lat, shown.place.lon), (SCENE["lat"], SCENE["lon"]))
        self.assertEqual(shown.limit_ms, 15 * 60 * 1000)
        self.assertEqual(shown.due_at_ms, shown.started_at_ms + shown.limit_ms)
        self.assertFalse(shown.team)

    async def test_an_order_is_carried_out_and_reported_with_a_photo(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        await phone.set_off(order)
        await self.state(heard, AssignmentState.UNDER_WAY)
        await phone.arrived(order)
        await phone.report(order, "nobody hurt 无人受伤", JPEG)
        told = await eventually("a report", lambda: self.reported(order))
        (report,) = told["reports"]
        name = hashlib.sha256(JPEG).hexdigest()
        self.assertEqual((report["text"], report["photo"]), ("nobody hurt 无人受伤", name))
        self.assertEqual((report["unit"], told["legs"]["arrived"]["unit"]), (officer.unit, officer.unit))
        self.assertIsNone(told["legs"]["on_video"])
        self.assertEqual(await eventually("the photo", lambda: self.district.file(f"/api/photos/{name}")), JPEG)
        (shown,) = (await heard.known(lambda known: known.waiting == 0 and known.orders[0].reports)).orders
        self.assertFalse(shown.provisional)
        self.assertEqual(shown.reports[0].photo, name)
        self.assertTrue(shown.arrived_at_ms and shown.reported_at_ms)

    async def test_hall_and_officer_write_each_other_and_see_that_it_was_read(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        self.district.write(order, "back door, code 4711 后门")
        (shown,) = (await heard.known(lambda known: known.orders and known.orders[0].unread == 1)).orders
        (message,) = shown.messages
        self.assertEqual((message.text, message.from_unit), ("back door, code 4711 后门", None))
        self.assertTrue(message.sent and message.unread)

        await phone.read_messages(order, [message.id])
        await phone.write_message(order, "  门锁着 locked\n")
        await heard.known(lambda known: known.waiting == 0 and known.orders[0].unread == 0)
        first, second = self.district.order(order)["messages"]
        self.assertEqual([reading["by"]["unit"] for reading in first["read"]], [officer.unit])
        self.assertEqual((second["text"], second["from"]["unit"]), ("门锁着 locked", officer.unit))

        self.district.read(order, [second["id"]])
        (shown,) = (await heard.known(lambda known: known.orders[0].messages[-1].read)).orders
        own = shown.messages[-1]
        self.assertEqual((own.from_unit, own.sent, own.unread), (officer.unit, True, False))
        self.assertIsNone(own.read[0].unit)
        for text, code in ((" \n", "message_empty"), ("a" * 1001, "message_too_long")):
            refused = await self.assert_fault("refused", phone.write_message(order, text))
            self.assertEqual(refused.reason, code)

    async def test_a_no_is_told_with_its_reason(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.decline(order, DeclineReason.TOO_FAR)

        def declined():
            return self.district.order(order)["assignments"][0]["declined_because"]

        self.assertEqual(await eventually("a no", declined), "too_far")
        self.assertEqual(phone.orders(), [])

    async def test_an_order_that_is_called_off_ends_on_the_phone(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        self.district.dispatcher.ask("POST", f"/api/orders/{order}/cancel", {"reason": "a mistake"})
        await heard.notice(Notice.ORDER_ENDED, order=order)
        self.assertEqual(phone.orders(), [])
        fault = await self.assert_fault("refused", phone.accept(order))
        self.assertTrue(fault.reason, "the reason has a name")

    async def test_what_the_app_may_not_do_is_known_in_the_hall(self):
        officer, phone, _ = await self.ready()
        phone.fix(standing())
        await phone.permissions_changed(
            Permissions(location=LocationPermission.ALWAYS, notifications=False, battery_exempt=True)
        )

        def doubts():
            reach = self.district.unit(officer)["reachability"]
            return reach and "notifications_off" in reach["reasons"]

        # The hall asks each phone once a minute, in a second of its own.
        await eventually("a doubt", doubts, within=60 + SOON)

    async def test_a_call_for_help_is_open_on_both_sides(self):
        officer, phone, heard = await self.ready()
        await phone.call_for_help()
        await heard.notice(Notice.SOS_CHANGED, open=True)
        known = await heard.known(lambda known: known.sos and known.waiting == 0)
        self.assertTrue(known.live, "the camera is to be on")
        await eventually("a unit in danger", lambda: self.district.unit(officer)["state"] == "busy")

    async def state(self, heard, state):
        """Waits until the hall confirmed the state of the one order."""

        def is_so(known):
            return any(order.assignment.state == state and not order.provisional for order in known.orders)

        return await heard.known(is_so)

    def position(self, officer):
        return self.district.unit(officer)["position"]

    def reported(self, order):
        told = self.district.order(order)
        return told if told["reports"] and told["legs"]["arrived"] else None


class Slowly(DistrictCase):
    """An app that takes its time in a call holds up nobody."""

    async def test_a_listener_that_throws_and_dawdles_spoils_nothing(self):
        class Dreadful(PhoneListener):
            def on_notice(self, notice):
                raise RuntimeError("on purpose")

            def on_snapshot(self, snapshot):
                time.sleep(0.5)
                raise ValueError("on purpose, too")

        officer = self.district.officer()
        phone = await FieldPhone.start(officer.settings(), Dreadful())
        self.addAsyncCleanup(phone.shutdown)
        await eventually("a phone online", lambda: phone.snapshot().online)
        async with asyncio.timeout(2):
            for _ in range(5):
                await phone.go_on_duty()
        order = self.district.send_order(officer)
        await eventually("an order", lambda: [shown for shown in phone.orders() if shown.id == order])
