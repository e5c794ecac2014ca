// The app as long as it runs: the officer who is signed in, whether anybody looks or not.
package yike.app

import android.app.Application
import android.content.Context
import android.os.Build
import android.util.Log
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import yike.fieldunit.Enrolled
import yike.fieldunit.Measurement
import yike.fieldunit.PhoneFault
import yike.fieldunit.PhoneSettings
import yike.fieldunit.PushVendor
import yike.phone.FieldUnit
import yike.phone.android.DutyNotice
import yike.phone.android.HoldsFieldUnit
import yike.phone.android.Networks
import yike.phone.android.PhoneKey
import java.io.File
import java.security.MessageDigest

/** Holds the officer's phone. */
internal class YikeApp : Application(), HoldsFieldUnit {
    private val signedIn = MutableStateFlow<Officer?>(null)

    /** Why the officer was signed out, if that is to be said. */
    var farewell: Int? = null
        private set

    /** Whether the officer looks at the app. */
    val looking: MutableStateFlow<Boolean> = MutableStateFlow(false)

    /** What is done however the screen changes. */
    val scope: CoroutineScope = MainScope()

    /** What a sound note is spoken into. */
    var microphone: (File) -> Recording = { SpokenNote(this, it) }

    /** What an enrolled phone signs in with. */
    private val phoneKey = PhoneKey()

    /** Tells each officer's phone what the push service calls this app. */
    private var telling: Job? = null

    /** What the officer signed in with. */
    val vault: Vault by lazy { Vault(this) }

    /** The officer who is signed in. */
    val officer: StateFlow<Officer?> = signedIn.asStateFlow()

    override val fieldUnit: FieldUnit? get() = signedIn.value?.unit

    override val dutyNotice: DutyNotice
        get() = DutyNotice(R.drawable.ic_duty, getString(R.string.on_duty), getString(R.string.duty_notice))

    override fun onCreate() {
        super.onCreate()
        // The system ended the app, or the phone was started anew: the officer goes on as before.
        vault.kept()?.let { account -> scope.launch { resume(account) } }
    }

    override fun measured(position: Measurement) {
        signedIn.value?.measured(position)
    }

    /** What a push service calls this app, whoever is signed in or will be. */
    fun pushToken(vendor: PushVendor, token: String) {
        telling?.cancel()
        telling = scope.launch { signedIn.filterNotNull().collect { officer -> officer.tap { pushToken(vendor, token) } } }
    }

    /** A push came with this reference, which may have started the app. */
    fun pushed(reference: String) {
        scope.launch { withTimeoutOrNull(RESUMED_WITHIN_MS) { signedIn.filterNotNull().first() }?.pushed(reference) }
    }

    /** Enrols this phone by the text of a QR code, and signs in with it; throws [SignInFailed] or [PhoneFault] if that comes to nothing. */
    suspend fun enrol(qrText: String) {
        val enrolment = FieldUnit.enrol(qrText, Build.MODEL.take(NAME_CHARS).trim().ifEmpty { "Android" }, phoneKey, Networks.proxy(this))
        // The code is spent: whatever comes of signing in, this phone is the officer's.
        vault.keep(enrolment)
        signIn(Account(enrolment))
    }

    /** Signs in; throws [SignInFailed] or [PhoneFault] if that comes to nothing. */
    suspend fun signIn(account: Account) {
        val officer = started(account)
        try {
            officer.untilKnown()
        } catch (fault: SignInFailed) {
            officer.end()
            throw fault
        }
        farewell = null
        vault.keep(account)
        officer.tap { goOnDuty() }
        signedIn.value = officer
    }

    /** Signs out; the phone goes off duty first, if the hall lets it. */
    suspend fun signOut() {
        val officer = signedIn.value ?: return
        vault.forget()
        signedIn.value = null
        officer.leave()
    }

    /** The hall no longer knows the officer by what was kept, as `why` says. */
    fun signedOut(why: Int? = null) {
        farewell = why
        vault.forget()
        val officer = signedIn.value ?: return
        signedIn.value = null
        scope.launch { officer.end() }
    }

    /** The hall put this phone out. */
    fun putOut() {
        signedOut(R.string.phone_revoked)
        vault.disenrol()
        phoneKey.forget()
    }

    private suspend fun resume(account: Account) {
        try {
            signedIn.value = started(account)
        } catch (fault: PhoneFault) {
            Log.w("app", "could not go on as before", fault)
        }
    }

    private suspend fun started(account: Account): Officer =
        Officer(this, FieldUnit.start(settings(account)), HallMap(account.hall, File(cacheDir, "map-${mark(account.hall)}")))

    private fun settings(account: Account): PhoneSettings {
        // Each officer's own: what one has yet to tell is not the next one's to send.
        val store = File(filesDir, "phone-${mark("${account.hall} ${account.name}")}.db")
        val version = packageManager.getPackageInfo(packageName, 0).versionName
        val enrolled = account.enrolment?.let { Enrolled(it.phone, it.pins, phoneKey) }
        return PhoneSettings(account.hall, account.name, account.password, store.path, "Yike for Android $version", proxy = Networks.proxy(this), enrolled = enrolled)
    }
}

/** Characters of a phone's name at most. */
private const val NAME_CHARS = 64

/** An app that a push started has its officer again within this. */
private const val RESUMED_WITHIN_MS = 20_000L

private fun mark(text: String): String =
    MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).take(8).joinToString("") { "%02x".format(it) }

/** The app that a screen belongs to. */
internal val Context.yike: YikeApp get() = applicationContext as YikeApp
