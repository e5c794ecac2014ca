// What the screens are shown in tests, and how a screen is drawn.
package yike.app

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.view.ContextThemeWrapper
import android.view.View
import android.view.View.MeasureSpec
import android.view.ViewGroup
import org.robolectric.RuntimeEnvironment
import yike.fieldunit.Assignment
import yike.fieldunit.AssignmentState
import yike.fieldunit.Attachment
import yike.fieldunit.ChecklistItem
import yike.fieldunit.LatLon
import yike.fieldunit.LiveState
import yike.fieldunit.LocationPermission
import yike.fieldunit.Measurement
import yike.fieldunit.MediaType
import yike.fieldunit.Message
import yike.fieldunit.MessageReading
import yike.fieldunit.Order
import yike.fieldunit.OrderKind
import yike.fieldunit.OrderStatus
import yike.fieldunit.OwnTalk
import yike.fieldunit.OwnUnit
import yike.fieldunit.Permissions
import yike.fieldunit.Place
import yike.fieldunit.Report
import yike.fieldunit.Snapshot
import yike.fieldunit.Street
import yike.fieldunit.TalkState
import yike.fieldunit.Tick
import yike.fieldunit.TravelMode
import yike.fieldunit.Watcher
import yike.fieldunit.Way
import yike.phone.android.FilmingLook
import java.io.File
import java.time.Instant

/** A quarter past two in the afternoon, in the hall. */
val NOW: Long = Instant.parse("2026-11-29T14:15:00Z").toEpochMilli()

/** The officer's unit. */
const val UNIT: String = "33333333-3333-4333-8333-333333333333"

/** Whether the screens speak Chinese. */
val chinese: Boolean get() = RuntimeEnvironment.getApplication().resources.configuration.locales[0].language == "zh"

/** Words for both languages. */
fun either(zh: String, en: String): String = if (chinese) zh else en

/** The streets of the demo's district. */
internal val district: TileArchive by lazy {
    val bytes = File(System.getProperty("yike.map")!!).readBytes()
    TileArchive { offset, length -> bytes.copyOfRange(offset.toInt(), offset.toInt() + length) }
}

/** An order that was sent to this officer. */
fun order(state: AssignmentState, startedMinutesAgo: Double = 0.1, change: (Order) -> Order = { it }): Order {
    val started = NOW - (startedMinutesAgo * 60_000).toLong()
    return change(
        Order(
            id = "11111111-1111-4111-8111-111111111111", kind = OrderKind.EMERGENCY,
            place = Place(47.13935, 9.52236, either("市政厅", "Town hall"), either("施塔特勒街 6 号", "Städtle 6")), arrivalRadiusM = 50.0,
            note = either("两辆车相撞，占用一条车道", "Two cars collided, one lane blocked"), status = OrderStatus.Open, team = false,
            sentAtMs = started - 1_000, limitMs = 15 * 60_000L, startedAtMs = started, dueAtMs = started + 15 * 60_000L,
            arrivedAtMs = null, onVideoAtMs = null, reportedAtMs = null, reports = emptyList(),
            assignment = Assignment("22222222-2222-4222-8222-222222222222", state, started, null, null), provisional = false,
        ),
    )
}

/** An officer on duty, online, with a good position. */
internal fun seen(vararg orders: Order, change: (Seen) -> Seen = { it }): Seen = change(
    Seen(
        known = Snapshot(
            unit = OwnUnit(UNIT, either("张伟", "Zhang Wei"), "", TravelMode.E_BIKE), onDuty = true, online = true, live = false,
            cameraNeeded = true, layersWanted = emptyList(), watchers = emptyList(), sos = false, waiting = 0u,
            talk = TalkState(open = false, sounds = false, out = false, own = OwnTalk.Idle, heard = emptyList()),
            orders = orders.toList(), hallTelephone = "+442079460015",
        ),
        hallTimeMs = NOW,
        here = Measurement(lat = 47.1423, lon = 9.5186, accuracyM = 8.0),
        batteryPct = 76,
        allowed = Permissions(LocationPermission.ALWAYS, notifications = true, batteryExempt = true),
    ),
)

