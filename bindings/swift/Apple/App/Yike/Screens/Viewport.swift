// A list that knows which part of it the officer sees.

import SwiftUI

/// Scrolls, and tells what is in it where its window is on the screen.
struct Viewport<Content: View>: View {
    @ViewBuilder let content: Content

    var body: some View {
        GeometryReader { window in
            ScrollView { content }
                .scrollDismissesKeyboard(.interactively)
                .environment(\.viewport, window.frame(in: .global))
        }
    }
}

extension EnvironmentValues {
    /// The window of the list that a view is in, on the screen.
    var viewport: CGRect {
        get { self[ViewportKey.self] }
        set { self[ViewportKey.self] = newValue }
    }
}

private struct ViewportKey: EnvironmentKey {
    static let defaultValue = CGRect.null
}

extension View {
    /// Tells whether half of the view is in the window, or it fills half of the window, now and whenever that changes.
    func onSighted(_ work: @escaping (Bool) -> Void) -> some View {
        modifier(Followed(work: work) { frame, window in
            let part = frame.intersection(window)
            return !part.isNull && frame.height > 0 && 2 * part.height >= min(frame.height, window.height)
        })
    }

    /// Tells whether the view is in the window, or within another of it: nobody pays for what nobody looks at.
    func onNear(_ work: @escaping (Bool) -> Void) -> some View {
        modifier(Followed(work: work) { frame, window in
            !window.isNull && frame.height > 0 && frame.intersects(window.insetBy(dx: -window.width, dy: -window.height))
        })
    }
}

private struct Followed: ViewModifier {
    let work: (Bool) -> Void
    let rule: (CGRect, CGRect) -> Bool
    @Environment(\.viewport) private var viewport

    func body(content: Content) -> some View {
        content.background {
            GeometryReader { place in
                Color.clear.onChange(of: rule(place.frame(in: .global), viewport), initial: true) { _, isSo in work(isSo) }
            }
        }
    }
}
