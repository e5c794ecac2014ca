// What a push brings, and what the hall's push service calls this app.
//
// The hall speaks to Firebase, Huawei's and Xiaomi's services. Of those, Firebase alone reaches these phones, by way of Apple's service: an app
// takes Firebase's SDK along, which this library does not, and hands on what it is given.

import FieldUnit
import Foundation

/// Where the hall's pushes come from on Apple's systems.
public let pushVendor = PushVendor.fcm

/// What a push holds for `FieldPhone.pushed`, if it is one of the hall's.
public func pushReference(in content: [AnyHashable: Any]) -> String? {
    content["reference"] as? String
}

/// Makes of the name by which Apple's service knows this app the one by which the hall's push service does.
@MainActor
public protocol PushExchange: AnyObject {
    /// Takes Apple's name for the app, each time that the system gives it; calls `named` with the other, now and whenever that changes.
    func registered(_ deviceToken: Data, named: @escaping @MainActor (String) -> Void)
}
