"""What two officers see to at one scene, on the net and off it."""

from case import DistrictCase
from field_unit_ffi import Notice
from officer import SCENE, eventually
from relay import Relay


class Checklists(DistrictCase):
    """A tick shows at once on the phone, and in time on everybody else's."""

    async def test_a_tick_off_the_net_reaches_the_hall_and_the_other_unit_with_its_time(self):
        first, phone, heard = await self.ready()
        second = self.district.officer()
        relay = self.enterContext(Relay(self.district.address))
        other, listens = await self.phone_of(second, connect_to=relay.address)
        await listens.known(lambda known: known.online and known.unit)
        await other.go_on_duty()
        await listens.known(lambda known: known.on_duty and known.waiting == 0)
        order = self.send_to(first, second)
        for each in (heard, listens):
            await each.notice(Notice.ORDER_RANG, order=order)
        (shown,) = phone.orders()
        self.assertGreaterEqual(len(shown.checklist), 3)
        keep_back = shown.checklist[0]
        self.assertEqual((keep_back.id, keep_back.done, keep_back.tick), ("people_back", False, None))
        self.assertEqual((keep_back.zh, keep_back.en), ("疏散围观人员，拉开距离", "Keep people back, well away"))

        await phone.check_item(order, "people_back", True)
        self.assertTrue(self.item(phone, "people_back").done, "it shows at once")
        await heard.known(lambda known: known.waiting == 0)
        await listens.known(lambda known: known.orders and known.orders[0].checklist[0].done)
        tick = self.item(other, "people_back").tick
        self.assertEqual((tick.unit, tick.unit_name, tick.sent), (first.unit, first.name, True))

        relay.cut()
        await listens.known(lambda known: not known.online)
        await other.check_item(order, "people_back", False)
        await other.check_item(order, "gas_power_off", True)
        own = self.item(other, "gas_power_off")
        self.assertEqual((own.done, own.tick.unit, own.tick.sent), (True, second.unit, False))
        self.assertTrue(self.item(phone, "people_back").done, "nobody else has heard of it")
        relay.mend()
        await heard.known(lambda known: not known.orders[0].checklist[0].done)
        await listens.known(lambda known: known.waiting == 0 and self.item(other, "gas_power_off").tick.sent)
        told = await eventually("both ticks in the hall", lambda: self.ticks(order, "people_back", 2))
        self.assertEqual([tick["name"] for tick in told], [first.name, second.name])
        self.assertLess(told[1]["at"], told[1]["learnt_at"])

    async def test_what_is_not_on_the_list_is_refused(self):
        officer, phone, heard = await self.ready()
        order = self.send_to(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        refused = await self.assert_fault("refused", phone.check_item(order, "hydrant", True))
        self.assertEqual(refused.reason, "no_such_item")
        await self.assert_fault("not_an_id", phone.check_item("7", "people_back", True))

    def send_to(self, *officers):
        """Has a fire answered by a team."""
        desk = self.district.dispatcher
        place = SCENE | {"name": "Rathaus 市政厅", "address": ""}
        fire = desk.ask("POST", "/api/incidents", {"kind": "fire", "place": place})["id"]
        team = {"team": [officer.unit for officer in officers]}
        return desk.ask("POST", "/api/orders", {"kind": "emergency", "incident": fire, "addressee": team})["id"]

    def item(self, phone, name):
        """An item of the one order that a phone shows."""
        return next(item for item in phone.orders()[0].checklist if item.id == name)

    def ticks(self, order, name, count):
        """The ticks of an item in the hall, once there are so many."""
        items = self.district.order(order)["checklist"]
        found = next(item["ticks"] for item in items if item["id"] == name)
        return found if len(found) == count else None
