// A photo for a report, as small as it tells the same.

import SwiftUI
import UIKit

/// The phone's own camera screen.
struct PhotoTaker: UIViewControllerRepresentable {
    /// Takes the photo; nothing if the officer thought better of it.
    let taken: (UIImage?) -> Void

    func makeCoordinator() -> Hearer { Hearer(taken: taken) }

    func makeUIViewController(context: Context) -> UIImagePickerController {
        let picker = UIImagePickerController()
        picker.sourceType = .camera
        picker.delegate = context.coordinator
        return picker
    }

    func updateUIViewController(_: UIImagePickerController, context _: Context) {}

    final class Hearer: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
        private let taken: (UIImage?) -> Void

        init(taken: @escaping (UIImage?) -> Void) {
            self.taken = taken
        }

        func imagePickerController(_: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]) {
            taken(info[.originalImage] as? UIImage)
        }

        func imagePickerControllerDidCancel(_: UIImagePickerController) { taken(nil) }
    }
}

/// The bytes of a photo in JPEG, upright, at most 2,048 pixels long, without the place and the phone it was taken with; nothing if it is none.
func prepared(_ photo: UIImage) -> Data? {
    let longest = max(photo.size.width, photo.size.height)
    guard longest > 0 else { return nil }
    let scale = min(1, longestPixels / longest)
    let size = CGSize(width: (photo.size.width * scale).rounded(), height: (photo.size.height * scale).rounded())
    let format = UIGraphicsImageRendererFormat()
    // One pixel to a point, whatever the screen has.
    format.scale = 1
    format.opaque = true
    // Drawn anew it is upright, and has lost what the camera wrote beside it.
    let drawn = UIGraphicsImageRenderer(size: size, format: format).image { _ in photo.draw(in: CGRect(origin: .zero, size: size)) }
    return drawn.jpegData(compressionQuality: quality)
}

private let longestPixels: CGFloat = 2048
private let quality: CGFloat = 0.85
