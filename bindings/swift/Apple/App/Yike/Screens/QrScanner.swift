// The camera that reads an enrolment's QR code; what the code is worth, the core says.

import AVFoundation
import FieldUnitApple
import SwiftUI

/// Reads one QR code.
struct QrScanner: View {
    let read: (String) -> Void

    @Environment(\.dismiss) private var dismiss
    @State private var isAllowed: Bool?

    var body: some View {
        VStack(spacing: 12) {
            switch isAllowed {
            case true?: Reading(read: read).clipShape(.rect(cornerRadius: 16))
            case false?: Signed(words: say("live_no_camera"), sign: .late).frame(maxHeight: .infinity)
            case nil: Spacer()
            }
            Button(say("cancel")) { dismiss() }.buttonStyle(KeyStyle())
        }
        .padding(24)
        .background(Colour.ground)
        .foregroundStyle(Colour.ink)
        .task { isAllowed = await AVCaptureDevice.requestAccess(for: .video) }
    }
}

private struct Reading: UIViewRepresentable {
    let read: (String) -> Void

    func makeCoordinator() -> Reader { Reader(read: read) }

    func makeUIView(context: Context) -> Viewfinder.PreviewView {
        let view = Viewfinder.PreviewView()
        (view.layer as? AVCaptureVideoPreviewLayer)?.session = context.coordinator.session
        (view.layer as? AVCaptureVideoPreviewLayer)?.videoGravity = .resizeAspectFill
        context.coordinator.begin()
        return view
    }

    func updateUIView(_: Viewfinder.PreviewView, context _: Context) {}

    static func dismantleUIView(_: Viewfinder.PreviewView, coordinator: Reader) { coordinator.end() }
}

private final class Reader: NSObject, AVCaptureMetadataOutputObjectsDelegate {
    let session = AVCaptureSession()
    private let queue = DispatchQueue(label: "yike.scanner")
    private let read: (String) -> Void
    // Belongs to the main queue.
    private var isRead = false

    init(read: @escaping (String) -> Void) {
        self.read = read
    }

    func begin() {
        queue.async { [self] in
            let output = AVCaptureMetadataOutput()
            guard let camera = AVCaptureDevice.default(for: .video), let input = try? AVCaptureDeviceInput(device: camera),
                session.canAddInput(input), session.canAddOutput(output)
            else { return }
            session.addInput(input)
            session.addOutput(output)
            output.setMetadataObjectsDelegate(self, queue: .main)
            output.metadataObjectTypes = [.qr]
            session.startRunning()
        }
    }

    func end() {
        queue.async { [session] in session.stopRunning() }
    }

    func metadataOutput(_: AVCaptureMetadataOutput, didOutput objects: [AVMetadataObject], from _: AVCaptureConnection) {
        let texts = objects.compactMap { ($0 as? AVMetadataMachineReadableCodeObject)?.stringValue }
        guard !isRead, let text = texts.first else { return }
        isRead = true
        read(text)
    }
}
