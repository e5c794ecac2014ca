// What the officer and the system let the app do, as the hall is told it.
package yike.phone.android

import android.Manifest.permission.ACCESS_BACKGROUND_LOCATION
import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.NotificationManager
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.os.PowerManager
import yike.fieldunit.LocationPermission
import yike.fieldunit.Permissions

/** What the app may do now. */
public fun allowed(context: Context): Permissions = Permissions(
    location = location(context),
    notifications = context.getSystemService(NotificationManager::class.java).areNotificationsEnabled(),
    batteryExempt = context.getSystemService(PowerManager::class.java).isIgnoringBatteryOptimizations(context.packageName),
)

private fun location(context: Context): LocationPermission {
    fun may(permission: String) = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED
    val inUse = may(ACCESS_FINE_LOCATION) || may(ACCESS_COARSE_LOCATION)
    val always = Build.VERSION.SDK_INT < Build.VERSION_CODES.Q || may(ACCESS_BACKGROUND_LOCATION)
    return when {
        !inUse -> LocationPermission.DENIED
        always -> LocationPermission.ALWAYS
        else -> LocationPermission.WHILE_IN_USE
    }
}
