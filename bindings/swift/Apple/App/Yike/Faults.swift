// What went wrong, in words for the officer.

import FieldUnit

/// A fault in the language of the phone.
func words(of fault: any Error) -> String {
    switch fault {
    case PhoneFault.Refused(let reason, let detail): refusal(reason, detail)
    case let fault as PhoneFault: FieldUnit.words(for: fault, in: spoken)
    case let failed as SignInFailed: say(failed.words)
    default: fault.localizedDescription
    }
}

/// Why something was not taken, by the stable name of the reason; in English where the app does not know it.
func refusal(_ reason: String, _ detail: String) -> String {
    sayIfKnown("refused_\(reason)") ?? say("tap_refused", detail)
}

/// What the officer is to be told of something that happened, if anything.
func words(of notice: Notice) -> String? {
    switch notice {
    case .orderEnded: say("order_ended")
    case .orderWithdrawn: say("order_withdrawn")
    case .refused(_, _, let reason, let detail): refusal(reason, detail)
    case .outboxFull: FieldUnit.words(for: .OutboxFull, in: spoken)
    case .photoRefused: say("photo_refused")
    case .storeSetAside, .entriesSetAside: say("store_set_aside")
    case .storeFailing: say("store_failing")
    case .strangeHall, .certificateDates, .keyUnusable, .proxyRefused, .phoneRevoked: obstacle(notice).map { say($0) }
    default: nil
    }
}

/// What keeps the phone from the hall, if it is more than a net that is away.
func obstacle(_ notice: Notice) -> String? {
    switch notice {
    case .signInRefused: "sign_in_refused"
    case .phoneRevoked: "phone_revoked"
    case .strangeHall: "strange_hall"
    case .certificateDates: "certificate_dates"
    case .keyUnusable: "key_unusable"
    case .proxyRefused: "proxy_refused"
    default: nil
    }
}

/// Why signing in came to nothing: the name of its words.
struct SignInFailed: Error {
    let words: String
}
