// A signed-in officer's phone: the core, its ringing, what is on the air, with what the screens show of them.

import FieldUnit
import FieldUnitApple
import Foundation
import Observation

/// An officer's phone, from signing in to signing out.
@MainActor
@Observable
final class Officer {
    /// What the core knows.
    private(set) var known: Snapshot
    /// The newest position, if one was measured on duty.
    private(set) var here: Position?
    /// What the app may do; nothing before the system said so.
    private(set) var permissions: Permissions?
    /// Whether another phone of the unit has the word.
    private(set) var replaced = false
    /// The ways to the scenes of orders, as far as they are known.
    private(set) var ways: [String: Way] = [:]
    /// What the officer is to be told, the oldest first.
    private(set) var told: [String] = []
    /// What was begun to be written on each order.
    var drafts: [String: Draft] = [:]
    /// The clips that were on the screen, by their names.
    var opened: Set<String> = []
    /// Whether the officer looks at the screen.
    private(set) var isLooking = false

    @ObservationIgnored let phone: FieldPhone
    /// The camera and the line to talk.
    @ObservationIgnored private(set) lazy var air = OnAir(phone: phone) { [weak self] in self?.tell(words(of: $0)) }
    /// Plays sound notes.
    @ObservationIgnored private(set) lazy var player = NotePlayer(session: session)
    /// Records sound notes.
    @ObservationIgnored private(set) lazy var recorder = NoteRecorder(session: session)
    @ObservationIgnored private lazy var session = NoteSession { [weak self] in self?.air.hasSound == true }
    @ObservationIgnored private let news: PhoneNews
    @ObservationIgnored private unowned let app: RunningApp
    @ObservationIgnored private let rings = Rings(newOrder: say("new_order"))
    @ObservationIgnored private let stay: BackgroundStay
    @ObservationIgnored private var alerts: MessageAlerts?
    @ObservationIgnored private var duty: OnDuty?
    @ObservationIgnored private var following: [Task<Void, Never>] = []
    @ObservationIgnored private var quieting: Task<Void, Never>?
    @ObservationIgnored private var ringing: Set<String> = []
    @ObservationIgnored private var obstacleMet: String?
    /// Whether the officer looked away, which an app that has just begun does not know yet.
    @ObservationIgnored private var isAway = false
    /// How many pushes are being heard.
    @ObservationIgnored private var wakes = 0

    init(phone: FieldPhone, news: PhoneNews, app: RunningApp) {
        self.phone = phone
        self.news = news
        self.app = app
        known = phone.snapshot()
        stay = BackgroundStay(phone: phone)
        alerts = MessageAlerts(
            words: MessageWords(
                name: say("messages"), count: { say("messages_unread", $0) },
                line: { [weak self] in say("message_line", writer(of: $0, unit: self?.known.unit?.id), said($0)) }))
        duty = OnDuty(
            phone: phone, measured: { [weak self] in self?.here = $0 }, permitted: { [weak self] in self?.permissions = $0 },
            changed: { [weak self] in self?.lookAwayIfAway() })
        follow()
    }

    /// Whether positions are as good as the receiver's.
    var isPrecise: Bool { duty?.isPrecise ?? true }

    /// The live picture, while the camera is on.
    var filming: Filming? { air.filming }

    /// The hall's time.
    var hallTimeMs: Int64 { phone.hallTime().atMs }

    /// Waits until the hall says who this is; throws `SignInFailed` if it will not, or does not answer.
    func untilKnown() async throws {
        let until = ContinuousClock.now + Self.answerWithin
        while ContinuousClock.now < until {
            if let obstacleMet { throw SignInFailed(words: obstacleMet) }
            if known.unit != nil { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw SignInFailed(words: "hall_silent")
    }

    /// Does something with the phone; a fault is told in words.
    func tap(_ what: @escaping (FieldPhone) async throws -> Void) {
        Task { await orSay { try await what(self.phone) } }
    }

    /// Does something with the phone; whether it was done. A fault is told in words.
    func did(_ what: (FieldPhone) async throws -> Void) async -> Bool {
        await orSay { try await what(phone) }
    }

    /// Tells the officer something, once.
    func tell(_ words: String) {
        if told.last != words { told.append(words) }
        if told.count > Self.mostTold { told.removeFirst() }
    }

    /// The officer has read the oldest that was told.
    func heard() {
        if !told.isEmpty { told.removeFirst() }
    }

    /// A push came with this reference: rings at once, and has the hall bring the order, which rings by itself.
    func pushed(_ reference: String) async {
        let lease = Lease()
        let rang = await rings.ringUnseen()
        // It wakes the core, too.
        stay.lookedAt()
        await orSay { try await phone.pushed(reference: reference, rings: rang) }
        quieting?.cancel()
        wakes += 1
        quieting = Task {
            // A line that only looks well is given up within these seconds; the order rings by itself once it is there.
            try? await Task.sleep(for: Self.caughtUpWithin)
            let until = ContinuousClock.now + Self.lineWithin
            while !known.online, ContinuousClock.now < until, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(200)) }
            try? await Task.sleep(for: Self.caughtUpWithin)
            if !Task.isCancelled { rings.quietUnseen() }
            wakes -= 1
            if !isLooking, wakes == 0 { lookAway() }
            lease.end()
        }
        await quieting?.value
    }

