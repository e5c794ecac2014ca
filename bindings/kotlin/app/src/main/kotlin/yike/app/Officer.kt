// A signed-in officer's phone: the core, its ringing, the live picture, and what the screens show of them.
package yike.app

import android.app.PendingIntent
import android.content.Intent
import android.os.BatteryManager
import android.util.Log
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.cancel
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.receiveAsFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withTimeoutOrNull
import yike.fieldunit.Measurement
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.Snapshot
import yike.fieldunit.Way
import yike.phone.FieldUnit
import yike.phone.android.OnDuty
import yike.phone.android.Filming
import yike.phone.android.MessageAlerts
import yike.phone.android.MessageWords
import yike.phone.android.Rings
import yike.phone.android.Talking
import yike.phone.android.allowed

/** Why signing in came to nothing. */
internal class SignInFailed(val words: Int) : Exception()

/** An officer's phone, from signing in to signing out. */
internal class Officer(private val app: YikeApp, val unit: FieldUnit, val map: HallMap) {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main)
    private val here = MutableStateFlow<Measurement?>(null)
    private val replaced = MutableStateFlow(false)
    private val kept = MutableStateFlow<Int?>(null)
    private val ways = MutableStateFlow<Map<String, Way>>(emptyMap())
    private val films = MutableStateFlow<Filming?>(null)
    private val talks = MutableStateFlow<Talking?>(null)
    private val told = Channel<String>(Channel.BUFFERED)
    private val switching = Mutex()
    private val speaking = Mutex()
    private val ringing = mutableSetOf<String>()
    private var quieting: Job? = null
    private var wasOnDuty: Boolean? = null
    private var lineSeen = false
    private val rings = Rings(app, R.drawable.ic_duty, app.getString(R.string.new_order), ::opens)

    private val alerts = MessageAlerts(app, R.drawable.ic_duty, messageWords(), ::opensMessages)

    /** What goes with messages. */
    val attachments = Attachments(scope, app, { unit.hallTime.atMs }, { unit.snapshot.value?.online == true }, unit::attachment)

    /** What the officer is to be told, once. */
    val words: Flow<String> = told.receiveAsFlow()

    /** The live picture, while the camera is on. */
    val filming: StateFlow<Filming?> = films.asStateFlow()

    init {
        scope.launch { unit.notices.collect(::hear) }
        scope.launch { unit.snapshot.filterNotNull().collect(::follow) }
        scope.launch { combine(unit.snapshot.filterNotNull(), app.looking, ::Pair).collect { (known, looking) -> alerts.follow(known.orders, looking) } }
        tap { permissionsChanged(allowed(app)) }
    }

    /** What the screens show now. */
    fun seen(known: Snapshot): Seen = Seen(
        known = known,
        hallTimeMs = unit.hallTime.atMs,
        here = here.value?.takeIf { known.onDuty },
        batteryPct = app.getSystemService(BatteryManager::class.java).getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY).takeIf { it in 0..100 },
        allowed = allowed(app),
        replaced = replaced.value,
        picture = films.value?.look?.value,
        talkHears = talks.value?.hears != false,
        looking = app.looking.value,
        ways = ways.value,
    )

    /** Keeps the ways to the scenes at hand, while somebody looks; when the hall is asked for them is the core's to say. */
    suspend fun followWays() {
        while (true) {
            // Where others are is not kept while nobody looks.
            ways.value = if (!app.looking.value) emptyMap() else unit.orders.filter { it.arrivedAtMs == null }.mapNotNull { wayTo(it.id) }.associateBy { it.order }
            delay(WAYS_EVERY_MS)
        }
    }

    private suspend fun wayTo(order: String): Way? = try {
        unit.way(order)
    } catch (fault: PhoneFault) {
        // Here and there are drawn without it.
        Log.i("officer", "no way: ${fault.message}")
        null
    }

    /** Waits until the hall says who this is; throws [SignInFailed] if it will not, or does not answer. */
    suspend fun untilKnown() {
        val answer = withTimeoutOrNull(ANSWER_WITHIN_MS) {
            combine(unit.snapshot.filterNotNull(), kept) { known, why -> why ?: KNOWN.takeIf { known.unit != null } }.filterNotNull().first()
        }
        if (answer != KNOWN) throw SignInFailed(answer ?: R.string.hall_silent)
    }

    /** A position that was measured. */
    fun measured(position: Measurement) {
        here.value = position
    }

    /** Does something with the phone; a fault is told in words. */
    fun tap(what: suspend FieldUnit.() -> Unit) {
        scope.launch { orSay { unit.what() } }
    }

    /** A push came with this reference: rings at once, and has the hall bring the order, which rings by itself. */
    fun pushed(reference: String) {
        val rang = rings.ringUnseen()
        tap { pushed(reference, rang) }
        quieting?.cancel()
        quieting = scope.launch {
            // A line that only looks well is given up within these seconds; the order rings by itself once it is there.
            delay(CAUGHT_UP_WITHIN_MS)
            unit.snapshot.filterNotNull().first { it.online }
            delay(CAUGHT_UP_WITHIN_MS)
            rings.quietUnseen()
        }
    }

    /** Calls for help, with the camera and the voice on. */
    fun callForHelp() {
        scope.launch {
            orSay { unit.callForHelp() }
            orSay { film() }
            films.value?.talk(true)
        }
    }

    /** Switches the camera on or off. */
    fun live(on: Boolean) {
        scope.launch {
            // One that sees nothing was begun before the officer said yes to the camera.
            if (!on || films.value?.look?.value?.sees == false) orSay { cut() }
            if (on) orSay { film() }
        }
    }

    /** Opens the line to talk, or closes it. */
    fun openTalk(on: Boolean) {
        scope.launch { orSay { if (on) openLine() else closeLine() } }
    }

    /** Does something on the line to talk, if it is open. */
    fun onLine(what: suspend Talking.() -> Unit) {
        val talking = talks.value ?: return
        // Whoever lets go at once pressed before.
        scope.launch { speaking.withLock { orSay { talking.what() } } }
    }

    /** Goes off duty, tells the hall if it can, and ends. */
    suspend fun leave() {
        orSay { unit.goOffDuty() }
        withTimeoutOrNull(LEAVE_WITHIN_MS) { unit.snapshot.filterNotNull().first { it.waiting == 0u } }
        cut()
        withTimeoutOrNull(LEAVE_WITHIN_MS) { unit.signOff() }
        end()
    }

    /** Ends; what the hall has yet to be told stays on the disk. */
    suspend fun end() {
        closeLine()
        cut()
        ringing.forEach(rings::quiet)
        rings.quietUnseen()
        rings.quietForCamera()
        OnDuty.stop(app)
        scope.cancel()
        alerts.quiet()
        unit.shutdown()
    }

    private suspend fun film(): Unit = switching.withLock {
        if (films.value != null) return
        val filming = Filming.start(app, unit)
        films.value = filming
        goOn()
    }

    private suspend fun cut(): Unit = switching.withLock {
        val filming = films.value ?: return
        films.value = null
        filming.stop()
        // The picture's sound took the route along.
        talks.value?.route()
        goOn()
    }

    private suspend fun openLine(): Unit = switching.withLock {
        if (talks.value != null) return
        talks.value = Talking.open(app, unit)
        // From now on the line says when the officer is heard; a call for help is heard all along.
        if (unit.snapshot.value?.sos != true) films.value?.talk(false)
        goOn()
        // It may be off duty by now.
        unit.snapshot.value?.let(::follow)
    }

    private suspend fun closeLine(): Unit = switching.withLock {
        val talking = talks.value ?: return
        talks.value = null
        talking.close()
        goOn()
    }

    /** Has camera and microphone go on while the officer looks elsewhere, if they are on; off duty they are gone, and stay so. */
    private fun goOn() {
        if (unit.snapshot.value?.onDuty == true) OnDuty.filming(app, films.value != null || talks.value != null)
    }

    private suspend fun hear(notice: Notice) {
        app.words(notice)?.let { told.trySend(it) }
        obstacle(notice)?.let { kept.value = it }
        when (notice) {
            is Notice.OrderRang -> unit.orders.firstOrNull { it.id == notice.order }?.let {
                ringing += it.id
                rings.ring(it)
            }
            is Notice.CameraAsked -> rings.ringForCamera(app.getString(R.string.camera_asked), app.getString(R.string.camera_rings, notice.name, app.role(notice.role)))
            is Notice.LiveChanged -> orSay { if (notice.on) film() else cut() }
            is Notice.SignInRefused -> app.signedOut(R.string.sign_in_refused)
            is Notice.PhoneRevoked -> app.putOut()
            is Notice.Replaced -> replaced.value = true
            is Notice.LinkChanged -> if (notice.online) replaced.value = false
            else -> Unit
        }
    }

    private fun follow(known: Snapshot) {
        val still = known.orders.filter { it.rings }.map { it.id }.toSet()
        (ringing - still).forEach(rings::quiet)
        ringing.retainAll(still)
        if (known.cameraAsked == null) rings.quietForCamera()
        films.value?.letOut(known.talk.out)
        // The core closes it off duty; before it was seen open, what is known may be of before.
        if (talks.value != null && !known.talk.open && (lineSeen || !known.onDuty)) openTalk(false)
        lineSeen = talks.value != null && known.talk.open
        if (known.onDuty == wasOnDuty) return
        wasOnDuty = known.onDuty
        if (known.onDuty) OnDuty.start(app) else OnDuty.stop(app)
    }

    private suspend fun orSay(what: suspend () -> Unit) {
        try {
            what()
        } catch (fault: PhoneFault) {
            told.trySend(app.words(fault))
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (fault: Exception) {
            // Hardware that does not do what every phone's does.
            Log.w("officer", "the phone failed", fault)
            told.trySend(app.getString(R.string.live_no_camera))
        }
    }

    private fun messageWords() = MessageWords(
        app.getString(R.string.messages),
        { app.getString(R.string.messages_unread, it) },
        { app.getString(R.string.message_line, app.writer(it, unit.snapshot.value?.unit?.id), app.said(it)) },
    )

    private fun opens(order: String): PendingIntent = PendingIntent.getActivity(app, CARD, shows(order), PendingIntent.FLAG_IMMUTABLE)

    private fun opensMessages(order: String): PendingIntent =
        PendingIntent.getActivity(app, THREAD, shows(order).putExtra(MESSAGES, order), PendingIntent.FLAG_IMMUTABLE)

    private fun shows(order: String): Intent =
        Intent(app, MainActivity::class.java).setAction(order).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_SINGLE_TOP)

    private companion object {
        // No resource has this number.
        const val KNOWN = 0

        // What is opened of an order: two intents that differ in an extra alone are one to Android.
        const val CARD = 0
        const val THREAD = 1
        const val ANSWER_WITHIN_MS = 20_000L

        // A phone that is online has its orders by then; a push that came late rings for none.
        const val CAUGHT_UP_WITHIN_MS = 5_000L
        const val LEAVE_WITHIN_MS = 5_000L
        const val WAYS_EVERY_MS = 3_000L
    }
}
