// The phone's camera, picture by picture.

import AVFoundation
import FieldUnit
import UIKit

/// Films until it is let go. Made and used on one queue, on which the pictures come, too.
final class CameraFeed: NSObject {
    /// What a screen shows the officer's own picture with.
    let session = AVCaptureSession()

    private let queue: DispatchQueue
    private let taken: (CVPixelBuffer, CMTime) -> Void
    private let sees: (Bool) -> Void
    private let output = AVCaptureVideoDataOutput()
    private var device: AVCaptureDevice?
    private var turn: AVCaptureDevice.RotationCoordinator?
    private var watching: [NSKeyValueObservation] = []
    private var heard: [NSObjectProtocol] = []

    /// - Parameters:
    ///   - taken: Takes each picture, upright, with its time by the host's clock.
    ///   - sees: Is told whether there is a picture: there is none without a camera or a permission, while another app has it, and while
    ///     nobody looks at this one, since the system lets no app film unseen.
    init(queue: DispatchQueue, taken: @escaping (CVPixelBuffer, CMTime) -> Void, sees: @escaping (Bool) -> Void) {
        self.queue = queue
        self.taken = taken
        self.sees = sees
        super.init()
        // The sound is another's: a camera session that had it would set the voice's route anew.
        session.automaticallyConfiguresApplicationAudioSession = false
        output.alwaysDiscardsLateVideoFrames = true
        output.videoSettings = [kCVPixelBufferPixelFormatTypeKey as String: kCVPixelFormatType_420YpCbCr8BiPlanarVideoRange]
        output.setSampleBufferDelegate(self, queue: queue)
        follow(AVCaptureSession.wasInterruptedNotification) { $0.sees(false) }
        follow(AVCaptureSession.interruptionEndedNotification) { $0.sees(true) }
        follow(AVCaptureSession.runtimeErrorNotification) { $0.startAgain() }
        follow(ProcessInfo.thermalStateDidChangeNotification, of: nil) { $0.setPace() }
    }

    deinit {
        heard.forEach(NotificationCenter.default.removeObserver)
        session.stopRunning()
    }

    /// Films the scene, or the officer.
    func film(front: Bool) {
        session.beginConfiguration()
        session.inputs.forEach(session.removeInput)
        let camera = AVCaptureDevice.default(.builtInWideAngleCamera, for: .video, position: front ? .front : .back)
        let other = AVCaptureDevice.default(.builtInWideAngleCamera, for: .video, position: front ? .back : .front)
        device = camera ?? other
        let found = device.flatMap(plug)
        session.commitConfiguration()
        guard found == true else { return sees(false) }
        followTurn()
        setPace()
        session.startRunning()
        sees(session.isRunning)
    }

    private func plug(_ camera: AVCaptureDevice) -> Bool {
        guard let input = try? AVCaptureDeviceInput(device: camera), session.canAddInput(input) else { return false }
        if session.canSetSessionPreset(.hd1280x720) { session.sessionPreset = .hd1280x720 }
        session.addInput(input)
        guard session.outputs.contains(output) || session.canAddOutput(output) else { return false }
        if !session.outputs.contains(output) { session.addOutput(output) }
        return true
    }

    /// Turns the pictures upright as the phone is turned; on a table they stay as they were.
    private func followTurn() {
        watching = []
        guard let device else { return }
        let turn = AVCaptureDevice.RotationCoordinator(device: device, previewLayer: nil)
        self.turn = turn
        watching = [
            turn.observe(\.videoRotationAngleForHorizonLevelCapture, options: [.initial, .new]) { [weak self] turn, _ in
                guard let self else { return }
                let angle = turn.videoRotationAngleForHorizonLevelCapture
                queue.async { [weak self] in self?.setAngle(angle) }
            }
        ]
    }

    private func setAngle(_ angle: CGFloat) {
        guard let connection = output.connection(with: .video), connection.isVideoRotationAngleSupported(angle) else { return }
        connection.videoRotationAngle = angle
    }

    /// Films as fast as the phone stays cool: the system ends a camera that goes on when it is hot.
    private func setPace() {
        guard let device else { return }
        let pace = picturesPerSecond(ProcessInfo.processInfo.thermalState)
        // One that the camera has not ends the app.
        let has = device.activeFormat.videoSupportedFrameRateRanges.contains { ($0.minFrameRate...$0.maxFrameRate).contains(Double(pace)) }
        guard has else { return }
        let slowest = CMTime(value: 1, timescale: pace)
        do {
            try device.lockForConfiguration()
            defer { device.unlockForConfiguration() }
            device.activeVideoMinFrameDuration = slowest
            device.activeVideoMaxFrameDuration = slowest
            if device.isFocusModeSupported(.continuousAutoFocus) { device.focusMode = .continuousAutoFocus }
        } catch {
            log.info("the camera keeps its pace: \(error.localizedDescription, privacy: .public)")
        }
    }

    private func startAgain() {
        session.startRunning()
        sees(session.isRunning)
    }

    private func follow(_ name: Notification.Name, of object: Any?, _ work: @escaping (CameraFeed) -> Void) {
        heard.append(
            NotificationCenter.default.addObserver(forName: name, object: object, queue: nil) { [weak self] _ in
                guard let self else { return }
                queue.async { work(self) }
            })
    }

    private func follow(_ name: Notification.Name, _ work: @escaping (CameraFeed) -> Void) {
        follow(name, of: session, work)
    }
}

extension CameraFeed: AVCaptureVideoDataOutputSampleBufferDelegate {
    func captureOutput(_: AVCaptureOutput, didOutput sample: CMSampleBuffer, from _: AVCaptureConnection) {
        guard let picture = sample.imageBuffer else { return }
        let host = CMClockGetHostTimeClock()
        // Sound is timed by the host's clock; a camera may have one of its own.
        let time = CMSyncConvertTime(sample.presentationTimeStamp, from: session.synchronizationClock ?? host, to: host)
        taken(picture, time)
    }
}

private func picturesPerSecond(_ state: ProcessInfo.ThermalState) -> Int32 {
    switch state {
    case .nominal, .fair: 30
    case .serious: 15
    case .critical: 5
    @unknown default: 15
    }
}
