// The proxy of the network that the phone is on.

import CFNetwork
import Foundation

/// Its address as the core takes it, if the network has one.
///
/// One that a script on the network names (PAC) is not found here: the system runs the script for its own connections alone.
public func networkProxy() -> String? {
    guard let settings = CFNetworkCopySystemProxySettings()?.takeRetainedValue() as? [String: Any] else { return nil }
    guard settings[kCFNetworkProxiesHTTPEnable as String] as? Int == 1 else { return nil }
    guard let host = settings[kCFNetworkProxiesHTTPProxy as String] as? String, !host.isEmpty else { return nil }
    let port = settings[kCFNetworkProxiesHTTPPort as String] as? Int ?? 80
    return host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
}
