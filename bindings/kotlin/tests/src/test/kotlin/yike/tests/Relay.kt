// A way to the hall that can be cut: TCP from a port of its own, byte for byte, until it is cut.
//
// It leaves the media beside it: those go by addresses of their own.
package yike.tests

import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.net.Socket
import kotlin.concurrent.thread

/** Passes connections on to a hall. */
class Relay(private val to: InetSocketAddress) : AutoCloseable {
    private val door = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val open = mutableSetOf<Socket>()
    private var cut = false

    val address: String = "127.0.0.1:${door.localPort}"

    init {
        thread(isDaemon = true) { welcome() }
    }

    /** Breaks every connection, and every one to come. */
    @Synchronized
    fun cut() {
        cut = true
        open.forEach(Socket::close)
        open.clear()
    }

    /** Lets connections through again. */
    @Synchronized
    fun mend() {
        cut = false
    }

    override fun close() {
        cut()
        door.close()
    }

    private fun welcome() {
        while (true) {
            val near = try {
                door.accept()
            } catch (_: IOException) {
                return
            }
            val far = Socket(to.address, to.port)
            if (!keep(near, far)) continue
            for ((from, onto) in listOf(near to far, far to near)) thread(isDaemon = true) { pass(from, onto) }
        }
    }

    @Synchronized
    private fun keep(near: Socket, far: Socket): Boolean {
        val ends = listOf(near, far)
        if (cut) ends.forEach(Socket::close) else open += ends
        return !cut
    }

    private fun pass(from: Socket, onto: Socket) {
        try {
            from.getInputStream().transferTo(onto.getOutputStream())
            onto.shutdownOutput()
        } catch (_: IOException) {
            // Cut, or ended by one of the two.
        }
    }
}
