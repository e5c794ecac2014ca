// A photo on the whole screen: two fingers bring it nearer, a tap puts it away.

import FieldUnit
import SwiftUI

/// Shows one photo until it is put away.
struct WholePhoto: View {
    let officer: Officer
    let sha256: String
    /// Whose it is.
    let about: String

    @State private var photo: UIImage?
    @State private var why: String?
    @State private var near = 1.0
    @State private var settled = 1.0
    @Environment(\.dismiss) private var dismiss
    @Environment(\.displayScale) private var scale

    var body: some View {
        GeometryReader { screen in
            ZStack(alignment: .bottom) {
                Color.black.ignoresSafeArea()
                Group {
                    if let photo {
                        ScrollView([.horizontal, .vertical]) {
                            Image(uiImage: photo).resizable().scaledToFit()
                                .frame(width: screen.size.width * near, height: screen.size.height * near)
                        }
                        .gesture(MagnifyGesture().onChanged { near = min(6, max(1, settled * $0.magnification)) }.onEnded { _ in settled = near })
                        .accessibilityLabel(about)
                    } else {
                        Signed(words: why ?? say("attached_loading", say("attached_photo")), sign: why == nil ? .waiting : .late)
                    }
                }
                .frame(maxWidth: .infinity, maxHeight: .infinity)
                .contentShape(.rect)
                .onTapGesture { dismiss() }
                HStack(spacing: 12) {
                    Text(about).foregroundStyle(Colour.ink)
                    Spacer()
                    Button(say("close")) { dismiss() }.buttonStyle(KeyStyle()).fixedSize()
                }
                .padding(12)
                .background(.black.opacity(0.7))
            }
            .task { await show(longest: 2 * scale * max(screen.size.width, screen.size.height)) }
        }
    }

    private func show(longest: CGFloat) async {
        do {
            let bytes = try await officer.phone.attachment(sha256: sha256)
            photo = await Task.detached { Pixels(image: thumbnail(bytes, longest: longest)) }.value.image
            if photo == nil { why = say("photo_unreadable") }
        } catch {
            why = words(of: error)
        }
    }

    /// An image that nobody changes any more.
    private struct Pixels: @unchecked Sendable {
        let image: UIImage?
    }
}
