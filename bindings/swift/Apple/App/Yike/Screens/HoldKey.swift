// The key that is held to talk: pressed by a touch, let go of with it, with the screen, or with what it was held on.

import FieldUnit
import SwiftUI

/// Has `press` called when it is held, and `release` once it is not, whatever ended it.
struct HoldKey: View {
    let words: String
    /// Whether what it is for goes on.
    let isOn: Bool
    /// Whether it does anything.
    let isLive: Bool
    /// What a screen reader says of how it is used.
    let hint: String
    let press: () -> Void
    let release: () -> Void

    @GestureState private var isTouched = false
    @State private var key = HeldKey()
    @Environment(\.scenePhase) private var phase

    var body: some View {
        HeldFace(words: words, isOn: isOn, isLive: isLive)
            .gesture(DragGesture(minimumDistance: 0).updating($isTouched) { _, touched, _ in touched = true })
            // A finger that another gesture takes away lets go, too.
            .onChange(of: isTouched) { _, touched in carryOut(touched ? key.touched(isEnabled: isLive) : key.lifted()) }
            .onChange(of: isLive) { _, live in if !live { carryOut(key.letGo()) } }
            // A call, a lock or another app: whatever lies above it, nobody looks at the key.
            .onChange(of: phase) { _, phase in if phase != .active { carryOut(key.letGo()) } }
            .onDisappear { carryOut(key.letGo()) }
            .disabled(!isLive)
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(words)
            .accessibilityHint(hint)
            .accessibilityAddTraits(isOn ? [.isButton, .isSelected] : .isButton)
            // It answers fingers only: a screen reader's tap turns it on, and another off.
            .accessibilityAction { carryOut(key.activated(isEnabled: isLive, isOn: isOn)) }
    }

    private func carryOut(_ step: HeldKey.Step?) {
        switch step {
        case .press: press()
        case .release: release()
        case nil: break
        }
    }
}

/// How a key that is held looks.
private struct HeldFace: View {
    let words: String
    let isOn: Bool
    let isLive: Bool

    var body: some View {
        HStack(spacing: 6) {
            SignImage(sign: isOn ? .talking : .talk)
            Text(words).font(.body.weight(.bold)).multilineTextAlignment(.center).foregroundStyle(isOn ? Colour.onAccent : Colour.ink)
        }
        .padding(.horizontal, 10)
        .frame(maxWidth: .infinity, minHeight: 52)
        .plate(isOn ? Colour.accent : Colour.raised, edge: Colour.live, radius: 14)
        .opacity(isLive ? 1 : 0.55)
        .contentShape(.rect)
    }
}
