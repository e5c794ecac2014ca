// What goes with a message, in its bubble: the photo, the sound note, the key to the clip, or the word why it is not there.

import FieldUnit
import FieldUnitApple
import SwiftUI

/// Shows what goes with one message, asked for while it is near the screen.
struct AttachedView: View {
    let officer: Officer
    let message: Message
    let attachment: Attachment
    /// Who wrote it.
    let writer: String
    /// Hears whether the officer has it: the photo and the note are shown, the clip was opened.
    let there: (Bool) -> Void

    @State private var state = Arrival.loading
    @State private var isNear = false
    @State private var tries = 0
    @State private var isWhole = false
    @Environment(\.displayScale) private var scale

    var body: some View {
        content
            // It has its room before it is here, so that nothing jumps when it comes.
            .frame(maxWidth: Self.width, minHeight: 52, alignment: .leading)
            .frame(height: attachment.kind == .photo ? Self.width * 3 / 4 : nil)
            .onNear { isNear = $0 }
            .task(id: Turn(isNear: isNear, tries: tries)) { if isNear { await fetch() } else { rest() } }
            .onChange(of: isThere, initial: true) { there(isThere) }
            .fullScreenCover(isPresented: $isWhole) {
                let by = say("attached_by", writer, hourMinute(message.atMs))
                if attachment.kind == .clip {
                    WholeClip(about: by, opened: { officer.opened.insert(attachment.sha256) }) { [officer, attachment] in
                        try await officer.phone.attachment(sha256: attachment.sha256)
                    }
                } else {
                    WholePhoto(officer: officer, sha256: attachment.sha256, about: by)
                }
            }
            // What rings comes before a photo.
            .onChange(of: officer.known.orders.contains(where: \.rings)) { _, rings in if rings { isWhole = false } }
    }

    @ViewBuilder private var content: some View {
        switch state {
        case .photo(let small):
            Button {
                isWhole = true
            } label: {
                Color.clear.overlay { Image(uiImage: small).resizable().scaledToFill() }.clipShape(.rect(cornerRadius: 10))
            }
            .buttonStyle(.plain)
            .accessibilityLabel(say("photo_enlarge", about))
        case .note(let lengthMs):
            NoteRow(player: officer.player, name: attachment.sha256, lengthMs: lengthMs, about: about) { [officer, attachment] in
                try await officer.phone.attachment(sha256: attachment.sha256)
            }
        case .clip:
            // It is fetched once it is opened: a clip takes what an hour of everything else does.
            Button {
                officer.player.stop()
                isWhole = true
            } label: {
                HStack(spacing: 8) {
                    SignImage(sign: .live)
                    Text(say("clip_open", megabytes(Int(attachment.bytes))))
                }
            }
            .buttonStyle(KeyStyle(look: .live))
            .accessibilityLabel(say("clip_play", about, megabytes(Int(attachment.bytes))))
        case .missing(let why):
            Button {
                tries += 1
            } label: {
                Signed(words: say("attached_missing", what, why), sign: .late).multilineTextAlignment(.leading)
            }
            .buttonStyle(.plain)
            .font(.footnote)
        case .loading: waiting("attached_loading")
        case .waitsForNet: waiting("attached_waits")
        case .onItsWay: waiting("attached_on_its_way")
        }
    }

    private func waiting(_ words: String) -> some View {
        Signed(words: say(words, what), sign: .waiting, colour: Colour.faint).font(.footnote)
    }

    private var what: String { say(attachment.kind.words) }

    private var isThere: Bool {
        switch state {
        case .photo, .note: true
        case .clip: officer.opened.contains(attachment.sha256)
        default: false
        }
    }

    private var about: String { say("attached_from", what, writer, hourMinute(message.atMs)) }

    /// Asks for it until it is here, or until there is no more to hope for.
    private func fetch() async {
        if attachment.kind == .clip {
            state = .clip
            return
        }
        if case .missing = state { state = .loading }
        var wait = Self.firstWait
        while !Task.isCancelled {
            do {
                state = await shown(try await officer.phone.attachment(sha256: attachment.sha256))
                return
            } catch let fault as PhoneFault {
                guard !Task.isCancelled else { return }
                guard case .NoAttachment = fault, officer.hallTimeMs - message.atMs < Self.expectedMs || !officer.known.online else {
                    state = .missing(words(of: fault))
                    return
                }
            } catch {
                return
            }
            if officer.known.online {
                state = .onItsWay
                try? await Task.sleep(for: wait)
                wait = min(2 * wait, Self.longestWait)
            } else {
                state = .waitsForNet
                while !officer.known.online, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(500)) }
            }
        }
    }

    private func shown(_ bytes: Data) async -> Arrival {
        let (isPhoto, longest) = (attachment.kind == .photo, Self.width * scale)
        let here = await Task.detached {
            isPhoto ? thumbnail(bytes, longest: longest).map(Arrival.photo) : .note(soundLengthMs(bytes))
        }.value
        return here ?? .missing(say("photo_unreadable"))
    }

    /// Lets go of its pixels while nobody sees them.
    private func rest() {
        if case .photo = state { state = .loading }
    }

    private struct Turn: Equatable {
        let isNear: Bool
        let tries: Int
    }

    private static let width: CGFloat = 272
    private static let firstWait = Duration.seconds(2)
    private static let longestWait = Duration.seconds(30)
    /// What has not come a day after it was told of will not come.
    private static let expectedMs: Int64 = 86_400_000
}

/// How far what goes with a message is.
private enum Arrival: @unchecked Sendable {
    case loading, waitsForNet, onItsWay, clip
    case missing(String)
    case photo(UIImage)
    case note(Int?)
}
