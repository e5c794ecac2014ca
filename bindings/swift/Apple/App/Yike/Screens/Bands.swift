// What is told above everything: a call for help, what is lacking, another phone; below them what is told while there is no order.

import FieldUnit
import FieldUnitApple
import SwiftUI
import UIKit

/// What is told while a call for help is open.
struct HelpBand: View {
    let officer: Officer

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Signed(words: say(isHeard ? "sos_heard" : "sos_calling"), sign: isHeard ? .good : .waiting).font(.headline)
            Text(say("sos_ends")).font(.subheadline)
            CallKey(officer: officer)
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding(14)
        .background(Colour.danger)
    }

    private var isHeard: Bool { officer.known.online && officer.known.waiting == 0 }
}

/// What the officer has yet to allow.
enum Lacking {
    case location, notifications, running

    fileprivate var word: String {
        switch self {
        case .location: "allow_location"
        case .notifications: "allow_notifications"
        case .running: "allow_running"
        }
    }
}

/// Asks for what is lacking: where the system asks no more, in its settings.
struct LackingBand: View {
    let officer: Officer
    let lacking: Lacking

    @Environment(\.openURL) private var openURL
    @State private var hasAsked = false

    var body: some View {
        HStack(spacing: 12) {
            Signed(words: say(lacking.word), sign: .soon).font(.subheadline).frame(maxWidth: .infinity, alignment: .leading)
            Button(say("allow"), action: allow).buttonStyle(KeyStyle()).fixedSize()
        }
        .padding(12)
        .plate(edge: Colour.soon)
    }

    private func allow() {
        // The system asks once at most; after that, its settings are the one place.
        if lacking == .location, !hasAsked, officer.askForPositions() {
            hasAsked = true
            return
        }
        let page = lacking == .notifications ? UIApplication.openNotificationSettingsURLString : UIApplication.openSettingsURLString
        if let page = URL(string: page) { openURL(page) }
    }
}

/// Shown while another phone of the unit has the word.
struct ReplacedCard: View {
    let officer: Officer

    var body: some View {
        VStack(alignment: .leading, spacing: 10) {
            Signed(words: say("replaced"), sign: .late).font(.headline)
            Text(say("replaced_more")).font(.subheadline).foregroundStyle(Colour.faint)
            Button(say("take_over")) { officer.tap { try await $0.takeOver() } }.buttonStyle(KeyStyle(look: .primary))
        }
        .padding(14)
        .plate(edge: Colour.late)
    }
}

/// What is told while there is no order.
struct StandbyCard: View {
    let officer: Officer

    var body: some View {
        VStack(alignment: .leading, spacing: 10) {
            Signed(words: say(onDuty ? "standing_by" : "off_duty"), sign: onDuty ? .onTime : .off).font(.title2.weight(.bold))
            Text(say(onDuty ? "standing_by_more" : "off_duty_more")).foregroundStyle(Colour.faint)
            if !officer.known.sos { CallKey(officer: officer) }
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding(20)
        .padding(.top, 20)
    }

    private var onDuty: Bool { officer.known.onDuty }
}

/// Calls the hall by telephone: by one tap the phone asks whether to dial. Not there if the hall has named no number.
struct CallKey: View {
    let officer: Officer

    @Environment(\.openURL) private var openURL

    var body: some View {
        if let number = officer.known.hallTelephone, let link = URL(string: "tel:\(number)") {
            Button(say("call_hall")) {
                openURL(link) { opened in if !opened { officer.tell(say("no_such_app")) } }
            }
            .buttonStyle(KeyStyle())
            .accessibilityLabel(say("call_hall_at", number))
        }
    }
}
