// A clip for a message: MP4 of 720 lines, no bigger than the hall takes.

import AVFoundation
import CoreTransferable
import Foundation
import SwiftUI
import UIKit
import UniformTypeIdentifiers

/// `MOST_CLIP_BYTES` of the core.
private let mostClipBytes = 16 * 1024 * 1024
/// The camera stops by itself: about what fits.
private let longestClip: TimeInterval = 30

/// Why something is no clip that can be sent: the name of its words.
struct NoClip: Error {
    let words: String
}

/// The phone's own camera screen, filming.
struct ClipTaker: UIViewControllerRepresentable {
    /// Takes the clip, which lies there; nothing if the officer thought better of it.
    let taken: (URL?) -> Void

    func makeCoordinator() -> Hearer { Hearer(taken: taken) }

    func makeUIViewController(context: Context) -> UIImagePickerController {
        let picker = UIImagePickerController()
        picker.sourceType = .camera
        picker.mediaTypes = [UTType.movie.identifier]
        picker.cameraCaptureMode = .video
        picker.videoQuality = .typeIFrame1280x720
        picker.videoMaximumDuration = longestClip
        picker.delegate = context.coordinator
        return picker
    }

    func updateUIViewController(_: UIImagePickerController, context _: Context) {}

    final class Hearer: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
        private let taken: (URL?) -> Void

        init(taken: @escaping (URL?) -> Void) {
            self.taken = taken
        }

        func imagePickerController(_: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]) {
            taken(info[.mediaURL] as? URL)
        }

        func imagePickerControllerDidCancel(_: UIImagePickerController) { taken(nil) }
    }
}

/// A clip that the officer chose, in a file of the app's own.
struct ChosenClip: Transferable {
    let file: URL

    static var transferRepresentation: some TransferRepresentation {
        FileRepresentation(importedContentType: .movie) { lent in
            let kept = temporary("mov")
            try FileManager.default.copyItem(at: lent.file, to: kept)
            return ChosenClip(file: kept)
        }
    }
}

/// The bytes of a clip, made anew without the place it was taken at; the file it lay in is gone afterwards. Throws ``NoClip``.
func preparedClip(_ file: URL) async throws -> Data {
    let made = temporary("mp4")
    defer { for gone in [file, made] { try? FileManager.default.removeItem(at: gone) } }
    let asset = AVURLAsset(url: file)
    guard let export = AVAssetExportSession(asset: asset, presetName: AVAssetExportPreset1280x720) else {
        throw NoClip(words: "clip_unreadable")
    }
    export.outputURL = made
    export.outputFileType = .mp4
    export.shouldOptimizeForNetworkUse = true
    export.metadataItemFilter = .forSharing()
    await export.export()
    guard export.status == .completed, let size = try? made.resourceValues(forKeys: [.fileSizeKey]).fileSize, size > 0 else {
        throw NoClip(words: "clip_unreadable")
    }
    guard size <= mostClipBytes else { throw NoClip(words: "clip_too_big") }
    guard let bytes = try? Data(contentsOf: made) else { throw NoClip(words: "clip_unreadable") }
    return bytes
}

private func temporary(_ ending: String) -> URL {
    FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString).\(ending)")
}
