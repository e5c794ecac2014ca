"""Photos and sound notes on messages, both ways, on a real hall."""

import hashlib
import pathlib

from case import DistrictCase
from field_unit_ffi import MediaType, NewAttachment, Notice
from officer import eventually
from relay import Relay

# More than goes in one piece.
JPEG = b"\xff\xd8\xff\xdb" + b"a picture of a square" * 30_000 + b"\xff\xd9"
# A second of pictures and sound, which says where and by what it was taken.
CLIP = (pathlib.Path(__file__).resolve().parents[2] / "clip" / "filmed.mp4").read_bytes()
PLACE, PHONE = b"+47.1410+009.5209/", b"Yike-Phone"
SOUND = b"OggS\x00\x02" + b"a few words" * 3_000


def name(content):
    return hashlib.sha256(content).hexdigest()


def pictures(clip):
    """The pictures and the sound of a clip, but for the time code of the first four bytes."""
    start = clip.index(b"mdat") - 4
    return clip[start + 12 : start + int.from_bytes(clip[start : start + 4])]


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

    async def test_a_clip_filmed_off_the_net_follows_its_message_and_does_not_say_where_it_was_taken(self):
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
            own = phone.orders()[0].messages[-1].attachment
            relay.mend()
            clip = await eventually("the clip", lambda: self.district.file(f"/api/attachments/{own.sha256}"))
            self.assertEqual(await phone.attachment(own.sha256), clip)
            (message,) = self.district.order(order)["messages"]
            told = {"sha256": name(clip), "media_type": "video/mp4", "bytes": len(CLIP)}
            self.assertEqual(message["attachment"], told)
            self.assertEqual(pictures(clip), pictures(CLIP))
            for said in (PLACE, PHONE, b"udta", b"tmcd"):
                self.assertIn(said, CLIP)
                self.assertNotIn(said, clip)

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
            ("attachment_not_of_its_kind", MediaType.CLIP, CLIP[:-1_000]),
            ("attachment_not_played", MediaType.CLIP, CLIP.replace(b"avc1\0", b"hvc1\0")),
            ("attachment_too_big", MediaType.OGG, SOUND + bytes(2 * 1024 * 1024)),
        ):
            attachment = NewAttachment(media_type=media_type, bytes=content)
            await self.assert_fault(code, phone.write_message(order, "", attachment))
        self.assertEqual(phone.orders()[0].messages, [])
