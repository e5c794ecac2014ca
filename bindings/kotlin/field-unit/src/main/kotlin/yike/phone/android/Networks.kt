// The phone's way to the net: the core is told when it is another one.
package yike.phone.android

import android.content.Context
import android.net.ConnectivityManager
import android.net.Network

/** Calls [changed] when the phone's default network is another one than it was, until it is closed. */
public class Networks(context: Context, private val changed: () -> Unit) : AutoCloseable {
    private val manager = context.getSystemService(ConnectivityManager::class.java)

    private val callback = object : ConnectivityManager.NetworkCallback() {
        private var last: Network? = null

        override fun onAvailable(network: Network) {
            val known = last
            last = network
            if (known != network) changed()
        }

        override fun onLost(network: Network) {
            last = null
        }
    }

    init {
        manager.registerDefaultNetworkCallback(callback)
    }

    override fun close(): Unit = manager.unregisterNetworkCallback(callback)
}