/** The way to the place of [order] along the streets, with those around it. */
fun way(kept: Boolean = false, change: (Way) -> Way = { it }): Way = change(
    Way(
        order = "11111111-1111-4111-8111-111111111111", madeAtMs = NOW - 13 * 60_000, fixAtMs = NOW - 13 * 60_000, kept = kept,
        line = listOf(LatLon(47.1423, 9.5188), LatLon(47.1416, 9.5207), LatLon(47.1404, 9.5215), LatLon(47.13936, 9.52228)), noWay = null,
        metres = 540u, etaS = 135u, expectedAtMs = NOW + 3 * 60_000,
        streets = listOf(
            Street("main", "Landstrasse", listOf(listOf(LatLon(47.1437, 9.5182), LatLon(47.1416, 9.5207), LatLon(47.1388, 9.5214)))),
            Street("lane", null, listOf(listOf(LatLon(47.1404, 9.5215), LatLon(47.1398, 9.5237)))),
        ),
        team = emptyList(),
    ),
)

/** Two who watch. */
fun watchers(): List<Watcher> = listOf(
    Watcher(either("值守一", "Seat 1"), "dispatcher", NOW - 4 * 60_000),
    Watcher(either("李区长", "Leader Li"), "leader", NOW - 60_000),
)

/** A picture that is on its way. */
fun connected(talking: Boolean = false): FilmingLook = FilmingLook(LiveState.CONNECTED, talking = talking)

/** A report with a photo. */
fun report(): Report = Report(UNIT, NOW - 30_000, either("无人受伤，已引导车辆绕行", "Nobody hurt, traffic diverted"), "ab".repeat(32))

/** An order with messages on it. */
fun Order.with(vararg messages: Message): Order = copy(messages = messages.toList(), unread = messages.count { it.unread }.toUInt())

/** What is seen to where two cars collided. */
fun checklist(): List<ChecklistItem> {
    val other = either("李娜", "Li Na")
    fun mate(minutesAgo: Int) = Tick("44444444-4444-4444-8444-444444444444", other, NOW - minutesAgo * 60_000L, sent = true)
    fun own(sent: Boolean) = Tick(UNIT, "", NOW - 60_000, sent)
    return listOf(
        ChecklistItem("lane", "封闭车道", "Close the lane", false, null),
        ChecklistItem("ambulance", "呼叫救护车", "Call an ambulance", true, mate(3)),
        ChecklistItem("plates", "拍摄车牌", "Photograph the plates", true, own(sent = true)),
        ChecklistItem("witnesses", "登记目击者", "Write down witnesses", true, own(sent = false)),
        ChecklistItem("tow", "安排拖车", "Have the cars towed", false, mate(2)),
    )
}

/** A message that the hall wrote. */
fun fromHall(id: String, minutesAgo: Int, text: String, unread: Boolean = false): Message =
    Message(id, null, NOW - minutesAgo * 60_000L, text, sent = true, unread = unread, read = emptyList())

/** A message with something that goes with it, named by its first digits. */
fun Message.with(name: String, kind: MediaType = MediaType.JPEG): Message = copy(attachment = Attachment(name.padEnd(64, '0'), kind, 90_000u))

/** A message of the officer's own. */
fun own(id: String, minutesAgo: Int, text: String, sent: Boolean = true, readMinutesAgo: Int? = null): Message =
    Message(id, UNIT, NOW - minutesAgo * 60_000L, text, sent, unread = false, read = listOfNotNull(readMinutesAgo).map { MessageReading(null, NOW - it * 60_000L) })

/** What screens are made in. */
fun themed(): Context = ContextThemeWrapper(RuntimeEnvironment.getApplication(), android.R.style.Theme_Material_NoActionBar)

/** Every view in a view, itself the first. */
fun View.all(): List<View> = listOf(this) + if (this is ViewGroup) (0 until childCount).flatMap { getChildAt(it).all() } else emptyList()

/** Lays a screen out on a phone's, as high as a phone or as all of it takes. */
fun View.laidOut(whole: Boolean = false): View {
    val metrics = resources.displayMetrics
    val height = if (whole) MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED) else MeasureSpec.makeMeasureSpec(metrics.heightPixels, MeasureSpec.EXACTLY)
    measure(MeasureSpec.makeMeasureSpec(metrics.widthPixels, MeasureSpec.EXACTLY), height)
    layout(0, 0, measuredWidth, measuredHeight)
    return this
}

/** Draws a screen, and writes the picture where the build is told to. */
fun View.drawn(name: String): Bitmap {
    val bitmap = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
    bitmap.eraseColor(Color.BLACK)
    draw(Canvas(bitmap))
    val folder = File(System.getProperty("yike.pictures")!!).apply { mkdirs() }
    File(folder, "$name-${if (chinese) "zh" else "en"}.png").outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
    return bitmap
}
