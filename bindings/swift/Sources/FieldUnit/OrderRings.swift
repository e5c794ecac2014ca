// Whether an order waits for its officer.

import FieldUnitFace

extension Order {
    /// Whether it waits for the officer's yes or no.
    public var rings: Bool { assignment.state == .offered || assignment.state == .delivered }
}
