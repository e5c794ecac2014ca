// What the stories of the app share: an officer whom a real hall knows, the screen, and waiting for what is to come.
package yike.app

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.Notification
import android.app.NotificationManager
import android.os.Looper
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import org.json.JSONObject
import org.junit.After
import org.junit.Before
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import yike.tests.District
import java.time.Duration

// As all tests of the app that call the core: in another of Robolectric's worlds the core would be loaded once more, and call the newest only.
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB")
internal abstract class Story {
    protected val app get() = RuntimeEnvironment.getApplication() as YikeApp
    protected val notices get() = shadowOf(app.getSystemService(NotificationManager::class.java))
    protected val officer = District.officer()

    @Before
    fun aPhoneWithAKeyStore() {
        PhoneKeys.install()
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
    }

    @After
    fun end(): Unit = app.signedOut()

    /** An order that the officer said yes to, on the screen. */
    protected fun takenOn(activity: MainActivity): Pair<DutyScreen, String> {
        signIn(activity.root(), officer.settings.password)
        val screen = eventually("the officer’s screen") { activity.rootOrNull<DutyScreen>() }
        eventually("duty") { screen.takeIf { "On duty" in it.texts() && "Connected" in it.texts() } }
        val order = District.sendOrder(officer)
        eventually("the ringing card") { screen.keyOrNull("Accept") }.performClick()
        eventually("a yes in the hall") { state(order).takeIf { it == "accepted" } }
        eventually("quiet") { notices.takeIf { it.size() == 0 } }
        return screen to order
    }

    protected fun signIn(form: SignInScreen, password: String) {
        form.keyOrNull("With name and password")?.performClick()
        val (hall, name, secret) = form.all().filterIsInstance<EditText>().filter { it.shownWhole() }
        hall.setText(District.url)
        name.setText(officer.settings.name)
        secret.setText(password)
        form.key("Sign in").performClick()
    }

    protected fun assignment(order: String): JSONObject = District.order(order).getJSONArray("assignments").getJSONObject(0)

    protected fun messages(order: String): List<JSONObject> = District.order(order).getJSONArray("messages").let { all -> List(all.length(), all::getJSONObject) }

    /** The units that have read a message; an empty name is the hall. */
    protected fun JSONObject.readers(): List<String> = getJSONArray("read").let { all -> List(all.length()) { all.getJSONObject(it).getJSONObject("by").optString("unit") } }

    protected fun Notification.said(): Pair<String?, String?> = extras.getString(Notification.EXTRA_TITLE) to extras.getString(Notification.EXTRA_TEXT)

    protected fun state(order: String): String = assignment(order).getString("state")

    /** Lets the app's main thread do what there is, until there is something. */
    protected fun <T : Any> eventually(what: String, wished: () -> T?): T {
        val until = System.nanoTime() + Duration.ofSeconds(30).toNanos()
        while (true) {
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(600))
            wished()?.takeIf { it != false }?.let { return it }
            check(System.nanoTime() < until) { "not in time: $what" }
            Thread.sleep(50)
        }
    }

    internal inline fun <reified V : View> MainActivity.root(): V = eventually("a screen") { rootOrNull<V>() }
}

internal fun View.texts(): List<String> = all().filterIsInstance<TextView>().filter { it.shownWhole() }.map { it.text.toString() }

internal fun View.shownWhole(): Boolean = visibility == View.VISIBLE && (parent as? View)?.shownWhole() ?: true

internal fun View.field(hint: String): EditText = all().filterIsInstance<EditText>().single { it.hint?.startsWith(hint) == true }

internal fun View.keyOrNull(words: String): Button? = all().filterIsInstance<Button>().firstOrNull { it.text.toString() == words && it.shownWhole() }

internal fun View.key(words: String): Button = checkNotNull(keyOrNull(words)) { "there is no key “$words” in ${texts()}" }

internal inline fun <reified V : View> MainActivity.rootOrNull(): V? = window.decorView.all().filterIsInstance<V>().firstOrNull()
