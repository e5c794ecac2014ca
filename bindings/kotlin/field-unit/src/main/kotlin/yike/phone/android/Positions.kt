// Where the phone is, from the system's own receiver.
package yike.phone.android

import android.annotation.SuppressLint
import android.content.Context
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Looper
import android.os.SystemClock
import yike.fieldunit.Measurement

/** What measures positions. */
public interface Positions {
    /** Measures from now on, about every [everyMs] milliseconds; [heard] is called on the main thread. */
    public fun start(everyMs: Long, heard: (Location) -> Unit)

    /** Measures no more; the receiver may sleep. */
    public fun stop()
}

/** The system's receivers: every phone has them, those without Google's services too. */
public class SystemPositions(context: Context) : Positions {
    private val manager = context.getSystemService(LocationManager::class.java)
    private var listener: LocationListener? = null

    // Whoever starts this has asked the officer; without a yes the system throws, which is the caller's to show.
    @SuppressLint("MissingPermission")
    override fun start(everyMs: Long, heard: (Location) -> Unit) {
        stop()
        val listener = LocationListener { heard(it) }
        this.listener = listener
        for (provider in providers()) {
            manager.requestLocationUpdates(provider, everyMs, 0f, listener, Looper.getMainLooper())
        }
    }

    override fun stop() {
        listener?.let(manager::removeUpdates)
        listener = null
    }

    private fun providers(): List<String> {
        val fused = Build.VERSION.SDK_INT >= Build.VERSION_CODES.S && manager.hasProvider(LocationManager.FUSED_PROVIDER)
        if (fused) return listOf(LocationManager.FUSED_PROVIDER)
        return listOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER).filter(manager.allProviders::contains)
    }
}

/** A position as the core takes it, with the battery's charge in percent if it is known. */
public fun measurement(location: Location, batteryPct: Int?): Measurement = Measurement(
    lat = location.latitude,
    lon = location.longitude,
    accuracyM = location.accuracy.toDouble(),
    speedMps = location.speed.toDouble().takeIf { location.hasSpeed() },
    headingDeg = location.bearing.toDouble().takeIf { location.hasBearing() },
    altitudeM = location.altitude.takeIf { location.hasAltitude() },
    mock = isMock(location),
    batteryPct = batteryPct?.toUByte(),
    ageMs = (SystemClock.elapsedRealtimeNanos() - location.elapsedRealtimeNanos) / 1_000_000,
)

@Suppress("DEPRECATION")
private fun isMock(location: Location): Boolean =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) location.isMock else location.isFromMockProvider
