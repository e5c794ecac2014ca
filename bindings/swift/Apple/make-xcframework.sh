#!/bin/sh
# Makes what the package takes from `made/`: the phone core as an XCFramework for phones and simulators, with its generated face.
# Takes a Mac with Xcode and Rust. It has never been run.
set -eu
cd "$(dirname "$0")"
apple=$PWD
root=$(cd ../../.. && pwd)
made=$apple/made
name=libfield_unit_ffi.a

rm -rf "$made"
mkdir -p "$made/headers" "$made/FieldUnitFace"
export IPHONEOS_DEPLOYMENT_TARGET=17.0
cd "$root"
for target in aarch64-apple-ios aarch64-apple-ios-sim; do
    rustup target add "$target"
    cargo rustc --locked --profile phone --target "$target" -p field-unit-ffi --lib --crate-type staticlib
done
# The face is written from a library that still has its symbols; any target's will do, and this machine's is the nearest.
cargo build --locked --release --bin uniffi-bindgen
cargo rustc --locked --profile phone -p field-unit-ffi --lib --crate-type cdylib
target/release/uniffi-bindgen generate --no-format -l swift -o "$made/face" target/phone/libfield_unit_ffi.dylib

mv "$made/face/FieldUnitFace.swift" "$made/FieldUnitFace/"
mv "$made/face/FieldUnitFFI.h" "$made/headers/"
mv "$made/face/FieldUnitFFI.modulemap" "$made/headers/module.modulemap"
rm -r "$made/face"
xcodebuild -create-xcframework \
    -library "target/aarch64-apple-ios/phone/$name" -headers "$made/headers" \
    -library "target/aarch64-apple-ios-sim/phone/$name" -headers "$made/headers" \
    -output "$made/FieldUnitFFI.xcframework"
