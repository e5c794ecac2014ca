// What the glue reads from the phone and its system, in Robolectric's Android 14.
package yike.phone.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.NotificationManager
import android.content.ComponentName
import android.content.Intent
import android.content.IntentFilter
import android.location.Location
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.ProxyInfo
import android.os.PowerManager
import android.os.SystemClock
import android.provider.Settings
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import yike.fieldunit.Activity
import yike.fieldunit.LocationPermission
import yike.fieldunit.Permissions
import yike.phone.SoundClock
import yike.phone.soundLevel

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class PhoneTest {
    private val app = RuntimeEnvironment.getApplication()

    @Test
    fun anotherNetworkIsToldOnceAndNoneAfterTheEnd() {
        var changes = 0
        val manager = app.getSystemService(ConnectivityManager::class.java)
        val networks = Networks(app) { changes += 1 }
        val callback = shadowOf(manager).networkCallbacks.single()
        val network = manager.activeNetwork!!
        callback.onAvailable(network)
        callback.onAvailable(network)
        assertEquals(1, changes)
        callback.onLost(network)
        callback.onAvailable(network)
        assertEquals(2, changes)
        networks.close()
        assertTrue(shadowOf(manager).networkCallbacks.isEmpty())
    }

    @Test
    fun aProxyIsToldAsItsNetworkNamesIt() {
        val told = mutableListOf<String?>()
        val networks = Networks(app, told::add) {}
        val manager = app.getSystemService(ConnectivityManager::class.java)
        val callback = shadowOf(manager).networkCallbacks.single()
        for (proxy in listOf(null, ProxyInfo.buildDirectProxy("10.0.0.1", 3128), ProxyInfo.buildDirectProxy("fd00::1", 8080), null)) {
            callback.onLinkPropertiesChanged(manager.activeNetwork!!, LinkProperties().apply { httpProxy = proxy })
        }
        assertEquals(listOf(null, "http://10.0.0.1:3128", "http://[fd00::1]:8080", null), told)
        networks.close()
    }

    @Test
    fun anActivityIsOneThatTheRecogniserIsSureOf() {
        val known = listOf(Activity.DRIVING, Activity.CYCLING, Activity.WALKING, Activity.STILL, null, null, null, Activity.WALKING, Activity.RUNNING, null)
        assertEquals(known, (0..9).map { activity(it, 75) })
        assertNull(activity(0, 60))
    }

    @Test
    fun aPositionKeepsWhatWasMeasuredAndMakesNothingUp() {
        val location = Location("gps").apply {
            latitude = 47.141
            longitude = 9.5209
            accuracy = 7.5f
            elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos()
        }
        val bare = measurement(location, null)
        assertEquals(47.141 to 9.5209, bare.lat to bare.lon)
        assertEquals(listOf(null, null, null, null), listOf(bare.speedMps, bare.headingDeg, bare.altitudeM, bare.batteryPct))
        location.speed = 1.5f
        location.isMock = true
        val full = measurement(location, 80)
        assertEquals(Triple(1.5, true, 80u.toUByte()), Triple(full.speedMps, full.mock, full.batteryPct))
    }

    @Test
    fun whatTheAppMayDoIsReadFromTheSystem() {
        assertEquals(LocationPermission.DENIED, allowed(app).location)
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        assertEquals(LocationPermission.WHILE_IN_USE, allowed(app).location)
        shadowOf(app).grantPermissions(ACCESS_BACKGROUND_LOCATION)
        shadowOf(app.getSystemService(NotificationManager::class.java)).setNotificationsEnabled(false)
        shadowOf(app.getSystemService(PowerManager::class.java)).setIgnoringBatteryOptimizations(app.packageName, true)
        assertEquals(Permissions(LocationPermission.ALWAYS, notifications = false, batteryExempt = true), allowed(app))
    }

    @Test
    fun theMakersListIsOpenedWhereThereIsOneElseTheAppsPage() {
        assertEquals(listOf(Maker.XIAOMI, Maker.OPPO, Maker.VIVO), listOf("Redmi", "realme", "vivo").map(Maker::of))
        assertNull(Maker.of("Google"))
        val page = allowListScreen(app, Maker.XIAOMI)
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, page.action)
        assertEquals("package:${app.packageName}", page.dataString)
        val screen = ComponentName.unflattenFromString(Maker.XIAOMI.screens.first())!!
        shadowOf(app.packageManager).addActivityIfNotPresent(screen)
        shadowOf(app.packageManager).addIntentFilterForActivity(screen, IntentFilter(Intent.ACTION_MAIN))
        assertEquals(screen, allowListScreen(app, Maker.XIAOMI).component)
    }

    @Test
    fun loudnessIsOfTheSamplesThatWereRead() {
        assertEquals(127u.toUByte(), soundLevel(ShortArray(960)))
        assertEquals(0u.toUByte(), soundLevel(ShortArray(960) { Short.MIN_VALUE }))
        // A tenth of full scale is 20 dB below it.
        assertEquals(20u.toUByte(), soundLevel(ShortArray(960) { 3277 }))
        assertEquals(20u.toUByte(), soundLevel(ShortArray(960) { if (it < 480) 3277 else 0 }, 480))
    }

    @Test
    fun soundIsTimedEvenlyAndAnewWhereSomeWentMissing() {
        val clock = SoundClock(48_000)
        assertEquals(1_000_000L, clock.began(960, 1_020_000))
        // Read a little early, a little late: it began where the last piece ended.
        assertEquals(1_020_000L, clock.began(960, 1_035_000))
        assertEquals(1_040_000L, clock.began(480, 1_060_000))
        assertEquals(1_480_000L, clock.began(960, 1_500_000))
    }

    @Test
    fun aPhoneIsTurnedOnlyWhenItSurelyIs() {
        assertEquals(listOf(0, 0, 90, 180, 270, 0), listOf(0, 34, 80, 170, 290, 350).map { quarterOf(it, 0) })
        // Between two quarters, and flat on a table, it stays as it was.
        assertEquals(listOf(90, 90, 270), listOf(quarterOf(45, 90), quarterOf(-1, 90), quarterOf(315, 270)))
    }

    @Test
    fun aTurnedPictureFitsWholeOntoItsFrame() {
        assertEquals(720 to 1280, fitted(720, 1280, 0, 720, 1280))
        assertEquals(720 to 405, fitted(720, 1280, 90, 720, 1280))
        assertEquals(360 to 640, fitted(720, 1280, 180, 360, 640))
        assertEquals(281 to 500, fitted(720, 1280, 0, 1000, 500))
    }
}
