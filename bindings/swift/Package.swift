// swift-tools-version:6.0
// The package as `cargo verify-bindings swift` builds it on Linux, with the generated face and the library put beside the sources.
// An app on Apple's systems takes the library as an XCFramework instead: `unsafeFlags` bars a package from being a dependency.
import PackageDescription

let package = Package(
    name: "FieldUnit",
    products: [.library(name: "FieldUnit", targets: ["FieldUnit"])],
    targets: [
        // Generated: the C header with its module map.
        .target(name: "FieldUnitFFI"),
        // Generated: the face itself. In Swift 6 mode it does not compile yet.
        .target(
            name: "FieldUnitFace", dependencies: ["FieldUnitFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: [.unsafeFlags(["-L", "lib", "-lfield_unit_ffi"])]),
        // What an app wants above it on any system.
        .target(name: "FieldUnit", dependencies: ["FieldUnitFace"]),
        .testTarget(
            name: "FieldUnitTests", dependencies: ["FieldUnit"],
            swiftSettings: [.swiftLanguageMode(.v5)]),
    ]
)
