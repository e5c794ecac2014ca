// Where the hall's voice comes out: a headset if there is one, else loud, since the phone is in a pocket or a hand.
package yike.phone.android

import android.content.Context
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.os.Build

/** Routes voice until it is closed, as the system's calls do. */
public class VoiceRoute(context: Context) : AutoCloseable {
    private val audio = context.getSystemService(AudioManager::class.java)

    init {
        begin()
    }

    /** Routes it from now on, whatever else has ended meanwhile. */
    internal fun begin() {
        audio.mode = AudioManager.MODE_IN_COMMUNICATION
        route()
    }

    /** Chooses anew; to be called when a headset came or went. */
    public fun route() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.S) return routeBefore12()
        val devices = audio.availableCommunicationDevices
        PREFERRED.firstNotNullOfOrNull { type -> devices.firstOrNull { it.type == type } }?.let(audio::setCommunicationDevice)
    }

    override fun close() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) audio.clearCommunicationDevice()
        audio.mode = AudioManager.MODE_NORMAL
    }

    @Suppress("DEPRECATION")
    private fun routeBefore12() {
        val present = audio.getDevices(AudioManager.GET_DEVICES_OUTPUTS).map { it.type }
        audio.isSpeakerphoneOn = PREFERRED.first { it in present || it == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER } ==
            AudioDeviceInfo.TYPE_BUILTIN_SPEAKER
    }

    private companion object {
        val PREFERRED = listOf(
            AudioDeviceInfo.TYPE_BLE_HEADSET, AudioDeviceInfo.TYPE_BLUETOOTH_SCO, AudioDeviceInfo.TYPE_USB_HEADSET,
            AudioDeviceInfo.TYPE_WIRED_HEADSET, AudioDeviceInfo.TYPE_BUILTIN_SPEAKER,
        )
    }
}
