// An officer's phone as a test holds it: what it told so far, and waiting for what it is to tell.
package yike.tests

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import yike.fieldunit.Measurement
import yike.fieldunit.Notice
import yike.fieldunit.PhoneFault
import yike.fieldunit.PhoneSettings
import yike.fieldunit.Snapshot
import yike.fieldunit.faultCode
import yike.phone.FieldUnit

/** How long a wish may take to come true. */
const val SOON_MS = 30_000L

/** A phone, with everything it told. */
class Phone private constructor(val unit: FieldUnit) {
    val told = MutableStateFlow<List<Notice>>(emptyList())
    private var following: Job? = null

    /** Waits until the newest snapshot is as wished. */
    suspend fun known(what: String, wished: (Snapshot) -> Boolean): Snapshot =
        withTimeoutOrNull(SOON_MS) { unit.snapshot.filterNotNull().first(wished) } ?: throw AssertionError("not in time: $what, but ${unit.snapshot.value}")

    /** Waits for a notice. */
    suspend inline fun <reified N : Notice> notice(crossinline wished: (N) -> Boolean = { true }): N =
        soon("${N::class.simpleName}") { told.mapNotNull { all -> all.filterIsInstance<N>().firstOrNull { wished(it) } }.first() }

    /** Ends it, as an app does that is closed. */
    suspend fun end() {
        unit.shutdown()
        following?.cancel()
    }

    companion object {
        /** Starts a phone. */
        suspend fun start(settings: PhoneSettings): Phone {
            val phone = Phone(FieldUnit.start(settings))
            phone.following = CoroutineScope(Dispatchers.Default).launch {
                phone.unit.notices.collect { notice -> phone.told.update { it + notice } }
            }
            return phone
        }

        /** An officer on duty, with a phone that is online. */
        suspend fun ready(): Pair<Officer, Phone> {
            val officer = District.officer()
            val phone = start(officer.settings)
            phone.known("online") { it.online && it.unit != null }
            phone.unit.goOnDuty()
            phone.known("on duty") { it.onDuty && it.waiting == 0u }
            return officer to phone
        }
    }
}

/** Tells a story with an officer on duty, whose phone is ended after it. */
fun story(tell: suspend CoroutineScope.(Officer, Phone) -> Any?): Unit = runBlocking {
    val (officer, phone) = Phone.ready()
    try {
        tell(officer, phone)
    } finally {
        phone.end()
    }
    Unit
}

/** Waits for something, but not for ever. */
suspend fun <T : Any> soon(what: String, withinMs: Long = SOON_MS, wished: suspend () -> T): T =
    withTimeoutOrNull(withinMs) { wished() } ?: throw AssertionError("not in time: $what")

/** Asks again and again until there is something. */
suspend fun <T : Any> eventually(what: String, withinMs: Long = SOON_MS, wished: () -> T?): T = soon(what, withinMs) {
    var said = withContext(Dispatchers.IO) { wished() }
    while (said == null) {
        delay(100)
        said = withContext(Dispatchers.IO) { wished() }
    }
    said
}

/** Does something that must fail with this code, and says how it did. */
suspend fun fault(code: String, doing: suspend () -> Any?): PhoneFault {
    val fault = try {
        doing()
        null
    } catch (fault: PhoneFault) {
        fault
    } ?: throw AssertionError("there was no $code")
    if (faultCode(fault) != code) throw AssertionError("$code was wanted", fault)
    return fault
}

/** A measurement of somebody who stands still. */
fun standing(accuracyM: Double = 6.0): Measurement =
    Measurement(lat = LAT, lon = LON, accuracyM = accuracyM, speedMps = 0.2, batteryPct = 80u)

/** A photo, as far as anybody looks. */
fun jpeg(): ByteArray = byteArrayOf(-1, -40, -1, -37) + ByteArray(20_000) { (it * 31).toByte() } + byteArrayOf(-1, -39)
