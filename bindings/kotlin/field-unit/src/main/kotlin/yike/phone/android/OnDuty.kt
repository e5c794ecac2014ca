// Keeps the app running and measuring while the officer is on duty, as the system lets a foreground service.
package yike.phone.android

import android.Manifest.permission.CAMERA
import android.Manifest.permission.RECORD_AUDIO
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.content.pm.ServiceInfo
import android.location.Location
import android.os.BatteryManager
import android.os.Build
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import android.util.Log
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import yike.fieldunit.Activity
import yike.fieldunit.Cadence
import yike.fieldunit.LocationControl
import yike.fieldunit.LocationPermission
import yike.fieldunit.Measurement
import yike.fieldunit.PhoneFault
import yike.phone.FieldUnit

/** What an officer on duty is shown: an icon, as a resource of the app, and words. */
public class DutyNotice(public val icon: Int, public val title: String, public val text: String)

/** An application that holds the officer's phone; [OnDuty] asks its own for it. */
public interface HoldsFieldUnit {
    /** The running phone, or nothing before the officer signed in. */
    public val fieldUnit: FieldUnit?

    /** What the officer is shown while on duty. */
    public val dutyNotice: DutyNotice

    /** Has the running phone tell [receiver] how to measure; nothing before the officer signed in. */
    public fun locateWith(receiver: LocationControl?): Unit = fieldUnit?.locateWith(receiver) ?: Unit

    /** What measures positions. */
    public fun positions(context: Context): Positions = SystemPositions(context)

    /** What tells what the officer is doing, if the app has taken something along that does. */
    public fun activities(context: Context): Activities? = null

    /** Hears what was measured, beside the core. */
    public fun measured(position: Measurement): Unit = Unit
}

