// The officer's report: words, a photo, or both.

import FieldUnit
import SwiftUI
import UIKit

/// Takes an order's report, and shows what was reported.
struct ReportForm: View {
    let officer: Officer
    let order: Order
    /// Counts how often the officer was led here.
    let focus: Int

    @State private var text = ""
    @State private var photo: Data?
    @State private var takes = false
    @State private var isBusy = false
    @FocusState private var writes: Bool

    var body: some View {
        VStack(alignment: .leading, spacing: 10) {
            TextField(say("report_hint"), text: $text, axis: .vertical)
                .lineLimit(3...8)
                .focused($writes)
                .padding(12)
                .plate(Colour.ground, radius: 10)
            if let photo { attached(photo) }
            HStack(spacing: 10) {
                Button(say(photo == nil ? "photo" : "photo_again"), action: take).buttonStyle(KeyStyle()).frame(maxWidth: 140)
                Button(say("report_send"), action: send)
                    .buttonStyle(KeyStyle(look: .primary))
                    .disabled(isBusy || photo == nil && text.isBlank)
            }
            ForEach(Array(order.reports.enumerated()), id: \.offset) { _, report in
                Signed(words: line(report), sign: .good).font(.subheadline)
            }
        }
        .onChange(of: focus) { writes = true }
        .fullScreenCover(isPresented: $takes) {
            PhotoTaker { taken in
                takes = false
                guard let taken else { return }
                photo = prepared(taken)
                if photo == nil { officer.tell(say("photo_unreadable")) }
            }
            .ignoresSafeArea()
        }
    }

    private func attached(_ jpeg: Data) -> some View {
        HStack(spacing: 10) {
            if let image = UIImage(data: jpeg) {
                Image(uiImage: image).resizable().scaledToFill().frame(width: 72, height: 54).clipShape(.rect(cornerRadius: 6))
                    .accessibilityHidden(true)
            }
            Signed(words: say("photo_attached"), sign: .good).font(.subheadline)
            Spacer()
            Button {
                photo = nil
            } label: {
                Image(systemName: "xmark")
            }
            .buttonStyle(KeyStyle())
            .fixedSize()
            .accessibilityLabel(say("photo_remove"))
        }
    }

    private func take() {
        if UIImagePickerController.isSourceTypeAvailable(.camera) { takes = true } else { officer.tell(say("live_no_camera")) }
    }

    private func send() {
        let (words, jpeg) = (text.trimmed, photo)
        isBusy = true
        Task {
            let isDone = await officer.did { try await $0.report(order: order.id, text: words, photo: jpeg) }
            isBusy = false
            // What could not be stored stays in the form; so does what was written meanwhile.
            if isDone, text.trimmed == words { text = "" }
            if isDone, photo == jpeg { photo = nil }
        }
    }

    private func line(_ report: Report) -> String {
        let with = report.photo == nil ? "" : " · \(say("with_photo"))"
        return "\(clockTime(report.atMs))  \(report.text)\(with)"
    }
}
