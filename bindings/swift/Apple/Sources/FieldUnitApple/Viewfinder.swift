// Where the camera's picture is drawn for the officer.

import AVFoundation
import SwiftUI
import UIKit

/// Shows what a camera session sees.
public struct Viewfinder: UIViewRepresentable {
    private let session: AVCaptureSession

    public init(session: AVCaptureSession) {
        self.session = session
    }

    public func makeUIView(context _: Context) -> PreviewView { PreviewView() }

    public func updateUIView(_ view: PreviewView, context _: Context) {
        guard view.layerOfPictures?.session !== session else { return }
        view.layerOfPictures?.session = session
        view.layerOfPictures?.videoGravity = .resizeAspect
    }

    /// A view that is nothing but the picture.
    public final class PreviewView: UIView {
        override public class var layerClass: AnyClass { AVCaptureVideoPreviewLayer.self }

        var layerOfPictures: AVCaptureVideoPreviewLayer? { layer as? AVCaptureVideoPreviewLayer }
    }
}
