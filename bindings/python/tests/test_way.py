"""The way to an order's scene, on a real hall, on the net and off it."""

from case import DistrictCase
from field_unit_ffi import Datum, LatLon, Notice, in_datum
from officer import SCENE, eventually, standing
from relay import Relay

# A kilometre and a half north of the scene, on the road from Schaan.
START = {"lat": 47.1535, "lon": 9.5152}


class Ways(DistrictCase):
    """The officer finds the scene."""

    async def test_the_way_is_there_off_the_net_until_the_order_is_ended(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await heard.known(lambda known: known.online and known.unit)
            await phone.go_on_duty()
            phone.fix(standing(**START))
            await eventually("a position", lambda: self.district.unit(officer)["position"])
            order = self.district.send_order(officer)
            await heard.notice(Notice.ORDER_RANG, order=order)

            way = await phone.way(order)
            self.assertEqual((way.order, way.kept, way.no_way), (order, False, None))
            first, last = way.line[0], way.line[-1]
            self.assertAlmostEqual(first.lat, START["lat"], delta=0.002)
            self.assertAlmostEqual(last.lat, SCENE["lat"], delta=0.002)
            self.assertGreater(len(way.line), 5)
            self.assertTrue(1_300 < way.metres < 4_000 and 60 < way.eta_s < 900, way)
            self.assertIn("Städtle", [street.name for street in way.streets])
            self.assertLess(abs(way.made_at_ms - phone.hall_time().at_ms), 30_000)
            self.assertEqual(await phone.way(order), way, "the hall is not asked again without a reason")

            relay.cut()
            await heard.known(lambda known: not known.online)
            kept = await phone.way(order)
            self.assertTrue(kept.kept)
            self.assertEqual((kept.line, kept.streets, kept.made_at_ms), (way.line, way.streets, way.made_at_ms))

            # The app is ended, as by the system, and comes back without a net.
            await phone.shutdown()
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await heard.known(lambda known: known.orders)
            self.assertEqual(await phone.way(order), kept)

            relay.mend()
            await phone.network_changed()
            await heard.known(lambda known: known.online)
            self.district.dispatcher.ask("POST", f"/api/orders/{order}/cancel", {"reason": "a mistake"})
            await heard.known(lambda known: not known.orders)
            fault = await self.assert_fault("refused", phone.way(order))
            self.assertEqual(fault.reason, "not_at_hand")

    async def test_without_a_net_and_a_way_from_before_the_fault_says_so(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await heard.known(lambda known: known.online and known.unit)
            await phone.go_on_duty()
            order = self.district.send_order(officer)
            await heard.notice(Notice.ORDER_RANG, order=order)
            relay.cut()
            await heard.known(lambda known: not known.online)
            fault = await self.assert_fault("no_way", phone.way(order))
            self.assertIn("cannot be reached", fault.detail)

    async def test_the_halls_number_is_known_without_a_net(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            known = await heard.known(lambda known: known.online and known.hall_telephone)
            self.assertRegex(known.hall_telephone, r"^\+?[0-9]{3,15}$")
            relay.cut()
            await phone.shutdown()
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            self.assertEqual(phone.snapshot().hall_telephone, known.hall_telephone)

    async def test_a_place_is_handed_over_in_the_datum_of_the_country(self):
        baoshan = LatLon(lat=31.405, lon=121.489)
        moved = [in_datum(baoshan, datum) for datum in (Datum.WGS84, Datum.GCJ02, Datum.BD09)]
        self.assertEqual(moved[0], baoshan)
        # By the tables of domain/datum: some 500 m, and more than a kilometre.
        self.assertTrue(0.003 < moved[1].lon - baoshan.lon < 0.006, moved)
        self.assertTrue(0.009 < moved[2].lon - baoshan.lon < 0.013, moved)
        scene = LatLon(**SCENE)
        self.assertEqual(in_datum(scene, Datum.BD09), scene)
