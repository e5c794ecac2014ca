// Signing in: by the key of an enrolled phone, by a QR code that enrols it, or by a name with a password.

import FieldUnit
import SwiftUI

/// Asks who this is.
struct SignInScreen: View {
    let app: RunningApp

    @State private var way = Way.code
    @State private var code = ""
    @State private var hall = ""
    @State private var name = ""
    @State private var password = ""
    @State private var fault: String?
    @State private var isTrying = false
    @State private var scans = false

    private enum Way { case code, password, enrolled }

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 12) {
                HStack(alignment: .firstTextBaseline, spacing: 12) {
                    Text(say("app_name")).font(.largeTitle.weight(.bold)).foregroundStyle(Colour.accent)
                    Text(say("sign_in_title")).font(.title3.weight(.bold))
                }
                switch way {
                case .code: codePart
                case .password: passwordPart
                case .enrolled: enrolledPart
                }
                if let fault { Signed(words: fault, sign: .late) }
                Button(say(isTrying ? "signing_in" : way == .code ? "enrol" : "sign_in"), action: enter)
                    .buttonStyle(KeyStyle(look: .primary))
                    .disabled(isTrying || !isReady)
                Button(say(way == .code ? "by_password" : "by_code")) { go(way == .code ? .password : .code) }
                    .buttonStyle(KeyStyle())
                    .disabled(isTrying)
                Text(say("sign_in_notice")).font(.subheadline).foregroundStyle(Colour.faint)
            }
            .padding(24)
        }
        .scrollDismissesKeyboard(.interactively)
        .foregroundStyle(Colour.ink)
        .background(Colour.ground)
        .onAppear(perform: begin)
        .onChange(of: app.scanned) { takeScanned() }
        .sheet(isPresented: $scans) {
            QrScanner { text in
                scans = false
                code = text
            }
        }
    }

    private var codePart: some View {
        VStack(alignment: .leading, spacing: 12) {
            Text(say("qr_notice")).font(.subheadline).foregroundStyle(Colour.faint)
            Button(say("scan_code")) { scans = true }.buttonStyle(KeyStyle())
            Field(name: say("qr_text")) {
                TextField("", text: $code, axis: .vertical).lineLimit(1...6).autocorrectionDisabled().textInputAutocapitalization(.never)
                    .accessibilityLabel(say("qr_text"))
            }
            // Whoever scanned a stranger's code is to see where it leads.
            if let leads = hallOf(code) { Text(say("qr_hall", leads)).font(.subheadline) }
        }
    }

    private var passwordPart: some View {
        VStack(alignment: .leading, spacing: 12) {
            Field(name: say("hall_address")) {
                TextField("", text: $hall)
                    .keyboardType(.URL)
                    .textContentType(.URL)
                    .autocorrectionDisabled()
                    .textInputAutocapitalization(.never)
                    .accessibilityLabel(say("hall_address"))
            }
            Field(name: say("person_name")) {
                TextField("", text: $name).textContentType(.username).autocorrectionDisabled().textInputAutocapitalization(.never)
                    .accessibilityLabel(say("person_name"))
            }
            Field(name: say("password")) {
                SecureField("", text: $password).textContentType(.password).accessibilityLabel(say("password"))
            }
        }
    }

    @ViewBuilder private var enrolledPart: some View {
        if let enrolled = app.vault.enrolled {
            Text(enrolled.name).font(.title2.weight(.bold))
            Text(say("enrolled_at", enrolled.hall)).font(.subheadline).foregroundStyle(Colour.faint)
        }
    }

    private var isReady: Bool {
        switch way {
        case .code: !code.isBlank
        case .password: ![hall, name, password].contains(where: \.isBlank)
        case .enrolled: true
        }
    }

    private func begin() {
        fault = app.farewell.map { say($0) } ?? app.failed
        if app.scanned != nil { return takeScanned() }
        if app.vault.enrolled != nil {
            way = .enrolled
        } else if let last = app.vault.last, app.farewell != "phone_revoked" {
            (hall, name) = (last.hall, last.name)
            way = .password
        }
    }

    private func takeScanned() {
        guard let scanned = app.scanned else { return }
        // Once is enough: the code is spent by then. The officer has the last word.
        app.scanned = nil
        code = scanned
        go(.code)
    }

    private func go(_ way: Way) {
        self.way = way
        fault = nil
    }

    private func enter() {
        isTrying = true
        fault = nil
        Task {
            defer { isTrying = false }
            do {
                switch way {
                case .code: try await app.enrol(code)
                case .password: try await app.signIn(Account(hall: hall.trimmed, name: name.trimmed, password: password))
                case .enrolled: if let enrolled = app.vault.enrolled { try await app.signIn(enrolled) }
                }
            } catch {
                // A code that was taken is spent, whatever came of it.
                if error is SignInFailed, app.vault.enrolled != nil { way = .enrolled }
                fault = words(of: error)
            }
        }
    }
}

/// Where a QR code leads, for the officer to read; whether it is one is decided by the core.
private func hallOf(_ qrText: String) -> String? {
    let parts = URLComponents(string: qrText.trimmed)
    guard parts?.scheme == enrolScheme else { return nil }
    return parts?.queryItems?.first { $0.name == "hall" }?.value
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }

    var isBlank: Bool { trimmed.isEmpty }
}
