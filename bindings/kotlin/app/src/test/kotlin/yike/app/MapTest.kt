// The hall's street map on the phone, read from a real hall.
package yike.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import yike.tests.District
import yike.tests.LAT
import yike.tests.LON
import java.io.File
import java.io.IOException
import java.nio.file.Files

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = android.app.Application::class)
class MapTest {
    private val folder: File = Files.createTempDirectory("yike-map-").toFile().apply { deleteOnExit() }
    private val square = Box(LON - 0.003, LAT - 0.002, LON + 0.003, LAT + 0.002)
    private val bytes = File(System.getProperty("yike.map")!!).readBytes()

    @Test
    fun whatWasReadOnceIsThereWithoutANet() {
        val names = HallMap(District.url, folder).around(square).names
        assertTrue("$names", "Städtle" in names)
        assertEquals(names, HallMap(NOWHERE, folder).around(square).names)
        folder.deleteRecursively()
        assertThrows(IOException::class.java) { HallMap(NOWHERE, folder).around(square) }
    }

    @Test
    fun whereTheMapIsEmptyThereIsNoTile() {
        assertEquals(null, archive(bytes).tile(15, 0, 0))
    }

    @Test
    fun aSpoiledMapIsToldFromAMap() {
        assertThrows(IOException::class.java) { archive("not a map at all".toByteArray()) }
        assertThrows(IOException::class.java) { archive(bytes.copyOf(200)) }
        assertThrows(IOException::class.java) { VectorTile(byteArrayOf(0x1A, 0x7F, 0x01)) }
        assertThrows(IOException::class.java) { VectorTile(ByteArray(20) { -1 }) }
    }

    private fun archive(bytes: ByteArray) = TileArchive { offset, length ->
        bytes.copyOfRange(minOf(offset, bytes.size.toLong()).toInt(), minOf(offset + length, bytes.size.toLong()).toInt())
    }

    private companion object {
        /** Where no hall listens. */
        const val NOWHERE = "http://127.0.0.1:9"
    }
}
