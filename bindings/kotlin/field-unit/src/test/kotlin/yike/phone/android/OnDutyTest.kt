// The service on duty, in Robolectric's Android 14.
package yike.phone.android

import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.CAMERA
import android.Manifest.permission.RECORD_AUDIO
import android.app.Notification
import android.app.NotificationManager
import android.content.pm.ServiceInfo
import android.location.Location
import android.os.Looper
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Assert.fail
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import yike.fieldunit.Activity
import yike.fieldunit.Cadence

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = TestApp::class)
class OnDutyTest {
    private val app = RuntimeEnvironment.getApplication() as TestApp

    @Test
    fun onDutyItIsInTheForegroundSaysSoAndMeasures() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION, CAMERA, RECORD_AUDIO)
        val service = Robolectric.buildService(OnDuty::class.java).create().startCommand(0, 1)
        val shown = shadowOf(service.get()).lastForegroundNotification
        assertNotNull(shown)
        assertEquals("当班" to "位置上报中", shown.title() to shown.extras.getString(Notification.EXTRA_TEXT))
        assertEquals(ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION, service.get().foregroundServiceType)
        val channel = app.getSystemService(NotificationManager::class.java).getNotificationChannel(OnDuty.CHANNEL)
        assertEquals(NotificationManager.IMPORTANCE_LOW, channel.importance)
        assertTrue(app.receiver.cadence!!.everyMs in 1_000u..10_000u)
    }

    @Test
    fun itMeasuresAsOftenAndAsWellAsTheCoreSays() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        val service = Robolectric.buildService(OnDuty::class.java).create().startCommand(0, 1)
        for (told in listOf(Cadence(1_000u, fine = true), Cadence(15_000u, fine = false), null, Cadence(5_000u, fine = true))) {
            app.told!!.measure(told)
            settle { app.receiver.cadence == told }
        }
        val former = app.told!!
        service.startCommand(0, 2)
        app.told!!.measure(Cadence(2_000u, fine = true))
        former.measure(null)
        settle { app.receiver.cadence == Cadence(2_000u, fine = true) }
        val last = app.told!!
        service.destroy()
        assertNull(app.told)
        last.measure(Cadence(1_000u, fine = true))
        shadowOf(Looper.getMainLooper()).idle()
        assertNull(app.receiver.cadence)
    }

    @Test
    fun whileFilmingItIsThereForCameraAndMicrophoneTooAsFarAsTheOfficerSaidYes() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION, CAMERA)
        OnDuty.filming(app, true)
        val started = shadowOf(app).nextStartedService
        val service = Robolectric.buildService(OnDuty::class.java, started).create().startCommand(0, 1)
        val both = ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION or ServiceInfo.FOREGROUND_SERVICE_TYPE_CAMERA
        assertEquals(both, service.get().foregroundServiceType)
        OnDuty.filming(app, false)
        service.withIntent(shadowOf(app).nextStartedService).startCommand(0, 2)
        assertEquals(ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION, service.get().foregroundServiceType)
    }

    @Test
    fun withoutAYesToPositionsItIsNotStarted() {
        OnDuty.start(app)
        assertNull(shadowOf(app).nextStartedService)
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        OnDuty.start(app)
        assertNotNull(shadowOf(app).nextStartedService)
    }

    @Test
    fun whatTheOfficerDoesGoesWithThePositionUntilItIsSomethingElse() {
        shadowOf(app).grantPermissions(ACCESS_FINE_LOCATION)
        val service = Robolectric.buildService(OnDuty::class.java).create().startCommand(0, 1)
        val told = listOf(null, Activity.DRIVING, Activity.STILL, null)
        for (activity in told) {
            app.recogniser.heard!!(activity)
            app.receiver.heard!!(Location("gps").apply { latitude = 47.141 })
        }
        assertEquals(told, app.measured.map { it.activity })
        service.destroy()
        assertNull(app.recogniser.heard)
    }

    @Test
    fun offDutyNothingMeasures() {
        val service = Robolectric.buildService(OnDuty::class.java).create().startCommand(0, 1)
        assertNotNull(app.receiver.cadence)
        service.destroy()
        assertNull(app.receiver.cadence)
    }
}

/** Lets the main thread work until something is so, for five seconds at most. */
private fun settle(so: () -> Boolean) {
    repeat(500) {
        shadowOf(Looper.getMainLooper()).idle()
        if (so()) return
        Thread.sleep(10)
    }
    fail("it does not come")
}

private fun Notification.title(): String? = extras.getString(Notification.EXTRA_TITLE)
