// The camera's pictures, turned upright and drawn on every surface that wants them: one for each layer, one for the officer.
//
// A camera draws as its sensor lies in the phone and gives out few sizes at a time; the graphics processor turns and scales.
package yike.phone.android

import android.graphics.SurfaceTexture
import android.opengl.EGL14
import android.opengl.EGLConfig
import android.opengl.EGLExt
import android.opengl.EGLSurface
import android.opengl.GLES20
import android.opengl.Matrix
import android.os.Handler
import android.view.Surface
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.FloatBuffer

/**
 * Draws each picture of a camera on all targets. Made, used and closed on the thread of [handler].
 *
 * @param width the camera's pictures as the sensor lies, in pixels.
 */
public class PictureTurner(private val width: Int, private val height: Int, handler: Handler) : AutoCloseable {
    private class Target(val surface: EGLSurface, val width: Int, val height: Int)

    private val display = EGL14.eglGetDisplay(EGL14.EGL_DEFAULT_DISPLAY)
    private val config: EGLConfig
    private val none: EGLSurface
    private val context: android.opengl.EGLContext
    private val targets = LinkedHashMap<Surface, Target>()
    private val program: Int
    private val texture: SurfaceTexture
    private val placed = FloatArray(16)
    private val sampled = FloatArray(16)

    /** How far the phone is turned clockwise, in degrees; 0 when it is upright. */
    public var turnedDeg: Int = 0

    /** What the camera draws on. */
    public val surface: Surface

    init {
        EGL14.eglInitialize(display, IntArray(2), 0, IntArray(2), 1)
        val found = arrayOfNulls<EGLConfig>(1)
        EGL14.eglChooseConfig(display, WANTED, 0, found, 0, 1, IntArray(1), 0)
        config = checkNotNull(found[0]) { "the phone's graphics cannot draw for an encoder" }
        context = EGL14.eglCreateContext(display, config, EGL14.EGL_NO_CONTEXT, intArrayOf(EGL14.EGL_CONTEXT_CLIENT_VERSION, 2, EGL14.EGL_NONE), 0)
        none = EGL14.eglCreatePbufferSurface(display, config, intArrayOf(EGL14.EGL_WIDTH, 1, EGL14.EGL_HEIGHT, 1, EGL14.EGL_NONE), 0)
        EGL14.eglMakeCurrent(display, none, none, context)
        program = linked()
        val names = IntArray(1)
        GLES20.glGenTextures(1, names, 0)
        texture = SurfaceTexture(names[0])
        texture.setDefaultBufferSize(width, height)
        texture.setOnFrameAvailableListener({ draw() }, handler)
        surface = Surface(texture)
    }

    /** Draws on a surface of so many pixels, too, from the next picture on. */
    public fun add(on: Surface, width: Int, height: Int) {
        remove(on)
        val made = EGL14.eglCreateWindowSurface(display, config, on, intArrayOf(EGL14.EGL_NONE), 0)
        if (made != null && made != EGL14.EGL_NO_SURFACE) targets[on] = Target(made, width, height)
    }

    /** Draws on a surface no more. */
    public fun remove(from: Surface) {
        val target = targets.remove(from) ?: return
        EGL14.eglMakeCurrent(display, none, none, context)
        EGL14.eglDestroySurface(display, target.surface)
    }

    override fun close() {
        targets.keys.toList().forEach(::remove)
        surface.release()
        texture.release()
        EGL14.eglMakeCurrent(display, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_SURFACE, EGL14.EGL_NO_CONTEXT)
        EGL14.eglDestroySurface(display, none)
        EGL14.eglDestroyContext(display, context)
    }

    private fun draw() {
        EGL14.eglMakeCurrent(display, none, none, context)
        texture.updateTexImage()
        texture.getTransformMatrix(sampled)
        for (target in targets.values) {
            EGL14.eglMakeCurrent(display, target.surface, target.surface, context)
            drawOn(target)
            EGLExt.eglPresentationTimeANDROID(display, target.surface, texture.timestamp)
            EGL14.eglSwapBuffers(display, target.surface)
        }
    }

