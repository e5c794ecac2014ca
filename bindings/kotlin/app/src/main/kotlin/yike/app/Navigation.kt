// Handing a place over to the phone's own navigation, or to one of the two that China drives by, each in the datum it reads.
package yike.app

import android.net.Uri
import yike.fieldunit.Datum
import yike.fieldunit.LatLon
import yike.fieldunit.Place
import yike.fieldunit.inDatum
import java.util.Locale

/** Who leads the officer to a place. */
internal enum class Navigator(val words: Int) {
    SYSTEM(R.string.navigate_system),
    AMAP(R.string.navigate_amap),
    BAIDU(R.string.navigate_baidu),
    ;

    /** The link that opens it with a place. */
    fun link(place: Place): String = when (this) {
        SYSTEM -> systemLink(place)
        AMAP -> amapLink(place)
        BAIDU -> baiduLink(place)
    }
}

/** The link that the phone's maps open (RFC 5870), with the place's name as Android reads it. */
private fun systemLink(place: Place): String {
    val at = degrees(LatLon(place.lat, place.lon))
    // Parentheses of its own would end the name early.
    val name = place.name.ifEmpty { place.address }.replace(Regex("[()]"), " ").trim()
    return "geo:$at?q=$at" + if (name.isEmpty()) "" else "(${Uri.encode(name)})"
}

/** The link that opens Amap, the app if it is there; its degrees are of GCJ-02, east first. */
private fun amapLink(place: Place): String {
    val at = inDatum(LatLon(place.lat, place.lon), Datum.GCJ02)
    val to = "%.6f,%.6f,%s".format(Locale.ROOT, at.lon, at.lat, Uri.encode(labelOf(place)))
    return "https://uri.amap.com/navigation?to=$to&mode=car&coordinate=gaode&callnative=1&src=yike"
}

/** The link that opens Baidu's app; its degrees are of BD-09. */
private fun baiduLink(place: Place): String {
    val to = "latlng:${degrees(inDatum(LatLon(place.lat, place.lon), Datum.BD09))}|name:${labelOf(place)}"
    return "bdapp://map/direction?destination=${Uri.encode(to)}&coord_type=bd09ll&mode=driving&src=yike"
}

private fun degrees(at: LatLon): String = "%.6f,%.6f".format(Locale.ROOT, at.lat, at.lon)

/** What parts the fields of a link is none of the name. */
private fun labelOf(place: Place): String =
    place.name.ifEmpty { place.address }.ifEmpty { degrees(LatLon(place.lat, place.lon)) }.replace(Regex("[|,&]"), " ").trim()
