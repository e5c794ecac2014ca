// swift-tools-version:6.0
// The package for Apple's systems, which takes a machine with Xcode: `make-xcframework.sh` makes what is under `made/`. Nothing of it has
// been built yet; the platform-free half is built and tested on Linux by the package in the folder above.
import PackageDescription

let package = Package(
    name: "FieldUnitApple",
    platforms: [.iOS(.v17)],
    products: [.library(name: "FieldUnitApple", targets: ["FieldUnit", "FieldUnitApple"])],
    targets: [
        // Made: the library with the C header and its module map.
        .binaryTarget(name: "FieldUnitFFI", path: "made/FieldUnitFFI.xcframework"),
        // Made: the face itself. In Swift 6 mode it does not compile yet.
        .target(
            name: "FieldUnitFace", dependencies: ["FieldUnitFFI"], path: "made/FieldUnitFace",
            swiftSettings: [.swiftLanguageMode(.v5)]),
        // What an app wants above it on any system: a link to the sources of the package above, which may lie in no other package.
        .target(name: "FieldUnit", dependencies: ["FieldUnitFace"], path: "Sources/FieldUnit"),
        // What ties it to Apple's systems, whose delegates say little about the threads they are called on.
        .target(name: "FieldUnitApple", dependencies: ["FieldUnit"], swiftSettings: [.swiftLanguageMode(.v5)]),
    ]
)
