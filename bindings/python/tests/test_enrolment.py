"""A phone that comes in by a QR code and signs in by its own key, on a real hall."""

from case import DistrictCase
from field_unit_ffi import Enrolled, Notice, enrol
from officer import standing
from p256 import SoftwareKey


class Enrolment(DistrictCase):
    """No password is asked for."""

    async def enrolled(self):
        """An officer whose phone was enrolled: what it is started with, and its key."""
        officer, key = self.district.officer(), SoftwareKey()
        brought = await enrol(self.district.qr(officer), "python phone", key)
        self.assertEqual((brought.hall, brought.name, brought.pins), (self.district.hall.url, officer.name, []))
        with_key = Enrolled(phone=brought.phone, pins=brought.pins, key=key)
        return officer, key, {"password": "", "enrolled": with_key}

    async def test_an_enrolled_phone_tracks_takes_an_order_and_signs_off(self):
        officer, _, settings = await self.enrolled()
        phone, heard = await self.phone_of(officer, **settings)
        await heard.known(lambda known: known.online and known.unit)
        await phone.go_on_duty()
        phone.fix(standing())
        await heard.known(lambda known: known.on_duty and known.waiting == 0)
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        await heard.known(lambda known: known.waiting == 0 and known.orders)
        state = self.district.order(order)["assignments"][0]["state"]
        self.assertEqual(state, "accepted")
        self.assertTrue(await phone.renew_session())
        self.assertTrue(await phone.sign_off())
        self.assertFalse(await phone.renew_session(), "there is no session any more")

    async def test_a_code_is_good_for_one_key_alone(self):
        officer, key = self.district.officer(), SoftwareKey()
        qr = self.district.qr(officer)
        first = await enrol(qr, "phone", key)
        self.assertEqual(await enrol(qr, "phone", key), first, "an answer may be lost")
        fault = await self.assert_fault("not_enrolled", enrol(qr, "another", SoftwareKey()))
        self.assertEqual(fault.reason, "code_used")
        self.assertIn("used already", fault.english)
        self.assertIn("已被使用", fault.chinese)

    async def test_a_code_that_is_none_says_what_is_wrong(self):
        officer = self.district.officer()
        good = self.district.qr(officer)
        pinned = good + "&pin=sha256:" + "0f" * 32
        for reason, qr in {
            "not_ours": "https://pay.example/123",
            "other_version": good.replace("v=1", "v=2"),
            "damaged": good[:-1],
            "unencrypted": pinned,
            "code_unknown": good[: good.index("&code=")] + "&code=" + "a" * 43,
            "away": good.replace(self.district.hall.url, "http://127.0.0.1:9"),
        }.items():
            with self.subTest(qr):
                fault = await self.assert_fault("not_enrolled", enrol(qr, "phone", SoftwareKey()))
                self.assertEqual(fault.reason, reason)
                self.assertTrue(fault.english.isascii() and not fault.chinese.isascii())

    async def test_a_key_that_is_locked_is_told_as_such_and_used_once_it_is_open(self):
        officer, key, settings = await self.enrolled()
        key.locked = True
        fault = await self.assert_fault("not_enrolled", enrol(self.district.qr(officer), "phone", key))
        self.assertEqual(fault.reason, "key")
        phone, heard = await self.phone_of(officer, **settings)
        await heard.notice(Notice.KEY_UNUSABLE)
        await phone.go_on_duty()
        key.locked = False
        await phone.network_changed()
        await heard.known(lambda known: known.online and known.waiting == 0)

    async def test_a_phone_that_is_put_out_is_told_so(self):
        officer, _, settings = await self.enrolled()
        phone, heard = await self.phone_of(officer, **settings)
        await heard.known(lambda known: known.online)
        self.district.put_out(settings["enrolled"].phone)
        await heard.notice(Notice.PHONE_REVOKED)
        await heard.known(lambda known: not known.online)
