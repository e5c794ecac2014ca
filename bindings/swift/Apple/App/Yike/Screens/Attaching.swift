// Attaching a photo, a sound note or a clip to what is written: each can be looked at or heard, then taken away again.

import FieldUnit
import FieldUnitApple
import PhotosUI
import SwiftUI

/// What is attached or spoken, or why it is not.
struct AttachedStrip: View {
    let officer: Officer
    let order: String

    @State private var watches = false

    var body: some View {
        let draft = officer.drafts[order] ?? Draft()
        let recorder = officer.recorder
        if recorder.isOn {
            HStack(spacing: 10) {
                Signed(words: say("note_recording"), sign: .late)
                Text(say("note_of", lengthText(Int(recorder.elapsed * 1000)), lengthText(Int(NoteRecorder.longest * 1000))))
                    .font(.subheadline.bold().monospacedDigit())
                ProgressView(value: recorder.loudness).tint(Colour.live).accessibilityHidden(true)
            }
            .frame(minHeight: 52)
        } else if draft.isPreparing {
            Signed(words: say(draft.preparing == .clip ? "clip_preparing" : "photo_preparing"), sign: .waiting).frame(minHeight: 52)
        } else if let beside = draft.beside {
            HStack(spacing: 10) {
                switch beside.mediaType.kind {
                case .photo:
                    SmallPhoto(jpeg: beside.bytes).id(draft.mark)
                    Signed(words: say("photo_attached"), sign: .good)
                    Spacer()
                case .clip:
                    Button { watches = true } label: { SignImage(sign: .live) }
                        .buttonStyle(KeyStyle(look: .live))
                        .frame(width: 52)
                        .accessibilityLabel(say("clip_open", megabytes(beside.bytes.count)))
                        .fullScreenCover(isPresented: $watches) { WholeClip(about: say("attached_clip"), opened: {}) { beside.bytes } }
                    Signed(words: say("clip_attached", megabytes(beside.bytes.count)), sign: .good)
                    Spacer()
                case .note:
                    NoteRow(player: officer.player, name: draft.mark.uuidString, lengthMs: draft.lengthMs, about: say("attached_note")) {
                        beside.bytes
                    }
                }
                Button {
                    officer.player.stop()
                    officer.drafts[order]?.takeAway()
                } label: {
                    Image(systemName: "xmark")
                }
                .buttonStyle(KeyStyle())
                .fixedSize()
                .accessibilityLabel(say(beside.mediaType.kind.removes))
            }
            .font(.subheadline)
        } else if let fault = recorder.fault {
            Signed(words: say(words(of: fault)), sign: .late).font(.subheadline)
        }
    }

    private func words(of fault: NoteRecorder.Fault) -> String {
        switch fault {
        case .denied: "note_denied"
        case .taken: "note_taken"
        case .failed: "note_failed"
        case .tooShort: "note_short"
        }
    }
}

/// The photo that is attached, small.
private struct SmallPhoto: View {
    let jpeg: Data

    @State private var small: UIImage?
    @Environment(\.displayScale) private var scale

    var body: some View {
        Color.clear
            .overlay { if let small { Image(uiImage: small).resizable().scaledToFill() } }
            .frame(width: 72, height: 54)
            .clipShape(.rect(cornerRadius: 10))
            .accessibilityHidden(true)
            .onAppear { small = thumbnail(jpeg, longest: 72 * scale) }
    }
}

/// Takes or chooses a photo or a clip; discards what is spoken.
struct PhotoKey: View {
    let officer: Officer
    let order: String

    @State private var asks = false
    @State private var takes = false
    @State private var chooses = false
    @State private var films = false
    @State private var choosesClip = false
    @State private var chosen: PhotosPickerItem?
    @State private var chosenClip: PhotosPickerItem?

