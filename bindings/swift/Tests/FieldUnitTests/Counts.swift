// The closing line that is counted: `N passed, N failed`.

import Foundation
import XCTest

final class Counts: NSObject, XCTestObservation, @unchecked Sendable {
    private var passed = 0
    private var failed = 0

    private static let only: Counts = {
        let counts = Counts()
        XCTestObservationCenter.shared.addTestObserver(counts)
        return counts
    }()

    /// Counts from now on; called before the first test.
    static func begin() {
        _ = only
    }

    func testCaseDidFinish(_ testCase: XCTestCase) {
        if testCase.testRun?.hasSucceeded == true { passed += 1 } else { failed += 1 }
    }

    func testBundleDidFinish(_ testBundle: Bundle) {
        print("\(passed) passed, \(failed) failed")
    }
}
