// The phone's camera, drawing on one surface.
package yike.phone.android

import android.annotation.SuppressLint
import android.content.Context
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.os.Handler
import android.view.Surface

/**
 * Films until it is closed.
 *
 * @param front whether the officer is filmed and not the scene.
 * @param handler the thread that [broke] is called on.
 * @param broke is called once, when there is no picture: no such camera, no permission, another app took it.
 */
// Whoever makes this has asked the officer; without a yes, it broke.
@SuppressLint("MissingPermission")
public class CameraFeed(
    context: Context,
    front: Boolean,
    private val surface: Surface,
    private val handler: Handler,
    private val broke: () -> Unit,
) : AutoCloseable {
    private var device: CameraDevice? = null
    private var ended = false

    init {
        val cameras = context.getSystemService(CameraManager::class.java)
        try {
            val wanted = if (front) CameraCharacteristics.LENS_FACING_FRONT else CameraCharacteristics.LENS_FACING_BACK
            val facing = cameras.cameraIdList.firstOrNull { cameras.getCameraCharacteristics(it).get(CameraCharacteristics.LENS_FACING) == wanted }
            val camera = facing ?: cameras.cameraIdList.firstOrNull()
            if (camera == null) fail() else cameras.openCamera(camera, Opening(), handler)
        } catch (_: CameraAccessException) {
            fail()
        } catch (_: SecurityException) {
            fail()
        }
    }

    override fun close() {
        ended = true
        device?.close()
        device = null
    }

    private fun fail() {
        if (ended) return
        close()
        handler.post(broke)
    }

    private inner class Opening : CameraDevice.StateCallback() {
        override fun onOpened(camera: CameraDevice) {
            if (ended) return camera.close()
            device = camera
            try {
                @Suppress("DEPRECATION") // The one that Android 8 knows.
                camera.createCaptureSession(listOf(surface), Capturing(), handler)
            } catch (_: CameraAccessException) {
                fail()
            }
        }

        override fun onDisconnected(camera: CameraDevice) {
            camera.close()
            fail()
        }

        override fun onError(camera: CameraDevice, error: Int) {
            camera.close()
            fail()
        }
    }

    private inner class Capturing : CameraCaptureSession.StateCallback() {
        override fun onConfigured(session: CameraCaptureSession) {
            if (ended) return
            try {
                val request = session.device.createCaptureRequest(CameraDevice.TEMPLATE_RECORD)
                request.addTarget(surface)
                request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_VIDEO)
                session.setRepeatingRequest(request.build(), null, handler)
            } catch (_: CameraAccessException) {
                fail()
            } catch (_: IllegalStateException) {
                // Closed while it was being set up.
                fail()
            }
        }

        override fun onConfigureFailed(session: CameraCaptureSession): Unit = fail()
    }
}
