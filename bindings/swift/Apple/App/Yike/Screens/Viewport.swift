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
    func onSighted(_ work: @escaping (Bool) -> Void) -> some View { modifier(Sighted(work: work)) }
}

private struct Sighted: ViewModifier {
    let work: (Bool) -> Void
    @Environment(\.viewport) private var viewport

    func body(content: Content) -> some View {
        content.background {
            GeometryReader { place in
                Color.clear.onChange(of: isSighted(place.frame(in: .global)), initial: true) { _, sighted in work(sighted) }
            }
        }
    }

    private func isSighted(_ frame: CGRect) -> Bool {
        let part = frame.intersection(viewport)
        return !part.isNull && frame.height > 0 && 2 * part.height >= min(frame.height, viewport.height)
    }
}