    var body: some View {
        let hears = officer.recorder.isOn
        Button {
            if hears { officer.recorder.cancel() } else { asks = true }
        } label: {
            KeyFace(symbol: hears ? "xmark" : "camera", words: say(hears ? "note_discard" : "attach_photo"))
        }
        .buttonStyle(KeyStyle())
        .disabled(officer.drafts[order]?.isPreparing == true)
        .accessibilityLabel(say(hears ? "note_discard" : "attach_photo_key"))
        .confirmationDialog(say("attach_photo"), isPresented: $asks, titleVisibility: .visible) {
            if UIImagePickerController.isSourceTypeAvailable(.camera) { Button(say("photo_take")) { takes = true } }
            Button(say("photo_choose")) { chooses = true }
            if UIImagePickerController.isSourceTypeAvailable(.camera) { Button(say("clip_take")) { films = true } }
            Button(say("clip_choose")) { choosesClip = true }
        }
        .photosPicker(isPresented: $chooses, selection: $chosen, matching: .images)
        .onChange(of: chosen) { _, item in if let item { Task { await load(item) } } }
        .photosPicker(isPresented: $choosesClip, selection: $chosenClip, matching: .videos)
        .onChange(of: chosenClip) { _, item in if let item { Task { await loadClip(item) } } }
        .fullScreenCover(isPresented: $films) {
            ClipTaker { taken in
                films = false
                if let taken { Task { await attachClip { taken } } }
            }
            .ignoresSafeArea()
        }
        .fullScreenCover(isPresented: $takes) {
            PhotoTaker { taken in
                takes = false
                if let taken { attach { taken } }
            }
            .ignoresSafeArea()
        }
    }

    private func load(_ item: PhotosPickerItem) async {
        chosen = nil
        officer.drafts[order, default: Draft()].preparing = .photo
        let bytes = try? await item.loadTransferable(type: Data.self)
        // No more pixels than are sent: a phone's own photo may have fifty million.
        attach { bytes.flatMap { thumbnail($0, longest: 2048) } }
    }

    private func loadClip(_ item: PhotosPickerItem) async {
        chosenClip = nil
        await attachClip { try await item.loadTransferable(type: ChosenClip.self)?.file }
    }

    private func attachClip(_ lies: () async throws -> URL?) async {
        officer.drafts[order, default: Draft()].preparing = .clip
        do {
            guard let file = try await lies() else { throw NoClip(words: "clip_unreadable") }
            officer.drafts[order, default: Draft()].clip(try await preparedClip(file))
        } catch {
            officer.drafts[order, default: Draft()].clip(nil)
            officer.tell(say((error as? NoClip)?.words ?? "clip_unreadable"))
        }
    }

    private func attach(_ photo: @escaping () -> UIImage?) {
        let jpeg = photo().flatMap(prepared)
        officer.drafts[order, default: Draft()].photo(jpeg)
        if jpeg == nil { officer.tell(say("photo_unreadable")) }
    }
}

/// Has the microphone hear: as long as it is held, or from one tap to the next.
struct SpeakKey: View {
    let officer: Officer
    let order: String

    @GestureState private var isHeld = false
    @State private var begins = false

    var body: some View {
        let hears = officer.recorder.isOn
        KeyFace(symbol: hears ? "checkmark" : "mic.fill", words: say(hears ? "note_done" : "attach_note"))
            .font(.body.weight(.bold))
            .foregroundStyle(hears ? Colour.onAccent : Colour.ink)
            .padding(.vertical, 8)
            .frame(maxWidth: .infinity, minHeight: 52)
            .plate(hears ? Colour.accent : Colour.raised, edge: hears ? Colour.accent : Colour.line, radius: 14)
            .contentShape(.rect)
            .gesture(DragGesture(minimumDistance: 0).updating($isHeld) { _, held, _ in held = true })
            // A finger that another gesture takes away lets go, too.
            .onChange(of: isHeld) { _, held in held ? press() : letGo() }
            .disabled(officer.drafts[order]?.isPreparing == true)
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(say(hears ? "note_done" : "attach_note_key"))
            .accessibilityAddTraits(.isButton)
            // It answers fingers only: a screen reader's tap begins and ends.
            .accessibilityAction { hears ? officer.recorder.stop() : begin() }
    }

    private func press() {
        begins = !officer.recorder.isOn
        if begins { begin() }
    }

    private func letGo() {
        if !begins || officer.recorder.elapsed >= Self.held { officer.recorder.stop() }
    }

    private func begin() {
        officer.player.stop()
        Task { [officer, order] in
            await officer.recorder.start { note, lengthMs in officer.drafts[order, default: Draft()].note(note, lengthMs: lengthMs) }
        }
    }

    /// Whoever lets go sooner tapped.
    private static let held = 0.6
}

/// A sign above its word.
private struct KeyFace: View {
    let symbol: String
    let words: String

    var body: some View {
        VStack(spacing: 4) {
            Image(systemName: symbol).imageScale(.small)
            Text(words).font(.subheadline.weight(.bold))
        }
    }
}
