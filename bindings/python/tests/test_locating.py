"""What measures positions does it as the core says."""

from case import DistrictCase
from field_unit_ffi import Notice, PhoneFault, fault_code
from officer import Receiver, eventually, standing


class Locating(DistrictCase):
    """A receiver is told how often to measure, and how well."""

    async def test_it_measures_as_the_officers_work_needs_it(self):
        officer, phone, heard = await self.ready()
        receiver = Receiver()
        phone.locate_with(receiver)
        await eventually("the first word", lambda: receiver.told)
        await eventually("a fine position", lambda: receiver.told[-1].fine)
        for _ in range(2):
            phone.fix(standing(accuracy_m=6.0))
        await eventually("rest", lambda: receiver.told[-1].every_ms == 15_000)
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        await phone.accept(order)
        await eventually("haste", lambda: (receiver.told[-1].every_ms, receiver.told[-1].fine) == (1_000, True))

    async def test_off_duty_it_does_not_measure(self):
        _, phone, _ = await self.ready()
        receiver = Receiver()
        phone.locate_with(receiver)
        await eventually("a word", lambda: receiver.told and receiver.told[-1])
        await phone.go_off_duty()
        await eventually("its end", lambda: receiver.told[-1] is None)

    async def test_one_measures_at_a_time_and_none_after_the_end(self):
        _, phone, _ = await self.ready()
        former, receiver = Receiver(), Receiver()
        phone.locate_with(former)
        await eventually("a word", lambda: former.told)
        phone.locate_with(receiver)
        await eventually("the former's end", lambda: former.told[-1] is None)
        await eventually("the next one's turn", lambda: receiver.told and receiver.told[-1])
        await phone.shutdown()
        await eventually("the end", lambda: receiver.told[-1] is None)
        with self.assertRaises(PhoneFault) as stopped:
            phone.locate_with(former)
        self.assertEqual(fault_code(stopped.exception), "stopped")
