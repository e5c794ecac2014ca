// An app as the tests need it: one that holds no phone yet, with a receiver that a test plays.
package yike.phone.android

import android.app.Application
import android.content.Context
import android.location.Location
import kotlinx.coroutines.flow.MutableSharedFlow
import yike.fieldunit.Cadence
import yike.phone.FieldUnit

class Receiver : Positions {
    var cadence: Cadence? = null

    override fun start(cadence: Cadence, heard: (Location) -> Unit) {
        this.cadence = cadence
    }

    override fun stop() {
        cadence = null
    }
}

class TestApp : Application(), HoldsFieldUnit {
    val receiver = Receiver()
    override val fieldUnit: FieldUnit? = null
    override val cadence = MutableSharedFlow<Cadence?>(replay = 1)
    override val dutyNotice = DutyNotice(android.R.drawable.ic_menu_mylocation, "当班", "位置上报中")

    override fun positions(context: Context): Positions = receiver
}
