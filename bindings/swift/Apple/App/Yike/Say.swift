// The app's words in the language of the phone.

import FieldUnit
import Foundation

/// Words by their name, with what they are said of.
func say(_ name: String, _ values: CVarArg...) -> String {
    let words = Bundle.main.localizedString(forKey: name, value: nil, table: nil)
    return values.isEmpty ? words : String(format: words, locale: .current, arguments: values)
}

/// Words that are there for some names only, such as those that the core gives its reasons.
func sayIfKnown(_ name: String) -> String? {
    let words = Bundle.main.localizedString(forKey: name, value: unknown, table: nil)
    return words == unknown ? nil : words
}

/// The language that the app speaks on this phone.
var spoken: Language {
    Bundle.main.preferredLocalizations.first?.hasPrefix("zh") == true ? .chinese : .english
}

private let unknown = "\u{0}"
