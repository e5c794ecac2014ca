// An app as the tests need it: one that holds no phone yet, with a receiver that a test plays.
package yike.phone.android

import android.app.Application
import android.content.Context
import android.location.Location
import yike.fieldunit.Activity
import yike.fieldunit.Cadence
import yike.fieldunit.LocationControl
import yike.fieldunit.Measurement
import yike.phone.FieldUnit

class Receiver : Positions {
    var cadence: Cadence? = null
    var heard: ((Location) -> Unit)? = null

    override fun start(cadence: Cadence, heard: (Location) -> Unit) {
        this.cadence = cadence
        this.heard = heard
    }

    override fun stop() {
        cadence = null
    }
}

class Recogniser : Activities {
    var heard: ((Activity?) -> Unit)? = null

    override fun start(heard: (Activity?) -> Unit) {
        this.heard = heard
    }

    override fun stop() {
        heard = null
    }
}

class TestApp : Application(), HoldsFieldUnit {
    val receiver = Receiver()
    val recogniser = Recogniser()
    val measured = mutableListOf<Measurement>()
    override val fieldUnit: FieldUnit? = null
    var told: LocationControl? = null
    override val dutyNotice = DutyNotice(android.R.drawable.ic_menu_mylocation, "当班", "位置上报中")

    override fun locateWith(receiver: LocationControl?) {
        told = receiver
    }

    override fun positions(context: Context): Positions = receiver

    override fun activities(context: Context): Activities = recogniser

    override fun measured(position: Measurement) {
        measured += position
    }
}
