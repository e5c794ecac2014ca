// The makers' own lists of apps that may run on: without a place on them some phones end an app in a pocket.
//
// No maker documents its screens, and versions differ; each is tried in its turn, and the app's page in the settings is last.
package yike.phone.android

import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings

/** A maker whose phones keep such a list. */
public enum class Maker(internal val names: List<String>, internal val screens: List<String>) {
    /** Xiaomi, Redmi, POCO: "Autostart". */
    XIAOMI(
        listOf("xiaomi", "redmi", "poco"),
        listOf("com.miui.securitycenter/com.miui.permcenter.autostart.AutoStartManagementActivity"),
    ),

    /** Huawei: "App launch". */
    HUAWEI(
        listOf("huawei"),
        listOf(
            "com.huawei.systemmanager/.startupmgr.ui.StartupNormalAppListActivity",
            "com.huawei.systemmanager/.optimize.process.ProtectActivity",
        ),
    ),

    /** OPPO, realme, OnePlus: "Auto-launch". */
    OPPO(
        listOf("oppo", "realme", "oneplus"),
        listOf(
            "com.coloros.safecenter/.startupapp.StartupAppListActivity",
            "com.coloros.safecenter/.permission.startup.StartupAppListActivity",
        ),
    ),

    /** vivo, iQOO: "Background start". */
    VIVO(
        listOf("vivo", "iqoo"),
        listOf("com.vivo.permissionmanager/.activity.BgStartUpManagerActivity"),
    ),

    /** Samsung: "Never sleeping apps". */
    SAMSUNG(
        listOf("samsung"),
        listOf("com.samsung.android.lool/com.samsung.android.sm.battery.ui.BatteryActivity"),
    ),
    ;

    public companion object {
        /** Who made this phone, if it is one of those. */
        public fun ofThisPhone(): Maker? = of(Build.MANUFACTURER)

        /** Who is meant by a manufacturer's name. */
        public fun of(manufacturer: String): Maker? = entries.firstOrNull { manufacturer.lowercase() in it.names }
    }
}

/** What to open so that the officer can put the app on the lists: the maker's screen if the phone has one, else the app's page. */
public fun allowListScreen(context: Context, maker: Maker? = Maker.ofThisPhone()): Intent {
    val screens = maker?.screens.orEmpty().mapNotNull(ComponentName::unflattenFromString).map { Intent().setComponent(it) }
    // An intent itself thinks every named screen there.
    val there = screens.firstOrNull { context.packageManager.resolveActivity(it, 0) != null }
    val page = Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", context.packageName, null))
    return (there ?: page).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
}
