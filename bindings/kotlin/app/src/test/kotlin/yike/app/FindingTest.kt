// The officer finds the scene and the hall: the way on the map, the place in another navigation, the hall's number.
package yike.app

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.net.Uri
import android.widget.Button
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import yike.fieldunit.AssignmentState
import yike.fieldunit.Datum
import yike.fieldunit.LatLon
import yike.fieldunit.Place
import yike.fieldunit.TeamMate
import yike.fieldunit.Way
import yike.fieldunit.inDatum

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "en-rGB-w360dp-h720dp-xhdpi", application = android.app.Application::class)
class FindingTest {
    private val taps = Tapped(hasTiles = false)
    private val order = order(AssignmentState.UNDER_WAY)

    @Test
    fun theMapShowsTheWayAndWhoElseGoesThere() {
        val byRoad = map(way())
        val middle = byRoad to map(way { it.copy(line = it.line.toMutableList().apply { this[1] = LatLon(this[1].lat - 0.0002, this[1].lon) }) })
        assertNotEquals("the way is drawn", middle.first, middle.second)
        assertNotEquals("its streets are", byRoad, map(way { it.copy(streets = emptyList()) }))
        assertNotEquals("the others are", byRoad, map(way { it.copy(team = listOf(TeamMate("Li Na", LatLon(47.1399, 9.5236), NOW, there = false))) }))
    }

    @Test
    fun aWayThatLeadsFarAroundIsAllOnTheMap() {
        val around = listOf(Point(47.1423, 9.5186), Point(47.1600, 9.5000), Point(47.13935, 9.52236))
        val sheet = Sheet.around(around, 50.0, 600, 340, 60)
        for (at in around) assertTrue("$at", sheet.x(at) in 59f..541f && sheet.y(at) in 59f..281f)
    }

    @Test
    fun eachNavigationGetsThePlaceInItsOwnDatum() {
        val place = Place(31.405, 121.489, "宝山区|政府 (东门) & 广场,1", "友谊路 5 号")
        val (system, amap, baidu) = Navigator.entries.map { Uri.parse(it.link(place)) }
        assertEquals("geo:31.405000,121.489000?q=31.405000,121.489000(${Uri.encode("宝山区|政府  东门  & 广场,1")})", system.toString())
        val gcj02 = inDatum(LatLon(place.lat, place.lon), Datum.GCJ02)
        val (lon, lat, name) = amap.getQueryParameter("to")!!.split(",")
        assertEquals("%.6f %.6f".format(gcj02.lat, gcj02.lon), "$lat $lon")
        assertEquals("宝山区 政府 (东门)   广场 1" to "gaode", name to amap.getQueryParameter("coordinate"))
        val bd09 = inDatum(LatLon(place.lat, place.lon), Datum.BD09)
        assertEquals("latlng:%.6f,%.6f|name:宝山区 政府 (东门)   广场 1".format(bd09.lat, bd09.lon), baidu.getQueryParameter("destination"))
        assertEquals("bd09ll", baidu.getQueryParameter("coord_type"))
    }

    @Test
    fun theHallIsCalledByOneTapWithAnOrderAndWithout() {
        for (seen in listOf(seen(), seen(order), seen(order(AssignmentState.DELIVERED)), seen { it.copy(known = it.known.copy(onDuty = false, online = false)) }, seen(order) { it.copy(known = it.known.copy(sos = true)) })) {
            val screen = screen(seen)
            val keys = screen.all().filterIsInstance<Button>().filter { it.text == "Call the hall" && it.isShown }
            assertEquals("${seen.known}", 1, keys.size)
            taps.heard.clear()
            keys.first().performClick()
            assertEquals(listOf("dial +442079460015"), taps.heard)
        }
        val silent = screen(seen(order) { it.copy(known = it.known.copy(hallTelephone = null)) })
        assertTrue("a hall without a number is not called", silent.all().filterIsInstance<Button>().none { it.text == "Call the hall" && it.isShown })
    }

    private fun screen(seen: Seen): DutyScreen {
        val activity = Robolectric.buildActivity(Activity::class.java).apply { get().setTheme(android.R.style.Theme_Material_NoActionBar) }.setup().get()
        return DutyScreen(activity, taps).also(activity::setContentView).apply { show(seen) }
    }

    private fun map(way: Way?): List<Int> {
        val map = PlaceMap(themed(), taps).apply { show(order, seen().here, way) }.laidOut(whole = true)
        val drawn = Bitmap.createBitmap(map.width, map.height, Bitmap.Config.ARGB_8888).also { map.draw(Canvas(it)) }
        return IntArray(drawn.width * drawn.height).also { drawn.getPixels(it, 0, drawn.width, 0, 0, drawn.width, drawn.height) }.toList()
    }
}
