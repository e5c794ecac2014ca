"""Photos and sound notes on messages, both ways, on a real hall."""

import hashlib

from case import DistrictCase
from field_unit_ffi import MediaType, NewAttachment, Notice
from officer import eventually
from relay import Relay

# More than goes in one piece.
JPEG = b"\xff\xd8\xff\xe0" + b"a picture of a square" * 30_000 + b"\xff\xd9"
# A clip as a phone begins one.
CLIP = b"\0\0\0\x18ftypisom" + b"a street in the rain" * 20_000
SOUND = b"OggS\x00\x02" + b"a few words" * 3_000


def name(content):
    return hashlib.sha256(content).hexdigest()


class Attachments(DistrictCase):
    """What goes with a message is shown at once on its own phone, comes to the other side whole, and is refused in words."""

    async def test_a_photo_without_words_is_in_the_hall_byte_for_byte(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        photo = NewAttachment(media_type=MediaType.JPEG, bytes=JPEG)
        await phone.write_message(order, "", photo)
        (shown,) = phone.orders()
        own = shown.messages[-1].attachment
        self.assertEqual((own.sha256, own.media_type, own.bytes), (name(JPEG), MediaType.JPEG, len(JPEG)))
        self.assertEqual(await phone.attachment(own.sha256), JPEG)
        path = f"/api/attachments/{own.sha256}"
        self.assertEqual(await eventually("the photo", lambda: self.district.file(path)), JPEG)
        (message,) = self.district.order(order)["messages"]
        told = {"sha256": own.sha256, "media_type": "image/jpeg", "bytes": len(JPEG)}
        self.assertEqual((message["text"], message["attachment"]), ("", told))

    async def test_a_clip_filmed_off_the_net_follows_its_message(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await phone.go_on_duty()
            await heard.known(lambda known: known.on_duty and known.waiting == 0)
            order = self.district.send_order(officer)
            await heard.notice(Notice.ORDER_RANG, order=order)
            relay.cut()
            await heard.known(lambda known: not known.online)
            await phone.write_message(order, "the street", NewAttachment(media_type=MediaType.CLIP, bytes=CLIP))
            relay.mend()
            path = f"/api/attachments/{name(CLIP)}"
            self.assertEqual(await eventually("the clip", lambda: self.district.file(path)), CLIP)
            (message,) = self.district.order(order)["messages"]
            self.assertEqual(message["attachment"]["media_type"], "video/mp4")

    async def test_what_the_hall_recorded_is_heard_again_off_the_net(self):
        officer = self.district.officer()
        with Relay(self.district.address) as relay:
            phone, heard = await self.phone_of(officer, connect_to=relay.address)
            await phone.go_on_duty()
            await heard.known(lambda known: known.on_duty and known.waiting == 0)
            order = self.district.send_order(officer)
            await heard.notice(Notice.ORDER_RANG, order=order)
            self.district.write(order, "listen", self.district.send("audio/ogg", SOUND))
            (shown,) = (await heard.known(lambda known: known.orders and known.orders[0].unread == 1)).orders
            note = shown.messages[-1].attachment
            self.assertEqual((note.media_type, note.bytes), (MediaType.OGG, len(SOUND)))
            self.assertEqual(await phone.attachment(note.sha256), SOUND)
            relay.cut()
            self.assertEqual(await phone.attachment(note.sha256), SOUND)
            await self.assert_fault("no_attachment", phone.attachment(name(JPEG)))

    async def test_what_is_none_or_too_big_is_refused_before_it_is_stored(self):
        officer, phone, heard = await self.ready()
        order = self.district.send_order(officer)
        await heard.notice(Notice.ORDER_RANG, order=order)
        for code, media_type, content in (
            ("attachment_not_of_its_kind", MediaType.MP4, SOUND),
            ("attachment_not_of_its_kind", MediaType.JPEG, b""),
            ("attachment_too_big", MediaType.OGG, SOUND + bytes(2 * 1024 * 1024)),
        ):
            attachment = NewAttachment(media_type=media_type, bytes=content)
            await self.assert_fault(code, phone.write_message(order, "", attachment))
        self.assertEqual(phone.orders()[0].messages, [])
