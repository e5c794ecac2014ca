// Photos and sound notes on an order both ways, in Robolectric's Android 14, with the real core and a real hall.
package yike.app

import android.Manifest.permission.RECORD_AUDIO
import android.app.Activity
import android.app.AlertDialog
import android.content.Intent
import android.graphics.BitmapFactory
import android.net.Uri
import android.provider.MediaStore
import org.json.JSONObject
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowDialog
import org.robolectric.shadows.ShadowToast
import yike.tests.District
import yike.tests.mp4
import java.security.MessageDigest

@Config(qualifiers = "en-rGB-w360dp-h720dp")
internal class AttachmentStoryTest : Story() {
    @Test
    fun aPhotoIsTakenAndSentWithoutAWordAndTheHallHasItSmall() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = threadOn(activity)
        screen.key("Photo, clip").performClick()
        choose(0)
        val camera = eventually("the camera") { shadowOf(activity).nextStartedActivityForResult?.intent?.takeIf { it.action == MediaStore.ACTION_IMAGE_CAPTURE } }
        PhotoProvider.file(activity).writeBytes(scene(4000))
        shadowOf(activity).receiveResult(camera, Activity.RESULT_OK, null)
        eventually("the photo") { screen.texts().takeIf { "Photo attached" in it } }
        assertFalse("nothing of it stays behind", PhotoProvider.file(activity).exists())
        screen.key("Send").performClick()
        val sent = eventually("it in the hall") { beside(order, 0) }
        assertEquals("image/jpeg", sent["media_type"])
        val photo = eventually("its bytes") { District.file("/api/attachments/${sent["sha256"]}") }
        assertEquals(sent["sha256"] to sent["bytes"], sha256(photo) to photo.size)
        assertEquals("as small as it tells the same", 2048 to 1536, BitmapFactory.decodeByteArray(photo, 0, photo.size).run { width to height })
        eventually("it on the screen") { photos(screen).singleOrNull { it.drawable != null } }
        eventually("an empty bar") { screen.takeIf { "Photo attached" !in it.texts() && !it.key("Send").isEnabled } }
    }

    @Test
    fun aPhotoIsChosenAndGoesWithWords() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = threadOn(activity)
        for ((bytes, words) in listOf("no photo".toByteArray() to null, scene(800) to "the plate")) {
            screen.key("Photo, clip").performClick()
            choose(1)
            val picker = eventually("the picker") { shadowOf(activity).nextStartedActivityForResult?.intent?.takeIf { it.action == MediaStore.ACTION_PICK_IMAGES } }
            val there = Uri.parse("content://media/picker/${bytes.size}")
            shadowOf(activity.contentResolver).registerInputStream(there, bytes.inputStream())
            shadowOf(activity).receiveResult(picker, Activity.RESULT_OK, Intent().setData(there))
            if (words == null) {
                eventually("a refusal") { ShadowToast.getTextOfLatestToast()?.takeIf { it == "This photo cannot be read." } }
                eventually("an empty bar") { screen.takeIf { "Preparing the photo…" !in it.texts() && "Photo attached" !in it.texts() } }
                continue
            }
            eventually("the photo") { screen.texts().takeIf { "Photo attached" in it } }
            screen.field("To the hall").setText(words)
            screen.key("Send").performClick()
        }
        val sent = eventually("it in the hall") { beside(order, 0) }
        assertEquals("the plate", messages(order).single().getString("text"))
        assertTrue(eventually("its bytes") { District.file("/api/attachments/${sent["sha256"]}") }.size > 1_000)
    }

    @Test
    fun aClipIsFilmedAndTheHallHasItToTheByteAndOneThatIsNoneOrTooBigIsSaid() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = threadOn(activity)
        val cases = listOf(
            mp4(MOST_CLIP_BYTES.toInt()) to "This clip is too big: at most 16 MB. Film a shorter one.",
            scene() to "This clip cannot be sent: it is no MP4. Film it with this phone’s camera.",
            mp4(700_000) to null,
        )
        for ((bytes, words) in cases) {
            screen.key("Photo, clip").performClick()
            choose(2)
            val camera = eventually("the camera") { shadowOf(activity).nextStartedActivityForResult?.intent?.takeIf { it.action == MediaStore.ACTION_VIDEO_CAPTURE } }
            assertEquals(MOST_CLIP_BYTES to 30, camera.getLongExtra(MediaStore.EXTRA_SIZE_LIMIT, 0) to camera.getIntExtra(MediaStore.EXTRA_DURATION_LIMIT, 0))
            PhotoProvider.file(activity, clip = true).writeBytes(bytes)
            shadowOf(activity).receiveResult(camera, Activity.RESULT_OK, null)
            if (words == null) break
            eventually(words) { ShadowToast.getTextOfLatestToast()?.takeIf { it == words } }
            eventually("an empty bar") { screen.takeIf { it.texts().none { text -> text.startsWith("Clip attached") || text.startsWith("Preparing") } } }
            assertFalse("nothing of it stays behind", PhotoProvider.file(activity, clip = true).exists())
        }
        eventually("the clip") { screen.texts().takeIf { "Clip attached, 0.7 MB" in it } }
        screen.key("Send").performClick()
        val sent = eventually("it in the hall") { beside(order, 0) }
        assertEquals("video/mp4" to sha256(mp4(700_000)), sent["media_type"] to sent["sha256"])
        assertArrayEquals(mp4(700_000), eventually("its bytes") { District.file("/api/attachments/${sent["sha256"]}") })
    }

    @Test
    fun aClipIsChosenOnThePhone() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, _) = threadOn(activity)
        for ((bytes, words) in listOf(mp4(MOST_CLIP_BYTES.toInt()) to "This clip is too big: at most 16 MB. Film a shorter one.", mp4(90_000) to null)) {
            screen.key("Photo, clip").performClick()
            choose(3)
            val picker = eventually("the picker") { shadowOf(activity).nextStartedActivityForResult?.intent?.takeIf { it.action == MediaStore.ACTION_PICK_IMAGES } }
            assertEquals("video/*", picker.type)
            val there = Uri.parse("content://media/picker/${bytes.size}")
            shadowOf(activity.contentResolver).registerInputStream(there, bytes.inputStream())
            shadowOf(activity).receiveResult(picker, Activity.RESULT_OK, Intent().setData(there))
            if (words != null) eventually(words) { ShadowToast.getTextOfLatestToast()?.takeIf { it == words } }
        }
        eventually("the clip") { screen.texts().takeIf { "Clip attached, 0.1 MB" in it } }
    }

    @Test
    fun aSoundNoteIsSpokenAndTheHallHasItToTheByte() {
        val microphone = FakeMicrophone(mp4(300_000))
        app.microphone = { file -> microphone.also { it.file = file } }
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = threadOn(activity)
        val speak = screen.key("Sound note")
        // The officer is asked, and says yes.
        speak.performClick()
        assertEquals(listOf(RECORD_AUDIO), shadowOf(activity).lastRequestedPermission.requestedPermissions.toList())
        shadowOf(app).grantPermissions(RECORD_AUDIO)
        activity.onRequestPermissionsResult(shadowOf(activity).lastRequestedPermission.requestCode, arrayOf(RECORD_AUDIO), intArrayOf(0))
        eventually("a microphone that hears") { screen.texts().takeIf { "Recording" in it } }
        screen.key("Done").performClick()
        screen.key("Send").performClick()
        val sent = eventually("it in the hall") { beside(order, 0) }
        assertEquals("audio/mp4" to sha256(microphone.note!!), sent["media_type"] to sent["sha256"])
        assertArrayEquals(microphone.note, eventually("its bytes") { District.file("/api/attachments/${sent["sha256"]}") })
    }

    @Test
    fun whoeverSaysNoToTheMicrophoneWritesOn() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = threadOn(activity)
        screen.key("Sound note").performClick()
        activity.onRequestPermissionsResult(shadowOf(activity).lastRequestedPermission.requestCode, arrayOf(RECORD_AUDIO), intArrayOf(-1))
        assertTrue("${screen.texts()}", screen.texts().any { it.startsWith("The microphone is not allowed") })
        screen.field("To the hall").setText("at the gate")
        screen.key("Send").performClick()
        eventually("words in the hall") { messages(order).singleOrNull()?.takeIf { it["text"] == "at the gate" } }
    }

    @Test
    fun whatTheHallSendsIsSeenAndHeard() {
        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val (screen, order) = threadOn(activity)
        District.write(order, "", scene(1600), "image/jpeg")
        eventually("the photo") { photos(screen).singleOrNull { it.drawable != null } }
        District.write(order, "", mp4(), "audio/mp4")
        eventually("the key that plays it") { screen.all().firstOrNull { it.contentDescription?.startsWith("Play: Sound note from Hall or desk") == true } }
        assertEquals(2, messages(order).size)
    }

    /** The messages of an order that the officer said yes to, on the screen. */
    private fun threadOn(activity: MainActivity): Pair<DutyScreen, String> {
        val taken = takenOn(activity)
        eventually("the key to messages") { taken.first.keyOrNull("Messages") }.performClick()
        eventually("all messages") { taken.first.keyOrNull("Send") }
        return taken
    }

    private fun choose(at: Int) {
        val ways = eventually("a choice") { ShadowDialog.getLatestDialog() as? AlertDialog }
        assertEquals(4, ways.listView.count)
        shadowOf(ways).clickOnItem(at)
    }

    private fun photos(screen: DutyScreen) = screen.all().filterIsInstance<AttachedView>().flatMap { it.all() }.filterIsInstance<RoundedPhoto>()

    private fun beside(order: String, at: Int): JSONObject? = messages(order).getOrNull(at)?.optJSONObject("attachment")

    private fun sha256(bytes: ByteArray): String = MessageDigest.getInstance("SHA-256").digest(bytes).joinToString("") { "%02x".format(it) }
}
