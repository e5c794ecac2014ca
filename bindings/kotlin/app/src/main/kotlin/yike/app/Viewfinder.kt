// Where the camera's picture is drawn for the officer.
package yike.app

import android.graphics.SurfaceTexture
import android.view.Surface
import android.view.TextureView
import yike.phone.android.Filming

/** Draws the picture on the officer's screen while there is one. */
internal class Viewfinder(private val filming: Filming) : TextureView.SurfaceTextureListener {
    private var surface: Surface? = null

    override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) {
        surface = Surface(texture).also { filming.showOn(it, width, height) }
    }

    override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) {
        surface?.let { filming.showOn(it, width, height) }
    }

    override fun onSurfaceTextureDestroyed(texture: SurfaceTexture): Boolean {
        surface?.let(filming::hideFrom)
        surface?.release()
        surface = null
        return true
    }

    override fun onSurfaceTextureUpdated(texture: SurfaceTexture): Unit = Unit
}
