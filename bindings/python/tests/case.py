"""What the tests of this folder have in common: one hall for a class, and phones that are shut down after each test."""

import asyncio
import contextlib
import unittest

from district import District
from field_unit_ffi import PhoneFault, fault_code
from officer import Camera, live_settings


class DistrictCase(unittest.IsolatedAsyncioTestCase):
    """Tests against one hall, which is started with these options."""

    hall_options = ()

    @classmethod
    def setUpClass(cls):
        cls.district = cls.enterClassContext(District(*cls.hall_options))

    async def phone_of(self, officer, **other):
        """The officer's phone, with what it hears."""
        phone, heard = await officer.phone(**other)
        self.addAsyncCleanup(phone.shutdown)
        return phone, heard

    async def ready(self):
        """An officer on duty, with a phone that is online."""
        officer = self.district.officer()
        phone, heard = await self.phone_of(officer)
        await heard.known(lambda known: known.online and known.unit)
        await phone.go_on_duty()
        await heard.known(lambda known: known.on_duty and known.waiting == 0)
        return officer, phone, heard

    @contextlib.asynccontextmanager
    async def filming(self, phone, **settings):
        """A picture that is filmed as long as the block lasts."""
        camera = Camera()
        picture = await phone.go_live(live_settings(**settings), camera, None)
        shutter = asyncio.create_task(camera.film(picture))
        try:
            yield camera, picture
        finally:
            shutter.cancel()
            await picture.stop()

    async def assert_fault(self, code, doing):
        """Waits for something that must fail with this code, and says how it did."""
        with self.assertRaises(PhoneFault) as failed:
            await doing
        self.assertEqual(fault_code(failed.exception), code, failed.exception)
        return failed.exception
