// The app's one window: signing in, or the officer's screen.

import FieldUnitApple
import SwiftUI

@main
struct YikeApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            Group {
                if let officer = delegate.app.officer {
                    DutyScreen(officer: officer, app: delegate.app)
                } else {
                    SignInScreen(app: delegate.app)
                }
            }
            .environment(\.colorScheme, .dark)
            .tint(Colour.accent)
            .onOpenURL { link in
                // The phone's own camera read the QR code that enrols it.
                if link.scheme == enrolScheme { delegate.app.scanned = link.absoluteString }
            }
            .onChange(of: phase, initial: true) { _, phase in
                switch phase {
                case .active: delegate.app.looks(true)
                case .background: delegate.app.looks(false)
                // Something lies above it for a moment.
                case .inactive: break
                @unknown default: break
                }
            }
        }
    }
}
