// What a phone knows, made up for tests without a hall.

@testable import FieldUnit

/// The unit that a made-up phone is.
let ownUnit = "01980000-0000-7000-8000-000000000001"

/// An order of which nothing is known but what a test asks for.
func anOrder(
    id: String = "", state: AssignmentState = .offered, place: String = "", dueAtMs: Int64? = nil, checklist: [ChecklistItem] = []
) -> Order {
    Order(
        id: id, kind: .emergency, place: Place(lat: 0, lon: 0, name: place, address: ""), arrivalRadiusM: 50, note: "",
        status: .open, team: false, sentAtMs: 0, limitMs: nil, startedAtMs: nil, dueAtMs: dueAtMs, arrivedAtMs: nil,
        onVideoAtMs: nil, reportedAtMs: nil, reports: [],
        assignment: Assignment(
            id: "", state: state, offeredAtMs: 0, answeredAtMs: nil, underWayAtMs: nil),
        provisional: false, checklist: checklist)
}

/// A phone on duty and on the net, with its line to talk.
func known(_ talk: TalkState, onDuty: Bool = true, online: Bool = true, town: String = "town 1") -> Snapshot {
    Snapshot(
        unit: Unit(id: ownUnit, name: "unit", town: town, mode: .foot), onDuty: onDuty, online: online, live: false, cameraNeeded: false,
        layersWanted: [], watchers: [], talk: talk, sos: false, waiting: 0, orders: [], hallTelephone: nil)
}

/// An open line on which nobody talks, but for what a test asks for.
func aLine(
    isOpen: Bool = true, sounds: Bool = true, out: Bool = false, own: OwnTalk? = .idle, heard: [Voice] = []
) -> TalkState {
    TalkState(open: isOpen, sounds: sounds, out: out, own: own, heard: heard)
}