/** Hands positions and network changes to the core, with a notification that says so, until it is stopped. */
public class OnDuty : Service() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private var positions: Positions? = null
    private var networks: Networks? = null
    private var activities: Activities? = null

    // Stands until the recogniser says something else.
    private var activity: Activity? = null
    private var receiver: Receiver? = null
    private val proxies = Channel<String?>(Channel.CONFLATED)
    private val main = Handler(Looper.getMainLooper())
    private var filming = false

    private val holder: HoldsFieldUnit
        get() = application as? HoldsFieldUnit ?: error("the application must be one that HoldsFieldUnit")

    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        filming = intent?.getBooleanExtra(FILMING, filming) ?: filming
        if (!show()) return START_NOT_STICKY
        val positions = positions ?: holder.positions(this).also {
            positions = it
            scope.launch { for (proxy in proxies) told { it.proxyChanged(proxy) } }
            networks = Networks(this, ::proxied, ::changed)
            activities = holder.activities(this)?.also { told -> told.start { activity = it } }
            it.start(UNTIL_TOLD, ::measured)
        }
        // The phone may be another than at the start before.
        locateWith(Receiver(positions))
        // Started anew by the system, an app that lost its memory signs in again and goes on.
        return START_STICKY
    }

    override fun onDestroy() {
        locateWith(null)
        positions?.stop()
        positions = null
        networks?.close()
        activities?.stop()
        scope.cancel()
    }

    private fun locateWith(receiver: Receiver?) {
        this.receiver = receiver
        try {
            holder.locateWith(receiver)
        } catch (_: PhoneFault.Stopped) {
            // The officer signed out meanwhile.
        } catch (fault: PhoneFault) {
            Log.w(CHANNEL, "nothing says how to measure", fault)
        }
    }

    private inner class Receiver(private val positions: Positions) : LocationControl {
        override fun measure(cadence: Cadence?) {
            main.post {
                when {
                    this !== receiver -> Unit
                    cadence == null -> positions.stop()
                    else -> positions.start(cadence, ::measured)
                }
            }
        }
    }

    private fun measured(location: Location) {
        val battery = getSystemService(BatteryManager::class.java)
            .getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY).takeIf { it in 0..100 }
        val position = measurement(location, battery, activity)
        holder.measured(position)
        try {
            holder.fieldUnit?.fix(position)
        } catch (_: PhoneFault.NotAPlace) {
            // The receiver's next one may be a place again.
        }
    }

    private fun changed() {
        scope.launch { told { it.networkChanged() } }
    }

    /** One after the other: the last one said is the one that is true. */
    private fun proxied(proxy: String?) {
        proxies.trySend(proxy)
    }

    private suspend fun told(what: suspend (FieldUnit) -> Unit) {
        try {
            holder.fieldUnit?.let { what(it) }
        } catch (_: PhoneFault.Stopped) {
            // The officer signed out meanwhile.
        } catch (fault: PhoneFault.ProxyAddress) {
            Log.w(CHANNEL, "the network's proxy has an address that is none", fault)
        }
    }

    /** Shows the notification, without which nothing may be measured; whether the officer and the system let it. */
    private fun show(): Boolean {
        val notice = holder.dutyNotice
        val channel = NotificationChannel(CHANNEL, notice.title, NotificationManager.IMPORTANCE_LOW)
        getSystemService(NotificationManager::class.java).createNotificationChannel(channel)
        val shown = Notification.Builder(this, CHANNEL)
            .setSmallIcon(notice.icon)
            .setContentTitle(notice.title)
            .setContentText(notice.text)
            .setContentIntent(opensApp())
            .setOngoing(true)
            .build()
        return try {
            when {
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.R -> startForeground(SHOWN, shown, doings())
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q -> startForeground(SHOWN, shown, ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION)
                else -> startForeground(SHOWN, shown)
            }
            true
        } catch (refused: SecurityException) {
            // The officer took a permission away while the system was starting it anew.
            Log.w(CHANNEL, "positions may not be measured", refused)
            stopSelf()
            false
        }
    }

    /** What it is in the foreground for: the system lets it do only what is named, and only if the officer said yes. */
    private fun doings(): Int {
        fun may(permission: String) = checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
        var doings = ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION
        if (filming && may(CAMERA)) doings = doings or ServiceInfo.FOREGROUND_SERVICE_TYPE_CAMERA
        if (filming && may(RECORD_AUDIO)) doings = doings or ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE
        return doings
    }

    private fun opensApp(): PendingIntent? = packageManager.getLaunchIntentForPackage(packageName)
        ?.let { PendingIntent.getActivity(this, 0, it, PendingIntent.FLAG_IMMUTABLE) }

    public companion object {
        /** The channel of the notification. */
        public const val CHANNEL: String = "duty"
        private const val SHOWN = 2
        private const val FILMING = "filming"

        // Soon enough that the first position is there when the core says how often it wants one.
        private val UNTIL_TOLD = Cadence(everyMs = 2_000u, fine = true)

        /**
         * Starts it; the officer is to look at the app, as Android demands. Nothing comes of it while the app may not know where the
         * phone is: [allowed] tells.
         */
        public fun start(context: Context): Unit = start(context, filming = null)

        /** Has the camera and the microphone go on, or go on no more, when the officer looks away from the app. */
        public fun filming(context: Context, on: Boolean): Unit = start(context, on)

        /** Stops it. */
        public fun stop(context: Context) {
            context.stopService(Intent(context, OnDuty::class.java))
        }

        private fun start(context: Context, filming: Boolean?) {
            if (allowed(context).location == LocationPermission.DENIED) return
            val start = Intent(context, OnDuty::class.java)
            filming?.let { start.putExtra(FILMING, it) }
            try {
                context.startForegroundService(start)
            } catch (refused: IllegalStateException) {
                // From Android 12 on, an app that nobody looks at; where the system itself starts it anew, it is there already.
                Log.w(CHANNEL, "not while nobody looks at the app", refused)
            }
        }
    }
}
