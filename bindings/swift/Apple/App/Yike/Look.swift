// The look of every screen: colours with their contrast on the ground, keys, plates, signs.

import SwiftUI

/// The colours, as on the hall's own pages.
enum Colour {
    static let ground = Color(rgb: 0x0b1220)
    static let panel = Color(rgb: 0x111a2b)
    static let raised = Color(rgb: 0x18243a)
    static let line = Color(rgb: 0x2a3a57)
    static let ink = Color(rgb: 0xe8eef7)  // 15.9:1
    static let faint = Color(rgb: 0x9fb0c8)  // 8.4:1
    static let accent = Color(rgb: 0x56b4e9)
    static let onAccent = Color(rgb: 0x06121f)
    static let soon = Color(rgb: 0xf0e442)  // 14.2:1
    static let late = Color(rgb: 0xff6b3d)  // 6.6:1
    static let done = Color(rgb: 0x9aa7b8)  // 7.7:1
    static let live = Color(rgb: 0x7ee0b8)
    static let danger = Color(rgb: 0x5f0d08)
    static let dangerHeld = Color(rgb: 0xc3251a)
    static let dangerLine = Color(rgb: 0xff5a4a)
}

extension Color {
    fileprivate init(rgb: UInt32) {
        self.init(red: Double(rgb >> 16 & 0xff) / 255, green: Double(rgb >> 8 & 0xff) / 255, blue: Double(rgb & 0xff) / 255)
    }
}

extension Sign {
    var colour: Color {
        switch self {
        case .onTime: Colour.accent
        case .soon, .busy: Colour.soon
        case .late: Colour.late
        case .done, .off: Colour.done
        case .waiting, .stop, .message: Colour.ink
        case .live, .good, .talk: Colour.live
        case .talking: Colour.onAccent
        }
    }

    /// Its shape, of Apple's symbols.
    fileprivate var symbol: String {
        switch self {
        case .onTime: "circle.fill"
        case .soon: "triangle.fill"
        case .late: "diamond.fill"
        case .done, .good: "checkmark"
        case .waiting: "circle.dashed"
        case .busy, .stop: "square.fill"
        case .off: "circle"
        case .live: "play.fill"
        case .talk, .talking: "waveform"
        case .message: "text.bubble"
        }
    }
}

/// A sign, read out by the word beside it alone.
struct SignImage: View {
    let sign: Sign

    var body: some View {
        Image(systemName: sign.symbol).imageScale(.small).foregroundStyle(sign.colour).accessibilityHidden(true)
    }
}

/// Words with their sign before them.
struct Signed: View {
    let words: String
    let sign: Sign
    var colour = Colour.ink

    var body: some View {
        HStack(alignment: .firstTextBaseline, spacing: 6) {
            SignImage(sign: sign)
            Text(words).foregroundStyle(colour)
        }
        .accessibilityElement(children: .combine)
    }
}

/// A key to tap, at least as high as a thumb is wide.
struct KeyStyle: ButtonStyle {
    enum Look { case plain, primary, live }

    var look = Look.plain
    @Environment(\.isEnabled) private var isEnabled

    func makeBody(configuration: Configuration) -> some View {
        configuration.label
            .font(.body.weight(.bold))
            .multilineTextAlignment(.center)
            .foregroundStyle(look == .primary ? Colour.onAccent : isEnabled ? Colour.ink : Colour.faint)
            .padding(.horizontal, 10)
            .padding(.vertical, 8)
            .frame(maxWidth: .infinity, minHeight: 52)
            .background(look == .primary ? Colour.accent : Colour.raised, in: .rect(cornerRadius: 14))
            .overlay { RoundedRectangle(cornerRadius: 14).strokeBorder(edge) }
            .opacity(isEnabled ? configuration.isPressed ? 0.7 : 1 : 0.55)
            .contentShape(.rect)
    }

    private var edge: Color {
        switch look {
        case .plain: Colour.line
        case .primary: Colour.accent
        case .live: Colour.live
        }
    }
}

extension View {
    /// A rounded ground with a line around it.
    func plate(_ fill: Color = Colour.panel, edge: Color = Colour.line, radius: CGFloat = 16, width: CGFloat = 1) -> some View {
        background(fill, in: .rect(cornerRadius: radius))
            .overlay { RoundedRectangle(cornerRadius: radius).strokeBorder(edge, lineWidth: width).allowsHitTesting(false) }
    }
}

/// A field to write in, with its name above.
struct Field<Writing: View>: View {
    let name: String
    @ViewBuilder let writing: Writing

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(name).font(.subheadline).foregroundStyle(Colour.faint)
            writing
                .padding(12)
                .frame(minHeight: 52)
                .foregroundStyle(Colour.ink)
                .plate(Colour.ground, radius: 10)
        }
    }
}
