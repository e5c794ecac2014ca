// Times of the hall's, as the officer's own watch shows them.

import Foundation

/// `HH:MM` where the phone is.
public func hourMinute(_ atMs: Int64) -> String { shown(atMs, "HH:mm") }

/// `HH:MM:SS` where the phone is.
public func clockTime(_ atMs: Int64) -> String { shown(atMs, "HH:mm:ss") }

private func shown(_ atMs: Int64, _ format: String) -> String {
    let formatter = DateFormatter()
    // Whatever the officer's calendar is.
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = format
    return formatter.string(from: Date(timeIntervalSince1970: Double(atMs) / 1000))
}
