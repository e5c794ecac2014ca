// An app as the tests need it: one that holds no phone yet, with a receiver that a test plays.
package yike.phone.android

import android.app.Application
import android.content.Context
import android.location.Location
import yike.phone.FieldUnit

class Receiver : Positions {
    var everyMs: Long? = null

    override fun start(everyMs: Long, heard: (Location) -> Unit) {
        this.everyMs = everyMs
    }

    override fun stop() {
        everyMs = null
    }
}

class TestApp : Application(), HoldsFieldUnit {
    val receiver = Receiver()
    override val fieldUnit: FieldUnit? = null
    override val dutyNotice = DutyNotice(android.R.drawable.ic_menu_mylocation, "当班", "位置上报中")

    override fun positions(context: Context): Positions = receiver
}
