// Taking a photo or a clip with the phone's camera app, or choosing one that is on the phone.
package yike.app

import android.Manifest.permission.CAMERA
import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.MediaStore
import android.util.Log
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream

/** Which order a photo is for, whether it goes with a message on it, or else with its report, and whether it is to move: a clip. */
internal data class PhotoFor(val order: String, val message: Boolean, val clip: Boolean = false)

/**
 * Brings photos and clips. While the officer takes one the system may end the app: what it was for is kept, and so is the photo until its
 * order is on the screen again.
 *
 * @param say tells the officer something, once.
 * @param ask asks for a permission.
 */
internal class PhotoTaking(private val activity: Activity, private val scope: CoroutineScope, private val say: (Int) -> Unit, private val ask: (String) -> Unit) {
    private var wanted: PhotoFor? = null
    private var brought: Pair<PhotoFor, ByteArray?>? = null

    /** Has the officer take a photo; for a message, take or choose a photo or a clip. */
    fun begin(photo: PhotoFor) {
        wanted = photo
        if (!photo.message) return take(photo)
        val ways = listOf(R.string.photo_take, R.string.photo_choose, R.string.clip_take, R.string.clip_choose)
        val names = ways.map(activity::getString).toTypedArray()
        AlertDialog.Builder(activity).setTitle(R.string.attach_photo).setItems(names) { _, at ->
            val what = photo.copy(clip = at >= 2)
            wanted = what
            if (at % 2 == 0) take(what) else choose(what)
        }.show()
    }

    /** The camera app or the chooser came back; whether this asked it. */
    fun came(asked: Int, result: Int, data: Intent?, screen: DutyScreen?): Boolean {
        if (asked != TAKEN && asked != CHOSEN) return false
        val photo = wanted.takeIf { result == Activity.RESULT_OK } ?: return true
        screen?.prepare(photo)
        scope.launch {
            brought = photo to withContext(Dispatchers.IO) { read(photo, data?.data.takeIf { asked == CHOSEN }) }
            screen?.let(::hand)
        }
        return true
    }

    /** Hands over what was brought, once its order is on the screen. */
    fun hand(screen: DutyScreen) {
        val (photo, bytes) = brought ?: return
        if (screen.attach(photo, bytes)) brought = null
    }

    /** Keeps what a photo is for. */
    fun keep(state: Bundle) {
        state.putString(ORDER, wanted?.order)
        state.putBoolean(MESSAGE, wanted?.message == true)
        state.putBoolean(CLIP, wanted?.clip == true)
    }

    /** Goes on with what was kept. */
    fun goOn(state: Bundle?) {
        wanted = state?.getString(ORDER)?.let { PhotoFor(it, state.getBoolean(MESSAGE), state.getBoolean(CLIP)) }
    }

    private fun take(what: PhotoFor) {
        val take = Intent(if (what.clip) MediaStore.ACTION_VIDEO_CAPTURE else MediaStore.ACTION_IMAGE_CAPTURE)
        take.putExtra(MediaStore.EXTRA_OUTPUT, PhotoProvider.uri(activity, what.clip))
        // Not every camera app heeds them.
        if (what.clip) take.putExtra(MediaStore.EXTRA_SIZE_LIMIT, MOST_CLIP_BYTES).putExtra(MediaStore.EXTRA_DURATION_LIMIT, LONGEST_CLIP_S)
        take.addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_READ_URI_PERMISSION)
        try {
            activity.startActivityForResult(take, TAKEN)
        } catch (_: ActivityNotFoundException) {
            say(R.string.live_no_camera)
        } catch (_: SecurityException) {
            ask(CAMERA)
        }
    }

    private fun choose(what: PhotoFor) {
        val choose = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) Intent(MediaStore.ACTION_PICK_IMAGES) else Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE)
        try {
            activity.startActivityForResult(choose.setType(if (what.clip) "video/*" else "image/*"), CHOSEN)
        } catch (_: ActivityNotFoundException) {
            say(R.string.no_such_app)
        }
    }

    /** The photo or clip that lies [there], or that was taken; where there is none, why is said. */
    private suspend fun read(what: PhotoFor, there: Uri?): ByteArray? {
        val file = PhotoProvider.file(activity, what.clip)
        val none = if (what.clip) R.string.clip_unreadable else R.string.photo_unreadable
        val why = try {
            val copied = there == null || activity.contentResolver.openInputStream(there)?.use { from -> file.outputStream().use { copy(from, it, if (what.clip) MOST_CLIP_BYTES else MOST_BYTES) } } ?: false
            if (!copied && what.clip && file.length() > 0) throw NoClip(R.string.clip_too_big)
            val bytes = if (!copied) null else if (what.clip) clip(file) else prepared(file)
            if (bytes != null) return bytes
            none
        } catch (fault: NoClip) {
            fault.words
        } catch (fault: IOException) {
            Log.i("photo", "not read", fault)
            none
        } catch (fault: SecurityException) {
            Log.i("photo", "not lent", fault)
            none
        } finally {
            file.delete()
        }
        withContext(Dispatchers.Main) { say(why) }
        return null
    }

    /** Whether all of it was copied: what is bigger than [most] is not. */
    private fun copy(from: InputStream, to: OutputStream, most: Long): Boolean {
        val piece = ByteArray(PIECE_BYTES)
        var room = most
        while (true) {
            val count = from.read(piece)
            if (count < 0) return true
            room -= count
            if (room < 0) return false
            to.write(piece, 0, count)
        }
    }

    private companion object {
        const val TAKEN = 3
        const val CHOSEN = 4
        const val ORDER = "photo order"
        const val MESSAGE = "photo message"
        const val CLIP = "photo clip"
        const val PIECE_BYTES = 64 * 1024

        /** No phone's photo is bigger. */
        const val MOST_BYTES = 64L * 1024 * 1024
    }
}