    /// Calls for help, with the camera and the voice on.
    func callForHelp() {
        Task {
            await orSay { try await phone.callForHelp() }
            // Whatever the officer says to the system's questions: a voice alone helps, too.
            _ = await askToFilm()
            await air.film()
            filming?.talk(true)
        }
    }

    /// Switches the camera on or off.
    func live(_ on: Bool) {
        Task {
            // One that sees nothing was begun before the officer said yes to the camera.
            if !on || filming?.look.sees == false { await air.cut() }
            if on, await askToFilm() { await air.film() } else if on { tell(say("live_no_camera")) }
        }
    }

    /// Opens the line to talk, or closes it.
    func openTalk(_ on: Bool) {
        Task { await on ? air.openLine() : air.closeLine() }
    }

    /// Asks the officer for positions; whether there is anything to ask.
    @discardableResult
    func askForPositions() -> Bool { duty?.askForPositions() ?? false }

    /// The officer looks at the app, or looks away.
    func looks(_ looking: Bool) {
        isLooking = looking
        isAway = !looking
        if !looking {
            // What was said is kept.
            recorder.stop()
            return lookAway()
        }
        stay.lookedAt()
        // The officer may come from the settings.
        duty?.tellPermissions()
        Task { await alerts?.follow(known.orders, looking: true) }
    }

    /// Goes off duty, tells the hall if it can, and ends.
    func leave() async {
        await orSay { try await phone.goOffDuty() }
        let until = ContinuousClock.now + Self.leaveWithin
        while phone.snapshot().waiting > 0, ContinuousClock.now < until { try? await Task.sleep(for: .milliseconds(100)) }
        await air.end()
        _ = await phone.signOff()
        await end()
    }

    /// Ends; what the hall has yet to be told stays on the disk.
    func end() async {
        following.forEach { $0.cancel() }
        quieting?.cancel()
        player.stop()
        recorder.cancel()
        await air.end()
        rings.quietAll()
        alerts?.quiet()
        duty?.end()
        await phone.shutdown()
    }

    private func follow() {
        following = [
            Task { [weak self, news] in for await notice in news.notices { await self?.hear(notice) } },
            Task { [weak self, news] in for await known in news.snapshots { await self?.learn(known) } },
            Task { [weak self] in
                while !Task.isCancelled {
                    await self?.followWays()
                    try? await Task.sleep(for: Self.waysEvery)
                }
            },
        ]
    }

    private func learn(_ known: Snapshot) async {
        self.known = known
        if !known.onDuty { here = nil }
        let still = Set(known.orders.filter(\.rings).map(\.id))
        ringing.subtracting(still).forEach(rings.quiet)
        ringing.formIntersection(still)
        if known.cameraAsked == nil { rings.quietForCamera() }
        air.follow(known)
        lookAwayIfAway()
        await alerts?.follow(known.orders, looking: isLooking)
    }

    private func hear(_ notice: Notice) async {
        if let said = words(of: notice) { tell(said) }
        if let met = obstacle(notice) { obstacleMet = met }
        switch notice {
        case .orderRang(let id):
            guard let order = phone.orders().first(where: { $0.id == id }) else { return }
            ringing.insert(id)
            rings.ring(order)
        case .cameraAsked(let name, let role):
            rings.ringForCamera(say("camera_asked"), say("camera_rings", name, sayIfKnown("role_\(role)") ?? role))
        case .liveChanged(let on): Task { await on ? air.film() : air.cut() }
        case .signInRefused: app.signedOut("sign_in_refused")
        case .phoneRevoked: app.putOut()
        case .replaced: replaced = true
        case .linkChanged(let online): if online { replaced = false }
        default: break
        }
    }

    /// Keeps the ways to the scenes at hand, while somebody looks; when the hall is asked for them is the core's to say.
    private func followWays() async {
        var found: [String: Way] = [:]
        // Where others are is not kept while nobody looks.
        if isLooking {
            for order in known.orders where order.arrivedAtMs == nil {
                // Here and there are drawn without it.
                found[order.id] = try? await phone.way(order: order.id)
            }
        }
        if found != ways { ways = found }
    }

    /// Off duty nothing keeps the app running any more.
    private func lookAwayIfAway() {
        if isAway, wakes == 0 { lookAway() }
    }

    private func lookAway() {
        stay.lookedAway(keepsRunning: duty?.keepsRunning == true) { [weak self] in await self?.air.end() }
    }

    @discardableResult
    private func orSay(_ what: () async throws -> Void) async -> Bool {
        do {
            try await what()
            return true
        } catch is CancellationError {
            return false
        } catch {
            tell(words(of: error))
            return false
        }
    }

    private static let answerWithin = Duration.seconds(20)
    // A phone that is online has its orders by then; a push that came late rings for none.
    private static let caughtUpWithin = Duration.seconds(5)
    // The system gives a push half a minute.
    private static let lineWithin = Duration.seconds(15)
    private static let leaveWithin = Duration.seconds(5)
    private static let waysEvery = Duration.seconds(3)
    private static let mostTold = 5
}
