"""What an app hands in of pushes and telephones, and what a push brings about, against a real hall."""

import asyncio

from case import DistrictCase
from field_unit_ffi import Notice, PushVendor
from relay import Relay

TOKEN = "d//igwEhgBGCI2TG6lWqlOlMfcAx4PuHHi1Nj/1NZ4KxWOmZkcKaxXUBcTDGTb1T"


class Push(DistrictCase):
    """A hall that has set no push service up; what one that has does, `tests/scenarios` tells."""

    async def test_a_push_has_a_phone_off_the_net_call_the_hall_at_once(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await phone.push_token(PushVendor.MI, TOKEN)
            await heard.known(lambda known: known.online and known.unit)
            await phone.go_on_duty()
            await heard.known(lambda known: known.on_duty and known.waiting == 0)
            relay.cut()
            await heard.known(lambda known: not known.online)
            # By now the phone calls every quarter of a minute or so.
            await asyncio.sleep(15)
            order = self.district.send_order(officer)
            relay.mend()
            async with asyncio.timeout(3):
                await phone.pushed("a-reference-of-no-notice", True)
                await heard.notice(Notice.ORDER_RANG, order=order)

    async def test_what_is_no_token_and_no_number_has_a_name(self):
        _, phone, heard = await self.ready()
        await self.assert_fault("not_a_push_token", phone.push_token(PushVendor.FCM, "two words"))
        await self.assert_fault("not_a_number", phone.telephone("12"))
        await phone.telephone("+86 138 0013 8000")
        await phone.telephone(None)
        await phone.pushed("nothing / of ours", True)
        await heard.known(lambda known: known.online)
        await phone.shutdown()
        await self.assert_fault("stopped", phone.push_token(PushVendor.HMS, TOKEN))
