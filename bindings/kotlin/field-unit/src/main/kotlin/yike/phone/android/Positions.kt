// Where the phone is, from the system's own receiver.
package yike.phone.android

import android.annotation.SuppressLint
import android.content.Context
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.location.LocationRequest
import android.os.Build
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import yike.fieldunit.Activity
import yike.fieldunit.Cadence
import yike.fieldunit.Measurement

/** What measures positions. */
public interface Positions {
    /** Measures from now on as [cadence] says, and no more as before; [heard] is called on the main thread. */
    public fun start(cadence: Cadence, heard: (Location) -> Unit)

    /** Measures no more; the receiver may sleep. */
    public fun stop()
}

/** The system's receivers: every phone has them, those without Google's services too. */
public class SystemPositions(context: Context) : Positions {
    private val manager = context.getSystemService(LocationManager::class.java)
    private val main = Handler(Looper.getMainLooper())
    private var listener: LocationListener? = null

    // Whoever starts this has asked the officer; without a yes the system throws, which is the caller's to show.
    @SuppressLint("MissingPermission")
    override fun start(cadence: Cadence, heard: (Location) -> Unit) {
        stop()
        val listener = LocationListener { heard(it) }
        this.listener = listener
        val everyMs = cadence.everyMs.toLong()
        if (isFused()) {
            val quality = if (cadence.fine) LocationRequest.QUALITY_HIGH_ACCURACY else LocationRequest.QUALITY_BALANCED_POWER_ACCURACY
            val request = LocationRequest.Builder(everyMs).setQuality(quality).build()
            manager.requestLocationUpdates(LocationManager.FUSED_PROVIDER, request, main::post, listener)
            return
        }
        for (provider in providers(cadence.fine)) {
            manager.requestLocationUpdates(provider, everyMs, 0f, listener, Looper.getMainLooper())
        }
    }

    override fun stop() {
        listener?.let(manager::removeUpdates)
        listener = null
    }

    private fun isFused(): Boolean = Build.VERSION.SDK_INT >= Build.VERSION_CODES.S && manager.hasProvider(LocationManager.FUSED_PROVIDER)

    private fun isOn(provider: String): Boolean = provider in manager.allProviders && manager.isProviderEnabled(provider)

    /** A phone without positions by networks has its satellites measure, however well it is asked to. */
    private fun providers(fine: Boolean): List<String> {
        val there = listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER).filter(::isOn)
        return if (!fine && LocationManager.NETWORK_PROVIDER in there) listOf(LocationManager.NETWORK_PROVIDER) else there
    }
}

/** A position as the core takes it, with the battery's charge in percent and what the officer is doing, if they are known. */
public fun measurement(location: Location, batteryPct: Int?, activity: Activity? = null): Measurement = Measurement(
    lat = location.latitude,
    lon = location.longitude,
    accuracyM = location.accuracy.toDouble(),
    speedMps = location.speed.toDouble().takeIf { location.hasSpeed() },
    headingDeg = location.bearing.toDouble().takeIf { location.hasBearing() },
    altitudeM = location.altitude.takeIf { location.hasAltitude() },
    mock = isMock(location),
    batteryPct = batteryPct?.toUByte(),
    activity = activity,
    ageMs = (SystemClock.elapsedRealtimeNanos() - location.elapsedRealtimeNanos) / 1_000_000,
)

@Suppress("DEPRECATION")
private fun isMock(location: Location): Boolean =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) location.isMock else location.isFromMockProvider
