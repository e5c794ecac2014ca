// What waits between the core and whoever follows. It leaves what is said to the listeners.
package yike.phone

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow

/** As much waits for a follower who is slow, or for one to come. */
private const val ROOM = 256

/** A queue with an end: what finds no room goes by, and [missed] says so as soon as there is room again. Filled from one thread. */
internal class Heard<T : Any>(private val missed: (Long) -> T) {
    private val waiting = Channel<T>(ROOM)
    private var wentBy = 0L

    /** All of it, in its order; each is heard by one follower. */
    val flow: Flow<T> = waiting.receiveAsFlow()

    fun say(news: T) {
        if (wentBy > 0 && waiting.trySend(missed(wentBy)).isSuccess) wentBy = 0
        if (wentBy > 0 || waiting.trySend(news).isFailure) wentBy += 1
    }
}
