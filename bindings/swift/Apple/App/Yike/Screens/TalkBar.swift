// Talk with the hall, the team and the town: one line that is out of the way, one key under the thumb.

import FieldUnit
import FieldUnitApple
import SwiftUI
import UIKit

/// The keys to talk, with who talks.
struct TalkBar: View {
    let officer: Officer
    /// The order that is at hand, if there is one.
    let order: Order?
    /// Whom the officer chose.
    @Binding var whom: TalkWhom

    @State private var asks = false

    var body: some View {
        let hears = officer.air.talkHears
        let look = TalkLook(officer.known, order: order, hears: hears, wished: whom)
        if look.isThere {
            VStack(alignment: .leading, spacing: 6) {
                if look.isOpen { TalkLineWords(said: talkSaid(of: officer.known.talk, order: order, hears: hears, in: spoken)) }
                HStack(spacing: 10) { keys(look) }.fixedSize(horizontal: false, vertical: true)
            }
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding(.horizontal, 12)
            .padding(.top, 8)
            .background(Colour.panel)
        }
    }

    @ViewBuilder
    private func keys(_ look: TalkLook) -> some View {
        if !look.isOpen {
            Button { officer.openTalk(true) } label: { Signed(words: say("talk_open"), sign: .talk) }.buttonStyle(KeyStyle())
        } else {
            Button { officer.openTalk(false) } label: { Image(systemName: "xmark") }
                .buttonStyle(KeyStyle())
                .frame(width: 52)
                .accessibilityLabel(say("talk_close"))
            if look.isInCall { call(look) } else { talk(look) }
        }
    }

    @ViewBuilder
    private func call(_ look: TalkLook) -> some View {
        let answers = !look.isAnswered
        Button(say(answers ? "talk_answer" : "talk_mute")) { officer.air.onLine { try await $0.answer(answers) } }
            .buttonStyle(KeyStyle(look: .primary))
            .disabled(!look.canAnswer)
        Button(say("talk_hang_up")) { officer.air.onLine { try await $0.hangUp() } }.buttonStyle(KeyStyle())
    }

    @ViewBuilder
    private func talk(_ look: TalkLook) -> some View {
        if look.choices.count > 1 {
            let name = FieldUnit.words(for: look.whom, in: spoken)
            Button(name) { asks = true }
                .buttonStyle(KeyStyle())
                .frame(maxWidth: 120)
                .disabled(!look.canChoose)
                .accessibilityLabel(say("talk_whom", name))
                .confirmationDialog(say("talk_to"), isPresented: $asks, titleVisibility: .visible) {
                    ForEach(look.choices, id: \.self) { choice in Button(FieldUnit.words(for: choice, in: spoken)) { whom = choice } }
                }
        }
        HoldKey(
            words: say(look.hasFloor ? "talk_granted" : "talk_hold"), isOn: look.isOn, isLive: look.canTalk, hint: say("talk_hint")
        ) {
            if let group = look.group { officer.air.onLine { try await $0.press(group) } }
        } release: {
            officer.air.onLine { try await $0.release() }
        }
    }
}

/// What the line is about, told to a screen reader as it changes.
private struct TalkLineWords: View {
    let said: TalkSaid

    var body: some View {
        Signed(words: said.words, sign: sign).font(.subheadline)
            .onChange(of: said.words) { _, words in UIAccessibility.post(notification: .announcement, argument: words) }
    }

    private var sign: Sign {
        switch said.tone {
        case .live: .live
        case .waiting: .waiting
        case .soon: .soon
        case .late: .late
        case .off: .off
        }
    }
}
