// The one window: signing in, or the officer's screen.
package yike.app

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.CAMERA
import android.Manifest.permission.POST_NOTIFICATIONS
import android.Manifest.permission.RECORD_AUDIO
import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.provider.Settings
import android.util.Log
import android.view.View
import android.widget.PopupMenu
import android.widget.Toast
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import yike.fieldunit.PhoneFault
import yike.fieldunit.Place
import yike.fieldunit.TalkGroup
import yike.phone.FieldUnit
import yike.phone.android.Filming
import yike.phone.android.OnDuty
import yike.phone.android.allowListScreen
import yike.phone.android.allowed
import java.io.File
import java.io.IOException

/** Shows the officer's screen. */
internal class MainActivity : Activity(), Taps {
    private var scope: CoroutineScope = MainScope()
    private var screen: DutyScreen? = null
    private val photos = PhotoTaking(this, scope, { say(getString(it)) }) { ask(0, it) }
    private var heard: (Boolean) -> Unit = {}
    private val officer: Officer? get() = yike.officer.value

    override lateinit var attachments: Attachments
        private set
    override val player: NotePlayer by lazy { NotePlayer(scope, this) }
    override val recorder: NoteRecorder by lazy { NoteRecorder(scope, File(cacheDir, "note.m4a"), yike.microphone) }

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        photos.goOn(state)
        // What the system's end of the app left behind.
        WholeClip.file(this).delete()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O_MR1) {
            // An order rings through a locked screen.
            setShowWhenLocked(true)
            setTurnScreenOn(true)
        }
        scope.launch { yike.officer.collectLatest { if (it == null) showSignIn() else showDuty(it) } }
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        photos.keep(state)
    }

    override fun onDestroy() {
        super.onDestroy()
        screen?.closeMessages()
        player.stop()
        recorder.cancel()
        scope.cancel()
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        setIntent(intent)
        if (officer == null) showSignIn() else screen?.let(::openAsked)
    }

    @Deprecated("Android has another way from 13 on, which this app does not ask for")
    override fun onBackPressed() {
        @Suppress("DEPRECATION")
        if (screen?.closeMessages() != true) super.onBackPressed()
    }

    private fun showSignIn() {
        screen = null
        lateinit var form: SignInScreen
        fun tried(what: suspend () -> Unit) {
            form.trying()
            scope.launch {
                try {
                    what()
                } catch (fault: SignInFailed) {
                    // A code that was taken is spent, whatever came of it.
                    yike.vault.enrolment?.let(form::offer)
                    form.refused(getString(fault.words))
                } catch (fault: PhoneFault) {
                    form.refused(words(fault))
                }
            }
        }
        form = SignInScreen(this, enrol = { tried { yike.enrol(it) } }, signIn = { tried { yike.signIn(it) } })
        val (hall, name) = yike.vault.last
        val enrolment = yike.vault.enrolment
        val scanned = intent.dataString.takeIf { intent.scheme == ENROL_SCHEME }
        when {
            scanned != null -> form.scanned(scanned)
            enrolment != null -> form.offer(enrolment)
            name.isNotEmpty() && yike.farewell != R.string.phone_revoked -> form.fill(hall, name)
        }
        // Once is enough: the code is spent by then.
        intent.data = null
        yike.farewell?.let { form.refused(getString(it)) }
        setContentView(form)
    }

    private suspend fun showDuty(officer: Officer) {
        attachments = officer.attachments
        val screen = DutyScreen(this, this)
        this.screen = screen
        setContentView(screen)
        askAtFirst()
        withContext(Dispatchers.Main) {
            launch { officer.words.collect { Toast.makeText(this@MainActivity, it, Toast.LENGTH_LONG).show() } }
            launch { officer.filming.collect { show(it, screen) } }
            launch { officer.followWays() }
            // A second is what the clock shows; a snapshot that comes in between is drawn at once.
            launch { officer.unit.snapshot.collect { known -> known?.let { screen.show(officer.seen(it)) } } }
            launch { attachments.changes.collect { officer.unit.snapshot.value?.let { screen.show(officer.seen(it)) } } }
            while (isActive) {
                officer.unit.snapshot.value?.let { screen.show(officer.seen(it)) }
                openAsked(screen)
                photos.hand(screen)
                delay(TICK_MS)
            }
        }
    }

    /** Opens the messages whose notification was tapped, once their order is there. */
    private fun openAsked(screen: DutyScreen) {
        val order = intent.getStringExtra(MESSAGES) ?: return
        if (screen.openMessages(order)) intent.removeExtra(MESSAGES)
    }

    private fun show(filming: Filming?, screen: DutyScreen) {
        val view = screen.picture.view
        view.surfaceTextureListener = filming?.let(::Viewfinder)
        val texture = view.surfaceTexture
        if (texture != null && filming != null) view.surfaceTextureListener?.onSurfaceTextureAvailable(texture, view.width, view.height)
    }

    override fun tap(what: suspend FieldUnit.() -> Unit) {
        officer?.tap(what)
    }

    override fun callForHelp() {
        officer?.callForHelp()
        ask(FILM, CAMERA, RECORD_AUDIO)
    }

    override fun live(on: Boolean) {
        if (on && lacks(CAMERA)) ask(FILM, CAMERA, RECORD_AUDIO) else officer?.live(on)
    }

    override fun talk(on: Boolean) {
        officer?.filming?.value?.talk(on)
    }

    override fun openTalk(on: Boolean) {
        if (on) microphone { officer?.openTalk(true) } else officer?.openTalk(false)
    }

    override fun pressTalk(group: TalkGroup) {
        officer?.onLine { press(group) }
    }

    override fun releaseTalk() {
        officer?.onLine { release() }
    }

    override fun answerTalk(speaks: Boolean) {
        officer?.onLine { answer(speaks) }
    }

    override fun hangUp() {
        officer?.onLine { hangUp() }
    }

    override fun otherCamera() {
        officer?.filming?.value?.otherCamera()
    }

    override fun navigate(place: Place) {
        val all = Navigator.entries
        val names = all.map { getString(it.words) }.toTypedArray()
        val choice = AlertDialog.Builder(this).setTitle(R.string.navigate)
        choice.setItems(names) { _, at -> open(Intent(Intent.ACTION_VIEW, Uri.parse(all[at].link(place)))) }.show()
    }

    override fun dial(number: String) = open(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    override fun photo(wanted: PhotoFor) = photos.begin(wanted)

    override fun microphone(answer: (Boolean) -> Unit) {
        if (!lacks(RECORD_AUDIO)) return answer(true)
        heard = answer
        ask(SPEAK, RECORD_AUDIO)
    }

    override fun onActivityResult(asked: Int, result: Int, data: Intent?) {
        super.onActivityResult(asked, result, data)
        photos.came(asked, result, data, screen)
    }

    override fun read(order: String, messages: List<String>) = tap { readMessages(order, messages) }

    override fun check(order: String, item: String, done: Boolean) = tap { checkItem(order, item, done) }

    override fun allow(what: Missing) {
        when (what) {
            Missing.LOCATION -> if (lacks(ACCESS_FINE_LOCATION)) ask(ALLOW, ACCESS_FINE_LOCATION) else askInBackground()
            Missing.NOTIFICATIONS -> open(Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, packageName))
            Missing.RUNNING -> open(allowListScreen(this))
        }
    }

    override fun streets(box: Box, show: (Streets) -> Unit) {
        val map = officer?.map ?: return
        scope.launch {
            try {
                show(withContext(Dispatchers.IO) { map.around(box) })
            } catch (fault: IOException) {
                // Here and there are drawn without streets.
                Log.i("map", "no streets", fault)
            }
        }
    }

    override fun menu(key: View) {
        val menu = PopupMenu(this, key)
        if (officer?.unit?.snapshot?.value?.onDuty == true) {
            menu.menu.add(R.string.go_off_duty).setOnMenuItemClickListener { tap { goOffDuty() }; true }
        }
        menu.menu.add(R.string.sign_out).setOnMenuItemClickListener { yike.scope.launch { yike.signOut() }; true }
        menu.show()
    }

    override fun onRequestPermissionsResult(asked: Int, permissions: Array<out String>, results: IntArray) {
        super.onRequestPermissionsResult(asked, permissions, results)
        tap { permissionsChanged(allowed(this@MainActivity)) }
        if (officer?.unit?.snapshot?.value?.onDuty == true) OnDuty.start(this)
        if (asked == FILM && !lacks(CAMERA)) officer?.live(true)
        // Without results nobody answered.
        if (asked == SPEAK && results.isNotEmpty()) heard(!lacks(RECORD_AUDIO))
    }

    override fun onResume() {
        super.onResume()
        yike.looking.value = true
        // The officer may come from the settings.
        tap { permissionsChanged(allowed(this@MainActivity)) }
    }

    override fun onPause() {
        super.onPause()
        yike.looking.value = false
        screen?.letGo()
        // The system gives no sound to an app that nobody looks at; what was said is kept.
        recorder.stop()
    }

    private fun askAtFirst() {
        val notify = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) arrayOf(POST_NOTIFICATIONS) else emptyArray()
        ask(ALLOW, ACCESS_FINE_LOCATION, *notify)
    }

    private fun askInBackground() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) ask(ALLOW, ACCESS_BACKGROUND_LOCATION)
    }

    private fun ask(why: Int, vararg permissions: String) {
        val lacking = permissions.filter(::lacks)
        if (lacking.isNotEmpty()) requestPermissions(lacking.toTypedArray(), why)
    }

    private fun lacks(permission: String): Boolean = checkSelfPermission(permission) != PackageManager.PERMISSION_GRANTED

    private fun open(what: Intent) {
        try {
            startActivity(what)
        } catch (_: ActivityNotFoundException) {
            say(getString(R.string.no_such_app))
        }
    }

    private fun say(words: String) = Toast.makeText(this, words, Toast.LENGTH_LONG).show()

    private companion object {
        const val TICK_MS = 500L
        const val ALLOW = 1
        const val FILM = 2
        const val SPEAK = 5
    }
}

/** Names, in an intent, the order whose messages are to be shown. */
internal const val MESSAGES = "messages"
