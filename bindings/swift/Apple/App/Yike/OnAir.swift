// What carries the officer's picture and voice: the camera and the line to talk, each as long as it is on.

import FieldUnit
import FieldUnitApple
import Foundation
import Observation

/// Switches camera and line on and off, one switch after the other.
@MainActor
@Observable
final class OnAir {
    /// The live picture, while the camera is on.
    private(set) var filming: Filming?
    /// The line to talk, while it is open.
    private(set) var talking: Talking?

    @ObservationIgnored private let phone: FieldPhone
    @ObservationIgnored private let failed: @MainActor (any Error) -> Void
    @ObservationIgnored private let voice = PhoneVoice()
    // A camera that is switched on and off at once is first one, then the other.
    @ObservationIgnored private let switches = InTurn()
    @ObservationIgnored private let taps = InTurn()

    /// - Parameter failed: Hears what did not work.
    init(phone: FieldPhone, failed: @escaping @MainActor (any Error) -> Void) {
        self.phone = phone
        self.failed = failed
    }

    /// Whether either of them has the system's sound.
    var hasSound: Bool { filming != nil || talking != nil }

    /// Whether there is a microphone on the line to talk.
    var talkHears: Bool { talking?.hears != false }

    /// Switches the camera on.
    func film() async {
        await inTurn { air in
            guard air.filming == nil else { return }
            let filming = try await Filming.start(air.phone, voice: air.voice)
            filming.letOut(air.phone.snapshot().talk.out)
            air.filming = filming
        }
    }

    /// Switches it off.
    func cut() async {
        await inTurn { air in
            guard let filming = air.filming else { return }
            air.filming = nil
            await filming.stop()
        }
    }

    /// Opens the line to talk, once the officer was asked for the microphone.
    func openLine() async {
        await askToTalk()
        await inTurn { air in
            guard air.talking == nil else { return }
            air.talking = try await Talking.open(air.phone, voice: air.voice)
            // From now on the line says when the officer is heard; a call for help is heard all along.
            if !air.phone.snapshot().sos { air.filming?.talk(false) }
            // It may be off duty by now.
            air.follow(air.phone.snapshot())
        }
    }

    /// Closes it.
    func closeLine() async {
        await inTurn { air in
            guard let talking = air.talking else { return }
            air.talking = nil
            await talking.close()
        }
    }

    /// Does something on the line to talk, if it is open; whoever lets go at once pressed before.
    func onLine(_ what: @escaping @MainActor (Talking) async throws -> Void) {
        guard let talking else { return }
        taps.add { [self] in await orSay { try await what(talking) } }
    }

    /// Lets the officer be heard as the core says, and closes the line once the core has, as it does off duty.
    func follow(_ known: Snapshot) {
        filming?.letOut(known.talk.out)
        // The newest, since what is known here may be of before it was opened.
        if talking != nil, !phone.snapshot().talk.open { Task { await closeLine() } }
    }

    /// Switches off whatever is on.
    func end() async {
        await closeLine()
        await cut()
    }

    private func inTurn(_ work: @escaping @MainActor (OnAir) async throws -> Void) async {
        await switches.add { [self] in await orSay { try await work(self) } }.value
    }

    private func orSay(_ what: () async throws -> Void) async {
        do {
            try await what()
        } catch is CancellationError {
            return
        } catch {
            failed(error)
        }
    }
}
