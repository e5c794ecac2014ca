// What goes with a message, in its bubble: the photo, the sound note, the key to the clip, or the word why it is not there.
package yike.app

import android.content.Context
import android.view.Gravity
import android.widget.FrameLayout
import android.widget.LinearLayout
import yike.fieldunit.Attachment
import yike.fieldunit.Message

/** Width and height of a photo's room in a message, in pixels: as wide as words are at most. */
internal val Context.photoRoom: Pair<Int, Int>
    get() {
        val width = px((resources.configuration.screenWidthDp - BESIDE_DP).coerceIn(160, 320))
        return width to width * 3 / 4
    }

/** The edges of the list, of a message, and what the longest leaves free beside it. */
private const val BESIDE_DP = 88

/**
 * Shows what goes with one message.
 *
 * @param writer who wrote it.
 * @param enlarge shows its photo or clip on the whole screen.
 */
internal class AttachedView(
    context: Context, private val taps: Taps, private val message: Message, private val attachment: Attachment, writer: String, enlarge: () -> Unit,
) : LinearLayout(context) {
    private var shown: Attached? = null
    private val kind = attachment.kind
    private val what = context.getString(kind.words)
    private val about = context.getString(R.string.attached_from, what, writer, hourMinute(message.atMs))
    private val state = context.label(14f, Colour.FAINT)
    private val photo = RoundedPhoto(context).apply {
        background = context.plate(Colour.GROUND, Colour.LINE, RoundedPhoto.RADIUS_DP)
        contentDescription = context.getString(R.string.photo_enlarge, about)
        setOnClickListener { enlarge() }
    }
    private val note = NoteRow(context, taps.player)
    private val clip = context.bareKey(KeyLook.LIVE).apply {
        val size = context.megabytes(attachment.bytes.toInt())
        text = context.getString(R.string.clip_open, size)
        contentDescription = context.getString(R.string.clip_play, about, size)
        sign(Sign.PLAY)
        setOnClickListener { enlarge() }
    }
    private val room = FrameLayout(context)

    init {
        orientation = VERTICAL
        val place = FrameLayout.LayoutParams(FrameLayout.LayoutParams.MATCH_PARENT, FrameLayout.LayoutParams.MATCH_PARENT)
        state.gravity = Gravity.CENTER_VERTICAL
        state.setPadding(context.px(10), 0, context.px(10), 0)
        // It has its room before it is here, so that nothing jumps when it comes.
        room.minimumHeight = context.px(52)
        room.minimumWidth = context.px(160)
        room.addView(
            when (kind) {
                AttachedKind.PHOTO -> photo
                AttachedKind.NOTE -> note
                AttachedKind.CLIP -> clip
            },
            place,
        )
        room.addView(state, place)
        val (width, height) = context.photoRoom
        addView(room, if (kind == AttachedKind.PHOTO) LayoutParams(width, height) else LayoutParams(LayoutParams.WRAP_CONTENT, LayoutParams.WRAP_CONTENT))
        show(Attached.Loading)
    }

    /** Whether nothing is known of it yet. */
    val isLoading: Boolean get() = shown == Attached.Loading

    /** Whether the officer has it: the photo and the note are shown, the clip was opened. */
    val isThere: Boolean get() = shown is Attached.Photo || shown is Attached.Note || (shown as? Attached.Clip)?.isOpened == true

    /** Shows it, as far as it is here. */
    fun look() {
        val attached = taps.attachments.look(message, attachment)
        show(attached)
        if (attached is Attached.Note) note.show(attachment.sha256, attached.lengthMs, about) { taps.attachments.bytes(attachment.sha256) }
    }

    /** Lets go of its pixels while nobody sees them. */
    fun rest() {
        if (shown is Attached.Photo) show(Attached.Loading)
    }

    private fun show(attached: Attached) {
        if (attached == shown) return
        shown = attached
        photo.setImageBitmap((attached as? Attached.Photo)?.small)
        photo.isClickable = attached is Attached.Photo
        note.shown(attached is Attached.Note)
        clip.shown(attached is Attached.Clip)
        state.shown(attached !is Attached.Photo && attached !is Attached.Note && attached !is Attached.Clip)
        state.text = words(attached)
        state.setTextColor(if (attached is Attached.Missing) Colour.INK else Colour.FAINT)
        state.sign(if (attached is Attached.Missing) Sign.LATE else Sign.WAITING)
        if (attached is Attached.Missing) state.setOnClickListener { again() } else state.setOnClickListener(null)
        state.isClickable = attached is Attached.Missing
    }

    private fun words(attached: Attached): String = when (attached) {
        Attached.WaitsForNet -> context.getString(R.string.attached_waits, what)
        Attached.OnItsWay -> context.getString(R.string.attached_on_its_way, what)
        is Attached.Missing -> context.getString(R.string.attached_missing, what, attached.why)
        else -> context.getString(R.string.attached_loading, what)
    }

    private fun again() {
        taps.attachments.again(attachment)
        look()
    }
}
