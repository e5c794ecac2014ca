// The phone's way to the net: the core is told when it is another one.

import FieldUnit
import Network

/// Calls `changed` when the phone's way to the net is another one than it was, for as long as it is held.
public final class Networks: @unchecked Sendable {
    /// What tells one way from another: the interface that carries it, and where it goes out.
    private struct Way: Equatable {
        let interface: String
        let gateways: [NWEndpoint]
        let isThere: Bool

        init(_ path: NWPath) {
            interface = path.availableInterfaces.first?.name ?? ""
            gateways = path.gateways
            isThere = path.status == .satisfied
        }
    }

    private let monitor = NWPathMonitor()
    private let queue = DispatchQueue(label: "yike.networks")
    // Belongs to the queue.
    private var last: Way?

    public init(changed: @escaping @Sendable () -> Void) {
        monitor.pathUpdateHandler = { [weak self] path in
            guard let self else { return }
            let way = Way(path)
            defer { last = way }
            // The first is the one that the core has begun with; one that is lost changes nothing until there is another.
            if let last, way.isThere, way != last { changed() }
        }
        monitor.start(queue: queue)
    }

    deinit { monitor.cancel() }
}