    private fun drawOn(target: Target) {
        GLES20.glClear(GLES20.GL_COLOR_BUFFER_BIT)
        // Upright, a sensor's picture stands on its short side.
        val port = fitted(height, width, turnedDeg, target.width, target.height)
        GLES20.glViewport((target.width - port.first) / 2, (target.height - port.second) / 2, port.first, port.second)
        GLES20.glUseProgram(program)
        Matrix.setRotateM(placed, 0, -turnedDeg.toFloat(), 0f, 0f, 1f)
        GLES20.glUniformMatrix4fv(GLES20.glGetUniformLocation(program, "placed"), 1, false, placed, 0)
        GLES20.glUniformMatrix4fv(GLES20.glGetUniformLocation(program, "sampled"), 1, false, sampled, 0)
        attribute("corner", CORNERS)
        attribute("texel", TEXELS)
        GLES20.glDrawArrays(GLES20.GL_TRIANGLE_STRIP, 0, 4)
    }

    private fun attribute(name: String, values: FloatBuffer) {
        val at = GLES20.glGetAttribLocation(program, name)
        GLES20.glEnableVertexAttribArray(at)
        GLES20.glVertexAttribPointer(at, 2, GLES20.GL_FLOAT, false, 0, values)
    }

    private companion object {
        /** `EGL_RECORDABLE_ANDROID`, without which an encoder's surface may show nothing. */
        const val RECORDABLE = 0x3142
        val WANTED = intArrayOf(
            EGL14.EGL_RED_SIZE, 8, EGL14.EGL_GREEN_SIZE, 8, EGL14.EGL_BLUE_SIZE, 8,
            EGL14.EGL_RENDERABLE_TYPE, EGL14.EGL_OPENGL_ES2_BIT, RECORDABLE, 1, EGL14.EGL_NONE,
        )
        val CORNERS = floats(-1f, -1f, 1f, -1f, -1f, 1f, 1f, 1f)
        val TEXELS = floats(0f, 0f, 1f, 0f, 0f, 1f, 1f, 1f)
        const val VERTEX = """
            uniform mat4 placed; uniform mat4 sampled; attribute vec4 corner; attribute vec4 texel; varying vec2 at;
            void main() { gl_Position = placed * corner; at = (sampled * vec4(texel.xy, 0.0, 1.0)).xy; }
        """
        const val FRAGMENT = """#extension GL_OES_EGL_image_external : require
            precision mediump float; uniform samplerExternalOES picture; varying vec2 at;
            void main() { gl_FragColor = texture2D(picture, at); }
        """

        fun floats(vararg values: Float): FloatBuffer {
            val buffer = ByteBuffer.allocateDirect(4 * values.size).order(ByteOrder.nativeOrder()).asFloatBuffer().put(values)
            buffer.position(0)
            return buffer
        }

        fun linked(): Int = GLES20.glCreateProgram().also { program ->
            for ((kind, text) in listOf(GLES20.GL_VERTEX_SHADER to VERTEX, GLES20.GL_FRAGMENT_SHADER to FRAGMENT)) {
                val shader = GLES20.glCreateShader(kind)
                GLES20.glShaderSource(shader, text.trim())
                GLES20.glCompileShader(shader)
                GLES20.glAttachShader(program, shader)
            }
            GLES20.glLinkProgram(program)
            GLES20.glActiveTexture(GLES20.GL_TEXTURE0)
        }
    }
}

/** How wide and high a picture is on a target, whole and undistorted, with the phone turned by quarter turns. */
internal fun fitted(width: Int, height: Int, turnedDeg: Int, intoWidth: Int, intoHeight: Int): Pair<Int, Int> {
    val (wide, high) = if (turnedDeg % 180 == 0) width to height else height to width
    val scale = minOf(intoWidth.toDouble() / wide, intoHeight.toDouble() / high)
    return (wide * scale).toInt() to (high * scale).toInt()
}
