// A sound note with the key that plays it, how long it is, and how far it is heard.
package yike.app

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.util.TypedValue
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import kotlin.math.ceil

/** `M:SS` of a length in milliseconds; a started second counts once it is half over. */
internal fun lengthText(ms: Int?): String = if (ms == null) "–:––" else ((ms + 500) / 1000).let { "%d:%02d".format(it / 60, it % 60) }

/** Plays one sound note at a time. */
internal class NoteRow(context: Context, private val player: NotePlayer) : LinearLayout(context) {
    private var name = ""
    private var bytes: suspend () -> ByteArray = { ByteArray(0) }
    private var lengthMs: Int? = null
    private var about = ""
    private var plays: Boolean? = null
    private val key = context.bareKey(KeyLook.LIVE).apply {
        minimumWidth = context.px(52)
        setOnClickListener {
            player.toggle(name, bytes)
            draw()
        }
    }
    private val meter = NoteMeter(context)
    private val wrong = context.label(14f, Colour.INK)
    private val follow = Runnable { draw() }

    init {
        orientation = VERTICAL
        meter.layoutParams = LayoutParams(0, LayoutParams.MATCH_PARENT, 1f)
        val row = context.row(10, key, meter)
        row.minimumWidth = context.px(WIDTH_DP)
        addView(row, LayoutParams(LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT))
        wrong.sign(Sign.LATE)
        wrong.gravity = Gravity.CENTER_VERTICAL
        addView(wrong)
    }

    /**
     * Shows a note.
     *
     * @param about whose it is, for those who do not see the screen.
     */
    fun show(name: String, lengthMs: Int?, about: String, bytes: suspend () -> ByteArray) {
        if (name != this.name || lengthMs != this.lengthMs || about != this.about) plays = null
        this.name = name
        this.lengthMs = lengthMs
        this.about = about
        this.bytes = bytes
        draw()
    }

    private fun draw() {
        val hearing = player.hearing(name)
        val on = hearing is Hearing.Playing || hearing == Hearing.Coming
        if (on != plays) {
            plays = on
            key.signAlone(if (on) Sign.STOP else Sign.PLAY)
            key.contentDescription = context.getString(if (on) R.string.note_stop else R.string.note_play, about, lengthText(lengthMs))
        }
        meter.show((hearing as? Hearing.Playing)?.atMs, lengthMs)
        wrong.shown(hearing is Hearing.Failed)
        if (hearing is Hearing.Failed) wrong.text = hearing.why
        removeCallbacks(follow)
        if (on) postDelayed(follow, FOLLOW_MS)
    }

    private companion object {
        const val FOLLOW_MS = 100L
        const val WIDTH_DP = 232
    }
}

/** How far a note is heard; drawn, so that nobody is read its every second. */
private class NoteMeter(context: Context) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        textSize = TypedValue.applyDimension(TypedValue.COMPLEX_UNIT_SP, 14f, resources.displayMetrics)
        textAlign = Paint.Align.RIGHT
    }
    private var atMs: Int? = null
    private var lengthMs: Int? = null
    private var digits = ""

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    fun show(atMs: Int?, lengthMs: Int?) {
        if (atMs == this.atMs && lengthMs == this.lengthMs) return
        this.atMs = atMs
        this.lengthMs = lengthMs
        digits = context.getString(R.string.note_of, lengthText(atMs ?: 0), lengthText(lengthMs))
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val middle = height / 2f
        paint.color = Colour.FAINT
        canvas.drawText(digits, width.toFloat(), middle - (paint.ascent() + paint.descent()) / 2, paint)
        val end = width - ceil(paint.measureText(digits)) - context.px(10)
        val half = context.px(3).toFloat()
        paint.color = Colour.LINE
        canvas.drawRoundRect(RectF(0f, middle - half, end, middle + half), half, half, paint)
        val share = (atMs ?: 0).toFloat() / maxOf(lengthMs ?: 0, 1)
        paint.color = Colour.LIVE
        if (share > 0) canvas.drawRoundRect(RectF(0f, middle - half, end * minOf(1f, share), middle + half), half, half, paint)
    }
}
