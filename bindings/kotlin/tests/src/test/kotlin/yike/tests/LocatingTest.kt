// What measures positions does it as the core says.
package yike.tests

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import org.junit.Test
import yike.fieldunit.Cadence
import yike.fieldunit.LocationControl
import yike.fieldunit.Notice

class LocatingTest {
    @Test
    fun aReceiverIsToldHowToMeasureAndWhenToStop() = story { officer, phone ->
        val receiver = Told()
        phone.unit.locateWith(receiver)
        receiver.told("the first word") { it?.fine == true }
        repeat(2) { phone.unit.fix(standing()) }
        receiver.told("rest") { it?.everyMs == 15_000u }
        val order = District.sendOrder(officer)
        phone.notice<Notice.OrderRang> { it.order == order }
        phone.unit.accept(order)
        receiver.told("haste") { it == Cadence(1_000u, fine = true) }

        val next = Told()
        phone.unit.locateWith(next)
        receiver.told("its end") { it == null }
        next.told("the next one's turn") { it == Cadence(1_000u, fine = true) }
        phone.end()
        next.told("the end") { it == null }
        fault("stopped") { phone.unit.locateWith(receiver) }
    }
}

/** A receiver that remembers what it was told last. */
private class Told : LocationControl {
    private val cadences = MutableStateFlow<List<Cadence?>>(emptyList())

    override fun measure(cadence: Cadence?): Unit = cadences.update { it + cadence }

    suspend fun told(what: String, wished: (Cadence?) -> Boolean) {
        soon(what) { cadences.first { all -> all.isNotEmpty() && wished(all.last()) } }
    }
}
