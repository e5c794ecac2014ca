// The hall asks for a camera, which its officer alone switches on; on a real hall.
package yike.tests

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test
import yike.fieldunit.Notice

class CameraRequestTest {
    @Test
    fun theOfficerSeesWhoAsksAndDeclines() = story { officer, phone ->
        District.askForCamera(officer)
        val rang = phone.notice<Notice.CameraAsked>()
        val asked = phone.known("who asks") { it.cameraAsked != null }.cameraAsked!!
        assertEquals(rang.name to "dispatcher", asked.name to asked.role)
        assertFalse("nothing begins by itself", phone.unit.snapshot.value!!.live)
        phone.unit.declineCamera()
        phone.known("nobody") { it.cameraAsked == null }
        eventually("the no in the hall") { District.unit(officer).optJSONObject("camera_request")?.takeIf { it["state"] == "declined" } }
    }

    @Test
    fun goingLiveIsTheYes() = story { officer, phone ->
        District.askForCamera(officer)
        phone.known("who asks") { it.cameraAsked != null }
        filming(phone) {
            phone.known("the picture is the answer") { it.live && it.cameraAsked == null }
            eventually("a picture") { District.unit(officer).takeIf { it.getBoolean("live") && !it.has("camera_request") } }
        }
    }
}
