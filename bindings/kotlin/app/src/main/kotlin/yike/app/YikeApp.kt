// The app as long as it runs: the officer who is signed in, whether anybody looks or not.
package yike.app

import android.app.Application
import android.content.Context
import android.util.Log
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import yike.fieldunit.Measurement
import yike.fieldunit.PhoneFault
import yike.fieldunit.PhoneSettings
import yike.phone.FieldUnit
import yike.phone.android.DutyNotice
import yike.phone.android.HoldsFieldUnit
import java.io.File
import java.security.MessageDigest

/** Holds the officer's phone. */
internal class YikeApp : Application(), HoldsFieldUnit {
    private val signedIn = MutableStateFlow<Officer?>(null)

    /** What is done however the screen changes. */
    val scope: CoroutineScope = MainScope()

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

    /** Signs in; throws [SignInFailed] or [PhoneFault] if that comes to nothing. */
    suspend fun signIn(account: Account) {
        val officer = started(account)
        try {
            officer.untilKnown()
        } catch (fault: SignInFailed) {
            officer.end()
            throw fault
        }
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

    /** The hall no longer knows the officer by that password. */
    fun signedOut() {
        vault.forget()
        val officer = signedIn.value ?: return
        signedIn.value = null
        scope.launch { officer.end() }
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
        return PhoneSettings(account.hall, account.name, account.password, store.path, "Yike for Android $version")
    }
}

private fun mark(text: String): String =
    MessageDigest.getInstance("SHA-256").digest(text.toByteArray()).take(8).joinToString("") { "%02x".format(it) }

/** The app that a screen belongs to. */
internal val Context.yike: YikeApp get() = applicationContext as YikeApp
