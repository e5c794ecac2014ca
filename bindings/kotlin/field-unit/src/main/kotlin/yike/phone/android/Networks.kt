// The phone's way to the net: the core is told when it is another one, and of its proxy.
package yike.phone.android

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.Network
import android.net.ProxyInfo

/**
 * Calls [changed] when the phone's default network is another one than it was, and [proxied] with the address of its proxy, or with nothing
 * where it has none, as that is known anew; until it is closed.
 */
public class Networks(
    context: Context,
    private val proxied: (String?) -> Unit = {},
    private val changed: () -> Unit,
) : AutoCloseable {
    private val manager = context.getSystemService(ConnectivityManager::class.java)

    private val callback = object : ConnectivityManager.NetworkCallback() {
        private var last: Network? = null

        override fun onAvailable(network: Network) {
            val known = last
            last = network
            if (known != network) changed()
        }

        // Follows onAvailable, and comes again when the network itself changes.
        // Of one that is set for the whole phone the manager alone knows.
        override fun onLinkPropertiesChanged(network: Network, link: LinkProperties): Unit = proxied(proxyAddress(link.httpProxy ?: manager.defaultProxy))

        override fun onLost(network: Network) {
            last = null
        }
    }

    init {
        manager.registerDefaultNetworkCallback(callback)
    }

    override fun close(): Unit = manager.unregisterNetworkCallback(callback)

    public companion object {
        /** The proxy of the network that the phone is on now, for [yike.fieldunit.PhoneSettings.proxy]. */
        public fun proxy(context: Context): String? =
            proxyAddress(context.getSystemService(ConnectivityManager::class.java).defaultProxy)
    }
}

/** A proxy as the core takes it; of one that a script on the network names (PAC), the port that the phone itself opens for it. */
internal fun proxyAddress(proxy: ProxyInfo?): String? {
    val host = proxy?.host.orEmpty()
    val port = proxy?.port ?: 0
    if (host.isEmpty() || port !in 1..65_535) return null
    return if (':' in host) "http://[$host]:$port" else "http://$host:$port"
}
