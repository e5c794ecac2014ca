// Firebase's name for this app, in an app that takes Firebase's SDK along.
//
// The package `firebase-ios-sdk` with `FirebaseMessaging`, its `GoogleService-Info.plist`, and in Info.plist
// `FirebaseAppDelegateProxyEnabled` = NO, since the delegate hands on what it is told by itself.

import FieldUnitApple
import Foundation

#if canImport(FirebaseMessaging)
    import FirebaseCore
    import FirebaseMessaging

    /// Asks Firebase for its name.
    @MainActor
    final class FirebasePushes: NSObject, PushExchange, MessagingDelegate {
        private var named: (@MainActor (String) -> Void)?

        override init() {
            super.init()
            FirebaseApp.configure()
            Messaging.messaging().delegate = self
        }

        func registered(_ deviceToken: Data, named: @escaping @MainActor (String) -> Void) {
            self.named = named
            Messaging.messaging().apnsToken = deviceToken
        }

        nonisolated func messaging(_: Messaging, didReceiveRegistrationToken token: String?) {
            guard let token else { return }
            Task { @MainActor in named?(token) }
        }
    }
#endif

/// What this app has of a push service.
@MainActor
func pushExchange() -> (any PushExchange)? {
    #if canImport(FirebaseMessaging)
        FirebasePushes()
    #else
        nil
    #endif
}
