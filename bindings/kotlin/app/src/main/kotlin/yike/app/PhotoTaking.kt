// Taking a photo with the phone's camera app, or choosing one that is on the phone.
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

/** Which order a photo is for, and whether it goes with a message on it, or else with its report. */
internal data class PhotoFor(val order: String, val message: Boolean)

/**
 * Brings photos. While the officer takes one the system may end the app: what it was for is kept, and so is the photo until its
 * order is on the screen again.
 *
 * @param say tells the officer something, once.
 * @param ask asks for a permission.
 */
internal class PhotoTaking(private val activity: Activity, private val scope: CoroutineScope, private val say: (Int) -> Unit, private val ask: (String) -> Unit) {
    private var wanted: PhotoFor? = null
    private var brought: Pair<PhotoFor, ByteArray?>? = null

    /** Has the officer take a photo, or choose one for a message. */
    fun begin(photo: PhotoFor) {
        wanted = photo
        if (!photo.message) return take()
        val ways = arrayOf(activity.getString(R.string.photo_take), activity.getString(R.string.photo_choose))
        AlertDialog.Builder(activity).setTitle(R.string.photo).setItems(ways) { _, at -> if (at == 0) take() else choose() }.show()
    }

    /** The camera app or the chooser came back; whether this asked it. */
    fun came(asked: Int, result: Int, data: Intent?, screen: DutyScreen?): Boolean {
        if (asked != TAKEN && asked != CHOSEN) return false
        val photo = wanted.takeIf { result == Activity.RESULT_OK } ?: return true
        screen?.prepare(photo)
        scope.launch {
            val jpeg = withContext(Dispatchers.IO) { read(data?.data.takeIf { asked == CHOSEN }) }
            if (jpeg == null) say(R.string.photo_unreadable)
            brought = photo to jpeg
            screen?.let(::hand)
        }
        return true
    }

    /** Hands over what was brought, once its order is on the screen. */
    fun hand(screen: DutyScreen) {
        val (photo, jpeg) = brought ?: return
        if (screen.attach(photo, jpeg)) brought = null
    }

    /** Keeps what a photo is for. */
    fun keep(state: Bundle) {
        state.putString(ORDER, wanted?.order)
        state.putBoolean(MESSAGE, wanted?.message == true)
    }

    /** Goes on with what was kept. */
    fun goOn(state: Bundle?) {
        wanted = state?.getString(ORDER)?.let { PhotoFor(it, state.getBoolean(MESSAGE)) }
    }

    private fun take() {
        val take = Intent(MediaStore.ACTION_IMAGE_CAPTURE).putExtra(MediaStore.EXTRA_OUTPUT, PhotoProvider.uri(activity))
        take.addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_READ_URI_PERMISSION)
        try {
            activity.startActivityForResult(take, TAKEN)
        } catch (_: ActivityNotFoundException) {
            say(R.string.live_no_camera)
        } catch (_: SecurityException) {
            ask(CAMERA)
        }
    }

    private fun choose() {
        val choose = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) Intent(MediaStore.ACTION_PICK_IMAGES) else Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE)
        try {
            activity.startActivityForResult(choose.setType("image/*"), CHOSEN)
        } catch (_: ActivityNotFoundException) {
            say(R.string.no_such_app)
        }
    }

    /** The photo that lies [there], or that was taken. */
    private fun read(there: Uri?): ByteArray? {
        val file = PhotoProvider.file(activity)
        return try {
            val copied = there == null || activity.contentResolver.openInputStream(there)?.use { from -> file.outputStream().use { copy(from, it) } } == true
            if (copied) prepared(file) else null
        } catch (fault: IOException) {
            Log.i("photo", "not read", fault)
            null
        } catch (fault: SecurityException) {
            Log.i("photo", "not lent", fault)
            null
        } finally {
            file.delete()
        }
    }

    /** Whether all of it was copied: no phone's photo is as big as what is not. */
    private fun copy(from: InputStream, to: OutputStream): Boolean {
        val piece = ByteArray(PIECE_BYTES)
        var room = MOST_BYTES
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
        const val PIECE_BYTES = 64 * 1024
        const val MOST_BYTES = 64L * 1024 * 1024
    }
}
