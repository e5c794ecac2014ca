"""The hall asks for a camera, which its officer alone switches on."""

from case import DistrictCase
from field_unit_ffi import Notice
from officer import eventually


class CameraRequests(DistrictCase):
    """Who asks is shown and rings; a no and a picture are answers."""

    def ask(self, officer, method="POST"):
        """Asks for the officer's camera, or no more."""
        return self.district.dispatcher.ask(method, f"/api/units/{officer.unit}/camera-request", {})

    def state(self, officer):
        """What the hall has of the request."""
        return self.district.unit(officer).get("camera_request", {}).get("state")

    async def test_the_officer_sees_who_asks_and_declines(self):
        officer, phone, heard = await self.ready()
        request = self.ask(officer)["camera_request"]
        rang = await heard.notice(Notice.CAMERA_ASKED, role="dispatcher")
        self.assertEqual(rang.name, request["name"])
        await heard.known(lambda known: known.camera_asked)
        asked = phone.snapshot().camera_asked
        self.assertEqual((asked.name, asked.role), (request["name"], "dispatcher"))
        self.assertEqual(asked.until_ms - asked.since_ms, 120_000)
        self.assertFalse(phone.snapshot().live, "nothing begins by itself")
        await phone.decline_camera()
        self.assertIsNone(phone.snapshot().camera_asked)
        await eventually("the no in the hall", lambda: self.state(officer) == "declined")
        await phone.decline_camera()
        self.ask(officer)
        await heard.until(lambda heard: sum(isinstance(each, Notice.CAMERA_ASKED) for each in heard.notices) == 2)
        self.ask(officer, "DELETE")
        await heard.known(lambda known: not known.camera_asked)
        self.assertIsNone(self.state(officer))

    async def test_going_live_is_the_yes(self):
        officer, phone, heard = await self.ready()
        self.ask(officer)
        await heard.known(lambda known: known.camera_asked)
        async with self.filming(phone):
            await heard.known(lambda known: known.live and not known.camera_asked)
            await eventually("a picture", lambda: self.district.unit(officer)["live"])
            self.assertIsNone(self.state(officer))
        await heard.known(lambda known: not known.live and not known.camera_asked)
