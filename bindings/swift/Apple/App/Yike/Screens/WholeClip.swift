// A clip on the whole screen: it is fetched now, played from a file of the app's own, and the file is gone afterwards.

import AVKit
import FieldUnit
import SwiftUI

/// Plays one clip until it is put away.
struct WholeClip: View {
    /// Whose it is.
    let about: String
    /// Is called once it is on the screen.
    let opened: () -> Void
    /// Fetches it.
    let bytes: () async throws -> Data

    @State private var player: AVPlayer?
    @State private var why: String?
    @State private var file = FileManager.default.temporaryDirectory.appending(path: "seen-\(UUID().uuidString).mp4")
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        VStack(spacing: 0) {
            Group {
                if let player, why == nil {
                    VideoPlayer(player: player).accessibilityLabel(about)
                } else {
                    Signed(words: why ?? say("attached_loading", say("attached_clip")), sign: why == nil ? .waiting : .late).padding(24)
                }
            }
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            HStack(spacing: 12) {
                Text(about).foregroundStyle(Colour.ink)
                Spacer()
                Button(say("close")) { dismiss() }.buttonStyle(KeyStyle()).fixedSize()
            }
            .padding(12)
            .background(Colour.panel)
        }
        .background(.black)
        .task { await play() }
        .onDisappear {
            player?.pause()
            player = nil
            try? FileManager.default.removeItem(at: file)
        }
    }

    private func play() async {
        do {
            try await bytes().write(to: file, options: .completeFileProtection)
            let item = AVPlayerItem(url: file)
            guard try await item.asset.load(.isPlayable) else {
                why = say("clip_unplayable")
                return
            }
            guard !Task.isCancelled else { return }
            let player = AVPlayer(playerItem: item)
            self.player = player
            player.play()
            opened()
        } catch let fault as PhoneFault {
            why = words(of: fault)
        } catch {
            why = say("clip_unplayable")
        }
    }
}
