// What an officer signs in with: a password, or what enrolling brought.

import FieldUnit

/// Who signs in where.
struct Account: Codable, Equatable {
    /// What enrolling brought beside hall and name.
    struct Phone: Codable, Equatable {
        let id: String
        let pins: [String]
    }

    let hall: String
    let name: String
    var password = ""
    var phone: Phone?

    init(hall: String, name: String, password: String) {
        self.hall = hall
        self.name = name
        self.password = password
    }

    init(_ enrolment: Enrolment) {
        hall = enrolment.hall
        name = enrolment.name
        phone = Phone(id: enrolment.phone, pins: enrolment.pins)
    }
}

/// What the link of a QR code begins with.
let enrolScheme = "yike"
